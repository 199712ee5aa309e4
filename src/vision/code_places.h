/* Where a code may be: a cheap look at all of a picture, so that ZBar reads little of it. */
#ifndef VISION_CODE_PLACES_H
#define VISION_CODE_PLACES_H

#include "vision/grey.h"

#include <stdbool.h>

/* A place that looks like a code, with room around it. */
struct place {
    struct crop crop; /* inside the picture */
    bool bars;        /* a bar code; else a QR code */
    bool inverted;    /* a QR code, light on dark */
    double turn;      /* of a bar code: the way across its bars, in degrees, 0 to 180, clockwise from the x axis */
};

/* Growing list, zero-initialise; `items` is owned. */
struct places {
    struct place *items;
    size_t count, capacity;
};

enum sladd_status places_add(struct places *places, const struct grey_picture *picture, struct place place,
                             struct sladd_error *err);

/* Add the places of QR codes with modules of 1.6 to 6 pixels: where at least two finder patterns (ISO/IEC 18004,
 * 1:1:3:1:1 in every direction) of like size lie so near one another that they may be a code's. */
enum sladd_status finders_find(const struct grey_picture *picture, const struct grey_cells *cells,
                               struct places *places, struct sladd_error *err);

/* Add the places of bar codes with modules of 1.6 to 5 pixels: where many parallel edges follow one another, at
 * distances that are not all the same, as those of blinds and railings are. */
enum sladd_status stripes_find(const struct grey_picture *picture, const struct grey_cells *cells,
                               struct places *places, struct sladd_error *err);

#endif
