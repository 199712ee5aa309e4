/* Whether face tags still lie where they were drawn: a picture that was cropped, mirrored or turned since, with its
 * tags left as they were, would give one person's name to another's face. */
#ifndef STAGES_TAG_FRAME_H
#define STAGES_TAG_FRAME_H

#include "metadata/facetags.h"

/* May these tags keep anybody? `regions` are the detected faces, in an upright photo of `width` by `height` pixels.
 *
 * True where there are none, and when
 *   1. no tag was left unplaced: its face is one of those that the others are matched with;
 *   2. most of the tags line up, each with a face: either centre lies in the other and they overlap;
 *   3. on a picture of another size, or one whose size nobody wrote down, at least two and three quarters of them do
 * so, and they lie on their faces all in the same way, as they would not after a crop;
 *   4. no mirroring or turning of the tags fits the faces as well in another way.
 * This is a judgement, not a proof: of 20,000 made-up pictures that were changed under their tags (tests/unit/
 * stages_tag_frame.c), where 5,079 had a tag on another's face, one was believed, by two tags of two. */
bool tags_line_up(const struct face_tags *tags, const struct sladd_regions *regions, int width, int height);

#endif
