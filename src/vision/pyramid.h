/* A photo at several scales, each half the one before, and the tiles that cover a scale.
 *
 * The networks see objects of a certain range of sizes, in inputs of a bounded size. Scales bring every object into the
 * range; tiles bound the memory, and overlap so that every small object lies whole in one of them. */
#ifndef VISION_PYRAMID_H
#define VISION_PYRAMID_H

#include "base/boxes.h"
#include "base/image.h"
#include "vision/backend.h"

#include <stdbool.h>

enum {
    PYRAMID_LEVELS = 20,    /* more than 65535 pixels can be halved */
    PYRAMID_COARSEST = 256, /* halve until both sides are at most this: there the largest face fits any network */
    TILE_STEP = 32,         /* networks take sides that are multiples of this */
    TILE_ALIGN = 8,         /* tiles begin at multiples of this, so that maps of cells fit together */
    TILE_OVERLAP = 96,      /* of neighbouring tiles */
    TILE_WHOLE = 64,        /* a box of at most this size lies in some tile with 16 pixels around it */
    TILE_AREA = 1024 * 768, /* most pixels of a tile: about 60 MB inside a network */
    ROI_CELL = 32,          /* pixels of a level per cell of a region-of-interest mask */
    ROI_MARGIN = 64,        /* of a tile around such cells: lines are told by what is around them, too */
};

struct level {
    struct sladd_image image;
    double scale; /* photo pixels per pixel of this level: 0.5, 1, 2, 4 ... */
    bool owned;   /* else the pixels are the photo's */
};

/* levels[0] is the finest. */
struct pyramid {
    struct level levels[PYRAMID_LEVELS];
    int count;
};

/* `photo` is borrowed and must outlive the pyramid. A photo of at most `upsample_below` pixels gets a level of twice
 * its size. */
enum sladd_status pyramid_init(struct pyramid *pyramid, const struct sladd_image *photo, long upsample_below,
                               struct sladd_error *err);
void pyramid_clear(struct pyramid *pyramid);

/* A rectangle of a level, at the size of a network's input; may reach beyond the right and the lower edge. */
struct tile {
    int x, y, width, height;
};

struct tiles {
    struct tile *items; /* owned */
    size_t count, capacity;
    bool dense; /* they cover the whole level, neighbours overlapping by TILE_OVERLAP or more */
};

void tiles_clear(struct tiles *tiles);

/* Cover a whole level. `fixed_width` and `fixed_height` are the only size that a network takes, or 0. */
enum sladd_status tiles_cover(struct tiles *tiles, int width, int height, int fixed_width, int fixed_height,
                              struct sladd_error *err);

/* Region of interest: where a level is worth searching. `cells` is owned, row by row, 0 or 1. */
struct roi_mask {
    int width, height; /* of the level, pixels */
    int cols, rows;
    unsigned char *cells;
};

enum sladd_status roi_init(struct roi_mask *roi, int width, int height, struct sladd_error *err);
void roi_clear(struct roi_mask *roi);
void roi_mark(struct roi_mask *roi, struct sladd_box box); /* in the level's pixels; may reach beyond it */

/* Cover the marked cells and ROI_MARGIN around them, or everything where that costs no more. */
enum sladd_status tiles_cover_roi(struct tiles *tiles, const struct roi_mask *roi, int fixed_width, int fixed_height,
                                  struct sladd_error *err);

/* The part of a tile that lies in its level. */
struct tile tile_inside(const struct sladd_image *level, const struct tile *tile);

/* How many times brighter than it is a tile is shown to a network, 1 to 8: so that its brightest hundredth is in the
 * lighter half at least. Networks learn from photos that somebody exposed well; at a quarter of the light they leave
 * nearly twice as many faces as after this (models/face.md). A tile that is light somewhere stays as it is. */
double tile_gain(const struct sladd_image *level, const struct tile *tile);

/* Write a tile's pixels, in the light of tile_gain, as the three channels of a network's input: pixel * scale + offset,
 * and 0 beyond the level, as the networks themselves continue what they see. */
void tile_fill(const struct sladd_image *level, const struct tile *tile, const float scale[3], const float offset[3],
               const struct input_view *input);

#endif
