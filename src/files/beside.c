#include "files/beside.h"

#include "files/plan.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A name that nothing has. A link that leads nowhere is there: somebody meant to put a file behind it. */
static bool is_free(const char *path, int error) {
    struct stat info;
    return error == ENAMETOOLONG || ((error == ENOENT || error == ENOTDIR) && lstat(path, &info) != 0);
}

static int open_named(const char *photo, size_t length, const char *ending) {
    char path[PATH_MAX];
    struct stat info;
    int size = snprintf(path, sizeof path, "%.*s%s", (int)length, photo, ending);
    if (size < 0 || size >= PATH_MAX) /* longer than any name */
        return SIDECAR_NO_FILE;
    int fd = TEMP_FAILURE_RETRY(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (fd < 0)
        fd = is_free(path, errno) ? SIDECAR_NO_FILE : SIDECAR_CLOSED;
    else if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        (void)close(fd);
        fd = SIDECAR_CLOSED;
    }
    return fd;
}

static bool is_same_file(int a, int b) {
    struct stat first, second;
    return a >= 0 && b >= 0 && fstat(a, &first) == 0 && fstat(b, &second) == 0 && first.st_dev == second.st_dev &&
           first.st_ino == second.st_ino;
}

void beside_open(const char *photo, int fds[SIDECARS]) {
    static const char *const endings[SIDECARS / 2] = {".xmp", ".XMP"};
    const char *name = path_name(photo), *dot = strrchr(name, '.');
    size_t lengths[2] = {strlen(photo), dot != NULL && dot != name ? (size_t)(dot - photo) : 0};
    for (int i = 0; i < SIDECARS; i++) {
        size_t length = lengths[i / 2];
        fds[i] = length > 0 ? open_named(photo, length, endings[i % 2]) : SIDECAR_NO_FILE;
        /* Where the file system knows no case, both endings are one file. */
        if (i % 2 == 1 && is_same_file(fds[i - 1], fds[i])) {
            (void)close(fds[i]);
            fds[i] = SIDECAR_NO_FILE;
        }
    }
}

void beside_close(const int fds[SIDECARS]) {
    for (int i = 0; i < SIDECARS; i++)
        if (fds[i] >= 0)
            (void)close(fds[i]);
}
