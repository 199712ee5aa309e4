#include "base/window.h"

#include "base/array.h"

#include <stdlib.h>

void window_clear(struct window *window) {
    for (int i = 0; i < WINDOW_PLANES; i++)
        free(window->planes[i].samples);
    *window = (struct window){0};
}

enum sladd_status cell_mask_init(struct cell_mask *mask, const struct grid *grid, struct sladd_error *err) {
    *mask = (struct cell_mask){.cols = grid->cols, .rows = grid->rows};
    mask->cells = array_new_zero((size_t)grid->cols * (size_t)grid->rows, 1);
    if (mask->cells == NULL)
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for %d x %d cells", grid->cols, grid->rows);
    return SLADD_OK;
}

void cell_mask_clear(struct cell_mask *mask) {
    free(mask->cells);
    *mask = (struct cell_mask){0};
}

bool cell_mask_any(const struct cell_mask *mask) {
    bool any = false;
    for (size_t i = 0; mask->cells != NULL && i < (size_t)mask->cols * (size_t)mask->rows && !any; i++)
        any = mask->cells[i] != 0;
    return any;
}
