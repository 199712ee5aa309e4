/* Which tiles: everything, or snugly what a coarser look found worth a finer one. */
#include "base/array.h"
#include "vision/geometry.h"
#include "vision/pyramid.h"

#include <stdlib.h>
#include <string.h>

void tiles_clear(struct tiles *tiles) {
    free(tiles->items);
    *tiles = (struct tiles){0};
}

static int round_up(int value, int step) {
    return (value + step - 1) / step * step;
}

/* Positions are aligned, which costs up to an alignment of the overlap. */
enum { PLANNED_OVERLAP = TILE_OVERLAP + TILE_ALIGN };

/* The side that `count` tiles need to cover `length` with their overlaps. */
static int snug_side(int length, int count) {
    return round_up((length + (count - 1) * PLANNED_OVERLAP + count - 1) / count, TILE_STEP);
}

static int count_of_side(int length, int side) {
    return length <= side ? 1 : (length - PLANNED_OVERLAP + side - PLANNED_OVERLAP - 1) / (side - PLANNED_OVERLAP);
}

struct plan {
    int width, height, cols, rows;
};

/* The fewest pixels in all: try every number of columns, and as few rows as the largest tile allows. */
static struct plan plan_tiles(int width, int height) {
    struct plan best = {0};
    long long least = 0;
    for (int cols = 1;; cols++) {
        int w = snug_side(width, cols), most = TILE_AREA / w / TILE_STEP * TILE_STEP;
        if (most >= round_up(height, TILE_STEP) || most >= 2 * TILE_OVERLAP) {
            int rows = most >= round_up(height, TILE_STEP) ? 1 : count_of_side(height, most);
            int h = snug_side(height, rows);
            long long cost = (long long)cols * w * rows * h;
            if (best.cols == 0 || cost < least) {
                best = (struct plan){w, h, cols, rows};
                least = cost;
            }
        }
        if (best.cols != 0 && w < 4 * TILE_OVERLAP)
            return best;
    }
}

/* Positions evenly spread; the last tile ends at or just beyond the far edge. */
static int tile_position(int i, int count, int length, int side) {
    if (count == 1 || length <= side)
        return 0;
    return round_up((int)((long long)i * (length - side) / (count - 1)), TILE_ALIGN);
}

static enum sladd_status add_tile(struct tiles *tiles, struct tile tile, struct sladd_error *err) {
    if (!array_grow((void **)&tiles->items, &tiles->capacity, tiles->count + 1, sizeof *tiles->items))
        return fail_memory(err);
    tiles->items[tiles->count++] = tile;
    return SLADD_OK;
}

/* Cover a rectangle that begins at x0, y0. */
static enum sladd_status cover(struct tiles *tiles, struct tile area, int fixed_width, int fixed_height,
                               struct sladd_error *err) {
    struct plan plan;
    if (fixed_width > 0)
        plan = (struct plan){fixed_width, fixed_height, count_of_side(area.width, fixed_width),
                             count_of_side(area.height, fixed_height)};
    else
        plan = plan_tiles(area.width, area.height);
    enum sladd_status status = SLADD_OK;
    for (int row = 0; row < plan.rows; row++)
        for (int col = 0; col < plan.cols && status == SLADD_OK; col++)
            status = add_tile(tiles,
                              (struct tile){area.x + tile_position(col, plan.cols, area.width, plan.width),
                                            area.y + tile_position(row, plan.rows, area.height, plan.height),
                                            plan.width, plan.height},
                              err);
    return status;
}

enum sladd_status tiles_cover(struct tiles *tiles, int width, int height, int fixed_width, int fixed_height,
                              struct sladd_error *err) {
    *tiles = (struct tiles){.dense = true};
    enum sladd_status status = cover(tiles, (struct tile){0, 0, width, height}, fixed_width, fixed_height, err);
    if (status != SLADD_OK)
        tiles_clear(tiles);
    return status;
}

static long long tiles_cost(const struct tiles *tiles) {
    long long cost = 0;
    for (size_t i = 0; i < tiles->count; i++)
        cost += (long long)tiles->items[i].width * tiles->items[i].height;
    return cost;
}

enum sladd_status roi_init(struct roi_mask *roi, int width, int height, struct sladd_error *err) {
    *roi = (struct roi_mask){width, height, (width + ROI_CELL - 1) / ROI_CELL, (height + ROI_CELL - 1) / ROI_CELL, 0};
    roi->cells = array_new_zero((size_t)roi->cols * (size_t)roi->rows, 1);
    if (roi->cells == NULL)
        return fail_memory(err);
    return SLADD_OK;
}

void roi_clear(struct roi_mask *roi) {
    free(roi->cells);
    *roi = (struct roi_mask){0};
}

static int cell_of(double position, int count) {
    double cell = position / ROI_CELL;
    return cell <= 0 ? 0 : cell >= count - 1 ? count - 1 : (int)cell;
}

void roi_mark(struct roi_mask *roi, struct sladd_box box) {
    int left = cell_of(box.x, roi->cols), right = cell_of(box.x + box.width, roi->cols);
    int top = cell_of(box.y, roi->rows), bottom = cell_of(box.y + box.height, roi->rows);
    for (int row = top; row <= bottom; row++)
        memset(roi->cells + (size_t)row * (size_t)roi->cols + left, 1, (size_t)right - (size_t)left + 1);
}

/* A rectangle of cells, ends excluded; empty when left >= right. */
struct cells {
    int left, top, right, bottom;
};

/* Marked cells that touch, of the mask; `label` 0 stands for all that are marked. */
struct part {
    const struct roi_mask *roi;
    const int *labels; /* a cell's, as connected_components gives them */
    int label;
};

static bool holds(const struct part *part, int row, int col) {
    const int label = part->labels[(size_t)row * (size_t)part->roi->cols + (size_t)col];
    return part->label == 0 ? label != 0 : label == part->label;
}

static struct cells shrink(const struct part *part, struct cells area) {
    struct cells tight = {area.right, area.bottom, area.left, area.top};
    for (int row = area.top; row < area.bottom; row++)
        for (int col = area.left; col < area.right; col++)
            if (holds(part, row, col)) {
                tight.left = col < tight.left ? col : tight.left;
                tight.right = col + 1 > tight.right ? col + 1 : tight.right;
                tight.top = row < tight.top ? row : tight.top;
                tight.bottom = row + 1;
            }
    return tight;
}

/* Pixels a network has to look at for these cells, and what a run costs besides, in pixels. */
static long long cells_cost(struct cells area) {
    enum { RUN_COST = 20000 };
    if (area.left >= area.right)
        return 0;
    long long width = (area.right - area.left) * ROI_CELL + 2 * ROI_MARGIN;
    return width * ((area.bottom - area.top) * ROI_CELL + 2 * ROI_MARGIN) + RUN_COST;
}

/* The cut of `area` in two that saves most; false when none saves anything. */
static bool best_cut(const struct part *part, struct cells area, struct cells *first, struct cells *second) {
    long long least = cells_cost(area);
    bool found = false;
    for (int cut = area.left + 1; cut < area.right + (area.bottom - area.top) - 1; cut++) {
        struct cells a = area, b = area;
        if (cut < area.right)
            a.right = b.left = cut;
        else
            a.bottom = b.top = area.top + 1 + (cut - area.right);
        a = shrink(part, a);
        b = shrink(part, b);
        if (cells_cost(a) + cells_cost(b) < least) {
            least = cells_cost(a) + cells_cost(b);
            *first = a;
            *second = b;
            found = true;
        }
    }
    return found;
}

/* Growing list, zero-initialise; `items` is owned. */
struct covers {
    struct cells *items;
    size_t count, capacity;
};

static struct cells around_both(struct cells a, struct cells b) {
    return (struct cells){a.left < b.left ? a.left : b.left, a.top < b.top ? a.top : b.top,
                          a.right > b.right ? a.right : b.right, a.bottom > b.bottom ? a.bottom : b.bottom};
}

/* With which of them `area` costs so much less together than apart that no other saves more; their count: with none. */
static size_t best_partner(const struct covers *covers, struct cells area) {
    size_t best = covers->count;
    long long most = 0;
    for (size_t i = 0; i < covers->count; i++) {
        const long long apart = cells_cost(covers->items[i]) + cells_cost(area);
        const long long saved = apart - cells_cost(around_both(covers->items[i], area));
        if (saved <= most)
            continue;
        most = saved;
        best = i;
    }
    return best;
}

static enum sladd_status add_cover(struct covers *covers, struct cells area, struct sladd_error *err) {
    for (size_t best; (best = best_partner(covers, area)) < covers->count;) {
        area = around_both(covers->items[best], area);
        covers->items[best] = covers->items[--covers->count];
    }
    if (!array_grow((void **)&covers->items, &covers->capacity, covers->count + 1, sizeof *covers->items))
        return fail_memory(err);
    covers->items[covers->count++] = area;
    return SLADD_OK;
}

/* Cut a part up as long as that saves anything. */
static enum sladd_status cover_part(const struct part *part, struct cells area, int depth, struct covers *covers,
                                    struct sladd_error *err) {
    enum { DEEPEST = 12 }; /* 4096 rectangles; and best_cut has to end some time on hostile input */
    struct cells first, second;
    if (depth == DEEPEST || !best_cut(part, area, &first, &second))
        return add_cover(covers, area, err);
    enum sladd_status status = cover_part(part, first, depth + 1, covers, err);
    return status == SLADD_OK ? cover_part(part, second, depth + 1, covers, err) : status;
}

static struct cells extent_of(const struct component *component) {
    return (struct cells){component->left, component->top, component->left + component->width,
                          component->top + component->height};
}

/* What touches stays together, so that rectangles of what is apart may overlap and what changes in one place of a photo
 * changes few of them: the same tiles are then asked about again, and known. Hostile masks have too many parts, or such
 * as wind around one another: they are cut as a whole. */
static enum sladd_status cover_marked(const struct roi_mask *roi, struct covers *covers, struct sladd_error *err) {
    enum { MOST_PARTS = 1000, MOST_OVERLAP = 3 };
    struct component *components;
    int *labels, count;
    enum sladd_status status =
        connected_components(roi->cells, roi->cols, roi->rows, &labels, &components, &count, err);
    if (status != SLADD_OK)
        return status;
    long long all = 0;
    for (int i = 1; i < count; i++)
        all += (long long)components[i].width * components[i].height;
    if (count > MOST_PARTS || all > (long long)MOST_OVERLAP * roi->cols * roi->rows) {
        const struct part whole = {roi, labels, 0};
        status = cover_part(&whole, shrink(&whole, (struct cells){0, 0, roi->cols, roi->rows}), 0, covers, err);
        count = 0;
    }
    for (int i = 1; i < count && status == SLADD_OK; i++)
        status = cover_part(&(struct part){roi, labels, i}, extent_of(&components[i]), 0, covers, err);
    free(components);
    free(labels);
    return status;
}

/* As a tile of the level, with the surroundings. */
static struct tile surround(const struct roi_mask *roi, struct cells area) {
    int left = area.left * ROI_CELL - ROI_MARGIN, top = area.top * ROI_CELL - ROI_MARGIN;
    int width = round_up((area.right - area.left) * ROI_CELL + 2 * ROI_MARGIN, TILE_STEP);
    int height = round_up((area.bottom - area.top) * ROI_CELL + 2 * ROI_MARGIN, TILE_STEP);
    if (left + width > roi->width)
        left = round_up(roi->width, TILE_ALIGN) - width;
    if (top + height > roi->height)
        top = round_up(roi->height, TILE_ALIGN) - height;
    return (struct tile){left < 0 ? 0 : left, top < 0 ? 0 : top, width, height};
}

enum sladd_status tiles_cover_roi(struct tiles *tiles, const struct roi_mask *roi, int fixed_width, int fixed_height,
                                  struct sladd_error *err) {
    struct tiles everything = {0};
    struct covers covers = {0};
    *tiles = (struct tiles){0};
    enum sladd_status status = cover_marked(roi, &covers, err);
    if (status == SLADD_OK && covers.count > 0)
        status = tiles_cover(&everything, roi->width, roi->height, fixed_width, fixed_height, err);
    for (size_t i = 0; i < covers.count && status == SLADD_OK; i++)
        status = cover(tiles, surround(roi, covers.items[i]), fixed_width, fixed_height, err);
    free(covers.items);
    if (status == SLADD_OK && tiles_cost(tiles) < tiles_cost(&everything)) {
        tiles_clear(&everything);
        return SLADD_OK;
    }
    tiles_clear(tiles);
    *tiles = everything;
    if (status != SLADD_OK)
        tiles_clear(tiles);
    return status;
}
