#include "ledger/takedowns.h"

#include "base/array.h"
#include "stages/candidates.h"
#include "stages/stages.h"

#include <stdlib.h>
#include <string.h>

static bool names(const struct sladd_outcome *outcome, const struct sladd_region *region, const char *person) {
    const char *key = sladd_region_person(&outcome->regions, region);
    return key != NULL && strcmp(key, person) == 0;
}

static void clear(struct takedown *takedown) {
    free(takedown->output);
    free(takedown->person);
    free(takedown->why);
}

/* By outputs, people and reasons. */
static int compare(const void *left, const void *right) {
    const struct takedown *a = left, *b = right;
    int order = strcmp(a->output, b->output);
    if (order == 0)
        order = strcmp(a->person != NULL ? a->person : "", b->person != NULL ? b->person : "");
    return order != 0 ? order : (int)a->reason - (int)b->reason;
}

/* The same of the same output, whose rows come one after another. */
static bool is_listed(const struct takedowns *list, const struct takedown *takedown) {
    bool listed = false;
    for (size_t i = list->count; i-- > 0 && !listed && strcmp(list->items[i].output, takedown->output) == 0;)
        listed = list->items[i].decided == takedown->decided && compare(&list->items[i], takedown) == 0;
    return listed;
}

/* `why` in words, where no reason was decided on. What was said already is not said again. */
static enum sladd_status add(struct takedowns *list, const char *output, const char *person, struct takedown takedown,
                             const char *why, struct sladd_error *err) {
    takedown.output = strdup(output);
    takedown.person = person != NULL ? strdup(person) : NULL;
    takedown.why = takedown.decided ? NULL : strdup(why);
    if (takedown.output == NULL || (takedown.person == NULL) != (person == NULL) ||
        (takedown.why == NULL) != takedown.decided ||
        !array_grow((void **)&list->items, &list->capacity, list->count + 1, sizeof *list->items)) {
        clear(&takedown);
        return fail_memory(err);
    }
    if (is_listed(list, &takedown)) {
        clear(&takedown);
        return SLADD_OK;
    }
    list->items[list->count++] = takedown;
    return SLADD_OK;
}

/* Is this person to be seen no longer? Then `takedown` says why. */
static bool is_gone(const struct sladd_outcome *now, const char *person, struct takedown *takedown) {
    bool clean = sladd_outcome_has_copy(now);
    *takedown = (struct takedown){
        .decided = clean, .reason = SLADD_REASON_NO_SUBJECT, .result = now->result, .cause = now->error.status};
    for (size_t i = 0; i < now->regions.count; i++) {
        const struct sladd_region *region = &now->regions.items[i];
        if (!names(now, region, person))
            continue;
        if (clean && region->kind == SLADD_FACE && region->action == SLADD_KEEP)
            return false;
        if (region->action == SLADD_REDACT) {
            takedown->decided = true;
            takedown->reason = region->reason;
        }
    }
    return true;
}

/* Everybody by name, where places do not say everything: there is no copy, or it may be one of another photo. */
static enum sladd_status compare_names(struct takedowns *list, const char *output, const struct sladd_outcome *before,
                                       const struct sladd_outcome *now, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < before->regions.count && status == SLADD_OK; i++) {
        const struct sladd_region *region = &before->regions.items[i];
        const char *person = sladd_region_person(&before->regions, region);
        struct takedown takedown;
        if (region->kind == SLADD_FACE && region->action == SLADD_KEEP && person != NULL &&
            is_gone(now, person, &takedown))
            status = add(list, output, person, takedown, now->error.text, err);
    }
    return status;
}

/* Whom to name at a place that the earlier copy shows: whoever it is today, else whoever it was said to be, unless they
 * may be seen elsewhere in the photo: then it is somebody else. */
static const char *whom(const struct sladd_outcome *before, const struct sladd_region *kept,
                        const struct sladd_outcome *now, const struct sladd_region *region) {
    const char *today = region != NULL ? sladd_region_person(&now->regions, region) : NULL;
    const char *then = kept != NULL ? sladd_region_person(&before->regions, kept) : NULL;
    return today != NULL ? today : sladd_outcome_keeps(now, then) ? NULL : then;
}

static bool is_spoken_of(const struct sladd_outcome *now, struct sladd_box place) {
    bool is = false;
    for (size_t i = 0; i < now->regions.count && !is; i++)
        is = now->regions.items[i].kind == SLADD_FACE && mean_one_face(now->regions.items[i].box, place);
    return is;
}

/* Not lines and codes, which are nobody; nor what a search of the new copy found beside its fill, which is most often
 * nothing. */
static bool somebody_goes(const struct sladd_region *region) {
    return region->action == SLADD_REDACT && (region->kind == SLADD_FACE || region->kind == SLADD_MANUAL) &&
           region->reason != SLADD_REASON_FOUND_AGAIN;
}

/* Two copies of one picture: whatever goes today and stayed, whoever it was said to be; and whoever was named where
 * today nobody says anything. */
static enum sladd_status compare_places(struct takedowns *list, const char *output, const struct sladd_outcome *before,
                                        const struct sladd_outcome *now, struct sladd_error *err) {
    const struct takedown nobody = {.decided = true, .reason = SLADD_REASON_NO_SUBJECT};
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < now->regions.count && status == SLADD_OK; i++) {
        const struct sladd_region *region = &now->regions.items[i];
        const struct sladd_region *kept = region->kind == SLADD_FACE ? copy_keeps(before, region->box) : NULL;
        const struct takedown takedown = {.decided = true, .reason = region->reason};
        if (somebody_goes(region) && (kept != NULL || !copy_hides(before, region->box)))
            status = add(list, output, whom(before, kept, now, region), takedown, NULL, err);
    }
    for (size_t i = 0; i < before->regions.count && status == SLADD_OK; i++) {
        const struct sladd_region *kept = &before->regions.items[i];
        if (kept->kind == SLADD_FACE && kept->action == SLADD_KEEP && kept->person != 0 &&
            !is_spoken_of(now, kept->box))
            status = add(list, output, whom(before, kept, now, NULL), nobody, NULL, err);
    }
    return status;
}

/* The place in a photo of the one size as one of the other has it, as far as it only became larger or smaller. */
static struct sladd_box rescaled(struct sladd_box box, const struct sladd_outcome *from,
                                 const struct sladd_outcome *to) {
    const double across = (double)to->width / from->width, down = (double)to->height / from->height;
    return (struct sladd_box){box.x * across, box.y * down, box.width * across, box.height * down};
}

/* The photo may be cropped, or another one. So whoever goes today must have gone at the same place, and by the same
 * name where there is one. */
static bool was_hidden(const struct sladd_outcome *before, const struct sladd_outcome *now,
                       const struct sladd_region *region) {
    const char *person = sladd_region_person(&now->regions, region);
    bool named = person == NULL;
    for (size_t i = 0; i < before->regions.count && !named; i++)
        named = before->regions.items[i].action == SLADD_REDACT && names(before, &before->regions.items[i], person);
    if (!named || now->width <= 0 || now->height <= 0)
        return false;
    const struct sladd_box place = rescaled(region->box, now, before);
    return copy_hides(before, place) && (region->kind != SLADD_FACE || copy_keeps(before, place) == NULL);
}

/* A photo of another size or turn: whoever goes today and did not surely go then; rather one line too many. */
static enum sladd_status compare_frames(struct takedowns *list, const char *output, const struct sladd_outcome *before,
                                        const struct sladd_outcome *now, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < now->regions.count && status == SLADD_OK; i++) {
        const struct sladd_region *region = &now->regions.items[i];
        const struct takedown takedown = {.decided = true, .reason = region->reason};
        if (somebody_goes(region) && !was_hidden(before, now, region))
            status = add(list, output, sladd_region_person(&now->regions, region), takedown, NULL, err);
    }
    return status;
}

/* A photo that was saved anew: most often it is the same picture. Whether it is cannot be told, so that everybody by
 * name counts as well. */
static enum sladd_status compare_versions(struct takedowns *list, const char *output,
                                          const struct sladd_outcome *before, const struct sladd_outcome *now,
                                          struct sladd_error *err) {
    const bool alike = before->width == now->width && before->height == now->height && before->turn == now->turn;
    enum sladd_status status = (alike ? compare_places : compare_frames)(list, output, before, now, err);
    return status == SLADD_OK ? compare_names(list, output, before, now, err) : status;
}

enum sladd_status takedowns_compare(struct takedowns *list, const char *output, const struct sladd_outcome *before,
                                    const struct sladd_outcome *now, struct sladd_error *err) {
    const size_t listed = list->count;
    const bool same = strcmp(before->source_sha256, now->source_sha256) == 0;
    enum sladd_status status = !sladd_outcome_has_copy(now) ? compare_names(list, output, before, now, err)
                               : same                       ? compare_places(list, output, before, now, err)
                                                            : compare_versions(list, output, before, now, err);
    const struct takedown photo = {.result = now->result, .cause = now->error.status};
    return status == SLADD_OK && now->result == SLADD_WITHHELD && list->count == listed
               ? add(list, output, NULL, photo, now->error.text, err)
               : status;
}

void takedowns_sort(struct takedowns *list) {
    if (list->count > 1)
        qsort(list->items, list->count, sizeof *list->items, compare);
}

void takedowns_cut(struct takedowns *list, size_t count) {
    while (list->count > count)
        clear(&list->items[--list->count]);
}

void takedowns_clear(struct takedowns *list) {
    takedowns_cut(list, 0);
    free(list->items);
    *list = (struct takedowns){0};
}
