#include "drafts/manifest_file.h"

#include "base/language.h"
#include "base/limits.h"
#include "base/outfile.h"
#include "base/paths.h"
#include "base/utf8.h"
#include "consent/manifest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void manifest_file_clear(struct manifest_file_text *file) {
    free(file->path);
    bytes_clear(&file->text);
    *file = (struct manifest_file_text){0};
}

enum sladd_status manifest_file_read(const char *path, struct manifest_file_text *file, struct sladd_error *err) {
    struct sladd_error why = {0};
    *file = (struct manifest_file_text){.path = realpath(path, NULL), .permissions = {.mode = 0666}};
    if (file->path == NULL && errno == ENOENT)
        file->path = strdup(path);
    int fd = file->path != NULL ? TEMP_FAILURE_RETRY(open(file->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) : -1;
    if (fd < 0 && file->path != NULL && errno == ENOENT)
        return SLADD_OK;
    if (fd < 0)
        return sladd_fail(err, fail_as(SLADD_IO, errno), "%s: %s", path, fail_reason(errno));
    file->exists = true;
    file->permissions = permissions_of(fd);
    enum sladd_status status = limit_read_fd(&file->text, fd, LIMIT_MANIFEST_MB, &why);
    (void)close(fd);
    return status == SLADD_OK ? SLADD_OK : sladd_fail(err, status, "%s: %s", path, why.text);
}

/* Whoever could read and change the manifest still can, where that is ours to say. */
static bool keep_access(int folder, const char *name, int fd) {
    int old = TEMP_FAILURE_RETRY(openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
    bool kept = old >= 0 && permissions_copy(old, fd);
    if (old >= 0)
        (void)close(old);
    return kept;
}

bool manifest_file_may_be_written(const char *path) {
    char *real = realpath(path, NULL);
    char *folder = path_way(real != NULL ? real : path);
    const bool may = folder == NULL || access(folder, W_OK | X_OK) == 0;
    free(real);
    free(folder);
    return may;
}

static enum sladd_status write_into(int folder, const char *name, struct manifest_file_text *file, struct span text,
                                    struct sladd_error *err) {
    struct outfile out = {.fd = -1};
    char before[65];
    sha256_hex(bytes_span(&file->text), before);
    const char *const known[2] = {file->exists ? before : NULL, NULL};
    outfile_sweep(folder);
    enum sladd_status status = outfile_open(&out, folder, permissions_in(file->permissions, folder), err);
    if (status == SLADD_OK && !span_write(text, out.fd))
        status = sladd_fail(err, fail_as(SLADD_IO, errno), "cannot write the manifest: %s", fail_reason(errno));
    file->narrowed = status == SLADD_OK && file->exists && !keep_access(folder, name, out.fd);
    if (status == SLADD_OK)
        status = outfile_commit(&out, name, known, err);
    outfile_abort(&out);
    if (status == SLADD_COLLISION)
        return sladd_fail(err, status, "somebody else changed it meanwhile; nothing was written, run this again");
    return status;
}

void manifest_file_remark(const struct manifest_file_text *file, FILE *to) {
    if (!file->narrowed)
        return;
    (void)fputs("sladd: ", to);
    text_print(file->path, to);
    (void)fprintf(
        to, ": %s\n",
        _("others who could read or change this manifest may not be able to any more, because you cannot give "
          "a file to its owner or to its group; set the permissions anew, or have an administrator do it"));
}

enum sladd_status manifest_file_replace(struct manifest_file_text *file, struct span text, struct sladd_error *err) {
    struct manifest *check = NULL;
    struct sladd_error why = {0};
    enum sladd_status status = manifest_parse(text, file->path, &check, err);
    manifest_free(check);
    if (status != SLADD_OK)
        return status;
    char *folder = path_way(file->path);
    int fd = folder != NULL ? TEMP_FAILURE_RETRY(open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) : -1;
    status = fd >= 0 ? write_into(fd, path_name(file->path), file, text, &why)
                     : sladd_fail(&why, fail_as(SLADD_IO, errno), "%s", fail_reason(errno));
    if (fd >= 0)
        (void)close(fd);
    free(folder);
    return status == SLADD_OK ? SLADD_OK : sladd_fail(err, status, "%s: %s", file->path, why.text);
}
