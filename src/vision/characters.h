/* The characters of a number plate or a label without what is around them: its frame, its band, what it is mounted on.
 */
#ifndef VISION_CHARACTERS_H
#define VISION_CHARACTERS_H

#include "vision/geometry.h"

/* From a line that was straightened: dark characters of one height, as many as a plate has, on white, `height` pixels
 * high with their margins. The pixels of `alone` are owned, and NULL where the line is anything else. */
enum sladd_status characters_alone(const struct grey_picture *line, int height, struct grey_picture *alone,
                                   struct sladd_error *err);

#endif
