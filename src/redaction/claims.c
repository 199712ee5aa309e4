#include "redaction/claims.h"

#include "base/array.h"
#include "redaction/badge.h"

#include <math.h>
#include <stdlib.h>

const double seen_enough = 0.9;

/* A line of text is mostly a head's when half of it lies there. */
static const double MOSTLY = 0.5;

/* A face of at least the first score is in front of one of less than the second; a line of less than that is doubtful,
 * too. */
static const double IN_FRONT = 0.9, DOUBTFUL = 0.85;

/* Steps of a grid of points by which shares of areas are told, along each side. */
enum { PROBES = 48, ALL_PROBES = PROBES * PROBES };

static bool quad_holds(const struct sladd_point quad[4], double x, double y) {
    int left = 0, right = 0;
    for (int i = 0; i < 4; i++) {
        struct sladd_point a = quad[i], b = quad[(i + 1) % 4];
        double side = (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
        left += side < 0;
        right += side > 0;
    }
    return left == 0 || right == 0;
}

/* Both have the face's box in them but for the corners below the ears; a line on a cap, which may reach down to the
 * brows, also has the corners above them. */
static struct stay stay_of(const struct sladd_region *face, const struct grid *grid, int orientation) {
    static const struct head_growth skull = {.side = 0.14, .above = 0.33, .below = 0.14};
    static const struct head_growth oval = {.side = 0.16, .above = 0.03, .below = 0.16};
    struct stay stay = {.oval = shape_of_head(face->box, oval, grid, orientation),
                        .skull = shape_of_head(face->box, skull, grid, orientation),
                        .head = shape_of_head(face->box, WHOLE_HEAD, grid, orientation),
                        .score = face->score};
    shape_box_corners(face->box, grid, orientation, stay.face);
    return stay;
}

static bool on_face(const struct claims *claims, double x, double y) {
    bool on = false;
    for (size_t i = 0; i < claims->stay_count && !on; i++)
        on = shape_distance(&claims->stays[i].oval, x, y) < 1;
    return on;
}

static bool on_skull(const struct claims *claims, double x, double y) {
    bool on = false;
    for (size_t i = 0; i < claims->stay_count && !on; i++)
        on = shape_distance(&claims->stays[i].skull, x, y) < 1;
    return on;
}

/* The point of a quadrilateral at u, v (0..1 each). */
static struct sladd_point quad_point(const struct sladd_point quad[4], double u, double v) {
    double a = (1 - u) * (1 - v), b = u * (1 - v), c = u * v, d = (1 - u) * v;
    return (struct sladd_point){a * quad[0].x + b * quad[1].x + c * quad[2].x + d * quad[3].x,
                                a * quad[0].y + b * quad[1].y + c * quad[2].y + d * quad[3].y};
}

/* One of the ALL_PROBES points of that grid over a quadrilateral. */
static struct sladd_point probe(const struct sladd_point quad[4], int i) {
    return quad_point(quad, (i % PROBES + 0.5) / PROBES, (i / PROBES + 0.5) / PROBES);
}

/* Does most of a line lie on the heads that stay, by this measure of them? */
static bool lies_mostly(const struct claims *claims, bool (*on)(const struct claims *, double, double),
                        const struct shape *line) {
    int count = 0;
    for (int i = 0; i < ALL_PROBES; i++) {
        const struct sladd_point p = probe(line->quad, i);
        count += on(claims, p.x, p.y);
    }
    return count >= MOSTLY * ALL_PROBES;
}

/* Would a line, going whole, leave some face that stays with less than is enough to be seen? */
static bool hides_face(const struct claims *claims, const struct shape *line) {
    bool hides = false;
    for (size_t i = 0; i < claims->stay_count && !hides; i++) {
        int left = 0;
        for (int k = 0; k < ALL_PROBES; k++) {
            const struct sladd_point p = probe(claims->stays[i].face, k);
            left += !quad_holds(line->quad, p.x, p.y);
        }
        hides = left < seen_enough * ALL_PROBES;
    }
    return hides;
}

/* A line that mostly lies elsewhere is behind the head, and leaves its hair, too. One that does not may stand on a cap:
 * it goes whole, also where the cap reaches down into the face's box; but not where its middle or most of it is that
 * face, nor where a doubtful one would cost so much of it that the person could not be seen. */
static enum spared spared_by(const struct claims *claims, const struct claim *claim) {
    const struct shape *line = &claim->shape;
    if (!lies_mostly(claims, on_skull, line))
        return SPARES_SKULL;
    const struct sladd_point middle = quad_point(line->quad, 0.5, 0.5);
    if (on_face(claims, middle.x, middle.y) || lies_mostly(claims, on_face, line))
        return SPARES_FACE;
    return claim->score < DOUBTFUL && hides_face(claims, line) ? SPARES_FACE : SPARES_NOTHING;
}

static struct claim claim_of(const struct claims *claims, const struct sladd_region *region, const struct grid *grid,
                             int orientation) {
    struct claim claim = {.kind = region->kind,
                          .shape = shape_of_region(region, grid, orientation),
                          .score = region->detected ? region->score : 1};
    claim.bounds = shape_bounds(&claim.shape);
    if (claim.kind == SLADD_FACE && !claim.shape.head)
        claim.kind = SLADD_MANUAL; /* nobody can say where it is, so all of the photo goes */
    if (claim.kind == SLADD_CODE)
        claim.kind = SLADD_MANUAL; /* what was read is in front of every face, and half a code may still say it all */
    if (claim.kind == SLADD_FACE)
        shape_box_corners(region->box, grid, orientation, claim.face);
    if (claim.kind == SLADD_TEXT)
        claim.spares = spared_by(claims, &claim);
    return claim;
}

bool stays_seen(const struct sladd_region *region) {
    return region->kind == SLADD_FACE && region->action == SLADD_KEEP && region->detected &&
           region->reason != SLADD_REASON_NO_FACE;
}

enum sladd_status claims_init(struct claims *claims, const struct sladd_regions *regions, const struct grid *grid,
                              int orientation, struct sladd_error *err) {
    struct sladd_region *items = array_new(regions->count + 1, sizeof *items);
    enum sladd_status status = SLADD_OK;
    *claims = (struct claims){array_new_zero(regions->count + 1, sizeof *claims->items), 0,
                              array_new_zero(regions->count + 1, sizeof *claims->stays), 0};
    if (items == NULL || claims->items == NULL || claims->stays == NULL)
        status = fail_memory(err);
    for (size_t i = 0; i < regions->count && status == SLADD_OK; i++)
        items[i] = regions->items[i];
    if (status == SLADD_OK)
        status = badges_join(items, regions->count, err);
    for (size_t i = 0; i < regions->count && status == SLADD_OK; i++)
        if (stays_seen(&items[i]))
            claims->stays[claims->stay_count++] = stay_of(&items[i], grid, orientation);
    for (size_t i = 0; i < regions->count && status == SLADD_OK; i++)
        if (items[i].action != SLADD_KEEP)
            claims->items[claims->count++] = claim_of(claims, &items[i], grid, orientation);
    free(items);
    if (status != SLADD_OK)
        claims_clear(claims);
    return status;
}

void claims_clear(struct claims *claims) {
    free(claims->items);
    free(claims->stays);
    *claims = (struct claims){0};
}

static double nearest_stay(const struct claims *claims, double x, double y) {
    double nearest = INFINITY;
    for (size_t i = 0; i < claims->stay_count; i++)
        nearest = fmin(nearest, shape_distance(&claims->stays[i].head, x, y));
    return nearest;
}

/* Is this a point of a kept face that stands in front of the one that goes? */
static bool is_behind(const struct claims *claims, const struct claim *claim, double x, double y) {
    bool behind = false;
    for (size_t i = 0; i < claims->stay_count && !behind && claim->score < DOUBTFUL; i++)
        behind = claims->stays[i].score >= IN_FRONT && quad_holds(claims->stays[i].face, x, y);
    return behind;
}

static bool claim_takes(const struct claims *claims, const struct claim *claim, double x, double y) {
    if (!sladd_box_holds(claim->bounds, x, y))
        return false;
    if (claim->kind == SLADD_TEXT)
        return quad_holds(claim->shape.quad, x, y) && !(claim->spares == SPARES_SKULL && on_skull(claims, x, y)) &&
               !(claim->spares == SPARES_FACE && on_face(claims, x, y));
    if (claim->kind != SLADD_FACE)
        return quad_holds(claim->shape.quad, x, y);
    if (is_behind(claims, claim, x, y))
        return false;
    if (quad_holds(claim->face, x, y))
        return true;
    double distance = shape_distance(&claim->shape, x, y);
    return distance < 1 && distance <= nearest_stay(claims, x, y);
}

bool claims_take(const struct claims *claims, double x, double y) {
    for (size_t i = 0; i < claims->count; i++)
        if (claim_takes(claims, &claims->items[i], x, y))
            return true;
    return false;
}

double claims_leave(const struct claims *claims, struct sladd_box box) {
    struct sladd_point quad[4];
    int left = 0;
    sladd_quad_of_box(box, quad);
    for (int i = 0; i < ALL_PROBES; i++) {
        const struct sladd_point p = probe(quad, i);
        left += !claims_take(claims, p.x, p.y);
    }
    return (double)left / ALL_PROBES;
}

static void mark_shape(const struct shape *shape, const struct grid *grid, struct cell_mask *mask) {
    struct cell_rect rect;
    shape_mark(shape, grid, mask, &rect);
}

/* A cell that something claims and that a head reaches which stays: asked point by point. */
static uint8_t divide(const struct claims *claims, const struct grid *grid, int col, int row) {
    int left = col * grid->cell_width, top = row * grid->cell_height, taken = 0, points = 0;
    for (int y = top; y < top + grid->cell_height && y < grid->height; y++)
        for (int x = left; x < left + grid->cell_width && x < grid->width; x++, points++)
            taken += claims_take(claims, x + 0.5, y + 0.5);
    return taken == 0 ? 0 : taken == points ? CELL_WHOLE : CELL_CUT;
}

/* What a line on a cap stands on belongs to the head: its colours are lent to it, two cells around. */
static void lend_around(struct sladd_box line, const struct grid *grid, struct cell_mask *aside) {
    const double across = 2.0 * grid->cell_width, down = 2.0 * grid->cell_height;
    const struct sladd_box around = {line.x - across, line.y - down, line.width + 2 * across, line.height + 2 * down};
    cell_mask_unmark(aside, cells_met(around, grid));
}

void claims_mark(const struct claims *claims, const struct grid *grid, struct cell_mask *mask,
                 struct cell_mask *aside) {
    for (size_t i = 0; i < claims->stay_count; i++)
        mark_shape(&claims->stays[i].head, grid, aside);
    for (size_t i = 0; i < claims->count; i++)
        if (claims->items[i].kind != SLADD_MANUAL)
            mark_shape(&claims->items[i].shape, grid, mask);
    for (int row = 0; row < grid->rows && claims->stay_count > 0; row++)
        for (int col = 0; col < grid->cols; col++) {
            size_t i = (size_t)row * (size_t)grid->cols + (size_t)col;
            if (mask->cells[i] != 0 && aside->cells[i] != 0)
                mask->cells[i] = divide(claims, grid, col, row);
        }
    for (size_t i = 0; i < claims->count; i++)
        if (claims->items[i].kind == SLADD_MANUAL)
            mark_shape(&claims->items[i].shape, grid, mask);
    for (size_t i = 0; i < claims->count; i++)
        if (claims->items[i].kind == SLADD_TEXT && claims->items[i].spares == SPARES_NOTHING)
            lend_around(claims->items[i].bounds, grid, aside);
}
