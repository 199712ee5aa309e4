/* Destroy the regions. Heads that stand together are filled together, so that no seam runs between them; the window of
 * such a group sees every redacted cell of the photo as unknown, also those of its neighbours. */
#include "base/array.h"
#include "stages/stages.h"

#include <stdlib.h>
#include <string.h>

/* One shape with its cells and the group it fills with. */
struct patch {
    struct shape shape;
    struct cell_rect rect;
    size_t group; /* index of the group's first patch */
    bool is_text;
};

struct patches {
    struct patch *items; /* owned */
    size_t count;
};

/* The cells of faces that are kept and were really seen, by how much of the head they cover. */
struct kept {
    struct cell_mask faces;  /* brow to chin */
    struct cell_mask skulls; /* and the hair */
    struct cell_mask heads; /* all that redaction would cover: its colours must not run into what is filled beside it */
};

enum { MARGIN_CELLS = 4 }; /* of surroundings at least, on every side of a group */

static bool touching(struct cell_rect a, struct cell_rect b) {
    return a.col <= b.col + b.cols && b.col <= a.col + a.cols && a.row <= b.row + b.rows && b.row <= a.row + a.rows;
}

static void join_groups(struct patches *patches, size_t a, size_t b) {
    size_t from = patches->items[b].group, to = patches->items[a].group;
    if (from < to) {
        size_t keep = from;
        from = to;
        to = keep;
    }
    for (size_t i = 0; i < patches->count && from != to; i++)
        if (patches->items[i].group == from)
            patches->items[i].group = to;
}

/* Mark a line of text, but leave those who may be seen: the detectors take beards, glasses and rows of people for text,
 * and nothing of anybody else is inside such a face. A line that mostly lies elsewhere is behind the head, and leaves
 * its hair, too; one that does not may stand on a cap. */
static enum sladd_status mark_text(const struct shape *shape, const struct grid *grid, const struct kept *kept,
                                   struct cell_mask *mask, struct cell_rect *rect, struct sladd_error *err) {
    struct cell_mask line = {0};
    size_t cells = 0, on_skulls = 0;
    enum sladd_status status = cell_mask_init(&line, grid, err);
    if (status != SLADD_OK)
        return status;
    shape_mark(shape, grid, &line, rect);
    const size_t cols = (size_t)grid->cols, first = (size_t)rect->row * cols + (size_t)rect->col;
    const size_t end = first + (size_t)rect->rows * cols;
    for (size_t row = first; row < end; row += cols)
        for (size_t i = row; i < row + (size_t)rect->cols; i++) {
            cells += line.cells[i] != 0;
            on_skulls += line.cells[i] != 0 && kept->skulls.cells[i] != 0;
        }
    const uint8_t *left = 2 * on_skulls < cells ? kept->skulls.cells : kept->faces.cells;
    for (size_t row = first; row < end; row += cols)
        for (size_t i = row; i < row + (size_t)rect->cols; i++)
            mask->cells[i] |= line.cells[i] & (uint8_t)!left[i];
    cell_mask_clear(&line);
    return SLADD_OK;
}

static void mark_head(struct sladd_box face, struct head_growth grow, const struct grid *grid, int orientation,
                      struct cell_mask *mask) {
    struct cell_rect rect;
    struct shape shape = shape_of_head(face, grow, grid, orientation);
    shape_mark(&shape, grid, mask, &rect);
}

static enum sladd_status kept_init(struct kept *kept, const struct sladd_regions *regions, const struct grid *grid,
                                   int orientation, struct sladd_error *err) {
    static const struct head_growth bare = {.side = -0.05, .above = 0, .below = -0.05};
    static const struct head_growth skull = {.side = -0.03, .above = 0.3, .below = -0.05};
    enum sladd_status status = cell_mask_init(&kept->faces, grid, err);
    if (status == SLADD_OK)
        status = cell_mask_init(&kept->skulls, grid, err);
    if (status == SLADD_OK)
        status = cell_mask_init(&kept->heads, grid, err);
    for (size_t i = 0; i < regions->count && status == SLADD_OK; i++) {
        const struct sladd_region *face = &regions->items[i];
        if (face->kind != SLADD_FACE || face->action != SLADD_KEEP || !face->detected)
            continue;
        mark_head(face->box, bare, grid, orientation, &kept->faces);
        mark_head(face->box, skull, grid, orientation, &kept->skulls);
        mark_head(face->box, WHOLE_HEAD, grid, orientation, &kept->heads);
    }
    return status;
}

static void kept_clear(struct kept *kept) {
    cell_mask_clear(&kept->faces);
    cell_mask_clear(&kept->skulls);
    cell_mask_clear(&kept->heads);
}

static enum sladd_status find_patches(const struct sladd_regions *regions, const struct grid *grid, int orientation,
                                      const struct kept *kept, struct cell_mask *mask, struct patches *patches,
                                      struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    if (regions->count == 0)
        return SLADD_OK;
    patches->items = array_new_zero(regions->count, sizeof *patches->items);
    if (patches->items == NULL)
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for %zu regions", regions->count);
    for (size_t i = 0; i < regions->count && status == SLADD_OK; i++) {
        if (regions->items[i].action == SLADD_KEEP)
            continue;
        struct patch *patch = &patches->items[patches->count];
        patch->shape = shape_of_region(&regions->items[i], grid, orientation);
        patch->is_text = regions->items[i].kind == SLADD_TEXT;
        if (patch->is_text)
            status = mark_text(&patch->shape, grid, kept, mask, &patch->rect, err);
        else
            shape_mark(&patch->shape, grid, mask, &patch->rect);
        patch->group = patches->count;
        if (patch->rect.cols > 0 && patch->rect.rows > 0)
            patches->count++;
    }
    for (size_t a = 0; a < patches->count; a++)
        for (size_t b = a + 1; b < patches->count; b++)
            if (touching(patches->items[a].rect, patches->items[b].rect))
                join_groups(patches, a, b);
    return status;
}

static struct cell_rect unite(struct cell_rect a, struct cell_rect b) {
    int right = a.col + a.cols > b.col + b.cols ? a.col + a.cols : b.col + b.cols;
    int bottom = a.row + a.rows > b.row + b.rows ? a.row + a.rows : b.row + b.rows;
    struct cell_rect all = {a.col < b.col ? a.col : b.col, a.row < b.row ? a.row : b.row, 0, 0};
    all.cols = right - all.col;
    all.rows = bottom - all.row;
    return all;
}

/* The group's cells with a quarter of their size in surroundings, inside the picture. */
static struct cell_rect with_margin(struct cell_rect rect, const struct grid *grid) {
    int x = MARGIN_CELLS + rect.cols / 4, y = MARGIN_CELLS + rect.rows / 4;
    int left = rect.col > x ? rect.col - x : 0, top = rect.row > y ? rect.row - y : 0;
    int right = rect.col + rect.cols + x, bottom = rect.row + rect.rows + y;
    return (struct cell_rect){left, top, (right < grid->cols ? right : grid->cols) - left,
                              (bottom < grid->rows ? bottom : grid->rows) - top};
}

static enum sladd_status fill_group(const struct patches *patches, size_t group, const struct kept *kept,
                                    const struct sladd_settings *settings, struct redacted *redacted,
                                    struct sladd_error *err) {
    struct picture *picture = redacted->picture;
    struct cell_mask own = {0}; /* only the group's cells are put back */
    struct window window = {0};
    size_t count = 0;
    struct cell_rect rect = patches->items[group].rect;
    struct shape *shapes = array_new(patches->count, sizeof *shapes);
    enum sladd_status status = cell_mask_init(&own, &picture->grid, err);
    if (shapes == NULL)
        status = sladd_fail(err, SLADD_NO_MEMORY, "out of memory for %zu shapes", patches->count);
    for (size_t i = group; i < patches->count && status == SLADD_OK; i++) {
        if (patches->items[i].group != group)
            continue;
        struct cell_rect marked;
        shape_mark(&patches->items[i].shape, &picture->grid, &own, &marked);
        shapes[count++] = patches->items[i].shape;
        rect = unite(rect, patches->items[i].rect);
    }
    if (status == SLADD_OK)
        for (size_t i = 0; i < (size_t)own.cols * (size_t)own.rows; i++)
            own.cells[i] &= redacted->mask.cells[i]; /* not the cells that mark_text left */
    if (status == SLADD_OK)
        status = picture->codec->get(picture, with_margin(rect, &picture->grid), &window, err);
    if (status == SLADD_OK)
        status =
            fill_window(&window, &redacted->mask, &kept->heads, shapes, count, settings->style, settings->seed, err);
    if (status == SLADD_OK)
        status = picture->codec->put(picture, &window, &own, err);
    window_clear(&window);
    cell_mask_clear(&own);
    free(shapes);
    return status;
}

static enum sladd_status list_areas(const struct patches *patches, int orientation, struct redacted *redacted,
                                    struct sladd_error *err) {
    if (patches->count == 0)
        return SLADD_OK;
    redacted->areas = array_new(patches->count, sizeof *redacted->areas);
    if (redacted->areas == NULL)
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for %zu areas", patches->count);
    for (size_t i = 0; i < patches->count; i++)
        if (!patches->items[i].is_text)
            redacted->areas[redacted->area_count++] =
                cells_upright(patches->items[i].rect, &redacted->picture->grid, orientation);
    return SLADD_OK;
}

static enum sladd_status open_picture(const struct source *source, struct redacted *redacted, struct sladd_error *err) {
    enum sladd_status status = source->codec->open(bytes_span(&source->file), &redacted->picture, err);
    if (status != SLADD_OK)
        return status;
    const struct grid *grid = &redacted->picture->grid;
    redacted->source_digests = array_new((size_t)grid->cols * (size_t)grid->rows, sizeof *redacted->source_digests);
    if (redacted->source_digests == NULL)
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for %d x %d cells", grid->cols, grid->rows);
    source->codec->digest(redacted->picture, redacted->source_digests);
    status = cell_mask_init(&redacted->mask, grid, err);
    if (status == SLADD_OK)
        status = cell_mask_init(&redacted->edge, grid, err);
    return status;
}

enum sladd_status stage_redact(const struct source *source, const struct sladd_regions *regions,
                               const struct sladd_settings *settings, struct redacted *redacted,
                               struct sladd_error *err) {
    struct patches patches = {0};
    struct kept kept = {0};
    int orientation = source->survey.orientation;
    *redacted = (struct redacted){0};
    enum sladd_status status = open_picture(source, redacted, err);
    if (status == SLADD_OK)
        status = source->codec->neutralise_edge(redacted->picture, &redacted->edge, &redacted->edge_changed, err);
    if (status == SLADD_OK)
        status = kept_init(&kept, regions, &redacted->picture->grid, orientation, err);
    if (status == SLADD_OK)
        status = find_patches(regions, &redacted->picture->grid, orientation, &kept, &redacted->mask, &patches, err);
    for (size_t i = 0; i < patches.count && status == SLADD_OK; i++)
        if (patches.items[i].group == i)
            status = fill_group(&patches, i, &kept, settings, redacted, err);
    if (status == SLADD_OK)
        status = list_areas(&patches, orientation, redacted, err);
    free(patches.items);
    kept_clear(&kept);
    return status;
}

void redacted_clear(struct redacted *redacted) {
    if (redacted->picture != NULL)
        redacted->picture->codec->close(redacted->picture);
    cell_mask_clear(&redacted->mask);
    cell_mask_clear(&redacted->edge);
    free(redacted->source_digests);
    free(redacted->areas);
    *redacted = (struct redacted){0};
}
