/* Which photos `check` is to look at: those that were given, those that a list names, and those that a manifest speaks
 * of when the manifest itself was given or listed. */
#ifndef FILES_TARGETS_H
#define FILES_TARGETS_H

#include "files/inputs.h"
#include "files/selection.h"

struct targets {
    struct inputs inputs; /* each photo once; owned */
    size_t gone;          /* paths of the list that are not there any more */
};

/* A list (--files-from) is one of changed files, as `git diff --name-only` prints it: what is gone from it and what is
 * no photo is passed over. Paths that are there when seen from a parent of the working folder are an error: the list
 * was made for another folder, and passing over all of it would look like success. */
enum sladd_status targets_find(struct targets *targets, const struct selection *selection, struct sladd_error *err);
void targets_clear(struct targets *targets);

#endif
