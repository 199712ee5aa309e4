/* What `scan` found, written into manifests: one draft a manifest, of all its photos. */
#ifndef CLI_SCAN_DRAFTS_H
#define CLI_SCAN_DRAFTS_H

#include "cli/args.h"
#include "drafts/draft.h"
#include "files/plan.h"
#include "report/progress.h"

/* Borrowed but for the counts, which scan_drafts_write adds to. */
struct scan_drafts {
    const struct args *args;
    const struct plan *plan;
    const struct sladd_outcome *outcomes; /* one a job of the plan */
    const bool *wanted;                   /* one a job: it is to be drafted */
    struct progress *progress;            /* for what is said of a photo */
    size_t drafted, failed;               /* photos in a draft; photos and manifests of which none could be made */
};

/* Write every draft, or with --dry-run only say it. One that fails is told and counted, and the others are written.
 * SLADD_NO_MEMORY. */
enum sladd_status scan_drafts_write(struct scan_drafts *drafts, struct sladd_error *err);

/* The faces of an outcome as fractions of the photo; `faces` has room for one a region. Returns how many there are. */
size_t scan_faces(const struct sladd_outcome *outcome, struct draft_face *faces);

#endif
