#include "audit/inspect.h"

#include "audit/leaks.h"
#include "base/language.h"
#include "consent/judge.h"
#include "record/rows.h"
#include "stages/stages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* What is being put together for one photo. */
struct work {
    const struct inspection *inspection;
    struct findings *findings;
    struct sladd_error *err;
};

static enum sladd_status add(struct work *work, enum check_rule rule, const char *detail) {
    struct finding finding = {.rule = rule, .detail = detail != NULL ? strdup(detail) : NULL};
    return findings_add(work->findings, finding, work->err);
}

/* One finding a rule, with all names that break it. */
static enum sladd_status add_metadata(struct work *work, json_t *row, bool vouched) {
    struct sladd_names by_rule[RULE_ID_COUNT] = {0};
    enum sladd_status status = SLADD_OK;
    enum check_rule rule;
    json_t *name;
    size_t i;
    json_array_foreach(json_object_get(row, "removed"), i, name) {
        const char *text = json_string_value(name);
        if (text != NULL && leaks_rule(text, vouched, &rule) && status == SLADD_OK)
            status = sladd_names_add(&by_rule[rule], text, work->err);
    }
    for (int r = 0; r < RULE_ID_COUNT; r++) {
        struct finding finding = {.rule = (enum check_rule)r, .names = by_rule[r]};
        if (by_rule[r].count > 0 && status == SLADD_OK)
            status = findings_add(work->findings, finding, work->err);
        else
            sladd_names_clear(&by_rule[r]);
    }
    return status;
}

static enum check_rule rule_of_face(enum sladd_reason reason) {
    switch (reason) {
    case SLADD_REASON_UNDECIDED:
    case SLADD_REASON_NO_SUBJECT:
    case SLADD_REASON_FOUND_AGAIN:
        return RULE_ID_FACE_UNKNOWN;
    case SLADD_REASON_AMBIGUOUS:
        return RULE_ID_FACE_AMBIGUOUS;
    case SLADD_REASON_EXPIRED:
        return RULE_ID_CONSENT_EXPIRED;
    case SLADD_REASON_WITHDRAWN:
        return RULE_ID_CONSENT_WITHDRAWN;
    case SLADD_REASON_COVERED:
        return RULE_ID_FACE_COVERED;
    default:
        return RULE_ID_CONSENT_MISSING;
    }
}

/* Only where the rule leaves open what is wrong with the consent. */
static enum sladd_reason reason_to_give(enum check_rule rule, enum sladd_reason reason) {
    return rule == RULE_ID_CONSENT_MISSING ? reason : SLADD_REASON_UNDECIDED;
}

static enum sladd_status add_at(struct work *work, enum check_rule rule, enum sladd_reason reason, const char *person,
                                struct sladd_box box) {
    struct finding finding = {.rule = rule,
                              .reason = reason_to_give(rule, reason),
                              .person = person != NULL ? strdup(person) : NULL,
                              .has_box = true,
                              .box = box};
    return findings_add(work->findings, finding, work->err);
}

static enum sladd_status add_face(struct work *work, enum sladd_reason reason, const char *person,
                                  struct sladd_box box) {
    return add_at(work, rule_of_face(reason), reason, person, box);
}

/* A day that is `days` later. */
static struct sladd_date day_after(struct sladd_date day, int days) {
    struct tm when = {.tm_year = day.year - 1900, .tm_mon = day.month - 1, .tm_mday = day.day + days};
    (void)timegm(&when); /* which brings the 32nd of a month into the next */
    return (struct sladd_date){when.tm_year + 1900, when.tm_mon + 1, when.tm_mday};
}

/* Does today's consent end within --warn-days? Asked of the judge day by day, since consents end in more ways than by
 * their date of expiry: a guardian's on a birthday. */
static enum sladd_status warn_of_end(struct work *work, const struct person *person, struct sladd_box box) {
    const struct inspection *about = work->inspection;
    struct sladd_settings settings = about->args->settings;
    for (int days = 1; days <= about->args->warn_days; days++) {
        char last[32];
        settings.date = day_after(about->args->settings.date, days);
        if (judge_person(person, about->policy, &settings) == SLADD_REASON_CONSENT)
            continue;
        struct sladd_date end = day_after(settings.date, -1);
        (void)snprintf(last, sizeof last, "%04d-%02d-%02d", end.year, end.month, end.day);
        struct finding finding = {.rule = RULE_ID_CONSENT_ENDS,
                                  .person = strdup(person->key),
                                  .detail = strdup(last),
                                  .has_box = true,
                                  .box = box};
        return findings_add(work->findings, finding, work->err);
    }
    return SLADD_OK;
}

/* Whatever lies in a photo that the manifest does not describe: said once, for all its places. */
static enum sladd_status add_changed(struct work *work) {
    for (size_t i = 0; i < work->findings->count; i++)
        if (work->findings->items[i].rule == RULE_ID_PHOTO_CHANGED)
            return SLADD_OK;
    return add(work, RULE_ID_PHOTO_CHANGED, NULL);
}

static enum sladd_status add_region(struct work *work, const struct row_region *region) {
    if (!region->kept && region->reason == SLADD_REASON_PHOTO_CHANGED)
        return add_changed(work);
    if (!region->kept && region->kind == SLADD_FACE)
        return add_face(work, region->reason, region->person, region->box);
    if (!region->kept && region->kind == SLADD_TEXT)
        return add_at(work, RULE_ID_TEXT, region->reason, NULL, region->box);
    if (!region->kept)
        return add_at(work, RULE_ID_PLACE_MARKED, region->reason, NULL, region->box);
    const struct person *person = region->person != NULL ? entry_person(work->inspection->entry, region->person) : NULL;
    return region->kind == SLADD_FACE && person != NULL ? warn_of_end(work, person, region->box) : SLADD_OK;
}

static enum sladd_status add_notices(struct work *work, json_t *row) {
    enum sladd_status status = SLADD_OK;
    json_t *notice;
    size_t i;
    json_array_foreach(json_object_get(row, "notices"), i, notice) {
        if (status == SLADD_OK)
            status = add(work, RULE_ID_NOTICE, _(json_string_value(notice)));
    }
    return status;
}

enum sladd_status inspect_photo(const struct inspection *inspection, json_t *row, struct findings *findings,
                                struct sladd_error *err) {
    struct work work = {inspection, findings, err};
    const char *result = row_text(row, "status");
    if (strcmp(result, "failed") == 0)
        return add(&work, RULE_ID_PHOTO_FAILED, row_text(row, "error"));
    enum sladd_status status = SLADD_OK;
    if (strcmp(result, "withheld") == 0)
        status = add(&work, RULE_ID_PHOTO_WITHHELD, row_text(row, "error"));
    if (status == SLADD_OK)
        status = add_metadata(&work, row, false);
    for (size_t i = 0; i < row_region_count(row) && status == SLADD_OK; i++) {
        struct row_region region = row_region(row, i);
        status = add_region(&work, &region);
    }
    if (status == SLADD_OK && inspection->entry->photo == NULL)
        status = add(&work, RULE_ID_PHOTO_UNCOVERED, NULL);
    return status == SLADD_OK ? add_notices(&work, row) : status;
}

static struct sladd_box in_pixels(struct sladd_box box, json_t *row) {
    int width = row_number(row, "width"), height = row_number(row, "height");
    return (struct sladd_box){box.x * width, box.y * height, box.width * width, box.height * height};
}

/* What was destroyed for a face is its whole head (DESIGN 5.1), so that a box drawn around a head lies in it, too. */
static struct sladd_box destroyed_box(const struct row_region *region) {
    return region->kind == SLADD_FACE ? head_box(region->box) : region->box;
}

static const double MOSTLY = 0.6, SAME_PLACE = 0.35;

/* Blocks are destroyed whole: this much more than the place may be gone. */
static const double WHOLE_BLOCK = 16;

static struct sladd_box grown(struct sladd_box box, double around) {
    return (struct sladd_box){box.x - around, box.y - around, box.width + 2 * around, box.height + 2 * around};
}

static bool is_in(struct sladd_box box, double x, double y) {
    return x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
}

/* Does the receipt say that most of this place was destroyed? Probed at points of a grid, since many small places may
 * cover it together, with `around` pixels on each side of them. */
static bool is_destroyed(json_t *receipt, struct sladd_box box, double around) {
    enum { POINTS = 12 };
    int hits = 0;
    for (int i = 0; i < POINTS * POINTS; i++) {
        double x = box.x + (i % POINTS + 0.5) / POINTS * box.width,
               y = box.y + (i / POINTS + 0.5) / POINTS * box.height;
        bool hit = false;
        for (size_t r = 0; r < row_region_count(receipt) && !hit; r++) {
            struct row_region region = row_region(receipt, r);
            hit = !region.kept && is_in(grown(destroyed_box(&region), around), x, y);
        }
        hits += hit;
    }
    return hits >= MOSTLY * POINTS * POINTS;
}

/* Does the receipt say that something of this kind was kept there? */
static bool is_kept(json_t *receipt, enum sladd_kind kind, struct sladd_box box) {
    for (size_t i = 0; i < row_region_count(receipt); i++) {
        struct row_region region = row_region(receipt, i);
        if (region.kept && region.kind == kind && sladd_box_iou(region.box, box) >= SAME_PLACE)
            return true;
    }
    return false;
}

static bool was_kept_as(json_t *receipt, const char *person) {
    for (size_t i = 0; i < row_region_count(receipt) && person != NULL; i++) {
        struct row_region region = row_region(receipt, i);
        if (region.kept && region.person != NULL && strcmp(region.person, person) == 0)
            return true;
    }
    return false;
}

static bool is_keep_box(const struct row_region *region) {
    return region->kind == SLADD_MANUAL && region->kept;
}

/* What the receipt says was there, as `clean` would have it before deciding: faces paired as they were then, texts, and
 * the places where today's entry allows text (where there is none today, those of then). */
static enum sladd_status regions_of_copy(const struct work *work, json_t *row, struct sladd_regions *regions) {
    const struct photo_entry *entry = work->inspection->entry->photo;
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < row_region_count(row) && status == SLADD_OK; i++) {
        struct row_region was = row_region(row, i);
        struct sladd_region region = {
            .kind = was.kind, .box = was.box, .detected = was.detected, .reason = was.reason, .person = was.person};
        if (!is_keep_box(&was) || entry == NULL)
            status = sladd_regions_add(regions, &region, work->err);
    }
    for (size_t i = 0; entry != NULL && i < entry->keep_count && status == SLADD_OK; i++) {
        if (entry->keep[i].what != KEEP_TEXT)
            continue;
        struct sladd_region region = {
            .kind = SLADD_MANUAL, .box = in_pixels(entry->keep[i].box, row), .reason = SLADD_REASON_KEEP_BOX};
        status = sladd_regions_add(regions, &region, work->err);
    }
    return status;
}

/* A place that was kept when the copy was made, and what is decided about it today. */
static enum sladd_status add_kept(struct work *work, const struct row_region *was, const struct sladd_region *today) {
    struct row_region now = *was;
    now.kept = today->action == SLADD_KEEP;
    now.reason = today->reason;
    if (!now.kept && now.kind == SLADD_FACE && now.reason == SLADD_REASON_NO_SUBJECT)
        return add_at(work, RULE_ID_CONSENT_UNKNOWN, SLADD_REASON_UNDECIDED, now.person, now.box);
    return add_region(work, &now);
}

/* Let the same decision fall again, about the same regions, with today's manifest, policy, channel and date. */
static enum sladd_status judge_again(struct work *work, json_t *row) {
    const struct inspection *about = work->inspection;
    struct sladd_regions regions = {0};
    struct sladd_names notices = {0};
    struct sladd_error reason = {0};
    bool withhold = false;
    enum sladd_status status = regions_of_copy(work, row, &regions);
    if (status == SLADD_OK)
        status =
            stage_decide(&(struct ruling){about->entry, about->policy, &about->args->settings},
                         row_number(row, "width"), row_number(row, "height"), &regions, &notices, &withhold, &reason);
    if (status != SLADD_OK && work->err != NULL)
        *work->err = reason;
    if (status == SLADD_OK && withhold)
        status = add(work, RULE_ID_PHOTO_WITHHELD, reason.text);
    for (size_t i = 0, next = 0; i < row_region_count(row) && status == SLADD_OK; i++) {
        struct row_region was = row_region(row, i);
        if (is_keep_box(&was))
            next += about->entry->photo == NULL;
        else if (was.kept)
            status = add_kept(work, &was, &regions.items[next++]);
        else
            next++;
    }
    sladd_names_clear(&notices);
    sladd_regions_clear(&regions);
    return status;
}

/* What the manifest asks for today and the copy was made without. */
static enum sladd_status add_omissions(struct work *work, json_t *row, const struct photo_entry *entry) {
    const struct inspection *about = work->inspection;
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < entry->redact_count && status == SLADD_OK; i++) {
        struct sladd_box box = in_pixels(entry->redact[i].box, row);
        if (!is_destroyed(row, box, 0))
            status = add_at(work, RULE_ID_PLACE_MARKED, SLADD_REASON_REDACT_BOX, NULL, box);
    }
    for (size_t i = 0; i < entry->face_count && status == SLADD_OK; i++) {
        const struct face_entry *face = &entry->faces[i];
        struct sladd_box box = in_pixels(face->box, row);
        const struct person *person = face->person != NULL ? entry_person(about->entry, face->person) : NULL;
        enum sladd_reason reason =
            person != NULL ? judge_person(person, about->policy, &about->args->settings) : SLADD_REASON_NO_SUBJECT;
        /* Whoever was kept under this name has been judged already. */
        if (reason != SLADD_REASON_CONSENT && !is_destroyed(row, box, 0) && !was_kept_as(row, face->person))
            status = add_face(work, reason, face->person, box);
    }
    return status;
}

enum sladd_status inspect_copy(const struct inspection *inspection, json_t *row, struct findings *findings,
                               struct sladd_error *err) {
    struct work work = {inspection, findings, err};
    const struct photo_entry *entry = inspection->entry->photo, *behind = inspection->entry->folder_photo;
    enum sladd_status status = judge_again(&work, row);
    if (status == SLADD_OK && entry != NULL)
        status = add_omissions(&work, row, entry);
    if (status == SLADD_OK && behind != NULL)
        status = add_omissions(&work, row, behind);
    return status;
}

enum sladd_status inspect_copy_again(const struct inspection *inspection, json_t *receipt, json_t *row,
                                     struct findings *findings, struct sladd_error *err) {
    struct work work = {inspection, findings, err};
    if (strcmp(row_text(row, "status"), "failed") == 0)
        return add(&work, RULE_ID_PHOTO_FAILED, row_text(row, "error"));
    enum sladd_status status = inspect_copy(inspection, receipt, findings, err);
    if (status == SLADD_OK)
        status = add_metadata(&work, row, true);
    for (size_t i = 0; i < row_region_count(row) && status == SLADD_OK; i++) {
        const struct row_region region = row_region(row, i);
        enum check_rule rule = region.kind == SLADD_FACE ? RULE_ID_FACE_AGAIN : RULE_ID_TEXT_AGAIN;
        bool weak = region.kind == SLADD_FACE && region.score < surely_a_face;
        if (region.detected && !region.kept && !weak && !is_destroyed(receipt, region.box, WHOLE_BLOCK) &&
            !is_kept(receipt, region.kind, region.box))
            status = add_at(&work, rule, SLADD_REASON_UNDECIDED, NULL, region.box);
    }
    return status;
}
