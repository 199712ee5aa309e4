#include "vision/code_places.h"

#include "base/array.h"

/* Large places are read in parts, which bounds the memory; whatever is smaller than the overlap lies whole in one. */
enum { PART = 1536, OVERLAP = 512 };

static enum sladd_status add(struct places *places, struct place place, struct sladd_error *err) {
    if (!array_grow((void **)&places->items, &places->capacity, places->count + 1, sizeof *places->items))
        return fail_memory(err);
    places->items[places->count++] = place;
    return SLADD_OK;
}

enum sladd_status places_add(struct places *places, const struct grey_picture *picture, struct place place,
                             struct sladd_error *err) {
    const struct crop whole = place.crop;
    const int left = whole.x > 0 ? whole.x : 0, top = whole.y > 0 ? whole.y : 0;
    const int right = whole.x + whole.width < picture->width ? whole.x + whole.width : picture->width;
    const int bottom = whole.y + whole.height < picture->height ? whole.y + whole.height : picture->height;
    enum sladd_status status = SLADD_OK;
    for (int y = top; (y == top || y + OVERLAP < bottom) && status == SLADD_OK; y += PART - OVERLAP)
        for (int x = left; (x == left || x + OVERLAP < right) && status == SLADD_OK; x += PART - OVERLAP) {
            place.crop =
                (struct crop){x, y, right - x < PART ? right - x : PART, bottom - y < PART ? bottom - y : PART};
            status = add(places, place, err);
        }
    return status;
}
