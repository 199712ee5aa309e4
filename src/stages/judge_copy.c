/* A copy that an earlier run made, judged by today's rules: what was in its photo is known from its receipt, so that
 * nobody has to look at it again. */
#include "consent/judge.h"
#include "stages/stages.h"

/* What was destroyed for a face is its whole head, so that a box drawn around a head lies in it, too. */
static struct sladd_box destroyed_box(const struct sladd_region *region) {
    return region->kind == SLADD_FACE ? head_box(region->box) : region->box;
}

static const double MOSTLY = 0.6;

static bool is_in(struct sladd_box box, double x, double y) {
    return x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
}

/* Does the receipt say that most of this place was destroyed? Probed at points of a grid, since many small places may
 * cover it together. */
static bool is_destroyed(const struct sladd_outcome *copy, struct sladd_box box) {
    enum { POINTS = 12 };
    int hits = 0;
    for (int i = 0; i < POINTS * POINTS; i++) {
        int column = i % POINTS, row = i / POINTS;
        double x = box.x + (column + 0.5) / POINTS * box.width, y = box.y + (row + 0.5) / POINTS * box.height;
        bool hit = false;
        for (size_t r = 0; r < copy->regions.count && !hit; r++) {
            const struct sladd_region *region = &copy->regions.items[r];
            hit = region->action == SLADD_REDACT && is_in(destroyed_box(region), x, y);
        }
        hits += hit;
    }
    return hits >= MOSTLY * POINTS * POINTS;
}

static enum sladd_status add(struct sladd_regions *places, struct sladd_region place, const char *person,
                             struct sladd_error *err) {
    enum sladd_status status = sladd_regions_name(places, &place, person, err);
    return status == SLADD_OK ? sladd_regions_add(places, &place, err) : status;
}

/* The rows as they were before deciding: faces paired as they were then, texts, and the places where today's entry
 * allows text (where there is none today, those of then). */
static enum sladd_status undecided_rows(const struct sladd_outcome *copy, const struct photo_entry *entry,
                                        struct sladd_regions *rows, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < copy->regions.count && status == SLADD_OK; i++) {
        struct sladd_region row = copy->regions.items[i];
        row.tag = 0;
        if (entry != NULL && row.kind == SLADD_MANUAL && row.action == SLADD_KEEP)
            row.reason = SLADD_REASON_UNDECIDED;
        status = add(rows, row, sladd_region_person(&copy->regions, &row), err);
    }
    for (size_t i = 0; entry != NULL && i < entry->keep_count && status == SLADD_OK; i++) {
        const bool code = entry->keep[i].what == KEEP_CODE;
        struct sladd_region row = {.kind = SLADD_MANUAL,
                                   .box = sladd_box_in_pixels(entry->keep[i].box, copy->width, copy->height),
                                   .reason = code ? SLADD_REASON_KEEP_CODE : SLADD_REASON_KEEP_BOX};
        if (entry->keep[i].what != KEEP_NO_FACE)
            status = add(rows, row, NULL, err);
    }
    return status;
}

/* What the manifests ask for today and the copy was made without. */
static enum sladd_status add_omissions(const struct ruling *ruling, const struct sladd_outcome *copy,
                                       struct sladd_regions *places, struct sladd_error *err) {
    const struct photo_entry *part;
    const struct face_entry *face;
    struct face_walk walk = {.source_sha256 = ruling->source_sha256};
    enum sladd_status status = SLADD_OK;
    for (size_t p = 0; (part = entry_part(ruling->entry, p)) != NULL; p++)
        for (size_t i = 0; i < part->redact_count && status == SLADD_OK; i++) {
            struct sladd_region place = {.kind = SLADD_MANUAL,
                                         .box = sladd_box_in_pixels(part->redact[i].box, copy->width, copy->height),
                                         .reason = SLADD_REASON_REDACT_BOX};
            if (!is_destroyed(copy, place.box))
                status = add(places, place, NULL, err);
        }
    while (status == SLADD_OK && (face = entry_next_face(ruling->entry, &walk)) != NULL) {
        const char *key = walk.hides_only ? NULL : face->person;
        const struct person *person = key != NULL ? entry_person(ruling->entry, key) : NULL;
        struct sladd_region place = {.kind = SLADD_FACE,
                                     .box = sladd_box_in_pixels(face->box, copy->width, copy->height),
                                     .reason = person != NULL ? judge_person(person, ruling->policy, ruling->settings)
                                                              : SLADD_REASON_NO_SUBJECT};
        /* Whoever was kept under this name has been judged already. */
        if (place.reason != SLADD_REASON_CONSENT && !is_destroyed(copy, place.box) && !sladd_outcome_keeps(copy, key))
            status = add(places, place, key, err);
    }
    return status;
}

bool copy_shows(const struct sladd_outcome *copy, size_t place) {
    if (place >= copy->regions.count)
        return true;
    const struct sladd_region *row = &copy->regions.items[place];
    return row->action == SLADD_KEEP && row->kind != SLADD_MANUAL;
}

enum sladd_status stage_judge_copy(const struct ruling *ruling, const struct sladd_outcome *copy,
                                   struct sladd_regions *places, struct sladd_error *withheld,
                                   struct sladd_error *err) {
    const struct photo_entry *entry = ruling->entry->photo;
    struct sladd_names notices = {0};
    struct sladd_error reason = {0};
    bool withhold = false;
    enum sladd_status status = undecided_rows(copy, entry, places, err);
    if (status == SLADD_OK) {
        status = stage_decide(ruling, places, &notices, &withhold, &reason);
        if (status != SLADD_OK && err != NULL)
            *err = reason;
    }
    *withheld = withhold ? reason : (struct sladd_error){0};
    sladd_names_clear(&notices);
    if (status != SLADD_OK)
        return status;
    places->count = copy->regions.count;
    for (size_t i = 0; i < places->count; i++)
        if (copy->regions.items[i].action == SLADD_REDACT)
            places->items[i].action = SLADD_REDACT;
    return add_omissions(ruling, copy, places, err);
}
