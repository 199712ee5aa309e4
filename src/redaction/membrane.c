#include "redaction/membrane.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_LEVELS = 32, SWEEPS = 3 };

/* How much less a level of the pyramid counts than the next finer one. A level spreads a sample over four times the
 * area, so a sample's weight falls with its distance to the power 2 - log2(fall). One half would be close to a harmonic
 * membrane, which leaves the rim with a visible crease where a dark collar meets a white wall. */
static const float FALL[] = {[MEMBRANE_SOFT] = 0.14f, [MEMBRANE_COLOUR] = 0.14f, [MEMBRANE_STEADY] = 0.04f};

/* Sums over the known samples of a place: of their values and of their number, both as averages over the place. */
struct level {
    int width, height;
    float *sum;
    float *known;
};

struct pyramid {
    struct level levels[MAX_LEVELS]; /* the finest first */
    int count;
    float *rows; /* room for four rows of the second finest level; owned */
};

static size_t at(int width, int x, int y) {
    return (size_t)y * (size_t)width + (size_t)x;
}

static bool level_init(struct level *level, int width, int height) {
    size_t count = (size_t)width * (size_t)height;
    *level = (struct level){.width = width, .height = height};
    level->sum = array_new(count, 2 * sizeof *level->sum);
    if (level->sum == NULL)
        return false;
    level->known = level->sum + count;
    return true;
}

/* The finest level holds only the surface, or only what it is laid from, so that nothing else is ever read. */
static void take_samples(struct level *to, const float *samples, const uint8_t *kinds, bool surface) {
    size_t count = (size_t)to->width * (size_t)to->height;
    for (size_t i = 0; i < count; i++) {
        bool known = surface ? kinds[i] == SAMPLE_FILL : kinds[i] == SAMPLE_KNOWN || kinds[i] == SAMPLE_LAID;
        to->sum[i] = known ? samples[i] : 0;
        to->known[i] = known ? 1 : 0;
    }
}

/* The kernel 1 3 3 1, wide enough that the pyramid's grid does not show, along a row: every second place of `to`
 * places, of `count`. Beyond the ends there is nothing. */
static void shrink_row(const float *restrict from, int count, float *restrict to, int places) {
    const float outer = 0.125F, inner = 0.375F;
    const int whole = count > 3 ? (count - 3) / 2 + 1 : 1; /* places before it have four samples, but the first */
    for (int x = 1; x < whole; x++)
        to[x] = outer * (from[2 * x - 1] + from[2 * x + 2]) + inner * (from[2 * x] + from[2 * x + 1]);
    for (int x = 0; x < places; x = x == 0 ? whole : x + 1) {
        float sum = inner * from[2 * x];
        sum += 2 * x > 0 ? outer * from[2 * x - 1] : 0;
        sum += 2 * x + 1 < count ? inner * from[2 * x + 1] : 0;
        sum += 2 * x + 2 < count ? outer * from[2 * x + 2] : 0;
        to[x] = sum;
    }
}

/* One plane of a level, to the next coarser one: rows shrink as they come, and four of them make one. `rows` has room
 * for four of them. */
static void shrink(const float *from, int width, int height, float *to, float *rows) {
    const size_t places = (size_t)(width + 1) / 2;
    const float outer = 0.125F, inner = 0.375F;
    float *ring[4] = {rows, rows + places, rows + 2 * places, rows + 3 * places}; /* of source rows 2y - 1 to 2y + 2 */
    memset(ring[0], 0, places * sizeof(float));
    shrink_row(from, width, ring[1], (int)places);
    for (int y = 0; y < (height + 1) / 2; y++, to += places) {
        for (int j = 2; j < 4; j++) {
            const int row = 2 * y - 1 + j;
            if (row < height)
                shrink_row(from + at(width, 0, row), width, ring[j], (int)places);
            else
                memset(ring[j], 0, places * sizeof(float));
        }
        const float *restrict a = ring[0], *restrict b = ring[1], *restrict c = ring[2], *restrict d = ring[3];
        for (size_t x = 0; x < places; x++)
            to[x] = outer * (a[x] + d[x]) + inner * (b[x] + c[x]);
        float *const first = ring[0], *const second = ring[1];
        ring[0] = ring[2], ring[1] = ring[3], ring[2] = first, ring[3] = second;
    }
}

static void push(const struct level *from, const struct level *to, float *rows) {
    shrink(from->sum, from->width, from->height, to->sum, rows);
    shrink(from->known, from->width, from->height, to->known, rows);
}

/* Add what a coarser row says, bilinear: `near` three times as much as `far`, rows of the coarser level. */
static void add_row(const float *restrict near, const float *restrict far, int coarse_width, float share,
                    float *restrict row, float *restrict to, int width) {
    for (int x = 0; x < coarse_width; x++)
        row[x] = share / 16 * (3 * near[x] + far[x]);
    to[0] += 4 * row[0];
    for (int x = 1; x + 1 < coarse_width; x++) {
        to[2 * x - 1] += 3 * row[x - 1] + row[x];
        to[2 * x] += 3 * row[x] + row[x - 1];
    }
    for (int x = coarse_width > 1 ? 2 * coarse_width - 3 : 1; x < width; x++) {
        const int x0 = x / 2, x1 = x % 2 != 0 ? x0 + 1 : x0 - 1;
        to[x] += 3 * row[x0] + row[x1 < coarse_width ? x1 : x0];
    }
}

/* Add what the coarser level says at its lower weight. */
static void pull(const struct level *coarse, const struct level *to, float fall, float *row) {
    for (int y = 0; y < to->height; y++) {
        int y0 = y / 2, y1 = y % 2 != 0 ? y0 + 1 : y0 - 1;
        y1 = y1 < 0 || y1 >= coarse->height ? y0 : y1;
        const size_t near = at(coarse->width, 0, y0), far = at(coarse->width, 0, y1), here = at(to->width, 0, y);
        add_row(coarse->sum + near, coarse->sum + far, coarse->width, fall, row, to->sum + here, to->width);
        add_row(coarse->known + near, coarse->known + far, coarse->width, fall, row, to->known + here, to->width);
    }
}

static float mean_beside(const float *v, const uint8_t *kinds, int width, int height, int x, int y) {
    size_t i = at(width, x, y), w = (size_t)width;
    const bool inside = x > 0 && x + 1 < width && y > 0 && y + 1 < height;
    if (inside && kinds[i - 1] != SAMPLE_ABSENT && kinds[i + 1] != SAMPLE_ABSENT && kinds[i - w] != SAMPLE_ABSENT &&
        kinds[i + w] != SAMPLE_ABSENT)
        return 0.25F * (v[i - 1] + v[i + 1] + v[i - w] + v[i + w]);
    float sum = 0;
    int count = 0;
    if (x > 0 && kinds[i - 1] != SAMPLE_ABSENT)
        sum += v[i - 1], count++;
    if (x + 1 < width && kinds[i + 1] != SAMPLE_ABSENT)
        sum += v[i + 1], count++;
    if (y > 0 && kinds[i - w] != SAMPLE_ABSENT)
        sum += v[i - w], count++;
    if (y + 1 < height && kinds[i + w] != SAMPLE_ABSENT)
        sum += v[i + w], count++;
    return count > 0 ? sum / (float)count : v[i];
}

/* A few sweeps tie the surface to the very samples at the rim; red and black, so that no direction is preferred. */
static void settle(float *samples, const uint8_t *kinds, int width, int height) {
    for (int half = 0; half < 2 * SWEEPS; half++)
        for (int y = 0; y < height; y++) {
            const uint8_t *row = kinds + at(width, 0, y), *first = memchr(row, SAMPLE_FILL, (size_t)width);
            if (first == NULL)
                continue;
            const int begin = (int)(first - row);
            const int end = (int)((uint8_t *)memrchr(first, SAMPLE_FILL, (size_t)(width - begin)) - row) + 1;
            for (int x = begin + (begin + y + half) % 2; x < end; x += 2)
                if (row[x] == SAMPLE_FILL)
                    samples[at(width, x, y)] = mean_beside(samples, kinds, width, height, x, y);
        }
}

static bool build(struct pyramid *pyramid, int width, int height) {
    pyramid->rows = array_new((size_t)(width + 1) / 2, 4 * sizeof *pyramid->rows);
    for (pyramid->count = 0; pyramid->count < MAX_LEVELS; width = (width + 1) / 2, height = (height + 1) / 2) {
        if (!level_init(&pyramid->levels[pyramid->count], width, height))
            return false;
        ++pyramid->count;
        if (width == 1 && height == 1)
            break;
    }
    return pyramid->rows != NULL;
}

/* From the finest level's sums to the surface, in the places to be filled. */
static void spread(struct pyramid *pyramid, float *samples, const uint8_t *kinds, float fall, float neutral) {
    struct level *levels = pyramid->levels;
    for (int i = 0; i + 1 < pyramid->count; i++)
        push(&levels[i], &levels[i + 1], pyramid->rows);
    for (int i = pyramid->count - 2; i >= 0; i--)
        pull(&levels[i + 1], &levels[i], fall, pyramid->rows);
    for (size_t i = 0; i < (size_t)levels->width * (size_t)levels->height; i++)
        if (kinds[i] == SAMPLE_FILL)
            samples[i] = levels->known[i] > 0 ? levels->sum[i] / levels->known[i] : neutral;
}

/* Known samples unlike the surface that is already there lose their say: strokes of letters that the shape did not
 * cover, what lies behind a small board, and the colour of a coat that touches the rim of a head. Where no part of the
 * surface is near, nothing changes. */
static void distrust_outliers(struct pyramid *pyramid, const float *samples, const uint8_t *kinds) {
    enum { AROUND = 4 }; /* averages of the surface over 16 samples, wider than most strokes */
    const float tolerance = 12;
    struct level *levels = pyramid->levels;
    int shift = AROUND < pyramid->count - 1 ? AROUND : pyramid->count - 1;
    take_samples(&levels[0], samples, kinds, true);
    for (int i = 0; i < shift; i++)
        push(&levels[i], &levels[i + 1], pyramid->rows);
    take_samples(&levels[0], samples, kinds, false);
    const struct level *surface = &levels[shift];
    for (int y = 0; shift > 0 && y < levels->height; y++)
        for (int x = 0; x < levels->width; x++) {
            size_t i = at(levels->width, x, y), j = at(surface->width, x >> shift, y >> shift);
            if (levels->known[i] <= 0 || surface->known[j] <= 0)
                continue;
            float off = (levels->sum[i] - surface->sum[j] / surface->known[j]) / tolerance;
            levels->known[i] = 1 / (1 + off * off * off * off);
            levels->sum[i] *= levels->known[i];
        }
}

enum sladd_status membrane_fill(float *samples, const uint8_t *kinds, int width, int height, enum membrane kind,
                                float neutral, struct sladd_error *err) {
    struct pyramid pyramid = {0};
    bool enough = build(&pyramid, width, height);
    if (enough) {
        take_samples(&pyramid.levels[0], samples, kinds, false);
        spread(&pyramid, samples, kinds, FALL[kind], neutral);
        if (kind != MEMBRANE_SOFT) {
            distrust_outliers(&pyramid, samples, kinds);
            spread(&pyramid, samples, kinds, FALL[kind], neutral);
        }
        settle(samples, kinds, width, height);
    }
    for (int i = 0; i < pyramid.count; i++)
        free(pyramid.levels[i].sum);
    free(pyramid.rows);
    return enough ? SLADD_OK : sladd_fail(err, SLADD_NO_MEMORY, "out of memory for a window of %d x %d", width, height);
}
