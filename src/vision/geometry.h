/* What OpenCV's image processing gives the search: a bridge to C, from which no exception escapes. One thread each. */
#ifndef VISION_GEOMETRY_H
#define VISION_GEOMETRY_H

#include "base/boxes.h"
#include "base/image.h"

#include <stddef.h>
#include <stdint.h>

/* Twice the width and height, cubic. `to` is initialised here and owned by the caller. */
enum sladd_status image_upsample(const struct sladd_image *from, struct sladd_image *to, struct sladd_error *err);

/* The rectangle of least area, at any angle, around `count` points; corners clockwise. */
enum sladd_status min_area_rectangle(const struct sladd_point *points, size_t count, struct sladd_point quad[4],
                                     struct sladd_error *err);

/* Cells that touch, also by a corner. */
struct component {
    int left, top, width, height, area; /* in cells */
};

/* The connected components of a map's cells that are not 0: `*labels` says for each cell, row by row, which component
 * it belongs to, from 1; 0 is none. `*components` holds them, from place 1. Both are owned by the caller (free). */
enum sladd_status connected_components(const uint8_t *cells, int cols, int rows, int **labels,
                                       struct component **components, int *count, struct sladd_error *err);

#endif
