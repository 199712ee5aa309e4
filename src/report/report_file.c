#include "report/report_file.h"

#include "base/bytes.h"
#include "files/plan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_stdout(const struct report_file *file) {
    return strcmp(file->path, "-") == 0;
}

enum sladd_status report_file_open(struct report_file *file, const char *option, const char *path, mode_t mode,
                                   struct sladd_error *err) {
    *file = (struct report_file){.path = path, .out = {.dir_fd = -1, .fd = -1}, .folder_fd = -1};
    if (path == NULL)
        return SLADD_OK;
    if (is_stdout(file)) {
        file->to = stdout;
        return SLADD_OK;
    }
    const char *name = path_name(path);
    char *folder = name == path ? strdup(".") : strndup(path, (size_t)(name - path));
    file->folder_fd = folder != NULL ? TEMP_FAILURE_RETRY(open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) : -1;
    free(folder);
    if (file->folder_fd < 0)
        return sladd_fail(err, SLADD_USAGE, "--%s %s: %s", option, path, fail_reason(errno));
    struct sladd_error why;
    outfile_sweep(file->folder_fd);
    if (outfile_open(&file->out, file->folder_fd, mode, &why) != SLADD_OK)
        return sladd_fail(err, SLADD_USAGE, "--%s %s: %s", option, path, why.text);
    file->to = open_memstream(&file->text, &file->size);
    return file->to != NULL ? SLADD_OK : sladd_fail(err, SLADD_USAGE, "--%s %s: %s", option, path, fail_reason(errno));
}

enum sladd_status report_file_commit(struct report_file *file, bool complete, struct sladd_error *err) {
    if (file->path == NULL)
        return SLADD_OK;
    if (!complete || fflush(file->to) != 0 || ferror(file->to) ||
        (!is_stdout(file) && !span_write((struct span){(const uint8_t *)file->text, file->size}, file->out.fd)))
        return sladd_fail(err, SLADD_IO, "cannot write the report %s: %s", file->path, fail_reason(errno));
    return is_stdout(file) ? SLADD_OK : outfile_commit(&file->out, path_name(file->path), NULL, err);
}

void report_file_close(struct report_file *file) {
    if (file->to != NULL && file->to != stdout)
        (void)fclose(file->to);
    free(file->text);
    outfile_abort(&file->out);
    if (file->folder_fd >= 0)
        (void)close(file->folder_fd);
}
