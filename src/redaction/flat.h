/* The plain styles: one flat colour a shape, and tiles. */
#ifndef REDACTION_FLAT_H
#define REDACTION_FLAT_H

#include "redaction/owners.h"
#include "redaction/tone.h"

/* Give the cells of shape `index` one value in colour plane `plane`: the tone of `head`, or where that is NULL the
 * median of the samples beside the shape. The membrane is in place. */
void flat_fill(struct window *window, int plane, const uint8_t *kinds, const struct owners *owners, size_t index,
               const struct head *head);

/* Averages of `original`, up to about six tiles across. For SLADD_PIXEL that is the filled plane. For SLADD_MOSAIC it
 * is the region's OWN samples, the plane before it was filled, which is cosmetic: what was there can be guessed from
 * them, and the promise of non-interference does not hold for this style. */
enum sladd_status mosaic_fill(struct window *window, int plane, const float *original, const uint8_t *kinds,
                              const struct owners *owners, const struct shape *shape, size_t index,
                              struct sladd_error *err);

#endif
