#include "files/user_key.h"

#include "base/bytes.h"
#include "base/outfile.h"
#include "base/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

static const char KEY_FILE[] = "key";

/* A relative path in the variable counts as none, as the specification has it. */
static char *folder_path(void) {
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    if (state != NULL && state[0] == '/')
        return path_join(state, "sladd");
    return home != NULL && home[0] == '/' ? path_join(home, ".local/state/sladd") : NULL;
}

/* Open the folder, with `make` after making it and those above it. -1: it is not there, or others may write into it. */
static int open_folder(bool make) {
    char *path = folder_path();
    struct stat facts;
    if (path == NULL)
        return -1;
    if (make)
        (void)path_make_folders(path, 0700);
    int fd = TEMP_FAILURE_RETRY(open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    free(path);
    if (fd >= 0 && (fstat(fd, &facts) != 0 || facts.st_uid != geteuid() || (facts.st_mode & 022) != 0)) {
        (void)close(fd);
        fd = -1;
    }
    return fd;
}

static bool read_key(int folder_fd, uint8_t key[USER_KEY_BYTES]) {
    struct stat facts;
    struct bytes bytes = {0};
    int fd = TEMP_FAILURE_RETRY(openat(folder_fd, KEY_FILE, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    bool good = fd >= 0 && fstat(fd, &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_uid == geteuid() &&
                (facts.st_mode & 077) == 0 && bytes_read_fd(&bytes, fd, USER_KEY_BYTES, NULL) == SLADD_OK &&
                bytes.size == USER_KEY_BYTES;
    if (good)
        memcpy(key, bytes.data, USER_KEY_BYTES);
    if (bytes.data != NULL)
        explicit_bzero(bytes.data, bytes.size);
    bytes_clear(&bytes);
    if (fd >= 0)
        (void)close(fd);
    return good;
}

/* Of two runs that make one at once, the first one's stays. */
static void make_key(int folder_fd) {
    static const char *const none[] = {NULL, NULL};
    uint8_t key[USER_KEY_BYTES];
    struct outfile out;
    if (TEMP_FAILURE_RETRY(getrandom(key, sizeof key, 0)) != (ssize_t)sizeof key ||
        outfile_open(&out, folder_fd, 0600, NULL) != SLADD_OK)
        return;
    if (span_write((struct span){key, sizeof key}, out.fd))
        (void)outfile_commit(&out, KEY_FILE, none, NULL);
    outfile_abort(&out);
    explicit_bzero(key, sizeof key);
}

bool user_key_read(uint8_t key[USER_KEY_BYTES], bool make) {
    int folder_fd = open_folder(make);
    bool good = folder_fd >= 0 && read_key(folder_fd, key);
    if (folder_fd >= 0 && !good && make && faccessat(folder_fd, KEY_FILE, F_OK, AT_SYMLINK_NOFOLLOW) != 0 &&
        errno == ENOENT) {
        make_key(folder_fd);
        good = read_key(folder_fd, key);
    }
    if (folder_fd >= 0)
        (void)close(folder_fd);
    return good;
}
