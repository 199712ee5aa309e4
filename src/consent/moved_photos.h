/* Photos that no entry mentions by their names, and one by their SHA-256: they were renamed or moved, and their entries
 * were left behind. */
#ifndef CONSENT_MOVED_PHOTOS_H
#define CONSENT_MOVED_PHOTOS_H

#include "consent/resolver.h"

/* After near_names_judge, which finds the entries whose photos are not there: put in doubt every photo that nobody
 * mentions and that is the one such an entry has the SHA-256 of, wherever it lies. A photo is read for it only where
 * there is such an entry, and once. */
enum sladd_status moved_photos_judge(struct resolver *resolver, const struct resolver_disk *disk,
                                     struct sladd_error *err);

/* After that: the doubt for a photo of this SHA-256 that nobody mentions; borrowed; NULL: there is none. Of photos that
 * were added since, all are to be answered for before the first call: an entry that speaks of one that is there was
 * not left behind. */
enum sladd_status moved_photos_find(struct resolver *resolver, const struct resolver_disk *disk, const char *sha256,
                                    const char **doubt, struct sladd_error *err);

/* The same, entry by entry: the next one, and the source that it stands in; NULL: there is no other. `beside` is the
 * photo's path, where only entries count that can speak of what lies there; NULL: all. `*at` is 0 for the first. */
enum sladd_status moved_photos_next(struct resolver *resolver, const struct resolver_disk *disk, const char *sha256,
                                    const char *beside, size_t *at, const struct photo_entry **entry, size_t *source,
                                    struct sladd_error *err);

/* A photo is known elsewhere by this entry: it was not left behind. */
void moved_photos_answer(const struct resolver *resolver, const struct photo_entry *entry);

void moved_photos_clear(struct resolver *resolver);

/* The photo's SHA-256, which it keeps; empty: it cannot be had. NULL: out of memory. */
const char *resolver_digest(struct resolver_photo *photo, const struct resolver_disk *disk);

#endif
