#include "report/explain.h"

#include "base/language.h"
#include "sladd/region.h"

#include <string.h>

static const struct {
    const char *name, *said;
} words[] = {
    {"face", N_("Face")},           {"text", N_("Text")},         {"manual", N_("Marked place")},
    {"redact", N_("blurred")},      {"keep", N_("kept")},         {"sanitised", N_("sanitised")},
    {"unchanged", N_("unchanged")}, {"withheld", N_("withheld")}, {"failed", N_("failed")},
};

const char *explain_word(const char *name) {
    for (size_t i = 0; name != NULL && i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].name, name) == 0)
            return _(words[i].said);
    return "?";
}

const char *explain_reason(const char *name) {
    static const char *const names[] = {
#define X(code, name, sentence) name,
        SLADD_REASONS(X)
#undef X
    };
    for (size_t i = 0; name != NULL && i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0)
            return _(sladd_reason_sentence((enum sladd_reason)i));
    return "?";
}

static const char *text(json_t *region, const char *key) {
    return json_string_value(json_object_get(region, key));
}

static double number(json_t *list, size_t i) {
    return json_number_value(json_array_get(list, i));
}

void explain_row(json_t *row, FILE *to) {
    json_t *region;
    size_t i;
    double width = json_number_value(json_object_get(row, "width"));
    double height = json_number_value(json_object_get(row, "height"));
    json_array_foreach(json_object_get(row, "regions"), i, region) {
        json_t *box = json_object_get(region, "box");
        const char *person = text(region, "person");
        (void)fprintf(to, "  %s [%.3f, %.3f, %.3f, %.3f]", explain_word(text(region, "kind")), number(box, 0) / width,
                      number(box, 1) / height, number(box, 2) / width, number(box, 3) / height);
        if (person != NULL)
            (void)fprintf(to, " (%s)", person);
        (void)fprintf(to, ", %s: %s\n", explain_word(text(region, "action")), explain_reason(text(region, "reason")));
    }
}
