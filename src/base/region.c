#include "base/array.h"
#include "base/boxes.h"
#include "base/outcome_parts.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum sladd_status sladd_regions_add(struct sladd_regions *list, const struct sladd_region *region,
                                    struct sladd_error *err) {
    if (!array_grow((void **)&list->items, &list->capacity, list->count + 1, sizeof *list->items))
        return fail_memory(err);
    list->items[list->count++] = *region;
    return SLADD_OK;
}

const char *sladd_region_person(const struct sladd_regions *list, const struct sladd_region *region) {
    return region->person > 0 && region->person <= list->people.count ? list->people.items[region->person - 1] : NULL;
}

const char *sladd_region_tag(const struct sladd_regions *list, const struct sladd_region *region) {
    return region->tag > 0 && region->tag <= list->tags.count ? list->tags.items[region->tag - 1] : NULL;
}

/* `*number`: of the name in the list, from 1, where it is added unless it is there. */
static enum sladd_status number_of(struct sladd_names *names, const char *name, size_t *number,
                                   struct sladd_error *err) {
    size_t i = 0;
    while (i < names->count && strcmp(names->items[i], name) != 0)
        i++;
    enum sladd_status status = i < names->count ? SLADD_OK : sladd_names_add(names, name, err);
    *number = status == SLADD_OK ? i + 1 : 0;
    return status;
}

enum sladd_status sladd_regions_name(struct sladd_regions *list, struct sladd_region *region, const char *key,
                                     struct sladd_error *err) {
    region->person = 0;
    return key != NULL ? number_of(&list->people, key, &region->person, err) : SLADD_OK;
}

enum sladd_status sladd_regions_tell(struct sladd_regions *list, struct sladd_region *region, const char *name,
                                     struct sladd_error *err) {
    region->tag = 0;
    if (name == NULL || name[0] == '\0' || strlen(name) > TOLD_TAG_BYTES || !text_is_clean(name) ||
        list->tags.count >= TOLD_TAGS_MAX)
        return SLADD_OK;
    return number_of(&list->tags, name, &region->tag, err);
}

void sladd_regions_clear(struct sladd_regions *list) {
    sladd_names_clear(&list->people);
    sladd_names_clear(&list->tags);
    free(list->items);
    *list = (struct sladd_regions){0};
}

static int compare_numbers(double a, double b) {
    return (a > b) - (a < b);
}

static int compare_regions(const void *left, const void *right) {
    const struct sladd_region *a = left, *b = right;
    int order = (int)a->kind - (int)b->kind;
    if (order == 0)
        order = compare_numbers(a->box.y, b->box.y);
    if (order == 0)
        order = compare_numbers(a->box.x, b->box.x);
    if (order == 0)
        order = compare_numbers(sladd_box_area(a->box), sladd_box_area(b->box));
    return order != 0 ? order : compare_numbers(a->score, b->score);
}

void sladd_regions_sort(struct sladd_regions *list) {
    if (list->count > 1)
        qsort(list->items, list->count, sizeof *list->items, compare_regions);
}

const char *sladd_kind_name(enum sladd_kind kind) {
    static const char *const names[] = {
        [SLADD_FACE] = "face", [SLADD_TEXT] = "text", [SLADD_CODE] = "code", [SLADD_MANUAL] = "manual"};
    return array_word(names, sizeof names / sizeof *names, kind);
}

const char *sladd_holds_name(enum sladd_holds holds) {
    static const char *const names[] = {
#define X(code, name) name,
        SLADD_HOLDINGS(X)
#undef X
    };
    return holds != SLADD_HOLDS_NOTHING ? array_word(names, SLADD_HOLDS_COUNT, holds) : NULL;
}

const char *sladd_voice_name(enum sladd_voice voice) {
    static const char *const names[] = {
#define X(code, name) name,
        SLADD_VOICES(X)
#undef X
    };
    return voice != SLADD_VOICE_UNKNOWN ? array_word(names, SLADD_VOICE_COUNT, voice) : NULL;
}

const char *sladd_action_name(enum sladd_action action) {
    return action == SLADD_KEEP ? "keep" : "redact";
}
