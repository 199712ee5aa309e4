/* A membrane over the samples to be filled: a smooth surface held by the known samples around them.
 *
 * Every place gets an average of all known samples, each weighted by a falling power of its distance: close to the rim
 * the surface continues the samples right beside it, deeper inside it follows ever wider surroundings, as a blur would.
 * The averages are pushed up a pyramid and pulled down again, so that time and memory are linear. */
#ifndef REDACTION_MEMBRANE_H
#define REDACTION_MEMBRANE_H

#include "redaction/samples.h"

enum membrane {
    MEMBRANE_SOFT,   /* heads: colours run into one another */
    MEMBRANE_COLOUR, /* the same for a plane of colour alone: what few places of the rim have goes nowhere */
    MEMBRANE_STEADY, /* text: the board that a line stands on, not what is behind it, nor strokes left at the rim */
};

/* Fill the SAMPLE_FILL places of `samples`, width * height, from those that are known or laid; `neutral` where there
 * are none. */
enum sladd_status membrane_fill(float *samples, const uint8_t *kinds, int width, int height, enum membrane kind,
                                float neutral, struct sladd_error *err);

#endif
