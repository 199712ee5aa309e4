#include "base/language.h"
#include "base/notice.h"
#include "consent/judge.h"
#include "consent/known_text.h"
#include "consent/people.h"
#include "stages/notices.h"
#include "stages/stages.h"
#include "stages/tag_notes.h"
#include "stages/withhold.h"
#include "vision/codes.h"
#include "vision/nms.h"

#include <math.h>

/* The one place where it is decided that a face stays: its pairing is in no doubt, it is somebody, and that person's
 * consent covers this publication (consent/judge.c). Whatever else a face is, it is redacted. */
static enum sladd_reason decide_face(const struct sladd_regions *regions, const struct sladd_region *face,
                                     const struct ruling *ruling) {
    if (face->reason != SLADD_REASON_UNDECIDED && face->reason != SLADD_REASON_CONSENT)
        return face->reason; /* matching or verification found a doubt; CONSENT from an earlier round is judged anew */
    const struct person *person = region_subject(regions, face, ruling->entry);
    if (person == NULL)
        return SLADD_REASON_NO_SUBJECT;
    return ruling->policy != NULL ? judge_person(person, ruling->policy, ruling->settings) : SLADD_REASON_NO_CONSENT;
}

/* What of a text line may stick out of the box that allows it, as a part of its area. */
static const double SLIVER = 0.1;

/* Is a line on somebody, or as near and small as a badge: on the head, or less than half a face high and somewhere
 * between the shoulders and the knees? */
static bool is_on_somebody(struct sladd_box line, double height, const struct sladd_regions *regions) {
    bool on = false;
    for (size_t i = 0; i < regions->count && !on; i++) {
        const struct sladd_box face = regions->items[i].box, head = head_box(face);
        const struct sladd_box body = {face.x - 1.5 * face.width, head.y, 4 * face.width, 8 * face.height};
        if (regions->items[i].kind == SLADD_FACE && regions->items[i].reason != SLADD_REASON_NO_FACE)
            on = sladd_box_area(sladd_box_intersect(line, head)) > 0 ||
                 (height < 0.5 * face.height && sladd_box_area(sladd_box_intersect(line, body)) > 0);
    }
    return on;
}

static double height_of(const struct sladd_region *text) {
    return text->has_quad ? quad_height(text->quad) : fmin(text->box.width, text->box.height);
}

/* May a line stay because of what it says? It was read as a known one, and nobody wears it. */
static bool is_known(const struct sladd_region *text, const struct sladd_regions *regions,
                     const struct ruling *ruling) {
    return text->reason == SLADD_REASON_KNOWN_TEXT && text->detected && entry_has_known_text(ruling->entry) &&
           !is_on_somebody(text->box, height_of(text), regions);
}

/* What stands beside a line, or partly on it, may belong to it: a name, of which one part was read and one was not. */
static bool is_beside_another(const struct sladd_region *text, const struct sladd_regions *regions) {
    const double reach = 1.5 * height_of(text);
    const struct sladd_box around = {text->box.x - reach, text->box.y, text->box.width + 2 * reach, text->box.height};
    bool beside = false;
    for (size_t i = 0; i < regions->count && !beside; i++) {
        const struct sladd_region *other = &regions->items[i];
        const struct sladd_box common = sladd_box_intersect(around, other->box);
        beside = other != text && other->kind == SLADD_TEXT && other->reason != SLADD_REASON_PLAIN_TEXT &&
                 other->reason != SLADD_REASON_KNOWN_TEXT && other->reason != SLADD_REASON_NO_TEXT &&
                 common.height > 0.25 * fmin(text->box.height, other->box.height) && common.width > 0;
    }
    return beside;
}

/* May it stay because it was read as nobody's data? What stands beside it is another question. */
static bool is_plain(const struct sladd_region *text, const struct sladd_regions *regions,
                     const struct ruling *ruling) {
    return text->reason == SLADD_REASON_PLAIN_TEXT && text->detected && ruling->settings->text == SLADD_TEXT_PERSONAL &&
           !is_on_somebody(text->box, height_of(text), regions);
}

/* A code's box reaches beyond the symbol by two to three tenths of its length (vision/codes.c), which nobody draws. */
static struct sladd_box symbol_of(struct sladd_box code) {
    double rim = fmax(code.width, code.height) / 5;
    return (struct sladd_box){code.x + rim, code.y + rim, fmax(code.width - 2 * rim, 1),
                              fmax(code.height - 2 * rim, 1)};
}

/* Codes say what text says: they stay by --text keep, and where the manifest allows a code. */
static enum sladd_reason decide_code(const struct sladd_region *code, const struct sladd_regions *regions,
                                     const struct ruling *ruling, struct sladd_box photo) {
    bool always = ruling->policy != NULL && ruling->policy->text == TEXT_ALWAYS;
    struct sladd_box symbol = sladd_box_intersect(symbol_of(code->box), photo);
    if (ruling->settings->text == SLADD_TEXT_KEEP && !always)
        return SLADD_REASON_KEEP_OPTION;
    for (size_t i = 0; i < regions->count && sladd_box_area(symbol) > 0; i++) {
        const struct sladd_region *box = &regions->items[i];
        if (box->kind == SLADD_MANUAL && box->reason == SLADD_REASON_KEEP_CODE &&
            sladd_box_area(sladd_box_intersect(symbol, box->box)) >= (1 - SLIVER) * sladd_box_area(symbol))
            return SLADD_REASON_KEEP_CODE;
    }
    return SLADD_REASON_CODE;
}

/* The pattern of a code that stays may look like letters to the search for text. */
static bool is_kept_code(struct sladd_box line, const struct sladd_regions *regions) {
    bool kept = false;
    for (size_t i = 0; i < regions->count && !kept; i++) {
        const struct sladd_region *code = &regions->items[i];
        kept = code->kind == SLADD_CODE && code->reason == SLADD_REASON_KEEP_CODE &&
               sladd_box_area(sladd_box_intersect(line, symbol_of(code->box))) >= sladd_box_area(line) / 2;
    }
    return kept;
}

/* What a line's words, or the options, say of it; SLADD_REASON_TEXT: nothing that lets it stay. */
static enum sladd_reason decide_words(const struct sladd_region *text, const struct sladd_regions *regions,
                                      const struct ruling *ruling) {
    bool always = ruling->policy != NULL && ruling->policy->text == TEXT_ALWAYS;
    if (text->reason == SLADD_REASON_NO_TEXT)
        return SLADD_REASON_NO_TEXT;
    if (ruling->settings->text == SLADD_TEXT_KEEP && !always)
        return SLADD_REASON_KEEP_OPTION;
    if (is_known(text, regions, ruling))
        return SLADD_REASON_KNOWN_TEXT;
    return !always && is_plain(text, regions, ruling) ? SLADD_REASON_PLAIN_TEXT : SLADD_REASON_TEXT;
}

/* What the place of a line says of it: faces, codes and the words of all lines are decided. */
static enum sladd_reason decide_place(const struct sladd_region *text, const struct sladd_regions *regions,
                                      const struct ruling *ruling, struct sladd_box photo) {
    struct sladd_box line = sladd_box_intersect(text->box, photo);
    if (sladd_box_area(line) > 0 && is_kept_code(line, regions))
        return SLADD_REASON_KEEP_CODE;
    for (size_t i = 0; i < regions->count && sladd_box_area(line) > 0; i++) {
        const struct sladd_region *box = &regions->items[i];
        if (sladd_box_area(sladd_box_intersect(line, box->box)) < (1 - SLIVER) * sladd_box_area(line))
            continue;
        if (box->kind == SLADD_MANUAL && box->reason == SLADD_REASON_KEEP_BOX)
            return SLADD_REASON_KEEP_BOX;
        if (box != text && box->kind == SLADD_TEXT && is_known(box, regions, ruling))
            return SLADD_REASON_KNOWN_TEXT; /* a part of it, as another look sees it */
        if (box->kind == SLADD_FACE && box->detected && box->reason == SLADD_REASON_CONSENT)
            return SLADD_REASON_ON_FACE; /* glasses, a beard, a wrinkle: nobody else is in it */
    }
    return SLADD_REASON_TEXT;
}

/* Every line by its words, then the others by where they lie, then plain ones once more: one that stands beside a line
 * that goes, goes with it, and takes its own neighbours along. */
static void decide_texts(struct sladd_regions *regions, const struct ruling *ruling, struct sladd_box photo) {
    bool changed = true;
    for (size_t i = 0; i < regions->count; i++)
        if (regions->items[i].kind == SLADD_TEXT)
            regions->items[i].reason = decide_words(&regions->items[i], regions, ruling);
    for (size_t i = 0; i < regions->count; i++)
        if (regions->items[i].kind == SLADD_TEXT && regions->items[i].reason == SLADD_REASON_TEXT)
            regions->items[i].reason = decide_place(&regions->items[i], regions, ruling, photo);
    while (changed) { /* every pass but the last takes a plain line away, so it ends */
        changed = false;
        for (size_t i = 0; i < regions->count; i++) {
            struct sladd_region *text = &regions->items[i];
            if (text->kind != SLADD_TEXT || text->reason != SLADD_REASON_PLAIN_TEXT ||
                !is_beside_another(text, regions))
                continue;
            text->reason = decide_place(text, regions, ruling, photo);
            changed = true;
        }
    }
}

static bool keeps(enum sladd_kind kind, enum sladd_reason reason) {
    switch (kind) {
    case SLADD_FACE:
        return reason == SLADD_REASON_CONSENT || reason == SLADD_REASON_NO_FACE;
    case SLADD_TEXT:
        return reason == SLADD_REASON_KEEP_OPTION || reason == SLADD_REASON_KEEP_BOX ||
               reason == SLADD_REASON_KEEP_CODE || reason == SLADD_REASON_KNOWN_TEXT ||
               reason == SLADD_REASON_PLAIN_TEXT || reason == SLADD_REASON_ON_FACE || reason == SLADD_REASON_NO_TEXT;
    case SLADD_CODE:
        return reason == SLADD_REASON_KEEP_OPTION || reason == SLADD_REASON_KEEP_CODE;
    case SLADD_MANUAL:
        return reason == SLADD_REASON_KEEP_BOX || reason == SLADD_REASON_KEEP_CODE || reason == SLADD_REASON_NO_FACE;
    }
    return false;
}

const char notice_another_version[] =
    N_("the manifest describes another version of this photo: by its 'sha256', what it says of faces, permission, "
       "credit and text does not count; look at the photo, then correct the entry");
const char notice_permission_missing[] =
    N_("there is no record that the photographer or owner permits publication; once you have their permission, write "
       "'rights: {permission: yes}'");
const char notice_single_trait[] =
    N_("a patient, client, relative, pupil or child is named in this photo: a single trait can identify somebody even "
       "when anonymised; cover it with a 'redact' box, or do not publish");

/* Whoever is hidden by what stands elsewhere alone is named, by the key here: nothing beside it tells why. */
static enum sladd_status note_elsewhere(const struct ruling *ruling, const struct sladd_regions *regions,
                                        struct sladd_names *notices, struct sladd_error *err) {
    static const char elsewhere[] = N_("another record of the same name or key, in this manifest or in another one, "
                                       "hides them here, too; if they are two people, give each a name of its own");
    struct sladd_names keys = {0};
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < regions->count && status == SLADD_OK && ruling->policy != NULL; i++) {
        const struct person *person = region_subject(regions, &regions->items[i], ruling->entry);
        if (person == NULL || person_record(person, 1) == NULL || regions->items[i].action == SLADD_KEEP)
            continue;
        struct person alone = *person;
        alone.elsewhere_count = 0;
        alone.of_sidecar = alone.of_folder = NULL;
        if (judge_person(&alone, ruling->policy, ruling->settings) == SLADD_REASON_CONSENT)
            status = sladd_names_add(&keys, person->key, err);
    }
    if (status == SLADD_OK && keys.count > 0)
        status = notice_add(notices, elsewhere, &keys, err);
    sladd_names_clear(&keys);
    return status;
}

/* In English, since receipts and reports keep them; whoever prints them translates. */
static enum sladd_status note(const struct ruling *ruling, const struct sladd_regions *regions,
                              struct sladd_names *notices, struct sladd_error *err) {
    static const char unread[] = N_("this sladd was built without ZBar, so nobody has looked for QR and bar codes");
    enum sladd_status status = SLADD_OK;
    if (describe_another(ruling))
        status = sladd_names_add(notices, notice_another_version, err);
    if (status == SLADD_OK && rights_are_missing(ruling) && !rights_are_of_another(ruling))
        status = sladd_names_add(notices, notice_permission_missing, err);
    if (status == SLADD_OK && !codes_are_sought() && ruling->settings->text != SLADD_TEXT_KEEP)
        status = sladd_names_add(notices, unread, err);
    if (status == SLADD_OK && is_reminder_due(ruling, regions))
        status = sladd_names_add(notices, notice_single_trait, err);
    if (status == SLADD_OK)
        status = note_elsewhere(ruling, regions, notices, err);
    sladd_names_sort(notices);
    return status;
}

enum sladd_status stage_decide(const struct ruling *ruling, struct sladd_regions *regions, struct sladd_names *notices,
                               bool *withhold, struct sladd_error *err) {
    struct sladd_box photo = {0, 0, ruling->width, ruling->height};
    for (size_t i = 0; i < regions->count; i++) { /* text last: it may lie on a face or a code that is kept */
        struct sladd_region *region = &regions->items[i];
        if (region->kind == SLADD_FACE)
            region->reason = decide_face(regions, region, ruling);
        if (region->kind == SLADD_CODE)
            region->reason = decide_code(region, regions, ruling, photo);
    }
    decide_texts(regions, ruling, photo);
    for (size_t i = 0; i < regions->count; i++)
        regions->items[i].action = keeps(regions->items[i].kind, regions->items[i].reason) ? SLADD_KEEP : SLADD_REDACT;
    *withhold = must_withhold(ruling, regions, err);
    enum sladd_status status = tag_notes_add(ruling, regions, notices, err);
    return status == SLADD_OK ? note(ruling, regions, notices, err) : status;
}
