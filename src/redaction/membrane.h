/* A membrane over the samples to be filled: a smooth surface held by the known samples around them.
 *
 * Every place gets an average of all known samples, each weighted by a falling power of its distance: close to the rim
 * the surface continues the samples right beside it, deeper inside it follows ever wider surroundings, as a blur would.
 * The averages are pushed up a pyramid and pulled down again, so that time and memory are linear. */
#ifndef REDACTION_MEMBRANE_H
#define REDACTION_MEMBRANE_H

#include "redaction/samples.h"

/* Fill the SAMPLE_FILL places of `samples`, width * height; `neutral` where nothing at all is known. */
enum sladd_status membrane_fill(float *samples, const uint8_t *kinds, int width, int height, float neutral,
                                struct sladd_error *err);

#endif
