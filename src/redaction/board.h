/* What a line of text stands on: a sign, a wall, the sky. */
#ifndef REDACTION_BOARD_H
#define REDACTION_BOARD_H

#include "redaction/owners.h"
#include "redaction/samples.h"

/* Where most of what surrounds a shape that is no head is of one colour, or what lies at the two ends of a line or
 * nearest to its letters, its samples get a surface from that alone, so that neither a banner's edge nor a head below
 * it runs into the sign. They become SAMPLE_LAID, but for those beyond where that colour is seen to end. A shape among
 * several colours is left as it is. `kinds`: one a colour plane, as samples_classify has them; `owners` of the `count`
 * shapes. */
enum sladd_status boards_lay(const struct window *window, uint8_t *const *kinds, const struct owners *owners,
                             const struct shape *shapes, size_t count, struct sladd_error *err);

#endif
