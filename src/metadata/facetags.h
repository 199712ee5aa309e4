/* Face tags that are already in a photo: who stands where, as a photo manager wrote it down (XMP MWG regions and
 * Microsoft People tags, in the file or in a sidecar beside it). They are hints for the pairing and never written. */
#ifndef METADATA_FACETAGS_H
#define METADATA_FACETAGS_H

#include "metadata/xmp.h"
#include "sladd/region.h"

enum { FACE_TAGS_MAX = 10000 };

struct face_tag {
    char *name;           /* UTF-8, as written; NULL: somebody without a name; owned */
    struct sladd_box box; /* fractions of the upright photo, inside 0..1 */
};

/* A growing list; zero-initialise to start; owned. */
struct face_tags {
    struct face_tag *items;
    size_t count, capacity;
};

/* Add the tags of a photo's XMP packets, or of its sidecar's, to `tags`. `width` and `height` are
 * the stored photo's, before `orientation` (1..8) is applied. Tags that cannot be placed are left out; damaged or
 * hostile XMP has none; more than FACE_TAGS_MAX are hostile, and all are forgotten. The only error is SLADD_NO_MEMORY.
 */
enum sladd_status face_tags_read(const struct xmp_packets *packets, int width, int height, int orientation,
                                 struct face_tags *tags, struct sladd_error *err);
void face_tags_clear(struct face_tags *tags);

#endif
