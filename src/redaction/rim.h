/* What lies round a line of text, where most of it is alike: a sign, a wall, the sky. */
#ifndef REDACTION_RIM_H
#define REDACTION_RIM_H

#include "redaction/samples.h"

/* Where most of the known samples along the rim of what is to be filled are of one colour, those of the window that are
 * unlike it become SAMPLE_ABSENT in every plane, so that a banner's edge is not carried into the sky beside it. All
 * planes together, because one that goes alone leaves its colour at another's brightness. `kinds`: one a colour plane,
 * as samples_classify has them. Where the rim is of several colours, nothing changes. */
void rim_set_aside(const struct window *window, uint8_t *const *kinds);

#endif
