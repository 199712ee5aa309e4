/* The path of one photo, from its bytes to the bytes of its verified copy. It opens nothing and knows no name. */
#ifndef PIPELINE_H
#define PIPELINE_H

#include "base/detected_set.h"
#include "base/sidecars.h"
#include "consent/policy.h"
#include "sladd/settings.h"
#include "vision/vision.h"

/* A photo and whose rules decide about it. Everything is borrowed. */
struct job {
    struct span file;              /* the photo's, whole */
    const struct sidecars *beside; /* XMP beside the photo */
    const struct manifest_entry *entry;
    const struct policy *policy; /* NULL: nobody is kept */
    /* What earlier searches detected. One of the same file with the same `redact` boxes takes the place of the search
     * before the copy is made (for a dry run it need not be exact), never of the search of the finished copy. */
    const struct detected_set *known; /* NULL: nothing */
    struct detected *detected;        /* gets what was detected in this photo, to be cleared by the caller; NULL: nobody
                                       * asks */
    struct sladd_regions *doubtful;   /* gets the places that may still show a face (stage_risk), likewise */
};

/* Read, detect, match, decide, redact, scrub, write, verify. `outcome` (to be cleared by the caller) says what became
 * of the photo, also when this returns an error. `copy` is the caller's, too: the sanitised file, and empty unless it
 * was verified; NULL on a dry run. */
enum sladd_status pipeline_run(const struct job *job, const struct sladd_settings *settings, struct vision *vision,
                               struct bytes *copy, struct sladd_outcome *outcome);

#endif
