#include "base/array.h"
#include "base/names.h"
#include "stages/no_faces.h"
#include "stages/stages.h"
#include "stages/tag_frame.h"

#include <stdlib.h>
#include <string.h>

/* The rule of pairing.
 *
 * The candidates are the `faces` entries of the manifest and the face tags in the photo (candidates.h); below, both are
 * called entries. The overlap of a detected face and an entry is the larger of two intersections over unions: that of
 * the entry with the detected box (brow to chin), and with the head that this box stands for, because people draw
 * either. The two are a pair when
 *   1. each one's centre lies in the other and they overlap enough (may_be_drawn_for), and
 *   2. no other entry overlaps this detection, and no other detection this entry, more than RIVAL times as much, and
 *   3. no other entry of the photo names the same person, and no other person has the same name.
 * Where 1 holds and 2 or 3 does not, the face is nobody's: it is ambiguous. Since RIVAL is below 1, a pair is each
 * other's best, so pairs are one to one whatever the order.
 *
 * A tag of which the manifest says that it is wrong (tag_is_wrong) is no entry at all.
 *
 * Tags that do not line up with the faces (tag_frame.h) take no part in it: each of them only hides where it lies.
 *
 * Rule 1 keeps an entry whose own face was missed from taking the neighbour's: the centres of two heads would have to
 * be nearer than half a face. */
static const double RIVAL = 0.6;

/* An entry that reaches this far (a part of its area) beyond the head of its detection is redacted at its own box too,
 * should it come to that. */
static const double STICKING_OUT = 0.25;

/* One side's view of the other: whom it overlaps most, and by how much the next. */
struct view {
    size_t best;
    double overlap, rival;
};

struct scene {
    struct sladd_regions *regions;
    size_t detected; /* the regions before those that are added here */
    struct candidates entries;
    bool told;              /* the names of tags are asked for */
    struct view *of_region; /* which entry */
    struct view *of_entry;  /* which region */
};

static void look(struct view *view, size_t other, double overlap) {
    if (overlap > view->overlap) {
        view->rival = view->overlap;
        view->overlap = overlap;
        view->best = other;
    } else if (overlap > view->rival) {
        view->rival = overlap;
    }
}

static void compare_all(struct scene *scene) {
    for (size_t r = 0; r < scene->detected; r++) {
        if (scene->regions->items[r].kind != SLADD_FACE || scene->regions->items[r].reason == SLADD_REASON_NO_FACE)
            continue;
        for (size_t e = 0; e < scene->entries.count; e++) {
            if (scene->entries.items[e].hides_only)
                continue;
            double overlap = face_overlap(scene->regions->items[r].box, scene->entries.items[e].box);
            look(&scene->of_region[r], e, overlap);
            look(&scene->of_entry[e], r, overlap);
        }
    }
}

/* Rule 1. */
static bool may_pair(const struct scene *scene, size_t region, size_t entry) {
    return may_be_drawn_for(scene->regions->items[region].box, scene->entries.items[entry].box);
}

/* Rule 2. */
static bool is_clear(const struct view *view) {
    return view->rival <= RIVAL * view->overlap;
}

/* Rule 3. */
static bool named_once(const struct candidates *entries, size_t entry) {
    const char *person = entries->items[entry].person;
    for (size_t i = 0; i < entries->count; i++)
        if (i != entry && !entries->items[i].hides_only && person != NULL && entries->items[i].person != NULL &&
            strcmp(entries->items[i].person, person) == 0)
            return false;
    return !entries->items[entry].doubtful;
}

static bool is_pair(const struct scene *scene, size_t region, size_t entry) {
    const struct view *of_region = &scene->of_region[region], *of_entry = &scene->of_entry[entry];
    return may_pair(scene, region, entry) && of_region->best == entry && of_entry->best == region &&
           is_clear(of_region) && is_clear(of_entry) && named_once(&scene->entries, entry);
}

/* The name of a tag that may be told: it is nobody's, and no other tag of the photo has it. A photo with more tags than
 * are told is no group of people. */
static const char *name_to_tell(const struct scene *scene, size_t entry) {
    const struct candidate *said = &scene->entries.items[entry];
    if (!scene->told || said->name == NULL || said->doubtful || said->hides_only ||
        scene->entries.count > TOLD_TAGS_MAX)
        return NULL;
    for (size_t i = 0; i < scene->entries.count; i++)
        if (i != entry && have_one_name(&scene->entries.items[i], said))
            return NULL;
    return said->name;
}

static enum sladd_voice voice_of(const struct candidate *said) {
    return said->tag != NULL || said->nameless ? SLADD_VOICE_TAG : SLADD_VOICE_ENTRY;
}

/* An entry that the detector did not see, or whose face is not surely the entry's. */
static enum sladd_status add_entry(struct scene *scene, size_t entry, enum sladd_reason reason, const char *tag,
                                   struct sladd_error *err) {
    const struct candidate *said = &scene->entries.items[entry];
    struct sladd_region region = {.kind = SLADD_FACE, .box = said->box, .reason = reason, .said_by = voice_of(said)};
    enum sladd_status status = sladd_regions_name(scene->regions, &region, said->person, err);
    if (status == SLADD_OK)
        status = sladd_regions_tell(scene->regions, &region, tag, err);
    return status == SLADD_OK ? sladd_regions_add(scene->regions, &region, err) : status;
}

static enum sladd_status place_entry(struct scene *scene, size_t entry, struct sladd_error *err) {
    const struct view *view = &scene->of_entry[entry];
    bool candidate = view->overlap > 0 && may_pair(scene, view->best, entry);
    if (candidate && is_pair(scene, view->best, entry)) {
        struct sladd_region *face = &scene->regions->items[view->best];
        struct sladd_box box = scene->entries.items[entry].box;
        double inside = sladd_box_area(sladd_box_intersect(head_box(face->box), box));
        face->said_by = voice_of(&scene->entries.items[entry]);
        enum sladd_status status = sladd_regions_name(scene->regions, face, scene->entries.items[entry].person, err);
        if (status == SLADD_OK)
            status = sladd_regions_tell(scene->regions, face, name_to_tell(scene, entry), err);
        if (status != SLADD_OK || inside >= (1 - STICKING_OUT) * sladd_box_area(box))
            return status;
        return add_entry(scene, entry, SLADD_REASON_UNDECIDED, NULL, err);
    }
    bool doubtful = candidate || !named_once(&scene->entries, entry);
    const bool contrary = named_at_tag(&scene->entries, &scene->entries.items[entry]) != NULL;
    return doubtful ? add_entry(scene, entry, SLADD_REASON_AMBIGUOUS, contrary ? name_to_tell(scene, entry) : NULL, err)
                    : add_entry(scene, entry, SLADD_REASON_UNDECIDED, name_to_tell(scene, entry), err);
}

/* What may hide and never keeps. A tag without a name says nothing against an entry of the manifest that names the face
 * on which it lies; whatever else lies there may be somebody else's. */
static enum sladd_status place_hint(struct scene *scene, size_t hint, struct sladd_error *err) {
    for (size_t r = 0; r < scene->detected && scene->entries.items[hint].nameless; r++)
        if (scene->regions->items[r].kind == SLADD_FACE &&
            sladd_region_person(scene->regions, &scene->regions->items[r]) != NULL && may_pair(scene, r, hint))
            return SLADD_OK;
    return add_entry(scene, hint, SLADD_REASON_AMBIGUOUS, NULL, err);
}

static enum sladd_status pair_faces(struct scene *scene, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    compare_all(scene);
    for (size_t e = 0; e < scene->entries.count && status == SLADD_OK; e++)
        status = scene->entries.items[e].hides_only ? place_hint(scene, e, err) : place_entry(scene, e, err);
    for (size_t r = 0; r < scene->detected && status == SLADD_OK; r++) {
        struct sladd_region *region = &scene->regions->items[r];
        const struct view *view = &scene->of_region[r];
        if (region->kind == SLADD_FACE && view->overlap > 0 && may_pair(scene, r, view->best) &&
            !is_pair(scene, r, view->best))
            region->reason = SLADD_REASON_AMBIGUOUS;
    }
    return status;
}

/* The manifest was written by somebody who looked at the face and knew what the tag says. */
static void drop_wrong_tags(struct candidates *candidates, const struct ruling *ruling) {
    size_t left = 0;
    for (size_t i = 0; i < candidates->count; i++)
        if (tag_is_wrong(&candidates->items[i], ruling))
            free(candidates->items[i].key);
        else
            candidates->items[left++] = candidates->items[i];
    candidates->count = left;
}

/* The manifest describes another photo: its places mean nothing here, except that what it hides stays hidden. */
static enum sladd_status distrust_entries(struct scene *scene, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    for (size_t r = 0; r < scene->detected; r++)
        if (scene->regions->items[r].kind == SLADD_FACE)
            scene->regions->items[r].reason = SLADD_REASON_PHOTO_CHANGED;
    for (size_t e = 0; e < scene->entries.count && status == SLADD_OK; e++)
        status = add_entry(scene, e, SLADD_REASON_PHOTO_CHANGED, NULL, err);
    return status;
}

/* `changed`: they speak of another photo. */
static enum sladd_status add_keep_boxes(struct sladd_regions *regions, const struct photo_entry *photo, bool changed,
                                        int width, int height, struct sladd_error *err) {
    static const enum sladd_reason reasons[] = {[KEEP_TEXT] = SLADD_REASON_KEEP_BOX,
                                                [KEEP_CODE] = SLADD_REASON_KEEP_CODE,
                                                [KEEP_NO_FACE] = SLADD_REASON_NO_FACE};
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < photo->keep_count && status == SLADD_OK; i++) {
        const enum kept_what what = photo->keep[i].what;
        struct sladd_region region = {.kind = SLADD_MANUAL,
                                      .box = sladd_box_in_pixels(photo->keep[i].box, width, height),
                                      .reason = changed ? SLADD_REASON_PHOTO_CHANGED : reasons[what]};
        /* "Nobody is there" is told by the row of the face that was a mistake, and counts for nothing elsewhere. */
        if (what != KEEP_NO_FACE || (!changed && !no_faces_took(regions, region.box)))
            status = sladd_regions_add(regions, &region, err);
    }
    return status;
}

/* Of the two entries that may keep somebody, the one whose `faces` count says so. */
static bool speaks_of_another(const struct manifest_entry *entry, const char *source_sha256) {
    bool silent = entry->photo == NULL || entry->photo->face_count == 0;
    return entry_is_of_another(entry->photo, source_sha256) ||
           (silent && entry_is_of_another(entry->folder_photo, source_sha256));
}

static enum sladd_status match_faces(struct scene *scene, bool changed, struct sladd_error *err) {
    scene->of_region = array_new_zero(scene->detected + 1, sizeof *scene->of_region);
    scene->of_entry = array_new_zero(scene->entries.count + 1, sizeof *scene->of_entry);
    enum sladd_status status = SLADD_OK;
    if (scene->of_region == NULL || scene->of_entry == NULL)
        status = fail_memory(err);
    else
        status = changed ? distrust_entries(scene, err) : pair_faces(scene, err);
    free(scene->of_region);
    free(scene->of_entry);
    return status;
}

enum sladd_status stage_match(const struct ruling *ruling, struct sladd_regions *regions,
                              struct sladd_regions *doubtful, struct sladd_error *err) {
    static const struct face_tags none;
    const struct face_tags *tags = ruling->tags != NULL ? ruling->tags : &none;
    const struct photo_entry *photo = ruling->entry->photo;
    const int width = ruling->width, height = ruling->height;
    bool changed = speaks_of_another(ruling->entry, ruling->source_sha256);
    struct scene scene = {.regions = regions, .detected = regions->count, .told = tags->told};
    bool line_up = tags_line_up(tags, regions, width, height);
    enum sladd_status status = candidates_list(ruling->entry, ruling->source_sha256, changed, tags, line_up, width,
                                               height, &scene.entries, err);
    if (status == SLADD_OK && !changed)
        drop_wrong_tags(&scene.entries, ruling);
    if (status == SLADD_OK && !changed)
        no_faces_mark(photo, &scene.entries, width, height, regions);
    if (status == SLADD_OK && !changed && doubtful != NULL)
        no_faces_mark(photo, &scene.entries, width, height, doubtful);
    if (status == SLADD_OK)
        status = match_faces(&scene, changed, err);
    candidates_clear(&scene.entries);
    if (status == SLADD_OK && photo != NULL)
        status = add_keep_boxes(regions, photo, changed, width, height, err);
    return status == SLADD_OK ? stage_mark(ruling->entry, width, height, regions, err) : status;
}
