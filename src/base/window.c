#include "base/window.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

struct cell_rect cell_rect_unite(struct cell_rect a, struct cell_rect b) {
    const int left = a.col < b.col ? a.col : b.col, top = a.row < b.row ? a.row : b.row;
    const int right = a.col + a.cols > b.col + b.cols ? a.col + a.cols : b.col + b.cols;
    const int bottom = a.row + a.rows > b.row + b.rows ? a.row + a.rows : b.row + b.rows;
    return (struct cell_rect){left, top, right - left, bottom - top};
}

struct cell_rect cell_rect_grow(struct cell_rect rect, int across, int down, int cols, int rows) {
    const int left = rect.col > across ? rect.col - across : 0, top = rect.row > down ? rect.row - down : 0;
    const int right = rect.col + rect.cols + across, bottom = rect.row + rect.rows + down;
    return (struct cell_rect){left, top, (right < cols ? right : cols) - left, (bottom < rows ? bottom : rows) - top};
}

void window_clear(struct window *window) {
    for (int i = 0; i < WINDOW_PLANES; i++)
        free(window->planes[i].samples);
    *window = (struct window){0};
}

enum sladd_status cell_mask_init(struct cell_mask *mask, const struct grid *grid, struct sladd_error *err) {
    *mask = (struct cell_mask){.cols = grid->cols, .rows = grid->rows};
    mask->cells = array_new_zero((size_t)grid->cols * (size_t)grid->rows, 1);
    if (mask->cells == NULL)
        return fail_memory(err);
    return SLADD_OK;
}

void cell_mask_clear(struct cell_mask *mask) {
    free(mask->cells);
    *mask = (struct cell_mask){0};
}

void cell_mask_unmark(struct cell_mask *mask, struct cell_rect rect) {
    for (int row = rect.row; row < rect.row + rect.rows; row++)
        memset(mask->cells + (size_t)row * (size_t)mask->cols + (size_t)rect.col, 0, (size_t)rect.cols);
}

bool cell_mask_any(const struct cell_mask *mask) {
    bool any = false;
    for (size_t i = 0; mask->cells != NULL && i < (size_t)mask->cols * (size_t)mask->rows && !any; i++)
        any = mask->cells[i] != 0;
    return any;
}
