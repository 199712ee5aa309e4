#include "consent/manifest.h"

#include "base/array.h"
#include "base/ascii.h"
#include "base/names.h"
#include "consent/nearest.h"
#include "consent/schema.h"

#include <stdlib.h>
#include <string.h>

static int compare_names(const void *a, const void *b) {
    const struct entry_name *left = a, *right = b;
    int order = strcmp(left->name, right->name);
    return order != 0 ? order : (left->photo > right->photo) - (left->photo < right->photo);
}

static int compare_people(const void *a, const void *b) {
    return strcmp((*(const struct person *const *)a)->key, (*(const struct person *const *)b)->key);
}

enum sladd_status manifest_index(struct manifest *manifest, struct sladd_error *err) {
    size_t count = manifest->photo_count;
    manifest->by_name = array_new_zero(count + 1, sizeof *manifest->by_name);
    manifest->by_fold = array_new_zero(count + 1, sizeof *manifest->by_fold);
    manifest->by_key = array_new(manifest->person_count + 1, sizeof *manifest->by_key);
    bool good = manifest->by_name != NULL && manifest->by_fold != NULL && manifest->by_key != NULL;
    for (size_t i = 0; i < count && good; i++) {
        manifest->photos[i].home = manifest;
        manifest->by_name[i] = (struct entry_name){manifest->photos[i].file, i};
        manifest->by_fold[i] = (struct entry_name){name_fold(manifest->photos[i].file), i};
        good = manifest->by_fold[i].name != NULL;
    }
    for (size_t i = 0; i < manifest->person_count && good; i++)
        manifest->by_key[i] = &manifest->people[i];
    if (!good)
        return fail_memory(err);
    qsort(manifest->by_name, count, sizeof *manifest->by_name, compare_names);
    qsort(manifest->by_fold, count, sizeof *manifest->by_fold, compare_names);
    qsort(manifest->by_key, manifest->person_count, sizeof *manifest->by_key, compare_people);
    return SLADD_OK;
}

static int against_name(const void *name, const void *item) {
    const struct entry_name *known = item;
    return strcmp(name, known->name);
}

static size_t first_of(const struct entry_name *names, size_t count, const char *name) {
    return array_first(name, names, count, sizeof *names, against_name);
}

const struct photo_entry *manifest_photo(const struct manifest *manifest, const char *file) {
    size_t at = first_of(manifest->by_name, manifest->photo_count, file);
    bool found = at < manifest->photo_count && strcmp(manifest->by_name[at].name, file) == 0;
    return found ? &manifest->photos[manifest->by_name[at].photo] : NULL;
}

size_t manifest_photos_alike(const struct manifest *manifest, const char *folded, const struct entry_name **first) {
    size_t at = first_of(manifest->by_fold, manifest->photo_count, folded), count = 0;
    *first = &manifest->by_fold[at];
    while (at + count < manifest->photo_count && strcmp(manifest->by_fold[at + count].name, folded) == 0)
        count++;
    return count;
}

static int against_key(const void *key, const void *item) {
    return strcmp(key, (*(const struct person *const *)item)->key);
}

const struct person *manifest_person(const struct manifest *manifest, const char *key) {
    const size_t count = manifest != NULL ? manifest->person_count : 0;
    size_t at = count > 0 ? array_first(key, manifest->by_key, count, sizeof *manifest->by_key, against_key) : 0;
    return at < count && strcmp(manifest->by_key[at]->key, key) == 0 ? manifest->by_key[at] : NULL;
}

static int against_joined(const void *key, const void *item) {
    return strcmp(key, ((const struct person *)item)->key);
}

static const struct person *joined_person(const struct manifest_entry *entry, const char *key) {
    const size_t count = entry->joined_count;
    size_t at = array_first(key, entry->joined, count, sizeof *entry->joined, against_joined);
    return at < count && strcmp(entry->joined[at].key, key) == 0 ? &entry->joined[at] : NULL;
}

const struct person *entry_person(const struct manifest_entry *entry, const char *key) {
    const struct person *person = joined_person(entry, key);
    if (person == NULL)
        person = manifest_person(entry->sidecar, key);
    return person != NULL ? person : manifest_person(entry->folder, key);
}

const struct photo_entry *entry_part(const struct manifest_entry *entry, size_t index) {
    const struct photo_entry *near[] = {entry->photo, entry->folder_photo};
    size_t count = 0;
    for (size_t i = 0; i < 2; i++)
        if (near[i] != NULL && count++ == index)
            return near[i];
    return index - count < entry->farther_count ? entry->farther[index - count] : NULL;
}

bool entry_is_of_another(const struct photo_entry *photo, const char *source_sha256) {
    return photo != NULL && photo->sha256 != NULL && source_sha256 != NULL && !ascii_same(photo->sha256, source_sha256);
}

static const struct photo_entry *for_this(const struct photo_entry *photo, const char *source_sha256) {
    return entry_is_of_another(photo, source_sha256) ? NULL : photo;
}

/* What an entry says of this photo: one for another file releases nothing. */
static enum answer heeded(const struct photo_entry *part, enum answer answer, const char *source_sha256) {
    return answer == ANSWER_NO || !entry_is_of_another(part, source_sha256) ? answer : ANSWER_NONE;
}

enum answer entry_publish(const struct manifest_entry *entry, const char *source_sha256) {
    const struct photo_entry *part;
    enum answer answer = ANSWER_NONE;
    for (size_t i = 0; answer == ANSWER_NONE && (part = entry_part(entry, i)) != NULL; i++)
        answer = heeded(part, part->publish, source_sha256);
    return answer;
}

/* The permission of the nearest entry that gives one: in one manifest, or in any (NULL). */
static enum answer entries_permission(const struct manifest_entry *entry, const struct manifest *manifest,
                                      const char *source_sha256) {
    const struct photo_entry *part;
    enum answer answer = ANSWER_NONE;
    for (size_t i = 0; answer == ANSWER_NONE && (part = entry_part(entry, i)) != NULL; i++)
        if (manifest == NULL || part->home == manifest)
            answer = heeded(part, part->permission, source_sha256);
    return answer;
}

enum answer entry_permission(const struct manifest_entry *entry, const char *source_sha256) {
    const enum answer of_entries = entries_permission(entry, NULL, source_sha256);
    enum answer answer = ANSWER_NONE;
    for (size_t m = 0; answer == ANSWER_NONE && m < entry->manifest_count; m++) {
        answer = entries_permission(entry, entry->manifests[m], source_sha256);
        if (answer == ANSWER_NONE)
            answer = entry->manifests[m]->permission;
    }
    return of_entries == ANSWER_NO || answer == ANSWER_NONE ? of_entries : answer;
}

/* By a nearer entry: who is at a place, and where somebody is, unless it is not sure of that itself. */
static bool is_said_before(const struct manifest_entry *entry, const struct face_walk *walk,
                           const struct face_entry *face) {
    bool said = false;
    for (size_t p = 0; p < walk->part && !said; p++) {
        const struct photo_entry *before = entry_part(entry, p);
        const bool knows = !entry_is_of_another(before, walk->source_sha256);
        for (size_t i = 0; i < before->face_count && !said; i++) {
            const struct face_entry *other = &before->faces[i];
            said = sladd_boxes_share_centres(other->box, face->box) ||
                   (knows && face->person != NULL && other->person != NULL && strcmp(face->person, other->person) == 0);
        }
    }
    return said;
}

const struct face_entry *entry_next_face(const struct manifest_entry *entry, struct face_walk *walk) {
    const struct photo_entry *part;
    for (; (part = entry_part(entry, walk->part)) != NULL; walk->part++, walk->face = 0) {
        while (walk->face < part->face_count) {
            const struct face_entry *face = &part->faces[walk->face++];
            if (is_said_before(entry, walk, face))
                continue;
            walk->far = part != entry->photo && part != entry->folder_photo;
            walk->hides_only = walk->far || entry_is_of_another(part, walk->source_sha256);
            return face;
        }
    }
    return NULL;
}

/* Whoever stands in both of the manifests that may name the photo's people, as both together say. */
static const struct person *as_joined(const struct manifest_entry *entry, const struct person *person) {
    const struct person *both = joined_person(entry, person->key);
    return both != NULL && (both->of_sidecar == person || both->of_folder == person) ? both : person;
}

const struct person *entry_next_subject(const struct manifest_entry *entry, struct face_walk *walk) {
    const struct photo_entry *part;
    for (; (part = entry_part(entry, walk->part)) != NULL; walk->part++, walk->face = 0)
        while (walk->face < part->face_count) {
            const char *key = part->faces[walk->face++].person;
            const struct person *person = key != NULL ? manifest_person(part->home, key) : NULL;
            if (person == NULL && key != NULL)
                person = entry_person(entry, key);
            if (person != NULL)
                return as_joined(entry, person);
        }
    return NULL;
}

size_t entry_most_faces(const struct manifest_entry *entry) {
    const struct photo_entry *part;
    size_t count = 0;
    for (size_t i = 0; (part = entry_part(entry, i)) != NULL; i++)
        count += part->face_count;
    return count;
}

const char *entry_alt_text(const struct manifest_entry *entry, const char *source_sha256) {
    const struct photo_entry *photo = for_this(entry->photo, source_sha256);
    const struct photo_entry *of_folder = for_this(entry->folder_photo, source_sha256);
    if (photo != NULL && photo->alt_text != NULL)
        return photo->alt_text;
    return of_folder != NULL ? of_folder->alt_text : NULL;
}

const char *entry_credit(const struct manifest_entry *entry, const char *source_sha256) {
    static const struct photo_entry silent;
    const struct photo_entry *photo = for_this(entry->photo, source_sha256);
    const struct photo_entry *of_folder = for_this(entry->folder_photo, source_sha256);
    photo = photo != NULL ? photo : &silent;
    of_folder = of_folder != NULL ? of_folder : &silent;
    enum answer credit = photo->credit != ANSWER_NONE ? photo->credit : of_folder->credit;
    const char *photographer = photo->photographer != NULL ? photo->photographer : of_folder->photographer;
    for (size_t m = 0; photographer == NULL && m < entry->manifest_count; m++)
        photographer = entry->manifests[m]->photographer;
    return credit == ANSWER_YES ? photographer : NULL;
}

/* The people of the two manifests whom a photo may name, the sidecar's first; then, where `far`, those of all that were
 * read for it. NULL behind the last. */
static const struct person *person_at(const struct manifest_entry *entry, size_t index, bool far) {
    for (size_t m = 0; m < 2 + (far ? entry->manifest_count : 0); m++) {
        const struct manifest *manifest = m == 0 ? entry->sidecar : m == 1 ? entry->folder : entry->manifests[m - 2];
        const size_t count = manifest != NULL ? manifest->person_count : 0;
        if (index < count)
            return &manifest->people[index];
        index -= count;
    }
    return NULL;
}

static const char *person_key(const void *entry, size_t index) {
    return person_at(entry, index, false)->key;
}

bool person_has_age(const struct person *person) {
    return person->born.year != 0 || person->minor != ANSWER_NONE;
}

/* `folded` is the name as `same` takes it. */
static bool has_name(const struct person *person, const char *folded, bool (*same)(const char *folded, const char *b)) {
    bool has = person->name != NULL && same(folded, person->name);
    for (size_t i = 0; i < person->alias_count && !has; i++)
        has = same(folded, person->aliases[i]);
    return has;
}

static bool is_key_of(const char *key, const char *name) {
    char *other = name_key(name);
    const bool same = key != NULL && other != NULL && strcmp(key, other) == 0;
    free(other);
    return same;
}

bool person_has_name(const struct person *person, const char *name) {
    char *key = name_key(name);
    const bool has = has_name(person, key, is_key_of);
    free(key);
    return has;
}

const struct person *entry_next_named(const struct manifest_entry *entry, const char *name, size_t *at) {
    const struct person *person, *found = NULL;
    char *key = name_key(name);
    while (found == NULL && (person = person_at(entry, *at, false)) != NULL) {
        ++*at;
        const struct person *of_sidecar = manifest_person(entry->sidecar, person->key);
        if (of_sidecar != NULL && of_sidecar != person)
            continue; /* has been asked already */
        person = as_joined(entry, person);
        found = has_name(person, key, is_key_of) ? person : NULL;
    }
    free(key);
    return found;
}

const struct person *entry_next_alike(const struct manifest_entry *entry, const char *name, size_t *at) {
    const struct person *person, *found = NULL;
    char *folded = text_fold(name);
    while (found == NULL && (person = person_at(entry, *at, true)) != NULL) {
        ++*at;
        person = as_joined(entry, person);
        found = has_name(person, folded, alike_name) ? person : NULL;
    }
    free(folded);
    return found;
}

static enum sladd_status check_faces(const struct manifest_entry *entry, const struct photo_entry *photo,
                                     struct sladd_error *err) {
    const struct manifest *home = photo != NULL ? photo->home : NULL;
    size_t people = (entry->sidecar != NULL ? entry->sidecar->person_count : 0) +
                    (entry->folder != NULL ? entry->folder->person_count : 0);
    for (size_t i = 0; photo != NULL && i < photo->face_count; i++) {
        const struct face_entry *face = &photo->faces[i];
        if (face->person == NULL || entry_person(entry, face->person) != NULL)
            continue;
        const char *meant = nearest_word(face->person, entry, people, person_key);
        const char *path = home != NULL ? home->path : "manifest";
        if (meant != NULL)
            return complain(err, path, face->line, face->column, "'%s' is not in 'people'; did you mean '%s'?",
                            shown(face->person).text, shown(meant).text);
        return complain(err, path, face->line, face->column,
                        "'%s' is not in 'people'; add this person there, or write person: \"?\"",
                        shown(face->person).text);
    }
    return SLADD_OK;
}

enum sladd_status entry_check(const struct manifest_entry *entry, struct sladd_error *err) {
    enum sladd_status status = check_faces(entry, entry->photo, err);
    return status == SLADD_OK ? check_faces(entry, entry->folder_photo, err) : status;
}
