#include "redaction/samples.h"

/* Below this opacity a colour says little about what is seen. */
static const float OPAQUE_ENOUGH = 128;

int colour_count(enum colour_model model) {
    static const int counts[] = {
        [COLOUR_GREY] = 1, [COLOUR_YCC] = 3, [COLOUR_RGB] = 3, [COLOUR_CMYK] = 4, [COLOUR_YCCK] = 4};
    return counts[model];
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

static void classify_cell(const struct window *window, const struct plane *plane, bool masked, bool aside, int col,
                          int row, uint8_t *kinds) {
    int left = col * plane->cell_width, top = row * plane->cell_height;
    for (int y = top; y < top + plane->cell_height; y++)
        for (int x = left; x < left + plane->cell_width; x++) {
            uint8_t kind = SAMPLE_FILL;
            if (!masked)
                kind = !aside && sample_is_seen(window, plane, x, y) ? SAMPLE_KNOWN : SAMPLE_ABSENT;
            kinds[(size_t)y * (size_t)plane->width + (size_t)x] = kind;
        }
}

void samples_classify(const struct window *window, int index, const struct cell_mask *mask,
                      const struct cell_mask *aside, uint8_t *kinds) {
    const struct cell_rect rect = window->rect;
    for (int row = 0; row < rect.rows; row++)
        for (int col = 0; col < rect.cols; col++)
            classify_cell(window, &window->planes[index], cell_masked(mask, rect.col + col, rect.row + row),
                          aside != NULL && cell_masked(aside, rect.col + col, rect.row + row), col, row, kinds);
}
