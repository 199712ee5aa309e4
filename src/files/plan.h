/* What goes where: one job a photo, with everything refused that could harm a file, before anything is written. */
#ifndef FILES_PLAN_H
#define FILES_PLAN_H

#include "files/inputs.h"
#include "files/manifests.h"
#include "files/selection.h"

struct planned {
    const struct input *input; /* borrowed from the plan's inputs */
    char *output;              /* path below the output folder; owned */
    struct manifest_entry entry;
    size_t resolved; /* its number among the photos of `manifests` */
};

struct plan {
    struct inputs inputs;
    struct manifests manifests;
    struct planned *jobs; /* one an input that is this run's, in the order of the inputs; owned */
    size_t count;
};

/* The numbers of all jobs in the order in which they are worked on: that of the photos' paths, or, where their copies
 * get new names, of these, since the times and the places of files on a disk go with it. The caller's; NULL: out of
 * memory. */
size_t *plan_turns(const struct plan *plan, bool by_output);

/* Find the photos and their manifests and refuse collisions. There may be none (plan_refuse_empty). Writes nothing. */
enum sladd_status plan_make(struct plan *plan, const struct selection *selection, struct sladd_error *err);
void plan_clear(struct plan *plan);

/* What the manifests say now, or would with these texts in place of some (NULL and 0: none). After an error the plan is
 * as before. */
enum sladd_status plan_resolve(struct plan *plan, const struct selection *selection,
                               const struct manifest_text *unsaved, size_t unsaved_count, struct sladd_error *err);

/* A photo that lies under the given paths by now and is not in the plan, by its path, which is the caller's; NULL:
 * there is none. */
enum sladd_status plan_find_other(const struct plan *plan, const struct selection *selection, char **path,
                                  struct sladd_error *err);

/* Is the photo of this path, below its given folder, in this machine's share (--shard)? */
bool plan_is_ours(const struct selection *selection, const char *relative);

/* SLADD_USAGE: there are no photos under the given paths. */
enum sladd_status plan_refuse_nothing(const struct selection *selection, struct sladd_error *err);

/* The same, where it is so; a list may be empty. */
enum sladd_status plan_refuse_empty(const struct plan *plan, const struct selection *selection,
                                    struct sladd_error *err);

#endif
