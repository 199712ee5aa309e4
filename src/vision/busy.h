/* Where a picture changes between dark and light as often as a code does: all else needs no slow reading. */
#ifndef VISION_BUSY_H
#define VISION_BUSY_H

#include "base/image.h"

#include <stddef.h>

/* A rectangle of a picture, in its pixels. */
struct crop {
    int x, y, width, height;
};

/* Growing list, zero-initialise; `items` is owned. */
struct crops {
    struct crop *items;
    size_t count, capacity;
};

/* Add crops of at most BUSY_CROP pixels a side that hold, each with a quiet zone around it, every code of modules of
 * 1.5 to 5 pixels that is smaller than BUSY_OVERLAP. Together they are never much more than the picture. */
enum { BUSY_CROP = 1536, BUSY_OVERLAP = 512 };
enum sladd_status busy_crops(const struct sladd_image *picture, struct crops *crops, struct sladd_error *err);

#endif
