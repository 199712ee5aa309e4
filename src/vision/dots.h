/* Is a picture made of dots, and what does it show from afar? */
#ifndef VISION_DOTS_H
#define VISION_DOTS_H

#include "base/image.h"

/* Pixels from one dot to the gap beside it, on average, where a fair part of the picture is dots (a dither or a
 * printer's screen); 0 where it is not. Costs the same for a picture of any size. */
double dots_apart(const struct sladd_image *photo);

/* The picture with its dots run together, owned by the caller; empty where it is not made of dots. */
enum sladd_status dots_smoothed(const struct sladd_image *photo, struct sladd_image *smooth, struct sladd_error *err);

#endif
