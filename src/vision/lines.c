/* Lines of text from a map of probabilities: cells that touch are a line's kernel, the rectangle around them grown is
 * the line (Liao et al., Real-time scene text detection with differentiable binarization, 2020). */
#include "base/array.h"
#include "vision/nms.h"
#include "vision/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A set of touching cells, while it is gathered. */
struct blob {
    int *queue; /* cells found so far, each once; owned */
    size_t count, capacity;
    unsigned long sum;          /* of the probabilities, 0..255 */
    struct sladd_point *points; /* owned */
    size_t point_count, point_capacity;
};

static bool blob_add(struct blob *blob, struct text_map *map, int cell) {
    if (!array_grow((void **)&blob->queue, &blob->capacity, blob->count + 1, sizeof *blob->queue))
        return false;
    blob->sum += map->cells[cell];
    map->cells[cell] = 0; /* seen */
    blob->queue[blob->count++] = cell;
    return true;
}

/* Everything that touches `start`, also by a corner, and is at least `least`. */
static bool blob_gather(struct blob *blob, struct text_map *map, int start, unsigned char least) {
    blob->count = blob->sum = 0;
    if (!blob_add(blob, map, start))
        return false;
    for (size_t i = 0; i < blob->count; i++) {
        int x = blob->queue[i] % map->cols, y = blob->queue[i] / map->cols;
        for (int ny = y > 0 ? y - 1 : 0; ny <= y + 1 && ny < map->rows; ny++)
            for (int nx = x > 0 ? x - 1 : 0; nx <= x + 1 && nx < map->cols; nx++)
                if (map->cells[(size_t)ny * (size_t)map->cols + (size_t)nx] >= least &&
                    !blob_add(blob, map, ny * map->cols + nx))
                    return false;
    }
    return true;
}

static int by_number(const void *a, const void *b) {
    return (*(const int *)a > *(const int *)b) - (*(const int *)a < *(const int *)b);
}

static void blob_point(struct blob *blob, int x, int y) {
    blob->points[blob->point_count++] = (struct sladd_point){x, y};
}

/* The corners of each row's first and last cell: enough for any rectangle around the blob. */
static bool blob_outline(struct blob *blob, int cols) {
    qsort(blob->queue, blob->count, sizeof *blob->queue, by_number);
    int rows = blob->queue[blob->count - 1] / cols - blob->queue[0] / cols + 1;
    blob->point_count = 0;
    if (!array_grow((void **)&blob->points, &blob->point_capacity, 4 * (size_t)rows, sizeof *blob->points))
        return false;
    for (size_t i = 0; i < blob->count; i++) {
        int x = blob->queue[i] % cols, y = blob->queue[i] / cols;
        if (i == 0 || blob->queue[i - 1] / cols != y) {
            blob_point(blob, x, y);
            blob_point(blob, x, y + 1);
        }
        if (i + 1 == blob->count || blob->queue[i + 1] / cols != y) {
            blob_point(blob, x + 1, y);
            blob_point(blob, x + 1, y + 1);
        }
    }
    return true;
}

static double distance(struct sladd_point a, struct sladd_point b) {
    return hypot(b.x - a.x, b.y - a.y);
}

/* From the rectangle of a line's kernel to the line: this project's kernels are drawn in by a quarter of the line's
 * height, so that half of the kernel's height gives it back; DB's by area / perimeter times a factor. */
static void grow_to_line(const struct model_traits *traits, struct sladd_point quad[4]) {
    double width = distance(quad[0], quad[1]), height = distance(quad[0], quad[3]);
    bool own = strcmp(traits->name, "sladd-text") == 0;
    quad_grow(quad, own ? traits->grow * fmin(width, height) : traits->grow * width * height / (2 * (width + height)));
}

/* What a blob is judged and measured by. */
struct reading {
    const struct model_traits *traits;
    const struct text_rule *rule;
    double highest; /* that a line may be, in cells */
    double size;    /* photo pixels per cell */
};

/* The area of the rectangle around a blob, less what the corners of its cells add where it is slanted. */
static double blob_room(const struct sladd_point quad[4]) {
    double width = distance(quad[0], quad[1]), height = distance(quad[0], quad[3]);
    double corners = (fabs(quad[1].x - quad[0].x) + fabs(quad[1].y - quad[0].y)) / fmax(width, 1e-9) - 1;
    return fmax(width - corners, 1) * fmax(height - corners, 1);
}

static enum sladd_status add_line(const struct reading *reading, const struct blob *blob, struct sladd_regions *found,
                                  struct sladd_error *err) {
    double mean = (double)blob->sum / 255 / (double)blob->count;
    struct sladd_region region = {.kind = SLADD_TEXT, .detected = true, .score = mean, .has_quad = true};
    enum { LEAST_CELLS = 2 };
    if (mean < reading->rule->mean || blob->count < LEAST_CELLS)
        return SLADD_OK;
    enum sladd_status status = least_rectangle(blob->points, blob->point_count, region.quad, err);
    if (status != SLADD_OK)
        return status;
    bool full = (double)blob->count >= reading->rule->fill * blob_room(region.quad);
    grow_to_line(reading->traits, region.quad);
    if (!full || quad_height(region.quad) > reading->highest)
        return SLADD_OK;
    for (int i = 0; i < 4; i++)
        region.quad[i] = (struct sladd_point){region.quad[i].x * reading->size, region.quad[i].y * reading->size};
    region.box = sladd_box_of_quad(region.quad);
    if (found->count >= NMS_MOST)
        return sladd_fail(err, SLADD_TOO_LARGE, "more than %d lines of text seem to be in the photo", NMS_MOST);
    return sladd_regions_add(found, &region, err);
}

/* The lines of a map; clears the cells it visits. */
static enum sladd_status read_lines(const struct reading *reading, struct text_map *map, struct sladd_regions *found,
                                    struct sladd_error *err) {
    const unsigned char least = text_cell((float)reading->rule->threshold);
    struct blob blob = {0};
    enum sladd_status status = SLADD_OK;
    for (int i = 0; i < map->cols * map->rows && status == SLADD_OK; i++) {
        if (map->cells[i] < least)
            continue;
        if (blob_gather(&blob, map, i, least) && blob_outline(&blob, map->cols))
            status = add_line(reading, &blob, found, err);
        else
            status = sladd_fail(err, SLADD_NO_MEMORY, "out of memory for lines of text");
    }
    free(blob.queue);
    free(blob.points);
    return status;
}

/* Of the photo's longer side: a "line" that is higher is a crowd, a shelf or a wall. Measured as in models.c: 0.4 loses
 * one line in 300, 0.25 six. */
static const double HIGHEST_LINE = 0.4;

enum sladd_status text_decode(const struct model_traits *traits, const struct text_rule *rule,
                              const struct text_map *map, double size, struct sladd_regions *found,
                              struct sladd_error *err) {
    const size_t cells = (size_t)map->cols * (size_t)map->rows;
    const struct reading reading = {traits, rule, HIGHEST_LINE * fmax(map->cols, map->rows), size};
    struct text_map copy = {map->cols, map->rows, array_new(cells, 1), NULL};
    if (copy.cells == NULL)
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for a map of a photo's text");
    memcpy(copy.cells, map->cells, cells);
    enum sladd_status status = read_lines(&reading, &copy, found, err);
    free(copy.cells);
    return status;
}

static int clamp_to(double value, int most) {
    return value <= 0 ? 0 : value >= most ? most : (int)value;
}

void text_wipe(const struct text_map *map, unsigned char *cells, const struct sladd_region *line, double size,
               double rim) {
    const struct sladd_point *q = line->quad;
    const double width = distance(q[0], q[1]), height = distance(q[0], q[3]);
    if (!(fmin(width, height) > 0))
        return;
    const double margin = rim * size;
    const struct sladd_box box = sladd_box_of_quad(q);
    const int right = clamp_to((box.x + box.width) / size + rim + 1, map->cols);
    const int bottom = clamp_to((box.y + box.height) / size + rim + 1, map->rows);
    for (int row = clamp_to(box.y / size - rim, map->rows); row < bottom; row++)
        for (int col = clamp_to(box.x / size - rim, map->cols); col < right; col++) {
            const double x = (col + 0.5) * size - q[0].x, y = (row + 0.5) * size - q[0].y;
            const double along = (x * (q[1].x - q[0].x) + y * (q[1].y - q[0].y)) / width;
            const double down = (x * (q[3].x - q[0].x) + y * (q[3].y - q[0].y)) / height;
            if (along >= -margin && along <= width + margin && down >= -margin && down <= height + margin)
                cells[(size_t)row * (size_t)map->cols + (size_t)col] = 0;
        }
}

/* The finest level that all of the photo is looked at in, and one that is finer still, may believe in faint lines. */
static const struct text_rule *rule_of(const struct model_traits *traits, const struct text_map *maps, int level) {
    return level == 0 || maps[level].stirred != NULL ? &traits->finest : &traits->coarser;
}

enum sladd_status text_read(const struct model_traits *traits, const struct pyramid *pyramid, struct text_map *maps,
                            struct sladd_regions *found, struct sladd_error *err) {
    const size_t before = found->count;
    enum sladd_status status = SLADD_OK;
    for (int i = 0; i < pyramid->count && status == SLADD_OK; i++) {
        const double size = pyramid->levels[i].scale * traits->cell;
        if (maps[i].cells == NULL)
            continue;
        for (size_t line = before; line < found->count; line++)
            text_wipe(&maps[i], maps[i].cells, &found->items[line], size, 0);
        status = text_decode(traits, rule_of(traits, maps, i), &maps[i], size, found, err);
    }
    return status;
}
