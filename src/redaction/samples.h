/* Which samples of a window's plane may be looked at, which are to be filled, and where a sample lies in the picture.
 */
#ifndef REDACTION_SAMPLES_H
#define REDACTION_SAMPLES_H

#include "redaction/redaction.h"

#include <stddef.h>

enum sample_kind {
    SAMPLE_ABSENT, /* neither read nor written: beyond the visible picture, under a transparent alpha, set aside */
    SAMPLE_KNOWN,  /* read, never written */
    SAMPLE_FILL,   /* of a masked cell: written, never read before */
    SAMPLE_LAID,   /* of a masked cell that has its surface: read as what it stands beside */
};

/* Colour planes of a colour model, without alpha. */
int colour_count(enum colour_model model);

/* The coarsest colour plane: its samples have one of every other plane's at their place. */
int coarsest_plane(const struct window *window);

/* Inside the visible picture and not under a transparent alpha. Reads alpha, so not for masked cells where nothing of
 * them may be read. */
bool sample_is_seen(const struct window *window, const struct plane *plane, int x, int y);

/* One kind a sample of plane `plane`, into plane.width * plane.height places. A sample of a CELL_CUT is to be filled
 * when any of the pixels that it colours is redacted, else absent; what is aside and not redacted is absent, too. */
void samples_classify(const struct window *window, int plane, const struct cover *cover, uint8_t *kinds);

static inline bool cell_masked(const struct cell_mask *mask, int col, int row) {
    return mask->cells[(size_t)row * (size_t)mask->cols + (size_t)col] != 0;
}

/* Picture coordinates (pixels) of the middle of a column or row of samples, and the way back, clamped to the plane. */
static inline double pixel_of_column(const struct window *window, const struct plane *plane, int x) {
    return (window->rect.col + (x + 0.5) / plane->cell_width) * window->grid.cell_width;
}

static inline double pixel_of_row(const struct window *window, const struct plane *plane, int y) {
    return (window->rect.row + (y + 0.5) / plane->cell_height) * window->grid.cell_height;
}

static inline int clamp_index(double at, int count) {
    return at <= 0 ? 0 : at >= count - 1 ? count - 1 : (int)at;
}

static inline int column_of_pixel(const struct window *window, const struct plane *plane, double x) {
    return clamp_index((x / window->grid.cell_width - window->rect.col) * plane->cell_width, plane->width);
}

static inline int row_of_pixel(const struct window *window, const struct plane *plane, double y) {
    return clamp_index((y / window->grid.cell_height - window->rect.row) * plane->cell_height, plane->height);
}

/* The sample of plane `index` at a picture position (pixels), and whether it is SAMPLE_KNOWN; `kinds`: one array a
 * plane, as samples_classify makes them. */
static inline bool known_sample(const struct window *window, uint8_t *const *kinds, int index, double x, double y,
                                float *value) {
    const struct plane *plane = &window->planes[index];
    const size_t at =
        (size_t)row_of_pixel(window, plane, y) * (size_t)plane->width + (size_t)column_of_pixel(window, plane, x);
    *value = plane->samples[at];
    return kinds[index][at] == SAMPLE_KNOWN;
}

/* Those of all colour planes, one value each; false where one of them is not known, on the cut of a cell. */
bool known_samples(const struct window *window, uint8_t *const *kinds, double x, double y, float *values);

#endif
