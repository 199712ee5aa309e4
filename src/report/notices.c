#include "report/notices.h"

#include "base/language.h"
#include "sladd/decision.h"

#include <stdlib.h>
#include <string.h>

/* A folder of 400 photos must not print 400 lines that say the same. */
enum { NAMED = 3 };

static void print_photos(json_t *photos, FILE *to) {
    size_t i, count = json_array_size(photos);
    json_t *photo;
    json_array_foreach(photos, i, photo) {
        if (i < NAMED)
            (void)fprintf(to, "%s%s", i > 0 ? ", " : "", json_string_value(photo));
    }
    if (count > NAMED)
        (void)fprintf(to, _(" and %zu more"), count - NAMED);
}

static void add(json_t *by_notice, const char *text, json_t *row) {
    json_t *photos = json_object_get(by_notice, text);
    if (photos == NULL) {
        photos = json_array();
        (void)json_object_set_new(by_notice, text, photos);
    }
    (void)json_array_append(photos, json_object_get(row, "source"));
}

/* Somebody who agreed to be seen and is not: whoever wrote the manifest would wonder. */
static void add_covered(json_t *by_notice, json_t *row) {
    json_t *region;
    size_t i;
    json_array_foreach(json_object_get(row, "regions"), i, region) {
        const char *person = json_string_value(json_object_get(region, "person"));
        const char *reason = json_string_value(json_object_get(region, "reason"));
        char *text = NULL;
        if (person == NULL || reason == NULL || strcmp(reason, sladd_reason_name(SLADD_REASON_COVERED)) != 0)
            continue;
        if (asprintf(&text,
                     _("'%s' may be seen, but what must be blurred beside them covers too much of their face, so it is "
                       "hidden, too"),
                     person) < 0)
            continue; /* the row of the report says it, too */
        add(by_notice, text, row);
        free(text);
    }
}

void notices_print(json_t *rows, FILE *to) {
    json_t *by_notice = json_object(), *row, *notice, *photos;
    const char *text;
    size_t i, j;
    json_array_foreach(rows, i, row) {
        json_array_foreach(json_object_get(row, "notices"), j, notice) {
            add(by_notice, _(json_string_value(notice)), row);
        }
        add_covered(by_notice, row);
    }
    json_object_foreach(by_notice, text, photos) {
        (void)fprintf(to, "sladd: %s: %s (", _("note"), text);
        print_photos(photos, to);
        (void)fputs(")\n", to);
    }
    json_decref(by_notice);
}
