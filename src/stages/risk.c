/* The residual risk: how many faces are probably still seen in a copy. What was found is destroyed, and what is found
 * again goes, too; but a detector has thresholds, and what stayed below them may be somebody. */
#include "redaction/claims.h"
#include "stages/stages.h"

#include <math.h>

/* A face is seen by the middle of its box: an ellipse of this share of the box's sides, of which more than a tenth is
 * left (as tests/accuracy/evaluate.py counts). */
static const double MIDDLE = 0.42, ENOUGH_LEFT = 0.1;

/* Steps of a grid of points over that ellipse, each way. */
enum { PROBES = 16 };

/* So many decimals are kept in reports and receipts: a second run must add up what the first did. */
static const double DECIMALS = 1e4;

/* On the head of somebody who may be seen, or where the manifest says that nobody is, nobody is seen who may not be. */
static bool is_nobodys(const struct sladd_regions *regions, double x, double y) {
    bool nobodys = false;
    for (size_t i = 0; i < regions->count && !nobodys; i++) {
        const struct sladd_region *row = &regions->items[i];
        if (row->kind == SLADD_FACE && row->action == SLADD_KEEP && row->detected)
            nobodys = sladd_box_holds(stays_seen(row) ? head_box(row->box) : row->box, x, y);
    }
    return nobodys;
}

/* Does anything that goes, or somebody who may be seen, reach into a place at all? */
static bool is_met(const struct claims *claims, const struct sladd_regions *regions, struct sladd_box box) {
    bool met = false;
    for (size_t i = 0; i < claims->count && !met; i++)
        met = sladd_box_area(sladd_box_intersect(claims->items[i].bounds, box)) > 0;
    for (size_t i = 0; i < regions->count && !met; i++) {
        const struct sladd_region *row = &regions->items[i];
        if (row->kind == SLADD_FACE && row->action == SLADD_KEEP && row->detected)
            met = sladd_box_area(sladd_box_intersect(head_box(row->box), box)) > 0;
    }
    return met;
}

/* The share of the middle of a place that shows what it showed. */
static double share_left(const struct claims *claims, const struct sladd_regions *regions, struct sladd_box box) {
    int left = 0, all = 0;
    if (!is_met(claims, regions, box))
        return 1; /* as most are */
    for (int i = 0; i < PROBES * PROBES; i++) {
        double across = 2 * (i % PROBES + 0.5) / PROBES - 1, down = 2 * (i / PROBES + 0.5) / PROBES - 1;
        double x = box.x + box.width * (0.5 + MIDDLE * across), y = box.y + box.height * (0.5 + MIDDLE * down);
        if (hypot(across, down) > 1)
            continue;
        all++;
        left += !claims_take(claims, x, y) && !is_nobodys(regions, x, y);
    }
    return (double)left / all;
}

enum sladd_status stage_risk(const struct vision *vision, int width, int height, const struct sladd_regions *regions,
                             struct sladd_regions *doubtful, double *risk, struct sladd_error *err) {
    const struct grid grid = {width, height, 1, 1, width, height};
    const long pixels = (long)width * height;
    struct claims claims = {0};
    size_t faces = 0;
    double sum = 0;
    enum sladd_status status = claims_init(&claims, regions, &grid, SLADD_UPRIGHT, err);
    *risk = -1;
    if (status != SLADD_OK)
        return status;
    for (size_t i = 0; i < doubtful->count; i++)
        if (doubtful->items[i].reason != SLADD_REASON_NO_FACE)
            doubtful->items[i].visible = share_left(&claims, regions, doubtful->items[i].box);
    for (size_t i = 0; i < regions->count; i++) {
        const struct sladd_region *row = &regions->items[i];
        if (row->kind != SLADD_FACE || !row->detected)
            continue;
        faces++;
        if (row->action == SLADD_REDACT)
            sum += vision_seen_beside(vision, pixels, row);
    }
    sum += vision_seen_at(vision, pixels, faces, doubtful, ENOUGH_LEFT);
    if (vision_knows_misses(vision))
        *risk = round(sum * DECIMALS) / DECIMALS;
    claims_clear(&claims);
    return SLADD_OK;
}
