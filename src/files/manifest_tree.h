/* The manifests of other folders; a part of files/manifests.h. They say nothing of the run's photos, but whoever says
 * no in one of them says it there, too (consent/people.h). */
#ifndef FILES_MANIFEST_TREE_H
#define FILES_MANIFEST_TREE_H

#include "files/manifest_folders.h"

/* Read every manifest below the uppermost folder above this one (or itself) that has one, each once: those that a run
 * over that whole folder would read. Nothing is done where no folder's manifest speaks of what is in it. */
enum sladd_status manifest_tree_read(struct manifests *manifests, const struct folder *folder, struct sladd_error *err);

#endif
