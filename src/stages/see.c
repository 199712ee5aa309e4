/* Kept means seen: nobody is reported as kept of whom the copy shows next to nothing. */
#include "redaction/samples.h"
#include "stages/stages.h"

#include <math.h>

/* Samples (0..255) that differ by no more look the same: beside what was redacted a kept face is coded anew, and shares
 * its colour with it. */
static const float LOOKS_SAME = 12;

/* Also where an entry says that somebody is whom the detector did not see: they are in the copy, unless what is
 * redacted there hides them. */
static bool is_kept(const struct sladd_region *region) {
    return region->kind == SLADD_FACE && region->action == SLADD_KEEP && region->reason != SLADD_REASON_NO_FACE;
}

/* What of a face's box lies in the stored photo: what lies beyond is nobody's to see. */
static struct sladd_box stored_box(const struct sladd_region *face, const struct grid *grid, int orientation) {
    struct sladd_point corners[4];
    shape_box_corners(face->box, grid, orientation, corners);
    return sladd_box_intersect(sladd_box_of_quad(corners), (struct sladd_box){0, 0, grid->width, grid->height});
}

/* The same regions with `redact` boxes as large as the cells that go. To be cleared by the caller, also on failure. */
static enum sladd_status whole_cells(const struct sladd_regions *regions, const struct grid *grid, int orientation,
                                     struct sladd_regions *wide, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < regions->count && status == SLADD_OK; i++) {
        struct sladd_region region = regions->items[i];
        if (region.kind == SLADD_MANUAL)
            region.box = cells_of_box(&region, grid, orientation);
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
static enum sladd_status look(const struct grid *grid, int orientation, struct sladd_regions *regions, bool *changed,
                              struct sladd_error *err) {
    struct sladd_regions wide = {0};
    struct claims claims = {0};
    enum sladd_status status = whole_cells(regions, grid, orientation, &wide, err);
    if (status == SLADD_OK)
        status = claims_init(&claims, &wide, grid, orientation, err);
    *changed = false;
    for (size_t i = 0; i < regions->count && status == SLADD_OK; i++) {
        struct sladd_region *face = &regions->items[i];
        if (!is_kept(face))
            continue;
        face->visible = claims_leave(&claims, stored_box(face, grid, orientation));
        *changed = hide_unseen(face, regions) || *changed;
    }
    claims_clear(&claims);
    sladd_regions_clear(&wide);
    return status;
}

enum sladd_status stage_see(const struct grid *grid, int orientation, struct sladd_regions *regions,
                            struct sladd_error *err) {
    bool changed = true;
    enum sladd_status status = SLADD_OK;
    while (changed && status == SLADD_OK) /* every pass but the last hides somebody, so it ends */
        status = look(grid, orientation, regions, &changed, err);
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

/* The share of the pixels of a box in the stored picture that stay and look as they did. What went is not left, however
 * much the fill resembles it: nothing may hang on what it was. */
static double share_left(const struct redacted *redacted, const struct window *before, const struct window *after,
                         struct sladd_box box) {
    double left = 0, all = 0;
    for (int y = (int)floor(box.y); y + 0.5 < box.y + box.height; y++)
        for (int x = (int)floor(box.x); x + 0.5 < box.x + box.width; x++) {
            const struct sladd_point at = {x + 0.5, y + 0.5};
            left += redacted_leaves(redacted, at) && looks_same(before, after, at.x, at.y);
            all++;
        }
    return all > 0 ? left / all : 1;
}

static enum sladd_status compare(struct picture *original, const struct redacted *redacted, struct sladd_box box,
                                 struct sladd_region *face, struct sladd_error *err) {
    struct picture *picture = redacted->picture;
    const struct cell_rect rect = cells_met(box, &picture->grid);
    struct window before = {0}, after = {0};
    enum sladd_status status = original->codec->get(original, rect, &before, err);
    if (status == SLADD_OK)
        status = picture->codec->get(picture, rect, &after, err);
    if (status == SLADD_OK)
        face->visible = fmin(face->visible, share_left(redacted, &before, &after, box));
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
        if (!is_kept(face))
            continue;
        const struct sladd_box box = stored_box(face, grid, source->survey.orientation);
        if (!any_redacted(&redacted->mask, cells_met(box, grid)))
            continue;
        if (original == NULL)
            status = source->codec->open(source_picture(source), &original, err);
        if (status == SLADD_OK)
            status = compare(original, redacted, box, face, err);
        *hidden = hide_unseen(face, regions) || *hidden;
    }
    if (original != NULL)
        original->codec->close(original);
    return status;
}
