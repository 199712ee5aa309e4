/* Kept means seen: nobody is reported as kept of whom the copy shows next to nothing. */
#include "stages/stages.h"

const double seen_enough = 0.9;

/* A `redact` box takes whole cells, whose size differs between files: so much more than the box may go. */
static const double LARGEST_CELL = 16;

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
        if (face->visible >= seen_enough)
            continue;
        face->action = SLADD_REDACT;
        face->reason = SLADD_REASON_COVERED;
        *changed = true;
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
