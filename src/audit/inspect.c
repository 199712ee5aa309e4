#include "audit/inspect.h"

#include "audit/leaks.h"
#include "base/date.h"
#include "base/language.h"
#include "base/notice.h"
#include "consent/judge.h"
#include "stages/stages.h"

#include <stdlib.h>
#include <string.h>

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
static enum sladd_status add_metadata(struct work *work, const struct sladd_names *names, bool vouched) {
    struct sladd_names by_rule[RULE_ID_COUNT] = {0};
    enum sladd_status status = SLADD_OK;
    enum check_rule rule;
    for (size_t i = 0; i < names->count && status == SLADD_OK; i++)
        if (leaks_rule(names->items[i], vouched, &rule))
            status = sladd_names_add(&by_rule[rule], names->items[i], work->err);
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

/* A line that holds somebody's data: of which kind, and never what it says. */
static enum sladd_status add_personal_text(struct work *work, const struct sladd_region *line) {
    static const char *const sentences[] = {
        [SLADD_HOLDS_NOTHING] = "",
        [SLADD_HOLDS_NAME] = N_("It holds the name of somebody whom the manifest names."),
        [SLADD_HOLDS_IDENTITY_NUMBER] = N_("It holds an identity number."),
        [SLADD_HOLDS_ACCOUNT] = N_("It holds the number of a bank account."),
        [SLADD_HOLDS_EMAIL] = N_("It holds an e-mail address."),
        [SLADD_HOLDS_TELEPHONE] = N_("It holds a telephone number."),
        [SLADD_HOLDS_PLATE] = N_("It holds a number plate."),
    };
    struct finding finding = {.rule = RULE_ID_TEXT,
                              .reason = line->reason,
                              .detail = strdup(_(sentences[line->holds])),
                              .has_box = true,
                              .box = line->box};
    return findings_add(work->findings, finding, work->err);
}

/* Does today's consent end within --warn-days, its last day among them? Asked of the judge day by day, since consents
 * end in more ways than by their date of expiry: a guardian's on a birthday. */
static enum sladd_status warn_of_end(struct work *work, const struct person *person, struct sladd_box box) {
    const struct inspection *about = work->inspection;
    struct sladd_settings settings = *about->settings;
    for (int days = 1; about->warn_days > 0 && days <= about->warn_days + 1; days++) {
        char last[DATE_TEXT];
        settings.date = date_after(about->settings->date, days);
        if (judge_person(person, about->policy, &settings) == SLADD_REASON_CONSENT)
            continue;
        date_print(date_after(settings.date, -1), last);
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

/* `key` is the person's whom the region names, or NULL. */
static enum sladd_status add_region(struct work *work, const struct sladd_region *region, const char *key) {
    bool kept = region->action == SLADD_KEEP;
    if (!kept && region->reason == SLADD_REASON_PHOTO_CHANGED)
        return add_changed(work);
    if (!kept && region->kind == SLADD_FACE)
        return add_face(work, region->reason, key, region->box);
    if (!kept && region->kind == SLADD_TEXT && region->holds != SLADD_HOLDS_NOTHING)
        return add_personal_text(work, region);
    if (!kept && (region->kind == SLADD_TEXT || region->kind == SLADD_CODE))
        return add_at(work, region->kind == SLADD_TEXT ? RULE_ID_TEXT : RULE_ID_CODE, region->reason, NULL,
                      region->box);
    if (!kept)
        return add_at(work, RULE_ID_PLACE_MARKED, region->reason, NULL, region->box);
    const struct person *person = key != NULL ? entry_person(work->inspection->entry, key) : NULL;
    return region->kind == SLADD_FACE && person != NULL ? warn_of_end(work, person, region->box) : SLADD_OK;
}

static enum sladd_status add_notice(struct work *work, const char *notice) {
    char *text = notice_translated(notice);
    enum sladd_status status = text != NULL ? add(work, RULE_ID_NOTICE, text) : fail_memory(work->err);
    free(text);
    return status;
}

static enum sladd_status add_notices(struct work *work, const struct sladd_outcome *outcome) {
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < outcome->notices.count && status == SLADD_OK; i++)
        status = add_notice(work, outcome->notices.items[i]);
    return status;
}

static bool is_face_in_doubt(const struct sladd_region *region) {
    return region->kind == SLADD_FACE && region->reason == SLADD_REASON_AMBIGUOUS;
}

/* A face in doubt has a row of its own and one of each entry that may mean it. Is this one said by another row, which
 * names somebody or comes first? */
static bool is_said(const struct sladd_regions *regions, size_t index) {
    const struct sladd_region *face = &regions->items[index];
    bool said = false;
    for (size_t i = 0; is_face_in_doubt(face) && i < regions->count && !said; i++) {
        const struct sladd_region *other = &regions->items[i];
        const bool named = face->person == 0 && other->person != 0, first = face->person == other->person && i < index;
        said = is_face_in_doubt(other) && (named || first) &&
               (sladd_box_holds_centre(face->box, other->box) || sladd_box_holds_centre(other->box, face->box));
    }
    return said;
}

enum sladd_status inspect_photo(const struct inspection *inspection, const struct sladd_outcome *outcome,
                                struct findings *findings, struct sladd_error *err) {
    struct work work = {inspection, findings, err};
    if (outcome->result == SLADD_FAILED)
        return add(&work, RULE_ID_PHOTO_FAILED, outcome->error.text);
    enum sladd_status status = SLADD_OK;
    if (outcome->result == SLADD_WITHHELD)
        status = add(&work, RULE_ID_PHOTO_WITHHELD, outcome->error.text);
    if (status == SLADD_OK)
        status = add_metadata(&work, &outcome->removed, false);
    for (size_t i = 0; i < outcome->regions.count && status == SLADD_OK; i++) {
        const struct sladd_region *region = &outcome->regions.items[i];
        if (!is_said(&outcome->regions, i))
            status = add_region(&work, region, sladd_region_person(&outcome->regions, region));
    }
    if (status == SLADD_OK && inspection->entry->photo == NULL)
        status = add(&work, RULE_ID_PHOTO_UNCOVERED, NULL);
    return status == SLADD_OK ? add_notices(&work, outcome) : status;
}

/* A place that the copy shows, and what is decided about it today. */
static enum sladd_status add_shown(struct work *work, const struct sladd_region *place, const char *person) {
    const bool was_known = person != NULL && place->reason == SLADD_REASON_NO_SUBJECT;
    return place->action == SLADD_REDACT && place->kind == SLADD_FACE && was_known
               ? add_at(work, RULE_ID_CONSENT_UNKNOWN, SLADD_REASON_UNDECIDED, person, place->box)
               : add_region(work, place, person);
}

enum sladd_status inspect_copy(const struct inspection *inspection, const struct sladd_outcome *receipt,
                               const struct sladd_names *carried, struct findings *findings, struct sladd_error *err) {
    struct work work = {inspection, findings, err};
    const struct ruling ruling = {inspection->entry,      inspection->policy, inspection->settings, NULL,
                                  receipt->source_sha256, receipt->width,     receipt->height};
    struct sladd_regions places = {0};
    struct sladd_error withheld;
    enum sladd_status status = stage_judge_copy(&ruling, receipt, &places, &withheld, err);
    if (status == SLADD_OK && withheld.status != SLADD_OK)
        status = add(&work, RULE_ID_PHOTO_WITHHELD, withheld.text);
    for (size_t i = 0; i < places.count && status == SLADD_OK; i++)
        if (copy_shows(receipt, i))
            status = add_shown(&work, &places.items[i], sladd_region_person(&places, &places.items[i]));
    sladd_regions_clear(&places);
    return status == SLADD_OK ? add_metadata(&work, carried, true) : status;
}

enum sladd_status inspect_copy_again(const struct inspection *inspection, const struct sladd_outcome *receipt,
                                     const struct sladd_outcome *now, struct findings *findings,
                                     struct sladd_error *err) {
    struct work work = {inspection, findings, err};
    if (now->result == SLADD_FAILED)
        return add(&work, RULE_ID_PHOTO_FAILED, now->error.text);
    enum sladd_status status = inspect_copy(inspection, receipt, &now->removed, findings, err);
    for (size_t i = 0; i < now->regions.count && status == SLADD_OK; i++) {
        const struct sladd_region *region = &now->regions.items[i];
        enum check_rule rule = region->kind == SLADD_FACE   ? RULE_ID_FACE_AGAIN
                               : region->kind == SLADD_CODE ? RULE_ID_CODE
                                                            : RULE_ID_TEXT_AGAIN;
        bool weak = region->kind == SLADD_FACE && region->score < surely_a_face;
        if (region->detected && region->action == SLADD_REDACT && !weak && !rows_explain(&receipt->regions, region))
            status = add_at(&work, rule, SLADD_REASON_UNDECIDED, NULL, region->box);
    }
    return status;
}
