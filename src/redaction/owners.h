/* Which of the shapes in a window has a cell, where several meet. */
#ifndef REDACTION_OWNERS_H
#define REDACTION_OWNERS_H

#include "redaction/samples.h"

/* Which shape a cell belongs to. */
struct owners {
    uint32_t *cells;         /* one a cell of the window: the shape's number plus one, 0 none; owned */
    struct cell_rect *rects; /* one a shape: its cells, clipped to the window, in the window's own cells; owned */
};

enum sladd_status owners_init(struct owners *owners, const struct window *window, const struct cell_mask *mask,
                              const struct shape *shapes, size_t count, struct sladd_error *err);
void owners_clear(struct owners *owners);

/* The place of a cell of the window in `cells`. */
static inline size_t cell_in_window(const struct window *window, int col, int row) {
    return (size_t)row * (size_t)window->rect.cols + (size_t)col;
}

/* Whose cell a sample of a plane is in, as in `cells`. */
static inline uint32_t owner_of_sample(const struct owners *owners, const struct window *window,
                                       const struct plane *plane, int x, int y) {
    return owners->cells[cell_in_window(window, x / plane->cell_width, y / plane->cell_height)];
}

#endif
