/* The 8 x 8 discrete cosine transform of JPEG (ITU-T T.81, A.3.3), in floats, for the blocks that are made anew. */
#ifndef FORMAT_JPEG_DCT_H
#define FORMAT_JPEG_DCT_H

enum { DCT_SIDE = 8, DCT_SIZE = 64 };

/* basis at row u, column x: C(u) / 2 * cos((2x + 1) u pi / 16) */
struct dct {
    float basis[DCT_SIZE], transposed[DCT_SIZE]; /* row by row */
};

void dct_init(struct dct *dct);

/* Level-shifted samples (-128..127) to coefficients, both in natural order; `in` and `out` may not overlap. */
void dct_forward(const struct dct *dct, const float in[DCT_SIZE], float out[DCT_SIZE]);

/* And back. Zeros among the coefficients cost nothing. */
void dct_inverse(const struct dct *dct, const float in[DCT_SIZE], float out[DCT_SIZE]);

#endif
