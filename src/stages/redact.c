/* Destroy the regions. Heads that stand together are filled together, so that no seam runs between them; the window of
 * such a group sees every redacted cell of the photo as unknown, also those of its neighbours. */
#include "base/array.h"
#include "stages/stages.h"

#include <stdlib.h>
#include <string.h>

/* One claim with its cells and the group it fills with. */
struct patch {
    const struct claim *claim;
    struct cell_rect rect;
    size_t group; /* index of the group's first patch */
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

static void unmark(struct cell_mask *mask, struct cell_rect rect) {
    for (int row = rect.row; row < rect.row + rect.rows; row++)
        memset(mask->cells + (size_t)row * (size_t)mask->cols + (size_t)rect.col, 0, (size_t)rect.cols);
}

/* `scratch` is an empty mask, and is one again afterwards. */
static enum sladd_status find_patches(const struct claims *claims, const struct grid *grid, struct cell_mask *scratch,
                                      struct patches *patches, struct sladd_error *err) {
    patches->items = array_new_zero(claims->count + 1, sizeof *patches->items);
    if (patches->items == NULL)
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for %zu regions", claims->count);
    for (size_t i = 0; i < claims->count; i++) {
        struct patch *patch = &patches->items[patches->count];
        *patch = (struct patch){.claim = &claims->items[i], .group = patches->count};
        shape_mark(&patch->claim->shape, grid, scratch, &patch->rect);
        unmark(scratch, patch->rect);
        if (patch->rect.cols > 0 && patch->rect.rows > 0)
            patches->count++;
    }
    for (size_t a = 0; a < patches->count; a++)
        for (size_t b = a + 1; b < patches->count; b++)
            if (touching(patches->items[a].rect, patches->items[b].rect))
                join_groups(patches, a, b);
    return SLADD_OK;
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

/* Of the cells that are redacted, those of this group are set in `own`. */
static void mark_own(const struct patch *patch, const struct redacted *redacted, struct cell_mask *own) {
    struct cell_rect rect;
    shape_mark(&patch->claim->shape, &redacted->picture->grid, own, &rect);
    for (int row = rect.row; row < rect.row + rect.rows; row++)
        for (int col = rect.col; col < rect.col + rect.cols; col++) {
            size_t i = (size_t)row * (size_t)own->cols + (size_t)col;
            own->cells[i] = own->cells[i] != 0 && redacted->mask.cells[i] != 0;
        }
}

/* `own` is an empty mask, and is one again afterwards. */
static enum sladd_status fill_group(const struct patches *patches, size_t group, const struct cover *cover,
                                    struct redacted *redacted, struct cell_mask *own, struct sladd_error *err) {
    struct picture *picture = redacted->picture;
    struct window window = {0};
    size_t count = 0;
    struct cell_rect rect = patches->items[group].rect;
    struct shape *shapes = array_new(patches->count, sizeof *shapes);
    if (shapes == NULL)
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for %zu shapes", patches->count);
    for (size_t i = group; i < patches->count; i++) {
        if (patches->items[i].group != group)
            continue;
        mark_own(&patches->items[i], redacted, own);
        shapes[count++] = patches->items[i].claim->shape;
        rect = unite(rect, patches->items[i].rect);
    }
    enum sladd_status status = picture->codec->get(picture, with_margin(rect, &picture->grid), &window, err);
    if (status == SLADD_OK)
        status = fill_window(&window, cover, shapes, count, redacted->style, redacted->seed, err);
    if (status == SLADD_OK)
        status = picture->codec->put(picture, &window, own, err);
    unmark(own, rect);
    window_clear(&window);
    free(shapes);
    return status;
}

/* Fill what `redacted` claims. */
static enum sladd_status fill_all(struct redacted *redacted, struct sladd_error *err) {
    const struct grid *grid = &redacted->picture->grid;
    struct patches patches = {0};
    struct cell_mask aside = {0}, scratch = {0};
    enum sladd_status status = cell_mask_init(&aside, grid, err);
    if (status == SLADD_OK)
        status = cell_mask_init(&scratch, grid, err);
    if (status == SLADD_OK) {
        claims_mark(&redacted->claims, grid, &redacted->mask, &aside);
        status = find_patches(&redacted->claims, grid, &scratch, &patches, err);
    }
    const struct cover cover = {&redacted->mask, &aside, &redacted->claims};
    for (size_t i = 0; i < patches.count && status == SLADD_OK; i++)
        if (patches.items[i].group == i)
            status = fill_group(&patches, i, &cover, redacted, &scratch, err);
    free(patches.items);
    cell_mask_clear(&aside);
    cell_mask_clear(&scratch);
    return status;
}

static enum sladd_status open_picture(const struct source *source, struct redacted *redacted, struct sladd_error *err) {
    enum sladd_status status = source->codec->open(source_picture(source), &redacted->picture, err);
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
    *redacted = (struct redacted){.style = settings->style, .seed = settings->seed};
    enum sladd_status status = open_picture(source, redacted, err);
    if (status == SLADD_OK)
        status = source->codec->neutralise_edge(redacted->picture, &redacted->edge, &redacted->edge_changed, err);
    if (status == SLADD_OK)
        status = claims_init(&redacted->claims, regions, &redacted->picture->grid, source->survey.orientation, err);
    return status == SLADD_OK ? fill_all(redacted, err) : status;
}

/* Row by row, so that no window is larger than it must be. */
static enum sladd_status blacken(struct picture *picture, const struct cell_mask *mask, struct sladd_error *err) {
    const struct codec *codec = picture->codec;
    struct cell_mask whole;
    enum sladd_status status = cell_mask_init(&whole, &picture->grid, err);
    for (size_t i = 0; i < (size_t)mask->cols * (size_t)mask->rows && status == SLADD_OK; i++)
        whole.cells[i] = mask->cells[i] == CELL_WHOLE;
    for (int row = 0; row < mask->rows && status == SLADD_OK; row++) {
        struct window window = {0};
        status = codec->get(picture, (struct cell_rect){0, row, mask->cols, 1}, &window, err);
        for (int i = 0; i < window.count; i++) {
            struct plane *plane = &window.planes[i];
            memset(plane->samples, 0, (size_t)plane->width * (size_t)plane->height * sizeof *plane->samples);
        }
        if (status == SLADD_OK)
            status = codec->put(picture, &window, &whole, err);
        window_clear(&window);
    }
    cell_mask_clear(&whole);
    return status;
}

enum sladd_status stage_fill_again(const struct source *source, const struct redacted *redacted, uint64_t *digests,
                                   struct sladd_error *err) {
    struct redacted again = {.style = redacted->style, .seed = redacted->seed};
    enum sladd_status status = open_picture(source, &again, err);
    if (status == SLADD_OK)
        status = source->codec->neutralise_edge(again.picture, &again.edge, &again.edge_changed, err);
    if (status == SLADD_OK)
        status = blacken(again.picture, &redacted->mask, err);
    again.claims = redacted->claims;
    if (status == SLADD_OK)
        status = fill_all(&again, err);
    if (status == SLADD_OK)
        source->codec->digest(again.picture, digests);
    again.claims = (struct claims){0}; /* which are the other's */
    redacted_clear(&again);
    return status;
}

void redacted_clear(struct redacted *redacted) {
    if (redacted->picture != NULL)
        redacted->picture->codec->close(redacted->picture);
    claims_clear(&redacted->claims);
    cell_mask_clear(&redacted->mask);
    cell_mask_clear(&redacted->edge);
    free(redacted->source_digests);
    *redacted = (struct redacted){0};
}
