/* What a packet must be before a general XML parser, which recurses, expands entities and compares, may see it. */
#ifndef METADATA_XMP_GUARD_H
#define METADATA_XMP_GUARD_H

#include "base/bytes.h"

#include <stdbool.h>

/* True for text without NUL bytes (hence not UTF-16 or UTF-32) and document type declarations, no larger than
 * XMP_MAX_BYTES, whose elements stand no more than XMP_MAX_DEPTH deep and are few enough to be compared with one
 * another. It need not be well-formed. */
bool xmp_is_modest(struct span packet);

#endif
