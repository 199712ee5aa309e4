#include "drafts/draft.h"

#include "base/array.h"
#include "base/language.h"
#include "consent/manifest.h"
#include "drafts/edit.h"
#include "drafts/photo_value.h"

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

/* Before what was written about a photo that is drafted anew. */
static const char replaced[] =
    N_("The photo was edited since this was written. None of it counts any more; take over below what still holds:");

/* Behind the name of somebody to add. */
static const char tagged[] = N_("from a face tag; write below it, under 'consent', what this person agreed to");

enum sladd_status draft_new(const struct draft_parts *parts, struct bytes *text, struct sladd_error *err) {
    char *beginning = NULL;
    int size = asprintf(&beginning, "%s%sphotos:\n", _(introduction), example);
    if (size < 0)
        return fail_memory(err);
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
    enum sladd_status status = names != NULL && members != NULL ? SLADD_OK : fail_memory(err);
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

/* Photos that the manifest does not mention are added; an edited one's entry becomes a comment before the new one. */
static enum sladd_status put_photos(struct edit *edit, const struct draft_parts *parts,
                                    const struct photo_value *values, struct sladd_error *err) {
    const struct place *there = place_member(edit_root(edit), "photos");
    struct yaml_value *added = array_new_zero(parts->photo_count + 1, sizeof *added);
    size_t count = 0;
    enum sladd_status status = added != NULL ? SLADD_OK : fail_memory(err);
    for (size_t i = 0; i < parts->photo_count && status == SLADD_OK; i++) {
        const struct place *key = parts->photos[i].edited ? place_key(there, parts->photos[i].file) : NULL;
        if (key != NULL)
            status = edit_supersede(edit, there, key, _(replaced), &values[i].photo, err);
        else
            added[count++] = values[i].photo;
    }
    if (status == SLADD_OK)
        status = add_members(edit, "photos", added, count, err);
    free(added);
    return status;
}

enum sladd_status draft_merge(struct span existing, const char *path, const struct draft_parts *parts,
                              struct bytes *text, struct sladd_error *err) {
    struct edit *edit = NULL;
    struct photo_value *values = array_new_zero(parts->photo_count + 1, sizeof *values);
    bool good = values != NULL;
    for (size_t i = 0; i < parts->photo_count && good; i++) {
        const struct draft_photo *photo = &parts->photos[i];
        const bool edited = photo->edited && parts->now != NULL;
        good = photo_value_make(photo, edited ? manifest_photo(parts->now, photo->file) : NULL, &values[i]);
    }
    enum sladd_status status = good ? edit_open(&edit, existing, path, err) : fail_memory(err);
    if (status == SLADD_OK)
        status = add_people(edit, parts->people, parts->people_count, err);
    if (status == SLADD_OK)
        status = put_photos(edit, parts, values, err);
    if (status == SLADD_OK)
        status = edit_finish(edit, text, err);
    edit_free(edit);
    for (size_t i = 0; values != NULL && i < parts->photo_count; i++)
        photo_value_clear(&values[i]);
    free(values);
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
    const struct draft_photo photo = {.file = file,
                                      .sha256 = "0000000000000000000000000000000000000000000000000000000000000000"};
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
