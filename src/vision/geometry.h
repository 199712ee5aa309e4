/* What OpenCV's image processing gives the search: a bridge to C, from which no exception escapes. One thread each. */
#ifndef VISION_GEOMETRY_H
#define VISION_GEOMETRY_H

#include "base/boxes.h"
#include "base/image.h"

#include <stddef.h>
#include <stdint.h>

/* `width` x `height` pixels large: averages where that is narrower, else cubic. `to` is initialised here and owned by
 * the caller. */
enum sladd_status image_resize(const struct sladd_image *from, int width, int height, struct sladd_image *to,
                               struct sladd_error *err);

/* The same picture blurred by a Gaussian of so many pixels. `to` as above. */
enum sladd_status image_blur(const struct sladd_image *from, double sigma, struct sladd_image *to,
                             struct sladd_error *err);

/* The rectangle of least area, at any angle, around `count` points; corners clockwise. */
enum sladd_status min_area_rectangle(const struct sladd_point *points, size_t count, struct sladd_point quad[4],
                                     struct sladd_error *err);

/* The lightness of a part of a photo, which holds it, as `width` x `height` bytes row by row. */
enum sladd_status grey_part(const struct sladd_image *photo, int x, int y, int width, int height, uint8_t *to,
                            struct sladd_error *err);

/* A grey picture (bytes row by row) enlarged and turned: pixel x, y of `to` shows that of `from` at
 * (m[0] x + m[1] y + m[2], m[3] x + m[4] y + m[5]), cubic; `outside` is what lies beyond. `from` may be of any size;
 * the sides of `to` are below 32,767. */
struct grey_picture {
    int width, height;
    uint8_t *data;
};
enum sladd_status grey_warp(const struct grey_picture *from, const double m[6], uint8_t outside,
                            struct grey_picture *to, struct sladd_error *err);

/* A colour picture turned: pixel x, y of `to`, whose size stays, shows that of `from` in the same way, bilinear. The
 * sides of both are below 32,767. */
enum sladd_status image_warp(const struct sladd_image *from, const double m[6], uint8_t outside, struct sladd_image *to,
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
