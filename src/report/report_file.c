#include "report/report_file.h"

#include "base/ascii.h"
#include "base/bytes.h"
#include "base/paths.h"
#include "report/html.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* How everything begins that sladd writes into such a file. */
static bool is_ours(struct span begin) {
    return SPAN_STARTS(begin, HTML_BEGINNING) || SPAN_STARTS(begin, "{\n  \"sladd\": \"") ||
           SPAN_STARTS(begin, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"sladd check\" ") ||
           SPAN_STARTS(begin, "{\n  \"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n"
                              "  \"version\": \"2.1.0\",\n  \"runs\": [\n    {\n      \"tool\": {\n"
                              "        \"driver\": {\n          \"name\": \"sladd\",\n");
}

/* A forgotten value makes the next word the report's name, and that is a photo: nothing is replaced but an empty file
 * and what sladd wrote itself. Also true where nothing stands. */
static bool may_replace(int folder_fd, const char *name) {
    uint8_t begin[256];
    struct stat facts;
    int fd = TEMP_FAILURE_RETRY(openat(folder_fd, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
    if (fd < 0)
        return errno == ENOENT;
    bool may = fstat(fd, &facts) == 0 && S_ISREG(facts.st_mode);
    if (may && facts.st_size > 0) {
        ssize_t size = TEMP_FAILURE_RETRY(pread(fd, begin, sizeof begin, 0));
        may = size > 0 && is_ours((struct span){begin, (size_t)size});
    }
    (void)close(fd);
    return may;
}

/* "/dev/fd/63", as a shell passes >(command): what is open under this number; -1 for any other path. */
static int descriptor_of(const char *path) {
    static const char *const folders[] = {"/dev/fd/", "/proc/self/fd/"};
    if (strcmp(path, "-") == 0 || strcmp(path, "/dev/stdout") == 0)
        return STDOUT_FILENO;
    if (strcmp(path, "/dev/stderr") == 0)
        return STDERR_FILENO;
    for (int i = 0; i < 2; i++) {
        const size_t length = strlen(folders[i]);
        char *end;
        if (strncmp(path, folders[i], length) != 0 || !ascii_is_digit(path[length]))
            continue;
        long number = strtol(path + length, &end, 10);
        return *end == '\0' && number <= INT16_MAX ? (int)number : -1;
    }
    return -1;
}

static enum sladd_status fail(const char *option, const char *path, struct sladd_error *err) {
    return sladd_fail(err, fail_as(SLADD_USAGE, errno), "--%s %s: %s", option, path, fail_reason(errno));
}

/* What cannot be replaced is written into: its descriptor, or -1 with errno. */
static int open_stream(const char *path, int descriptor, mode_t type) {
    if (descriptor >= 0) {
        int flags = fcntl(descriptor, F_GETFL);
        errno = flags >= 0 ? EBADF : errno;
        return flags >= 0 && (flags & O_ACCMODE) != O_RDONLY ? fcntl(descriptor, F_DUPFD_CLOEXEC, 0) : -1;
    }
    errno = S_ISDIR(type) ? EISDIR : EOPNOTSUPP; /* and no disk is written from its first sector on */
    return S_ISCHR(type) || S_ISFIFO(type) ? TEMP_FAILURE_RETRY(open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC)) : -1;
}

/* An empty file without a name in the folder of the target. */
static enum sladd_status open_place(struct report_file *file, const char *option, struct permissions most,
                                    struct sladd_error *err) {
    const char *name = path_name(file->target);
    char *folder = path_way(file->target);
    file->folder_fd = folder != NULL ? TEMP_FAILURE_RETRY(open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) : -1;
    free(folder);
    if (file->folder_fd < 0)
        return fail(option, file->path, err);
    if (!may_replace(file->folder_fd, name))
        return sladd_fail(err, SLADD_USAGE,
                          "--%s %s: this file exists and is no report of sladd; remove it, or choose another name",
                          option, file->path);
    struct sladd_error why;
    outfile_sweep(file->folder_fd);
    enum sladd_status status = outfile_open(&file->out, file->folder_fd, permissions_in(most, file->folder_fd), &why);
    return status == SLADD_OK ? SLADD_OK
                              : sladd_fail(err, status == SLADD_NO_MEMORY ? status : SLADD_USAGE, "--%s %s: %s", option,
                                           file->path, why.text);
}

enum sladd_status report_file_open(struct report_file *file, const char *option, const char *path,
                                   struct permissions most, struct sladd_error *err) {
    *file = NO_REPORT_FILE;
    file->path = path;
    if (path == NULL)
        return SLADD_OK;
    const int descriptor = descriptor_of(path);
    if (descriptor == STDOUT_FILENO) {
        file->to = stdout;
        return SLADD_OK;
    }
    struct stat facts, link;
    const bool there = stat(path, &facts) == 0;
    if (!there && errno != ENOENT)
        return fail(option, path, err);
    if (!there && lstat(path, &link) == 0)
        return sladd_fail(err, SLADD_USAGE, "--%s %s: this link leads to nothing; remove it, or choose another name",
                          option, path);
    if (descriptor >= 0 || (there && !S_ISREG(facts.st_mode))) {
        file->out.fd = open_stream(path, descriptor, there ? facts.st_mode & S_IFMT : 0);
        if (file->out.fd < 0)
            return fail(option, path, err);
    } else {
        file->target = there ? realpath(path, NULL) : strdup(path);
        enum sladd_status status = file->target != NULL ? open_place(file, option, most, err) : fail(option, path, err);
        if (status != SLADD_OK)
            return status;
    }
    file->to = open_memstream(&file->text, &file->size);
    return file->to != NULL ? SLADD_OK : fail(option, path, err);
}

enum sladd_status report_files_differ(const struct report_file *a, const struct report_file *b,
                                      struct sladd_error *err) {
    struct stat left, right;
    const bool same =
        (a->to == stdout && b->to == stdout) ||
        (a->target != NULL && b->target != NULL && strcmp(path_name(a->target), path_name(b->target)) == 0 &&
         fstat(a->folder_fd, &left) == 0 && fstat(b->folder_fd, &right) == 0 && is_same_file(&left, &right));
    return same ? sladd_fail(err, SLADD_USAGE, "--html and --report need two different files") : SLADD_OK;
}

/* What came there since the place was opened is judged like what was there before. */
static enum sladd_status give_name(struct report_file *file, struct sladd_error *err) {
    const char *name = path_name(file->target);
    if (!may_replace(file->folder_fd, name))
        return sladd_fail(err, SLADD_COLLISION, "cannot write the report %s: %s", file->path, fail_reason(EEXIST));
    return outfile_commit(&file->out, name, NULL, err);
}

enum sladd_status report_file_commit(struct report_file *file, bool complete, struct sladd_error *err) {
    if (file->path == NULL)
        return SLADD_OK;
    errno = 0; /* of what was written before nobody knows it any more */
    const bool arrived = fflush(file->to) == 0 && !ferror(file->to);
    if (file->to == stdout && !arrived)
        return sladd_fail(err, fail_as(SLADD_IO, errno != 0 ? errno : EIO), "cannot write the report %s: %s",
                          file->path, fail_reason(errno != 0 ? errno : EIO));
    if (!complete || !arrived || (file->to != stdout && file->text == NULL)) /* a stream into memory */
        return fail_memory(err);
    if (file->to != stdout && !span_write((struct span){(const uint8_t *)file->text, file->size}, file->out.fd))
        return sladd_fail(err, fail_as(SLADD_IO, errno), "cannot write the report %s: %s", file->path,
                          fail_reason(errno));
    return file->target != NULL ? give_name(file, err) : SLADD_OK;
}

void report_file_close(struct report_file *file) {
    if (file->to != NULL && file->to != stdout)
        (void)fclose(file->to);
    free(file->text);
    free(file->target);
    outfile_abort(&file->out);
    if (file->folder_fd >= 0)
        (void)close(file->folder_fd);
    *file = NO_REPORT_FILE;
}
