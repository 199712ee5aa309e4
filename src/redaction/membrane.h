/* A membrane over the samples to be filled: a smooth surface held by the known samples around them.
 *
 * Every place gets an average of all known samples, each weighted by a falling power of its distance: close to the rim
 * the surface continues the samples right beside it, deeper inside it follows ever wider surroundings, as a blur would.
 * The averages are pushed up a pyramid and pulled down again, so that time and memory are linear. */
#ifndef REDACTION_MEMBRANE_H
#define REDACTION_MEMBRANE_H

#include "redaction/samples.h"

/* How much less a level of the pyramid counts than the next finer one. A level spreads a sample over four times the
 * area, so a sample's weight falls with its distance to the power 2 - log2(fall). One half would be close to a harmonic
 * membrane, which leaves the rim with a visible crease where a dark collar meets a white wall. */
static const float FALL_SOFT = 0.14f; /* heads: colours run into one another */
static const float FALL_NEAR = 0.04f; /* text: the board that a line stands on, not what is behind the board */

/* Fill the SAMPLE_FILL places of `samples`, width * height; `neutral` where nothing at all is known. */
enum sladd_status membrane_fill(float *samples, const uint8_t *kinds, int width, int height, float neutral, float fall,
                                struct sladd_error *err);

#endif
