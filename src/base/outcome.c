#include "base/outcome_parts.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

enum sladd_status sladd_names_add(struct sladd_names *names, const char *name, struct sladd_error *err) {
    char *copy = strdup(name);
    if (copy == NULL || !array_grow((void **)&names->items, &names->capacity, names->count + 1, sizeof *names->items)) {
        free(copy);
        return fail_memory(err);
    }
    names->items[names->count++] = copy;
    return SLADD_OK;
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void sladd_names_sort(struct sladd_names *names) {
    if (names->count == 0)
        return;
    qsort(names->items, names->count, sizeof *names->items, compare_names);
    size_t kept = 1;
    for (size_t i = 1; i < names->count; i++) {
        if (strcmp(names->items[i], names->items[kept - 1]) == 0)
            free(names->items[i]);
        else
            names->items[kept++] = names->items[i];
    }
    names->count = kept;
}

void sladd_names_clear(struct sladd_names *names) {
    for (size_t i = 0; i < names->count; i++)
        free(names->items[i]);
    free(names->items);
    *names = (struct sladd_names){0};
}

bool sladd_outcome_keeps(const struct sladd_outcome *outcome, const char *person) {
    for (size_t i = 0; i < outcome->regions.count && person != NULL; i++) {
        const struct sladd_region *region = &outcome->regions.items[i];
        const char *key = sladd_region_person(&outcome->regions, region);
        if (region->action == SLADD_KEEP && key != NULL && strcmp(key, person) == 0)
            return true;
    }
    return false;
}

void sladd_outcome_clear(struct sladd_outcome *outcome) {
    sladd_regions_clear(&outcome->regions);
    sladd_names_clear(&outcome->removed);
    sladd_names_clear(&outcome->notices);
    sladd_names_clear(&outcome->called);
    *outcome = (struct sladd_outcome){0};
}

bool sladd_outcome_has_copy(const struct sladd_outcome *outcome) {
    return outcome->result == SLADD_SANITISED || outcome->result == SLADD_UNCHANGED;
}

static enum sladd_status copy_names(struct sladd_names *to, const struct sladd_names *from, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    *to = (struct sladd_names){0};
    for (size_t i = 0; i < from->count && status == SLADD_OK; i++)
        status = sladd_names_add(to, from->items[i], err);
    return status;
}

enum sladd_status sladd_outcome_copy(struct sladd_outcome *to, const struct sladd_outcome *from,
                                     struct sladd_error *err) {
    *to = *from;
    to->regions = (struct sladd_regions){0};
    to->removed = to->notices = to->called = (struct sladd_names){0};
    enum sladd_status status = copy_names(&to->removed, &from->removed, err);
    if (status == SLADD_OK)
        status = copy_names(&to->notices, &from->notices, err);
    if (status == SLADD_OK)
        status = copy_names(&to->called, &from->called, err);
    if (status == SLADD_OK)
        status = copy_names(&to->regions.people, &from->regions.people, err);
    if (status == SLADD_OK)
        status = copy_names(&to->regions.tags, &from->regions.tags, err);
    for (size_t i = 0; i < from->regions.count && status == SLADD_OK; i++)
        status = sladd_regions_add(&to->regions, &from->regions.items[i], err);
    if (status != SLADD_OK)
        sladd_outcome_clear(to);
    return status;
}

const char *sladd_result_name(enum sladd_result result) {
    static const char *const names[] = {[SLADD_FAILED] = "failed",
                                        [SLADD_WITHHELD] = "withheld",
                                        [SLADD_SANITISED] = "sanitised",
                                        [SLADD_UNCHANGED] = "unchanged"};
    return array_word(names, sizeof names / sizeof *names, result);
}

const char *sladd_step_name(enum sladd_step step) {
    static const char *const names[] = {
#define X(code, name) [SLADD_STEP_##code] = name,
        SLADD_STEPS(X)
#undef X
    };
    return array_word(names, SLADD_STEP_COUNT, step);
}
