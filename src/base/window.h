/* A rectangle of a picture as float planes, the common ground of the codecs and the redaction.
 *
 * A picture is a grid of cells, the smallest unit that is ever redacted: an MCU in a JPEG (every component's blocks
 * in it go together, so that no chroma sample of a hidden place survives beside it), 8 x 8 pixels elsewhere. */
#ifndef BASE_WINDOW_H
#define BASE_WINDOW_H

#include "base/fail.h"

#include <stdbool.h>
#include <stdint.h>

enum colour_model { COLOUR_GREY, COLOUR_YCC, COLOUR_RGB, COLOUR_CMYK, COLOUR_YCCK };

/* The grid of a picture, in stored (not upright) orientation. */
struct grid {
    int width, height;           /* visible pixels */
    int cell_width, cell_height; /* pixels of one cell */
    int cols, rows;              /* cells; the last ones may reach beyond the visible edge */
};

/* A rectangle of cells. */
struct cell_rect {
    int col, row, cols, rows;
};

/* The smallest rectangle that holds both. */
struct cell_rect cell_rect_unite(struct cell_rect a, struct cell_rect b);

/* With `across` columns and `down` rows more on every side, as far as there are `cols` and `rows` of them. */
struct cell_rect cell_rect_grow(struct cell_rect rect, int across, int down, int cols, int rows);

enum { WINDOW_PLANES = 5 }; /* four colour components at most, and alpha */

/* One component. A cell is `cell_width` x `cell_height` samples here (less than a cell's pixels where the component is
 * subsampled), so the plane is rect.cols * cell_width wide. Samples run 0..255 whatever the file's depth; in CMYK and
 * YCCK, 255 means no ink (Adobe's way; the codec turns the other kind around). */
struct plane {
    int width, height, cell_width, cell_height;
    float *samples; /* owned, width * height, rows from the top */
};

struct window {
    struct grid grid;
    struct cell_rect rect;
    enum colour_model model;
    int count;      /* planes in use */
    bool has_alpha; /* the last plane is alpha, 255 opaque; colour under alpha 0 means nothing */
    struct plane planes[WINDOW_PLANES];
};

void window_clear(struct window *window);

/* What becomes of a cell; 0: nothing, it stays exactly as it is. */
enum { CELL_WHOLE = 1, CELL_CUT = 2 /* a part of it stays, and is coded anew from what it shows */ };

/* What a codec coded anew in a cell of its own accord, as bits. */
enum { CELL_PADDED = 1 /* beyond the visible edge */, CELL_PLAIN = 2 /* what decoders would not show alike */ };

/* Which cells of a picture are redacted; one byte a cell, row by row. `cells` is owned. */
struct cell_mask {
    int cols, rows;
    uint8_t *cells;
};

enum sladd_status cell_mask_init(struct cell_mask *mask, const struct grid *grid, struct sladd_error *err);
void cell_mask_clear(struct cell_mask *mask);
bool cell_mask_any(const struct cell_mask *mask);                     /* is any cell redacted? */
void cell_mask_unmark(struct cell_mask *mask, struct cell_rect rect); /* inside the mask */

#endif
