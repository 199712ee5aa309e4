#include "cli/check.h"

#include "audit/copies.h"
#include "audit/inspect.h"
#include "audit/verdict.h"
#include "base/array.h"
#include "base/language.h"
#include "cli/check_report.h"
#include "cli/entry_of_copy.h"
#include "cli/locale.h"
#include "cli/ready.h"
#include "files/manifests.h"
#include "files/originals.h"
#include "files/targets.h"
#include "ledger/published.h"
#include "report/formats.h"
#include "report/progress.h"
#include "work/stop_signals.h"
#include "work/workers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is known of one photo while its findings are made. */
struct suspect {
    struct manifest_entry entry;
    struct input wide; /* the photo as seen from the uppermost folder that may speak of it; borrowed */
    bool may_be_copy;  /* there are receipts that could speak of it */
    struct vouched vouched;
    const struct sladd_outcome *receipt; /* what they say was done to it; borrowed; NULL: nothing */
    bool judged;
};

struct check {
    const struct args *args;
    struct policy *policy;
    struct targets targets;
    struct manifests manifests;
    struct published published;
    struct copy_sources sources; /* of copies that have receipts */
    struct vision *vision;
    struct progress progress;
    bool begun;               /* photos are looked at */
    struct suspect *suspects; /* one an input, as verdict.photos */
    size_t room;              /* in verdict.photos */
    size_t *queue;            /* the inputs that a crew is at */
    size_t queued;
    struct verdict verdict;
    enum sladd_status status; /* of what went wrong while results came in */
    struct sladd_error err;
};

static const struct input *input_of(const struct check *check, size_t index) {
    return &check->targets.inputs.items[index];
}

static enum sladd_status open_files(void *context, size_t index, struct task_files *files, struct sladd_error *err) {
    const struct check *check = context;
    return task_files_open(files, input_of(check, check->queue[index]), err);
}

static struct inspection inspection_of(const struct check *check, size_t photo) {
    return (struct inspection){&check->args->settings, check->args->warn_days, check->policy,
                               &check->suspects[photo].entry};
}

/* Does a receipt speak of exactly this file? Its bytes are only counted up, not understood, so that no process of its
 * own is needed. What cannot be read is looked at in full, which says what is the matter. */
static enum sladd_status find_receipt(struct check *check, size_t photo, struct sladd_error *err) {
    struct suspect *suspect = &check->suspects[photo];
    struct judged *judged = &check->verdict.photos[photo];
    input_digest(input_of(check, photo), judged->sha256);
    if (judged->sha256[0] == '\0')
        return SLADD_OK;
    enum sladd_status status =
        published_find(&check->published, &suspect->wide, judged->sha256, &suspect->vouched, err);
    judged->vouched = status == SLADD_OK && suspect->vouched.count > 0;
    return judged->vouched ? entry_of_copy_prepare(&check->sources, &suspect->entry, &suspect->vouched, err) : status;
}

static enum sladd_status find_entry(struct check *check, size_t photo, struct sladd_error *err) {
    struct suspect *suspect = &check->suspects[photo];
    const struct inspection inspection = inspection_of(check, photo);
    return entry_of_copy(&inspection, &suspect->vouched, &check->sources, &suspect->entry, &suspect->receipt, err);
}

/* In the child: what a dry run of clean says of the photo. */
static void work_inspect(void *context, size_t index, const struct task_files *files, struct sladd_outcome *outcome) {
    const struct check *check = context;
    struct sladd_settings settings = check->args->settings;
    const struct task task = {.entry = &check->suspects[check->queue[index]].entry,
                              .policy = check->policy,
                              .settings = &settings,
                              .vision = check->vision};
    settings.dry_run = true;
    task_run(&task, files, outcome);
}

static void finished_inspect(void *context, size_t index, const struct task_files *files,
                             struct sladd_outcome *outcome) {
    struct check *check = context;
    size_t photo = check->queue[index];
    struct suspect *suspect = &check->suspects[photo];
    struct judged *judged = &check->verdict.photos[photo];
    struct inspection inspection = inspection_of(check, photo);
    (void)files;
    enum sladd_status status =
        suspect->receipt != NULL
            ? inspect_copy_again(&inspection, suspect->receipt, outcome, &judged->findings, &check->err)
            : inspect_photo(&inspection, outcome, &judged->findings, &check->err);
    if (check->status == SLADD_OK)
        check->status = status;
    judged->failed = outcome->result == SLADD_FAILED;
    judged->width = outcome->width;
    judged->height = outcome->height;
    (void)snprintf(judged->sha256, sizeof judged->sha256, "%s", outcome->source_sha256);
    suspect->judged = true;
    sladd_outcome_clear(outcome);
    check->progress.done++;
}

static void tick(void *context) {
    struct check *check = context;
    progress_draw(&check->progress);
}

static enum sladd_status find_receipts(struct check *check, bool *interrupted, struct sladd_error *err) {
    struct stop_signals stop;
    enum sladd_status status =
        copy_sources_open(&check->sources, &check->manifests, &check->published, check->args->selection.manifest, err);
    (void)stop_signals_hold(&stop);
    for (size_t i = 0; i < 2 * check->verdict.count && status == SLADD_OK && !*interrupted; i++) {
        const size_t photo = i % check->verdict.count;
        if (i == photo && check->suspects[photo].may_be_copy)
            status = find_receipt(check, photo, err);
        else if (i != photo && check->verdict.photos[photo].vouched)
            status = find_entry(check, photo, err);
        *interrupted = stop_signals_came(&stop);
    }
    stop_signals_release(&stop);
    return status;
}

static enum sladd_status judge_copy(struct check *check, size_t photo, const struct sladd_names *carried,
                                    struct sladd_error *err) {
    struct suspect *suspect = &check->suspects[photo];
    struct judged *judged = &check->verdict.photos[photo];
    struct inspection inspection = inspection_of(check, photo);
    judged->width = suspect->receipt->width;
    judged->height = suspect->receipt->height;
    suspect->judged = true;
    return inspect_copy(&inspection, suspect->receipt, carried, &judged->findings, err);
}

static void forget_receipt(struct check *check, size_t photo) {
    check->suspects[photo].receipt = NULL;
    check->verdict.photos[photo].vouched = false;
}

/* Copies that a receipt speaks of: their pixels are known, so that only the consents are to be judged, and what else is
 * in the file. Where that cannot be told, they are looked at like any photo. */
static enum sladd_status judge_copies(struct check *check, bool *interrupted, struct sladd_error *err) {
    struct copy *copies = array_new_zero(check->verdict.count + 1, sizeof *copies);
    if (copies == NULL)
        return fail_memory(err);
    enum sladd_status status = find_receipts(check, interrupted, err);
    check->queued = 0;
    for (size_t i = 0; i < check->verdict.count && !check->args->full; i++)
        if (check->suspects[i].receipt != NULL) {
            copies[check->queued].input = input_of(check, i);
            check->queue[check->queued++] = i;
        }
    if (status == SLADD_OK && !*interrupted)
        status = copies_survey(copies, check->queued, check->args->jobs, check->args->no_sandbox, interrupted, err);
    for (size_t k = 0; k < check->queued; k++) {
        if (status == SLADD_OK && copies[k].known)
            status = judge_copy(check, check->queue[k], &copies[k].carried, err);
        else
            forget_receipt(check, check->queue[k]);
        sladd_names_clear(&copies[k].carried);
    }
    free(copies);
    return status;
}

/* Everything else is looked at. The models are opened only where there is something to look at. */
static enum sladd_status inspect_rest(struct check *check, bool *interrupted, struct sladd_error *err) {
    check->queued = 0;
    for (size_t i = 0; i < check->verdict.count; i++)
        if (!check->suspects[i].judged)
            check->queue[check->queued++] = i;
    if (check->queued == 0 || *interrupted)
        return SLADD_OK;
    const struct crew crew = {.count = check->queued,
                              .at_once = check->args->jobs,
                              .open_doors = check->args->no_sandbox,
                              .context = check,
                              .open = open_files,
                              .work = work_inspect,
                              .finished = finished_inspect,
                              .tick = tick};
    enum sladd_status status = ready_vision(check->args, manifests_know_text(&check->manifests), &check->vision, err);
    if (status != SLADD_OK)
        return status;
    check->begun = true;
    progress_init(&check->progress, check->queued, !check->args->quiet && !check->args->no_progress);
    status = workers_run(&crew, interrupted, err);
    progress_erase(&check->progress);
    return status;
}

static enum sladd_status add_up(struct check *check, struct sladd_error *err) {
    struct verdict *verdict = &check->verdict;
    for (size_t i = 0; i < verdict->count; i++) {
        struct judged *judged = &verdict->photos[i];
        struct finding left_out = {.rule = RULE_ID_PHOTO_FAILED, .detail = strdup(_("not checked"))};
        if (check->suspects[i].judged)
            free(left_out.detail);
        else if (findings_add(&judged->findings, left_out, NULL) == SLADD_OK)
            judged->failed = true;
        verdict->vouched += judged->vouched;
        verdict->failed += judged->failed || !check->suspects[i].judged;
    }
    enum sladd_status status = verdict_add_remarks(verdict, &check->room, &check->manifests.resolver, err);
    for (size_t i = 0; i < verdict->count; i++) {
        const struct findings *findings = &verdict->photos[i].findings;
        for (size_t f = 0; f < findings->count; f++)
            verdict->by_severity[rule_severity(findings->items[f].rule)]++;
        verdict->with_findings += findings->count > 0;
    }
    return status;
}

/* What manifests and receipts there are for the photos. */
static enum sladd_status meet(struct check *check, size_t count, struct sladd_error *err) {
    struct manifests *manifests = &check->manifests;
    enum sladd_status status =
        manifests_open(manifests, check->args->selection.manifest, &check->targets.inputs.folders, NULL, 0, err);
    for (size_t i = 0; i < count && status == SLADD_OK; i++)
        status = manifests_add(manifests, input_of(check, i), err);
    if (status == SLADD_OK)
        status = manifests_resolve(manifests, err);
    for (size_t i = 0; i < count && status == SLADD_OK; i++) {
        struct suspect *suspect = &check->suspects[i];
        suspect->entry = *manifests_entry(manifests, i);
        suspect->wide = *input_of(check, i);
        manifests_view(manifests, i, &suspect->wide);
        status = published_any(&check->published, &suspect->wide, &suspect->may_be_copy, err);
        check->verdict.photos[i].path = input_of(check, i)->path;
    }
    return status;
}

/* What there is, and what the manifests and receipts say. */
static enum sladd_status prepare(struct check *check, struct sladd_error *err) {
    const struct args *args = check->args;
    enum sladd_status status = ready_policy(args, &check->policy, err);
    if (status == SLADD_OK)
        status = targets_find(&check->targets, &args->selection, err);
    size_t count = check->targets.inputs.count;
    check->suspects = array_new_zero(count + 1, sizeof *check->suspects);
    check->verdict.photos = array_new_zero(count + 1, sizeof *check->verdict.photos);
    check->room = count + 1;
    check->queue = array_new(count + 1, sizeof *check->queue);
    if (status == SLADD_OK && (check->suspects == NULL || check->verdict.photos == NULL || check->queue == NULL))
        status = fail_memory(err);
    if (status == SLADD_OK)
        status = meet(check, count, err);
    check->verdict.policy = check->policy;
    check->verdict.passed_over = check->targets.inputs.passed_over;
    check->verdict.system_folders = check->targets.inputs.system_folders;
    check->verdict.gone = check->targets.gone;
    check->verdict.count = status == SLADD_OK ? count : 0;
    return status;
}

/* The largest that applies. */
static int exit_status(const struct check *check) {
    const struct verdict *verdict = &check->verdict;
    size_t failing = verdict->by_severity[SEVERITY_ERROR];
    if (check->args->fail_on == SEVERITY_WARNING)
        failing += verdict->by_severity[SEVERITY_WARNING];
    return verdict->failed > 0 ? EXIT_NOT_PROCESSED : failing > 0 ? EXIT_FINDINGS : EXIT_ALL_WELL;
}

static void check_clear(struct check *check) {
    for (size_t i = 0; check->verdict.photos != NULL && i < check->verdict.count; i++)
        findings_clear(&check->verdict.photos[i].findings);
    free(check->verdict.photos);
    free(check->suspects);
    free(check->queue);
    vision_close(check->vision);
    copy_sources_clear(&check->sources);
    published_clear(&check->published);
    manifests_clear(&check->manifests);
    targets_clear(&check->targets);
    policy_free(check->policy);
}

/* Nothing that this run reads becomes its report. */
static enum sladd_status protect_originals(const struct check *check, struct sladd_error *err) {
    struct originals originals = {0};
    const struct args *args = check->args;
    enum sladd_status status =
        originals_list(&originals, &check->targets.inputs, &check->manifests, args->selection.files_from, err);
    if (status == SLADD_OK && args->selection.report != NULL)
        status = originals_protect(&originals, args->selection.report, err);
    if (status == SLADD_OK && args->selection.html != NULL)
        status = originals_protect(&originals, args->selection.html, err);
    originals_clear(&originals);
    return status;
}

int check_run(const struct args *args) {
    struct check check = {.args = args,
                          .verdict = {.settings = &args->settings, .fail_on = args->fail_on, .quiet = args->quiet}};
    struct sladd_error err = {0};
    int code;
    bool interrupted = false;
    if (args->format != FORMAT_TEXT)
        language_english();
    struct check_reports reports;
    enum sladd_status status = check_reports_open(&reports, args, &err);
    if (status == SLADD_OK)
        status = prepare(&check, &err);
    if (status == SLADD_OK)
        status = protect_originals(&check, &err);
    if (status == SLADD_OK)
        status = judge_copies(&check, &interrupted, &err);
    if (status == SLADD_OK && check.status == SLADD_OK)
        status = inspect_rest(&check, &interrupted, &err);
    if (status == SLADD_OK && check.status != SLADD_OK) {
        status = check.status;
        err = check.err;
    }
    if (status == SLADD_OK) {
        status = add_up(&check, &err);
        if (status == SLADD_OK)
            status = check_reports_write(&reports, args, &check.verdict, &err);
        code = status == SLADD_OK && !interrupted ? exit_status(&check) : EXIT_NOT_PROCESSED;
    } else {
        code = check.begun && status == SLADD_IO ? EXIT_NOT_PROCESSED : exit_of(status);
    }
    if (status != SLADD_OK && args->format == FORMAT_GITHUB)
        format_github_error(&err, stdout);
    if (status != SLADD_OK)
        (void)fprintf(stderr, "sladd: %s\n", err.text);
    if (interrupted)
        (void)fputs(_("sladd: interrupted; the rest was not checked\n"), stderr);
    check_reports_close(&reports);
    check_clear(&check);
    return code;
}
