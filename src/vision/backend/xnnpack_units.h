/* What XNNPACK needs to carry out a step, made once for all input sizes. */
#ifndef VISION_BACKEND_XNNPACK_UNITS_H
#define VISION_BACKEND_XNNPACK_UNITS_H

#include "vision/backend/steps.h"

#include <stddef.h>
#include <xnnpack.h>

enum { STEM_TAPS = 27 }; /* numbers in a window of the first convolution */

/* Zero-initialise. */
struct unit {
    xnn_operator_t op; /* of a depthwise step, the 1 x 1 convolution before it; NULL where none is needed */
    float *weights;    /* of a depthwise step: nine times the channels, then the biases; owned */
};

/* `channels` of the step's input. What is made is cleared by the caller, on failure, too. */
enum xnn_status unit_init(struct unit *unit, const struct step *step, size_t channels);
void unit_clear(struct unit *unit);

#endif
