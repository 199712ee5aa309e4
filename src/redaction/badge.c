#include "redaction/badge.h"

#include "base/array.h"

#include <math.h>
#include <stdlib.h>

/* In heights of a face, brow to chin: how wide a badge is at most, how far it hangs beside and below the chin. */
static const double WIDEST = 0.9, BESIDE = 1.3, BELOW = 3;

/* Lines of one badge: sine of the angle between them, and how far apart they are in heights of the higher one. */
static const double SAME_ANGLE = 0.2, SPACING = 2;

/* Below the place and the name a badge says what somebody does, mostly in the smallest letters of all, which may have
 * been missed: so far below two lines it ends, in parts of their distance. */
static const double THIRD = 1.5;

struct line {
    struct sladd_point middle, unit; /* of its direction */
    double length, height;
};

static struct line line_of(const struct sladd_region *region) {
    const struct sladd_axes axes = sladd_axes_of_quad(region->quad);
    const double length = hypot(axes.along.x, axes.along.y);
    return (struct line){.middle = axes.middle,
                         .unit = {axes.along.x / length, axes.along.y / length},
                         .length = length,
                         .height = hypot(axes.across.x, axes.across.y)};
}

static bool is_on_chest(const struct line *line, struct sladd_box face) {
    return line->length <= WIDEST * face.height && line->middle.y > face.y + face.height &&
           line->middle.y < face.y + (1 + BELOW) * face.height &&
           fabs(line->middle.x - face.x - face.width / 2) < BESIDE * face.height;
}

static bool may_be_of_badge(const struct sladd_region *regions, size_t count, size_t index) {
    const struct sladd_region *region = &regions[index];
    bool on = false;
    if (region->kind != SLADD_TEXT || region->action == SLADD_KEEP || !region->has_quad)
        return false;
    const struct line line = line_of(region);
    for (size_t i = 0; i < count && !on; i++)
        on = regions[i].kind == SLADD_FACE && regions[i].reason != SLADD_REASON_NO_FACE &&
             is_on_chest(&line, regions[i].box);
    return on && line.height > 0;
}

static bool are_stacked(const struct line *a, const struct line *b) {
    const struct line *longer = a->length >= b->length ? a : b, *other = longer == a ? b : a;
    const struct sladd_point unit = longer->unit;
    const struct sladd_point off = {other->middle.x - longer->middle.x, other->middle.y - longer->middle.y};
    const double turn = fabs(unit.x * other->unit.y - unit.y * other->unit.x);
    return turn <= SAME_ANGLE && fabs(unit.x * off.x + unit.y * off.y) <= longer->length / 2 &&
           fabs(unit.x * off.y - unit.y * off.x) <= SPACING * fmax(a->height, b->height);
}

/* The rectangle around all lines of a group, as the longest of them stands, and below them as much more as `below`
 * times the way from the first to the last. */
static void surround(const struct sladd_region *regions, size_t count, const size_t *groups, size_t group, double below,
                     struct sladd_point quad[4]) {
    struct line longest = {.length = 0};
    for (size_t i = 0; i < count; i++)
        if (groups[i] == group) {
            const struct line line = line_of(&regions[i]);
            longest = line.length > longest.length ? line : longest;
        }
    const struct sladd_point unit = longest.unit;
    double left = INFINITY, right = -INFINITY, top = INFINITY, bottom = -INFINITY, first = INFINITY, last = -INFINITY;
    for (size_t i = 0; i < count; i++) {
        if (groups[i] != group)
            continue;
        const struct sladd_point middle = line_of(&regions[i]).middle;
        first = fmin(first, middle.y * unit.x - middle.x * unit.y);
        last = fmax(last, middle.y * unit.x - middle.x * unit.y);
        for (int k = 0; k < 4; k++) {
            const struct sladd_point p = regions[i].quad[k];
            left = fmin(left, p.x * unit.x + p.y * unit.y);
            right = fmax(right, p.x * unit.x + p.y * unit.y);
            top = fmin(top, p.y * unit.x - p.x * unit.y);
            bottom = fmax(bottom, p.y * unit.x - p.x * unit.y);
        }
    }
    bottom += below * (last - first);
    const double along[] = {left, right, right, left}, down[] = {top, top, bottom, bottom};
    for (int k = 0; k < 4; k++)
        quad[k] = (struct sladd_point){along[k] * unit.x - down[k] * unit.y, along[k] * unit.y + down[k] * unit.x};
}

/* Is something in the box that may be seen? */
static bool holds_kept(const struct sladd_region *regions, size_t count, struct sladd_box box) {
    bool kept = false;
    for (size_t i = 0; i < count && !kept; i++)
        kept = regions[i].action == SLADD_KEEP && regions[i].kind != SLADD_FACE &&
               regions[i].reason != SLADD_REASON_NO_TEXT &&
               sladd_box_area(sladd_box_intersect(regions[i].box, box)) > 0;
    return kept;
}

static void join_group(struct sladd_region *regions, size_t count, size_t *groups, size_t group) {
    struct sladd_point quad[4];
    size_t lines = 0;
    for (size_t i = 0; i < count; i++)
        lines += groups[i] == group;
    if (lines < 2)
        return;
    surround(regions, count, groups, group, lines == 2 ? THIRD : 0, quad);
    if (holds_kept(regions, count, sladd_box_of_quad(quad)))
        surround(regions, count, groups, group, 0, quad);
    if (holds_kept(regions, count, sladd_box_of_quad(quad)))
        return;
    for (size_t i = 0; i < count; i++)
        if (groups[i] == group) {
            for (int k = 0; k < 4; k++)
                regions[i].quad[k] = quad[k];
            regions[i].box = sladd_box_of_quad(quad);
        }
}

/* Number the groups from 1; 0: of none. */
static void group_lines(const struct sladd_region *regions, size_t count, size_t *groups) {
    for (size_t i = 0; i < count; i++)
        groups[i] = may_be_of_badge(regions, count, i) ? i + 1 : 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; k < count && groups[i] > 0; k++) {
            const size_t from = groups[k], to = groups[i];
            if (from == 0 || from == to)
                continue;
            const struct line a = line_of(&regions[i]), b = line_of(&regions[k]);
            if (!are_stacked(&a, &b))
                continue;
            for (size_t n = 0; n < count; n++)
                groups[n] = groups[n] == from ? to : groups[n];
        }
}

enum sladd_status badges_join(struct sladd_region *regions, size_t count, struct sladd_error *err) {
    size_t *groups = array_new_zero(count + 1, sizeof *groups);
    if (groups == NULL)
        return fail_memory(err);
    group_lines(regions, count, groups);
    for (size_t group = 1; group <= count; group++)
        join_group(regions, count, groups, group);
    free(groups);
    return SLADD_OK;
}
