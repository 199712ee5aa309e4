#include "files/beside.h"

#include "files/plan.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int open_named(const char *photo, size_t length) {
    char *path = NULL;
    int fd = -1;
    if (asprintf(&path, "%.*s.xmp", (int)length, photo) >= 0) {
        fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
        free(path);
    }
    return fd;
}

void beside_open(const char *photo, int fds[SIDECARS]) {
    const char *name = path_name(photo), *dot = strrchr(name, '.');
    fds[0] = open_named(photo, strlen(photo));
    fds[1] = dot != NULL && dot != name ? open_named(photo, (size_t)(dot - photo)) : -1;
}

void beside_close(const int fds[SIDECARS]) {
    for (int i = 0; i < SIDECARS; i++)
        if (fds[i] >= 0)
            (void)close(fds[i]);
}
