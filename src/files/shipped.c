#include "files/shipped.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

enum sladd_status shipped_folder(const char *installed, const char *built, char path[SHIPPED_PATH_MAX],
                                 struct sladd_error *err) {
    const char *const places[] = {installed, built};
    char program[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    path[0] = '\0';
    if (length < 0)
        return sladd_fail(err, fail_as(SLADD_IO, errno),
                          "cannot look for the files that come with sladd: /proc/self/exe: %s", fail_reason(errno));
    while (length > 0 && program[length - 1] != '/')
        length--;
    program[length] = '\0';
    for (int i = 0; i < 2; i++) {
        (void)snprintf(path, SHIPPED_PATH_MAX, "%s%s", program, places[i]);
        if (access(path, R_OK | X_OK) == 0)
            return SLADD_OK;
    }
    return sladd_fail(
        err, SLADD_IO,
        "the files that come with sladd were not found, neither in %s%s nor in %s; install sladd as a whole", program,
        installed, path);
}
