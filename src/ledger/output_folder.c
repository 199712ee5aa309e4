#include "ledger/output_folder.h"

#include "base/beneath.h"
#include "base/paths.h"
#include "ledger/standing.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static enum sladd_status fail_folder(const char *path, struct sladd_error *err) {
    return sladd_fail(err, fail_as(SLADD_IO, errno), "cannot make the output folder %s: %s", path, fail_reason(errno));
}

enum sladd_status output_folder_open(struct output_folder *folder, const char *path, struct sladd_error *err) {
    *folder = (struct output_folder){path, -1};
    if (path == NULL)
        return SLADD_OK;
    folder->fd = TEMP_FAILURE_RETRY(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder->fd < 0 && errno == ENOTDIR)
        return sladd_fail(err, SLADD_USAGE, "-o %s: not a folder", path);
    if (folder->fd < 0 && errno != ENOENT)
        return sladd_fail(err, fail_as(SLADD_USAGE, errno), "-o %s: %s", path, fail_reason(errno));
    return SLADD_OK;
}

/* The folder was given by name; links in it are the user's own. */
enum sladd_status output_folder_make(struct output_folder *folder, struct sladd_error *err) {
    char *path = strdup(folder->path);
    if (path == NULL)
        return fail_memory(err);
    const int why = path_make_folders(path, 0777);
    free(path);
    folder->fd = TEMP_FAILURE_RETRY(open(folder->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    errno = why != 0 ? why : errno;
    return folder->fd >= 0 ? SLADD_OK : fail_folder(folder->path, err);
}

static int may_be_folder(const struct dirent *entry) {
    return (entry->d_type == DT_DIR || entry->d_type == DT_UNKNOWN) && strcmp(entry->d_name, ".") != 0 &&
           strcmp(entry->d_name, "..") != 0;
}

/* What runs that were killed left in the folder and those below it, where files cannot be without a name. */
static void sweep(int folder_fd, int depth) {
    enum { MOST_LEVELS = 64 };
    struct dirent **entries = NULL;
    outfile_sweep(folder_fd);
    int count = TEMP_FAILURE_RETRY(scandirat(folder_fd, ".", &entries, may_be_folder, alphasort));
    for (int i = 0; i < count; i++) {
        int inner = depth < MOST_LEVELS
                        ? openat(folder_fd, entries[i]->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
                        : -1;
        if (inner >= 0) {
            sweep(inner, depth + 1);
            (void)close(inner);
        }
        free(entries[i]);
    }
    free(entries);
}

enum sladd_status output_folder_claim(struct output_folder *folder, bool shared, void (*waiting)(const char *path),
                                      struct sladd_error *err) {
    enum sladd_status status = folder->fd < 0 ? output_folder_make(folder, err) : SLADD_OK;
    if (status != SLADD_OK)
        return status;
    int how = shared ? LOCK_SH : LOCK_EX;
    int locked = TEMP_FAILURE_RETRY(flock(folder->fd, how | LOCK_NB));
    if (locked != 0 && errno == EWOULDBLOCK) {
        waiting(folder->path);
        locked = TEMP_FAILURE_RETRY(flock(folder->fd, how));
    }
    /* A file system that cannot lock (some network shares) is one on which nobody else can, either. */
    if (locked != 0 && errno != ENOLCK && errno != EOPNOTSUPP && errno != ENOSYS && errno != EINVAL)
        return sladd_fail(err, fail_as(SLADD_IO, errno), "cannot lock the output folder %s: %s", folder->path,
                          fail_reason(errno));
    /* Whether somebody is still at work on a file tells its lock, which other machines may not see. */
    if (!shared)
        sweep(folder->fd, 0);
    return SLADD_OK;
}

static bool vouches(const struct receipt *receipt, int folder_fd, const char *name) {
    const char *known[] = {receipt->outcome.output_sha256[0] != '\0' ? receipt->outcome.output_sha256 : NULL,
                           receipt->earlier_sha256[0] != '\0' ? receipt->earlier_sha256 : NULL};
    return outfile_may_replace(folder_fd, name, known);
}

/* The folder that a copy lies in. -1 with errno EEXIST: a link or a file is in the way. */
static int open_folder_of(const struct output_folder *folder, const char *output, const char **name) {
    int inner = beneath_open_folder(folder->fd, output, false, name);
    if (inner < 0 && (errno == ENOTDIR || errno == ELOOP || errno == EXDEV))
        errno = EEXIST;
    return inner;
}

/* 0: the copy that the receipt speaks of; EEXIST: something else; any other errno: nothing, or nobody can tell. */
static int what_stands(int folder_fd, const char *name, const struct receipt *receipt) {
    struct stat facts;
    if (fstatat(folder_fd, name, &facts, AT_SYMLINK_NOFOLLOW) != 0)
        return errno;
    if (receipt == NULL || !S_ISREG(facts.st_mode))
        return EEXIST;
    return receipt_is_as_written(receipt, &facts) || vouches(receipt, folder_fd, name) ? 0 : errno;
}

enum sladd_status output_folder_check(const struct output_folder *folder, const char *output,
                                      const struct receipt *receipt, struct sladd_error *err) {
    const char *name;
    if (folder->fd < 0)
        return SLADD_OK;
    int inner = open_folder_of(folder, output, &name);
    if (inner < 0 && errno == EEXIST)
        return sladd_fail(err, SLADD_COLLISION,
                          "%s/%s: a link or a file is in the way, and sladd follows no link out of the output folder; "
                          "choose another folder",
                          folder->path, output);
    const int why = inner < 0 ? errno : what_stands(inner, name, receipt);
    if (inner >= 0)
        (void)close(inner);
    if (why == 0 || path_is_missing(why))
        return SLADD_OK;
    if (why != EEXIST)
        return sladd_fail(
            err, fail_as(SLADD_IO, why),
            "%s/%s cannot be looked at, so that nobody knows what stands there: %s; grant access to it, or "
            "choose another folder",
            folder->path, output, fail_reason(why));
    return receipt == NULL
               ? sladd_fail(
                     err, SLADD_COLLISION,
                     "%s/%s already exists and is not a copy that sladd made; choose another folder, or use --rename",
                     folder->path, output)
               : sladd_fail(err, SLADD_COLLISION,
                            "%s/%s has been changed since sladd made it; move it away, and sladd will make it again",
                            folder->path, output);
}

bool output_folder_has_other(const struct output_folder *folder, struct receipt *receipt, bool *renewed) {
    const char *name, *known[] = {receipt->outcome.output_sha256, NULL};
    struct stat facts;
    const int inner = open_folder_of(folder, receipt->output, &name);
    bool is = inner < 0 || fstatat(inner, name, &facts, AT_SYMLINK_NOFOLLOW) != 0;
    *renewed = false;
    if (is) {
        is = !path_is_missing(errno);
    } else if (!receipt_is_as_written(receipt, &facts)) {
        is = !S_ISREG(facts.st_mode) || !outfile_may_replace(inner, name, known);
        *renewed = !is;
    }
    if (*renewed)
        receipt_set_facts(receipt, &facts);
    if (inner >= 0)
        (void)close(inner);
    return is;
}

int output_folder_open_copy(const struct output_folder *folder, const char *output) {
    return folder->fd >= 0 ? beneath_open_file(folder->fd, output) : -1;
}

bool output_folder_lacks(const struct output_folder *folder, const struct receipt *receipt) {
    const int fd = output_folder_open_copy(folder, receipt->output);
    const bool lacks = fd < 0 && path_is_missing(errno);
    if (fd >= 0)
        (void)close(fd);
    return lacks;
}

const char *output_folder_standing(const struct output_folder *folder, const struct receipt *receipt) {
    const int fd = receipt->earlier_sha256[0] != '\0' ? output_folder_open_copy(folder, receipt->output) : -1;
    const bool earlier = fd >= 0 && sha256_fd_is(fd, SIZE_MAX / 2, receipt->earlier_sha256);
    if (fd >= 0)
        (void)close(fd);
    return earlier ? receipt->earlier_sha256 : receipt->outcome.output_sha256;
}

enum sladd_status output_folder_begin(const struct output_folder *folder, const char *output, struct permissions most,
                                      struct new_copy *copy, struct sladd_error *err) {
    *copy = NO_NEW_COPY;
    copy->folder_fd = beneath_open_folder(folder->fd, output, true, &copy->name);
    if (copy->folder_fd < 0)
        return fail_folder(output, err);
    return outfile_open(&copy->out, copy->folder_fd, permissions_in(most, copy->folder_fd), err);
}

enum sladd_status output_folder_commit(struct new_copy *copy, const struct receipt *receipt, struct sladd_error *err) {
    const char *known[2] = {NULL, NULL};
    if (receipt != NULL && receipt->outcome.output_sha256[0] != '\0')
        known[0] = receipt->outcome.output_sha256;
    if (receipt != NULL && receipt->earlier_sha256[0] != '\0')
        known[1] = receipt->earlier_sha256;
    enum sladd_status status = outfile_commit(&copy->out, copy->name, known, err);
    /* A photo that failed has no copy. */
    if (status != SLADD_OK && copy->out.named && unlinkat(copy->folder_fd, copy->name, 0) == 0)
        (void)outfile_flush_folder(copy->folder_fd);
    return status;
}

void output_folder_abandon(struct new_copy *copy) {
    outfile_abort(&copy->out);
    if (copy->folder_fd >= 0)
        (void)close(copy->folder_fd);
    *copy = NO_NEW_COPY;
}

enum sladd_status output_folder_remove(const struct output_folder *folder, const struct receipt *receipt,
                                       struct sladd_error *err) {
    const char *name;
    int inner = open_folder_of(folder, receipt->output, &name);
    bool gone =
        (inner >= 0 && vouches(receipt, inner, name) && unlinkat(inner, name, 0) == 0) || path_is_missing(errno);
    /* Or a power cut might bring it back, and there would be no receipt of it; also one that an earlier run removed. */
    gone = gone && (inner < 0 || outfile_flush_folder(inner));
    const int why = errno;
    if (inner >= 0)
        (void)close(inner);
    if (gone)
        return SLADD_OK;
    return why == EEXIST
               ? sladd_fail(
                     err, SLADD_COLLISION,
                     "a copy from an earlier run must be removed, but it has been changed since; remove it yourself")
               : sladd_fail(err, fail_as(SLADD_IO, why),
                            "a copy from an earlier run must be removed, but that failed: %s; remove it yourself",
                            fail_reason(why));
}

enum sladd_status output_folder_stayed(const struct output_folder *folder, struct sladd_error *err) {
    struct stat held, named;
    char link[64], now[PATH_MAX];
    if (folder->fd < 0)
        return SLADD_OK;
    const bool known = fstat(folder->fd, &held) == 0;
    if (known && stat(folder->path, &named) == 0 && is_same_file(&held, &named))
        return SLADD_OK;
    (void)snprintf(link, sizeof link, "/proc/self/fd/%d", folder->fd);
    ssize_t length = readlink(link, now, sizeof now - 1);
    if (!known || held.st_nlink == 0 || length < 0)
        return sladd_fail(err, SLADD_IO,
                          "the output folder %s was removed while sladd was at work, with the copies in it; run sladd "
                          "again",
                          folder->path);
    now[length] = '\0';
    return sladd_fail(err, SLADD_IO, "the output folder %s was moved while sladd was at work; the copies are in %s",
                      folder->path, now);
}

void output_folder_close(struct output_folder *folder) {
    if (folder->fd >= 0)
        (void)close(folder->fd);
    folder->fd = -1;
}
