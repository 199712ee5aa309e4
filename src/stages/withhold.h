/* Whether a photo may be published at all, whatever is destroyed in it. */
#ifndef STAGES_WITHHOLD_H
#define STAGES_WITHHOLD_H

#include "stages/stages.h"

/* May nothing of this photo be written? `err` then says why. `regions` are matched. */
bool must_withhold(const struct ruling *ruling, const struct sladd_regions *regions, struct sladd_error *err);

/* Does the photo name somebody of a role of which the policy reminds? */
bool is_reminder_due(const struct ruling *ruling, const struct sladd_regions *regions);

/* Is what the manifest says of an earlier version of the photo? */
bool speak_of_another(const struct sladd_regions *regions);

/* Nobody wrote down whether the photographer or owner permits publication. */
bool rights_are_missing(const struct ruling *ruling);

/* There is a record of it, which does not count: it is about another version of the photo. */
bool rights_are_of_another(const struct ruling *ruling);

/* Was one of the entries that speak of the photo written for another version of it? */
bool describe_another(const struct ruling *ruling);

/* Whom a region names, as today's manifests know this person; NULL: nobody. Borrowed. */
const struct person *region_subject(const struct sladd_regions *regions, const struct sladd_region *region,
                                    const struct manifest_entry *entry);

#endif
