/* Is a picture made of dots, and what does it show from afar? */
#ifndef VISION_DOTS_H
#define VISION_DOTS_H

#include "base/image.h"

/* The picture with its dots run together, owned by the caller; empty where it is not made of dots. */
enum sladd_status dots_smoothed(const struct sladd_image *photo, struct sladd_image *smooth, struct sladd_error *err);

#endif
