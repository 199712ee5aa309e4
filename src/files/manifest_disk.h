/* What only the disk knows of manifests and photos, as the resolver asks for it. */
#ifndef FILES_MANIFEST_DISK_H
#define FILES_MANIFEST_DISK_H

#include "files/manifests.h"

/* The answers, for as long as `manifests` lives. */
struct resolver_disk manifest_disk(struct manifests *manifests);

/* The folder of a photo that was added; NULL: it is not known, or out of memory. Borrowed. */
const struct folder *manifest_folder_with(const struct manifests *manifests, const char *photo);

#endif
