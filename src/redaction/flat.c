#include "redaction/flat.h"

#include "base/array.h"

#include <math.h>
#include <stdlib.h>

/* How often each value occurs. */
struct histogram {
    uint32_t bins[256], count;
};

static void count_cell(struct histogram *histogram, const struct plane *plane, const uint8_t *kinds, int col, int row) {
    for (int y = row * plane->cell_height; y < (row + 1) * plane->cell_height; y++)
        for (int x = col * plane->cell_width; x < (col + 1) * plane->cell_width; x++) {
            size_t i = (size_t)y * (size_t)plane->width + (size_t)x;
            if (kinds[i] != SAMPLE_KNOWN)
                continue;
            float value = plane->samples[i];
            histogram->bins[value <= 0 ? 0 : value >= 255 ? 255 : (int)(value + 0.5f)]++;
            histogram->count++;
        }
}

static bool is_beside(const struct window *window, const struct owners *owners, uint32_t owner, int col, int row) {
    for (int r = row - 1; r <= row + 1; r++)
        for (int c = col - 1; c <= col + 1; c++)
            if (r >= 0 && c >= 0 && r < window->rect.rows && c < window->rect.cols &&
                owners->cells[cell_in_window(window, c, r)] == owner)
                return true;
    return false;
}

/* The median of the known samples in the cells beside the shape; the membrane's mean where there are none. */
static float median_beside(const struct window *window, const struct plane *plane, const uint8_t *kinds,
                           const struct owners *owners, size_t index) {
    struct histogram histogram = {.count = 0};
    struct cell_rect rect = owners->rects[index];
    double sum = 0, cells = 0;
    for (int row = rect.row - 1; row <= rect.row + rect.rows; row++)
        for (int col = rect.col - 1; col <= rect.col + rect.cols; col++) {
            if (row < 0 || col < 0 || row >= window->rect.rows || col >= window->rect.cols)
                continue;
            if (owners->cells[cell_in_window(window, col, row)] == index + 1) {
                sum += plane->samples[(size_t)row * (size_t)plane->cell_height * (size_t)plane->width +
                                      (size_t)col * (size_t)plane->cell_width];
                cells += 1;
            } else if (is_beside(window, owners, (uint32_t)index + 1, col, row)) {
                count_cell(&histogram, plane, kinds, col, row);
            }
        }
    if (histogram.count == 0)
        return cells > 0 ? (float)(sum / cells) : tone_neutral().luma;
    uint32_t below = histogram.bins[0];
    int value = 0;
    while (below <= histogram.count / 2 && value < 255)
        below += histogram.bins[++value];
    return (float)value;
}

void flat_fill(struct window *window, int index, const uint8_t *kinds, const struct owners *owners, size_t shape,
               const struct head *head) {
    struct plane *plane = &window->planes[index];
    struct cell_rect rect = owners->rects[shape];
    float value = head != NULL ? head->full[index] : median_beside(window, plane, kinds, owners, shape);
    for (int y = rect.row * plane->cell_height; y < (rect.row + rect.rows) * plane->cell_height; y++)
        for (int x = rect.col * plane->cell_width; x < (rect.col + rect.cols) * plane->cell_width; x++)
            if (kinds[(size_t)y * (size_t)plane->width + (size_t)x] == SAMPLE_FILL &&
                owner_of_sample(owners, window, plane, x, y) == shape + 1)
                plane->samples[(size_t)y * (size_t)plane->width + (size_t)x] = value;
}

/* A grid of tiles over the shape's cells. */
struct tiles {
    double side; /* pixels */
    int cols, rows;
    double *sums, *counts;
};

static double tile_side(const struct shape *shape) {
    const double least = 4, across = 6;
    if (shape->head)
        return fmax(least,
                    2 * fmin(hypot(shape->axis[0].x, shape->axis[0].y), hypot(shape->axis[1].x, shape->axis[1].y)) /
                        across);
    /* A line of text gets tiles as high as the line. */
    double a = hypot(shape->quad[1].x - shape->quad[0].x, shape->quad[1].y - shape->quad[0].y);
    double b = hypot(shape->quad[2].x - shape->quad[1].x, shape->quad[2].y - shape->quad[1].y);
    return fmax(least, fmin(fmin(a, b), fmax(a, b) / across));
}

static size_t tile_of(const struct tiles *tiles, const struct window *window, const struct plane *plane,
                      struct cell_rect rect, int x, int y) {
    double px = ((x + 0.5) / plane->cell_width - rect.col) * window->grid.cell_width / tiles->side;
    double py = ((y + 0.5) / plane->cell_height - rect.row) * window->grid.cell_height / tiles->side;
    int col = clamp_index(px, tiles->cols), row = clamp_index(py, tiles->rows);
    return (size_t)row * (size_t)tiles->cols + (size_t)col;
}

enum sladd_status mosaic_fill(struct window *window, int index, const float *original, const uint8_t *kinds,
                              const struct owners *owners, const struct shape *shape, size_t number,
                              struct sladd_error *err) {
    struct plane *plane = &window->planes[index];
    struct cell_rect rect = owners->rects[number];
    struct tiles tiles = {.side = tile_side(shape)};
    tiles.cols = (int)ceil(rect.cols * window->grid.cell_width / tiles.side) + 1;
    tiles.rows = (int)ceil(rect.rows * window->grid.cell_height / tiles.side) + 1;
    size_t count = (size_t)tiles.cols * (size_t)tiles.rows;
    tiles.sums = array_new_zero(count, 2 * sizeof *tiles.sums);
    if (tiles.sums == NULL)
        return fail_memory(err);
    tiles.counts = tiles.sums + count;
    for (int pass = 0; pass < 2; pass++)
        for (int y = rect.row * plane->cell_height; y < (rect.row + rect.rows) * plane->cell_height; y++)
            for (int x = rect.col * plane->cell_width; x < (rect.col + rect.cols) * plane->cell_width; x++) {
                size_t i = (size_t)y * (size_t)plane->width + (size_t)x;
                if (kinds[i] != SAMPLE_FILL || owner_of_sample(owners, window, plane, x, y) != number + 1)
                    continue;
                size_t tile = tile_of(&tiles, window, plane, rect, x, y);
                if (pass == 0 && sample_is_seen(window, plane, x, y)) {
                    tiles.sums[tile] += (double)original[i];
                    tiles.counts[tile] += 1;
                } else if (pass == 1 && tiles.counts[tile] > 0) {
                    plane->samples[i] = (float)(tiles.sums[tile] / tiles.counts[tile]);
                }
            }
    free(tiles.sums);
    return SLADD_OK;
}
