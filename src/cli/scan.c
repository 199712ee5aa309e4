#include "cli/scan.h"

#include "base/array.h"
#include "base/bytes.h"
#include "base/language.h"
#include "base/limits.h"
#include "cli/ready.h"
#include "cli/scan_drafts.h"
#include "cli/scan_sheet.h"
#include "files/plan.h"
#include "files/shipped_models.h"
#include "files/system_folders.h"
#include "report/progress.h"
#include "work/workers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct scan {
    const struct args *args;
    struct plan plan;
    struct vision *vision;
    struct progress progress;
    struct sladd_outcome *outcomes; /* one a job; a failure also for what a manifest mentions already; owned */
    bool *drafting;                 /* one a job: it is to be drafted; owned */
    size_t failed, drafted, doubtful;
    struct report_file sheet;
};

/* Photos that somebody wrote about already are left to that person, and so are those that somebody may have meant. */
static bool is_known(const struct planned *planned) {
    return planned->entry.photo != NULL || planned->entry.doubt != NULL;
}

static enum sladd_status open_files(void *context, size_t index, struct task_files *files, struct sladd_error *err) {
    struct scan *scan = context;
    const struct input *input = scan->plan.jobs[index].input;
    return task_files_open(files, input, err);
}

/* What is known of any version of the photo needs no reading; where one version was meant, a child looks. */
static bool settled(void *context, size_t index, const struct task_files *files, struct sladd_outcome *outcome) {
    const struct manifest_entry *entry = &((struct scan *)context)->plan.jobs[index].entry;
    const bool any_version = entry->photo != NULL && entry->photo->sha256 == NULL;
    (void)files;
    if (!any_version && entry->doubt == NULL)
        return false;
    outcome->result = SLADD_UNCHANGED;
    return true;
}

/* In the child. Who may be seen is not asked: without a policy nobody is kept. */
static void work(void *context, size_t index, const struct task_files *files, struct sladd_outcome *outcome) {
    struct scan *scan = context;
    struct sladd_settings settings = scan->args->settings;
    const struct planned *planned = &scan->plan.jobs[index];
    const struct photo_entry *version = planned->entry.photo;
    struct manifest_entry people = planned->entry; /* what is said of an earlier version says nothing of this one */
    const struct task task = {.entry = &people, .settings = &settings, .vision = scan->vision};
    people.photo = people.folder_photo = NULL;
    people.farther_count = 0;
    settings.dry_run = true;
    settings.tell_tags = true;
    if (version != NULL && sha256_fd_is(files->source_fd, limit_bytes(LIMIT_FILE_MB), version->sha256))
        outcome->result = SLADD_UNCHANGED;
    else
        task_run(&task, files, outcome);
}

static void finished(void *context, size_t index, const struct task_files *files, struct sladd_outcome *outcome) {
    struct scan *scan = context;
    const struct planned *planned = &scan->plan.jobs[index];
    (void)files;
    scan->progress.done++;
    scan->outcomes[index] = *outcome;
    if (planned->entry.doubt != NULL) {
        progress_say(&scan->progress, planned->input->path, planned->entry.doubt);
        scan->doubtful++;
    }
    if (is_known(planned) && outcome->result == SLADD_UNCHANGED)
        return;
    if (outcome->result == SLADD_FAILED || outcome->result == SLADD_WITHHELD) {
        progress_say(&scan->progress, planned->input->path, outcome->error.text);
        scan->failed++;
    } else {
        scan->drafting[index] = true;
    }
}

static void tick(void *context) {
    progress_draw(&((struct scan *)context)->progress);
}

/* The faces of a photo that somebody wrote about already are those of its entry, in its order. */
static size_t faces_of_entry(const struct manifest_entry *entry, struct draft_face *faces) {
    const struct face_entry *face;
    struct face_walk walk = {0};
    size_t count = 0;
    while ((face = entry_next_face(entry, &walk)) != NULL)
        faces[count++] = (struct draft_face){face->box, walk.hides_only ? NULL : face->person, NULL};
    return count;
}

/* Every photo that could be read, in the order of the plan. */
static enum sladd_status write_sheet(struct scan *scan, struct sladd_error *err) {
    size_t count = 0, most = scan->plan.count + 1;
    struct contact *photos = array_new_zero(most, sizeof *photos);
    struct draft_face **faces = array_new_zero(most, sizeof *faces);
    const struct input **inputs = array_new_zero(most, sizeof *inputs);
    bool good = photos != NULL && faces != NULL && inputs != NULL;
    for (size_t i = 0; i < scan->plan.count && good; i++) {
        const struct planned *planned = &scan->plan.jobs[i];
        bool known = is_known(planned) && scan->outcomes[i].result == SLADD_UNCHANGED;
        if (!known && !scan->drafting[i])
            continue;
        good = (faces[count] = array_new_zero(scan->outcomes[i].regions.count + entry_most_faces(&planned->entry) + 1,
                                              sizeof **faces)) != NULL;
        if (!good)
            break;
        inputs[count] = planned->input;
        photos[count].path = planned->input->path;
        photos[count].faces = faces[count];
        photos[count].face_count =
            known ? faces_of_entry(&planned->entry, faces[count]) : scan_faces(&scan->outcomes[i], faces[count]);
        count++;
    }
    enum sladd_status status =
        good ? scan_sheet_write(&scan->sheet, scan->args, photos, inputs, count, err) : fail_memory(err);
    for (size_t i = 0; faces != NULL && i < count; i++)
        free(faces[i]);
    free(faces);
    free(photos);
    free(inputs);
    return status;
}

/* What was drafted is counted, also where it was not all. */
static enum sladd_status write_drafts(struct scan *scan, struct sladd_error *err) {
    struct scan_drafts drafts = {.args = scan->args,
                                 .plan = &scan->plan,
                                 .outcomes = scan->outcomes,
                                 .wanted = scan->drafting,
                                 .progress = &scan->progress};
    enum sladd_status status = scan_drafts_write(&drafts, err);
    scan->drafted += drafts.drafted;
    scan->failed += drafts.failed;
    return status;
}

static enum sladd_status detect_all(struct scan *scan, bool *interrupted, struct sladd_error *err) {
    const struct crew crew = {.count = scan->plan.count,
                              .at_once = scan->args->jobs,
                              .open_doors = scan->args->no_sandbox,
                              .context = scan,
                              .open = open_files,
                              .settled = settled,
                              .work = work,
                              .finished = finished,
                              .tick = tick};
    scan->outcomes = array_new_zero(scan->plan.count + 1, sizeof *scan->outcomes);
    scan->drafting = array_new_zero(scan->plan.count + 1, sizeof *scan->drafting);
    if (scan->outcomes == NULL || scan->drafting == NULL)
        return fail_memory(err);
    progress_init(&scan->progress, scan->plan.count, !scan->args->quiet && !scan->args->no_progress);
    enum sladd_status status = workers_run(&crew, interrupted, err);
    progress_erase(&scan->progress);
    return status;
}

static void print_summary(const struct scan *scan) {
    size_t all = scan->plan.count;
    if (scan->drafted == 0 && scan->failed == 0 && scan->doubtful == 0) {
        (void)printf("%s\n", _("Nothing to draft: every photo is already in a manifest."));
        return;
    }
    (void)printf(scan->args->settings.dry_run
                     ? P_("%zu of %zu photo would be drafted; nothing was written\n",
                          "%zu of %zu photos would be drafted; nothing was written\n", all)
                     : P_("%zu of %zu photo drafted; fill in the people, then run sladd clean\n",
                          "%zu of %zu photos drafted; fill in the people, then run sladd clean\n", all),
                 scan->drafted, all);
}

int scan_run(const struct args *args) {
    struct scan scan = {.args = args};
    struct sladd_error err = {0};
    int code;
    bool interrupted = false;
    /* It shows everybody, and so it is for one pair of eyes. */
    enum sladd_status status =
        report_file_open(&scan.sheet, "sheet", args->selection.sheet, (struct permissions){.mode = 0600}, &err);
    if (status == SLADD_OK)
        status = plan_make(&scan.plan, &args->selection, &err);
    if (status == SLADD_OK)
        status = plan_refuse_empty(&scan.plan, &args->selection, &err);
    if (status == SLADD_OK)
        status = workers_ready(args->no_sandbox, &err);
    if (status == SLADD_OK)
        status = models_open(args->models, &scan.vision, &err);
    if (status == SLADD_OK) {
        status = detect_all(&scan, &interrupted, &err);
        if (status == SLADD_OK && !interrupted)
            status = write_drafts(&scan, &err);
        if (status == SLADD_OK && !interrupted && scan.sheet.path != NULL)
            status = write_sheet(&scan, &err);
        code = status != SLADD_OK || interrupted || scan.failed > 0 ? EXIT_NOT_PROCESSED
               : scan.doubtful > 0                                  ? EXIT_FINDINGS
                                                                    : EXIT_ALL_WELL;
    } else {
        code = exit_of(status);
    }
    if (status != SLADD_OK)
        (void)fprintf(stderr, "sladd: %s\n", err.text);
    if (status == SLADD_OK && !args->quiet) {
        manifests_print_remarks(&scan.plan.manifests, stderr);
        if (!interrupted)
            print_summary(&scan);
        system_folders_print(scan.plan.inputs.system_folders, stdout);
    }
    if (interrupted)
        (void)fputs(_("sladd: interrupted; nothing was drafted\n"), stderr);
    for (size_t i = 0; scan.outcomes != NULL && i < scan.plan.count; i++)
        sladd_outcome_clear(&scan.outcomes[i]);
    free(scan.outcomes);
    free(scan.drafting);
    report_file_close(&scan.sheet);
    vision_close(scan.vision);
    plan_clear(&scan.plan);
    return code;
}
