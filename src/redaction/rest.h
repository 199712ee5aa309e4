/* What a fill is off at its rim, taken from it softly, so that no seam is seen there. */
#ifndef REDACTION_REST_H
#define REDACTION_REST_H

#include "redaction/samples.h"

/* The rest of a shape's cells in one plane, with a sample on each side. */
struct rest {
    const struct plane *plane;
    int left, top, width, height;
    float *off;     /* owned */
    uint8_t *kinds; /* owned */
};

/* Nothing is laid yet. `rect` in the window's own cells. To be cleared by the caller, also on failure. */
enum sladd_status rest_init(struct rest *rest, const struct plane *plane, struct cell_rect rect,
                            struct sladd_error *err);
void rest_clear(struct rest *rest);

/* The sample at this index of the plane is laid; what is known there is `off` from what was laid beside it. */
void rest_laid(struct rest *rest, size_t at);
void rest_known(struct rest *rest, size_t at, float off);

/* Add what the rim is off to all that was laid. */
enum sladd_status rest_take(struct rest *rest, struct sladd_error *err);

#endif
