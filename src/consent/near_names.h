/* Entries whose photo is not there, and the photos that they may have been meant for. */
#ifndef CONSENT_NEAR_NAMES_H
#define CONSENT_NEAR_NAMES_H

#include "consent/resolver.h"

/* After all photos were resolved: refuse the entries of all sources that are for a folder or a pattern
 * (SLADD_MANIFEST), remark on those that speak of no photo and have none on the disk, and put in doubt the photos that
 * no entry mentions and whose names are nearly theirs. That is: every photo with the same skeleton (base/names.h), or
 * with the same name in another folder; and the one photo in the same folder that is a slip of the pen away, where
 * there is only one. An entry with a SHA-256 means only the photo that has it. */
enum sladd_status near_names_judge(struct resolver *resolver, const struct resolver_disk *disk,
                                   struct sladd_error *err);

/* Put a photo in doubt where an entry of `manifest` is for one of the folders on the way to it: `key` is its path below
 * the manifest. Such an entry hides nobody, and whoever wrote it thinks that it does. */
enum sladd_status near_names_doubt_folders(struct resolver_photo *photo, const struct manifest *manifest,
                                           const char *key, struct sladd_error *err);

/* For both parts of the resolver: what there is where an entry's name leads; `disk` may be NULL. */
enum presence resolver_presence(const struct resolver_source *source, const struct resolver_disk *disk,
                                const char *file, const char *photo);

enum sladd_status resolver_remark(struct resolver *resolver, struct remark remark, struct sladd_error *err);

/* Where an entry stands, as "FILE:LINE". */
struct entry_place {
    char text[256];
};
struct entry_place entry_place(const struct manifest *manifest, const struct photo_entry *entry);

#endif
