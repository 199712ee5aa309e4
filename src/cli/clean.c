#include "cli/clean.h"

#include "base/array.h"
#include "base/language.h"
#include "base/outfile.h"
#include "files/beside.h"
#include "files/plan.h"
#include "files/policies.h"
#include "files/shipped_models.h"
#include "ledger/receipts.h"
#include "ledger/takedown.h"
#include "pipeline.h"
#include "record/report.h"
#include "report/explain.h"
#include "report/notices.h"
#include "report/progress.h"
#include "report/report_file.h"
#include "work/workers.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct clean {
    const struct args *args;
    struct plan plan;
    struct policy *policy;
    struct vision *vision;
    struct progress progress;
    struct receipts receipts;
    ino_t *before;     /* one a job: the file that stood at its output's name when the run began, 0 for none; owned */
    json_t *rows;      /* one place a job, in the order of the plan */
    json_t *take_down; /* copies of earlier runs that show somebody who may not be seen any more */
    struct tally tally;
};

static char *output_path(const struct clean *clean, size_t index) {
    return clean->args->selection.output != NULL
               ? path_join(clean->args->selection.output, clean->plan.jobs[index].output)
               : NULL;
}

/* Open the photo and its place, and send it down the pipeline. */
static void process(const struct clean *clean, const struct planned *planned, struct sladd_outcome *outcome) {
    const struct args *args = clean->args;
    struct stat facts;
    struct job job = {.source_fd = -1,
                      .folder_fd = -1,
                      .name = path_name(planned->output),
                      .entry = planned->entry,
                      .policy = clean->policy};
    if (planned->input->problem != NULL) {
        (void)sladd_fail(&outcome->error, SLADD_IO, "cannot read: %s", planned->input->problem);
        return;
    }
    job.source_fd = input_open(planned->input);
    if (job.source_fd < 0 || fstat(job.source_fd, &facts) != 0) {
        (void)sladd_fail(&outcome->error, SLADD_IO, "cannot read: %s", strerror(errno));
    } else if (args->settings.dry_run ||
               plan_open_folder(args->selection.output, planned->output, &job.folder_fd, &outcome->error) == SLADD_OK) {
        job.mode = facts.st_mode & 0777;
        beside_open(planned->input->path, job.sidecar_fds);
        (void)pipeline_run(&job, &args->settings, clean->vision, outcome);
        beside_close(job.sidecar_fds);
    }
    if (job.source_fd >= 0)
        (void)close(job.source_fd);
    if (job.folder_fd >= 0)
        (void)close(job.folder_fd);
}

/* A copy that more people may read than its source is made again. */
static bool is_wider(int output_fd, int source_fd) {
    struct stat output, source;
    return fstat(output_fd, &output) != 0 || fstat(source_fd, &source) != 0 ||
           (output.st_mode & 0777 & ~source.st_mode) != 0;
}

/* The row of a photo whose copy is still good, or NULL: then the photo has to be done. */
static json_t *row_of_unchanged(struct clean *clean, size_t index) {
    const struct planned *planned = &clean->plan.jobs[index];
    json_t *receipt = receipts_find(&clean->receipts, planned->output), *row = NULL;
    char key[SLADD_SHA256_HEX];
    if (receipt == NULL)
        return NULL;
    receipts_key(clean->args, clean->policy, clean->vision, &planned->entry, receipt_row(receipt), key);
    int source = input_open(planned->input);
    int output = openat(clean->receipts.folder_fd, planned->output, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    int sidecars[SIDECARS];
    beside_open(planned->input->path, sidecars);
    if (receipt_holds(receipt, key, source, sidecars, output) && !is_wider(output, source)) {
        row = json_copy(receipt_row(receipt));
        (void)json_object_set_new(row, "source", report_text(planned->input->path));
        (void)json_object_set_new(row, "status", json_string(sladd_result_name(SLADD_UNCHANGED)));
        (void)json_object_set_new(row, "timings_ms", json_object());
    }
    beside_close(sidecars);
    if (source >= 0)
        (void)close(source);
    if (output >= 0)
        (void)close(output);
    return row;
}

static json_t *row_of_work(struct clean *clean, size_t index) {
    const struct planned *planned = &clean->plan.jobs[index];
    struct sladd_outcome outcome = {.result = SLADD_FAILED};
    process(clean, planned, &outcome);
    char *output = outcome.output_sha256[0] != '\0' ? output_path(clean, index) : NULL;
    json_t *row = report_row(planned->input->path, output, clean->args->verbose, &outcome);
    free(output);
    sladd_outcome_clear(&outcome);
    return row;
}

/* In the child: one photo, and its row of the report as the result. */
static bool work(void *context, size_t index, int result_fd) {
    struct clean *clean = context;
    json_t *row = row_of_unchanged(clean, index);
    if (row == NULL)
        row = row_of_work(clean, index);
    return report_send(row, result_fd);
}

static void print_timings(struct clean *clean, const char *path, json_t *row) {
    char line[256];
    size_t used = 0;
    const char *name;
    json_t *value;
    json_object_foreach(json_object_get(row, "timings_ms"), name, value) {
        int n = snprintf(line + used, sizeof line - used, "%s%s %.0f", used > 0 ? ", " : "", name,
                         json_number_value(value));
        used += n > 0 && (size_t)n < sizeof line - used ? (size_t)n : 0;
    }
    line[used] = '\0';
    char text[320];
    (void)snprintf(text, sizeof text, "%s (ms: %s)", explain_word(json_string_value(json_object_get(row, "status"))),
                   line);
    progress_say(&clean->progress, path, text);
}

static bool has_status(json_t *row, enum sladd_result result) {
    const char *status = json_string_value(json_object_get(row, "status"));
    return status != NULL && strcmp(status, sladd_result_name(result)) == 0;
}

/* What stands at an output's name: its inode, or 0 for nothing. */
static ino_t stands_at(const struct clean *clean, size_t index) {
    struct stat facts;
    char *path = output_path(clean, index);
    ino_t found = path != NULL && lstat(path, &facts) == 0 ? facts.st_ino : 0;
    free(path);
    return found;
}

/* A worker that died, or a disk that failed, right after the commit: the copy was verified, but nobody vouches for it.
 */
static void remove_unreported(const struct clean *clean, size_t index) {
    ino_t now = stands_at(clean, index);
    char *path = output_path(clean, index);
    if (now != 0 && now != clean->before[index] && path != NULL)
        (void)unlink(path);
    free(path);
}

/* Keep the books: what was published earlier, what there is now. A copy that may not exist any more is removed. */
static void settle_receipt(struct clean *clean, size_t index, json_t *row) {
    const struct planned *planned = &clean->plan.jobs[index];
    json_t *receipt = receipts_find(&clean->receipts, planned->output);
    char key[SLADD_SHA256_HEX];
    struct sladd_error err;
    if (receipt != NULL)
        takedown_compare(clean->take_down, planned->output, receipt_row(receipt), row);
    if (clean->args->settings.dry_run || has_status(row, SLADD_UNCHANGED))
        return;
    if (has_status(row, SLADD_SANITISED)) {
        receipts_key(clean->args, clean->policy, clean->vision, &planned->entry, row, key);
        if (receipts_add(&clean->receipts, clean->args->selection.output, planned->output, key, clean->policy,
                         clean->vision, row, &err) != SLADD_OK)
            progress_say(&clean->progress, planned->output, err.text);
        return;
    }
    remove_unreported(clean, index);
    if (receipt != NULL) {
        if (unlinkat(clean->receipts.folder_fd, planned->output, 0) == 0)
            progress_say(&clean->progress, planned->output, _("the copy of an earlier run was removed"));
        receipts_drop(&clean->receipts, clean->args->selection.output, planned->output);
    }
}

static void finished(void *context, size_t index, struct span result, const struct sladd_error *trouble) {
    struct clean *clean = context;
    const char *path = clean->plan.jobs[index].input->path;
    json_t *row = report_receive(result, trouble, path);
    const char *error = json_string_value(json_object_get(row, "error"));
    if (error != NULL)
        progress_say(&clean->progress, path, error);
    else if (clean->args->verbose)
        print_timings(clean, path, row);
    settle_receipt(clean, index, row);
    (void)json_array_set_new(clean->rows, index, row);
    clean->progress.done++;
}

static void tick(void *context) {
    struct clean *clean = context;
    progress_draw(&clean->progress);
}

/* Every photo of the plan has a row, also those that an interruption or a failed start left out. */
static void complete_rows(struct clean *clean) {
    struct sladd_error left_out;
    size_t i;
    json_t *row;
    (void)sladd_fail(&left_out, SLADD_INTERRUPTED, "not processed");
    json_array_foreach(clean->rows, i, row) {
        if (json_is_null(row)) {
            row = report_failure(clean->plan.jobs[i].input->path, &left_out);
            (void)json_array_set_new(clean->rows, i, row);
        }
        report_count(&clean->tally, row);
    }
}

static void print_counts(const struct tally *t, bool dry_run, FILE *to) {
    (void)fprintf(to,
                  dry_run
                      ? P_("%zu photo: %zu would be sanitised, %zu unchanged, %zu withheld, %zu failed\n",
                           "%zu photos: %zu would be sanitised, %zu unchanged, %zu withheld, %zu failed\n", t->photos)
                      : P_("%zu photo: %zu sanitised, %zu unchanged, %zu withheld, %zu failed\n",
                           "%zu photos: %zu sanitised, %zu unchanged, %zu withheld, %zu failed\n", t->photos),
                  t->photos, t->sanitised, t->unchanged, t->withheld, t->failed);
    (void)fprintf(to, _("Faces redacted: %zu, kept: %zu. Lines of text redacted: %zu. Marked places redacted: %zu.\n"),
                  t->faces_redacted, t->faces_kept, t->text_redacted, t->manual_redacted);
}

static void print_summary(const struct clean *clean) {
    const struct tally *t = &clean->tally;
    const struct inputs *inputs = &clean->plan.inputs;
    bool report_on_stdout = clean->args->selection.report != NULL && strcmp(clean->args->selection.report, "-") == 0;
    FILE *to = report_on_stdout ? stderr : stdout;
    if (clean->args->quiet)
        return;
    print_counts(t, clean->args->settings.dry_run, to);
    if (inputs->passed_over > 0)
        (void)fprintf(to, P_("%zu other file passed over\n", "%zu other files passed over\n", inputs->passed_over),
                      inputs->passed_over);
    if (inputs->copies > 0)
        (void)fprintf(to,
                      P_("%zu folder with copies of an earlier run left out\n",
                         "%zu folders with copies of an earlier run left out\n", inputs->copies),
                      inputs->copies);
    takedown_print(clean->take_down, to);
    if (!clean->args->settings.dry_run && t->sanitised > 0)
        (void)fprintf(to, _("The copies are in %s. Look at them before you publish.\n"), clean->args->selection.output);
}

/* A dry run is for reading: every decision with its reason. */
static void print_decisions(const struct clean *clean) {
    json_t *row;
    size_t i;
    json_array_foreach(clean->rows, i, row) {
        (void)printf("%s\n", json_string_value(json_object_get(row, "source")));
        explain_row(row, stdout);
    }
}

static enum sladd_status write_report(struct clean *clean, struct report_file *file, struct sladd_error *err) {
    if (file->path == NULL)
        return SLADD_OK;
    json_t *whole = report_whole(clean->args, clean->policy, clean->vision, &clean->tally, json_incref(clean->rows));
    if (whole != NULL)
        (void)json_object_set(whole, "take_down", clean->take_down);
    bool complete = whole != NULL && json_dumpf(whole, file->to, JSON_INDENT(2) | JSON_REAL_PRECISION(12)) == 0 &&
                    fputc('\n', file->to) != EOF;
    json_decref(whole);
    return report_file_commit(file, complete, err);
}

static enum sladd_status run(struct clean *clean, struct report_file *report, bool *interrupted,
                             struct sladd_error *err) {
    const struct crew crew = {clean->plan.count, clean->args->jobs, clean, work, finished, tick};
    clean->rows = json_array();
    clean->take_down = json_array();
    clean->before = array_new_zero(clean->plan.count, sizeof *clean->before);
    for (size_t i = 0; i < clean->plan.count; i++) {
        if (clean->before == NULL || json_array_append_new(clean->rows, json_null()) != 0)
            return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for the report");
        clean->before[i] = stands_at(clean, i);
    }
    progress_init(&clean->progress, clean->plan.count, !clean->args->quiet && !clean->args->no_progress);
    enum sladd_status status = workers_run(&crew, interrupted, err);
    progress_erase(&clean->progress);
    complete_rows(clean);
    takedown_sort(clean->take_down);
    if (!clean->args->quiet)
        notices_print(clean->rows, stderr);
    if (clean->args->settings.dry_run && clean->args->selection.report == NULL && !clean->args->quiet)
        print_decisions(clean);
    print_summary(clean);
    if (status == SLADD_OK && !clean->args->settings.dry_run)
        status = receipts_close(&clean->receipts, err);
    enum sladd_status written = write_report(clean, report, status == SLADD_OK ? err : NULL);
    return status != SLADD_OK ? status : written;
}

/* The largest that applies. */
static int exit_status(const struct clean *clean, enum sladd_status status) {
    if (clean->tally.failed > 0 || status != SLADD_OK)
        return EXIT_NOT_PROCESSED;
    return clean->tally.withheld > 0 ? EXIT_FINDINGS : EXIT_ALL_WELL;
}

int clean_run(const struct args *args) {
    struct clean clean = {.args = args, .receipts = {.folder_fd = -1, .append_fd = -1}};
    struct report_file report;
    struct sladd_error err = {0};
    int code = EXIT_USAGE;
    bool interrupted = false;
    enum sladd_status status = report_file_open(&report, args->selection.report, &err);
    if (status == SLADD_OK)
        status = policies_open(args->policy, &clean.policy, &err);
    if (status == SLADD_OK && clean.policy->text == TEXT_ALWAYS && args->settings.text == SLADD_TEXT_KEEP)
        status = sladd_fail(&err, SLADD_USAGE, "--text keep: the policy %s does not allow it", clean.policy->name);
    if (status == SLADD_OK)
        status = plan_make(&clean.plan, &args->selection, &err);
    if (status == SLADD_OK)
        status = receipts_open(&clean.receipts, args->selection.output, &err);
    receipts_share(&clean.receipts, args->selection.shard, args->selection.shards);
    if (status == SLADD_OK)
        status = models_open(args->models, &clean.vision, &err);
    if (status == SLADD_OK) {
        status = run(&clean, &report, &interrupted, &err);
        code = exit_status(&clean, status);
    }
    if (status != SLADD_OK)
        (void)fprintf(stderr, "sladd: %s\n", err.text);
    if (interrupted)
        (void)fprintf(stderr, _("sladd: interrupted; what was finished is complete, the rest was not begun\n"));
    report_file_close(&report);
    free(clean.before);
    json_decref(clean.rows);
    json_decref(clean.take_down);
    receipts_clear(&clean.receipts);
    vision_close(clean.vision);
    policy_free(clean.policy);
    plan_clear(&clean.plan);
    return code;
}
