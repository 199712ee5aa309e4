#include "files/plan.h"

#include "base/array.h"
#include "base/ascii.h"
#include "base/names.h"
#include "base/paths.h"
#include "files/copy_names.h"
#include "files/originals.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

enum sladd_status plan_refuse_nothing(const struct selection *selection, struct sladd_error *err) {
    return selection->path_count > 1
               ? sladd_fail(err, SLADD_USAGE, "no photos in %s and the other folders", selection->paths[0])
               : sladd_fail(err, SLADD_USAGE, "no photos in %s", selection->paths[0]);
}

enum sladd_status plan_refuse_empty(const struct plan *plan, const struct selection *selection,
                                    struct sladd_error *err) {
    return plan->inputs.count == 0 && selection->files_from == NULL ? plan_refuse_nothing(selection, err) : SLADD_OK;
}

static enum sladd_status find_inputs(struct plan *plan, const struct selection *selection, struct sladd_error *err) {
    struct stat output = {0};
    if (selection->output != NULL && stat(selection->output, &output) == 0 && !S_ISDIR(output.st_mode))
        return sladd_fail(err, SLADD_USAGE, "-o %s: not a folder", selection->output);
    const struct left_out left_out = {output.st_dev, output.st_ino, .copies = true, .hidden = true};
    for (size_t i = 0; i < selection->path_count; i++) {
        enum sladd_status status = inputs_add(&plan->inputs, selection->paths[i], &left_out, err);
        if (status != SLADD_OK)
            return status;
    }
    enum sladd_status status = SLADD_OK;
    if (selection->files_from != NULL)
        status = inputs_add_list(&plan->inputs, selection->files_from, selection->nul, &left_out, err);
    /* Where copies keep their names, two ways to one photo are two names of copies, or one (resolve_collisions). */
    return status == SLADD_OK && selection->rename ? inputs_drop_repeated(&plan->inputs, err) : status;
}

enum sladd_status plan_find_other(const struct plan *plan, const struct selection *selection, char **path,
                                  struct sladd_error *err) {
    struct plan now = {0};
    *path = NULL;
    enum sladd_status status = find_inputs(&now, selection, err);
    /* Both lists are in one order; some photos may be gone. */
    for (size_t i = 0, known = 0; i < now.inputs.count && status == SLADD_OK && *path == NULL; i++) {
        while (known < plan->inputs.count && strcmp(plan->inputs.items[known].path, now.inputs.items[i].path) != 0)
            known++;
        if (known == plan->inputs.count && (*path = strdup(now.inputs.items[i].path)) == NULL)
            status = fail_memory(err);
    }
    inputs_clear(&now.inputs);
    return status;
}

/* An output, and its name as a file system sees it that knows no case or normalises Unicode. */
struct named_output {
    struct planned *job;
    char *folded; /* owned */
};

static int compare_outputs(const void *a, const void *b) {
    const struct named_output *left = a, *right = b;
    int order = strcmp(left->folded, right->folded);
    if (order == 0)
        order = strcmp(left->job->output, right->job->output);
    return order != 0 ? order : (left->job > right->job) - (left->job < right->job);
}

/* Two neighbours in the sorted list. A photo that was given twice loses the second place. */
static enum sladd_status resolve_collision(const struct planned *a, struct planned *b, bool written,
                                           struct sladd_error *err) {
    bool same_name = strcmp(a->output, b->output) == 0;
    if (same_name && path_is_same_file(a->input->path, b->input->path)) {
        free(b->output);
        b->output = NULL;
        return SLADD_OK;
    }
    if (!written)
        return SLADD_OK;
    if (same_name)
        return sladd_fail(err, SLADD_COLLISION,
                          "%s and %s would both become '%s'; clean them into different folders, or use --rename",
                          a->input->path, b->input->path, a->output);
    return sladd_fail(
        err, SLADD_COLLISION,
        "%s and %s would become '%s' and '%s', which many disks, shares and web servers take for one name; "
        "clean them into different folders, or use --rename",
        a->input->path, b->input->path, a->output, b->output);
}

/* Drop photos that were given twice; refuse different photos that would get one name, here or where the copies go. */
static enum sladd_status resolve_collisions(struct plan *plan, bool written, struct sladd_error *err) {
    struct named_output *sorted = array_new_zero(plan->count, sizeof *sorted);
    enum sladd_status status = sorted != NULL ? SLADD_OK : fail_memory(err);
    for (size_t i = 0; i < plan->count && status == SLADD_OK; i++) {
        sorted[i] = (struct named_output){&plan->jobs[i], name_fold(plan->jobs[i].output)};
        status = sorted[i].folded != NULL ? SLADD_OK : fail_memory(err);
    }
    if (status == SLADD_OK)
        qsort(sorted, plan->count, sizeof *sorted, compare_outputs);
    for (size_t i = 1, before = 0; i < plan->count && status == SLADD_OK; i++) {
        if (strcmp(sorted[before].folded, sorted[i].folded) == 0)
            status = resolve_collision(sorted[before].job, sorted[i].job, written, err);
        before = sorted[i].job->output != NULL ? i : before;
    }
    for (size_t i = 0; sorted != NULL && i < plan->count; i++)
        free(sorted[i].folded);
    free(sorted);
    size_t kept = 0;
    for (size_t i = 0; i < plan->count; i++)
        if (plan->jobs[i].output != NULL)
            plan->jobs[kept++] = plan->jobs[i];
    plan->count = kept;
    return status;
}

static bool same_folder(const char *a, const char *b) {
    char *left = path_way(a), *right = path_way(b);
    bool same = left != NULL && right != NULL && path_is_same_file(left, right);
    free(left);
    free(right);
    return same;
}

/* A report is nothing that is read, and no copy. */
static enum sladd_status protect_from_report(const struct plan *plan, const struct selection *selection,
                                             const struct originals *originals, const char *report,
                                             struct sladd_error *err) {
    enum sladd_status status = originals_protect(originals, report, err);
    for (size_t i = 0; i < plan->count && selection->output != NULL && status == SLADD_OK; i++) {
        char *path = path_join(selection->output, plan->jobs[i].output);
        if (path == NULL)
            status = fail_memory(err);
        else if (strcmp(path, report) == 0 || /* in a folder that is still to be made */
                 (strcmp(path_name(path), path_name(report)) == 0 && same_folder(path, report)))
            status = sladd_fail(err, SLADD_COLLISION, "the report %s and a copy would be one file", report);
        free(path);
    }
    return status;
}

/* No output may be a file that is read in this run, by whatever name or link, and the reports none of the copies. */
static enum sladd_status protect_originals(const struct plan *plan, const struct selection *selection,
                                           struct sladd_error *err) {
    const char *const reports[] = {selection->report, selection->html, selection->sheet};
    struct originals originals = {0};
    enum sladd_status status = originals_list(&originals, &plan->inputs, &plan->manifests, selection->files_from, err);
    for (size_t i = 0; i < sizeof reports / sizeof *reports && status == SLADD_OK; i++)
        if (reports[i] != NULL)
            status = protect_from_report(plan, selection, &originals, reports[i], err);
    for (size_t i = 0; i < plan->count && selection->output != NULL && status == SLADD_OK; i++) {
        if (plan->jobs[i].input->problem != NULL)
            continue; /* nothing is written of it */
        char *path = path_join(selection->output, plan->jobs[i].output);
        status = path != NULL ? originals_protect(&originals, path, err) : fail_memory(err);
        free(path);
    }
    originals_clear(&originals);
    return status;
}

static int compare_folded(const void *a, const void *b) {
    const struct planned *const *left = a, *const *right = b;
    int order = ascii_compare((*left)->output, (*right)->output);
    return order != 0 ? order : (*left > *right) - (*left < *right);
}

/* Whoever is written in another format gets the whole old name into the new one: IMG_0001.HEIC.jpg. */
static enum sladd_status name_whole(struct planned *job, struct sladd_error *err) {
    if (!copy_is_converted(job->input))
        return SLADD_OK;
    char *whole = copy_name(job->input, true);
    if (whole == NULL)
        return fail_memory(err);
    free(job->output);
    job->output = whole;
    return SLADD_OK;
}

/* IMG_0001.HEIC beside IMG_0001.jpg, as phones and cameras write them, would become one copy. */
static enum sladd_status part_converted(struct plan *plan, struct sladd_error *err) {
    struct planned **sorted = array_new(plan->count, sizeof(struct planned *));
    enum sladd_status status = SLADD_OK;
    if (sorted == NULL)
        return fail_memory(err);
    for (size_t i = 0; i < plan->count; i++)
        sorted[i] = &plan->jobs[i];
    qsort(sorted, plan->count, sizeof(struct planned *), compare_folded);
    for (size_t first = 0, end = 0; first < plan->count && status == SLADD_OK; first = end) {
        bool others = false;
        for (end = first + 1; end < plan->count && ascii_same(sorted[first]->output, sorted[end]->output); end++)
            others = others || !path_is_same_file(sorted[first]->input->path, sorted[end]->input->path);
        for (size_t i = first; others && i < end && status == SLADD_OK; i++)
            status = name_whole(sorted[i], err);
    }
    free(sorted);
    return status;
}

static enum sladd_status name_outputs(struct plan *plan, const struct selection *selection, struct sladd_error *err) {
    const size_t count = plan->inputs.count;
    char **neutral = array_new_zero(count, sizeof *neutral);
    plan->jobs = array_new_zero(count, sizeof *plan->jobs);
    enum sladd_status status = plan->jobs != NULL && neutral != NULL ? SLADD_OK : fail_memory(err);
    if (status == SLADD_OK && selection->rename)
        status = copy_names_neutral(&plan->inputs, neutral, err);
    for (size_t i = 0; i < count && plan->jobs != NULL && neutral != NULL; i++) {
        plan->jobs[i] = (struct planned){.input = &plan->inputs.items[i], .output = neutral[i]};
        if (status == SLADD_OK && !selection->rename)
            plan->jobs[i].output = copy_name(plan->jobs[i].input, false);
        if (status == SLADD_OK && plan->jobs[i].output == NULL)
            status = fail_memory(err);
        plan->count++;
    }
    free(neutral);
    return status == SLADD_OK && !selection->rename ? part_converted(plan, err) : status;
}

/* A digest of the path decides, and not the place in the list: a photo that comes or goes while the machines begin
 * moves no other photo to a machine that has passed it already. */
bool plan_is_ours(const struct selection *selection, const char *relative) {
    return selection->shards == 0 || XXH64(relative, strlen(relative), 0) % selection->shards == selection->shard - 1;
}

/* Called when the names of all copies are known, so that collisions are seen and --rename numbers the same on every
 * machine. */
static void keep_shard(struct plan *plan, const struct selection *selection) {
    size_t kept = 0;
    for (size_t i = 0; i < plan->count; i++) {
        struct planned *job = &plan->jobs[i];
        if (plan_is_ours(selection, job->input->relative))
            plan->jobs[kept++] = *job;
        else
            free(job->output);
    }
    plan->count = kept;
}

enum sladd_status plan_resolve(struct plan *plan, const struct selection *selection,
                               const struct manifest_text *unsaved, size_t unsaved_count, struct sladd_error *err) {
    struct manifests fresh;
    enum sladd_status status =
        manifests_open(&fresh, selection->manifest, &plan->inputs.folders, unsaved, unsaved_count, err);
    manifests_inherit(&fresh, &plan->manifests);
    for (size_t i = 0; i < plan->count && status == SLADD_OK; i++)
        status = manifests_add(&fresh, plan->jobs[i].input, err);
    if (status == SLADD_OK)
        status = manifests_resolve(&fresh, err);
    if (status != SLADD_OK) {
        manifests_inherit(&plan->manifests, &fresh);
        manifests_clear(&fresh);
        return status;
    }
    manifests_clear(&plan->manifests);
    plan->manifests = fresh;
    for (size_t i = 0; i < plan->count; i++) {
        plan->jobs[i].entry = *manifests_entry(&plan->manifests, i);
        plan->jobs[i].resolved = i;
    }
    return SLADD_OK;
}

enum sladd_status plan_make(struct plan *plan, const struct selection *selection, struct sladd_error *err) {
    *plan = (struct plan){0};
    enum sladd_status status = find_inputs(plan, selection, err);
    if (status == SLADD_OK && plan->inputs.count > 0)
        status = name_outputs(plan, selection, err);
    if (status == SLADD_OK && plan->inputs.count > 0)
        status = resolve_collisions(plan, selection->output != NULL, err);
    if (status == SLADD_OK)
        status = plan_resolve(plan, selection, NULL, 0, err);
    if (status == SLADD_OK)
        status = protect_originals(plan, selection, err);
    if (status == SLADD_OK)
        keep_shard(plan, selection);
    return status;
}

static int compare_turns(const void *a, const void *b, void *jobs) {
    const size_t *left = a, *right = b;
    const struct planned *planned = jobs;
    return strcmp(planned[*left].output, planned[*right].output);
}

size_t *plan_turns(const struct plan *plan, bool by_output) {
    size_t *turns = array_new(plan->count + 1, sizeof *turns);
    for (size_t i = 0; turns != NULL && i < plan->count; i++)
        turns[i] = i;
    if (turns != NULL && by_output && plan->count > 0)
        qsort_r(turns, plan->count, sizeof *turns, compare_turns, plan->jobs);
    return turns;
}

void plan_clear(struct plan *plan) {
    for (size_t i = 0; i < plan->count; i++)
        free(plan->jobs[i].output);
    free(plan->jobs);
    manifests_clear(&plan->manifests);
    inputs_clear(&plan->inputs);
    *plan = (struct plan){0};
}
