/* A membrane over the samples to be filled: a smooth surface held by the known samples around them.
 *
 * Push-pull: averages of the known samples are pushed up a pyramid and pulled down into the gaps, with a few sweeps of
 * relaxation on every level (cascadic multigrid). Close to the rim the surface follows the known samples exactly,
 * deeper inside it follows averages of ever wider surroundings, as a blur would. Time and memory are linear. */
#ifndef REDACTION_MEMBRANE_H
#define REDACTION_MEMBRANE_H

#include "redaction/samples.h"

/* Fill the SAMPLE_FILL places of `samples`, width * height; `neutral` where nothing at all is known. */
enum sladd_status membrane_fill(float *samples, const uint8_t *kinds, int width, int height, float neutral,
                                struct sladd_error *err);

#endif
