/* What a copy depends on besides its photo, as one digest: equal keys and equal source bytes mean an equal copy, as
 * long as COPY_GENERATION is raised where it must be. */
#ifndef LEDGER_RECEIPT_KEY_H
#define LEDGER_RECEIPT_KEY_H

#include "base/outcome_parts.h"
#include "consent/policy.h"
#include "sladd/settings.h"
#include "vision/vision.h"

/* Which sladd made it, beyond its version. Raise it with every change of the source after which the same photo under
 * the same rules may get another copy, or none: where something is found, how far a mask reaches, what is filled in,
 * which metadata stay. Whoever runs sladd again then gets the copies that it makes today; else they stay "unchanged".
 */
enum { COPY_GENERATION = 2 };

/* Whose rules count in this run; borrowed. */
struct rules {
    const struct sladd_settings *settings;
    bool seeded; /* the seed was given, so that it is part of what was asked for */
    const struct policy *policy;
    const struct vision *vision;
};

/* `outcome` is the photo's earlier or new one, which names the people that were consulted; a photo with face tags, or
 * of which a line may stay for what it says, may name everybody. `key` is empty when out of memory. */
void receipt_key(const struct rules *rules, const struct manifest_entry *entry, const struct sladd_outcome *outcome,
                 char key[SLADD_SHA256_HEX]);

#endif
