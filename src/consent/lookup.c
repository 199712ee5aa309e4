#include "consent/schema.h"

#include "base/ascii.h"
#include "consent/manifest.h"

#include <string.h>

const struct photo_entry *manifest_photo(const struct manifest *manifest, const char *file) {
    for (size_t i = 0; i < manifest->photo_count; i++)
        if (strcmp(manifest->photos[i].file, file) == 0)
            return &manifest->photos[i];
    return NULL;
}

static const struct person *find_person(const struct manifest *manifest, const char *key) {
    for (size_t i = 0; manifest != NULL && i < manifest->person_count; i++)
        if (strcmp(manifest->people[i].key, key) == 0)
            return &manifest->people[i];
    return NULL;
}

const struct person *entry_person(const struct manifest_entry *entry, const char *key) {
    const struct person *person = find_person(entry->sidecar, key);
    return person != NULL ? person : find_person(entry->folder, key);
}

enum answer entry_publish(const struct manifest_entry *entry) {
    enum answer answer = entry->photo != NULL ? entry->photo->publish : ANSWER_NONE;
    return answer == ANSWER_NONE && entry->folder_photo != NULL ? entry->folder_photo->publish : answer;
}

enum answer entry_permission(const struct manifest_entry *entry) {
    enum answer answer = entry->photo != NULL ? entry->photo->permission : ANSWER_NONE;
    return answer == ANSWER_NONE && entry->folder_photo != NULL ? entry->folder_photo->permission : answer;
}

const struct photo_entry *entry_faces(const struct manifest_entry *entry) {
    const struct photo_entry *behind = entry->folder_photo;
    return behind != NULL && behind->face_count > 0 && entry->photo->face_count == 0 ? behind : entry->photo;
}

static const struct photo_entry *for_this(const struct photo_entry *photo, const char *source_sha256) {
    bool another = photo != NULL && photo->sha256 != NULL && !ascii_same(photo->sha256, source_sha256);
    return another ? NULL : photo;
}

const char *entry_alt_text(const struct manifest_entry *entry, const char *source_sha256) {
    const struct photo_entry *photo = for_this(entry->photo, source_sha256);
    const struct photo_entry *behind = for_this(entry->folder_photo, source_sha256);
    if (photo != NULL && photo->alt_text != NULL)
        return photo->alt_text;
    return behind != NULL ? behind->alt_text : NULL;
}

const char *entry_credit(const struct manifest_entry *entry, const char *source_sha256) {
    static const struct photo_entry silent;
    const struct photo_entry *photo = for_this(entry->photo, source_sha256);
    const struct photo_entry *behind = for_this(entry->folder_photo, source_sha256);
    photo = photo != NULL ? photo : &silent;
    behind = behind != NULL ? behind : &silent;
    enum answer credit = photo->credit != ANSWER_NONE ? photo->credit : behind->credit;
    const char *photographer = photo->photographer != NULL ? photo->photographer : behind->photographer;
    return credit == ANSWER_YES ? photographer : NULL;
}

/* The people a photo may name, the sidecar's first. */
static const char *person_name(const void *entry, size_t index) {
    const struct manifest *sidecar = ((const struct manifest_entry *)entry)->sidecar;
    const struct manifest *folder = ((const struct manifest_entry *)entry)->folder;
    size_t before = sidecar != NULL ? sidecar->person_count : 0;
    return index < before ? sidecar->people[index].key : folder->people[index - before].key;
}

static bool holds_photo(const struct manifest *manifest, const struct photo_entry *photo) {
    for (size_t i = 0; manifest != NULL && i < manifest->photo_count; i++)
        if (&manifest->photos[i] == photo)
            return true;
    return false;
}

enum sladd_status entry_check(const struct manifest_entry *entry, struct sladd_error *err) {
    const struct photo_entry *photo = entry_faces(entry);
    if (photo == NULL)
        return SLADD_OK;
    const struct manifest *home = holds_photo(entry->sidecar, photo) ? entry->sidecar : entry->folder;
    size_t people = (entry->sidecar != NULL ? entry->sidecar->person_count : 0) +
                    (entry->folder != NULL ? entry->folder->person_count : 0);
    for (size_t i = 0; i < photo->face_count; i++) {
        const struct face_entry *face = &photo->faces[i];
        if (face->person == NULL || entry_person(entry, face->person) != NULL)
            continue;
        const char *meant = nearest_word(face->person, entry, people, person_name);
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
