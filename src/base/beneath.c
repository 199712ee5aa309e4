#include "base/beneath.h"

#include "base/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Step by step, each with O_NOFOLLOW: what openat2(RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS) does in one call, on every
 * kernel, and with the folders made on the way. */
static int step(int folder, const char *name, bool make) {
    if (make && mkdirat(folder, name, 0777) != 0 && errno != EEXIST)
        return -1;
    return TEMP_FAILURE_RETRY(openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

int beneath_open_folder(int root, const char *path, bool make, const char **name) {
    if (!path_leads_down(path)) {
        errno = EXDEV;
        return -1;
    }
    int folder = TEMP_FAILURE_RETRY(openat(root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const char *rest = path;
    for (const char *slash; folder >= 0 && (slash = strchr(rest, '/')) != NULL; rest = slash + 1) {
        char part[NAME_MAX + 1];
        size_t length = (size_t)(slash - rest);
        int next = -1;
        if (length <= NAME_MAX) {
            memcpy(part, rest, length);
            part[length] = '\0';
            next = step(folder, part, make);
        } else {
            errno = ENAMETOOLONG;
        }
        int why = errno;
        (void)close(folder);
        errno = why;
        folder = next;
    }
    *name = rest;
    return folder;
}

int beneath_open_file(int root, const char *path) {
    const char *name;
    int folder = beneath_open_folder(root, path, false, &name);
    if (folder < 0)
        return -1;
    int fd = TEMP_FAILURE_RETRY(openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
    int why = errno;
    struct stat facts;
    if (fd >= 0 && (fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode))) {
        (void)close(fd);
        fd = -1;
        why = EEXIST;
    }
    (void)close(folder);
    errno = why;
    return fd;
}
