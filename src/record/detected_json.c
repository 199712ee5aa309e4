#include "record/detected_json.h"

#include "record/outcome_json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PLAIN = 6, WITH_QUAD = PLAIN + 8, EXACT = 17 /* decimal digits that tell any two doubles apart */ };

/* [kind, score, x, y, width, height] and, of a quad, its eight coordinates. */
static json_t *place_row(const struct sladd_region *place) {
    const double numbers[] = {place->score, place->box.x, place->box.y, place->box.width, place->box.height};
    json_t *row = json_pack("[s]", sladd_kind_name(place->kind));
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        (void)json_array_append_new(row, json_real(numbers[i]));
    for (size_t i = 0; i < 4 && place->has_quad; i++) {
        (void)json_array_append_new(row, json_real(place->quad[i].x));
        (void)json_array_append_new(row, json_real(place->quad[i].y));
    }
    return json_whole(row, place->has_quad ? WITH_QUAD : PLAIN);
}

static json_t *places_row(const struct sladd_regions *places) {
    json_t *rows = json_array();
    for (size_t i = 0; i < places->count; i++)
        (void)json_array_append_new(rows, place_row(&places->items[i]));
    return json_whole(rows, places->count);
}

char *detected_to_json(const struct detected *detected) {
    json_t *object =
        json_pack("{s:s, s:s, s:i, s:o, s:o}", "photo", detected->source_sha256, "filled", detected->filled, "turn",
                  detected->turn, "found", places_row(&detected->regions), "doubtful", places_row(&detected->doubtful));
    char *text = object != NULL ? json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(EXACT)) : NULL;
    json_decref(object);
    return text;
}

static double number_at(const json_t *row, size_t index, bool *good) {
    const json_t *number = json_array_get(row, index);
    double value = json_number_value(number);
    *good = *good && json_is_number(number) && isfinite(value);
    return value;
}

static bool kind_from(const json_t *row, enum sladd_kind *kind) {
    static const enum sladd_kind kinds[] = {SLADD_FACE, SLADD_TEXT, SLADD_CODE};
    const char *name = json_string_value(json_array_get(row, 0));
    for (size_t i = 0; name != NULL && i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(name, sladd_kind_name(kinds[i])) == 0) {
            *kind = kinds[i];
            return true;
        }
    return false;
}

static bool place_from(const json_t *row, struct sladd_region *place) {
    size_t size = json_array_size(row);
    *place = (struct sladd_region){.detected = true, .has_quad = size == WITH_QUAD};
    bool good = (size == PLAIN || size == WITH_QUAD) && kind_from(row, &place->kind);
    place->score = number_at(row, 1, &good);
    place->box.x = number_at(row, 2, &good);
    place->box.y = number_at(row, 3, &good);
    place->box.width = number_at(row, 4, &good);
    place->box.height = number_at(row, 5, &good);
    for (size_t i = 0; i < 4 && good && place->has_quad; i++) {
        place->quad[i].x = number_at(row, PLAIN + 2 * i, &good);
        place->quad[i].y = number_at(row, PLAIN + 2 * i + 1, &good);
    }
    return good;
}

static bool places_from(const json_t *rows, struct sladd_regions *places) {
    bool good = json_is_array(rows);
    for (size_t i = 0; i < json_array_size(rows) && good; i++) {
        struct sladd_region place;
        good = place_from(json_array_get(rows, i), &place) && sladd_regions_add(places, &place, NULL) == SLADD_OK;
    }
    return good;
}

bool detected_from_json(struct span text, struct detected *detected) {
    *detected = (struct detected){.exact = true};
    json_t *object = json_loadb((const char *)text.data, text.size, JSON_REJECT_DUPLICATES, NULL);
    detected->turn = turn_from_json(object);
    bool good = digest_from_json(object, "photo", detected->source_sha256) &&
                digest_from_json(object, "filled", detected->filled) && detected->turn != 0 &&
                places_from(json_object_get(object, "found"), &detected->regions) &&
                places_from(json_object_get(object, "doubtful"), &detected->doubtful);
    json_decref(object);
    if (!good)
        detected_clear(detected);
    return good;
}
