#include "codec/dct.h"

#include <math.h>

void dct_init(struct dct *dct) {
    for (int u = 0; u < DCT_SIDE; u++)
        for (int x = 0; x < DCT_SIDE; x++)
            dct->basis[u][x] = (float)((u == 0 ? sqrt(0.125) : 0.5) * cos((2 * x + 1) * u * M_PI / 16));
}

void dct_forward(const struct dct *dct, const float in[DCT_SIZE], float out[DCT_SIZE]) {
    float rows[DCT_SIZE];
    for (int y = 0; y < DCT_SIDE; y++)
        for (int u = 0; u < DCT_SIDE; u++) {
            float sum = 0;
            for (int x = 0; x < DCT_SIDE; x++)
                sum += dct->basis[u][x] * in[y * DCT_SIDE + x];
            rows[y * DCT_SIDE + u] = sum;
        }
    for (int v = 0; v < DCT_SIDE; v++)
        for (int u = 0; u < DCT_SIDE; u++) {
            float sum = 0;
            for (int y = 0; y < DCT_SIDE; y++)
                sum += dct->basis[v][y] * rows[y * DCT_SIDE + u];
            out[v * DCT_SIDE + u] = sum;
        }
}

void dct_inverse(const struct dct *dct, const float in[DCT_SIZE], float out[DCT_SIZE]) {
    float rows[DCT_SIZE];
    for (int v = 0; v < DCT_SIDE; v++)
        for (int x = 0; x < DCT_SIDE; x++) {
            float sum = 0;
            for (int u = 0; u < DCT_SIDE; u++)
                sum += dct->basis[u][x] * in[v * DCT_SIDE + u];
            rows[v * DCT_SIDE + x] = sum;
        }
    for (int y = 0; y < DCT_SIDE; y++)
        for (int x = 0; x < DCT_SIDE; x++) {
            float sum = 0;
            for (int v = 0; v < DCT_SIDE; v++)
                sum += dct->basis[v][y] * rows[v * DCT_SIDE + x];
            out[y * DCT_SIDE + x] = sum;
        }
}
