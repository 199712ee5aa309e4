#include "base/paths.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *path_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

char *path_way(const char *path) {
    const char *name = path_name(path);
    return name == path ? strdup(".") : strndup(path, (size_t)(name - path));
}

char *path_folder(const char *path) {
    return strndup(path, (size_t)(strrchr(path, '/') - path));
}

char *path_join(const char *folder, const char *name) {
    char *joined = NULL;
    size_t length = strlen(folder);
    if (length == 0)
        return strdup(name);
    return asprintf(&joined, "%s%s%s", folder, folder[length - 1] == '/' ? "" : "/", name) < 0 ? NULL : joined;
}

const char *path_below(const char *path, const char *folder) {
    size_t length = strlen(folder);
    length -= length > 0 && folder[length - 1] == '/';
    return strncmp(path, folder, length) == 0 && path[length] == '/' && path[length + 1] != '\0' ? path + length + 1
                                                                                                 : NULL;
}

size_t path_depth(const char *path) {
    size_t count = 0;
    for (; (path = strchr(path, '/')) != NULL; path++)
        count++;
    return count;
}

bool path_is_within(const char *path, const char *folder) {
    return strcmp(path, folder) == 0 || path_below(path, folder) != NULL;
}

bool path_leads_down(const char *path) {
    bool down = true;
    for (const char *part = path; part != NULL && down; part = strchr(part, '/')) {
        part += part != path;
        size_t length = strcspn(part, "/");
        down = length > 2 || (length > 0 && strspn(part, ".") < length);
    }
    return down;
}

char *path_real(const char *path) {
    char *real = realpath(path, NULL);
    return real != NULL || errno == ENOMEM ? real : strdup("");
}

bool path_is_same_file(const char *a, const char *b) {
    struct stat left, right;
    return stat(a, &left) == 0 && stat(b, &right) == 0 && is_same_file(&left, &right);
}

bool path_is_missing(int why) {
    return why == ENOENT || why == ENOTDIR || why == ENAMETOOLONG;
}

bool is_same_file(const struct stat *a, const struct stat *b) {
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

int path_make_folders(char *path, mode_t mode) {
    int why = 0;
    for (char *slash = path + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
        *slash = '\0';
        if (mkdir(path, mode) != 0 && errno != EEXIST && why == 0)
            why = errno;
        *slash = '/';
    }
    if (mkdir(path, mode) != 0 && errno != EEXIST && why == 0)
        why = errno;
    return why; /* those below the uppermost only miss it */
}
