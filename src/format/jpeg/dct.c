#include "format/jpeg/dct.h"

#include <math.h>

void dct_init(struct dct *dct) {
    for (int u = 0; u < DCT_SIDE; u++)
        for (int x = 0; x < DCT_SIDE; x++) {
            float value = (float)((u == 0 ? sqrt(0.125) : 0.5) * cos((2 * x + 1) * u * M_PI / 16));
            dct->basis[u * DCT_SIDE + x] = value;
            dct->transposed[x * DCT_SIDE + u] = value;
        }
}

/* The product of two matrices; the innermost loop runs along rows, so that compilers make vector code of it. */
static void multiply(const float *restrict a, const float *restrict b, float *restrict out) {
    for (int i = 0; i < DCT_SIDE; i++) {
        float sum[DCT_SIDE] = {0};
        for (int k = 0; k < DCT_SIDE; k++)
            for (int j = 0; j < DCT_SIDE; j++)
                sum[j] += a[i * DCT_SIDE + k] * b[k * DCT_SIDE + j];
        for (int j = 0; j < DCT_SIDE; j++)
            out[i * DCT_SIDE + j] = sum[j];
    }
}

void dct_forward(const struct dct *dct, const float in[DCT_SIZE], float out[DCT_SIZE]) {
    float half[DCT_SIZE];
    multiply(in, dct->transposed, half);
    multiply(dct->basis, half, out);
}

void dct_inverse(const struct dct *dct, const float in[DCT_SIZE], float out[DCT_SIZE]) {
    float half[DCT_SIZE];
    multiply(in, dct->basis, half);
    multiply(dct->transposed, half, out);
}
