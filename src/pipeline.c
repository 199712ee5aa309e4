/* The path of one photo, from its bytes to its verified copy. Read it from top to bottom. */
#include "pipeline.h"

#include "base/array.h"
#include "base/clock.h"
#include "base/limits.h"
#include "stages/stages.h"

#include <stdlib.h>
#include <string.h>

/* How often, after the first hasty search, a finished photo may be redacted anew because something was still found. */
enum { MAX_ROUNDS = 6 };

/* A photo on its way. */
struct work {
    const struct job *job;
    const struct sladd_settings *settings;
    struct vision *vision;
    struct sladd_outcome *outcome;
    double started; /* the step, as clock_milliseconds has it */

    struct source source;
    struct sladd_regions marked;   /* `redact` boxes, before anything is searched */
    struct detected detected;      /* before anything is decided */
    struct sladd_regions doubtful; /* places that may be faces */
    struct ruling ruling;          /* since the photo was read */
    bool withhold;                 /* nothing is made of it */

    struct redacted redacted;
    struct caption caption; /* borrowed from the manifests */
    struct kept_metadata kept;
    struct bytes file;          /* the finished copy, before it is verified */
    struct sladd_regions found; /* in the finished copy */
    bool more;                  /* it still shows what must go */
};

static void time_step(struct work *work, enum sladd_step step) {
    const double now = clock_milliseconds();
    work->outcome->milliseconds[step] += now - work->started;
    work->started = now;
}

/* Everything after this costs time by the region, and some of it by the pair of regions. */
static enum sladd_status check_count(const struct sladd_regions *regions, struct sladd_error *err) {
    return regions->count <= limit_of(LIMIT_REGIONS)
               ? SLADD_OK
               : sladd_fail(err, SLADD_TOO_LARGE,
                            "%zu faces, lines of text and marked places are more than the limit of %llu; --limit "
                            "regions=N raises it",
                            regions->count, (unsigned long long)limit_of(LIMIT_REGIONS));
}

static enum sladd_status read_photo(struct work *work) {
    const struct job *job = work->job;
    struct sladd_outcome *outcome = work->outcome;
    struct source *source = &work->source;
    const struct sladd_names *notices = &source->survey.notices;
    enum sladd_status status = stage_read(job->file, job->beside, source, &outcome->error);
    for (size_t i = 0; i < notices->count && status == SLADD_OK; i++)
        status = sladd_names_add(&outcome->notices, notices->items[i], &outcome->error);
    memcpy(outcome->source_sha256, source->sha256, sizeof outcome->source_sha256);
    memcpy(outcome->sidecar_sha256, source->sidecar_sha256, sizeof outcome->sidecar_sha256);
    outcome->width = source->upright.width;
    outcome->height = source->upright.height;
    outcome->face_tags = source->tags.count - source->tags.second;
    source->tags.told = work->settings->tell_tags;
    work->caption.alt_text = entry_alt_text(job->entry, source->sha256);
    work->caption.credit = entry_credit(job->entry, source->sha256);
    work->ruling = (struct ruling){job->entry,     job->policy,    work->settings, &source->tags,
                                   source->sha256, outcome->width, outcome->height};
    time_step(work, SLADD_STEP_READ);
    return status;
}

/* What was detected before is not searched for again. */
static enum sladd_status search(struct work *work) {
    struct source *source = &work->source;
    struct detected *detected = &work->detected;
    struct sladd_error *err = &work->outcome->error;
    char filled[SLADD_SHA256_HEX];
    stage_mark_digest(work->job->entry, filled);
    const struct detected *known =
        detected_set_find(work->job->known, source->sha256, filled, !work->settings->dry_run);
    if (known != NULL)
        return detected_copy(detected, known, err);
    enum sladd_status status = stage_detect(work->vision, &source->upright, detected, err);
    memcpy(detected->source_sha256, source->sha256, sizeof detected->source_sha256);
    memcpy(detected->filled, filled, sizeof detected->filled);
    return status;
}

/* The rows and the doubtful places begin as what was detected, which stays as it is for whoever asks. */
static enum sladd_status take_over(struct work *work) {
    struct sladd_outcome *outcome = work->outcome;
    struct detected copy = {0};
    enum sladd_status status = detected_copy(&copy, &work->detected, &outcome->error);
    outcome->regions = copy.regions;
    work->doubtful = copy.doubtful;
    outcome->turn = copy.turn;
    return status == SLADD_OK ? stage_tell_turned(&work->detected, &outcome->notices, &outcome->error) : status;
}

/* Nobody looks into what the manifests hide anyway. */
static enum sladd_status detect(struct work *work) {
    const struct manifest_entry *entry = work->job->entry;
    struct source *source = &work->source;
    struct sladd_outcome *outcome = work->outcome;
    struct sladd_error *err = &outcome->error;
    enum sladd_status status = stage_mark(entry, outcome->width, outcome->height, &work->marked, err);
    if (status == SLADD_OK)
        status = check_count(&work->marked, err);
    if (status == SLADD_OK)
        status = stage_veil(&work->marked, &source->grid, source->survey.orientation, &source->upright, err);
    if (status == SLADD_OK)
        status = search(work);
    if (status == SLADD_OK)
        status = take_over(work);
    if (status == SLADD_OK)
        status = check_count(&outcome->regions, err);
    if (status == SLADD_OK)
        status = stage_read_lines(work->settings, work->vision, &source->upright, work->detected.turn, entry,
                                  &outcome->regions, &outcome->notices, err);
    time_step(work, SLADD_STEP_DETECT);
    return status;
}

/* Who is said to be where. */
static enum sladd_status match(struct work *work) {
    struct sladd_outcome *outcome = work->outcome;
    enum sladd_status status = stage_match(&work->ruling, &outcome->regions, &work->doubtful, &outcome->error);
    if (status == SLADD_OK)
        status = check_count(&outcome->regions, &outcome->error);
    time_step(work, SLADD_STEP_MATCH);
    return status;
}

/* What becomes of every place. */
static enum sladd_status decide(const struct work *work, struct sladd_names *notices, bool *withhold) {
    struct sladd_outcome *outcome = work->outcome;
    enum sladd_status status = stage_decide(&work->ruling, &outcome->regions, notices, withhold, &outcome->error);
    return status == SLADD_OK
               ? stage_see(&work->source.grid, work->source.survey.orientation, &outcome->regions, &outcome->error)
               : status;
}

static enum sladd_status scrub(struct work *work) {
    return stage_scrub(&work->source, &work->redacted, work->settings, &work->caption, &work->kept,
                       &work->outcome->removed, &work->outcome->error);
}

/* Redact, scrub, write and verify: one finished file that has no name yet. */
static enum sladd_status make(struct work *work) {
    const struct sladd_settings *settings = work->settings;
    struct sladd_error *err = &work->outcome->error;
    kept_metadata_clear(&work->kept);
    sladd_names_clear(&work->outcome->removed);
    enum sladd_status status =
        stage_redact_more(&work->source, &work->outcome->regions, settings, &work->redacted, err);
    time_step(work, SLADD_STEP_REDACT);
    if (status == SLADD_OK)
        status = scrub(work);
    time_step(work, SLADD_STEP_SCRUB);
    if (status == SLADD_OK)
        status = stage_write(&work->redacted, &work->kept, &work->file, err);
    time_step(work, SLADD_STEP_WRITE);
    if (status == SLADD_OK)
        status = stage_verify(&work->source, &work->redacted, &work->kept, bytes_span(&work->file), err);
    if (status == SLADD_OK && settings->reencode > 0)
        status = stage_reencode(work->source.codec, settings->reencode, &work->kept, &work->file, err);
    time_step(work, SLADD_STEP_VERIFY);
    return status;
}

/* Does anything go that the finished file still shows? `before`: what was to become of the first `known` rows. */
static bool more_goes(const struct sladd_regions *regions, const enum sladd_action *before, size_t known) {
    bool more = false;
    for (size_t i = 0; i < regions->count && !more; i++)
        more = regions->items[i].action == SLADD_REDACT && (i >= known || before[i] != SLADD_REDACT);
    return more;
}

/* Decide anew about the rows, since some were added behind the `known` ones: a line that stays may stand beside one of
 * them, a face that stays may be covered by one. */
static enum sladd_status decide_again(struct work *work, size_t known) {
    const struct sladd_regions *regions = &work->outcome->regions;
    struct sladd_names told = {0}; /* by the first decision */
    bool withhold;
    enum sladd_action *before = array_new(known + 1, sizeof *before);
    if (before == NULL)
        return fail_memory(&work->outcome->error);
    for (size_t i = 0; i < known; i++)
        before[i] = regions->items[i].action;
    enum sladd_status status = decide(work, &told, &withhold);
    work->more = more_goes(regions, before, known);
    sladd_names_clear(&told);
    free(before);
    return status;
}

/* Search the finished file again, and decide about what is found there; `all` as stage_look_again has it. */
static enum sladd_status look_again(struct work *work, bool *all) {
    struct sladd_error *err = &work->outcome->error;
    struct sladd_regions *regions = &work->outcome->regions;
    const size_t known = regions->count;
    sladd_regions_clear(&work->found);
    enum sladd_status status =
        stage_look_again(&work->source, regions, &work->redacted, bytes_span(&work->file),
                         work->settings->text != SLADD_TEXT_KEEP, work->vision, all, &work->found, err);
    for (size_t i = 0; i < work->found.count && status == SLADD_OK; i++)
        status = sladd_regions_add(regions, &work->found.items[i], err);
    work->more = false;
    return status == SLADD_OK && regions->count > known ? decide_again(work, known) : status;
}

/* What is doubtful in every round anew must not cost the photo: all around it goes. */
static void redact_generously(struct sladd_regions *regions) {
    for (size_t i = 0; i < regions->count; i++) {
        struct sladd_region *region = &regions->items[i];
        if (region->reason == SLADD_REASON_FOUND_AGAIN)
            region->box =
                (struct sladd_box){region->box.x - region->box.width / 2, region->box.y - region->box.height / 2,
                                   2 * region->box.width, 2 * region->box.height};
    }
}

/* Some rounds, until nothing more is found and whoever is kept is seen: a face that was only half covered gets a region
 * of its own. */
static enum sladd_status make_some(struct work *work) {
    struct sladd_outcome *outcome = work->outcome;
    enum sladd_status status = SLADD_OK;
    work->more = true;
    for (int round = 0; round <= MAX_ROUNDS && work->more && status == SLADD_OK; round++) {
        bool all = round > 0; /* a hasty search is worth it once: few photos are made a third time */
        status = make(work);
        if (status == SLADD_OK)
            status = look_again(work, &all);
        if (status == SLADD_OK && !work->more && !all) {
            all = true;
            status = look_again(work, &all);
        }
        if (status == SLADD_OK && !work->more)
            status = stage_compare(&work->source, &work->redacted, &outcome->regions, &work->more, &outcome->error);
        time_step(work, SLADD_STEP_VERIFY);
    }
    return status;
}

static enum sladd_status make_until_clean(struct work *work) {
    struct sladd_outcome *outcome = work->outcome;
    enum sladd_status status = make_some(work);
    if (status != SLADD_OK || !work->more)
        return status;
    redact_generously(&outcome->regions);
    status = stage_see(&work->source.grid, work->source.survey.orientation, &outcome->regions, &outcome->error);
    if (status == SLADD_OK)
        status = make_some(work);
    return status == SLADD_OK && work->more
               ? sladd_fail(&outcome->error, SLADD_VERIFY,
                            "something that must go is found in the copy however often it is covered; cover more of it "
                            "with a 'redact' box in the manifest")
               : status;
}

/* The last step: whatever fails before it leaves nothing. */
static void hand_over(struct work *work, struct bytes *copy) {
    work->outcome->verified = true;
    sha256_hex(bytes_span(&work->file), work->outcome->output_sha256);
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): only a dry run has no place for a copy, and makes none */
    *copy = work->file;
    work->file = (struct bytes){0};
}

static void work_clear(struct work *work) {
    const struct job *job = work->job;
    if (job->detected != NULL)
        *job->detected = work->detected;
    else
        detected_clear(&work->detected);
    if (job->doubtful != NULL)
        *job->doubtful = work->doubtful;
    else
        sladd_regions_clear(&work->doubtful);
    bytes_clear(&work->file);
    sladd_regions_clear(&work->marked);
    sladd_regions_clear(&work->found);
    kept_metadata_clear(&work->kept);
    redacted_clear(&work->redacted);
    source_clear(&work->source);
    if (work->vision != NULL)
        vision_forget(work->vision);
}

enum sladd_status pipeline_run(const struct job *job, const struct sladd_settings *settings, struct vision *vision,
                               struct bytes *copy, struct sladd_outcome *outcome) {
    struct work work = {
        .job = job, .settings = settings, .vision = vision, .outcome = outcome, .started = clock_milliseconds()};
    *outcome = (struct sladd_outcome){.result = SLADD_FAILED, .risk = -1};
    if (copy != NULL)
        *copy = (struct bytes){0};

    enum sladd_status status = read_photo(&work);
    if (status == SLADD_OK)
        status = detect(&work);
    if (status == SLADD_OK)
        status = match(&work);
    if (status == SLADD_OK)
        status = decide(&work, &outcome->notices, &work.withhold);
    time_step(&work, SLADD_STEP_DECIDE);
    sladd_image_clear(&work.source.upright); /* the largest thing in memory; nobody looks at it again */
    if (status == SLADD_OK && settings->dry_run)
        status = scrub(&work);
    else if (status == SLADD_OK && !work.withhold)
        status = make_until_clean(&work);
    if (status == SLADD_OK && work.detected.exact) /* else nobody knows which places were doubtful */
        status = stage_risk(vision, outcome->width, outcome->height, &outcome->regions, &work.doubtful, &outcome->risk,
                            &outcome->error);
    if (status == SLADD_OK && !settings->dry_run && !work.withhold)
        hand_over(&work, copy);
    if (status == SLADD_OK)
        outcome->result = work.withhold ? SLADD_WITHHELD : SLADD_SANITISED;
    sladd_regions_sort(&outcome->regions);
    work_clear(&work);
    return status;
}
