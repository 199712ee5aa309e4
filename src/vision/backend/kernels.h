/* The loops over rows that XNNPACK's operators are too general for: they read their input in place, where an operator
 * would first write down the address of every pixel of every window (for 640 x 640 pixels 15 MB, and a third of the
 * network's time at every new size).
 *
 * Maps are rows of pixels of channels, 32-bit floats. Compiled for several vector widths; the processor chooses. */
#ifndef VISION_BACKEND_KERNELS_H
#define VISION_BACKEND_KERNELS_H

#include <stddef.h>

/* One row of a depthwise convolution, 3 x 3, stride 1, one pixel of zeros around the map. `rows` are the row above, the
 * row itself and the one below; a row of zeros beyond the map. `weights`: nine times `channels`; what is below `least`
 * becomes `least`. */
void depthwise_row(const float *const rows[3], size_t width, size_t channels, const float *weights, const float *bias,
                   float least, float *to);

/* One row of the maximum over 2 x 2 pixels, from two rows of twice the width. */
void max_pool_row(const float *upper, const float *lower, size_t width, size_t channels, float *to);

/* One row of a map and the row, of half the width, that covers it when it is upsampled (nearest neighbour), added. */
void add_upsampled_row(const float *large, const float *small, size_t width, size_t channels, float least, float *to);

/* The pixels under each place of a 3 x 3 window that moves by two pixels over three channels, in `to`: 27 floats a
 * place. `rows` as above; `in_width` is theirs, the window begins a pixel before the map. */
void gather_stem_row(const float *const rows[3], size_t in_width, size_t width, float *to);

#endif
