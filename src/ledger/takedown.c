#include "ledger/takedown.h"

#include "base/array.h"
#include "base/language.h"
#include "record/report.h"
#include "report/explain.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const char *text_of(json_t *object, const char *key) {
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL ? text : "";
}

static bool keeps_face(json_t *region, const char *person) {
    return strcmp(text_of(region, "kind"), "face") == 0 && strcmp(text_of(region, "action"), "keep") == 0 &&
           (person == NULL || strcmp(text_of(region, "person"), person) == 0);
}

/* Why `person` is not to be seen any more, or NULL where the new copy still shows the face. */
static const char *reason_now(json_t *now, const char *person) {
    const char *reason = text_of(now, "status");
    json_t *region;
    size_t i;
    bool clean = strcmp(reason, "sanitised") == 0 || strcmp(reason, "unchanged") == 0;
    if (clean)
        reason = "no-subject";
    json_array_foreach(json_object_get(now, "regions"), i, region) {
        if (clean && keeps_face(region, person))
            return NULL;
        if (strcmp(text_of(region, "person"), person) == 0 && strcmp(text_of(region, "action"), "redact") == 0)
            reason = text_of(region, "reason");
    }
    return reason;
}

void takedown_compare(json_t *list, const char *output, json_t *before, json_t *now) {
    json_t *region;
    size_t i;
    json_array_foreach(json_object_get(before, "regions"), i, region) {
        if (!keeps_face(region, NULL))
            continue;
        const char *person = text_of(region, "person"), *reason = reason_now(now, person);
        if (reason != NULL)
            (void)json_array_append_new(
                list, json_pack("{s:o, s:s, s:s}", "output", report_text(output), "person", person, "reason", reason));
    }
}

static int by_output_then_person(const void *left, const void *right) {
    json_t *a = *(json_t *const *)left, *b = *(json_t *const *)right;
    int order = strcmp(text_of(a, "output"), text_of(b, "output"));
    return order != 0 ? order : strcmp(text_of(a, "person"), text_of(b, "person"));
}

void takedown_sort(json_t *list) {
    size_t count = json_array_size(list);
    json_t **entries = count > 1 ? array_new(count, sizeof *entries) : NULL;
    if (entries == NULL)
        return;
    for (size_t i = 0; i < count; i++)
        entries[i] = json_incref(json_array_get(list, i));
    qsort(entries, count, sizeof *entries, by_output_then_person);
    (void)json_array_clear(list);
    for (size_t i = 0; i < count; i++)
        (void)json_array_append_new(list, entries[i]);
    free(entries);
}

/* Why: the reason of the decision about the person, or what became of the photo. */
static const char *said(const char *reason) {
    bool result =
        strcmp(reason, sladd_result_name(SLADD_FAILED)) == 0 || strcmp(reason, sladd_result_name(SLADD_WITHHELD)) == 0;
    return result ? explain_word(reason) : explain_reason(reason);
}

void takedown_print(json_t *list, FILE *to) {
    json_t *entry;
    size_t i;
    if (json_array_size(list) > 0)
        (void)fputs(_("Copies made earlier show people who may not be seen any more. Where they were published, they "
                      "must come down:\n"),
                    to);
    json_array_foreach(list, i, entry) {
        (void)fprintf(to, "  %s (%s): %s\n", text_of(entry, "output"), text_of(entry, "person"),
                      said(text_of(entry, "reason")));
    }
}
