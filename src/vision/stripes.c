#include "vision/code_places.h"

#include "base/array.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Cells of bars: they change (grey.h says what is summed), nearly all in one direction, as their neighbours do. */
static const float LEAST_CHANGE = 300, LEAST_COHERENCE = 0.65F, LEAST_ALIKE = 0.75F; /* cos(2 * 21 degrees) */

/* Cells that follow one another across the bars: EAN-8 and UPC-E have 67 and 51 modules. */
enum { LEAST_CHAIN = 5, LONGEST_CHAIN = 40, LONGEST_LINE = (2 * LONGEST_CHAIN + 1) * GREY_CELL };

/* Edges along a chain, and by how much their distances differ (standard deviation, as a part of the mean); the longest
 * mean distance, in pixels: about two modules. */
enum { LEAST_EDGES = 20 };
static const double LEAST_VARIATION = 0.2, LONGEST_MEAN = 12;

/* Two lines through the same bars, as far from the middle of the cell as this, are alike. */
static const double BESIDE = 3, LEAST_LIKENESS = 0.5;

/* Directions are told apart by as much as ZBar forgives; a place is read in those that many of its cells have. */
enum { DIRECTIONS = 12, AROUND = 32 };
static const double MANY = 0.2;

/* The way across the bars of a cell, with its angle doubled, so that opposite ways are the same; 0, 0: no bars. */
struct way {
    float x, y;
};

struct field {
    const struct grey_picture *picture;
    int cols, rows;
    struct way *ways;
    uint8_t *bars; /* 1: surely bars */
};

static struct way way_of(const struct slopes *slopes) {
    const float all = slopes->xx + slopes->yy, x = slopes->xx - slopes->yy, y = 2 * slopes->xy;
    const float one = hypotf(x, y);
    if (all < LEAST_CHANGE || one < LEAST_COHERENCE * all)
        return (struct way){0};
    return (struct way){x / one, y / one};
}

static double angle_of(struct way way) {
    return atan2(way.y, way.x) / 2;
}

/* The way of the cell at a place of the picture, in pixels. */
static struct way way_at(const struct field *field, double x, double y) {
    const int col = (int)floor(x / GREY_CELL), row = (int)floor(y / GREY_CELL);
    if (col < 0 || row < 0 || col >= field->cols || row >= field->rows)
        return (struct way){0};
    return field->ways[(size_t)row * (size_t)field->cols + (size_t)col];
}

/* How far cells like this one go on from x, y; `dx`, `dy`: one cell on. */
static int chain(const struct field *field, struct way way, double x, double y, double dx, double dy) {
    int length = 0;
    while (length < LONGEST_CHAIN) {
        const struct way next = way_at(field, x + (length + 1) * dx, y + (length + 1) * dy);
        if (next.x * way.x + next.y * way.y < LEAST_ALIKE)
            break;
        length++;
    }
    return length;
}

/* The lightness from x, y on, one pixel after the other, as far as the picture goes. */
static int sample(const struct grey_picture *picture, double x, double y, double dx, double dy, int count,
                  uint8_t *line) {
    int taken = 0;
    for (; taken < count; taken++) {
        const int col = (int)floor(x + taken * dx), row = (int)floor(y + taken * dy);
        if (col < 0 || row < 0 || col >= picture->width || row >= picture->height)
            break;
        line[taken] = picture->data[(size_t)row * (size_t)picture->width + (size_t)col];
    }
    return taken;
}

/* Many edges, and not as regular as those of a fence. */
static bool like_bars(const uint8_t *line, int length) {
    struct grey_walk walk;
    double last = 0, sum = 0, squares = 0;
    int runs = 0;
    grey_walk_start(&walk, line, 1, 0);
    while (grey_walk_next(&walk, length)) {
        const double edge = walk.edges[WALK_EDGES - 1];
        if (walk.count > 1) {
            runs++;
            sum += edge - last;
            squares += (edge - last) * (edge - last);
        }
        last = edge;
    }
    const double mean = sum / (runs > 0 ? runs : 1), variance = squares / (runs > 0 ? runs : 1) - mean * mean;
    return runs >= LEAST_EDGES && mean <= LONGEST_MEAN && sqrt(fmax(variance, 0)) >= LEAST_VARIATION * mean;
}

/* How alike two lines are: the correlation of their values. */
static double correlation(const uint8_t *a, const uint8_t *b, int count) {
    double of_a = 0, of_b = 0, aa = 0, bb = 0, ab = 0;
    for (int i = 0; i < count; i++) {
        of_a += a[i];
        of_b += b[i];
        aa += a[i] * a[i];
        bb += b[i] * b[i];
        ab += a[i] * b[i];
    }
    const double n = count > 0 ? count : 1, both = (aa - of_a * of_a / n) * (bb - of_b * of_b / n);
    return both > 0 ? (ab - of_a * of_b / n) / sqrt(both) : 0;
}

/* The best of three: the way is not known so well that the second line may not lie a pixel ahead or behind. */
static double likeness(const uint8_t *a, const uint8_t *b, int count) {
    if (count < 2)
        return 0;
    return fmax(correlation(a, b, count), fmax(correlation(a + 1, b, count - 1), correlation(a, b + 1, count - 1)));
}

static bool is_bars(const struct field *field, int col, int row) {
    const struct way way = field->ways[(size_t)row * (size_t)field->cols + (size_t)col];
    if (way.x == 0 && way.y == 0)
        return false;
    const double angle = angle_of(way), dx = cos(angle), dy = sin(angle);
    const double x = (col + 0.5) * GREY_CELL, y = (row + 0.5) * GREY_CELL;
    const int back = chain(field, way, x, y, -GREY_CELL * dx, -GREY_CELL * dy);
    const int on = chain(field, way, x, y, GREY_CELL * dx, GREY_CELL * dy);
    uint8_t line[LONGEST_LINE], beside[LONGEST_LINE];
    if (back + on + 1 < LEAST_CHAIN)
        return false;
    const double before = (back + 0.5) * GREY_CELL, left = x - before * dx, top = y - before * dy;
    const int length = (back + on + 1) * GREY_CELL;
    const int above = sample(field->picture, left + BESIDE * dy, top - BESIDE * dx, dx, dy, length, line);
    const int below = sample(field->picture, left - BESIDE * dy, top + BESIDE * dx, dx, dy, length, beside);
    return like_bars(line, above) && likeness(line, beside, above < below ? above : below) >= LEAST_LIKENESS;
}

/* One place for each direction that many cells of a component have. */
static enum sladd_status add_place(const struct field *field, const struct component *found, const int *labels,
                                   int label, struct places *places, struct sladd_error *err) {
    int counts[DIRECTIONS] = {0}, all = 0;
    struct way sums[DIRECTIONS] = {0};
    for (int row = found->top; row < found->top + found->height; row++)
        for (int col = found->left; col < found->left + found->width; col++) {
            const size_t cell = (size_t)row * (size_t)field->cols + (size_t)col;
            if (labels[cell] != label)
                continue;
            const double turns = angle_of(field->ways[cell]) / acos(-1) + 1; /* half turns, above 0 */
            const int direction = (int)floor(turns * DIRECTIONS + 0.5) % DIRECTIONS;
            sums[direction].x += field->ways[cell].x;
            sums[direction].y += field->ways[cell].y;
            counts[direction]++;
            all++;
        }
    enum sladd_status status = SLADD_OK;
    for (int i = 0; i < DIRECTIONS && status == SLADD_OK; i++) {
        struct place place = {.crop = {found->left * GREY_CELL - AROUND, found->top * GREY_CELL - AROUND,
                                       found->width * GREY_CELL + 2 * AROUND, found->height * GREY_CELL + 2 * AROUND},
                              .bars = true};
        place.turn = angle_of(sums[i]) * 180 / acos(-1);
        place.turn += place.turn < 0 ? 180 : 0;
        if (counts[i] > 0 && counts[i] >= MANY * all)
            status = places_add(places, field->picture, place, err);
    }
    return status;
}

static enum sladd_status add_components(const struct field *field, struct places *places, struct sladd_error *err) {
    int *labels = NULL, count = 0;
    struct component *components = NULL;
    enum sladd_status status =
        connected_components(field->bars, field->cols, field->rows, &labels, &components, &count, err);
    for (int i = 1; i < count && status == SLADD_OK; i++)
        status = add_place(field, &components[i], labels, i, places, err);
    free(labels);
    free(components);
    return status;
}

enum sladd_status stripes_find(const struct grey_picture *picture, const struct grey_cells *cells,
                               struct places *places, struct sladd_error *err) {
    struct field field = {picture, cells->cols, cells->rows, NULL, NULL};
    const size_t count = (size_t)cells->cols * (size_t)cells->rows;
    bool any = false;
    field.ways = array_new(count, sizeof *field.ways);
    field.bars = array_new_zero(count, 1);
    enum sladd_status status = field.ways != NULL && field.bars != NULL ? SLADD_OK : fail_memory(err);
    for (size_t i = 0; i < count && status == SLADD_OK; i++)
        field.ways[i] = way_of(&cells->items[i]);
    for (size_t i = 0; i < count && status == SLADD_OK; i++) {
        field.bars[i] = is_bars(&field, (int)(i % (size_t)field.cols), (int)(i / (size_t)field.cols));
        any = any || field.bars[i] != 0;
    }
    if (any && status == SLADD_OK)
        status = add_components(&field, places, err);
    free(field.ways);
    free(field.bars);
    return status;
}
