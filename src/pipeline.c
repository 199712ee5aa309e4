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

struct work {
    struct source source;
    struct redacted redacted;
    struct caption caption; /* borrowed from the manifests */
    struct kept_metadata kept;
    struct sladd_regions marked;   /* `redact` boxes, before anything is searched */
    struct detected detected;      /* before anything is decided */
    struct sladd_regions found;    /* in the finished copy */
    struct sladd_regions doubtful; /* places that may be faces */
    struct bytes file;             /* the finished copy, before it is verified */
    double started;                /* the step, as clock_milliseconds has it */
};

static void time_step(struct work *work, enum sladd_step step, struct sladd_outcome *outcome) {
    const double now = clock_milliseconds();
    outcome->milliseconds[step] += now - work->started;
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

/* What was detected before is not searched for again. */
static enum sladd_status detect(const struct job *job, const struct sladd_settings *settings, struct vision *vision,
                                struct source *source, struct detected *detected, struct sladd_error *err) {
    char filled[SLADD_SHA256_HEX];
    stage_mark_digest(job->entry, filled);
    const struct detected *known = detected_set_find(job->known, source->sha256, filled, !settings->dry_run);
    if (known != NULL)
        return detected_copy(detected, known, err);
    enum sladd_status status = stage_detect(vision, &source->upright, detected, err);
    memcpy(detected->source_sha256, source->sha256, sizeof detected->source_sha256);
    memcpy(detected->filled, filled, sizeof detected->filled);
    return status;
}

/* The rows and the doubtful places begin as what was detected, which stays as it is for whoever asks. */
static enum sladd_status take_over(struct work *work, struct sladd_outcome *outcome) {
    struct detected copy = {0};
    enum sladd_status status = detected_copy(&copy, &work->detected, &outcome->error);
    outcome->regions = copy.regions;
    work->doubtful = copy.doubtful;
    outcome->turn = copy.turn;
    return status == SLADD_OK ? stage_tell_turned(&work->detected, &outcome->notices, &outcome->error) : status;
}

/* Read the photo, find out who is in it, and decide about every place. */
static enum sladd_status find_and_decide(const struct job *job, const struct sladd_settings *settings,
                                         struct vision *vision, struct work *work, bool *withhold,
                                         struct sladd_outcome *outcome) {
    struct sladd_error *err = &outcome->error;
    struct sladd_regions *regions = &outcome->regions;
    enum sladd_status status = stage_read(job->file, job->beside, &work->source, err);
    const struct sladd_names *notices = &work->source.survey.notices;
    for (size_t i = 0; i < notices->count && status == SLADD_OK; i++)
        status = sladd_names_add(&outcome->notices, notices->items[i], err);
    memcpy(outcome->source_sha256, work->source.sha256, sizeof outcome->source_sha256);
    const struct sladd_image *upright = &work->source.upright;
    outcome->width = upright->width;
    outcome->height = upright->height;
    outcome->face_tags = work->source.tags.count;
    work->source.tags.told = settings->tell_tags;
    memcpy(outcome->sidecar_sha256, work->source.sidecar_sha256, sizeof outcome->sidecar_sha256);
    work->caption.alt_text = entry_alt_text(job->entry, work->source.sha256);
    work->caption.credit = entry_credit(job->entry, work->source.sha256);
    time_step(work, SLADD_STEP_READ, outcome);
    if (status == SLADD_OK)
        status = stage_mark(job->entry, upright->width, upright->height, &work->marked, err);
    if (status == SLADD_OK)
        status = check_count(&work->marked, err);
    if (status == SLADD_OK)
        status =
            stage_veil(&work->marked, &work->source.grid, work->source.survey.orientation, &work->source.upright, err);
    if (status == SLADD_OK)
        status = detect(job, settings, vision, &work->source, &work->detected, err);
    if (status == SLADD_OK)
        status = take_over(work, outcome);
    if (status == SLADD_OK)
        status = check_count(regions, err);
    if (status == SLADD_OK)
        status = stage_read_lines(settings, vision, upright, work->detected.turn, job->entry, regions,
                                  &outcome->notices, err);
    time_step(work, SLADD_STEP_DETECT, outcome);
    if (status == SLADD_OK)
        status = stage_match(job->entry, work->source.sha256, &work->source.tags, outcome->width, outcome->height,
                             regions, &work->doubtful, err);
    if (status == SLADD_OK)
        status = check_count(regions, err);
    time_step(work, SLADD_STEP_MATCH, outcome);
    if (status == SLADD_OK)
        status = stage_decide(&(struct ruling){job->entry, job->policy, settings, &work->source.tags,
                                               work->source.sha256, outcome->width, outcome->height},
                              regions, &outcome->notices, withhold, err);
    if (status == SLADD_OK)
        status = stage_see(outcome->width, outcome->height, regions, err);
    time_step(work, SLADD_STEP_DECIDE, outcome);
    sladd_image_clear(&work->source.upright); /* the largest thing in memory; nobody looks at it again */
    return status;
}

/* One finished file that has no name yet. */
static enum sladd_status make(const struct sladd_settings *settings, struct work *work, struct sladd_outcome *outcome) {
    struct sladd_error *err = &outcome->error;
    kept_metadata_clear(&work->kept);
    sladd_names_clear(&outcome->removed);
    enum sladd_status status = stage_redact_more(&work->source, &outcome->regions, settings, &work->redacted, err);
    time_step(work, SLADD_STEP_REDACT, outcome);
    if (status == SLADD_OK)
        status =
            stage_scrub(&work->source, &work->redacted, settings, &work->caption, &work->kept, &outcome->removed, err);
    time_step(work, SLADD_STEP_SCRUB, outcome);
    if (status == SLADD_OK)
        status = stage_write(&work->redacted, &work->kept, &work->file, err);
    time_step(work, SLADD_STEP_WRITE, outcome);
    if (status == SLADD_OK)
        status = stage_verify(&work->source, &work->redacted, &work->kept, bytes_span(&work->file), err);
    if (status == SLADD_OK && settings->reencode > 0)
        status = stage_reencode(work->source.codec, settings->reencode, &work->kept, &work->file, err);
    time_step(work, SLADD_STEP_VERIFY, outcome);
    return status;
}

/* Does anything go that the finished file still shows? `before`: what was to become of the first `known` rows. */
static bool more_goes(const struct sladd_regions *regions, const enum sladd_action *before, size_t known) {
    bool more = false;
    for (size_t i = 0; i < regions->count && !more; i++)
        more = regions->items[i].action == SLADD_REDACT && (i >= known || before[i] != SLADD_REDACT);
    return more;
}

/* Decide anew about the rows, since some were added: a line that stays may stand beside one of them, a face that stays
 * may be covered by one. */
static enum sladd_status decide_again(const struct job *job, const struct sladd_settings *settings,
                                      const struct work *work, size_t known, bool *more,
                                      struct sladd_outcome *outcome) {
    struct sladd_error *err = &outcome->error;
    struct sladd_regions *regions = &outcome->regions;
    struct sladd_names told = {0}; /* by the first decision */
    bool withhold;
    enum sladd_action *before = array_new(known + 1, sizeof *before);
    if (before == NULL)
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for %zu regions", known);
    for (size_t i = 0; i < known; i++)
        before[i] = regions->items[i].action;
    enum sladd_status status = stage_decide(&(struct ruling){job->entry, job->policy, settings, &work->source.tags,
                                                             work->source.sha256, outcome->width, outcome->height},
                                            regions, &told, &withhold, err);
    if (status == SLADD_OK)
        status = stage_see(outcome->width, outcome->height, regions, err);
    *more = more_goes(regions, before, known);
    sladd_names_clear(&told);
    free(before);
    return status;
}

/* Search the finished file again, and decide about what is found there; `all` as stage_look_again has it. */
static enum sladd_status look_again(const struct job *job, const struct sladd_settings *settings, struct vision *vision,
                                    struct work *work, bool *all, bool *more, struct sladd_outcome *outcome) {
    struct sladd_error *err = &outcome->error;
    struct sladd_regions *regions = &outcome->regions;
    const size_t known = regions->count;
    sladd_regions_clear(&work->found);
    enum sladd_status status = stage_look_again(&work->source, regions, &work->redacted, bytes_span(&work->file),
                                                settings->text != SLADD_TEXT_KEEP, vision, all, &work->found, err);
    for (size_t i = 0; i < work->found.count && status == SLADD_OK; i++)
        status = sladd_regions_add(regions, &work->found.items[i], err);
    *more = false;
    return status == SLADD_OK && regions->count > known ? decide_again(job, settings, work, known, more, outcome)
                                                        : status;
}

/* The same, until either more goes or all was looked for. */
static enum sladd_status search_again(const struct job *job, const struct sladd_settings *settings,
                                      struct vision *vision, struct work *work, bool *all, bool *more,
                                      struct sladd_outcome *outcome) {
    enum sladd_status status = look_again(job, settings, vision, work, all, more, outcome);
    if (status != SLADD_OK || *more || *all)
        return status;
    *all = true;
    return look_again(job, settings, vision, work, all, more, outcome);
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
 * of its own. `*more`: the last file still shows something. */
static enum sladd_status make_some(const struct job *job, const struct sladd_settings *settings, struct vision *vision,
                                   struct work *work, bool *more, struct sladd_outcome *outcome) {
    enum sladd_status status = SLADD_OK;
    *more = true;
    for (int round = 0; round <= MAX_ROUNDS && *more && status == SLADD_OK; round++) {
        bool all = round > 0; /* a hasty search is worth it once: few photos are made a third time */
        status = make(settings, work, outcome);
        if (status == SLADD_OK)
            status = search_again(job, settings, vision, work, &all, more, outcome);
        if (status == SLADD_OK && !*more)
            status = stage_compare(&work->source, &work->redacted, &outcome->regions, more, &outcome->error);
        time_step(work, SLADD_STEP_VERIFY, outcome);
    }
    return status;
}

static enum sladd_status make_until_clean(const struct job *job, const struct sladd_settings *settings,
                                          struct vision *vision, struct work *work, struct sladd_outcome *outcome) {
    struct sladd_error *err = &outcome->error;
    bool more;
    enum sladd_status status = make_some(job, settings, vision, work, &more, outcome);
    if (status != SLADD_OK || !more)
        return status;
    redact_generously(&outcome->regions);
    status = stage_see(outcome->width, outcome->height, &outcome->regions, err);
    if (status == SLADD_OK)
        status = make_some(job, settings, vision, work, &more, outcome);
    return status == SLADD_OK && more
               ? sladd_fail(err, SLADD_VERIFY,
                            "something that must go is found in the copy however often it is covered; cover more of it "
                            "with a 'redact' box in the manifest")
               : status;
}

/* The last step: whatever fails before it leaves nothing. */
static void hand_over(struct work *work, struct bytes *copy, struct sladd_outcome *outcome) {
    outcome->verified = true;
    sha256_hex(bytes_span(&work->file), outcome->output_sha256);
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): only a dry run has no place for a copy, and makes none */
    *copy = work->file;
    work->file = (struct bytes){0};
}

enum sladd_status pipeline_run(const struct job *job, const struct sladd_settings *settings, struct vision *vision,
                               struct bytes *copy, struct sladd_outcome *outcome) {
    struct work work = {.started = clock_milliseconds()};
    bool withhold = false;
    *outcome = (struct sladd_outcome){.result = SLADD_FAILED, .risk = -1};
    if (copy != NULL)
        *copy = (struct bytes){0};

    enum sladd_status status = find_and_decide(job, settings, vision, &work, &withhold, outcome);
    if (status == SLADD_OK && settings->dry_run)
        status = stage_scrub(&work.source, &work.redacted, settings, &work.caption, &work.kept, &outcome->removed,
                             &outcome->error);
    else if (status == SLADD_OK && !withhold)
        status = make_until_clean(job, settings, vision, &work, outcome);
    if (status == SLADD_OK && work.detected.exact) /* else nobody knows which places were doubtful */
        status = stage_risk(vision, outcome->width, outcome->height, &outcome->regions, &work.doubtful, &outcome->risk,
                            &outcome->error);
    if (status == SLADD_OK && !settings->dry_run && !withhold)
        hand_over(&work, copy, outcome);
    if (status == SLADD_OK)
        outcome->result = withhold ? SLADD_WITHHELD : SLADD_SANITISED;

    sladd_regions_sort(&outcome->regions);
    bytes_clear(&work.file);
    sladd_regions_clear(&work.marked);
    sladd_regions_clear(&work.found);
    if (job->detected != NULL)
        *job->detected = work.detected;
    else
        detected_clear(&work.detected);
    if (job->doubtful != NULL)
        *job->doubtful = work.doubtful;
    else
        sladd_regions_clear(&work.doubtful);
    kept_metadata_clear(&work.kept);
    redacted_clear(&work.redacted);
    source_clear(&work.source);
    if (vision != NULL)
        vision_forget(vision);
    return status;
}
