#include "ledger/takedowns.h"

#include "base/array.h"

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

/* `why` in words, where no reason was decided on. */
static enum sladd_status add(struct takedowns *list, const char *output, const char *person, struct takedown takedown,
                             const char *why, struct sladd_error *err) {
    takedown.output = strdup(output);
    takedown.person = person != NULL ? strdup(person) : NULL;
    takedown.why = takedown.decided ? NULL : strdup(why);
    if (takedown.output == NULL || (takedown.person == NULL) != (person == NULL) ||
        (takedown.why == NULL) != takedown.decided ||
        !array_grow((void **)&list->items, &list->capacity, list->count + 1, sizeof *list->items)) {
        clear(&takedown);
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for the list of copies that must come down");
    }
    list->items[list->count++] = takedown;
    return SLADD_OK;
}

enum sladd_status takedowns_add(struct takedowns *list, const char *output, const char *person,
                                enum sladd_reason reason, struct sladd_error *err) {
    return add(list, output, person, (struct takedown){.decided = true, .reason = reason}, NULL, err);
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

enum sladd_status takedowns_compare(struct takedowns *list, const char *output, const struct sladd_outcome *before,
                                    const struct sladd_outcome *now, struct sladd_error *err) {
    const size_t listed = list->count;
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < before->regions.count && status == SLADD_OK; i++) {
        const struct sladd_region *region = &before->regions.items[i];
        const char *person = sladd_region_person(&before->regions, region);
        struct takedown takedown;
        if (region->kind == SLADD_FACE && region->action == SLADD_KEEP && person != NULL &&
            is_gone(now, person, &takedown))
            status = add(list, output, person, takedown, now->error.text, err);
    }
    const struct takedown photo = {.result = now->result, .cause = now->error.status};
    return status == SLADD_OK && now->result == SLADD_WITHHELD && list->count == listed
               ? add(list, output, NULL, photo, now->error.text, err)
               : status;
}

static int by_output_then_person(const void *left, const void *right) {
    const struct takedown *a = left, *b = right;
    int order = strcmp(a->output, b->output);
    return order != 0 ? order : strcmp(a->person != NULL ? a->person : "", b->person != NULL ? b->person : "");
}

void takedowns_sort(struct takedowns *list) {
    if (list->count > 1)
        qsort(list->items, list->count, sizeof *list->items, by_output_then_person);
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
