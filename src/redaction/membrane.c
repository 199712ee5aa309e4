#include "redaction/membrane.h"

#include "base/array.h"

#include <stdlib.h>

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

/* The kernel 1 3 3 1 in both directions: wide enough that the pyramid's grid does not show. */
static const float KERNEL[4] = {0.125f, 0.375f, 0.375f, 0.125f};

/* The finest level holds only samples of one kind, so that nothing else is ever read. */
static void take_samples(struct level *to, const float *samples, const uint8_t *kinds, enum sample_kind kind) {
    size_t count = (size_t)to->width * (size_t)to->height;
    for (size_t i = 0; i < count; i++) {
        bool known = kinds[i] == kind;
        to->sum[i] = known ? samples[i] : 0;
        to->known[i] = known ? 1 : 0;
    }
}

static void push(const struct level *from, struct level *to) {
    for (int y = 0; y < to->height; y++)
        for (int x = 0; x < to->width; x++) {
            float sum = 0, known = 0;
            for (int j = 0; j < 4; j++) {
                int v = 2 * y - 1 + j;
                if (v < 0 || v >= from->height)
                    continue;
                for (int i = 0; i < 4; i++) {
                    int u = 2 * x - 1 + i;
                    if (u < 0 || u >= from->width)
                        continue;
                    sum += KERNEL[j] * KERNEL[i] * from->sum[at(from->width, u, v)];
                    known += KERNEL[j] * KERNEL[i] * from->known[at(from->width, u, v)];
                }
            }
            to->sum[at(to->width, x, y)] = sum;
            to->known[at(to->width, x, y)] = known;
        }
}

/* Add what the coarser level says, bilinear, at its lower weight. */
static void pull(const struct level *coarse, struct level *to, float fall) {
    for (int y = 0; y < to->height; y++) {
        int y0 = y / 2, y1 = y % 2 != 0 ? y0 + 1 : y0 - 1;
        y1 = y1 < 0 || y1 >= coarse->height ? y0 : y1;
        size_t near = at(coarse->width, 0, y0), far = at(coarse->width, 0, y1);
        for (int x = 0; x < to->width; x++) {
            int x0 = x / 2, x1 = x % 2 != 0 ? x0 + 1 : x0 - 1;
            x1 = x1 < 0 || x1 >= coarse->width ? x0 : x1;
            size_t a = near + (size_t)x0, b = near + (size_t)x1, c = far + (size_t)x0, d = far + (size_t)x1;
            size_t i = at(to->width, x, y);
            to->sum[i] += fall / 16 * (9 * coarse->sum[a] + 3 * coarse->sum[b] + 3 * coarse->sum[c] + coarse->sum[d]);
            to->known[i] +=
                fall / 16 * (9 * coarse->known[a] + 3 * coarse->known[b] + 3 * coarse->known[c] + coarse->known[d]);
        }
    }
}

static float mean_beside(const float *v, const uint8_t *kinds, int width, int height, int x, int y) {
    size_t i = at(width, x, y), w = (size_t)width;
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
        for (int y = 0; y < height; y++)
            for (int x = (y + half) % 2; x < width; x += 2)
                if (kinds[at(width, x, y)] == SAMPLE_FILL)
                    samples[at(width, x, y)] = mean_beside(samples, kinds, width, height, x, y);
}

static bool build(struct level *levels, int *count, int width, int height) {
    for (*count = 0; *count < MAX_LEVELS; width = (width + 1) / 2, height = (height + 1) / 2) {
        if (!level_init(&levels[*count], width, height))
            return false;
        ++*count;
        if (width == 1 && height == 1)
            break;
    }
    return true;
}

/* From the finest level's sums to the surface, in the places to be filled. */
static void spread(struct level *levels, int count, float *samples, const uint8_t *kinds, float fall, float neutral) {
    for (int i = 0; i + 1 < count; i++)
        push(&levels[i], &levels[i + 1]);
    for (int i = count - 2; i >= 0; i--)
        pull(&levels[i + 1], &levels[i], fall);
    for (size_t i = 0; i < (size_t)levels->width * (size_t)levels->height; i++)
        if (kinds[i] == SAMPLE_FILL)
            samples[i] = levels->known[i] > 0 ? levels->sum[i] / levels->known[i] : neutral;
}

/* Known samples unlike the surface that is already there lose their say: strokes of letters that the shape did not
 * cover, what lies behind a small board, and the colour of a coat that touches the rim of a head. Where no part of the
 * surface is near, nothing changes. */
static void distrust_outliers(struct level *levels, int count, const float *samples, const uint8_t *kinds) {
    enum { AROUND = 4 }; /* averages of the surface over 16 samples, wider than most strokes */
    const float tolerance = 12;
    int shift = AROUND < count - 1 ? AROUND : count - 1;
    take_samples(&levels[0], samples, kinds, SAMPLE_FILL);
    for (int i = 0; i < shift; i++)
        push(&levels[i], &levels[i + 1]);
    take_samples(&levels[0], samples, kinds, SAMPLE_KNOWN);
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
    struct level levels[MAX_LEVELS];
    int count;
    bool enough = build(levels, &count, width, height);
    if (enough) {
        take_samples(&levels[0], samples, kinds, SAMPLE_KNOWN);
        spread(levels, count, samples, kinds, FALL[kind], neutral);
        if (kind != MEMBRANE_SOFT) {
            distrust_outliers(levels, count, samples, kinds);
            spread(levels, count, samples, kinds, FALL[kind], neutral);
        }
        settle(samples, kinds, width, height);
    }
    for (int i = 0; i < count; i++)
        free(levels[i].sum);
    return enough ? SLADD_OK : sladd_fail(err, SLADD_NO_MEMORY, "out of memory for a window of %d x %d", width, height);
}
