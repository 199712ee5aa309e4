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

/* The photo's SHA-256, which it keeps; empty: it cannot be had. NULL: out of memory. */
const char *resolver_digest(struct resolver_photo *photo, const struct resolver_disk *disk);

#endif
