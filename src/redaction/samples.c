#include "redaction/samples.h"

#include "redaction/claims.h"

#include <string.h>

/* Below this opacity a colour says little about what is seen. */
static const float OPAQUE_ENOUGH = 128;

int colour_count(enum colour_model model) {
    static const int counts[] = {
        [COLOUR_GREY] = 1, [COLOUR_YCC] = 3, [COLOUR_RGB] = 3, [COLOUR_CMYK] = 4, [COLOUR_YCCK] = 4};
    return counts[model];
}

int coarsest_plane(const struct window *window) {
    int found = 0;
    for (int i = 1; i < colour_count(window->model); i++)
        if (window->planes[i].width * window->planes[i].height <
            window->planes[found].width * window->planes[found].height)
            found = i;
    return found;
}

bool known_samples(const struct window *window, uint8_t *const *kinds, double x, double y, float *values) {
    for (int i = 0; i < colour_count(window->model); i++)
        if (!known_sample(window, kinds, i, x, y, &values[i]))
            return false;
    return true;
}

static bool is_visible(const struct window *window, const struct plane *plane, int x, int y) {
    const struct grid *grid = &window->grid;
    int64_t column = (int64_t)window->rect.col * plane->cell_width + x;
    int64_t row = (int64_t)window->rect.row * plane->cell_height + y;
    return column * grid->cell_width < (int64_t)grid->width * plane->cell_width &&
           row * grid->cell_height < (int64_t)grid->height * plane->cell_height;
}

static bool is_transparent(const struct window *window, const struct plane *plane, int x, int y) {
    if (!window->has_alpha)
        return false;
    const struct plane *alpha = &window->planes[window->count - 1];
    int column = (int)((int64_t)x * alpha->cell_width / plane->cell_width);
    int row = (int)((int64_t)y * alpha->cell_height / plane->cell_height);
    return !(alpha->samples[(size_t)row * (size_t)alpha->width + (size_t)column] >= OPAQUE_ENOUGH);
}

bool sample_is_seen(const struct window *window, const struct plane *plane, int x, int y) {
    return is_visible(window, plane, x, y) && !is_transparent(window, plane, x, y);
}

/* Is any of the pixels redacted that this sample of a CELL_CUT gives its brightness or colour to? */
static bool is_taken(const struct window *window, const struct plane *plane, const struct claims *claims, int x,
                     int y) {
    int across = window->grid.cell_width / plane->cell_width, down = window->grid.cell_height / plane->cell_height;
    double left = (window->rect.col + (double)x / plane->cell_width) * window->grid.cell_width;
    double top = (window->rect.row + (double)y / plane->cell_height) * window->grid.cell_height;
    for (int j = 0; j < down; j++)
        for (int i = 0; i < across; i++)
            if (claims == NULL || claims_take(claims, left + i + 0.5, top + j + 0.5))
                return true;
    return false;
}

/* One sample of a cell that is marked so. */
static enum sample_kind kind_of(const struct window *window, const struct plane *plane, const struct cover *cover,
                                uint8_t mark, int x, int y) {
    switch (mark) {
    case 0:
        return sample_is_seen(window, plane, x, y) ? SAMPLE_KNOWN : SAMPLE_ABSENT;
    case CELL_CUT:
        return is_taken(window, plane, cover->claims, x, y) ? SAMPLE_FILL : SAMPLE_ABSENT;
    default:
        return SAMPLE_FILL;
    }
}

/* All samples of a cell are alike, but where the picture ends, where something is transparent and on a cut. */
static bool is_even(const struct window *window, uint8_t mark, int col, int row) {
    const struct grid *grid = &window->grid;
    const bool inside =
        (int64_t)(col + 1) * grid->cell_width <= grid->width && (int64_t)(row + 1) * grid->cell_height <= grid->height;
    return mark == 0 ? inside && !window->has_alpha : mark != CELL_CUT;
}

void samples_classify(const struct window *window, int index, const struct cover *cover, uint8_t *kinds) {
    const struct plane *plane = &window->planes[index];
    const struct cell_rect rect = window->rect;
    for (int y = 0; y < plane->height; y++)
        for (int cell = 0; cell < rect.cols; cell++) {
            const int col = rect.col + cell, row = rect.row + y / plane->cell_height, x = cell * plane->cell_width;
            const uint8_t mark = cover->mask->cells[(size_t)row * (size_t)cover->mask->cols + (size_t)col];
            uint8_t *to = kinds + (size_t)y * (size_t)plane->width + (size_t)x;
            if (mark == 0 && cover->aside != NULL && cell_masked(cover->aside, col, row))
                memset(to, SAMPLE_ABSENT, (size_t)plane->cell_width);
            else if (is_even(window, mark, col, row))
                memset(to, mark == 0 ? SAMPLE_KNOWN : SAMPLE_FILL, (size_t)plane->cell_width);
            else
                for (int i = 0; i < plane->cell_width; i++)
                    to[i] = (uint8_t)kind_of(window, plane, cover, mark, x + i, y);
        }
}
