/* From what was seen in a photo to what is wrong with publishing it. */
#ifndef AUDIT_INSPECT_H
#define AUDIT_INSPECT_H

#include "audit/findings.h"
#include "consent/policy.h"

/* Whose rules count; all borrowed. */
struct inspection {
    const struct sladd_settings *settings; /* date, channel, text */
    int warn_days;                         /* a consent that ends within so many days is a finding, too */
    const struct policy *policy;
    const struct manifest_entry *entry; /* what the manifests say of this photo today */
};

/* `outcome` is that of a dry run: what `clean` would do to this photo is what is wrong with it. */
enum sladd_status inspect_photo(const struct inspection *inspection, const struct sladd_outcome *outcome,
                                struct findings *findings, struct sladd_error *err);

/* `receipt` was given for exactly this file: it is believed for what was seen in the pixels, so that what was destroyed
 * is gone and what was kept is judged by today's manifest. What the file carries besides them is looked at, since that
 * costs little: `carried` names it. */
enum sladd_status inspect_copy(const struct inspection *inspection, const struct sladd_outcome *receipt,
                               const struct sladd_names *carried, struct findings *findings, struct sladd_error *err);

/* Both at once, for --full: `now` is a dry run over a copy for which `receipt` was given. What is seen where the
 * receipt says that nothing is left, or that somebody was kept, is nothing new. */
enum sladd_status inspect_copy_again(const struct inspection *inspection, const struct sladd_outcome *receipt,
                                     const struct sladd_outcome *now, struct findings *findings,
                                     struct sladd_error *err);

#endif
