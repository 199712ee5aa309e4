/* What ends at one side of a line of text and goes on at the other runs through beneath it: the edge of a sign that is
 * little higher than its letters, the frame of a window, a stripe on a car. */
#ifndef REDACTION_CARRY_H
#define REDACTION_CARRY_H

#include "redaction/owners.h"
#include "redaction/samples.h"

/* A shape that something may run through beneath. */
struct carried {
    const struct shape *shapes;      /* all of the window: nothing is known of what lies beyond a head */
    size_t number;                   /* of this one, as `owners` has it */
    struct sladd_point along, aside; /* its two directions, each as long as it is; pixels */
    const float *tolerance;          /* how far values that are alike may be apart, one a colour plane */
    double misfit;                   /* share of the rim, 0..1, that its fill would not fit without this */
};

/* Where what lies at one end of a shape, or at two that show the same sample by sample, fits all else on its rim
 * clearly better than `misfit` when it runs through beneath, the shape's samples get that, and become SAMPLE_LAID, but
 * for those between two ends that differ; and `*laid` is set. Else nothing changes. */
enum sladd_status carry_lay(const struct window *window, uint8_t *const *kinds, const struct owners *owners,
                            const struct carried *carried, bool *laid, struct sladd_error *err);

#endif
