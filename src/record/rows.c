#include "record/rows.h"

#include <string.h>

const char *row_text(json_t *row, const char *key) {
    const char *text = json_string_value(json_object_get(row, key));
    return text != NULL ? text : "";
}

int row_number(json_t *row, const char *key) {
    double number = json_number_value(json_object_get(row, key));
    return number > 0 && number < 1e6 ? (int)number : 0;
}

size_t row_region_count(json_t *row) {
    return json_array_size(json_object_get(row, "regions"));
}

static enum sladd_reason reason_of(const char *name) {
    static const char *const names[] = {
#define X(code, name, sentence) name,
        SLADD_REASONS(X)
#undef X
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0)
            return (enum sladd_reason)i;
    return SLADD_REASON_UNDECIDED;
}

struct row_region row_region(json_t *row, size_t index) {
    json_t *region = json_array_get(json_object_get(row, "regions"), index), *box = json_object_get(region, "box");
    const char *kind = row_text(region, "kind");
    double side[4];
    for (size_t i = 0; i < 4; i++)
        side[i] = json_number_value(json_array_get(box, i));
    return (struct row_region){.kind = strcmp(kind, "face") == 0   ? SLADD_FACE
                                       : strcmp(kind, "text") == 0 ? SLADD_TEXT
                                                                   : SLADD_MANUAL,
                               .box = {side[0], side[1], side[2], side[3]},
                               .kept = strcmp(row_text(region, "action"), "keep") == 0,
                               .detected = json_is_number(json_object_get(region, "score")),
                               .score = json_number_value(json_object_get(region, "score")),
                               .reason = reason_of(row_text(region, "reason")),
                               .person = json_string_value(json_object_get(region, "person"))};
}
