/* Edits of what a manifest says of the places in one photo. */
#include "base/array.h"
#include "base/ascii.h"
#include "redaction/redaction.h"
#include "serve/edits.h"
#include "stages/no_faces.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NOBODY = -1 };

bool edit_box_of(const json_t *list, struct sladd_box *box) {
    double v[4] = {0};
    if (!json_is_array(list) || json_array_size(list) != 4)
        return false;
    for (size_t i = 0; i < 4; i++) {
        const json_t *number = json_array_get(list, i);
        v[i] = json_number_value(number);
        if (!json_is_number(number) || !isfinite(v[i]) || v[i] < -1 || v[i] > 2)
            return false;
    }
    double left = floor(fmax(v[0], 0) * 1e4), top = floor(fmax(v[1], 0) * 1e4);
    double right = ceil(fmin(v[0] + v[2], 1) * 1e4 - 1e-6), bottom = ceil(fmin(v[1] + v[3], 1) * 1e4 - 1e-6);
    *box = (struct sladd_box){left / 1e4, top / 1e4, (right - left) / 1e4, (bottom - top) / 1e4};
    return right - left >= 1 && bottom - top >= 1;
}

/* What the manifest says of the photo, read; NULL: nothing. */
static const struct photo_entry *edit_entry(const struct change_of *change) {
    return manifest_photo(change->manifest, change->photo->key);
}

const struct place *edit_photo_place(const struct change_of *change) {
    return place_member(place_member(edit_root(change->to), "photos"), change->photo->key);
}

static struct yaml_value digest_of(const struct change_of *change) {
    return (struct yaml_value){.kind = VALUE_WORD, .key = "sha256", .text = change->photo->sha256};
}

enum sladd_status edit_pin(const struct change_of *change) {
    const struct photo_entry *photo = edit_entry(change);
    const struct yaml_value digest = digest_of(change);
    return photo == NULL || photo->sha256 != NULL || digest.text[0] == '\0'
               ? SLADD_OK
               : edit_add(change->to, edit_photo_place(change), &digest, change->err);
}

enum sladd_status edit_photo_add(const struct change_of *change, const struct yaml_value *member) {
    const struct place *photo = edit_photo_place(change);
    if (photo != NULL)
        return edit_add(change->to, photo, member, change->err);
    struct yaml_value members[2] = {digest_of(change), *member};
    bool known = change->photo->sha256[0] != '\0';
    const struct yaml_value entry = {.kind = VALUE_MAPPING,
                                     .key = change->photo->key,
                                     .items = known ? members : members + 1,
                                     .count = known ? 2 : 1};
    const struct yaml_value all = {.kind = VALUE_MAPPING, .key = "photos", .items = &entry, .count = 1};
    return change_add(change, edit_root(change->to), &all);
}

/* Add an item to one of the entry's lists (`faces`, `keep`, `redact`); where there is no such list yet, one that holds
 * it. */
static enum sladd_status add_to_list(const struct change_of *change, const char *list, const struct yaml_value *item) {
    const struct place *entry = edit_photo_place(change);
    const struct yaml_value whole = {.kind = VALUE_LIST, .key = list, .items = item, .count = 1};
    return entry != NULL ? change_add(change, entry, &whole) : edit_photo_add(change, &whole);
}

enum sladd_status edit_photo_remove(const struct change_of *change, const char *key, bool alone) {
    const struct place *photos = place_member(edit_root(change->to), "photos"), *photo = edit_photo_place(change);
    return alone && photo->first->next == NULL && !photo->in_brackets
               ? edit_remove(change->to, photos, place_key(photos, change->photo->key), change->err)
               : edit_remove(change->to, photo, place_key(photo, key), change->err);
}

/* Remove an item of a list. The last item in lines goes with the list's key, which would have nothing behind it. */
static enum sladd_status remove_item(const struct change_of *change, const char *list, int index, bool alone) {
    const struct place *from = place_member(edit_photo_place(change), list);
    const struct place *item = place_item(from, (size_t)index);
    if (item != NULL && item == from->first && item->next == NULL && !from->in_brackets)
        return edit_photo_remove(change, list, alone);
    return item != NULL ? edit_remove(change->to, from, item, change->err)
                        : sladd_fail(change->err, SLADD_MANIFEST, "the manifest cannot be changed at this place");
}

/* The photo's `faces` entry that speaks of a face, by overlap; NOBODY. */
static int find_face(const struct change_of *change, struct sladd_box box) {
    const struct photo_entry *photo = edit_entry(change);
    double best = enough_overlap;
    int found = NOBODY;
    for (size_t i = 0; photo != NULL && i < photo->face_count; i++) {
        double overlap = face_overlap(box, photo->faces[i].box);
        if (overlap >= best) {
            best = overlap;
            found = (int)i;
        }
    }
    return found;
}

static int find_box(const struct box_entry *boxes, size_t count, int what, struct sladd_box box) {
    double best = same_place;
    int found = NOBODY;
    for (size_t i = 0; i < count; i++) {
        double overlap = sladd_box_iou(boxes[i].box, box);
        if ((what < 0 || (int)boxes[i].what == what) && overlap >= best) {
            best = overlap;
            found = (int)i;
        }
    }
    return found;
}

/* What was said before and contradicts the edit. */
static enum sladd_status remove_kept(const struct change_of *change, int what, struct sladd_box box) {
    const struct photo_entry *photo = edit_entry(change);
    int kept = photo != NULL ? find_box(photo->keep, photo->keep_count, what, box) : NOBODY;
    return kept != NOBODY ? remove_item(change, "keep", kept, false) : SLADD_OK;
}

/* A face's `person`, or its `blur`: the one replaces the other. */
static enum sladd_status set_face(const struct change_of *change, int face, const struct yaml_value *value,
                                  const char *other) {
    const struct place *item = place_item(place_member(edit_photo_place(change), "faces"), (size_t)face);
    const struct place *gone = place_key(item, other);
    if (item == NULL)
        return sladd_fail(change->err, SLADD_MANIFEST, "the manifest cannot be changed at this place");
    enum sladd_status status = edit_set(change->to, item, value, change->err);
    if (status == SLADD_OK && gone != NULL && strcmp(other, "person") == 0) {
        const struct yaml_value nobody = {.kind = VALUE_TEXT, .key = other, .text = "?"};
        status = edit_replace(change->to, gone->value, &nobody, change->err);
    } else if (status == SLADD_OK && gone != NULL && item->in_brackets) {
        status = edit_remove(change->to, item, gone, change->err);
    } else if (status == SLADD_OK && gone != NULL) {
        const struct yaml_value no = {.kind = VALUE_WORD, .key = other, .text = "no"};
        status = edit_replace(change->to, gone->value, &no, change->err);
    }
    return status;
}

/* The names of `wrong_tags` as a member of a face or of a place; `list` has no items where none are given. */
struct tags_value {
    struct yaml_value items[EDIT_MAX_TAGS], list;
};

static enum sladd_status read_wrong_tags(const struct change_of *change, struct tags_value *tags) {
    const json_t *given = json_object_get(change->edit, "wrong_tags");
    const size_t count = json_array_size(given);
    bool good = (given == NULL || json_is_array(given)) && count <= EDIT_MAX_TAGS;
    for (size_t i = 0; i < count && good; i++) {
        tags->items[i] = (struct yaml_value){.kind = VALUE_TEXT, .text = edit_text_of(json_array_get(given, i))};
        good = tags->items[i].text != NULL;
    }
    tags->list = (struct yaml_value){
        .kind = VALUE_LIST, .key = "wrong_tags", .items = tags->items, .count = count, .one_line = true};
    return good ? SLADD_OK : sladd_fail(change->err, SLADD_USAGE, "these are no names of face tags");
}

/* Add them to an item of one of the photo's lists, of which `known` are there already. */
static enum sladd_status add_wrong_tags(const struct change_of *change, const char *list, int index,
                                        const struct wrong_tags *known, const struct tags_value *tags) {
    const struct place *item = place_item(place_member(edit_photo_place(change), list), (size_t)index);
    const struct place *there = place_member(item, tags->list.key);
    enum sladd_status status = SLADD_OK;
    if (there == NULL)
        return tags->list.count > 0 ? edit_add(change->to, item, &tags->list, change->err) : SLADD_OK;
    for (size_t i = 0; i < tags->list.count && status == SLADD_OK; i++) {
        bool is_there = false;
        for (size_t k = 0; k < known->count && !is_there; k++)
            is_there = strcmp(known->names[k], tags->items[i].text) == 0;
        if (!is_there)
            status = edit_add(change->to, there, &tags->items[i], change->err);
    }
    return status;
}

/* `person`: NULL, it is to be blurred, whoever it is. */
static enum sladd_status say_face(const struct change_of *change, const char *person) {
    const bool blur = person == NULL;
    struct box_value at;
    int face = find_face(change, change->box);
    box_value_make(change->box, &at);
    struct tags_value tags;
    enum sladd_status status = read_wrong_tags(change, &tags);
    if (status != SLADD_OK)
        return status;
    struct yaml_value members[3] = {blur ? (struct yaml_value){.kind = VALUE_WORD, .key = "blur", .text = "yes"}
                                         : (struct yaml_value){.kind = VALUE_TEXT, .key = "person", .text = person},
                                    at.value, tags.list};
    const struct yaml_value item = {
        .kind = VALUE_MAPPING, .items = members, .count = tags.list.count > 0 ? 3 : 2, .one_line = true};
    status = remove_kept(change, KEEP_NO_FACE, change->box);
    if (status != SLADD_OK)
        return status;
    if (face == NOBODY)
        return add_to_list(change, "faces", &item);
    status = set_face(change, face, &members[0], blur ? "person" : "blur");
    return status == SLADD_OK
               ? add_wrong_tags(change, "faces", face, &edit_entry(change)->faces[face].wrong_tags, &tags)
               : status;
}

enum sladd_status edit_name(const struct change_of *change) {
    const char *person = edit_text(change->edit, "person");
    return person != NULL ? say_face(change, person) : sladd_fail(change->err, SLADD_USAGE, "say who it is");
}

enum sladd_status edit_blur(const struct change_of *change) {
    return say_face(change, NULL);
}

/* A face as an item that is to be blurred, with what it needs to live. */
struct blurred {
    struct box_value at;
    struct yaml_value members[2];
};

/* Many at a time: everybody in the rows at the back. */
enum sladd_status edit_blur_all(const struct change_of *change) {
    const json_t *boxes = json_object_get(change->edit, "boxes");
    size_t most = json_array_size(boxes), count = 0;
    struct blurred *faces = array_new_zero(most + 1, sizeof *faces);
    struct yaml_value *items = array_new_zero(most + 1, sizeof *items);
    const struct place *there = place_member(edit_photo_place(change), "faces");
    struct yaml_value list = {.kind = VALUE_LIST, .key = "faces", .items = items};
    const struct yaml_value yes = {.kind = VALUE_WORD, .key = "blur", .text = "yes"};
    enum sladd_status status = faces != NULL && items != NULL && most > 0 && most <= EDIT_MAX_BOXES
                                   ? SLADD_OK
                                   : sladd_fail(change->err, SLADD_USAGE, "a place in the photo is missing");
    for (size_t i = 0; i < most && status == SLADD_OK; i++) {
        struct sladd_box box;
        struct blurred *face = &faces[count];
        if (!edit_box_of(json_array_get(boxes, i), &box))
            status = sladd_fail(change->err, SLADD_USAGE, "a place in the photo is missing");
        else if (find_face(change, box) == NOBODY) {
            box_value_make(box, &face->at);
            face->members[0] = yes;
            face->members[1] = face->at.value;
            items[count++] =
                (struct yaml_value){.kind = VALUE_MAPPING, .items = face->members, .count = 2, .one_line = true};
        }
    }
    list.count = count;
    if (status == SLADD_OK && there == NULL && count > 0)
        status = edit_photo_add(change, &list);
    for (size_t i = 0; there != NULL && i < count && status == SLADD_OK; i++)
        status = edit_add(change->to, there, &items[i], change->err);
    free(faces);
    free(items);
    return status;
}

enum sladd_status edit_no_face(const struct change_of *change) {
    const struct sladd_box box = change->box;
    struct box_value at;
    int face = find_face(change, box);
    struct tags_value tags;
    enum sladd_status status = read_wrong_tags(change, &tags);
    if (status != SLADD_OK)
        return status;
    box_value_make(box, &at);
    struct yaml_value members[3] = {at.value, {.kind = VALUE_TEXT, .key = "what", .text = "no-face"}, tags.list};
    const struct yaml_value item = {
        .kind = VALUE_MAPPING, .items = members, .count = tags.list.count > 0 ? 3 : 2, .one_line = true};
    const struct photo_entry *photo = edit_entry(change);
    int kept = photo != NULL ? find_box(photo->keep, photo->keep_count, KEEP_NO_FACE, box) : NOBODY;
    if (kept != NOBODY)
        return add_wrong_tags(change, "keep", kept, &photo->keep[kept].wrong_tags, &tags);
    status = face != NOBODY ? remove_item(change, "faces", face, false) : SLADD_OK;
    return status == SLADD_OK ? add_to_list(change, "keep", &item) : status;
}

/* Both lists are called as what is done. */
enum sladd_status edit_draw(const struct change_of *change) {
    const char *list = edit_text(change->edit, "do"), *why = edit_text(change->edit, "why");
    struct box_value at;
    bool keep = strcmp(list, "keep") == 0;
    const char *what = edit_text(change->edit, "what");
    if (what == NULL)
        what = "text";
    if (strcmp(what, "text") != 0 && strcmp(what, "code") != 0)
        return sladd_fail(change->err, SLADD_USAGE, "this is no change that sladd knows");
    box_value_make(change->box, &at);
    struct yaml_value members[3] = {at.value};
    size_t count = 1;
    if (keep)
        members[count++] = (struct yaml_value){.kind = VALUE_TEXT, .key = "what", .text = what};
    if (why != NULL)
        members[count++] = (struct yaml_value){.kind = VALUE_TEXT, .key = "why", .text = why};
    const struct yaml_value item = {.kind = VALUE_MAPPING, .items = members, .count = count, .one_line = true};
    return add_to_list(change, list, &item);
}

enum sladd_status edit_forget(const struct change_of *change) {
    const struct sladd_box box = change->box;
    const struct photo_entry *photo = edit_entry(change);
    int face = find_face(change, box), kept = NOBODY, redacted = NOBODY;
    if (photo != NULL) {
        kept = find_box(photo->keep, photo->keep_count, NOBODY, box);
        redacted = find_box(photo->redact, photo->redact_count, NOBODY, box);
    }
    if (face == NOBODY && kept == NOBODY && redacted == NOBODY)
        return sladd_fail(change->err, SLADD_USAGE, "the manifest says nothing of this place");
    bool alone = (face != NOBODY) + (kept != NOBODY) + (redacted != NOBODY) == 1;
    enum sladd_status status = face != NOBODY ? remove_item(change, "faces", face, alone) : SLADD_OK;
    if (status == SLADD_OK && kept != NOBODY)
        status = remove_item(change, "keep", kept, alone);
    return status == SLADD_OK && redacted != NOBODY ? remove_item(change, "redact", redacted, alone) : status;
}

enum sladd_status edit_check_photo(const struct change_of *change) {
    const struct photo_entry *photo = edit_entry(change);
    bool other = photo != NULL && photo->sha256 != NULL && !ascii_same(photo->sha256, change->photo->sha256);
    return other ? sladd_fail(change->err, SLADD_MANIFEST,
                              "the manifest's entry for '%s' is about an earlier version of this photo (its SHA-256 "
                              "differs); press \"Begin anew with this photo\" first",
                              change->photo->key)
                 : SLADD_OK;
}
