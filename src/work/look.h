/* Looking at a photo without writing anything, as scan and check do. */
#ifndef WORK_LOOK_H
#define WORK_LOOK_H

#include "cli/args.h"
#include "consent/manifest.h"
#include "consent/policy.h"
#include "files/inputs.h"
#include "vision/vision.h"

/* In a child of the crew: what a dry run of clean says of the photo, sent as a row of the report. `policy` may be NULL:
 * then nobody is kept. False: the result is incomplete. */
bool look_at(const struct input *input, const struct manifest_entry *entry, const struct policy *policy,
             const struct args *args, struct vision *vision, int result_fd);

#endif
