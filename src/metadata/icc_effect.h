/* What viewers make of a picture by its colour profile. The search sees the numbers that a file holds; a viewer that
 * heeds profiles shows what they mean, and a profile can say that next to nothing means a face. */
#ifndef METADATA_ICC_EFFECT_H
#define METADATA_ICC_EFFECT_H

#include "base/bytes.h"
#include "base/image.h"

enum icc_effect {
    ICC_SHOWS_ALIKE,     /* other colours, and nothing that is not seen without it: sRGB's like, or no profile */
    ICC_SHOWS_OTHERWISE, /* who searches a picture must also search it by its profile */
    ICC_HIDES            /* no search of 8-bit pixels can see all that it shows; also what lcms cannot read */
};

/* Of a profile that icc_sanitise made; an empty one shows alike. */
enum icc_effect icc_effect(struct span profile);

/* Add what each look of a picture shows by a profile that shows otherwise, behind those that there are. By one that
 * shows alike nothing is added. */
enum sladd_status icc_add_looks(struct span profile, struct sladd_image *image, struct sladd_error *err);

#endif
