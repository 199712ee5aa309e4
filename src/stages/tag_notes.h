/* What a person should know of a photo's face tags. */
#ifndef STAGES_TAG_NOTES_H
#define STAGES_TAG_NOTES_H

#include "stages/stages.h"

/* Add notices of tags that keep nobody although they may name those whom the manifest knows, of tags that contradict
 * the manifest, and of tags that count for nothing because it says that they are wrong. Of names only the short ones of
 * the manifest are told, as "who it is by the manifest / who it is by the tag", with a "-" for somebody whom it does
 * not know. `regions` are matched and decided. */
enum sladd_status tag_notes_add(const struct ruling *ruling, const struct sladd_regions *regions,
                                struct sladd_names *notices, struct sladd_error *err);

#endif
