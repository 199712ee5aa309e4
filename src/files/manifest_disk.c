#include "files/manifest_disk.h"

#include "base/bytes.h"
#include "base/limits.h"
#include "base/names.h"
#include "base/paths.h"
#include "files/manifest_folders.h"

#include <errno.h>
#include <fcntl.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const struct folder *manifest_folder_with(const struct manifests *manifests, const char *photo) {
    char *path = path_folder(photo);
    const struct folder key = {.path = path};
    struct folder *const *folder =
        path != NULL ? tfind(&key, (void *const *)&manifests->folders, manifest_folder_compare) : NULL;
    free(path);
    return folder != NULL ? *folder : NULL;
}

static enum presence presence_of(void *context, const char *path, const char *photo) {
    struct stat facts, other;
    (void)context;
    if (stat(path, &facts) != 0 && lstat(path, &facts) != 0)
        return path_is_missing(errno) ? PRESENCE_ABSENT : PRESENCE_UNKNOWN;
    if (S_ISDIR(facts.st_mode))
        return PRESENCE_FOLDER;
    bool same = photo != NULL && stat(photo, &other) == 0 && is_same_file(&facts, &other);
    return same ? PRESENCE_SAME : PRESENCE_OTHER;
}

static size_t twins_of(void *context, const char *photo) {
    const struct folder *folder = manifest_folder_with(context, photo);
    char *folded = name_fold(path_name(photo));
    const struct folder_name *first;
    size_t count = folder != NULL && folded != NULL ? folder_names_alike(&folder->names, folded, &first) : 0;
    free(folded);
    return count > 0 ? count - 1 : 0;
}

/* The review page asks anew with every edit, and must not read every photo for it. */
struct known_digest {
    struct file_stamp stamp;
    char sha256[SLADD_SHA256_HEX];
    char path[];
};

static int compare_paths(const void *a, const void *b) {
    return strcmp(((const struct known_digest *)a)->path, ((const struct known_digest *)b)->path);
}

/* The file's place in the tree, which is made where there is none. NULL: out of memory. */
static struct known_digest *digest_at(struct manifests *manifests, const char *path) {
    const size_t length = strlen(path) + 1;
    struct known_digest *made = calloc(1, sizeof *made + length);
    if (made == NULL)
        return NULL;
    (void)memcpy(made->path, path, length);
    struct known_digest *const *found = tsearch(made, &manifests->digests, compare_paths);
    if (found == NULL || *found != made)
        free(made);
    return found != NULL ? *found : NULL;
}

static bool read_digest(const char *photo, char sha256[SLADD_SHA256_HEX]) {
    int fd = TEMP_FAILURE_RETRY(open(photo, O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    const bool known = fd >= 0 && sha256_of_fd(fd, limit_bytes(LIMIT_FILE_MB), sha256);
    if (fd >= 0)
        (void)close(fd);
    return known;
}

static bool digest_of(void *context, const char *photo, char sha256[SLADD_SHA256_HEX]) {
    struct known_digest *known = digest_at(context, photo);
    if (known == NULL)
        return false;
    if (!file_stamp_holds(&known->stamp, photo)) {
        (void)file_stamp_take(&known->stamp, photo);
        if (!read_digest(photo, known->sha256)) {
            known->stamp = (struct file_stamp){.sure = false};
            return false;
        }
    }
    (void)memcpy(sha256, known->sha256, SLADD_SHA256_HEX);
    return true;
}

/* The size first: copies that sladd made need not be read for it. */
static bool same_of(void *context, const char *one, const char *other) {
    struct stat left, right;
    char first[SLADD_SHA256_HEX], second[SLADD_SHA256_HEX];
    return stat(one, &left) == 0 && stat(other, &right) == 0 && left.st_size == right.st_size &&
           digest_of(context, one, first) && digest_of(context, other, second) && strcmp(first, second) == 0;
}

struct resolver_disk manifest_disk(struct manifests *manifests) {
    return (struct resolver_disk){manifests, presence_of, twins_of, digest_of, same_of};
}
