#include "redaction/owners.h"

#include "base/array.h"

#include <stdlib.h>

static struct cell_rect clip_to_window(struct cell_rect rect, struct cell_rect window) {
    int left = rect.col > window.col ? rect.col : window.col, top = rect.row > window.row ? rect.row : window.row;
    int right = rect.col + rect.cols, bottom = rect.row + rect.rows;
    right = right < window.col + window.cols ? right : window.col + window.cols;
    bottom = bottom < window.row + window.rows ? bottom : window.row + window.rows;
    if (right <= left || bottom <= top)
        return (struct cell_rect){0};
    return (struct cell_rect){left - window.col, top - window.row, right - left, bottom - top};
}

static int64_t area(struct cell_rect rect) {
    return (int64_t)rect.cols * rect.rows;
}

/* Heads stand before everything else, and of two of a kind the larger one is likely the nearer one. */
static bool stands_before(const struct owners *owners, const struct shape *shapes, size_t index, size_t other) {
    if (shapes[index].head != shapes[other].head)
        return shapes[index].head;
    return area(owners->rects[index]) > area(owners->rects[other]);
}

static void claim(struct owners *owners, const struct window *window, const struct cell_mask *mask,
                  const struct cell_mask *marked, const struct shape *shapes, size_t index) {
    struct cell_rect rect = owners->rects[index];
    for (int row = rect.row; row < rect.row + rect.rows; row++)
        for (int col = rect.col; col < rect.col + rect.cols; col++) {
            uint32_t *owner = &owners->cells[cell_in_window(window, col, row)];
            int picture_col = window->rect.col + col, picture_row = window->rect.row + row;
            if (!cell_masked(mask, picture_col, picture_row) || !cell_masked(marked, picture_col, picture_row))
                continue;
            if (*owner == 0 || stands_before(owners, shapes, index, *owner - 1))
                *owner = (uint32_t)index + 1;
        }
}

enum sladd_status owners_init(struct owners *owners, const struct window *window, const struct cell_mask *mask,
                              const struct shape *shapes, size_t count, struct sladd_error *err) {
    struct cell_mask marked;
    *owners = (struct owners){0};
    enum sladd_status status = cell_mask_init(&marked, &window->grid, err);
    if (status != SLADD_OK)
        return status;
    owners->cells = array_new_zero((size_t)window->rect.cols * (size_t)window->rect.rows, sizeof *owners->cells);
    owners->rects = array_new_zero(count > 0 ? count : 1, sizeof *owners->rects);
    if (owners->cells == NULL || owners->rects == NULL) {
        owners_clear(owners);
        cell_mask_clear(&marked);
        return fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        struct cell_rect rect;
        shape_mark(&shapes[i], &window->grid, &marked, &rect);
        owners->rects[i] = clip_to_window(rect, window->rect);
        claim(owners, window, mask, &marked, shapes, i);
        cell_mask_unmark(&marked, rect);
    }
    cell_mask_clear(&marked);
    return SLADD_OK;
}

void owners_clear(struct owners *owners) {
    free(owners->cells);
    free(owners->rects);
    *owners = (struct owners){0};
}
