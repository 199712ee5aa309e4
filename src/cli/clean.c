#include "cli/clean.h"

#include "base/array.h"
#include "base/language.h"
#include "base/paths.h"
#include "base/utf8.h"
#include "cli/clean_page.h"
#include "cli/ready.h"
#include "files/plan.h"
#include "files/system_folders.h"
#include "ledger/other_copies.h"
#include "ledger/publish.h"
#include "record/outcome_json.h"
#include "report/progress.h"
#include "report/report_file.h"
#include "report/run_report.h"
#include "work/workers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct clean {
    const struct args *args;
    struct plan plan;
    struct policy *policy;
    struct vision *vision;
    struct output_folder folder;
    struct receipts receipts;
    struct detections detections;
    char *makers; /* owned */
    struct publishing publishing;
    struct other_copies others;
    struct progress progress;
    struct report_file report, page;
    struct reported *reported; /* one a job of the plan; owned, and so are its outputs */
    char **outputs;            /* paths of the copies; owned */
};

static void say(void *context, const char *path, const char *text) {
    struct clean *clean = context;
    progress_say(&clean->progress, path, text);
}

static void photo_done(void *context, size_t index) {
    struct clean *clean = context;
    const struct sladd_outcome *outcome = &clean->publishing.photos[index].outcome;
    const char *path = clean->plan.jobs[index].input->path;
    if (outcome->result == SLADD_FAILED || outcome->result == SLADD_WITHHELD) {
        progress_say(&clean->progress, path, outcome->error.text);
    } else if (clean->args->verbose) {
        char line[320];
        run_timings(outcome, line, sizeof line);
        progress_say(&clean->progress, path, line);
    }
    clean->progress.done++;
}

static void tick(void *context) {
    struct clean *clean = context;
    progress_draw(&clean->progress);
}

static void say_waiting(const char *path) {
    char shown[SHOWN_PATH];
    text_clean_to(shown, sizeof shown, path);
    (void)fprintf(stderr, _("sladd: waiting for another run that writes into %s\n"), shown);
}

/* Policy and models as one object, which every receipt repeats. */
static enum sladd_status describe_makers(struct clean *clean, struct sladd_error *err) {
    json_t *makers = json_pack("{s:o, s:o}", "policy", policy_to_json(clean->policy), "models",
                               models_to_json(clean->vision, false));
    clean->makers = makers != NULL ? json_dumps(makers, JSON_COMPACT) : NULL;
    json_decref(makers);
    return clean->makers != NULL ? SLADD_OK : fail_memory(err);
}

/* A folder that is missing and will be made on the way to the copies. */
static bool is_made_later(const struct args *args, const char *report) {
    const char *output = args->settings.dry_run ? NULL : args->selection.output;
    const size_t length = report != NULL ? (size_t)(path_name(report) - report) : 0; /* with the slash behind it */
    if (output == NULL || length < 2 || strncmp(output, report, length - 1) != 0 ||
        (output[length - 1] != '/' && output[length - 1] != '\0'))
        return false;
    char *folder = strndup(report, length);
    const bool missing = folder != NULL && access(folder, F_OK) != 0 && errno == ENOENT;
    free(folder);
    return missing;
}

/* Those that are not open yet; but for those whose folder is made with the output folder, if they `may_wait`. They show
 * what is in the photos and name who it is: nobody may read them who may not read every photo. */
static enum sladd_status open_reports(struct clean *clean, bool may_wait, struct sladd_error *err) {
    const struct selection *selection = &clean->args->selection;
    struct permissions most = {0};
    if (selection->report != NULL || selection->html != NULL)
        most = inputs_permissions(&clean->plan.inputs);
    most.mode |= 0600;
    enum sladd_status status = SLADD_OK;
    if (clean->report.path == NULL && !(may_wait && is_made_later(clean->args, selection->report)))
        status = report_file_open(&clean->report, "report", selection->report, most, err);
    if (status == SLADD_OK && clean->page.path == NULL && !(may_wait && is_made_later(clean->args, selection->html)))
        status = report_file_open(&clean->page, "html", selection->html, most, err);
    return status == SLADD_OK ? report_files_differ(&clean->page, &clean->report, err) : status;
}

/* What is to be done, and that it may be done. Nothing has been written when this returns, and nothing is after an
 * error. */
static enum sladd_status prepare(struct clean *clean, struct sladd_error *err) {
    const struct args *args = clean->args;
    enum sladd_status status = ready_policy(args, &clean->policy, err);
    if (status == SLADD_OK)
        status = plan_make(&clean->plan, &args->selection, err);
    if (status == SLADD_OK)
        status = open_reports(clean, true, err);
    if (status == SLADD_OK)
        status = output_folder_open(&clean->folder, args->selection.output, err);
    if (status == SLADD_OK && clean->folder.fd < 0)
        status = plan_refuse_empty(&clean->plan, &args->selection, err);
    if (status == SLADD_OK)
        status = ready_vision(args, manifests_know_text(&clean->plan.manifests), &clean->vision, err);
    if (status == SLADD_OK && args->max_risk >= 0 && !vision_knows_misses(clean->vision))
        status = sladd_fail(err, SLADD_USAGE,
                            "--max-risk: nobody has measured how many faces the model %s leaves; use the one that came "
                            "with sladd",
                            vision_model(clean->vision, VISION_FACE)->file);
    return status == SLADD_OK ? describe_makers(clean, err) : status;
}

/* Where all originals are gone, their copies may still have to come down. */
static enum sladd_status refuse_empty(const struct clean *clean, struct sladd_error *err) {
    const struct selection *selection = &clean->args->selection;
    bool any = false;
    enum sladd_status status = SLADD_OK;
    if (selection->shards == 0)
        status = other_copies_any(&clean->receipts, &clean->plan.inputs, &any, err);
    return status == SLADD_OK && !any ? plan_refuse_empty(&clean->plan, selection, err) : status;
}

/* The output folder is ours from here on, and what is in it is known. */
static enum sladd_status claim(struct clean *clean, struct sladd_error *err) {
    const struct args *args = clean->args;
    bool existed = clean->folder.fd >= 0;
    enum sladd_status status = SLADD_OK;
    if (existed && !args->settings.dry_run)
        status = output_folder_claim(&clean->folder, args->selection.shards > 0, say_waiting, err);
    if (status == SLADD_OK)
        status = receipts_open(&clean->receipts, clean->folder.fd, args->selection.output, args->selection.shard,
                               args->selection.shards, err);
    if (status == SLADD_OK)
        status = refuse_empty(clean, err);
    if (status == SLADD_OK)
        detections_open(&clean->detections, &clean->folder, clean->vision, false);
    clean->publishing = (struct publishing){.plan = &clean->plan,
                                            .rules = {&args->settings, args->seeded, clean->policy, clean->vision},
                                            .vision = clean->vision,
                                            .folder = &clean->folder,
                                            .receipts = &clean->receipts,
                                            .detections = &clean->detections,
                                            .makers = clean->makers,
                                            .at_once = args->jobs,
                                            .open_doors = args->no_sandbox,
                                            .renamed = args->selection.rename,
                                            .max_risk = args->max_risk,
                                            .context = clean,
                                            .say = say,
                                            .done = photo_done,
                                            .tick = tick};
    /* Several machines number alike only where each counts from the start. */
    if (status == SLADD_OK)
        status = publish_check(&clean->publishing, args->selection.rename && args->selection.shards == 0, err);
    if (status == SLADD_OK && !existed && !args->settings.dry_run) {
        status = output_folder_claim(&clean->folder, args->selection.shards > 0, say_waiting, err);
        clean->receipts.folder_fd = clean->folder.fd;
    }
    return status == SLADD_OK ? open_reports(clean, false, err) : status;
}

/* The run as the report sees it. */
static enum sladd_status describe_run(struct clean *clean, struct run *run, struct sladd_error *err) {
    const size_t count = clean->plan.count;
    clean->reported = array_new_zero(count + 1, sizeof *clean->reported);
    clean->outputs = array_new_zero(count + 1, sizeof *clean->outputs);
    if (clean->reported == NULL || clean->outputs == NULL)
        return fail_memory(err);
    for (size_t i = 0; i < count; i++) {
        const struct sladd_outcome *outcome = &clean->publishing.photos[i].outcome;
        const bool copied = outcome->output_sha256[0] != '\0' && clean->args->selection.output != NULL;
        if (copied)
            clean->outputs[i] = path_join(clean->args->selection.output, clean->plan.jobs[i].output);
        if (copied && clean->outputs[i] == NULL)
            return fail_memory(err);
        clean->reported[i] = (struct reported){clean->plan.jobs[i].input->path, clean->outputs[i], outcome};
    }
    *run = (struct run){&clean->args->settings,       clean->policy,        clean->vision, clean->reported,       count,
                        &clean->publishing.takedowns, clean->args->verbose, NULL,          &clean->plan.manifests};
    return SLADD_OK;
}

static void print_summary(const struct clean *clean, const struct run *run, enum sladd_status status) {
    const struct inputs *inputs = &clean->plan.inputs;
    const bool dry_run = clean->args->settings.dry_run;
    const struct tally tally = run_tally(run);
    FILE *to = clean->report.to == stdout || clean->page.to == stdout ? stderr : stdout;
    if (clean->args->quiet)
        return;
    run_print_notices(run, stderr);
    if (dry_run && clean->args->selection.report == NULL)
        run_print_decisions(run, to);
    run_print_counts(&tally, dry_run, to);
    if (inputs->passed_over > 0)
        (void)fprintf(to, P_("%zu other file skipped\n", "%zu other files skipped\n", inputs->passed_over),
                      inputs->passed_over);
    if (inputs->copies > 0)
        (void)fprintf(to,
                      P_("%zu folder with copies of an earlier run left out\n",
                         "%zu folders with copies of an earlier run left out\n", inputs->copies),
                      inputs->copies);
    system_folders_print(inputs->system_folders, to);
    run_print_risk(run, to);
    run_print_takedowns(run->takedowns, to);
    if (!dry_run && tally.sanitised > 0 && status == SLADD_OK) {
        char shown[SHOWN_PATH];
        text_clean_to(shown, sizeof shown, clean->args->selection.output);
        (void)fprintf(to, _("The copies are in %s. Look at them before you publish.\n"), shown);
    }
}

/* The largest that applies. After an interruption nobody knows whether other copies must come down. */
static int exit_status(const struct clean *clean, const struct run *run, bool interrupted, enum sladd_status status) {
    const struct tally tally = run_tally(run);
    const struct other_copies *others = &clean->others;
    if (tally.failed > 0 || clean->publishing.stuck > 0 || interrupted || status != SLADD_OK)
        return EXIT_NOT_PROCESSED;
    return tally.withheld > 0 || others->down > 0 || others->unknown_given > 0 ? EXIT_FINDINGS : EXIT_ALL_WELL;
}

/* Everything that happens once it is known what is to be done; returns the exit status. */
static int work(struct clean *clean, bool *interrupted, struct sladd_error *err) {
    struct publishing *publishing = &clean->publishing;
    struct run run;
    progress_init(&clean->progress, clean->plan.count, !clean->args->quiet && !clean->args->no_progress);
    enum sladd_status status = publish_all(publishing, interrupted, err);
    if (publishing->photos == NULL)
        return EXIT_NOT_PROCESSED;
    if (status == SLADD_OK && !*interrupted)
        status = other_copies_judge(publishing, &clean->args->selection, &clean->others, err);
    publish_tell_unseen(publishing);
    progress_erase(&clean->progress);
    takedowns_sort(&publishing->takedowns);
    if (status == SLADD_OK && !clean->args->settings.dry_run)
        status = receipts_close(&clean->receipts, err);
    if (status == SLADD_OK)
        status = output_folder_stayed(&clean->folder, err);
    enum sladd_status described = describe_run(clean, &run, status == SLADD_OK ? err : NULL);
    if (described != SLADD_OK)
        return EXIT_NOT_PROCESSED;
    if (!clean->args->quiet)
        manifests_print_remarks(&clean->plan.manifests, stderr);
    print_summary(clean, &run, status);
    enum sladd_status written = SLADD_OK;
    if (clean->report.path != NULL)
        written =
            report_file_commit(&clean->report, run_write_json(&run, clean->report.to), status == SLADD_OK ? err : NULL);
    if (clean->page.path != NULL && written == SLADD_OK)
        written = clean_page_write(&clean->page, clean->args, &clean->plan, &clean->folder, &run,
                                   status == SLADD_OK ? err : NULL);
    return exit_status(clean, &run, *interrupted, status != SLADD_OK ? status : written);
}

static void clean_clear(struct clean *clean) {
    report_file_close(&clean->report);
    report_file_close(&clean->page);
    for (size_t i = 0; clean->outputs != NULL && i < clean->plan.count; i++)
        free(clean->outputs[i]);
    free(clean->outputs);
    free(clean->reported);
    publishing_clear(&clean->publishing);
    receipts_clear(&clean->receipts);
    detections_clear(&clean->detections);
    output_folder_close(&clean->folder);
    free(clean->makers);
    vision_close(clean->vision);
    policy_free(clean->policy);
    plan_clear(&clean->plan);
}

int clean_run(const struct args *args) {
    struct clean clean = {.args = args,
                          .folder = {.fd = -1},
                          .receipts = {.folder_fd = -1, .append_fd = -1},
                          .detections = NO_DETECTIONS,
                          .page = NO_REPORT_FILE,
                          .report = NO_REPORT_FILE};
    struct sladd_error err = {0};
    bool interrupted = false;
    enum sladd_status status = prepare(&clean, &err);
    if (status == SLADD_OK)
        status = claim(&clean, &err);
    const int code = status == SLADD_OK ? work(&clean, &interrupted, &err) : exit_of(status);
    if (err.status != SLADD_OK)
        (void)fprintf(stderr, "sladd: %s\n", err.text);
    if (interrupted)
        (void)fprintf(stderr, _("sladd: interrupted; what was finished is complete, the rest was not started\n"));
    clean_clear(&clean);
    return code;
}
