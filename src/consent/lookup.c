#include "consent/schema.h"

#include "consent/manifest.h"

#include <string.h>
#include <strings.h>

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

const struct person *subject_person(const struct subject *subject, const char *key) {
    const struct person *person = find_person(subject->sidecar, key);
    return person != NULL ? person : find_person(subject->folder, key);
}

enum answer subject_publish(const struct subject *subject) {
    enum answer answer = subject->photo != NULL ? subject->photo->publish : ANSWER_NONE;
    return answer == ANSWER_NONE && subject->folder_photo != NULL ? subject->folder_photo->publish : answer;
}

enum answer subject_permission(const struct subject *subject) {
    enum answer answer = subject->photo != NULL ? subject->photo->permission : ANSWER_NONE;
    return answer == ANSWER_NONE && subject->folder_photo != NULL ? subject->folder_photo->permission : answer;
}

const struct photo_entry *subject_faces(const struct subject *subject) {
    const struct photo_entry *behind = subject->folder_photo;
    return behind != NULL && behind->face_count > 0 && subject->photo->face_count == 0 ? behind : subject->photo;
}

static const struct photo_entry *for_this(const struct photo_entry *photo, const char *source_sha256) {
    bool another = photo != NULL && photo->sha256 != NULL && strcasecmp(photo->sha256, source_sha256) != 0;
    return another ? NULL : photo;
}

const char *subject_alt_text(const struct subject *subject, const char *source_sha256) {
    const struct photo_entry *photo = for_this(subject->photo, source_sha256);
    const struct photo_entry *behind = for_this(subject->folder_photo, source_sha256);
    if (photo != NULL && photo->alt_text != NULL)
        return photo->alt_text;
    return behind != NULL ? behind->alt_text : NULL;
}

const char *subject_credit(const struct subject *subject, const char *source_sha256) {
    static const struct photo_entry silent;
    const struct photo_entry *photo = for_this(subject->photo, source_sha256);
    const struct photo_entry *behind = for_this(subject->folder_photo, source_sha256);
    photo = photo != NULL ? photo : &silent;
    behind = behind != NULL ? behind : &silent;
    enum answer credit = photo->credit != ANSWER_NONE ? photo->credit : behind->credit;
    const char *photographer = photo->photographer != NULL ? photo->photographer : behind->photographer;
    return credit == ANSWER_YES ? photographer : NULL;
}

/* The people a photo may name, the sidecar's first. */
static const char *person_name(const void *subject, size_t index) {
    const struct manifest *sidecar = ((const struct subject *)subject)->sidecar;
    const struct manifest *folder = ((const struct subject *)subject)->folder;
    size_t before = sidecar != NULL ? sidecar->person_count : 0;
    return index < before ? sidecar->people[index].key : folder->people[index - before].key;
}

static bool holds_photo(const struct manifest *manifest, const struct photo_entry *photo) {
    for (size_t i = 0; manifest != NULL && i < manifest->photo_count; i++)
        if (&manifest->photos[i] == photo)
            return true;
    return false;
}

enum sladd_status subject_check(const struct subject *subject, struct sladd_error *err) {
    const struct photo_entry *photo = subject_faces(subject);
    if (photo == NULL)
        return SLADD_OK;
    const struct manifest *home = holds_photo(subject->sidecar, photo) ? subject->sidecar : subject->folder;
    size_t people = (subject->sidecar != NULL ? subject->sidecar->person_count : 0) +
                    (subject->folder != NULL ? subject->folder->person_count : 0);
    for (size_t i = 0; i < photo->face_count; i++) {
        const struct face_entry *face = &photo->faces[i];
        if (face->person == NULL || subject_person(subject, face->person) != NULL)
            continue;
        const char *meant = nearest_word(face->person, subject, people, person_name);
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
