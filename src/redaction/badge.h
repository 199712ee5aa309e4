/* The lines of a badge go as one: between and beside them nothing is left of it that looks torn off. */
#ifndef REDACTION_BADGE_H
#define REDACTION_BADGE_H

#include "redaction/redaction.h"

#include <stddef.h>

/* Lines of text that are redacted, stand one above the other on somebody's chest and are no wider than a badge each get
 * the quad and box around all of them; not where that would reach into what a line, a code or a box of the manifest
 * keeps. `regions` is changed. Only SLADD_NO_MEMORY. */
enum sladd_status badges_join(struct sladd_region *regions, size_t count, struct sladd_error *err);

#endif
