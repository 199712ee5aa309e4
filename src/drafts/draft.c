#include "drafts/draft.h"

#include "base/array.h"
#include "base/language.h"
#include "consent/manifest.h"
#include "drafts/edit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char introduction[] =
    N_("# A draft by sladd: who is in these photos, and what did they agree to?\n"
       "# Write everybody under people, then put their short names where it says \"?\".\n"
       "# A face whose person is still \"?\" is blurred. Faces are listed from the top of the photo.\n");
static const char example[] =
    "version: 1\n"
    "people:\n"
    "  # kari:\n"
    "  #   name: Kari Nordmann\n"
    "  #   role: staff\n"
    "  #   consent:\n"
    "  #     - {form: written, given_by: self, date: 2026-05-01, expires: 2027-05-01, channels: [web]}\n";

/* Behind the name of somebody to add. */
static const char tagged[] = N_("from a face tag; write below it, under 'consent', what this person agreed to");

/* A photo as a value, with what it needs to live. */
struct photo_value {
    struct face_value {
        char number[24];
        struct box_value box;
        struct yaml_value members[2];
    } * faces;
    struct yaml_value *items, members[2], photo;
};

static void clear_value(struct photo_value *value) {
    free(value->faces);
    free(value->items);
}

/* With its number on the contact sheet behind it. */
static void make_face(const struct draft_face *face, size_t number, struct face_value *value, struct yaml_value *item) {
    box_value_make(face->box, &value->box);
    value->members[0] =
        (struct yaml_value){.kind = VALUE_TEXT, .key = "person", .text = face->person != NULL ? face->person : "?"};
    value->members[1] = value->box.value;
    (void)snprintf(value->number, sizeof value->number, "%zu", number);
    *item = (struct yaml_value){.kind = VALUE_MAPPING, .items = value->members, .count = 2, .comment = value->number};
}

static bool make_value(const struct draft_photo *photo, struct photo_value *value) {
    *value = (struct photo_value){.faces = array_new_zero(photo->face_count + 1, sizeof *value->faces),
                                  .items = array_new_zero(photo->face_count + 1, sizeof *value->items)};
    if (value->faces == NULL || value->items == NULL)
        return false;
    for (size_t i = 0; i < photo->face_count; i++)
        make_face(&photo->faces[i], i + 1, &value->faces[i], &value->items[i]);
    value->members[0] = (struct yaml_value){.kind = VALUE_WORD, .key = "sha256", .text = photo->sha256};
    value->members[1] =
        (struct yaml_value){.kind = VALUE_LIST, .key = "faces", .items = value->items, .count = photo->face_count};
    value->photo = (struct yaml_value){
        .kind = VALUE_MAPPING, .key = photo->file, .items = value->members, .count = photo->face_count > 0 ? 2 : 1};
    return true;
}

enum sladd_status draft_new(const struct draft_parts *parts, struct bytes *text, struct sladd_error *err) {
    char *beginning = NULL;
    int size = asprintf(&beginning, "%s%sphotos:\n", _(introduction), example);
    if (size < 0)
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for a draft");
    enum sladd_status status = draft_merge((struct span){(uint8_t *)beginning, (size_t)size}, "", parts, text, err);
    free(beginning);
    return status;
}

/* Add members to the mapping of this key at the root, and the mapping where there is none. */
static enum sladd_status add_members(struct edit *edit, const char *key, const struct yaml_value *members, size_t count,
                                     struct sladd_error *err) {
    const struct place *there = place_member(edit_root(edit), key);
    const struct yaml_value all = {.kind = VALUE_MAPPING, .key = key, .items = members, .count = count};
    if (there == NULL && count > 0)
        return edit_add(edit, edit_root(edit), &all, err);
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < count && status == SLADD_OK; i++)
        status = edit_add(edit, there, &members[i], err);
    return status;
}

static enum sladd_status add_people(struct edit *edit, const struct draft_person *people, size_t count,
                                    struct sladd_error *err) {
    struct yaml_value *names = array_new_zero(count + 1, sizeof *names),
                      *members = array_new_zero(count + 1, sizeof *members);
    enum sladd_status status =
        names != NULL && members != NULL ? SLADD_OK : sladd_fail(err, SLADD_NO_MEMORY, "out of memory for a draft");
    for (size_t i = 0; i < count && status == SLADD_OK; i++) {
        names[i] = (struct yaml_value){.kind = VALUE_TEXT, .key = "name", .text = people[i].name, .comment = _(tagged)};
        members[i] = (struct yaml_value){.kind = VALUE_MAPPING, .key = people[i].key, .items = &names[i], .count = 1};
    }
    if (status == SLADD_OK)
        status = add_members(edit, "people", members, count, err);
    free(names);
    free(members);
    return status;
}

enum sladd_status draft_merge(struct span existing, const char *path, const struct draft_parts *parts,
                              struct bytes *text, struct sladd_error *err) {
    const size_t count = parts->photo_count;
    struct edit *edit = NULL;
    struct photo_value *values = array_new_zero(count + 1, sizeof *values);
    struct yaml_value *items = array_new_zero(count + 1, sizeof *items);
    bool good = values != NULL && items != NULL;
    for (size_t i = 0; i < count && good; i++) {
        good = make_value(&parts->photos[i], &values[i]);
        items[i] = values[i].photo;
    }
    enum sladd_status status =
        good ? edit_open(&edit, existing, path, err) : sladd_fail(err, SLADD_NO_MEMORY, "out of memory for a draft");
    if (status == SLADD_OK)
        status = add_people(edit, parts->people, parts->people_count, err);
    if (status == SLADD_OK)
        status = add_members(edit, "photos", items, count, err);
    if (status == SLADD_OK)
        status = edit_finish(edit, text, err);
    edit_free(edit);
    for (size_t i = 0; values != NULL && i < count; i++)
        clear_value(&values[i]);
    free(values);
    free(items);
    return status;
}

/* YAML has its own mind about which characters it takes, so a draft is made and read back. */
static struct manifest *read_back(const struct draft_parts *parts) {
    struct bytes text = {0};
    struct manifest *manifest = NULL;
    if (draft_new(parts, &text, NULL) == SLADD_OK)
        (void)manifest_parse(bytes_span(&text), "", &manifest, NULL);
    bytes_clear(&text);
    return manifest;
}

bool draft_can_name(const char *file) {
    const struct draft_photo photo = {file, "0000000000000000000000000000000000000000000000000000000000000000", NULL,
                                      0};
    struct manifest *manifest = read_back(&(struct draft_parts){.photos = &photo, .photo_count = 1});
    bool named = manifest != NULL && manifest_photo(manifest, file) != NULL;
    manifest_free(manifest);
    return named;
}

bool draft_can_hold(const char *name) {
    const struct draft_person somebody = {"somebody", name};
    struct manifest *manifest = read_back(&(struct draft_parts){.people = &somebody, .people_count = 1});
    const struct person *person = manifest_person(manifest, somebody.key);
    bool held = person != NULL && person->name != NULL && strcmp(person->name, name) == 0;
    manifest_free(manifest);
    return held;
}
