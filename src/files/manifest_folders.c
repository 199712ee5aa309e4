#include "files/manifest_folders.h"

#include "base/array.h"
#include "base/limits.h"
#include "base/names.h"
#include "base/paths.h"
#include "consent/manifest_names.h"
#include "format/format.h"

#include <errno.h>
#include <fcntl.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A path as a person reads it: below the working folder where it lies there. */
static const char *shown_from_here(const struct manifests *manifests, const char *path) {
    const char *below = path_below(path, manifests->here);
    return below != NULL ? below : path;
}

static const struct manifest_text *unsaved_text(const struct manifests *manifests, const char *path) {
    for (size_t i = 0; i < manifests->unsaved_count; i++)
        if (strcmp(manifests->unsaved[i].path, path) == 0)
            return &manifests->unsaved[i];
    return NULL;
}

enum sladd_status manifest_seen(struct manifests *manifests, const char *path, struct sladd_error *err) {
    struct seen seen = {0};
    if (!file_stamp_take(&seen.stamp, path))
        return SLADD_OK;
    seen.path = strdup(path);
    if (seen.path == NULL || !array_grow((void **)&manifests->seen, &manifests->seen_capacity,
                                         manifests->seen_count + 1, sizeof *manifests->seen)) {
        free(seen.path);
        return fail_memory(err);
    }
    manifests->seen[manifests->seen_count++] = seen;
    return SLADD_OK;
}

static enum sladd_status read_file(struct manifests *manifests, const char *path, int fd, struct manifest **manifest,
                                   char sha256[SLADD_SHA256_HEX], struct sladd_error *err) {
    const char *name = shown_from_here(manifests, path);
    const struct manifest_text *unsaved = unsaved_text(manifests, path);
    if (unsaved != NULL) {
        sha256_hex(unsaved->text, sha256);
        return manifest_parse(unsaved->text, name, manifest, err);
    }
    struct bytes text = {0};
    struct sladd_error reason = {0};
    enum sladd_status status = limit_read_fd(&text, fd, LIMIT_MANIFEST_MB, &reason);
    if (status != SLADD_OK)
        status = sladd_fail(err, status == SLADD_NO_MEMORY ? status : SLADD_MANIFEST,
                            "%s: cannot read the manifest: %s", name, reason.text);
    if (status == SLADD_OK)
        status = manifest_parse(bytes_span(&text), name, manifest, err);
    sha256_hex(bytes_span(&text), sha256);
    bytes_clear(&text);
    return status;
}

/* A file that was read. */
struct known_file {
    const char *path; /* borrowed */
    struct manifest *manifest;
};

static int compare_files(const void *a, const void *b) {
    return strcmp(((const struct known_file *)a)->path, ((const struct known_file *)b)->path);
}

/* Keep it, and find it by its path from now on. What is not kept is freed. */
static enum sladd_status add_file(struct manifests *manifests, struct manifest_file file, struct sladd_error *err) {
    struct known_file *known = malloc(sizeof *known);
    bool good = known != NULL && file.path != NULL &&
                array_grow((void **)&manifests->files, &manifests->file_capacity, manifests->file_count + 1,
                           sizeof *manifests->files);
    if (good) {
        *known = (struct known_file){file.path, file.manifest};
        good = tsearch(known, &manifests->by_file, compare_files) != NULL;
    }
    if (good) {
        file.manifest->opened_as = file.path;
        manifests->files[manifests->file_count++] = file;
        return SLADD_OK;
    }
    free(known);
    free(file.path);
    manifest_free(file.manifest);
    return fail_memory(err);
}

struct manifest *manifests_of_file(const struct manifests *manifests, const char *path) {
    const struct known_file key = {.path = path};
    struct known_file *const *known = tfind(&key, &manifests->by_file, compare_files);
    return known != NULL ? (*known)->manifest : NULL;
}

enum sladd_status manifest_load(struct manifests *manifests, const char *path, bool must_exist,
                                struct manifest **manifest, struct sladd_error *err) {
    struct stat facts;
    *manifest = manifests_of_file(manifests, path);
    if (*manifest != NULL)
        return SLADD_OK;
    bool unsaved = unsaved_text(manifests, path) != NULL;
    enum sladd_status status = unsaved ? SLADD_OK : manifest_seen(manifests, path, err);
    if (status != SLADD_OK)
        return status;
    int fd = unsaved ? -1 : TEMP_FAILURE_RETRY(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    int reason = errno;
    if (fd < 0 && !unsaved && path_is_missing(reason) && !must_exist && lstat(path, &facts) != 0)
        return SLADD_OK;
    if (fd < 0 && !unsaved)
        return sladd_fail(err, fail_as(SLADD_MANIFEST, reason), "%s: cannot read the manifest: %s",
                          shown_from_here(manifests, path), fail_reason(reason));
    struct manifest_file file = {.path = strdup(path)};
    status = read_file(manifests, path, fd, &file.manifest, file.sha256, err);
    if (fd >= 0)
        (void)close(fd);
    if (status != SLADD_OK) {
        free(file.path);
        return status;
    }
    status = add_file(manifests, file, err);
    *manifest = status == SLADD_OK ? file.manifest : NULL;
    return status;
}

enum sladd_status manifest_load_either(struct manifests *manifests, const char *folder, const char *stem,
                                       struct manifest **manifest, struct sladd_error *err) {
    static const char *const endings[] = {"yaml", "json"};
    struct manifest *found[2] = {NULL, NULL};
    for (int i = 0; i < 2; i++) {
        char *path = NULL;
        if (asprintf(&path, "%s/%s.%s", folder, stem, endings[i]) < 0)
            return fail_memory(err);
        enum sladd_status status = manifest_load(manifests, path, false, &found[i], err);
        free(path);
        if (status != SLADD_OK)
            return status;
    }
    if (found[0] != NULL && found[1] != NULL)
        return sladd_fail(err, SLADD_MANIFEST, "%s and %s both exist; keep one of them", found[0]->path,
                          found[1]->path);
    *manifest = found[0] != NULL ? found[0] : found[1];
    return SLADD_OK;
}

static enum sladd_status fail_nearly(const struct manifests *manifests, const char *folder, const char *name,
                                     const char *right, struct sladd_error *err) {
    const char *below = path_below(folder, manifests->here);
    bool here = strcmp(folder, manifests->here) == 0;
    return sladd_fail(err, SLADD_MANIFEST,
                      "%s%s%s: this is nearly a manifest's name, and sladd reads no file that is called so; rename it "
                      "to '%s', or move it away",
                      here            ? ""
                      : below != NULL ? below
                                      : folder,
                      here ? "" : "/", name, right);
}

/* In a folder without photos nothing but its own manifest can be meant. */
static enum sladd_status refuse_like_folder(const struct manifests *manifests, const char *path,
                                            const struct folder_names *names, struct sladd_error *err) {
    size_t start, length;
    for (size_t i = 0; i < names->count; i++)
        if (manifest_name_of(names->items[i].name, &start, &length) == NAME_LIKE_FOLDER)
            return fail_nearly(manifests, path, names->items[i].name, "consent.yaml", err);
    return SLADD_OK;
}

enum sladd_status manifest_folder_beside_given(const struct manifests *manifests, const char *path,
                                               struct sladd_error *err) {
    struct folder_names names = {0};
    size_t start, length;
    if (manifest_name_of(path_name(manifests->given), &start, &length) != NAME_FOLDER)
        return SLADD_OK;
    enum sladd_status status = folder_names_read(&names, path[0] != '\0' ? path : "/", err);
    if (status == SLADD_OK)
        status = refuse_like_folder(manifests, path, &names, err);
    folder_names_clear(&names);
    return status;
}

int manifest_folder_compare(const void *a, const void *b) {
    return strcmp(((const struct folder *)a)->path, ((const struct folder *)b)->path);
}

/* One that cannot be looked at may: what is wrong with it will be said when its manifest is opened; but not where the
 * user may not enter it. */
enum sladd_status manifest_folder_is_ruled(const char *path, bool *is, struct sladd_error *err) {
    char *git = NULL, *above = NULL;
    struct stat facts;
    const char *slash = strrchr(path, '/');
    *is = false;
    if (slash == NULL)
        return SLADD_OK;
    if (asprintf(&git, "%s/.git", path) < 0)
        return fail_memory(err);
    bool ends = lstat(git, &facts) == 0;
    free(git);
    if (ends)
        return SLADD_OK;
    if (asprintf(&above, "%.*s/", (int)(slash - path), path) < 0)
        return fail_memory(err);
    *is = stat(above, &facts) == 0 ? (facts.st_mode & (S_ISVTX | S_IWOTH)) != (S_ISVTX | S_IWOTH) : errno != EACCES;
    free(above);
    return SLADD_OK;
}

/* The folder's own manifest, in front of those of the folders above. */
static enum sladd_status read_folder(struct manifests *manifests, struct folder *folder, struct sladd_error *err) {
    struct folder *above = NULL;
    struct folder_names names = {0};
    struct manifest *manifest = NULL;
    bool may;
    enum sladd_status status = manifest_folder_is_ruled(folder->path, &may, err);
    if (status == SLADD_OK && may) {
        char *path = path_folder(folder->path);
        status = path != NULL ? manifest_folder_open(manifests, path, &above, err) : fail_memory(err);
        free(path);
    }
    folder->source = above != NULL ? above->source : manifests->given_source;
    folder->top = above != NULL ? above->top : folder;
    if (status != SLADD_OK || manifests->given != NULL)
        return status;
    status = folder_names_read(&names, folder->path[0] != '\0' ? folder->path : "/", err);
    if (status == SLADD_OK)
        status = refuse_like_folder(manifests, folder->path, &names, err);
    folder_names_clear(&names);
    if (status == SLADD_OK)
        status = manifest_load_either(manifests, folder->path, "consent", &manifest, err);
    if (status != SLADD_OK || manifest == NULL)
        return status;
    struct resolver_source source = {.manifest = manifest, .folder = folder->path, .parent = folder->source};
    return resolver_add_source(&manifests->resolver, source, &folder->source, err);
}

enum sladd_status manifest_folder_refuse(struct folder *folder, enum sladd_status status,
                                         const struct sladd_error *err) {
    if (status == SLADD_OK || folder->trouble != NULL)
        return status;
    folder->trouble = calloc(1, sizeof *folder->trouble);
    if (folder->trouble == NULL)
        return SLADD_NO_MEMORY;
    if (err != NULL)
        *folder->trouble = *err;
    folder->trouble->status = status;
    return status;
}

enum sladd_status manifest_folder_open(struct manifests *manifests, const char *path, struct folder **folder,
                                       struct sladd_error *err) {
    const struct folder key = {.path = (char *)path};
    struct folder *const *known = tfind(&key, &manifests->folders, manifest_folder_compare);
    if (known != NULL && (*known)->trouble != NULL && err != NULL)
        *err = *(*known)->trouble;
    if (known != NULL) {
        *folder = (*known)->trouble == NULL ? *known : NULL;
        return (*known)->trouble == NULL ? SLADD_OK : (*known)->trouble->status;
    }
    struct folder *made = calloc(1, sizeof *made);
    if (made == NULL || (made->path = strdup(path)) == NULL ||
        tsearch(made, &manifests->folders, manifest_folder_compare) == NULL) {
        free(made != NULL ? made->path : NULL);
        free(made);
        return fail_memory(err);
    }
    enum sladd_status status = manifest_seen(manifests, path[0] != '\0' ? path : "/", err);
    if (status == SLADD_OK)
        status = read_folder(manifests, made, err);
    *folder = status == SLADD_OK ? made : NULL;
    return manifest_folder_refuse(made, status, err);
}

/* The file in the folder that a sidecar's name may mean where none has exactly it, or NULL: the same name to a person,
 * or with a picture's ending, as "IMG_0001.consent.yaml" leaves it out. */
static const char *meant_by(const struct folder_names *names, const char *folded) {
    const struct folder_name *first;
    if (folder_names_alike(names, folded, &first) > 0)
        return first->name;
    size_t length = strlen(folded);
    for (size_t i = folder_names_from(names, folded); i < names->count; i++) {
        const struct folder_name *name = &names->items[i];
        if (length == 0 || strncmp(name->folded, folded, length) != 0)
            return NULL;
        if (name->folded[length] == '.' && strchr(name->folded + length + 1, '.') == NULL &&
            format_is_picture_name(name->name))
            return name->name;
    }
    return NULL;
}

static enum sladd_status read_beside(struct manifests *manifests, const struct folder *folder, const char *name,
                                     struct manifest **manifest, struct sladd_error *err) {
    char *path = NULL;
    *manifest = NULL;
    if (asprintf(&path, "%s/%s", folder->path, name) < 0)
        return fail_memory(err);
    enum sladd_status status = manifest_load(manifests, path, true, manifest, err);
    free(path);
    return status;
}

/* A sidecar that lies beside no photo of its name. */
static enum sladd_status read_orphan(struct manifests *manifests, const struct folder *folder, const char *name,
                                     struct manifest **orphan, struct sladd_error *err) {
    enum sladd_status status = read_beside(manifests, folder, name, orphan, err);
    for (size_t i = 0; status == SLADD_OK && i < (*orphan)->photo_count; i++) {
        char *folded = name_fold((*orphan)->photos[i].file), *right = NULL;
        const struct folder_name *first;
        if (folded == NULL)
            status = fail_memory(err);
        else if (folder_names_alike(&folder->names, folded, &first) > 0 &&
                 asprintf(&right, "%s.consent.yaml", first->name) >= 0)
            status = fail_nearly(manifests, folder->path, name, right, err);
        free(folded);
        free(right);
    }
    return status;
}

/* Refuse what is nearly called like a manifest, and read sidecars. `*orphan`: one without a photo, or NULL. */
static enum sladd_status judge_name(struct manifests *manifests, const struct folder *folder, const char *name,
                                    struct manifest **orphan, struct sladd_error *err) {
    size_t start, length;
    enum manifest_name kind = manifest_name_of(name, &start, &length);
    *orphan = NULL;
    if (kind != NAME_SIDECAR && kind != NAME_LIKE_SIDECAR)
        return SLADD_OK;
    char *photo = strndup(name + start, length), *folded = photo != NULL ? name_fold(photo) : NULL, *right = NULL;
    struct manifest *manifest;
    enum sladd_status status = folded != NULL ? SLADD_OK : fail_memory(err);
    if (status == SLADD_OK && kind == NAME_SIDECAR && folder_names_has(&folder->names, photo, folded)) {
        status = read_beside(manifests, folder, name, &manifest, err);
    } else if (status == SLADD_OK) {
        const char *meant = meant_by(&folder->names, folded);
        if (meant != NULL)
            status = asprintf(&right, "%s.consent.yaml", meant) < 0
                         ? fail_memory(err)
                         : fail_nearly(manifests, folder->path, name, right, err);
        else if (kind == NAME_SIDECAR)
            status = read_orphan(manifests, folder, name, orphan, err);
    }
    free(photo);
    free(folded);
    free(right);
    return status;
}

/* Its entries are looked at like those of the folder's manifest, since they may be meant for a photo that is called
 * otherwise. */
static enum sladd_status add_orphan(struct manifests *manifests, const struct folder *folder,
                                    const struct manifest *orphan, struct sladd_error *err) {
    size_t index;
    struct resolver_source source = {.manifest = orphan, .folder = folder->path, .parent = RESOLVER_NONE};
    return resolver_add_source(&manifests->resolver, source, &index, err);
}

enum sladd_status manifest_folder_beside(struct manifests *manifests, struct folder *folder, struct sladd_error *err) {
    if (folder->has_photos)
        return SLADD_OK;
    folder_names_clear(&folder->names);
    enum sladd_status status = folder_names_read(&folder->names, folder->path[0] != '\0' ? folder->path : "/", err);
    for (size_t i = 0; i < folder->names.count && status == SLADD_OK; i++) {
        struct manifest *orphan;
        status = judge_name(manifests, folder, folder->names.items[i].name, &orphan, err);
        if (status == SLADD_OK && orphan != NULL)
            status = add_orphan(manifests, folder, orphan, err);
    }
    folder->has_photos = status == SLADD_OK;
    return status;
}

enum sladd_status manifest_folder_nearly(struct manifests *manifests, const char *path, struct sladd_error *err) {
    struct folder folder = {.path = (char *)path}; /* of this call alone: the resolver must not borrow from it */
    struct manifest *orphan;
    bool photos = false;
    enum sladd_status status = folder_names_read(&folder.names, path, err);
    for (size_t i = 0; i < folder.names.count; i++)
        photos |= format_is_picture_name(folder.names.items[i].name);
    if (status == SLADD_OK && photos && manifests->given == NULL)
        status = refuse_like_folder(manifests, path, &folder.names, err);
    for (size_t i = 0; i < folder.names.count && photos && status == SLADD_OK; i++)
        status = judge_name(manifests, &folder, folder.names.items[i].name, &orphan, err);
    folder_names_clear(&folder.names);
    return status;
}
