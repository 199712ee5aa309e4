#include "vision/grey.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

/* Each pixel is the mean of four; an odd last row or column is left out. */
static enum sladd_status halve(const struct grey_picture *from, struct grey_picture *to, struct sladd_error *err) {
    *to = (struct grey_picture){from->width / 2, from->height / 2, NULL};
    to->width += to->width == 0;
    to->height += to->height == 0;
    to->data = array_new((size_t)to->width, (size_t)to->height);
    if (to->data == NULL)
        return fail_memory(err);
    const size_t right = from->width > 1, below = from->height > 1 ? (size_t)from->width : 0;
    for (int y = 0; y < to->height; y++) {
        const uint8_t *restrict upper = from->data + 2 * (size_t)y * (size_t)from->width;
        const uint8_t *restrict lower = upper + below;
        uint8_t *restrict out = to->data + (size_t)y * (size_t)to->width;
        for (size_t x = 0; x < (size_t)to->width; x++)
            out[x] = (uint8_t)((upper[2 * x] + upper[2 * x + right] + lower[2 * x] + lower[2 * x + right] + 2) / 4);
    }
    return SLADD_OK;
}

enum sladd_status grey_levels_init(struct grey_levels *levels, const struct sladd_image *photo,
                                   struct sladd_error *err) {
    *levels = (struct grey_levels){0};
    struct grey_picture *first = &levels->levels[0];
    *first = (struct grey_picture){photo->width, photo->height, array_new((size_t)photo->width, (size_t)photo->height)};
    if (first->data == NULL)
        return fail_memory(err);
    levels->count = 1;
    enum sladd_status status = grey_part(photo, 0, 0, photo->width, photo->height, first->data, err);
    while (status == SLADD_OK && levels->count < PYRAMID_LEVELS) {
        const struct grey_picture *last = &levels->levels[levels->count - 1];
        if (last->width <= PYRAMID_COARSEST && last->height <= PYRAMID_COARSEST)
            break;
        status = halve(last, &levels->levels[levels->count], err);
        levels->count += status == SLADD_OK;
    }
    if (status != SLADD_OK)
        grey_levels_clear(levels);
    return status;
}

void grey_levels_clear(struct grey_levels *levels) {
    for (int i = 0; i < levels->count; i++)
        free(levels->levels[i].data);
    *levels = (struct grey_levels){0};
}

/* The slopes of `width` pixels, whose neighbours to the right and below are there, on average: differences of the four
 * pixels around a corner, which are the same in both directions. */
static struct slopes add_slopes(const uint8_t *restrict upper, const uint8_t *restrict lower, int width) {
    int xx = 0, yy = 0, xy = 0;
    for (int x = 0; x < width; x++) {
        int falling = lower[x + 1] - upper[x], rising = upper[x + 1] - lower[x];
        int across = falling + rising, down = falling - rising;
        xx += across * across;
        yy += down * down;
        xy += across * down;
    }
    return (struct slopes){(float)xx, (float)yy, (float)xy};
}

/* Every other row says enough. */
static struct slopes slopes_of(const struct grey_picture *picture, int left, int top) {
    struct slopes sum = {0};
    int width = picture->width - 1 - left, height = picture->height - 1 - top, pixels = 0;
    width = width < GREY_CELL ? width : GREY_CELL;
    height = height < GREY_CELL ? height : GREY_CELL;
    for (int y = 0; y < height && width > 0; y += 2) {
        const uint8_t *row = picture->data + (size_t)(top + y) * (size_t)picture->width + left;
        struct slopes part = width == GREY_CELL ? add_slopes(row, row + picture->width, GREY_CELL)
                                                : add_slopes(row, row + picture->width, width);
        sum = (struct slopes){sum.xx + part.xx, sum.yy + part.yy, sum.xy + part.xy};
        pixels += width;
    }
    float one = pixels > 0 ? 1.0F / (float)pixels : 0;
    return (struct slopes){sum.xx * one, sum.yy * one, sum.xy * one};
}

enum sladd_status grey_cells_init(struct grey_cells *cells, const struct grey_picture *picture,
                                  struct sladd_error *err) {
    cells->cols = (picture->width + GREY_CELL - 1) / GREY_CELL;
    cells->rows = (picture->height + GREY_CELL - 1) / GREY_CELL;
    cells->items = array_new((size_t)cells->cols * (size_t)cells->rows, sizeof *cells->items);
    if (cells->items == NULL)
        return fail_memory(err);
    for (int row = 0; row < cells->rows; row++)
        for (int col = 0; col < cells->cols; col++)
            cells->items[(size_t)row * (size_t)cells->cols + (size_t)col] =
                slopes_of(picture, col * GREY_CELL, row * GREY_CELL);
    return SLADD_OK;
}

void grey_cells_clear(struct grey_cells *cells) {
    free(cells->items);
    *cells = (struct grey_cells){0};
}

void grey_walk_start(struct grey_walk *walk, const uint8_t *line, ptrdiff_t step, int at) {
    int value = line[at * step];
    *walk = (struct grey_walk){.line = line,
                               .step = step,
                               .at = at,
                               .low = value,
                               .high = value,
                               .low_at = at,
                               .high_at = at,
                               .least = GREY_SWING};
}

/* Where the line crosses the middle between its values at two places, of which the first comes earlier. */
static double crossing(const struct grey_walk *walk, int from, int to) {
    const int twice = walk->low + walk->high;
    const bool up = walk->line[from * walk->step] < walk->line[to * walk->step];
    int before = walk->line[from * walk->step];
    for (int at = from + 1; at <= to; at++) {
        int value = walk->line[at * walk->step];
        if (up ? 2 * value >= twice : 2 * value <= twice)
            return at - (2.0 * value - twice) / (2.0 * (value - before));
        before = value;
    }
    return to;
}

static void add_edge(struct grey_walk *walk, int from, int to, bool rose) {
    memmove(walk->edges, walk->edges + 1, sizeof walk->edges - sizeof *walk->edges);
    walk->edges[WALK_EDGES - 1] = crossing(walk, from, to);
    walk->count++;
    walk->rose = rose;
    walk->least = (walk->high - walk->low) / 4 > GREY_SWING ? (walk->high - walk->low) / 4 : GREY_SWING;
}

/* On to where the line has turned away from a highest (lowest) place. */
static bool to_turn(struct grey_walk *walk, int end) {
    const uint8_t *line = walk->line;
    const ptrdiff_t step = walk->step;
    const int sign = walk->up ? 1 : -1, least = walk->least;
    int extreme = sign * (walk->up ? walk->high : walk->low), extreme_at = walk->up ? walk->high_at : walk->low_at;
    int at = walk->at + 1;
    for (; at < end; at++) {
        const int value = sign * line[at * step];
        if (value > extreme) {
            extreme = value;
            extreme_at = at;
        } else if (extreme - value >= least) {
            break;
        }
    }
    *(walk->up ? &walk->high : &walk->low) = sign * extreme;
    *(walk->up ? &walk->high_at : &walk->low_at) = extreme_at;
    walk->at = at;
    return at < end;
}

bool grey_walk_next(struct grey_walk *walk, int end) {
    bool edge = false;
    while (!edge && !walk->ended) {
        walk->ended = !to_turn(walk, end); /* the way to the last extreme is an edge, too */
        edge = walk->high - walk->low >= walk->least;
        if (edge)
            add_edge(walk, walk->up ? walk->low_at : walk->high_at, walk->up ? walk->high_at : walk->low_at, walk->up);
        if (walk->ended)
            break;
        *(walk->up ? &walk->low : &walk->high) = walk->line[walk->at * walk->step];
        *(walk->up ? &walk->low_at : &walk->high_at) = walk->at;
        walk->up = !walk->up;
    }
    return edge;
}
