/* Kept means seen: nobody is reported as kept of whom the copy shows next to nothing. */
#include "redaction/samples.h"
#include "stages/stages.h"

#include <math.h>

/* A `redact` box takes whole cells, whose size differs between files: so much more than the box may go. */
static const double LARGEST_CELL = 16;

/* Samples (0..255) that differ by no more look the same: beside what was redacted a kept face is coded anew, and shares
 * its colour with it. */
static const float LOOKS_SAME = 12;

/* Also where an entry says that somebody is whom the detector did not see: they are in the copy, unless what is
 * redacted there hides them. */
static bool is_kept(const struct sladd_region *region) {
    return region->kind == SLADD_FACE && region->action == SLADD_KEEP && region->reason != SLADD_REASON_NO_FACE;
}

/* What lies beyond the photo is nobody's to see. */
static struct sladd_box within(struct sladd_box box, int width, int height) {
    return sladd_box_intersect(box, (struct sladd_box){0, 0, width, height});
}

static struct sladd_box whole_cells(struct sladd_box box) {
    return (struct sladd_box){box.x - LARGEST_CELL, box.y - LARGEST_CELL, box.width + 2 * LARGEST_CELL,
                              box.height + 2 * LARGEST_CELL};
}

/* The same regions with `redact` boxes as large as they may get. To be cleared by the caller, also on failure. */
static enum sladd_status widest(const struct sladd_regions *regions, struct sladd_regions *wide,
                                struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < regions->count && status == SLADD_OK; i++) {
        struct sladd_region region = regions->items[i];
        if (region.kind == SLADD_MANUAL)
            region.box = whole_cells(region.box);
        status = sladd_regions_add(wide, &region, err);
    }
    return status;
}

/* Text that stays because it lies on a face that stays (stages/decide.c) is that face's glasses or beard, or may be
 * text after all: it goes with the face. */
static void drop_text_on(struct sladd_box face, struct sladd_regions *regions) {
    for (size_t i = 0; i < regions->count; i++) {
        struct sladd_region *text = &regions->items[i];
        if (text->kind != SLADD_TEXT || text->reason != SLADD_REASON_ON_FACE ||
            sladd_box_area(sladd_box_intersect(text->box, face)) <= 0)
            continue;
        text->action = SLADD_REDACT;
        text->reason = SLADD_REASON_TEXT;
    }
}

static bool hide_unseen(struct sladd_region *face, struct sladd_regions *regions) {
    if (face->visible >= seen_enough)
        return false;
    face->action = SLADD_REDACT;
    face->reason = SLADD_REASON_COVERED;
    drop_text_on(face->box, regions);
    return true;
}

/* One pass over the faces that are still kept; `*changed` when one of them is hidden now. */
static enum sladd_status look(int width, int height, struct sladd_regions *regions, bool *changed,
                              struct sladd_error *err) {
    const struct grid grid = {width, height, 1, 1, width, height};
    struct sladd_regions wide = {0};
    struct claims claims = {0};
    enum sladd_status status = widest(regions, &wide, err);
    if (status == SLADD_OK)
        status = claims_init(&claims, &wide, &grid, SLADD_UPRIGHT, err);
    *changed = false;
    for (size_t i = 0; i < regions->count && status == SLADD_OK; i++) {
        struct sladd_region *face = &regions->items[i];
        if (!is_kept(face))
            continue;
        face->visible = claims_leave(&claims, within(face->box, width, height));
        *changed = hide_unseen(face, regions) || *changed;
    }
    claims_clear(&claims);
    sladd_regions_clear(&wide);
    return status;
}

enum sladd_status stage_see(int width, int height, struct sladd_regions *regions, struct sladd_error *err) {
    bool changed = true;
    enum sladd_status status = SLADD_OK;
    while (changed && status == SLADD_OK) /* every pass but the last hides somebody, so it ends */
        status = look(width, height, regions, &changed, err);
    return status;
}

static bool any_redacted(const struct cell_mask *mask, struct cell_rect rect) {
    bool any = false;
    for (int row = rect.row; row < rect.row + rect.rows && !any; row++)
        for (int col = rect.col; col < rect.col + rect.cols && !any; col++)
            any = cell_masked(mask, col, row);
    return any;
}

static bool looks_same(const struct window *before, const struct window *after, double x, double y) {
    bool same = true;
    for (int i = 0; i < before->count && same; i++) {
        const struct plane *plane = &before->planes[i];
        size_t at =
            (size_t)row_of_pixel(before, plane, y) * (size_t)plane->width + (size_t)column_of_pixel(before, plane, x);
        same = fabsf(plane->samples[at] - after->planes[i].samples[at]) <= LOOKS_SAME;
    }
    return same;
}

/* The share of the pixels of a box in the stored picture that look as they did. */
static double share_left(const struct window *before, const struct window *after, struct sladd_box box) {
    const struct grid *grid = &before->grid;
    double left = 0, all = 0;
    box = within(box, grid->width, grid->height);
    for (int y = (int)floor(box.y); y + 0.5 < box.y + box.height; y++)
        for (int x = (int)floor(box.x); x + 0.5 < box.x + box.width; x++) {
            left += looks_same(before, after, x + 0.5, y + 0.5);
            all++;
        }
    return all > 0 ? left / all : 1;
}

static enum sladd_status compare(struct picture *original, struct picture *redacted, struct sladd_box box,
                                 struct sladd_region *face, struct sladd_error *err) {
    const struct cell_rect rect = cells_met(box, &redacted->grid);
    struct window before = {0}, after = {0};
    enum sladd_status status = original->codec->get(original, rect, &before, err);
    if (status == SLADD_OK)
        status = redacted->codec->get(redacted, rect, &after, err);
    if (status == SLADD_OK)
        face->visible = fmin(face->visible, share_left(&before, &after, box));
    window_clear(&before);
    window_clear(&after);
    return status;
}

enum sladd_status stage_compare(const struct source *source, const struct redacted *redacted,
                                struct sladd_regions *regions, bool *hidden, struct sladd_error *err) {
    const struct grid *grid = &redacted->picture->grid;
    struct picture *original = NULL; /* decoded once more, but only where a face that stays meets what went */
    enum sladd_status status = SLADD_OK;
    *hidden = false;
    for (size_t i = 0; i < regions->count && status == SLADD_OK; i++) {
        struct sladd_region *face = &regions->items[i];
        struct sladd_point corners[4];
        if (!is_kept(face))
            continue;
        shape_box_corners(face->box, grid, source->survey.orientation, corners);
        const struct sladd_box box = sladd_box_of_quad(corners);
        if (!any_redacted(&redacted->mask, cells_met(box, grid)))
            continue;
        if (original == NULL)
            status = source->codec->open(source_picture(source), &original, err);
        if (status == SLADD_OK)
            status = compare(original, redacted->picture, box, face, err);
        *hidden = hide_unseen(face, regions) || *hidden;
    }
    if (original != NULL)
        original->codec->close(original);
    return status;
}
