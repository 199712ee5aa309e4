#include "files/consents.h"

#include "base/array.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum sladd_status load(const char *path, bool must_exist, struct manifest **manifest, struct sladd_error *err) {
    *manifest = NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR) && !must_exist)
        return SLADD_OK;
    if (fd < 0)
        return sladd_fail(err, SLADD_MANIFEST, "%s: cannot read the manifest: %s", path, strerror(errno));
    struct bytes text = {0};
    struct sladd_error reason = {0};
    enum sladd_status status = SLADD_OK;
    if (bytes_read_fd(&text, fd, MANIFEST_MAX_BYTES, &reason) != SLADD_OK)
        status = sladd_fail(err, SLADD_MANIFEST, "%s: cannot read the manifest: %s", path, reason.text);
    if (status == SLADD_OK)
        status = manifest_parse(bytes_span(&text), path, manifest, err);
    bytes_clear(&text);
    (void)close(fd);
    return status;
}

/* How a manifest may be shared: a sidecar belongs to one photo, so that no other one looks for it. */
enum sharing { SIDECAR, FOLDER, GIVEN };

/* Read a manifest, or remember that there is none. */
static enum sladd_status look_up(struct consents *consents, const char *path, enum sharing sharing,
                                 const struct manifest **manifest, struct sladd_error *err) {
    for (size_t i = consents->count; i-- > 0 && sharing != SIDECAR;)
        if (strcmp(consents->items[i].path, path) == 0) {
            *manifest = consents->items[i].manifest;
            return SLADD_OK;
        }
    struct loaded loaded = {strdup(path), NULL};
    enum sladd_status status = SLADD_OK;
    if (loaded.path == NULL ||
        !array_grow((void **)&consents->items, &consents->capacity, consents->count + 1, sizeof *consents->items)) {
        free(loaded.path);
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for the manifests");
    }
    status = load(path, sharing == GIVEN, &loaded.manifest, err);
    if (sharing == SIDECAR && loaded.manifest == NULL) {
        free(loaded.path);
        *manifest = NULL;
        return status;
    }
    consents->items[consents->count++] = loaded;
    *manifest = loaded.manifest;
    return status;
}

/* STEM.yaml or STEM.json; both at once is an error, since nobody can say which one was meant. */
static enum sladd_status look_up_either(struct consents *consents, const char *stem, enum sharing sharing,
                                        const struct manifest **manifest, struct sladd_error *err) {
    static const char *const endings[] = {".yaml", ".json"};
    const struct manifest *found[2] = {NULL, NULL};
    for (int i = 0; i < 2; i++) {
        char *path = NULL;
        if (asprintf(&path, "%s%s", stem, endings[i]) < 0)
            return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for the manifests");
        enum sladd_status status = look_up(consents, path, sharing, &found[i], err);
        free(path);
        if (status != SLADD_OK)
            return status;
    }
    if (found[0] != NULL && found[1] != NULL)
        return sladd_fail(err, SLADD_MANIFEST, "%s.yaml and %s.json both exist; keep one of them", stem, stem);
    *manifest = found[0] != NULL ? found[0] : found[1];
    return SLADD_OK;
}

/* From the photo's folder up to the root; `*key` is then the photo's path seen from the manifest's folder. */
static enum sladd_status find_folder_manifest(struct consents *consents, const struct input *input,
                                              const struct manifest **manifest, const char **key,
                                              struct sladd_error *err) {
    size_t length = strlen(input->relative);
    *key = input->relative;
    for (;;) {
        while (length > 0 && input->relative[length - 1] != '/')
            length--;
        char *folder = strndup(input->relative, length), *at = NULL, *stem = NULL;
        if (folder != NULL)
            at = path_join(input->root, folder);
        if (at != NULL)
            stem = path_join(at, "consent");
        enum sladd_status status = stem == NULL ? sladd_fail(err, SLADD_NO_MEMORY, "out of memory for the manifests")
                                                : look_up_either(consents, stem, FOLDER, manifest, err);
        free(folder);
        free(at);
        free(stem);
        if (status != SLADD_OK || *manifest != NULL || length == 0) {
            *key = input->relative + length;
            return status;
        }
        length--; /* over the slash, to the parent */
    }
}

enum sladd_status consents_find(struct consents *consents, const struct input *input, const char *given,
                                struct manifest_entry *entry, struct sladd_error *err) {
    const char *key = input->relative;
    const char *slash = strrchr(input->relative, '/');
    const char *name = slash != NULL ? slash + 1 : input->relative;
    char *stem = NULL;
    *entry = (struct manifest_entry){0};
    enum sladd_status status = given != NULL ? look_up(consents, given, GIVEN, &entry->folder, err)
                                             : find_folder_manifest(consents, input, &entry->folder, &key, err);
    if (status == SLADD_OK && asprintf(&stem, "%s.consent", input->path) < 0)
        status = sladd_fail(err, SLADD_NO_MEMORY, "out of memory for the manifests");
    if (status == SLADD_OK)
        status = look_up_either(consents, stem, SIDECAR, &entry->sidecar, err);
    free(stem);
    if (status != SLADD_OK)
        return status;
    const struct photo_entry *near = entry->sidecar != NULL ? manifest_photo(entry->sidecar, name) : NULL;
    const struct photo_entry *far = entry->folder != NULL ? manifest_photo(entry->folder, key) : NULL;
    entry->photo = near != NULL ? near : far;
    entry->folder_photo = near != NULL ? far : NULL;
    return entry_check(entry, err);
}

void consents_clear(struct consents *consents) {
    for (size_t i = 0; i < consents->count; i++) {
        free(consents->items[i].path);
        manifest_free(consents->items[i].manifest);
    }
    free(consents->items);
    *consents = (struct consents){0};
}
