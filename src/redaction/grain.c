#include "redaction/grain.h"

#include <math.h>

/* Stafford's variant 13 of the 64-bit finaliser, as in SplitMix64. */
static uint64_t mix(uint64_t z) {
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* The sum of four even 16-bit numbers is near enough to a bell curve; standard deviation 1. */
static float white(uint64_t row_key, int64_t x) {
    uint64_t h = mix(row_key + (uint64_t)x * UINT64_C(0x9e3779b97f4a7c15));
    int32_t sum =
        (int32_t)(h & 0xffff) + (int32_t)(h >> 16 & 0xffff) + (int32_t)(h >> 32 & 0xffff) + (int32_t)(h >> 48);
    return (float)(sum - 2 * 65535) / 37837.0f;
}

void grain_row(uint64_t seed, int plane, int64_t x, int64_t y, float *grain, int count) {
    /* Some of the neighbours to the right and below: demosaicing and JPEG leave no sensor's noise white. */
    const float c = 0.5f;
    uint64_t key = mix(seed ^ mix((uint64_t)plane + 1));
    uint64_t here = mix(key ^ mix((uint64_t)y)), below = mix(key ^ mix((uint64_t)y + 1));
    float left = white(here, x) + c * white(below, x);
    for (int i = 0; i < count; i++) {
        float right = white(here, x + i + 1) + c * white(below, x + i + 1);
        grain[i] = (left + c * right) / (1 + c * c);
        left = right;
    }
}

enum { BINS = 2048, BINS_A_STEP = 8, LEAST = 64, MOST = 1 << 16 };

static const float NOISIEST = 8;

float grain_measure(const float *samples, const uint8_t *kinds, int width, int height) {
    uint32_t bins[BINS] = {0};
    uint32_t count = 0;
    size_t w = (size_t)width;
    int step = 1;
    while ((int64_t)(width / step) * (height / step) > MOST)
        step++;
    for (int y = 1; y + 1 < height; y += step)
        for (int x = 1; x + 1 < width; x += step) {
            size_t i = (size_t)y * w + (size_t)x;
            bool known = true;
            for (size_t row = i - w; row <= i + w; row += w)
                known = known && kinds[row - 1] == SAMPLE_KNOWN && kinds[row] == SAMPLE_KNOWN &&
                        kinds[row + 1] == SAMPLE_KNOWN;
            if (!known)
                continue;
            /* Immerkaer's mask: blind to planes and straight edges along the axes; its gain for noise is 6. */
            const float *p = samples + i;
            float response = fabsf(p[-1 - (ptrdiff_t)w] - 2 * p[-(ptrdiff_t)w] + p[1 - (ptrdiff_t)w] - 2 * p[-1] +
                                   4 * p[0] - 2 * p[1] + p[w - 1] - 2 * p[w] + p[w + 1]);
            float bin = response * BINS_A_STEP;
            bins[bin < BINS - 1 ? (int)bin : BINS - 1]++;
            count++;
        }
    if (count < LEAST)
        return 0;
    /* The lower third: what is busy by its content is in the upper part. A bell curve has 0.4307 there. */
    uint32_t below = 0;
    int bin = 0;
    while (bin < BINS - 1 && below + bins[bin] < count / 3)
        below += bins[bin++];
    float sigma = (float)bin / BINS_A_STEP / 6 / 0.4307f;
    return sigma < NOISIEST ? sigma : NOISIEST;
}
