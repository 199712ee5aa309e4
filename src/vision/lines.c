/* Lines of text from a map of probabilities: cells that touch are a line's kernel, the rectangle around them grown is
 * the line (Liao et al., Real-time scene text detection with differentiable binarization, 2020). */
#include "base/array.h"
#include "vision/geometry.h"
#include "vision/nms.h"
#include "vision/opinion.h"
#include "vision/search.h"

#include <math.h>
#include <stdlib.h>

/* The first and the last cell of a component in one row. */
struct run {
    int first, last;
};

/* A kernel: the cells of a map that touch. */
struct blob {
    struct component extent;
    unsigned long sum; /* of the probabilities, 0..255 */
    struct run *runs;  /* one a row, from the top; borrowed */
};

/* All kernels of a map, from place 1; zero-initialise. Owned. */
struct blobs {
    struct blob *items;
    int count;
    struct run *runs;
    struct sladd_point *points; /* room for the outline of any of them */
};

static void blobs_clear(struct blobs *blobs) {
    free(blobs->items);
    free(blobs->runs);
    free(blobs->points);
    *blobs = (struct blobs){0};
}

static bool blobs_init(struct blobs *blobs, const struct component *components, int count) {
    size_t rows = 0, highest = 0;
    for (int i = 1; i < count; i++) {
        rows += (size_t)components[i].height;
        highest = (size_t)components[i].height > highest ? (size_t)components[i].height : highest;
    }
    *blobs = (struct blobs){.items = array_new_zero((size_t)count, sizeof *blobs->items),
                            .count = count,
                            .runs = array_new(rows + 1, sizeof *blobs->runs),
                            .points = array_new(4 * highest + 1, sizeof *blobs->points)};
    if (blobs->items == NULL || blobs->runs == NULL || blobs->points == NULL)
        return false;
    struct run *runs = blobs->runs;
    for (int i = 1; i < count; i++) {
        blobs->items[i] = (struct blob){.extent = components[i], .runs = runs};
        for (int row = 0; row < components[i].height; row++)
            *runs++ = (struct run){components[i].left + components[i].width, components[i].left};
    }
    return true;
}

/* One pass over the map: what each kernel sums up to and how far it reaches in each row. */
static void blobs_measure(struct blobs *blobs, const struct text_map *map, const int *labels) {
    for (int y = 0; y < map->rows; y++)
        for (int x = 0; x < map->cols; x++) {
            const size_t cell = (size_t)y * (size_t)map->cols + (size_t)x;
            struct blob *blob = &blobs->items[labels[cell]];
            if (labels[cell] == 0)
                continue;
            struct run *run = &blob->runs[y - blob->extent.top];
            run->first = x < run->first ? x : run->first;
            run->last = x > run->last ? x : run->last;
            blob->sum += map->cells[cell];
        }
}

/* The corners of each row's first and last cell: enough for any rectangle around the blob. */
static size_t blob_outline(const struct blob *blob, struct sladd_point *points) {
    size_t count = 0;
    for (int row = 0; row < blob->extent.height; row++) {
        const struct run *run = &blob->runs[row];
        const int y = blob->extent.top + row;
        points[count++] = (struct sladd_point){run->first, y};
        points[count++] = (struct sladd_point){run->first, y + 1};
        points[count++] = (struct sladd_point){run->last + 1, y};
        points[count++] = (struct sladd_point){run->last + 1, y + 1};
    }
    return count;
}

static double distance(struct sladd_point a, struct sladd_point b) {
    return hypot(b.x - a.x, b.y - a.y);
}

/* From the rectangle of a line's kernel to the line: this project's kernels are drawn in by a quarter of the line's
 * height, so that half of the kernel's height gives it back; DB's by area / perimeter times a factor. */
static void grow_to_line(const struct model_traits *traits, struct sladd_point quad[4]) {
    double width = distance(quad[0], quad[1]), height = distance(quad[0], quad[3]);
    quad_grow(quad, traits->whole_line ? traits->grow * fmin(width, height)
                                       : traits->grow * width * height / (2 * (width + height)));
}

/* A rectangle at any angle over the cells of a map, and the range of cells that it may hold, ends excluded. */
struct patch {
    struct sladd_point corner, along, down; /* the last two of length 1 */
    double width, height, rim;
    int left, top, right, bottom;
};

static int clamp_to(double value, int most) {
    return value <= 0 ? 0 : value >= most ? most : (int)value;
}

/* `quad` in photo pixels, `size` of them per cell; `rim` cells more on every side. False where it is no rectangle. */
static bool patch_of(const struct sladd_point quad[4], double size, double rim, const struct text_map *map,
                     struct patch *patch) {
    const double width = distance(quad[0], quad[1]), height = distance(quad[0], quad[3]);
    if (!(fmin(width, height) > 0))
        return false;
    const struct sladd_box box = sladd_box_of_quad(quad);
    *patch = (struct patch){
        .corner = {quad[0].x / size, quad[0].y / size},
        .along = {(quad[1].x - quad[0].x) / width, (quad[1].y - quad[0].y) / width},
        .down = {(quad[3].x - quad[0].x) / height, (quad[3].y - quad[0].y) / height},
        .width = width / size,
        .height = height / size,
        .rim = rim,
        .left = clamp_to(box.x / size - rim, map->cols),
        .top = clamp_to(box.y / size - rim, map->rows),
        .right = clamp_to((box.x + box.width) / size + rim + 1, map->cols),
        .bottom = clamp_to((box.y + box.height) / size + rim + 1, map->rows),
    };
    return true;
}

/* Does the middle of this cell lie in the patch? */
static bool patch_holds(const struct patch *patch, int col, int row) {
    const double x = col + 0.5 - patch->corner.x, y = row + 0.5 - patch->corner.y;
    const double along = x * patch->along.x + y * patch->along.y, down = x * patch->down.x + y * patch->down.y;
    return along >= -patch->rim && along <= patch->width + patch->rim && down >= -patch->rim &&
           down <= patch->height + patch->rim;
}

/* How sure the map is that a rectangle (in cells) is a line: 0 to 1. The probability of a kernel alone is high for many
 * things that are lined up; where the network does not see a whole line around it, it is none. */
static double line_score(const struct text_map *map, double kernel, const struct sladd_point quad[4]) {
    struct patch patch;
    unsigned long sum = 0, count = 0;
    if (map->whole == NULL)
        return kernel;
    if (!patch_of(quad, 1, 0, map, &patch))
        return 0;
    for (int row = patch.top; row < patch.bottom; row++)
        for (int col = patch.left; col < patch.right; col++)
            if (patch_holds(&patch, col, row)) {
                sum += map->whole[(size_t)row * (size_t)map->cols + (size_t)col];
                count++;
            }
    return count > 0 ? sqrt(kernel * (double)sum / 255 / (double)count) : 0;
}

/* What a blob is judged and measured by. */
struct reading {
    const struct model_traits *traits;
    const struct line_rule *rule;
    double longer; /* side of the map, in cells */
    double size;   /* photo pixels per cell */
};

/* Of the photo's longer side: a "line" that is higher than the first is a crowd, a shelf or a wall (0.4 loses one line
 * in 300, 0.25 six); one that is higher than the second covers so much that it must have this score. Measured as in
 * models.c. */
static const double HIGHEST_LINE = 0.4, HIGH_LINE = 0.25, HIGH_SCORE = 0.8;

/* Pixels of a level. What is higher is read on a coarser one, which sees it as the network learnt lines; here a striped
 * shirt or a row of notes looks like one. On the 90 signs: no line lost of 335, half a point of area precision; 128
 * loses two lines. */
static const double READ_HIGH = 160;

static bool is_line(const struct reading *reading, double height, double score) {
    const struct model_traits *traits = reading->traits;
    double least = height * traits->cell > READ_HIGH ? traits->coarser.score : reading->rule->score;
    if (height > HIGH_LINE * reading->longer)
        least = HIGH_SCORE;
    return height <= HIGHEST_LINE * reading->longer && score >= least;
}

/* The area of the rectangle around a blob, less what the corners of its cells add where it is slanted. */
static double blob_room(const struct sladd_point quad[4]) {
    double width = distance(quad[0], quad[1]), height = distance(quad[0], quad[3]);
    double corners = (fabs(quad[1].x - quad[0].x) + fabs(quad[1].y - quad[0].y)) / fmax(width, 1e-9) - 1;
    return fmax(width - corners, 1) * fmax(height - corners, 1);
}

/* Add a blob to the lines if it is one; `points` has room for its outline. */
static enum sladd_status add_line(const struct reading *reading, const struct text_map *map, const struct blob *blob,
                                  struct sladd_point *points, struct sladd_regions *found, struct sladd_error *err) {
    struct sladd_region region = {.kind = SLADD_TEXT, .detected = true, .has_quad = true};
    const double kernel = (double)blob->sum / 255 / blob->extent.area;
    enum { LEAST_CELLS = 2 };
    if (blob->extent.area < LEAST_CELLS ||
        sqrt(kernel) < reading->rule->score) /* no whole line makes the score higher */
        return SLADD_OK;
    enum sladd_status status = min_area_rectangle(points, blob_outline(blob, points), region.quad, err);
    if (status != SLADD_OK)
        return status;
    if (blob->extent.area < reading->rule->fill * blob_room(region.quad))
        return SLADD_OK;
    grow_to_line(reading->traits, region.quad);
    region.score = line_score(map, kernel, region.quad);
    if (!is_line(reading, quad_height(region.quad), region.score))
        return SLADD_OK;
    for (int i = 0; i < 4; i++)
        region.quad[i] = (struct sladd_point){region.quad[i].x * reading->size, region.quad[i].y * reading->size};
    region.box = sladd_box_of_quad(region.quad);
    if (found->count >= NMS_MOST)
        return sladd_fail(err, SLADD_TOO_LARGE, "more than %d lines of text seem to be in the photo", NMS_MOST);
    return sladd_regions_add(found, &region, err);
}

/* The lines of a map; `mask` is not 0 where its cells reach the rule's threshold. */
static enum sladd_status read_lines(const struct reading *reading, const struct text_map *map, const uint8_t *mask,
                                    struct sladd_regions *found, struct sladd_error *err) {
    struct blobs blobs = {0};
    struct component *components;
    int *labels, count;
    enum sladd_status status = connected_components(mask, map->cols, map->rows, &labels, &components, &count, err);
    if (status != SLADD_OK)
        return status;
    if (blobs_init(&blobs, components, count))
        blobs_measure(&blobs, map, labels);
    else
        status = fail_memory(err);
    for (int i = 1; i < count && status == SLADD_OK; i++)
        status = add_line(reading, map, &blobs.items[i], blobs.points, found, err);
    blobs_clear(&blobs);
    free(components);
    free(labels);
    return status;
}

enum sladd_status text_decode(const struct model_traits *traits, const struct line_rule *rule,
                              const struct text_map *map, double size, struct sladd_regions *found,
                              struct sladd_error *err) {
    const size_t cells = (size_t)map->cols * (size_t)map->rows;
    const struct reading reading = {traits, rule, fmax(map->cols, map->rows), size};
    const unsigned char least = text_cell((float)rule->threshold);
    uint8_t *mask = array_new(cells, 1);
    if (mask == NULL)
        return fail_memory(err);
    for (size_t i = 0; i < cells; i++)
        mask[i] = map->cells[i] >= least;
    enum sladd_status status = read_lines(&reading, map, mask, found, err);
    free(mask);
    return status;
}

void text_wipe(const struct text_map *map, unsigned char *cells, const struct sladd_region *line, double size,
               double rim) {
    struct patch patch;
    if (!patch_of(line->quad, size, rim, map, &patch))
        return;
    for (int row = patch.top; row < patch.bottom; row++)
        for (int col = patch.left; col < patch.right; col++)
            if (patch_holds(&patch, col, row))
                cells[(size_t)row * (size_t)map->cols + (size_t)col] = 0;
}

/* The finest level that all of the photo is looked at in, and one that is finer still, may believe in faint lines. */
static const struct line_rule *rule_of(const struct model_traits *traits, const struct text_map *maps, int level) {
    return level == 0 || maps[level].candidates != NULL ? &traits->finest : &traits->coarser;
}

/* Of the lines from `first` on drop those that a second opinion makes too unsure. */
static enum sladd_status doubt_lines(struct model *opinion, const struct pyramid *pyramid, double least,
                                     struct sladd_regions *found, size_t first, struct sladd_error *err) {
    size_t kept = first;
    int whole = 0; /* the level that is the photo itself */
    while (pyramid->levels[whole].scale < 1)
        whole++;
    enum sladd_status status = opinion_on_lines(opinion, &pyramid->levels[whole].image, found, first, err);
    for (size_t i = first; i < found->count && status == SLADD_OK; i++)
        if (found->items[i].score >= least)
            found->items[kept++] = found->items[i];
    found->count = status == SLADD_OK ? kept : found->count;
    return status;
}

enum sladd_status text_read(const struct model_traits *traits, struct model *opinion, const struct pyramid *pyramid,
                            struct text_map *maps, struct sladd_regions *found, struct sladd_error *err) {
    const size_t before = found->count;
    enum sladd_status status = SLADD_OK;
    for (int i = 0; i < pyramid->count && status == SLADD_OK; i++) {
        const double size = pyramid->levels[i].scale * traits->cell;
        if (maps[i].cells == NULL)
            continue;
        for (size_t line = before; line < found->count; line++)
            text_wipe(&maps[i], maps[i].cells, &found->items[line], size, 1);
        const size_t first = found->count;
        const struct line_rule *rule = rule_of(traits, maps, i);
        status = text_decode(traits, rule, &maps[i], size, found, err);
        if (status == SLADD_OK && opinion != NULL)
            status = doubt_lines(opinion, pyramid, rule->doubted, found, first, err);
    }
    return status;
}
