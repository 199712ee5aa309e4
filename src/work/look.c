#include "work/look.h"

#include "files/beside.h"
#include "files/plan.h"
#include "pipeline.h"
#include "record/report.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

bool look_at(const struct input *input, const struct manifest_entry *entry, const struct policy *policy,
             const struct args *args, struct vision *vision, int result_fd) {
    struct sladd_settings settings = args->settings;
    struct sladd_outcome outcome = {.result = SLADD_FAILED};
    struct job job = {.source_fd = input_open(input),
                      .folder_fd = -1,
                      .name = path_name(input->path),
                      .entry = *entry,
                      .policy = policy};
    settings.dry_run = true;
    if (job.source_fd < 0) {
        (void)sladd_fail(&outcome.error, SLADD_IO, "cannot read: %s",
                         input->problem != NULL ? input->problem : strerror(errno));
    } else {
        beside_open(input->path, job.sidecar_fds);
        (void)pipeline_run(&job, &settings, vision, &outcome);
        beside_close(job.sidecar_fds);
        (void)close(job.source_fd);
    }
    bool complete = report_send(report_row(input->path, NULL, false, &outcome), result_fd);
    sladd_outcome_clear(&outcome);
    return complete;
}
