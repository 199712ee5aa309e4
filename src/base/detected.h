/* Everything that a search of a photo detected, before anybody decided about it. The same bytes, searched by the same
 * detectors with the same boxes filled, always give the same, so that it may be kept instead of searched for again. */
#ifndef BASE_DETECTED_H
#define BASE_DETECTED_H

#include "base/outcome_parts.h"

/* Zero-initialise to start. */
struct detected {
    char source_sha256[SLADD_SHA256_HEX]; /* of the photo; empty: nothing was searched */
    char filled[SLADD_SHA256_HEX];        /* of the boxes that were filled before the search (stage_mark_digest) */
    struct sladd_regions regions;         /* faces, text and codes, undecided; owned */
    struct sladd_regions doubtful;        /* places that may be faces; owned */
    int turn;   /* the orientation that would set the photo right; SLADD_UPRIGHT or 0: it seems to stand */
    bool exact; /* false: as a report has it, rounded and without the doubtful places: enough to show, not to make a
                 * copy of */
};

void detected_clear(struct detected *detected);

/* A copy of its own; `to` is the caller's to clear, and empty after an error. */
enum sladd_status detected_copy(struct detected *to, const struct detected *from, struct sladd_error *err);

/* Is that what a search of this photo, with these boxes filled, would detect? */
bool detected_is_of(const struct detected *detected, const char *source_sha256, const char *filled);

#endif
