#include "base/paths.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const char *path_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
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
