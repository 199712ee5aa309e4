/* A photo's outcome on its way from the child that held the pixels to the parent that holds the names.
 *
 * The child has decoded a stranger's file and may be anybody's by now, so the parent reads every answer as a
 * stranger's: each length, count, number, word and text is checked, and what does not fit is no answer at all. */
#ifndef WORK_WIRE_H
#define WORK_WIRE_H

#include "base/bytes.h"
#include "base/outcome_parts.h"

/* Limits of one answer; an outcome beyond them cannot be sent. */
enum {
    WIRE_MAX_BYTES = 64 << 20,
    WIRE_MAX_REGIONS = 100000,
    WIRE_MAX_TEXTS = 20000,    /* of one list */
    WIRE_MAX_TEXT_BYTES = 4096 /* of one text */
};

/* `message` is the caller's. SLADD_TOO_LARGE: beyond a limit; SLADD_NO_MEMORY. */
enum sladd_status wire_pack(const struct sladd_outcome *outcome, struct bytes *message, struct sladd_error *err);

/* `outcome` is the caller's to clear, and a failure after an error. SLADD_CRASHED: this is no answer. */
enum sladd_status wire_unpack(struct span message, struct sladd_outcome *outcome, struct sladd_error *err);

#endif
