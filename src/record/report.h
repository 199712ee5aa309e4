/* The JSON report (RFC 8259): one row a photo, made where the photo was worked on, put together in the parent. */
#ifndef RECORD_REPORT_H
#define RECORD_REPORT_H

#include "base/bytes.h"
#include "cli/args.h"
#include "consent/policy.h"
#include "sladd/outcome.h"
#include "vision/vision.h"

#include <jansson.h>

/* What the rows add up to. */
struct tally {
    size_t photos, sanitised, withheld, failed, unchanged;
    size_t faces_redacted, faces_kept, text_redacted, manual_redacted;
};

/* One photo's row; `output` is NULL when nothing was written. NULL: out of memory. */
json_t *report_row(const char *source, const char *output, bool timings, const struct sladd_outcome *outcome);

/* The row of a photo that never came to an outcome. */
json_t *report_failure(const char *source, const struct sladd_error *why);

/* Send a row from a child to the parent, and release it. False: the parent will not get all of it; also for NULL. */
bool report_send(json_t *row, int fd);

/* In the parent: the row that a child sent about `source`, or a failure that says what became of the child. */
json_t *report_receive(struct span result, const struct sladd_error *trouble, const char *source);

/* Add a row's figures. */
void report_count(struct tally *tally, json_t *row);

/* The whole report; takes over `rows` (an array in the order of the plan). */
json_t *report_whole(const struct args *args, const struct policy *policy, const struct vision *vision,
                     const struct tally *tally, json_t *rows);

/* Which rules judged: name, version and digest. NULL: out of memory. */
json_t *report_policy(const struct policy *policy);

/* Which detectors looked: file, kind, producer, version, digest, inputs and outputs. NULL: out of memory. */
json_t *report_models(const struct vision *vision);

/* Text of a file name for JSON; NULL: out of memory. */
json_t *report_text(const char *bytes);

#endif
