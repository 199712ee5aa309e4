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

/* Mark a line of text, but leave the faces of those who may be seen: the detectors take beards, glasses and rows of
 * people for text, and nothing of anybody else is inside such a face. */
static enum sladd_status mark_text(const struct shape *shape, const struct grid *grid, const struct cell_mask *kept,
                                   struct cell_mask *mask, struct cell_rect *rect, struct sladd_error *err) {
    struct cell_mask line = {0};
    enum sladd_status status = cell_mask_init(&line, grid, err);
    if (status != SLADD_OK)
        return status;
    shape_mark(shape, grid, &line, rect);
    for (int row = rect->row; row < rect->row + rect->rows; row++)
        for (int col = rect->col; col < rect->col + rect->cols; col++) {
            size_t cell = (size_t)row * (size_t)grid->cols + (size_t)col;
            mask->cells[cell] |= line.cells[cell] & (uint8_t)!kept->cells[cell];
        }
    cell_mask_clear(&line);
    return SLADD_OK;
}

/* The cells of faces that are kept and were really seen. */
static void mark_kept_faces(const struct sladd_regions *regions, const struct grid *grid, int orientation,
                            struct cell_mask *kept) {
    for (size_t i = 0; i < regions->count; i++) {
        const struct sladd_region *face = &regions->items[i];
        struct sladd_region box = {.kind = SLADD_MANUAL, .box = face->box};
        struct cell_rect rect;
        if (face->kind != SLADD_FACE || face->action != SLADD_KEEP || !face->detected)
            continue;
        struct shape shape = shape_of_region(&box, grid, orientation);
        shape_mark(&shape, grid, kept, &rect);
    }
}

static enum sladd_status find_patches(const struct sladd_regions *regions, const struct grid *grid, int orientation,
                                      struct cell_mask *mask, struct patches *patches, struct sladd_error *err) {
    if (regions->count == 0)
        return SLADD_OK;
    patches->items = array_new_zero(regions->count, sizeof *patches->items);
    if (patches->items == NULL)
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for %zu regions", regions->count);
    struct cell_mask kept = {0};
    enum sladd_status status = cell_mask_init(&kept, grid, err);
    if (status == SLADD_OK)
        mark_kept_faces(regions, grid, orientation, &kept);
    for (size_t i = 0; i < regions->count && status == SLADD_OK; i++) {
        if (regions->items[i].action == SLADD_KEEP)
            continue;
        struct patch *patch = &patches->items[patches->count];
        patch->shape = shape_of_region(&regions->items[i], grid, orientation);
        patch->is_text = regions->items[i].kind == SLADD_TEXT;
        if (patch->is_text)
            status = mark_text(&patch->shape, grid, &kept, mask, &patch->rect, err);
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
    cell_mask_clear(&kept);
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

static enum sladd_status fill_group(const struct patches *patches, size_t group, const struct sladd_settings *settings,
                                    struct redacted *redacted, struct sladd_error *err) {
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
        status = fill_window(&window, &redacted->mask, shapes, count, settings->style, settings->seed, err);
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
    int orientation = source->survey.orientation;
    *redacted = (struct redacted){0};
    enum sladd_status status = open_picture(source, redacted, err);
    if (status == SLADD_OK)
        status = source->codec->neutralise_edge(redacted->picture, &redacted->edge, &redacted->edge_changed, err);
    if (status == SLADD_OK)
        status = find_patches(regions, &redacted->picture->grid, orientation, &redacted->mask, &patches, err);
    for (size_t i = 0; i < patches.count && status == SLADD_OK; i++)
        if (patches.items[i].group == i)
            status = fill_group(&patches, i, settings, redacted, err);
    if (status == SLADD_OK)
        status = list_areas(&patches, orientation, redacted, err);
    free(patches.items);
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
