#include "vision/backend/kernels.h"

#include <string.h>

#define ROWS(name) name##_portable
#include "vision/backend/kernels_rows.def"
#undef ROWS

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#pragma GCC push_options
#pragma GCC target("avx2,fma")
#define ROWS(name) name##_avx2
#include "vision/backend/kernels_rows.def"
#undef ROWS
#pragma GCC pop_options
#pragma GCC push_options
#pragma GCC target("avx512f,avx512vl,avx512dq,fma,prefer-vector-width=512")
#define ROWS(name) name##_avx512
#include "vision/backend/kernels_rows.def"
#undef ROWS
#pragma GCC pop_options
#define CALL(name, ...)                                                                                                \
    (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")     \
         ? name##_avx512(__VA_ARGS__)                                                                                  \
     : __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? name##_avx2(__VA_ARGS__)                      \
                                                                       : name##_portable(__VA_ARGS__))
#else
#define CALL(name, ...) name##_portable(__VA_ARGS__)
#endif

/* One pixel, maybe at the left or right edge, where a column of the window lies beyond the map. */
static void depthwise_pixel(const float *const rows[3], size_t x, size_t width, size_t channels, const float *weights,
                            const float *bias, float least, float *to) {
    for (size_t c = 0; c < channels; c++) {
        float sum = bias[c];
        for (size_t k = 0; k < 9; k++) {
            const size_t column = x + k % 3; /* one more than the pixel's own number */
            if (column >= 1 && column <= width)
                sum += weights[k * channels + c] * rows[k / 3][(column - 1) * channels + c];
        }
        to[c] = sum < least ? least : sum;
    }
}

void depthwise_row(const float *const rows[3], size_t width, size_t channels, const float *weights, const float *bias,
                   float least, float *to) {
    const size_t pairs = width > 3 ? (width - 2) / 2 * 2 : 0; /* from the second pixel on */
    CALL(depthwise_pairs, rows[0], rows[1], rows[2], pairs, channels, weights, bias, least, to + channels);
    for (size_t x = 0; x < width; x = x == 0 ? pairs + 1 : x + 1)
        depthwise_pixel(rows, x, width, channels, weights, bias, least, to + x * channels);
}

void max_pool_row(const float *upper, const float *lower, size_t width, size_t channels, float *to) {
    CALL(max_pool, upper, lower, width, channels, to);
}

void add_upsampled_row(const float *large, const float *small, size_t width, size_t channels, float least, float *to) {
    CALL(add_upsampled, large, small, width, channels, least, to);
}

void gather_stem_row(const float *const rows[3], size_t in_width, size_t width, float *to) {
    enum { CHANNELS = 3, TAPS = 3 * CHANNELS };
    for (size_t x = 0; x < width; x++)
        for (size_t k = 0; k < 3; k++, to += TAPS) {
            if (x > 0 && 2 * x + 1 < in_width) {
                memcpy(to, rows[k] + (2 * x - 1) * CHANNELS, TAPS * sizeof *to);
                continue;
            }
            memset(to, 0, TAPS * sizeof *to);
            for (size_t tap = 0; tap < 3; tap++)
                if (2 * x + tap >= 1 && 2 * x + tap <= in_width)
                    memcpy(to + tap * CHANNELS, rows[k] + (2 * x + tap - 1) * CHANNELS, CHANNELS * sizeof *to);
        }
}
