#include "redaction/carry.h"

#include "redaction/rest.h"
#include "redaction/rim.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    ENDS = 4,   /* samples that an end is an average of */
    ASIDE = 12, /* lines on either side of it that it is an average of, too */
    TURNS = 3,  /* directions that are tried on either side of the shape's own */
    LOOKS = 48, /* lines that are looked at for each of them */
    LEAST = 4,  /* lines of which anything can be told */
    FEW = 2,    /* edges of a sign */
};

/* What share of the lines must show the same at both ends; how much of the rim may be unlike what would lie beside it,
 * where both ends of a shape tell it, one of them, or what is above and below; and how much better that must be. */
static const double ALIKE = 0.9, MISFIT = 0.3, MISFIT_OF_ONE = 0.15, MISFIT_DOWN = 0.1, BETTER = 0.1;

/* A shape whose length is so many times its height is a word at least. */
static const double WORD = 2.5;

/* A colour plane as lines side by side, all in one direction: they bend by whole samples, so each sample is on one. */
struct lines {
    const struct plane *plane;
    int index;       /* of the plane */
    bool steep;      /* they run downwards, side by side from left to right */
    double slope;    /* samples that they bend aside at each step */
    int middle;      /* step at which a line's number says where it lies */
    int from, to;    /* steps that are looked at */
    int first, last; /* numbers of the lines */
};

/* From which end something runs through. */
enum side { BEFORE, BEHIND, BOTH };

/* Samples of a line, one after the other, that are to be filled, and what lies at their two ends. */
struct run {
    int number, from, to;
    bool known[2];
    float ends[2][RIM_PLANES];
};

/* How something runs through. */
struct way {
    struct sladd_point along;
    enum side side;
};

struct look {
    const struct window *window;
    uint8_t *const *kinds;
    const struct owners *owners;
    const struct carried *carried;
};

/* How well that which the ends show fits. */
struct fit {
    int lines, told, both, alike;
    long rim, unlike;
    int edges; /* from one line to the next */
    float last[RIM_PLANES];
};

/* The place of a step in the plane; false where it lies beyond. */
static bool place_of(const struct lines *lines, int number, int step, size_t *at) {
    const int side = number + (int)lround(lines->slope * (step - lines->middle));
    const int x = lines->steep ? side : step, y = lines->steep ? step : side;
    if (x < 0 || y < 0 || x >= lines->plane->width || y >= lines->plane->height)
        return false;
    *at = (size_t)y * (size_t)lines->plane->width + (size_t)x;
    return true;
}

static uint32_t owner_at(const struct look *look, const struct plane *plane, size_t at) {
    return owner_of_sample(look->owners, look->window, plane, (int)(at % (size_t)plane->width),
                           (int)(at / (size_t)plane->width));
}

/* To be filled, or filled by a line beside it; what is a head's is not. */
static bool is_open(const struct look *look, const struct lines *lines, int number, int step) {
    size_t at;
    if (!place_of(lines, number, step, &at))
        return false;
    const uint8_t kind = look->kinds[lines->index][at];
    const uint32_t owner = owner_at(look, lines->plane, at);
    return (kind == SAMPLE_FILL || kind == SAMPLE_LAID) && owner > 0 && !look->carried->shapes[owner - 1].head;
}

static bool is_own(const struct look *look, const struct lines *lines, int number, int step, size_t *at) {
    return place_of(lines, number, step, at) && look->kinds[lines->index][*at] == SAMPLE_FILL &&
           owner_at(look, lines->plane, *at) == look->carried->number + 1;
}

/* All planes at a place; false where one of them is not known there. */
static bool values_at(const struct look *look, const struct lines *lines, int number, int step,
                      float values[RIM_PLANES]) {
    size_t at;
    if (!place_of(lines, number, step, &at))
        return false;
    const double x = pixel_of_column(look->window, lines->plane, (int)(at % (size_t)lines->plane->width));
    const double y = pixel_of_row(look->window, lines->plane, (int)(at / (size_t)lines->plane->width));
    return known_samples(look->window, look->kinds, x, y, values);
}

static bool are_alike(const struct look *look, const float a[RIM_PLANES], const float b[RIM_PLANES]) {
    bool alike = true;
    for (int i = 0; i < colour_count(look->window->model); i++)
        alike = alike && fabsf(a[i] - b[i]) <= look->carried->tolerance[i];
    return alike;
}

/* The average of the known samples from a step on that are alike, on this line and those beside it, so that grain makes
 * no stripes. */
static bool end_of(const struct look *look, const struct lines *lines, int number, int step, int way,
                   float mean[RIM_PLANES]) {
    float first[RIM_PLANES] = {0}, values[RIM_PLANES] = {0}, sum[RIM_PLANES] = {0}, count = 0;
    if (!values_at(look, lines, number, step, first))
        return false;
    for (int side = -ASIDE; side <= ASIDE; side++)
        for (int i = 0; i < ENDS; i++) {
            if (!values_at(look, lines, number + side, step + i * way, values) || !are_alike(look, first, values))
                break;
            for (int k = 0; k < RIM_PLANES; k++)
                sum[k] += values[k];
            count++;
        }
    for (int i = 0; i < RIM_PLANES; i++)
        mean[i] = sum[i] / count;
    return true;
}

/* The next run of a line that is of this shape, from a step on. */
static bool next_run(const struct look *look, const struct lines *lines, int step, struct run *run) {
    bool own = false;
    size_t at;
    while (!own) {
        while (step < lines->to && !is_open(look, lines, run->number, step))
            step++;
        if (step >= lines->to)
            return false;
        run->from = step;
        for (; step < lines->to && is_open(look, lines, run->number, step); step++)
            own = own || is_own(look, lines, run->number, step, &at);
        run->to = step;
    }
    run->known[BEFORE] = end_of(look, lines, run->number, run->from - 1, -1, run->ends[BEFORE]);
    run->known[BEHIND] = end_of(look, lines, run->number, run->to, 1, run->ends[BEHIND]);
    return true;
}

/* Is it known what runs through? Of two ends one will do. */
static bool is_told(const struct run *run, enum side side) {
    return side == BOTH ? run->known[BEFORE] || run->known[BEHIND] : run->known[side];
}

/* Of two ends that differ neither runs through. */
static bool is_torn(const struct look *look, const struct run *run, enum side side) {
    return side == BOTH && run->known[BEFORE] && run->known[BEHIND] &&
           !are_alike(look, run->ends[BEFORE], run->ends[BEHIND]);
}

static float value_of(const struct run *run, enum side side, int plane, int step) {
    const float part = (float)(step - run->from + 1) / (float)(run->to - run->from + 1);
    if (side == BOTH && run->known[BEFORE] && run->known[BEHIND])
        return run->ends[BEFORE][plane] + part * (run->ends[BEHIND][plane] - run->ends[BEFORE][plane]);
    return run->ends[side == BOTH ? (run->known[BEFORE] ? BEFORE : BEHIND) : side][plane];
}

/* What lies beside the run, along it. */
static void look_beside(const struct look *look, const struct lines *lines, const struct run *run, enum side from,
                        struct fit *fit) {
    size_t at;
    for (int step = run->from; step < run->to; step++) {
        if (!is_own(look, lines, run->number, step, &at))
            continue;
        for (int side = -1; side <= 1; side += 2) {
            float there[RIM_PLANES], here[RIM_PLANES];
            if (!values_at(look, lines, run->number + side, step, there))
                continue;
            for (int i = 0; i < RIM_PLANES; i++)
                here[i] = value_of(run, from, i, step);
            fit->rim++;
            fit->unlike += !are_alike(look, here, there);
        }
    }
}

static void look_along(const struct look *look, const struct lines *lines, int number, enum side side,
                       struct fit *fit) {
    struct run run = {.number = number, .to = lines->from};
    while (next_run(look, lines, run.to, &run)) {
        const bool both = run.known[BEFORE] && run.known[BEHIND];
        const bool alike = both && are_alike(look, run.ends[BEFORE], run.ends[BEHIND]);
        fit->lines++;
        fit->told += is_told(&run, side);
        fit->both += both;
        fit->alike += alike;
        fit->rim += run.known[BEFORE] + run.known[BEHIND];
        fit->unlike += both && !alike;
        if (!is_told(&run, side))
            continue;
        look_beside(look, lines, &run, side, fit);
        const float *value = run.ends[side == BOTH ? !run.known[BEFORE] : side];
        fit->edges += fit->told > 1 && !are_alike(look, fit->last, value);
        memcpy(fit->last, value, sizeof fit->last);
    }
}

static struct lines lines_of(const struct look *look, int index, struct sladd_point way) {
    const struct grid *grid = &look->window->grid;
    const struct plane *plane = &look->window->planes[index];
    const struct cell_rect rect = look->owners->rects[look->carried->number];
    const double dx = way.x * plane->cell_width / grid->cell_width, dy = way.y * plane->cell_height / grid->cell_height;
    struct lines lines = {.plane = plane, .index = index, .steep = fabs(way.y) > fabs(way.x)};
    const double step = lines.steep ? dy : dx, side = lines.steep ? dx : dy;
    const int left = rect.col * plane->cell_width, right = (rect.col + rect.cols) * plane->cell_width;
    const int top = rect.row * plane->cell_height, bottom = (rect.row + rect.rows) * plane->cell_height;
    const int begin = lines.steep ? top : left, end = lines.steep ? bottom : right;
    const int all = lines.steep ? plane->height : plane->width, length = end - begin;
    lines.slope = fabs(step) > 0 ? side / step : 0;
    lines.middle = (begin + end) / 2;
    lines.from = begin > length ? begin - length : 0;
    lines.to = length < all - end ? end + length : all;
    const int bend = (int)ceil(fabs(lines.slope) * length / 2) + 1;
    lines.first = (lines.steep ? left : top) - bend;
    lines.last = (lines.steep ? right : bottom) + bend;
    return lines;
}

static double misfit_of(const struct fit *fit) {
    return fit->rim > 0 ? (double)fit->unlike / (double)fit->rim : 0;
}

static bool is_line(const struct carried *carried) {
    return hypot(carried->along.x, carried->along.y) >= WORD * hypot(carried->aside.x, carried->aside.y);
}

/* Along a shape anything may run through that both of its ends show. Else it is a sign with an edge or two: grain and
 * folds of cloth would make stripes. Down through it the edge must be there, since what has none needs no carrying. */
static bool is_enough(const struct look *look, const struct fit *fit, enum side side, bool down) {
    const bool two = 2 * fit->both >= fit->lines;
    if (fit->told < LEAST || fit->told < ALIKE * fit->lines || misfit_of(fit) > look->carried->misfit - BETTER)
        return false;
    if (side == BOTH && fit->alike < ALIKE * fit->both)
        return false;
    if (!(two && side == BOTH) && !is_line(look->carried))
        return false;
    if (down)
        return two && fit->edges >= 1 && fit->edges <= FEW && misfit_of(fit) <= MISFIT_DOWN;
    return two && side == BOTH ? misfit_of(fit) <= MISFIT : fit->edges <= FEW && misfit_of(fit) <= MISFIT_OF_ONE;
}

/* Try one way in which something may run through, and note it where it is better. */
static void try_way(const struct look *look, struct way way, bool down, double handicap, struct way *best,
                    double *least) {
    const struct lines lines = lines_of(look, coarsest_plane(look->window), way.along);
    const int stride = 1 + (lines.last - lines.first) / LOOKS;
    struct fit fit = {0};
    for (int number = lines.first; number < lines.last; number += stride)
        look_along(look, &lines, number, way.side, &fit);
    if (!is_enough(look, &fit, way.side, down) || misfit_of(&fit) + handicap >= *least)
        return;
    *least = misfit_of(&fit) + handicap;
    *best = way;
}

/* Of the directions near the shape's own two the one that fits best, if any does: letters, and so their frames, are
 * seldom found quite as they stand. One end alone must do along a line whose other end is just the sign's. */
static bool find_way(const struct look *look, struct way *best) {
    const double part = 0.125, each = 0.02, alone = 0.1, none = 2;
    const struct sladd_point along = look->carried->along, aside = look->carried->aside;
    const double height = hypot(aside.x, aside.y), length = hypot(along.x, along.y);
    double least = none;
    for (int i = -TURNS; i <= TURNS; i++) {
        const double turn = part * i, back = length > 0 ? turn / 4 * height / length : 0;
        const struct way over = {{along.x + turn * aside.x, along.y + turn * aside.y}, BOTH};
        const struct way down = {{aside.x + back * along.x, aside.y + back * along.y}, BOTH};
        try_way(look, over, false, each * abs(i), best, &least);
        try_way(look, down, true, each * abs(i), best, &least);
    }
    try_way(look, (struct way){along, BEFORE}, false, alone, best, &least);
    try_way(look, (struct way){along, BEHIND}, false, alone, best, &least);
    return least < none;
}

/* Note what is known at a place beside what is laid with this value; where it is something else, that ends there. */
static void note_rest(const struct look *look, const struct lines *lines, int number, int step, float value,
                      struct rest *rest) {
    size_t at;
    if (!place_of(lines, number, step, &at) || look->kinds[lines->index][at] != SAMPLE_KNOWN)
        return;
    const float off = lines->plane->samples[at] - value;
    if (fabsf(off) <= look->carried->tolerance[lines->index])
        rest_known(rest, at, off);
}

static void lay_run(const struct look *look, const struct lines *lines, const struct run *run, enum side side,
                    struct rest *rest) {
    size_t at;
    for (int step = run->from; step < run->to; step++) {
        if (!is_own(look, lines, run->number, step, &at))
            continue;
        const float value = value_of(run, side, lines->index, step);
        lines->plane->samples[at] = value;
        look->kinds[lines->index][at] = SAMPLE_LAID;
        rest_laid(rest, at);
        note_rest(look, lines, run->number - 1, step, value, rest);
        note_rest(look, lines, run->number + 1, step, value, rest);
    }
    note_rest(look, lines, run->number, run->from - 1, value_of(run, side, lines->index, run->from), rest);
    note_rest(look, lines, run->number, run->to, value_of(run, side, lines->index, run->to - 1), rest);
}

static enum sladd_status lay(const struct look *look, int index, const struct way *way, struct sladd_error *err) {
    const struct lines lines = lines_of(look, index, way->along);
    struct rest rest;
    enum sladd_status status = rest_init(&rest, lines.plane, look->owners->rects[look->carried->number], err);
    for (int number = lines.first; number < lines.last && status == SLADD_OK; number++) {
        struct run run = {.number = number, .to = lines.from};
        while (next_run(look, &lines, run.to, &run))
            if (is_told(&run, way->side) && !is_torn(look, &run, way->side))
                lay_run(look, &lines, &run, way->side, &rest);
    }
    if (status == SLADD_OK)
        status = rest_take(&rest, err);
    rest_clear(&rest);
    return status;
}

enum sladd_status carry_lay(const struct window *window, uint8_t *const *kinds, const struct owners *owners,
                            const struct carried *carried, bool *laid, struct sladd_error *err) {
    const struct look look = {window, kinds, owners, carried};
    struct way way = {.side = BOTH};
    enum sladd_status status = SLADD_OK;
    *laid = carried->misfit >= BETTER && find_way(&look, &way);
    for (int i = 0; i < colour_count(window->model) && *laid && status == SLADD_OK; i++)
        status = lay(&look, i, &way, err);
    return status;
}
