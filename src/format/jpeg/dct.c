#include "format/jpeg/dct.h"

#include <math.h>
#include <stdbool.h>

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

/* Most coefficients of a photo are zero. What is left out is a product with zero, so that no bit differs. */
void dct_inverse(const struct dct *dct, const float in[DCT_SIZE], float out[DCT_SIZE]) {
    float half[DCT_SIZE] = {0};
    for (int i = 0; i < DCT_SIZE; i++)
        out[i] = 0;
    for (int v = 0; v < DCT_SIDE; v++) {
        bool any = false;
        for (int k = 0; k < DCT_SIDE; k++) {
            const float coefficient = in[v * DCT_SIDE + k];
            for (int x = 0; x < DCT_SIDE && coefficient != 0; x++)
                half[v * DCT_SIDE + x] += coefficient * dct->basis[k * DCT_SIDE + x];
            any = any || coefficient != 0;
        }
        for (int y = 0; y < DCT_SIDE && any; y++)
            for (int x = 0; x < DCT_SIDE; x++)
                out[y * DCT_SIDE + x] += dct->transposed[y * DCT_SIDE + v] * half[v * DCT_SIDE + x];
    }
}
