#include "files/shipped.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool shipped_folder(const char *installed, const char *built, char path[SHIPPED_PATH_MAX]) {
    const char *const places[] = {installed, built};
    char program[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    program[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(program, '/');
    path[0] = '\0';
    for (int i = 0; i < 2 && slash != NULL; i++) {
        slash[1] = '\0';
        (void)snprintf(path, SHIPPED_PATH_MAX, "%s%s", program, places[i]);
        if (access(path, R_OK | X_OK) == 0)
            return true;
    }
    return false;
}
