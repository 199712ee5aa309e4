/* What a child is given to do with one photo, and the whole of what it can reach: open descriptors, and settings that
 * were read before it began. */
#ifndef WORK_TASK_H
#define WORK_TASK_H

#include "base/detected.h"
#include "base/sidecars.h"
#include "consent/policy.h"
#include "files/inputs.h"
#include "sladd/settings.h"
#include "vision/vision.h"

/* Opened by the parent; -1 for what is not there. */
struct task_files {
    int source_fd;             /* the photo; read only */
    int sidecar_fds[SIDECARS]; /* XMP beside it; read only */
    int copy_fd;               /* the copy of an earlier run, where it may still be good; read only */
    int output_fd;             /* empty; the verified copy goes there. On a dry run none, or what was detected does */
};

#define TASK_NO_FILES                                                                                                  \
    ((struct task_files){.source_fd = -1, .sidecar_fds = {-1, -1, -1, -1}, .copy_fd = -1, .output_fd = -1})

/* In the parent: open a photo and what lies beside it, for reading. */
enum sladd_status task_files_open(struct task_files *files, const struct input *input, struct sladd_error *err);
void task_files_close(struct task_files *files);

/* Whose rules count; all borrowed. */
struct task {
    const struct manifest_entry *entry;
    const struct policy *policy; /* NULL: nobody is kept */
    const struct sladd_settings *settings;
    struct vision *vision;
    const struct detected_set *known; /* what was detected before, in this photo or others (pipeline.h) */
    bool tell_detected; /* on a dry run: write what was detected into output_fd (record/detected_json.h) */
};

/* In the parent, which counts up bytes and understands none: do these files, by their digests, still stand as `earlier`
 * has them, which an earlier run under the same rules made of this photo? Then `outcome` is SLADD_UNCHANGED with
 * digests and risk alone. */
bool task_is_unchanged(const struct sladd_outcome *earlier, const struct task_files *files,
                       struct sladd_outcome *outcome);

/* Read the photo, send it down the pipeline and write the verified copy. `outcome` is the caller's to clear. */
void task_run(const struct task *task, const struct task_files *files, struct sladd_outcome *outcome);

#endif
