#include "base/array.h"
#include "format/png/png_codec.h"

#include <math.h>
#include <string.h>
#include <xxhash.h>

enum { MAX_PIXEL_BYTES = 8, SCALE_16 = 257 /* 65535 / 255 */ };

static int smaller(int a, int b) {
    return a < b ? a : b;
}

static size_t pixel_bytes(const struct png_layout *layout) {
    return (size_t)layout->channels * (size_t)layout->depth / 8;
}

static uint8_t *pixel_at(const struct png_picture *picture, int x, int y) {
    return picture->pixels + (size_t)y * picture->layout.row_bytes + (size_t)x * pixel_bytes(&picture->layout);
}

void png_codec_digest(struct picture *base, uint64_t *digests) {
    struct png_picture *picture = (struct png_picture *)base;
    const struct png_layout *layout = &picture->layout;
    uint8_t cell[PNG_CELL * PNG_CELL * MAX_PIXEL_BYTES];
    for (int row = 0; row < base->grid.rows; row++)
        for (int col = 0; col < base->grid.cols; col++) {
            int x = col * PNG_CELL, y = row * PNG_CELL, bottom = smaller(y + PNG_CELL, layout->height);
            size_t width = (size_t)smaller(PNG_CELL, layout->width - x) * pixel_bytes(layout), filled = 0;
            for (; y < bottom; y++, filled += width)
                memcpy(cell + filled, pixel_at(picture, x, y), width);
            *digests++ = XXH3_64bits(cell, filled);
        }
}

static enum sladd_status window_init(const struct picture *base, struct cell_rect rect, struct window *window,
                                     struct sladd_error *err) {
    const struct png_layout *layout = &((const struct png_picture *)base)->layout;
    *window = (struct window){.grid = base->grid,
                              .rect = rect,
                              .model = layout->channels < 3 ? COLOUR_GREY : COLOUR_RGB,
                              .count = layout->channels,
                              .has_alpha = png_has_alpha(layout)};
    for (int i = 0; i < window->count; i++) {
        struct plane *plane = &window->planes[i];
        *plane = (struct plane){rect.cols * PNG_CELL, rect.rows * PNG_CELL, PNG_CELL, PNG_CELL, NULL};
        plane->samples = array_new((size_t)plane->width * (size_t)plane->height, sizeof *plane->samples);
        if (plane->samples == NULL) {
            window_clear(window);
            return fail_memory(err);
        }
    }
    return SLADD_OK;
}

static float sample_get(const uint8_t *sample, int depth) {
    return depth == 8 ? (float)sample[0] : (float)((unsigned)sample[0] << 8 | sample[1]) / SCALE_16;
}

static void sample_put(uint8_t *sample, int depth, float value) {
    float bounded = value > 0 ? fminf(value, 255) : 0; /* a NaN becomes 0 */
    if (depth == 8) {
        sample[0] = (uint8_t)lrintf(bounded);
        return;
    }
    unsigned wide = (unsigned)lrintf(bounded * SCALE_16);
    sample[0] = (uint8_t)(wide >> 8);
    sample[1] = (uint8_t)wide;
}

static bool inside(const struct grid *grid, struct cell_rect rect) {
    return rect.col >= 0 && rect.row >= 0 && rect.cols > 0 && rect.rows > 0 && rect.cols <= grid->cols - rect.col &&
           rect.rows <= grid->rows - rect.row;
}

/* Beyond the visible edge the window repeats the last pixels. */
enum sladd_status png_codec_get(struct picture *base, struct cell_rect rect, struct window *window,
                                struct sladd_error *err) {
    struct png_picture *picture = (struct png_picture *)base;
    const struct png_layout *layout = &picture->layout;
    *window = (struct window){0};
    if (!inside(&base->grid, rect))
        return sladd_fail(err, SLADD_USAGE, "blocks outside the picture were requested");
    enum sladd_status status = window_init(base, rect, window, err);
    if (status != SLADD_OK)
        return status;
    size_t index = 0, step = (size_t)layout->depth / 8;
    for (int y = 0; y < rect.rows * PNG_CELL; y++)
        for (int x = 0; x < rect.cols * PNG_CELL; x++, index++) {
            const uint8_t *pixel = pixel_at(picture, smaller(rect.col * PNG_CELL + x, layout->width - 1),
                                            smaller(rect.row * PNG_CELL + y, layout->height - 1));
            for (int c = 0; c < layout->channels; c++)
                window->planes[c].samples[index] = sample_get(pixel + (size_t)c * step, layout->depth);
        }
    return SLADD_OK;
}

static void put_cell(struct png_picture *picture, const struct window *window, int col, int row) {
    const struct png_layout *layout = &picture->layout;
    size_t step = (size_t)layout->depth / 8;
    int right = smaller((col + 1) * PNG_CELL, layout->width), bottom = smaller((row + 1) * PNG_CELL, layout->height);
    for (int y = row * PNG_CELL; y < bottom; y++)
        for (int x = col * PNG_CELL; x < right; x++) {
            size_t index = (size_t)(y - window->rect.row * PNG_CELL) * (size_t)window->planes[0].width +
                           (size_t)(x - window->rect.col * PNG_CELL);
            uint8_t *pixel = pixel_at(picture, x, y);
            for (int c = 0; c < layout->channels; c++)
                sample_put(pixel + (size_t)c * step, layout->depth, window->planes[c].samples[index]);
            png_clear_hidden(layout, pixel);
        }
}

enum sladd_status png_codec_put(struct picture *base, const struct window *window, const struct cell_mask *mask,
                                struct sladd_error *err) {
    struct png_picture *picture = (struct png_picture *)base;
    struct cell_rect rect = window->rect;
    if (!inside(&base->grid, rect) || window->count != picture->layout.channels || mask->cols != base->grid.cols ||
        mask->rows != base->grid.rows)
        return sladd_fail(err, SLADD_USAGE, "a window of another picture cannot be put back");
    for (int row = rect.row; row < rect.row + rect.rows; row++)
        for (int col = rect.col; col < rect.col + rect.cols; col++)
            if (mask->cells[(size_t)row * (size_t)mask->cols + (size_t)col] != 0)
                put_cell(picture, window, col, row);
    return SLADD_OK;
}
