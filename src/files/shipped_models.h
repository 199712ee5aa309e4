/* Where the detector models are: beside an installed or a just built sladd, or where --models says. */
#ifndef FILES_SHIPPED_MODELS_H
#define FILES_SHIPPED_MODELS_H

#include "vision/vision.h"

/* `given` is --models, or NULL. Close with vision_close. */
enum sladd_status models_open(const char *given, struct vision **vision, struct sladd_error *err);

#endif
