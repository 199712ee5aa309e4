/* Grain: noise as strong as the photo's own, from a hash of the seed and the place in the picture. */
#ifndef REDACTION_GRAIN_H
#define REDACTION_GRAIN_H

#include "redaction/samples.h"

/* Standard deviation of the noise of the known samples, 0 where too few are known. Robust against texture. */
float grain_measure(const float *samples, const uint8_t *kinds, int width, int height);

/* Grain for `count` samples from column x of row y of a plane, all counted from the picture's corner; standard
 * deviation 1. A function of seed, plane and place alone, so that it does not depend on how the picture is cut into
 * windows. */
void grain_row(uint64_t seed, int plane, int64_t x, int64_t y, float *grain, int count);

#endif
