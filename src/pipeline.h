/* The path of one photo. */
#ifndef PIPELINE_H
#define PIPELINE_H

#include "base/sidecars.h"
#include "consent/policy.h"
#include "sladd/outcome.h"
#include "sladd/settings.h"
#include "vision/vision.h"

#include <sys/types.h>

/* Everything is open already: the work on a photo opens nothing. */
struct job {
    int source_fd;             /* borrowed; read only */
    int sidecar_fds[SIDECARS]; /* XMP beside the photo; borrowed; read only; -1: none */
    int folder_fd;             /* of the output; borrowed; -1 on a dry run */
    const char *name;          /* of the output in that folder */
    mode_t mode;               /* permission bits of the source, which the output never exceeds */
    struct manifest_entry entry;
    const struct policy *policy; /* borrowed; NULL: nobody is kept */
    struct bytes *copy;          /* NULL: the output is a file. Otherwise its verified bytes come here, to be cleared by
                                  * the caller, no file appears, and folder, name and mode mean nothing */
};

/* Read, detect, match, decide, redact, scrub, write, verify, commit. `outcome` (to be cleared by the caller) says what
 * became of the photo, also when this returns an error: then nothing has appeared under `name`. */
enum sladd_status pipeline_run(const struct job *job, const struct sladd_settings *settings, struct vision *vision,
                               struct sladd_outcome *outcome);

#endif
