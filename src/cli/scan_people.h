/* People whom nobody wrote down and whose names stand in the photos' face tags: `scan` offers them to be added. */
#ifndef CLI_SCAN_PEOPLE_H
#define CLI_SCAN_PEOPLE_H

#include "consent/manifest.h"
#include "drafts/draft.h"

/* Of one manifest that is drafted; zero-initialise to start; owned. */
struct offered {
    struct draft_person *people; /* keys and names are owned */
    char **folded;               /* the names as they are compared, one each; owned */
    size_t count, capacity, folded_capacity;
};

/* What the new people's keys must not be: those of `target`, which the draft is added to (NULL: there is none yet), and
 * of whatever else speaks of the drafted photos, one entry a photo. Borrowed. */
struct keys_in_use {
    const struct manifest *target;
    const struct manifest_entry *const *entries;
    size_t entry_count;
};

/* Give each face that has a tag, and no person, the key of somebody to add: the same for the same name (same_name), a
 * new one for a new name. A name that a manifest cannot hold, or without a letter, is not offered, nor is anybody
 * beyond the first thousand; then the face stays nobody's. SLADD_NO_MEMORY. */
enum sladd_status offer_people(struct offered *offered, const struct keys_in_use *in_use, struct draft_face *faces,
                               size_t face_count, struct sladd_error *err);
void offered_clear(struct offered *offered);

#endif
