/* A copy that an earlier run made, judged by today's rules: what was in its photo is known from its receipt, so that
 * nobody has to look at it again. */
#include "consent/judge.h"
#include "stages/called.h"
#include "stages/candidates.h"
#include "stages/stages.h"

#include <string.h>

/* What was destroyed for a face is its whole head, so that a box drawn around a head lies in it, too. */
static struct sladd_box destroyed_box(const struct sladd_region *region) {
    return region->kind == SLADD_FACE ? head_box(region->box) : region->box;
}

static const double MOSTLY = 0.6;

/* The part of a place that was destroyed, as the receipt says. Probed at points of a grid, since many small places may
 * cover it together. In a crowd nearly all of them lie elsewhere. */
static double destroyed_part(const struct sladd_outcome *copy, struct sladd_box box) {
    enum { POINTS = 12 };
    bool hit[POINTS * POINTS] = {false};
    int hits = 0;
    for (size_t r = 0; r < copy->regions.count; r++) {
        const struct sladd_region *region = &copy->regions.items[r];
        const struct sladd_box gone = destroyed_box(region);
        if (region->action != SLADD_REDACT || sladd_box_area(sladd_box_intersect(gone, box)) <= 0)
            continue;
        for (int i = 0; i < POINTS * POINTS; i++)
            hit[i] = hit[i] || sladd_box_holds(gone, box.x + (i % POINTS + 0.5) / POINTS * box.width,
                                               box.y + (i / POINTS + 0.5) / POINTS * box.height);
    }
    for (int i = 0; i < POINTS * POINTS; i++)
        hits += hit[i];
    return (double)hits / (POINTS * POINTS);
}

bool copy_hides(const struct sladd_outcome *copy, struct sladd_box place) {
    return destroyed_part(copy, place) >= MOSTLY;
}

/* A face that only the fill makes one. Receipts of earlier versions do not say so: it lies half on what went (again.c),
 * and cells are larger than what they cover. */
static bool is_of_fill(const struct sladd_outcome *copy, const struct sladd_region *row) {
    static const double ON_FILL = 0.3;
    return row->kind == SLADD_FACE && row->reason == SLADD_REASON_NO_FACE &&
           (row->said_by == SLADD_VOICE_SEARCH ||
            (row->said_by == SLADD_VOICE_UNKNOWN && destroyed_part(copy, row->box) >= ON_FILL));
}

/* A face that was found in the photo itself, and so was there to be paired. */
static bool was_found(const struct sladd_outcome *copy, const struct sladd_region *row) {
    return row->kind == SLADD_FACE && row->detected && row->reason != SLADD_REASON_FOUND_AGAIN &&
           !is_of_fill(copy, row);
}

static enum sladd_status add(struct sladd_regions *places, struct sladd_region place, const char *person,
                             struct sladd_error *err) {
    enum sladd_status status = sladd_regions_name(places, &place, person, err);
    return status == SLADD_OK ? sladd_regions_add(places, &place, err) : status;
}

/* The faces that were found, paired with what today's manifests say, and behind them whatever else is asked for. */
static enum sladd_status pair_again(const struct ruling *ruling, const struct sladd_outcome *copy,
                                    struct sladd_regions *today, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < copy->regions.count && status == SLADD_OK; i++) {
        const struct sladd_region *row = &copy->regions.items[i];
        const struct sladd_region face = {.kind = SLADD_FACE, .box = row->box, .detected = true, .score = row->score};
        if (was_found(copy, row))
            status = sladd_regions_add(today, &face, err);
    }
    return status == SLADD_OK ? stage_match(ruling, today, NULL, err) : status;
}

/* What today's manifests say of a place where nothing was found; NULL: nothing. */
static const struct sladd_region *said_of(const struct sladd_regions *today, struct sladd_box place) {
    for (size_t i = today->count; i-- > 0;) /* the entries that nothing was found for come last */
        if (today->items[i].kind == SLADD_FACE && mean_one_face(today->items[i].box, place))
            return &today->items[i];
    return NULL;
}

static bool is_named(const struct sladd_regions *regions, const char *person) {
    bool named = false;
    for (size_t i = 0; i < regions->count && !named; i++) {
        const char *key = sladd_region_person(regions, &regions->items[i]);
        named = key != NULL && strcmp(key, person) == 0;
    }
    return named;
}

/* Is the name in the tag, which is one of this person's, given as wrong at its place? */
static bool was_wrong(const struct ruling *ruling, struct sladd_box box, const struct person *person) {
    struct candidate tag = {.box = box, .person = person->key, .tag = person->name};
    bool wrong = tag_is_wrong(&tag, ruling);
    for (size_t i = 0; i < person->alias_count && !wrong; i++) {
        tag.tag = person->aliases[i];
        wrong = tag_is_wrong(&tag, ruling);
    }
    return wrong;
}

/* May a face still be this person's because a tag, which nobody reads again, says so? Where no entry says where they
 * are. */
static bool tag_counts(const struct ruling *ruling, const struct sladd_outcome *copy, const struct sladd_region *row,
                       const struct sladd_regions *today) {
    const char *key = sladd_region_person(&copy->regions, row);
    const struct person *person = key != NULL ? entry_person(ruling->entry, key) : NULL;
    return row->said_by == SLADD_VOICE_TAG && person != NULL && called_the_same(copy, person) &&
           !is_named(today, key) && !was_wrong(ruling, row->box, person);
}

/* Does the key stand for somebody else by now? Whoever wrote the entry may not have looked at the photo since. */
static bool is_another(const struct ruling *ruling, const struct sladd_outcome *copy, const char *then,
                       const char *now) {
    const bool kept = then != NULL && now != NULL && strcmp(then, now) == 0;
    const struct person *person = kept ? entry_person(ruling->entry, now) : NULL;
    return person != NULL && !called_the_same(copy, person);
}

/* Why somebody goes of whom no entry speaks any more: what is wrong with their consent, else that nobody names them. */
static enum sladd_reason reason_of_person(const struct ruling *ruling, const struct sladd_outcome *copy,
                                          const struct person *person, const struct sladd_regions *today) {
    if (person == NULL || ruling->policy == NULL || !called_the_same(copy, person) || is_named(today, person->key))
        return SLADD_REASON_NO_SUBJECT;
    const enum sladd_reason reason = judge_person(person, ruling->policy, ruling->settings);
    return reason != SLADD_REASON_CONSENT ? reason : SLADD_REASON_NO_SUBJECT;
}

/* A face that stayed, undecided: `said` is what today's manifests say of its place. Whoever was kept there by the word
 * of an entry is nobody without one, and so is whoever was kept by nobody knows whose word. */
static enum sladd_status add_kept(const struct ruling *ruling, const struct sladd_outcome *copy,
                                  const struct sladd_region *row, const struct sladd_regions *today,
                                  const struct sladd_region *said, struct sladd_regions *places,
                                  struct sladd_error *err) {
    const char *then = sladd_region_person(&copy->regions, row);
    const char *now = said != NULL ? sladd_region_person(today, said) : NULL;
    const bool silent =
        said == NULL || (said->said_by == SLADD_VOICE_UNKNOWN && said->reason == SLADD_REASON_UNDECIDED);
    const bool nobody = said != NULL && said->reason == SLADD_REASON_NO_FACE;
    struct sladd_region face = *row;
    face.tag = 0;
    face.reason = said != NULL ? said->reason : SLADD_REASON_UNDECIDED;
    if (silent || (nobody && row->said_by != SLADD_VOICE_ENTRY && then != NULL)) { /* a tag outweighs such a box */
        const bool tagged = tag_counts(ruling, copy, row, today);
        const struct person *person = then != NULL ? entry_person(ruling->entry, then) : NULL;
        face.reason = tagged ? SLADD_REASON_UNDECIDED : reason_of_person(ruling, copy, person, today);
        /* whom no manifest knows is named, so that it can be given */
        now = tagged || person == NULL || face.reason != SLADD_REASON_NO_SUBJECT ? then : NULL;
    }
    if (face.reason == SLADD_REASON_UNDECIDED && is_another(ruling, copy, then, now)) {
        face.reason = SLADD_REASON_NO_SUBJECT;
        now = NULL;
    }
    return add(places, face, now, err);
}

/* The rows as they were before deciding: faces that stayed as they are paired today, the others as they were then, and
 * texts; behind them what today's manifests ask for besides (the places where text may stay: where no entry speaks of
 * the photo, those of then). */
static enum sladd_status undecided_rows(const struct ruling *ruling, const struct sladd_outcome *copy,
                                        struct sladd_regions *places, struct sladd_error *err) {
    struct sladd_regions today = {0};
    size_t found = 0;
    enum sladd_status status = pair_again(ruling, copy, &today, err);
    for (size_t i = 0; i < copy->regions.count && status == SLADD_OK; i++) {
        struct sladd_region row = copy->regions.items[i];
        const struct sladd_region *paired = was_found(copy, &row) ? &today.items[found++] : NULL;
        row.tag = 0;
        if (ruling->entry->photo != NULL && row.kind == SLADD_MANUAL && row.action == SLADD_KEEP)
            row.reason = SLADD_REASON_UNDECIDED;
        if (row.kind == SLADD_FACE && row.action == SLADD_KEEP && !is_of_fill(copy, &row))
            status =
                add_kept(ruling, copy, &row, &today, paired != NULL ? paired : said_of(&today, row.box), places, err);
        else
            status = add(places, row, sladd_region_person(&copy->regions, &copy->regions.items[i]), err);
    }
    for (size_t i = found; i < today.count && status == SLADD_OK; i++)
        status = add(places, today.items[i], sladd_region_person(&today, &today.items[i]), err);
    sladd_regions_clear(&today);
    return status;
}

/* Does one of the copy's rows say already that this face goes? */
static bool is_said(const struct sladd_outcome *copy, const struct sladd_regions *places,
                    const struct sladd_region *face) {
    bool said = false;
    for (size_t i = 0; i < copy->regions.count && face->kind == SLADD_FACE && !said; i++)
        said = places->items[i].kind == SLADD_FACE && places->items[i].action == SLADD_REDACT && copy_shows(copy, i) &&
               mean_one_face(places->items[i].box, face->box);
    return said;
}

/* Behind the rows of the copy stays what today's manifests hide and the copy shows. */
static void drop_others(const struct sladd_outcome *copy, struct sladd_regions *places) {
    size_t left = copy->regions.count;
    for (size_t i = left; i < places->count; i++) {
        const struct sladd_region *place = &places->items[i];
        if (place->action == SLADD_REDACT && !copy_hides(copy, place->box) && !is_said(copy, places, place))
            places->items[left++] = *place;
    }
    places->count = left;
}

bool copy_shows(const struct sladd_outcome *copy, size_t place) {
    if (place >= copy->regions.count)
        return true;
    const struct sladd_region *row = &copy->regions.items[place];
    return row->action == SLADD_KEEP && row->kind != SLADD_MANUAL;
}

const struct sladd_region *copy_keeps(const struct sladd_outcome *copy, struct sladd_box place) {
    for (size_t i = 0; i < copy->regions.count; i++) {
        const struct sladd_region *row = &copy->regions.items[i];
        if (row->kind == SLADD_FACE && row->action == SLADD_KEEP && !is_of_fill(copy, row) &&
            mean_one_face(row->box, place))
            return row;
    }
    return NULL;
}

enum sladd_status stage_judge_copy(const struct ruling *ruling, const struct sladd_outcome *copy,
                                   struct sladd_regions *places, struct sladd_error *withheld,
                                   struct sladd_error *err) {
    struct sladd_names notices = {0};
    struct sladd_error reason = {0};
    bool withhold = false;
    enum sladd_status status = undecided_rows(ruling, copy, places, err);
    if (status == SLADD_OK) {
        status = stage_decide(ruling, places, &notices, &withhold, &reason);
        if (status != SLADD_OK && err != NULL)
            *err = reason;
    }
    *withheld = withhold ? reason : (struct sladd_error){0};
    sladd_names_clear(&notices);
    if (status != SLADD_OK)
        return status;
    for (size_t i = 0; i < copy->regions.count; i++)
        if (copy->regions.items[i].action == SLADD_REDACT)
            places->items[i].action = SLADD_REDACT;
    drop_others(copy, places);
    return SLADD_OK;
}
