#include "stages/tag_notes.h"

#include "base/language.h"
#include "base/notice.h"
#include "stages/candidates.h"
#include "stages/notices.h"
#include "stages/tag_frame.h"
#include "stages/withhold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char notice_tags_elsewhere[] =
    N_("the face tags of this photo do not lie on the faces, as when it was cropped, turned or mirrored since, so they "
       "keep nobody: draw them anew, or name the people under 'faces' in the manifest");
const char notice_tags_contradict[] =
    N_("the manifest and a face tag of this photo give one face different names, so it is blurred: correct the tag, or "
       "write in the manifest which 'wrong_tags' lie there (manifest / tag)");
static const char notice_tags_wrong[] =
    N_("a face tag of this photo counts for nothing, because the manifest says that it is wrong (manifest / tag)");

/* "kari / per" */
static enum sladd_status add_pair(struct sladd_names *pairs, const char *said, const char *tagged,
                                  struct sladd_error *err) {
    char *pair = NULL;
    if (asprintf(&pair, "%s / %s", said != NULL ? said : "-", tagged != NULL ? tagged : "-") < 0)
        return fail_memory(err);
    enum sladd_status status = sladd_names_add(pairs, pair, err);
    free(pair);
    return status;
}

/* Sort the tags that the manifest does not agree with. */
static enum sladd_status compare(const struct ruling *ruling, struct sladd_names *wrong, struct sladd_names *contrary,
                                 struct sladd_error *err) {
    struct candidates candidates;
    enum sladd_status status = candidates_list(ruling->entry, NULL, false, ruling->tags, true, ruling->width,
                                               ruling->height, &candidates, err);
    for (size_t i = 0; i < candidates.count && status == SLADD_OK; i++) {
        const struct candidate *tag = &candidates.items[i];
        const char *said = named_at_tag(&candidates, tag);
        if (tag_is_wrong(tag, ruling))
            status = add_pair(wrong, said, tag->person, err);
        else if (said != NULL && (tag->person == NULL || strcmp(said, tag->person) != 0))
            status = add_pair(contrary, said, tag->person, err);
    }
    candidates_clear(&candidates);
    return status;
}

static enum sladd_status note_contradictions(const struct ruling *ruling, struct sladd_names *notices,
                                             struct sladd_error *err) {
    struct sladd_names wrong = {0}, contrary = {0};
    enum sladd_status status = compare(ruling, &wrong, &contrary, err);
    if (status == SLADD_OK && wrong.count > 0)
        status = notice_add(notices, notice_tags_wrong, &wrong, err);
    if (status == SLADD_OK && contrary.count > 0)
        status = notice_add(notices, notice_tags_contradict, &contrary, err);
    sladd_names_clear(&wrong);
    sladd_names_clear(&contrary);
    return status;
}

static enum sladd_status note_unplaced(const struct face_tags *tags, struct sladd_names *notices,
                                       struct sladd_error *err) {
    static const char unplaced[] =
        N_("a face tag of this photo cannot be understood or lies outside it, so no tag keeps anybody: see that "
           "everybody who is tagged is hidden or may be shown, and correct the tag");
    struct sladd_names paths = {0};
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < tags->unplaced_count && status == SLADD_OK; i++)
        status = sladd_names_add(&paths, tags->unplaced[i].path, err);
    if (status == SLADD_OK)
        status = notice_add(notices, unplaced, &paths, err);
    sladd_names_clear(&paths);
    return status;
}

enum sladd_status tag_notes_add(const struct ruling *ruling, const struct sladd_regions *regions,
                                struct sladd_names *notices, struct sladd_error *err) {
    const struct face_tags *tags = ruling->tags;
    if (tags == NULL || (tags->count == 0 && tags->unplaced_count == 0))
        return SLADD_OK;
    enum sladd_status status = SLADD_OK;
    if (ruling->entry->photo != NULL && !speak_of_another(regions))
        status = note_contradictions(ruling, notices, err);
    if (status == SLADD_OK && tags->unplaced_count > 0)
        return note_unplaced(tags, notices, err);
    return status != SLADD_OK || tags_line_up(tags, regions, ruling->width, ruling->height)
               ? status
               : notice_add(notices, notice_tags_elsewhere, NULL, err);
}
