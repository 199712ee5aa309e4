/* What the manifest says is no face. */
#ifndef STAGES_NO_FACES_H
#define STAGES_NO_FACES_H

#include "stages/candidates.h"

/* Two boxes that overlap by this much (intersection over union) are one place. */
extern const double same_place;

/* Set SLADD_REASON_NO_FACE on each detected face that lies in a `keep` box of `photo` (may be NULL) with `what:
 * no-face`, unless an entry or a tag of a person overlaps the face:
 * then it stays what it was. For the very photo that the manifest describes only. Sizes are those of the upright photo.
 */
void no_faces_mark(const struct photo_entry *photo, const struct candidates *candidates, int width, int height,
                   struct sladd_regions *regions);

/* Has a `keep` box of this place, in pixels, made a face of `regions` one that is none? */
bool no_faces_took(const struct sladd_regions *regions, struct sladd_box box);

#endif
