#include "base/outfile.h"

#include "base/bytes.h"
#include "base/language.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ATTEMPTS = 16 };

static enum sladd_status fail_io(struct sladd_error *err, const char *doing) {
    return sladd_fail(err, fail_as(SLADD_IO, errno), "%s: %s", _(doing), fail_reason(errno));
}

static int private_name(char name[40]) {
    uint64_t number;
    if (TEMP_FAILURE_RETRY(getrandom(&number, sizeof number, 0)) != (ssize_t)sizeof number)
        return -1;
    (void)snprintf(name, 40, ".sladd-%016llx.part", (unsigned long long)number);
    return 0;
}

/* Says that somebody is at work on it, for as long as this process lives (outfile_sweep). False: it is being swept away
 * at this very moment. Where files cannot be locked, private names stay. */
static bool lock(int fd) {
    return TEMP_FAILURE_RETRY(flock(fd, LOCK_EX | LOCK_NB)) == 0 || errno != EWOULDBLOCK;
}

static int is_private(const struct dirent *entry) {
    static const char form[] = ".sladd-0123456789abcdef.part";
    const char *name = entry->d_name;
    return strlen(name) == sizeof form - 1 && memcmp(name, form, 7) == 0 &&
           strspn(name + 7, "0123456789abcdef") == 16 && strcmp(name + 23, form + 23) == 0;
}

void outfile_sweep(int dir_fd) {
    struct dirent **entries = NULL;
    int count = TEMP_FAILURE_RETRY(scandirat(dir_fd, ".", &entries, is_private, alphasort));
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        int fd = TEMP_FAILURE_RETRY(openat(dir_fd, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
        if (fd >= 0 && TEMP_FAILURE_RETRY(flock(fd, LOCK_SH | LOCK_NB)) == 0)
            (void)unlinkat(dir_fd, name, 0);
        if (fd >= 0)
            (void)close(fd);
        free(entries[i]);
    }
    free(entries);
}

/* For file systems without O_TMPFILE: a private name that did not exist before. */
static int open_named(struct outfile *out, mode_t mode) {
    for (int i = 0; i < ATTEMPTS; i++) {
        if (private_name(out->temporary) != 0)
            break;
        int fd = TEMP_FAILURE_RETRY(
            openat(out->dir_fd, out->temporary, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
        if (fd < 0 && errno != EEXIST)
            return -1;
        struct stat facts;
        if (fd >= 0 && lock(fd) && (fstat(fd, &facts) != 0 || facts.st_nlink > 0))
            return fd;
        if (fd >= 0)
            (void)close(fd); /* swept away before it was locked */
        errno = EBUSY;
    }
    return -1;
}

enum sladd_status outfile_open(struct outfile *out, int dir_fd, mode_t mode, struct sladd_error *err) {
    *out = (struct outfile){.dir_fd = dir_fd, .fd = -1};
    out->fd = TEMP_FAILURE_RETRY(openat(dir_fd, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, mode & 0666));
    if (out->fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL || errno == ENOENT))
        out->fd = open_named(out, mode & 0666);
    if (out->fd < 0) {
        out->temporary[0] = '\0';
        return fail_io(err, N_("cannot create a file in this folder"));
    }
    (void)lock(out->fd); /* one without a name nobody else has */
    return SLADD_OK;
}

static int link_as(const struct outfile *out, const char *name) {
    char path[64];
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", out->fd);
    return TEMP_FAILURE_RETRY(linkat(AT_FDCWD, path, out->dir_fd, name, AT_SYMLINK_FOLLOW));
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

bool outfile_may_replace(int dir_fd, const char *name, const char *const *known) {
    char hex[65];
    int fd = TEMP_FAILURE_RETRY(openat(dir_fd, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
    bool may = false;
    if (fd < 0) {
        errno = errno == ELOOP || errno == ENXIO ? EEXIST : errno; /* a link, a socket */
        return false;
    }
    errno = 0;
    const bool read = sha256_of_fd(fd, SIZE_MAX / 2, hex);
    const int why = read || errno == 0 ? EEXIST : errno;
    for (int i = 0; i < 2 && read; i++)
        may = may || (known[i] != NULL && strcmp(known[i], hex) == 0);
    (void)close(fd);
    errno = why;
    return may;
}

static int rename_as(const struct outfile *out, const char *name, unsigned flags) {
    return TEMP_FAILURE_RETRY(flags == 0 ? renameat(out->dir_fd, out->temporary, out->dir_fd, name)
                                         : renameat2(out->dir_fd, out->temporary, out->dir_fd, name, flags));
}

/* What an exchange took from the final name gets it back: by another exchange, or, where that fails, in the place of
 * our file. Where nothing can be moved it keeps the private name: it is not ours to remove. */
static void put_back(struct outfile *out, const char *name) {
    if (rename_as(out, name, RENAME_EXCHANGE) == 0)
        return;
    (void)rename_as(out, name, 0);
    out->temporary[0] = '\0';
}

/* Where nothing stands, the final name in one step, so that no moment exists in which another name is there. What is
 * replaced is looked at once more after the exchange, and put back when it is not what was to be replaced. */
static int publish(struct outfile *out, const char *name, const char *const *known) {
    if (out->temporary[0] == '\0') {
        if (link_as(out, name) == 0)
            return 0;
        if (errno != EEXIST || link_private(out) != 0)
            return -1;
    }
    if (known == NULL)
        return rename_as(out, name, 0);
    if (rename_as(out, name, RENAME_NOREPLACE) == 0)
        return 0;
    bool plain = errno == EINVAL || errno == ENOSYS || errno == ENOTSUP; /* a file system without these */
    if (!plain && errno != EEXIST)
        return -1;
    if (!plain && rename_as(out, name, RENAME_EXCHANGE) == 0) {
        const bool ours = outfile_may_replace(out->dir_fd, out->temporary, known);
        if (ours && unlinkat(out->dir_fd, out->temporary, 0) == 0)
            return 0;
        /* One that cannot be removed may show somebody who withdrew: it does not stay under a name nobody looks for. */
        const int reason = errno;
        put_back(out, name);
        errno = reason;
        return -1;
    }
    /* What cannot be looked at stays. */
    return outfile_may_replace(out->dir_fd, name, known) || errno == ENOENT ? rename_as(out, name, 0) : -1;
}

bool outfile_flush_folder(int fd) {
    return TEMP_FAILURE_RETRY(fsync(fd)) == 0 || errno == EINVAL || errno == EOPNOTSUPP || errno == ENOSYS;
}

enum sladd_status outfile_commit(struct outfile *out, const char *name, const char *const *known,
                                 struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    if (TEMP_FAILURE_RETRY(fsync(out->fd)) != 0)
        status = fail_io(err, N_("cannot flush the output to the disk"));
    else if (publish(out, name, known) != 0)
        status = errno == EEXIST
                     ? sladd_fail(err, SLADD_COLLISION,
                                  "there is already a file of this name that sladd did not write; it was left alone")
                     : fail_io(err, N_("cannot give the finished file its name"));
    if (status != SLADD_OK) {
        outfile_abort(out);
        return status;
    }
    out->temporary[0] = '\0';
    out->named = true;
    if (!outfile_flush_folder(out->dir_fd))
        status = fail_io(err, N_("cannot flush the folder to the disk"));
    outfile_abort(out); /* closes it; its bytes have been flushed, so that closing has nothing more to say */
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
