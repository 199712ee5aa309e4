#include "cli/scan.h"

#include "base/array.h"
#include "base/bytes.h"
#include "base/language.h"
#include "base/limits.h"
#include "base/paths.h"
#include "base/utf8.h"
#include "cli/scan_people.h"
#include "cli/scan_sheet.h"
#include "drafts/draft.h"
#include "drafts/manifest_file.h"
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

/* What was written about it was written about another version of the photo. */
static bool is_edited(const struct planned *planned, const struct task_files *files) {
    const struct photo_entry *photo = planned->entry.photo;
    return planned->entry.doubt == NULL && photo != NULL && photo->sha256 != NULL &&
           !sha256_fd_is(files->source_fd, limit_bytes(LIMIT_FILE_MB), photo->sha256);
}

static enum sladd_status open_files(void *context, size_t index, struct task_files *files, struct sladd_error *err) {
    struct scan *scan = context;
    const struct input *input = scan->plan.jobs[index].input;
    return task_files_open(files, input, err);
}

/* In the child. Who may be seen is not asked: without a policy nobody is kept. */
static void work(void *context, size_t index, const struct task_files *files, struct sladd_outcome *outcome) {
    struct scan *scan = context;
    struct sladd_settings settings = scan->args->settings;
    const struct planned *planned = &scan->plan.jobs[index];
    struct manifest_entry people = planned->entry; /* what is said of an earlier version says nothing of this one */
    const struct task task = {.entry = &people, .settings = &settings, .vision = scan->vision};
    people.photo = people.folder_photo = NULL;
    people.farther_count = 0;
    settings.dry_run = true;
    settings.tell_tags = true;
    if (is_known(planned) && !is_edited(planned, files))
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

/* The manifest that a photo belongs into, and its name there; both owned by the caller. */
static bool find_target(const struct scan *scan, const struct planned *planned, char **manifest, char **key) {
    const char *path = planned->input->path, *name = path_name(path);
    const char *known, *name_there;
    char *folder = strndup(path, (size_t)(name - path));
    *manifest = *key = NULL;
    if (planned->entry.photo != NULL) { /* it was edited, and its entry is where it is */
        const bool beside = manifest_holds(planned->entry.sidecar, planned->entry.photo);
        *manifest = strdup(beside ? planned->entry.sidecar->path : planned->entry.folder->path);
        *key = strdup(planned->entry.photo->file);
    } else if (folder != NULL && scan->args->sidecar) {
        if (asprintf(manifest, "%s.consent.yaml", path) < 0)
            *manifest = NULL;
        *key = strdup(name);
    } else if (folder != NULL && manifests_home(&scan->plan.manifests, planned->resolved, &known, &name_there)) {
        /* A manifest in a parent folder knows the people: one beside the photo would hide it. */
        *manifest = strdup(known);
        *key = strdup(name_there);
    } else if (folder != NULL) {
        *manifest = path_join(folder, "consent.yaml");
        *key = strdup(name);
    }
    free(folder);
    return *manifest != NULL && *key != NULL;
}

/* Fractions of the photo, from the outcome's pixels. */
static size_t faces_of(const struct sladd_outcome *outcome, struct draft_face *faces) {
    const struct sladd_regions *regions = &outcome->regions;
    size_t count = 0;
    for (size_t i = 0; i < regions->count; i++) {
        const struct sladd_region *region = &regions->items[i];
        if (region->kind != SLADD_FACE || outcome->width <= 0 || outcome->height <= 0)
            continue;
        struct sladd_box box = {region->box.x / outcome->width, region->box.y / outcome->height,
                                region->box.width / outcome->width, region->box.height / outcome->height};
        box = sladd_box_intersect(box, (struct sladd_box){0, 0, 1, 1});
        if (sladd_box_area(box) > 0)
            faces[count++] =
                (struct draft_face){box, sladd_region_person(regions, region), sladd_region_tag(regions, region)};
    }
    return count;
}

/* One manifest being drafted. */
struct draft {
    char *path;
    struct draft_photo *photos;
    size_t count, capacity;
    struct draft_face **faces; /* one array a photo */
    char **keys;
    const struct manifest_entry **entries; /* one a photo, borrowed from the plan; the list is owned */
    struct offered offered;
};

static void draft_clear(struct draft *draft) {
    for (size_t i = 0; i < draft->count; i++) {
        free(draft->faces[i]);
        free(draft->keys[i]);
    }
    free(draft->photos);
    free(draft->faces);
    free(draft->keys);
    free(draft->entries);
    offered_clear(&draft->offered);
    free(draft->path);
    *draft = (struct draft){0};
}

/* All photos from `first` on that belong into the same manifest; marks them done. */
static enum sladd_status collect(struct scan *scan, size_t first, struct draft *draft, bool *done,
                                 struct sladd_error *err) {
    size_t room = scan->plan.count - first;
    draft->photos = array_new_zero(room, sizeof *draft->photos);
    draft->faces = array_new_zero(room, sizeof *draft->faces);
    draft->keys = array_new_zero(room, sizeof *draft->keys);
    draft->entries = array_new_zero(room, sizeof *draft->entries);
    bool good = draft->photos != NULL && draft->faces != NULL && draft->keys != NULL && draft->entries != NULL;
    for (size_t i = first; i < scan->plan.count && good; i++) {
        char *manifest = NULL, *key = NULL;
        const struct sladd_outcome *outcome = &scan->outcomes[i];
        if (done[i] || !scan->drafting[i])
            continue;
        good = find_target(scan, &scan->plan.jobs[i], &manifest, &key);
        if (good && draft->path == NULL)
            good = (draft->path = strdup(manifest)) != NULL;
        bool same = good && strcmp(draft->path, manifest) == 0;
        if (same && !draft_can_name(key)) {
            progress_say(&scan->progress, scan->plan.jobs[i].input->path,
                         _("this name is not UTF-8 text, or has control characters in it, so that no manifest can name "
                           "the photo; rename it"));
            scan->failed++;
            done[i] = true;
            same = false;
        }
        struct draft_face *faces = same ? array_new(outcome->regions.count + 1, sizeof *faces) : NULL;
        if (faces != NULL) {
            draft->photos[draft->count] = (struct draft_photo){key,
                                                               outcome->source_sha256,
                                                               faces,
                                                               faces_of(outcome, faces),
                                                               outcome->width,
                                                               outcome->height,
                                                               scan->plan.jobs[i].entry.photo != NULL};
            draft->faces[draft->count] = faces;
            draft->entries[draft->count] = &scan->plan.jobs[i].entry;
            draft->keys[draft->count++] = key;
            key = NULL;
            done[i] = true;
        }
        good = good && (!same || faces != NULL);
        free(manifest);
        free(key);
    }
    return good ? SLADD_OK : sladd_fail(err, SLADD_NO_MEMORY, "out of memory for a draft");
}

/* The people to add, and the whole text. `now`: what the manifest says, NULL where there is none. */
static enum sladd_status write_text(struct draft *draft, struct span existing, const struct manifest *now,
                                    struct bytes *text, struct sladd_error *err) {
    const struct keys_in_use in_use = {now, draft->entries, draft->count};
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < draft->count && status == SLADD_OK; i++)
        if (!draft->photos[i].edited)
            status = offer_people(&draft->offered, &in_use, draft->faces[i], draft->photos[i].face_count, err);
    const struct draft_parts parts = {draft->photos, draft->count, draft->offered.people, draft->offered.count, now};
    if (status != SLADD_OK)
        return status;
    return now != NULL ? draft_merge(existing, draft->path, &parts, text, err) : draft_new(&parts, text, err);
}

static void print_draft(const struct draft *draft) {
    char shown[SHOWN_PATH];
    text_clean_to(shown, sizeof shown, draft->path);
    for (size_t i = 0; i < draft->count; i++)
        (void)printf(P_("%s: %s (%zu face)\n", "%s: %s (%zu faces)\n", draft->photos[i].face_count), shown,
                     draft->photos[i].file, draft->photos[i].face_count);
    if (draft->offered.count > 0)
        (void)printf(P_("%s: %zu person named in face tags, to be given a consent\n",
                        "%s: %zu people named in face tags, to be given a consent\n", draft->offered.count),
                     shown, draft->offered.count);
}

/* A draft is read as a manifest before it replaces one: what a person wrote must not be lost to a slip of ours. */
static enum sladd_status write_draft(struct scan *scan, struct draft *draft, struct sladd_error *err) {
    struct manifest_file_text existing = {0};
    struct bytes text = {0};
    struct manifest *check = NULL;
    enum sladd_status status = manifest_file_read(draft->path, &existing, err);
    if (status == SLADD_OK && existing.exists)
        status = manifest_parse(bytes_span(&existing.text), draft->path, &check, err);
    if (status == SLADD_OK)
        status = write_text(draft, bytes_span(&existing.text), check, &text, err);
    manifest_free(check);
    check = NULL;
    if (status == SLADD_OK)
        status = scan->args->settings.dry_run ? manifest_parse(bytes_span(&text), draft->path, &check, err)
                                              : manifest_file_replace(&existing, bytes_span(&text), err);
    if (status == SLADD_OK && !scan->args->quiet)
        print_draft(draft);
    scan->drafted += status == SLADD_OK ? draft->count : 0;
    manifest_free(check);
    manifest_file_clear(&existing);
    bytes_clear(&text);
    return status;
}

/* A draft that fails is counted, and the others are written. */
static enum sladd_status write_drafts(struct scan *scan, struct sladd_error *err) {
    bool *done = array_new_zero(scan->plan.count + 1, sizeof *done);
    if (done == NULL)
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for the drafts");
    for (size_t i = 0; i < scan->plan.count; i++) {
        if (done[i] || !scan->drafting[i])
            continue;
        struct sladd_error why = {0};
        struct draft draft = {0};
        enum sladd_status status = collect(scan, i, &draft, done, &why);
        if (status == SLADD_OK && draft.count > 0)
            status = write_draft(scan, &draft, &why);
        if (status != SLADD_OK) {
            (void)fprintf(stderr, "sladd: %s\n", why.text);
            scan->failed++;
        }
        draft_clear(&draft);
        done[i] = true;
    }
    free(done);
    return SLADD_OK;
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
            known ? faces_of_entry(&planned->entry, faces[count]) : faces_of(&scan->outcomes[i], faces[count]);
        count++;
    }
    enum sladd_status status = good ? scan_sheet_write(&scan->sheet, scan->args, photos, inputs, count, err)
                                    : sladd_fail(err, SLADD_NO_MEMORY, "out of memory for the report");
    for (size_t i = 0; faces != NULL && i < count; i++)
        free(faces[i]);
    free(faces);
    free(photos);
    free(inputs);
    return status;
}

static enum sladd_status detect_all(struct scan *scan, bool *interrupted, struct sladd_error *err) {
    const struct crew crew = {.count = scan->plan.count,
                              .at_once = scan->args->jobs,
                              .open_doors = scan->args->no_sandbox,
                              .context = scan,
                              .open = open_files,
                              .work = work,
                              .finished = finished,
                              .tick = tick};
    scan->outcomes = array_new_zero(scan->plan.count + 1, sizeof *scan->outcomes);
    scan->drafting = array_new_zero(scan->plan.count + 1, sizeof *scan->drafting);
    if (scan->outcomes == NULL || scan->drafting == NULL)
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for the drafts");
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
    int code = EXIT_USAGE;
    bool interrupted = false;
    /* It shows everybody, and so it is for one pair of eyes. */
    enum sladd_status status = report_file_open(&scan.sheet, "sheet", args->selection.sheet, 0600, &err);
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
    }
    if (status != SLADD_OK)
        (void)fprintf(stderr, "sladd: %s\n", err.text);
    if (status == SLADD_OK && !args->quiet) {
        manifests_print_remarks(&scan.plan.manifests, stderr);
        print_summary(&scan);
        system_folders_print(scan.plan.inputs.system_folders, stdout);
    }
    for (size_t i = 0; scan.outcomes != NULL && i < scan.plan.count; i++)
        sladd_outcome_clear(&scan.outcomes[i]);
    free(scan.outcomes);
    free(scan.drafting);
    report_file_close(&scan.sheet);
    vision_close(scan.vision);
    plan_clear(&scan.plan);
    return code;
}
