#include "work/task.h"

#include "base/limits.h"
#include "files/beside.h"
#include "pipeline.h"
#include "record/detected_json.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum sladd_status task_files_open(struct task_files *files, const struct input *input, struct sladd_error *err) {
    files->source_fd = input_open(input);
    if (files->source_fd < 0)
        return input->problem != NULL
                   ? sladd_fail(err, SLADD_IO, "cannot read: %s", input->problem)
                   : sladd_fail(err, fail_as(SLADD_IO, errno), "cannot read: %s", fail_reason(errno));
    beside_open(input->path, files->sidecar_fds);
    return SLADD_OK;
}

static void close_fd(int *fd) {
    if (*fd >= 0)
        (void)close(*fd);
    *fd = -1;
}

void task_files_close(struct task_files *files) {
    close_fd(&files->source_fd);
    for (int i = 0; i < SIDECARS; i++)
        close_fd(&files->sidecar_fds[i]);
    close_fd(&files->copy_fd);
    close_fd(&files->output_fd);
}

bool task_is_unchanged(const struct sladd_outcome *earlier, const struct task_files *files,
                       struct sladd_outcome *outcome) {
    struct sidecars beside;
    struct sladd_error err; /* what cannot be told is not unchanged */
    bool same = sidecars_read(files->sidecar_fds, &beside, &err) == SLADD_OK &&
                strcmp(beside.sha256, earlier->sidecar_sha256) == 0 &&
                sha256_fd_is(files->source_fd, limit_bytes(LIMIT_FILE_MB), earlier->source_sha256) &&
                sha256_fd_is(files->copy_fd, limit_bytes(LIMIT_FILE_MB), earlier->output_sha256);
    sidecars_clear(&beside);
    if (!same)
        return false;
    *outcome = (struct sladd_outcome){.result = SLADD_UNCHANGED, .risk = earlier->risk, .verified = true};
    memcpy(outcome->source_sha256, earlier->source_sha256, sizeof outcome->source_sha256);
    memcpy(outcome->output_sha256, earlier->output_sha256, sizeof outcome->output_sha256);
    return true;
}

/* A copy that cannot be written whole is no copy. */
static void deliver(int output_fd, struct span copy, struct sladd_outcome *outcome) {
    if (span_write(copy, output_fd))
        return;
    (void)sladd_fail(&outcome->error, fail_as(SLADD_IO, errno), "cannot write the output: %s", fail_reason(errno));
    outcome->result = SLADD_FAILED;
    outcome->verified = false;
    outcome->output_sha256[0] = '\0';
}

/* What is not told is searched for again; what is not exact must be. */
static void tell_detected(int output_fd, const struct detected *detected) {
    char *text = detected->exact ? detected_to_json(detected) : NULL;
    if (text != NULL)
        (void)span_write((struct span){(const uint8_t *)text, strlen(text)}, output_fd);
    free(text);
}

void task_run(const struct task *task, const struct task_files *files, struct sladd_outcome *outcome) {
    struct bytes photo = {0}, copy = {0};
    struct detected detected = {0};
    struct sidecars beside;
    *outcome = (struct sladd_outcome){.result = SLADD_FAILED};
    if (limit_read_fd(&photo, files->source_fd, LIMIT_FILE_MB, &outcome->error) != SLADD_OK)
        return;
    if (sidecars_read(files->sidecar_fds, &beside, &outcome->error) == SLADD_OK) {
        const struct job job = {.file = bytes_span(&photo),
                                .beside = &beside,
                                .entry = task->entry,
                                .policy = task->policy,
                                .known = task->known,
                                .detected = &detected};
        if (pipeline_run(&job, task->settings, task->vision, &copy, outcome) == SLADD_OK && task->tell_detected)
            tell_detected(files->output_fd, &detected);
    }
    detected_clear(&detected);
    if (copy.data != NULL)
        deliver(files->output_fd, bytes_span(&copy), outcome);
    sidecars_clear(&beside);
    bytes_clear(&copy);
    bytes_clear(&photo);
}
