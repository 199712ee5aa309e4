/* From what was seen in a photo to what is wrong with publishing it. */
#ifndef AUDIT_INSPECT_H
#define AUDIT_INSPECT_H

#include "audit/findings.h"
#include "consent/policy.h"

#include <jansson.h>

/* Whose rules count; all borrowed. */
struct inspection {
    const struct args *args; /* settings (date, channel, text) and --warn-days */
    const struct policy *policy;
    const struct manifest_entry *entry; /* what the manifests say of this photo today */
};

/* `row` is that of a dry run: what `clean` would do to this photo is what is wrong with it. */
enum sladd_status inspect_photo(const struct inspection *inspection, json_t *row, struct findings *findings,
                                struct sladd_error *err);

/* `row` is that of the receipt that was given for exactly this file: what was destroyed is gone, and what was kept is
 * judged by today's manifest. */
enum sladd_status inspect_copy(const struct inspection *inspection, json_t *row, struct findings *findings,
                               struct sladd_error *err);

/* Both at once, for --full: `row` is that of a dry run over a copy whose receipt holds `receipt`. What is seen where
 * the receipt says that nothing is left, or that somebody was kept, is nothing new. */
enum sladd_status inspect_copy_again(const struct inspection *inspection, json_t *receipt, json_t *row,
                                     struct findings *findings, struct sladd_error *err);

#endif
