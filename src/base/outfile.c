#include "base/outfile.h"

#include "base/language.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ATTEMPTS = 16 };

static enum sladd_status fail_io(struct sladd_error *err, const char *doing) {
    return sladd_fail(err, SLADD_IO, "%s: %s", _(doing), strerror(errno));
}

static int private_name(char name[40]) {
    uint64_t number;
    if (getrandom(&number, sizeof number, 0) != (ssize_t)sizeof number)
        return -1;
    (void)snprintf(name, 40, ".sladd-%016llx.part", (unsigned long long)number);
    return 0;
}

/* For file systems without O_TMPFILE: a private name that did not exist before. */
static int open_named(struct outfile *out) {
    for (int i = 0; i < ATTEMPTS; i++) {
        if (private_name(out->temporary) != 0)
            break;
        int fd = openat(out->dir_fd, out->temporary, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
}

enum sladd_status outfile_open(struct outfile *out, int dir_fd, mode_t mode, struct sladd_error *err) {
    *out = (struct outfile){.dir_fd = dir_fd, .fd = -1};
    out->fd = openat(dir_fd, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (out->fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL || errno == ENOENT))
        out->fd = open_named(out);
    if (out->fd < 0) {
        out->temporary[0] = '\0';
        return fail_io(err, N_("cannot create a file in the output folder"));
    }
    if (fchmod(out->fd, mode & 0666) != 0) {
        fail_io(err, N_("cannot set the permissions of the output"));
        outfile_abort(out);
        return SLADD_IO;
    }
    return SLADD_OK;
}

enum sladd_status outfile_open_memory(struct outfile *out, struct sladd_error *err) {
    *out = (struct outfile){.dir_fd = -1, .fd = memfd_create("sladd-copy", MFD_CLOEXEC)};
    return out->fd >= 0 ? SLADD_OK : fail_io(err, N_("cannot create a file in memory"));
}

enum sladd_status outfile_restart(struct outfile *out, struct sladd_error *err) {
    if (ftruncate(out->fd, 0) != 0 || lseek(out->fd, 0, SEEK_SET) != 0)
        return fail_io(err, N_("cannot start the output again"));
    return SLADD_OK;
}

static int link_as(const struct outfile *out, const char *name) {
    char path[64];
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", out->fd);
    return linkat(AT_FDCWD, path, out->dir_fd, name, AT_SYMLINK_FOLLOW);
}

/* Give an unnamed file a private name, so that the rename can replace an older output in one step. */
static int link_private(struct outfile *out) {
    for (int i = 0; i < ATTEMPTS; i++) {
        if (private_name(out->temporary) != 0)
            break;
        if (link_as(out, out->temporary) == 0)
            return 0;
        if (errno != EEXIST)
            break;
    }
    out->temporary[0] = '\0';
    return -1;
}

/* The final name in one step where nothing has it yet, so that no moment exists in which another name is there. */
static int publish(struct outfile *out, const char *name, const char **doing) {
    *doing = N_("cannot give the output a name");
    if (out->temporary[0] == '\0') {
        if (link_as(out, name) == 0)
            return 0;
        if (errno != EEXIST || link_private(out) != 0)
            return -1;
    }
    *doing = N_("cannot give the output its name");
    return renameat(out->dir_fd, out->temporary, out->dir_fd, name);
}

enum sladd_status outfile_commit(struct outfile *out, const char *name, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    const char *doing;
    if (fsync(out->fd) != 0)
        status = fail_io(err, N_("cannot flush the output to the disk"));
    else if (publish(out, name, &doing) != 0)
        status = fail_io(err, doing);
    if (status != SLADD_OK) {
        outfile_abort(out);
        return status;
    }
    out->temporary[0] = '\0';
    if (fsync(out->dir_fd) != 0)
        status = fail_io(err, N_("cannot flush the output folder to the disk"));
    if (close(out->fd) != 0 && status == SLADD_OK)
        status = fail_io(err, N_("cannot close the output"));
    out->fd = -1;
    return status;
}

void outfile_abort(struct outfile *out) {
    if (out->temporary[0] != '\0')
        (void)unlinkat(out->dir_fd, out->temporary, 0);
    if (out->fd >= 0)
        (void)close(out->fd);
    out->temporary[0] = '\0';
    out->fd = -1;
}
