#include "report/notices.h"

#include "base/language.h"

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

void notices_print(json_t *rows, FILE *to) {
    json_t *by_notice = json_object(), *row, *notice, *photos;
    const char *text;
    size_t i, j;
    json_array_foreach(rows, i, row) {
        json_array_foreach(json_object_get(row, "notices"), j, notice) {
            photos = json_object_get(by_notice, json_string_value(notice));
            if (photos == NULL) {
                photos = json_array();
                (void)json_object_set_new(by_notice, json_string_value(notice), photos);
            }
            (void)json_array_append(photos, json_object_get(row, "source"));
        }
    }
    json_object_foreach(by_notice, text, photos) {
        (void)fprintf(to, "sladd: %s: %s (", _("note"), _(text));
        print_photos(photos, to);
        (void)fputs(")\n", to);
    }
    json_decref(by_notice);
}
