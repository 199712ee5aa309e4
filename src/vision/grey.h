/* What the search for codes looks at: lightness, at every scale of a photo. */
#ifndef VISION_GREY_H
#define VISION_GREY_H

#include "base/image.h"
#include "vision/geometry.h"
#include "vision/pyramid.h"

/* Lightness of a photo, each level half the one before, until both sides are at most PYRAMID_COARSEST. The pixels are
 * owned; pixel x of level i shows the photo's from 2^i x on. */
struct grey_levels {
    struct grey_picture levels[PYRAMID_LEVELS];
    int count;
};

enum sladd_status grey_levels_init(struct grey_levels *levels, const struct sladd_image *photo,
                                   struct sladd_error *err);
void grey_levels_clear(struct grey_levels *levels);

/* A rectangle of a picture, in its pixels. */
struct crop {
    int x, y, width, height;
};

/* How the lightness of a picture's cells changes: sums of the squares and of the product of its slopes (the structure
 * tensor; Bigun and Granlund, 1987), each about a pixel's mean. `items` is owned, row by row; cells at the right and
 * the lower edge may be smaller. */
enum { GREY_CELL = 16 };

struct slopes {
    float xx, yy, xy;
};

struct grey_cells {
    int cols, rows;
    struct slopes *items;
};

enum sladd_status grey_cells_init(struct grey_cells *cells, const struct grey_picture *picture,
                                  struct sladd_error *err);
void grey_cells_clear(struct grey_cells *cells);

/* Follows the lightness along a line, of which `step` bytes lie from pixel to pixel, and finds where it changes from
 * dark to light or back: half way between a lowest and a highest place that lie at least GREY_SWING apart, or a quarter
 * of what the change before had, so that noise and ringing are no change. */
enum { GREY_SWING = 24, WALK_EDGES = 6 };

struct grey_walk {
    const uint8_t *line;
    ptrdiff_t step;
    int at, low, high, low_at, high_at, least;
    bool up;                  /* looks for a highest place */
    double edges[WALK_EDGES]; /* the latest, in pixels of the line, the last found last */
    int count;                /* of all that were found */
    bool rose;                /* the last one goes from dark to light */
    bool ended;
};

void grey_walk_start(struct grey_walk *walk, const uint8_t *line, ptrdiff_t step, int at);

/* On to the next edge before pixel `end`. False: there is none. */
bool grey_walk_next(struct grey_walk *walk, int end);

#endif
