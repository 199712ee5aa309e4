#include "redaction/membrane.h"

#include "base/array.h"

#include <stdlib.h>

enum { MAX_LEVELS = 32, SWEEPS = 3 };

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

/* The finest level holds only what is known, so that nothing else is ever read. */
static void take_samples(struct level *to, const float *samples, const uint8_t *kinds) {
    size_t count = (size_t)to->width * (size_t)to->height;
    for (size_t i = 0; i < count; i++) {
        bool known = kinds[i] == SAMPLE_KNOWN;
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

enum sladd_status membrane_fill(float *samples, const uint8_t *kinds, int width, int height, float neutral, float fall,
                                struct sladd_error *err) {
    struct level levels[MAX_LEVELS];
    int count = 0, w = width, h = height;
    bool enough = level_init(&levels[0], w, h);
    if (enough)
        take_samples(&levels[count++], samples, kinds);
    while (enough && (w > 1 || h > 1)) {
        w = (w + 1) / 2;
        h = (h + 1) / 2;
        enough = level_init(&levels[count], w, h);
        if (enough) {
            push(&levels[count - 1], &levels[count]);
            count++;
        }
    }
    if (enough) {
        for (int i = count - 2; i >= 0; i--)
            pull(&levels[i + 1], &levels[i], fall);
        for (size_t i = 0; i < (size_t)width * (size_t)height; i++)
            if (kinds[i] == SAMPLE_FILL)
                samples[i] = levels[0].known[i] > 0 ? levels[0].sum[i] / levels[0].known[i] : neutral;
        settle(samples, kinds, width, height);
    }
    for (int i = 0; i < count; i++)
        free(levels[i].sum);
    return enough ? SLADD_OK : sladd_fail(err, SLADD_NO_MEMORY, "out of memory for a window of %d x %d", width, height);
}
