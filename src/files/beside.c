#include "files/beside.h"

#include "base/names.h"
#include "base/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A name that nothing has. A link that leads nowhere is there: somebody meant to put a file behind it. */
static bool is_free(const char *path, int error) {
    struct stat info;
    return path_is_missing(error) && lstat(path, &info) != 0;
}

/* The length of a photo's path with and without its ending; 0: there is none to leave out. */
static void stem_lengths(const char *photo, size_t lengths[2]) {
    const char *name = path_name(photo), *dot = strrchr(name, '.');
    lengths[0] = strlen(photo);
    lengths[1] = dot != NULL && dot != name ? (size_t)(dot - photo) : 0;
}

static const char *const endings[SIDECARS / 2] = {".xmp", ".XMP"};

/* The path of one of the photo's sidecars; false: no file can have it. */
static bool sidecar_path(const char *photo, int sidecar, char path[PATH_MAX]) {
    size_t lengths[2];
    stem_lengths(photo, lengths);
    const size_t length = lengths[sidecar / 2];
    const int size = snprintf(path, PATH_MAX, "%.*s%s", (int)length, photo, endings[sidecar % 2]);
    return length > 0 && size >= 0 && size < PATH_MAX;
}

static int open_sidecar(const char *path) {
    struct stat info;
    int fd = TEMP_FAILURE_RETRY(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (fd < 0)
        fd = is_free(path, errno) ? SIDECAR_NO_FILE : SIDECAR_CLOSED;
    else if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        (void)close(fd);
        fd = SIDECAR_CLOSED;
    }
    return fd;
}

static bool are_one_file(int a, int b) {
    struct stat first, second;
    return a >= 0 && b >= 0 && fstat(a, &first) == 0 && fstat(b, &second) == 0 && is_same_file(&first, &second);
}

void beside_open(const char *photo, int fds[SIDECARS]) {
    char path[PATH_MAX];
    for (int i = 0; i < SIDECARS; i++) {
        fds[i] = sidecar_path(photo, i, path) ? open_sidecar(path) : SIDECAR_NO_FILE;
        /* Where the file system knows no case, both endings are one file. */
        if (i % 2 == 1 && are_one_file(fds[i - 1], fds[i])) {
            (void)close(fds[i]);
            fds[i] = SIDECAR_NO_FILE;
        }
    }
}

/* Is this file, which may have another name, one of those that beside_open opens? */
static bool is_opened(const char *photo, const char *file) {
    char path[PATH_MAX];
    for (int i = 0; i < SIDECARS; i++)
        if (sidecar_path(photo, i, path) && (strcmp(path, file) == 0 || path_is_same_file(path, file)))
            return true;
    return false;
}

/* Of the files whose name is `right` to a person, the first that is not opened; false: out of memory. */
static bool find_missed(const char *opened, const char *folder, const char *right, const struct folder_names *names,
                        const char **missed) {
    char *folded = name_fold(right);
    const struct folder_name *alike;
    size_t count = folded != NULL ? folder_names_alike(names, folded, &alike) : 0;
    bool good = folded != NULL;
    for (size_t i = 0; i < count && good && *missed == NULL; i++) {
        char *path = path_join(folder, alike[i].name);
        good = path != NULL;
        *missed = good && !is_opened(opened, path) ? alike[i].name : NULL;
        free(path);
    }
    free(folded);
    return good;
}

bool beside_missed(const char *opened, const char *photo, const struct folder_names *names, const char **missed,
                   char **right) {
    size_t lengths[2], start = (size_t)(path_name(photo) - photo);
    char *folder = strndup(photo, start);
    bool good = folder != NULL;
    *missed = NULL;
    *right = NULL;
    stem_lengths(photo, lengths);
    for (int i = 0; i < 2 && lengths[i] > 0 && good && *missed == NULL; i++) {
        free(*right);
        good = asprintf(right, "%.*s%s", (int)(lengths[i] - start), photo + start, endings[0]) >= 0;
        *right = good ? *right : NULL;
        good = good && find_missed(opened, folder, *right, names, missed);
    }
    free(folder);
    return good;
}
