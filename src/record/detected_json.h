/* What a search detected, as one line of JSON (RFC 8259), both ways and without a loss: places, scores and digests, and
 * nothing of what is there. */
#ifndef RECORD_DETECTED_JSON_H
#define RECORD_DETECTED_JSON_H

#include "base/bytes.h"
#include "base/detected.h"

/* Without the line feed; owned by the caller. NULL: out of memory. */
char *detected_to_json(const struct detected *detected);

/* And back: exact, whatever it was, since only what is exact is ever written. False: this is none, `detected` is
 * empty. On true it is the caller's to clear. */
bool detected_from_json(struct span text, struct detected *detected);

#endif
