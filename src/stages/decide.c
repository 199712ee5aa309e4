#include "consent/judge.h"
#include "stages/stages.h"

/* The one place where it is decided that a face stays: its pairing is in no doubt, it is somebody, and that person's
 * consent covers this publication (consent/judge.c). Whatever else a face is, it is redacted. */
static enum sladd_reason decide_face(const struct sladd_region *face, const struct subject *subject,
                                     const struct sladd_settings *settings) {
    if (face->reason != SLADD_REASON_UNDECIDED && face->reason != SLADD_REASON_CONSENT)
        return face->reason; /* matching or verification found a doubt; CONSENT from an earlier round is judged anew */
    if (face->person == NULL)
        return SLADD_REASON_NO_SUBJECT;
    const struct person *person = subject_person(subject, face->person);
    return person != NULL ? judge_person(person, settings) : SLADD_REASON_NO_SUBJECT;
}

/* What of a text line may stick out of the box that allows it, as a part of its area. */
static const double SLIVER = 0.1;

static enum sladd_reason decide_text(const struct sladd_region *text, const struct sladd_regions *regions,
                                     const struct sladd_settings *settings, struct sladd_box photo) {
    if (settings->text == SLADD_TEXT_KEEP)
        return SLADD_REASON_KEEP_OPTION;
    struct sladd_box line = sladd_box_intersect(text->box, photo);
    for (size_t i = 0; i < regions->count; i++) {
        const struct sladd_region *box = &regions->items[i];
        if (box->kind == SLADD_MANUAL && box->reason == SLADD_REASON_KEEP_BOX && sladd_box_area(line) > 0 &&
            sladd_box_area(sladd_box_intersect(line, box->box)) >= (1 - SLIVER) * sladd_box_area(line))
            return SLADD_REASON_KEEP_BOX;
    }
    return SLADD_REASON_TEXT;
}

static bool keeps(enum sladd_kind kind, enum sladd_reason reason) {
    switch (kind) {
    case SLADD_FACE:
        return reason == SLADD_REASON_CONSENT;
    case SLADD_TEXT:
        return reason == SLADD_REASON_KEEP_OPTION || reason == SLADD_REASON_KEEP_BOX;
    case SLADD_MANUAL:
        return reason == SLADD_REASON_KEEP_BOX;
    }
    return false;
}

/* Why nothing of this photo may be written, or NULL. */
static const char *reason_to_withhold(const struct photo_entry *photo) {
    if (photo != NULL && photo->publish == ANSWER_NO)
        return "the manifest says 'publish: no'";
    if (photo != NULL && photo->permission == ANSWER_NO)
        return "the manifest says that the photographer or owner does not permit it ('permission: no')";
    return NULL;
}

enum sladd_status stage_decide(const struct subject *subject, const struct sladd_settings *settings, int width,
                               int height, struct sladd_regions *regions, bool *withhold, struct sladd_error *err) {
    struct sladd_box photo = {0, 0, width, height};
    for (size_t i = 0; i < regions->count; i++) {
        struct sladd_region *region = &regions->items[i];
        if (region->kind == SLADD_FACE)
            region->reason = decide_face(region, subject, settings);
        else if (region->kind == SLADD_TEXT)
            region->reason = decide_text(region, regions, settings, photo);
        region->action = keeps(region->kind, region->reason) ? SLADD_KEEP : SLADD_REDACT;
    }
    const char *why = reason_to_withhold(subject->photo);
    *withhold = why != NULL;
    return why != NULL ? sladd_fail(err, SLADD_OK, "withheld: %s", why) : SLADD_OK;
}
