/* Destroy the regions. Heads that stand together are filled together, so that no seam runs between them; the window of
 * such a group sees every redacted cell of the photo as unknown, also those of its neighbours. */
#include "base/array.h"
#include "stages/stages.h"

#include <math.h>
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

/* `scratch` is an empty mask, and is one again afterwards. */
static enum sladd_status find_patches(const struct claims *claims, const struct grid *grid, struct cell_mask *scratch,
                                      struct patches *patches, struct sladd_error *err) {
    patches->items = array_new_zero(claims->count + 1, sizeof *patches->items);
    if (patches->items == NULL)
        return fail_memory(err);
    for (size_t i = 0; i < claims->count; i++) {
        struct patch *patch = &patches->items[patches->count];
        *patch = (struct patch){.claim = &claims->items[i], .group = patches->count};
        shape_mark(&patch->claim->shape, grid, scratch, &patch->rect);
        cell_mask_unmark(scratch, patch->rect);
        if (patch->rect.cols > 0 && patch->rect.rows > 0)
            patches->count++;
    }
    for (size_t a = 0; a < patches->count; a++)
        for (size_t b = a + 1; b < patches->count; b++)
            if (touching(patches->items[a].rect, patches->items[b].rect))
                join_groups(patches, a, b);
    return SLADD_OK;
}

/* The group's cells with a quarter of their size in surroundings, inside the picture. */
static struct cell_rect with_margin(struct cell_rect rect, const struct grid *grid) {
    return cell_rect_grow(rect, MARGIN_CELLS + rect.cols / 4, MARGIN_CELLS + rect.rows / 4, grid->cols, grid->rows);
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
        return fail_memory(err);
    for (size_t i = group; i < patches->count; i++) {
        if (patches->items[i].group != group)
            continue;
        mark_own(&patches->items[i], redacted, own);
        shapes[count++] = patches->items[i].claim->shape;
        rect = cell_rect_unite(rect, patches->items[i].rect);
    }
    enum sladd_status status = picture->codec->get(picture, with_margin(rect, &picture->grid), &window, err);
    if (status == SLADD_OK)
        status = fill_window(&window, cover, shapes, count, redacted->style, redacted->seed, err);
    if (status == SLADD_OK)
        status = picture->codec->put(picture, &window, own, err);
    cell_mask_unmark(own, rect);
    window_clear(&window);
    free(shapes);
    return status;
}

/* What a picture was filled by before. */
struct filled {
    struct cell_mask mask;  /* owned */
    struct patches patches; /* of the claims there were then; owned */
    struct claims claims;   /* owned */
};

static void filled_clear(struct filled *filled) {
    cell_mask_clear(&filled->mask);
    free(filled->patches.items);
    claims_clear(&filled->claims);
    *filled = (struct filled){0};
}

static bool same_point(struct sladd_point a, struct sladd_point b) {
    return a.x == b.x && a.y == b.y;
}

static bool same_shape(const struct shape *a, const struct shape *b) {
    bool same = a->head == b->head && same_point(a->centre, b->centre);
    for (int i = 0; i < 2; i++)
        same = same && same_point(a->axis[i], b->axis[i]);
    for (int i = 0; i < 4; i++)
        same = same && same_point(a->quad[i], b->quad[i]);
    return same;
}

/* The next patch of a group from place `i` on, or the count. */
static size_t next_of(const struct patches *patches, size_t group, size_t i) {
    while (i < patches->count && patches->items[i].group != group)
        i++;
    return i;
}

static bool same_group(const struct patches *a, size_t group_a, const struct patches *b, size_t group_b) {
    size_t i = group_a, k = group_b;
    while (i < a->count && k < b->count && same_shape(&a->items[i].claim->shape, &b->items[k].claim->shape)) {
        i = next_of(a, group_a, i + 1);
        k = next_of(b, group_b, k + 1);
    }
    return i == a->count && k == b->count;
}

/* All cells of a group with what its fill is made of. */
static struct cell_rect window_of(const struct patches *patches, size_t group, const struct grid *grid) {
    struct cell_rect rect = patches->items[group].rect;
    for (size_t i = group; i < patches->count; i = next_of(patches, group, i + 1))
        rect = cell_rect_unite(rect, patches->items[i].rect);
    return with_margin(rect, grid);
}

static bool same_cells(const struct cell_mask *a, const struct cell_mask *b, struct cell_rect rect) {
    bool same = true;
    for (int row = rect.row; row < rect.row + rect.rows && same; row++) {
        const size_t at = (size_t)row * (size_t)a->cols + (size_t)rect.col;
        same = memcmp(a->cells + at, b->cells + at, (size_t)rect.cols) == 0;
    }
    return same;
}

/* Does the group stand in the picture already? Its fill is a function of its shapes, of what is redacted in its window
 * and of what is not, which is the source's. */
static bool is_filled(const struct filled *filled, const struct patches *patches, size_t group,
                      const struct redacted *redacted) {
    bool same = false;
    for (size_t i = 0; i < filled->patches.count && !same; i++)
        same = filled->patches.items[i].group == i && same_group(patches, group, &filled->patches, i);
    return same && same_cells(&filled->mask, &redacted->mask, window_of(patches, group, &redacted->picture->grid));
}

/* Fill what `redacted` claims, and is not `filled` (NULL: nothing is). */
static enum sladd_status fill_all(struct redacted *redacted, const struct filled *filled, struct sladd_error *err) {
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
        if (patches.items[i].group == i && (filled == NULL || !is_filled(filled, &patches, i, redacted)))
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
        return fail_memory(err);
    source->codec->digest(redacted->picture, redacted->source_digests);
    status = cell_mask_init(&redacted->mask, grid, err);
    if (status == SLADD_OK)
        status = cell_mask_init(&redacted->edge, grid, err);
    return status;
}

enum sladd_status stage_redact(const struct source *source, const struct sladd_regions *regions,
                               const struct sladd_settings *settings, struct redacted *redacted,
                               struct sladd_error *err) {
    *redacted = (struct redacted){.style = settings->style, .seed = settings->seed, .anew = settings->reencode > 0};
    enum sladd_status status = open_picture(source, redacted, err);
    if (status == SLADD_OK)
        source->codec->neutralise_edge(redacted->picture, &redacted->edge, &redacted->edge_hid, &redacted->changed);
    if (status == SLADD_OK)
        status = claims_init(&redacted->claims, regions, &redacted->picture->grid, source->survey.orientation, err);
    return status == SLADD_OK ? fill_all(redacted, NULL, err) : status;
}

/* May the picture be filled on? Only what is redacted is not the source's any more, so all of that must be redacted
 * now, too; no cell may be cut, since the part of it that stays is not quite the source's; and no fill may be made of
 * what it hides, as SLADD_MOSAIC's is. */
static bool goes_on(const struct redacted *redacted, const struct claims *claims, const struct cell_mask *mask) {
    bool more = redacted->style != SLADD_MOSAIC && redacted->claims.stay_count == 0 && claims->stay_count == 0;
    for (size_t i = 0; i < (size_t)mask->cols * (size_t)mask->rows && more; i++)
        more = mask->cells[i] == CELL_WHOLE || redacted->mask.cells[i] == 0;
    return more;
}

/* Take the picture over with its new claims and an empty mask, and note what it was filled by. */
static enum sladd_status take_on(struct redacted *redacted, struct claims *claims, struct filled *filled,
                                 struct sladd_error *err) {
    const struct grid *grid = &redacted->picture->grid;
    struct cell_mask scratch = {0};
    filled->mask = redacted->mask;
    filled->claims = redacted->claims;
    redacted->mask = (struct cell_mask){0};
    redacted->claims = *claims;
    *claims = (struct claims){0};
    enum sladd_status status = cell_mask_init(&redacted->mask, grid, err);
    if (status == SLADD_OK)
        status = cell_mask_init(&scratch, grid, err);
    if (status == SLADD_OK)
        status = find_patches(&filled->claims, grid, &scratch, &filled->patches, err);
    cell_mask_clear(&scratch);
    return status;
}

enum sladd_status stage_redact_more(const struct source *source, const struct sladd_regions *regions,
                                    const struct sladd_settings *settings, struct redacted *redacted,
                                    struct sladd_error *err) {
    const struct grid *grid = redacted->picture != NULL ? &redacted->picture->grid : NULL;
    struct claims claims = {0};
    struct cell_mask mask = {0}, aside = {0};
    struct filled filled = {0};
    if (grid == NULL)
        return stage_redact(source, regions, settings, redacted, err);
    enum sladd_status status = claims_init(&claims, regions, grid, source->survey.orientation, err);
    if (status == SLADD_OK)
        status = cell_mask_init(&mask, grid, err);
    if (status == SLADD_OK)
        status = cell_mask_init(&aside, grid, err);
    if (status == SLADD_OK)
        claims_mark(&claims, grid, &mask, &aside);
    const bool on = status == SLADD_OK && goes_on(redacted, &claims, &mask);
    if (on)
        status = take_on(redacted, &claims, &filled, err);
    if (on && status == SLADD_OK)
        status = fill_all(redacted, &filled, err);
    claims_clear(&claims);
    cell_mask_clear(&mask);
    cell_mask_clear(&aside);
    filled_clear(&filled);
    if (on || status != SLADD_OK)
        return status;
    redacted_clear(redacted);
    return stage_redact(source, regions, settings, redacted, err);
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
        source->codec->neutralise_edge(again.picture, &again.edge, &again.edge_hid, &again.changed);
    if (status == SLADD_OK)
        status = blacken(again.picture, &redacted->mask, err);
    again.claims = redacted->claims;
    if (status == SLADD_OK)
        status = fill_all(&again, NULL, err);
    if (status == SLADD_OK)
        source->codec->digest(again.picture, digests);
    again.claims = (struct claims){0}; /* which are the other's */
    redacted_clear(&again);
    return status;
}

bool redacted_leaves(const struct redacted *redacted, struct sladd_point at) {
    const struct grid *grid = &redacted->picture->grid;
    const int col = (int)floor(at.x / grid->cell_width), row = (int)floor(at.y / grid->cell_height);
    if (at.x < 0 || at.y < 0 || at.x >= grid->width || at.y >= grid->height)
        return false;
    const uint8_t cell = redacted->mask.cells[(size_t)row * (size_t)redacted->mask.cols + (size_t)col];
    return cell == 0 || (cell == CELL_CUT && !claims_take(&redacted->claims, at.x, at.y));
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
