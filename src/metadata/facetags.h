/* Face tags that are already in a photo: who stands where, as a photo manager wrote it down (XMP MWG regions and
 * Microsoft People tags, in the file or in a sidecar beside it). They are hints for the pairing and never written.
 *
 * Nothing of them is lost in silence: a tag that cannot be placed is named, and XMP that cannot be read is a problem.
 */
#ifndef METADATA_FACETAGS_H
#define METADATA_FACETAGS_H

#include "base/boxes.h"
#include "base/outcome_parts.h"
#include "metadata/coded_frame.h"
#include "metadata/xmp.h"

enum { FACE_TAGS_MAX = 10000 };

struct face_tag {
    char *name;           /* UTF-8, as written; NULL: somebody without a name; owned */
    struct sladd_box box; /* fractions of the upright photo, inside 0..1; where the frame is in doubt, a guess */
    bool same_size;       /* drawn on a picture of exactly this photo's pixel size, as far as the packet says */
};

/* A tag that nobody can place. */
struct unplaced_tag {
    char *name;    /* as in face_tag; owned */
    char path[64]; /* in the XMP, as "mwg-rs:RegionList[2]" */
    bool lost;     /* somebody drew a place in this photo, as far as anybody can tell, and it cannot be understood */
};

/* Growing lists; zero-initialise to start; owned. */
struct face_tags {
    struct face_tag *items;
    size_t count, capacity;
    struct unplaced_tag *unplaced;
    size_t unplaced_count, unplaced_capacity;
    enum xmp_problem problem; /* the first of a packet that cannot be relied on */
    size_t second;            /* how many of the items are another's second place */
    bool in_doubt;            /* a packet may be meant in two frames: each of its tags is here at both places, or once
                               * where the two touch, with both in its box */
    bool problem_beside;      /* it lies in a sidecar, not in the photo */
    bool told;                /* for stage_match: a name that nobody in the manifests has may leave this process */
};

/* Add the tags of a photo's packets, or of its sidecar's (`beside`), to `tags`. `width` and `height` are the stored
 * photo's, before `orientation` (1..8) is applied; `coded` is what its container made it of. More than FACE_TAGS_MAX,
 * at each of their places, are XMP_TOO_LARGE, and of what is too large none is kept then: the photo is withheld
 * whatever they say, and each costs time by the pair. The only error is SLADD_NO_MEMORY. */
enum sladd_status face_tags_read(const struct xmp_packets *packets, bool beside, int width, int height, int orientation,
                                 const struct coded_frame *coded, struct face_tags *tags, struct sladd_error *err);
void face_tags_clear(struct face_tags *tags);

#endif
