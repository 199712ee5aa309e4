#include "stages/candidates.h"

#include "base/array.h"
#include "base/names.h"
#include "redaction/redaction.h"
#include "stages/stages.h"

#include <stdlib.h>
#include <string.h>

/* Two programs draw one person's face and head: that much of the union is common. */
static const double SAME_PLACE = 0.3;

/* The one person whom the manifests know by this name. */
static void find_person(const struct manifest_entry *entry, const char *name, struct candidate *found) {
    size_t at = 0;
    const struct person *person = entry_next_named(entry, name, &at);
    found->doubtful = person != NULL && entry_next_named(entry, name, &at) != NULL;
    found->person = person != NULL && !found->doubtful ? person->key : NULL;
}

bool mean_one_face(struct sladd_box a, struct sladd_box b) {
    return may_be_drawn_for(a, b) || may_be_drawn_for(b, a);
}

/* Do a box and a tag mean one face? */
static bool lies_on_tag(struct sladd_box box, const struct candidate *tag) {
    return mean_one_face(box, tag->box);
}

bool have_one_name(const struct candidate *a, const struct candidate *b) {
    return a->key != NULL && b->key != NULL && strcmp(a->key, b->key) == 0;
}

/* Whom the manifest knows may have a face drawn by one and a whole head by the other. */
static bool says_the_same(const struct candidate *known, const struct candidate *tag) {
    if (tag->person != NULL && (known->person == NULL || strcmp(known->person, tag->person) != 0))
        return false;
    if (tag->person != NULL && lies_on_tag(known->box, tag))
        return true;
    if (!sladd_boxes_share_centres(known->box, tag->box) || sladd_box_iou(known->box, tag->box) < SAME_PLACE)
        return false;
    return tag->person != NULL || tag->name == NULL || have_one_name(known, tag);
}

static void add_tag(struct candidates *candidates, struct candidate *tag) {
    bool said = false;
    tag->key = tag->name != NULL ? name_key(tag->name) : NULL;
    for (size_t i = 0; i < candidates->count && !said; i++)
        said = says_the_same(&candidates->items[i], tag);
    if (said)
        free(tag->key);
    else
        candidates->items[candidates->count++] = *tag;
}

void candidates_clear(struct candidates *candidates) {
    for (size_t i = 0; i < candidates->count; i++)
        free(candidates->items[i].key);
    free(candidates->items);
    *candidates = (struct candidates){0};
}

enum sladd_status candidates_list(const struct manifest_entry *entry, const char *source_sha256, bool changed,
                                  const struct face_tags *tags, bool line_up, int width, int height,
                                  struct candidates *candidates, struct sladd_error *err) {
    const size_t entries = entry_most_faces(entry);
    struct face_walk walk = {.source_sha256 = source_sha256};
    const struct face_entry *face;
    *candidates = (struct candidates){array_new_zero(entries + tags->count + 1, sizeof *candidates->items), 0};
    if (candidates->items == NULL)
        return fail_memory(err);
    while ((face = entry_next_face(entry, &walk)) != NULL) {
        const bool hides_only = changed ? walk.far : walk.hides_only;
        candidates->items[candidates->count++] =
            (struct candidate){.box = sladd_box_in_pixels(face->box, width, height),
                               .person = hides_only ? NULL : face->person,
                               .hides_only = hides_only};
    }
    /* Those without a name last, when all the others are known. */
    for (int nameless = 0; nameless < 2; nameless++)
        for (size_t i = 0; i < tags->count; i++) {
            struct candidate tag = {.box = sladd_box_in_pixels(tags->items[i].box, width, height),
                                    .nameless = tags->items[i].name == NULL,
                                    .hides_only = !line_up};
            if (tag.nameless != (nameless == 1))
                continue;
            if (!tag.nameless)
                find_person(entry, tags->items[i].name, &tag);
            if (tag.person == NULL)
                tag.name = tags->items[i].name;
            tag.tag = tags->items[i].name;
            add_tag(candidates, &tag);
        }
    return SLADD_OK;
}

const char *named_at_tag(const struct candidates *candidates, const struct candidate *tag) {
    for (size_t i = 0; tag->tag != NULL && i < candidates->count; i++)
        if (candidates->items[i].tag == NULL && candidates->items[i].person != NULL &&
            lies_on_tag(candidates->items[i].box, tag))
            return candidates->items[i].person;
    return NULL;
}

static bool are_wrong(const struct wrong_tags *wrong, const struct candidate *tag) {
    bool is = false;
    for (size_t i = 0; i < wrong->count && !is; i++)
        is = same_name(wrong->names[i], tag->tag) || (tag->person != NULL && strcmp(wrong->names[i], tag->person) == 0);
    return is;
}

bool tag_is_wrong(const struct candidate *tag, const struct ruling *ruling) {
    const struct photo_entry *photo = ruling->entry->photo;
    const int width = ruling->width, height = ruling->height;
    const struct face_entry *face;
    struct face_walk walk = {.source_sha256 = ruling->source_sha256};
    bool wrong = false;
    if (tag->tag == NULL || photo == NULL || entry_is_of_another(photo, ruling->source_sha256))
        return false;
    while (!wrong && (face = entry_next_face(ruling->entry, &walk)) != NULL)
        wrong = !walk.hides_only && are_wrong(&face->wrong_tags, tag) &&
                lies_on_tag(sladd_box_in_pixels(face->box, width, height), tag);
    for (size_t i = 0; i < photo->keep_count && !wrong; i++)
        wrong = photo->keep[i].what == KEEP_NO_FACE && are_wrong(&photo->keep[i].wrong_tags, tag) &&
                lies_on_tag(sladd_box_in_pixels(photo->keep[i].box, width, height), tag);
    return wrong;
}
