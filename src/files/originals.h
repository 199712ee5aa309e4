/* The files that a run reads and must not write over, by whatever name or link. */
#ifndef FILES_ORIGINALS_H
#define FILES_ORIGINALS_H

#include "files/inputs.h"
#include "files/manifests.h"

struct originals {
    struct identity *items; /* owned; sorted */
    size_t count;
};

/* The photos, their manifests, and the list of --files-from (NULL: none). Paths are borrowed. */
enum sladd_status originals_list(struct originals *originals, const struct inputs *inputs,
                                 const struct manifests *manifests, const char *files_from, struct sladd_error *err);

/* SLADD_COLLISION: writing `path` would replace one of them. */
enum sladd_status originals_protect(const struct originals *originals, const char *path, struct sladd_error *err);

void originals_clear(struct originals *originals);

#endif
