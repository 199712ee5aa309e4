#include "redaction/membrane.h"

#include "base/array.h"

#include <stdlib.h>

enum { MAX_LEVELS = 32, SWEEPS_COARSE = 8, SWEEPS_FINE = 4 };

/* One level of the pyramid. */
struct level {
    int width, height;
    float *data;   /* average of the known samples of a place */
    float *weight; /* how far the place is known, 0..1 */
    float *value;  /* the surface */
};

static size_t at(int width, int x, int y) {
    return (size_t)y * (size_t)width + (size_t)x;
}

static bool level_init(struct level *level, int width, int height) {
    size_t count = (size_t)width * (size_t)height;
    *level = (struct level){.width = width, .height = height};
    level->data = array_new(count, 3 * sizeof *level->data);
    if (level->data == NULL)
        return false;
    level->weight = level->data + count;
    level->value = level->weight + count;
    return true;
}

/* Sum and weight of four places become those of one. A place half known counts as known. */
static void gather(struct level *level, size_t i, float sum, float weight, int places) {
    float known = 2 * weight / (float)places;
    level->data[i] = weight > 0 ? sum / weight : 0;
    level->weight[i] = known < 1 ? known : 1;
}

static void push_samples(const float *samples, const uint8_t *kinds, int width, int height, struct level *to) {
    for (int y = 0; y < to->height; y++)
        for (int x = 0; x < to->width; x++) {
            float sum = 0, weight = 0;
            int places = 0;
            for (int v = 2 * y; v < 2 * y + 2 && v < height; v++)
                for (int u = 2 * x; u < 2 * x + 2 && u < width; u++, places++)
                    if (kinds[at(width, u, v)] == SAMPLE_KNOWN) {
                        sum += samples[at(width, u, v)];
                        weight += 1;
                    }
            gather(to, at(to->width, x, y), sum, weight, places);
        }
}

static void push_level(const struct level *from, struct level *to) {
    for (int y = 0; y < to->height; y++)
        for (int x = 0; x < to->width; x++) {
            float sum = 0, weight = 0;
            int places = 0;
            for (int v = 2 * y; v < 2 * y + 2 && v < from->height; v++)
                for (int u = 2 * x; u < 2 * x + 2 && u < from->width; u++, places++) {
                    size_t i = at(from->width, u, v);
                    sum += from->weight[i] * from->data[i];
                    weight += from->weight[i];
                }
            gather(to, at(to->width, x, y), sum, weight, places);
        }
}

/* The coarser surface at a place of the level below, bilinear. */
static float pull(const struct level *coarse, int x, int y) {
    int x0 = x / 2, y0 = y / 2, x1 = x % 2 != 0 ? x0 + 1 : x0 - 1, y1 = y % 2 != 0 ? y0 + 1 : y0 - 1;
    if (x1 < 0 || x1 >= coarse->width)
        x1 = x0;
    if (y1 < 0 || y1 >= coarse->height)
        y1 = y0;
    const float *near = coarse->value + at(coarse->width, 0, y0), *far = coarse->value + at(coarse->width, 0, y1);
    return (9 * near[x0] + 3 * near[x1] + 3 * far[x0] + far[x1]) / 16;
}

static float mean_beside(const float *v, int width, int height, int x, int y) {
    size_t i = at(width, x, y);
    float sum = 0;
    int count = 0;
    if (x > 0)
        sum += v[i - 1], count++;
    if (x + 1 < width)
        sum += v[i + 1], count++;
    if (y > 0)
        sum += v[i - (size_t)width], count++;
    if (y + 1 < height)
        sum += v[i + (size_t)width], count++;
    return count > 0 ? sum / (float)count : v[i];
}

static void pull_level(const struct level *coarse, struct level *level) {
    for (int y = 0; y < level->height; y++)
        for (int x = 0; x < level->width; x++) {
            size_t i = at(level->width, x, y);
            float w = level->weight[i];
            level->value[i] = w >= 1 ? level->data[i] : w * level->data[i] + (1 - w) * pull(coarse, x, y);
        }
    /* Red and black in turn, so that no direction is preferred. */
    for (int half = 0; half < 2 * SWEEPS_COARSE; half++)
        for (int y = 0; y < level->height; y++)
            for (int x = (y + half) % 2; x < level->width; x += 2) {
                size_t i = at(level->width, x, y);
                float w = level->weight[i];
                if (w < 1)
                    level->value[i] =
                        w * level->data[i] + (1 - w) * mean_beside(level->value, level->width, level->height, x, y);
            }
}

/* As mean_beside, without the absent samples. */
static float mean_present(const float *v, const uint8_t *kinds, int width, int height, int x, int y) {
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

static void pull_samples(const struct level *coarse, float *samples, const uint8_t *kinds, int width, int height) {
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            if (kinds[at(width, x, y)] == SAMPLE_FILL)
                samples[at(width, x, y)] = pull(coarse, x, y);
    for (int half = 0; half < 2 * SWEEPS_FINE; half++)
        for (int y = 0; y < height; y++)
            for (int x = (y + half) % 2; x < width; x += 2)
                if (kinds[at(width, x, y)] == SAMPLE_FILL)
                    samples[at(width, x, y)] = mean_present(samples, kinds, width, height, x, y);
}

enum sladd_status membrane_fill(float *samples, const uint8_t *kinds, int width, int height, float neutral,
                                struct sladd_error *err) {
    struct level levels[MAX_LEVELS];
    int count = 0;
    bool enough = true;
    do {
        int w = count > 0 ? levels[count - 1].width : width, h = count > 0 ? levels[count - 1].height : height;
        enough = level_init(&levels[count], (w + 1) / 2, (h + 1) / 2);
        if (!enough)
            break;
        if (count == 0)
            push_samples(samples, kinds, width, height, &levels[0]);
        else
            push_level(&levels[count - 1], &levels[count]);
        count++;
    } while (levels[count - 1].width > 1 || levels[count - 1].height > 1);
    if (enough) {
        struct level *top = &levels[count - 1];
        top->value[0] = top->weight[0] > 0 ? top->data[0] : neutral;
        for (int i = count - 2; i >= 0; i--)
            pull_level(&levels[i + 1], &levels[i]);
        pull_samples(&levels[0], samples, kinds, width, height);
    }
    for (int i = 0; i < count; i++)
        free(levels[i].data);
    return enough ? SLADD_OK : sladd_fail(err, SLADD_NO_MEMORY, "out of memory for a window of %d x %d", width, height);
}
