/* A second opinion on what a detector is not sure of: one look at each place, in a size of its own, by a network that
 * sees few places and can afford more for each, as a cascade does (Viola and Jones, 2001; Zhang et al., MTCNN, 2016).
 * Measured in models/opinion.md. */
#ifndef VISION_OPINION_H
#define VISION_OPINION_H

#include "vision/models.h"

/* Weigh the scores of the faces from `first` on, which all scales gave them together, with what the second network says
 * of each. Those that are sure stay as they are. Best score first afterwards. */
enum sladd_status opinion_on_faces(struct model *opinion, const struct sladd_image *photo, struct sladd_regions *faces,
                                   size_t first, struct sladd_error *err);

/* The same of lines of text; the order stays. Of a long line several parts are looked at, and the one that is surest to
 * be text counts. */
enum sladd_status opinion_on_lines(struct model *opinion, const struct sladd_image *photo, struct sladd_regions *lines,
                                   size_t first, struct sladd_error *err);

#endif
