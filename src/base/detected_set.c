#include "base/detected_set.h"

#include "base/array.h"

#include <stdint.h>
#include <stdlib.h>

enum { LEAST_SLOTS = 64 };

/* FNV-1a (Fowler, Noll, Vo), 64 bits. */
static uint64_t hash_text(uint64_t hash, const char *text) {
    for (const char *c = text; *c != '\0'; c++)
        hash = (hash ^ (uint8_t)*c) * 0x100000001B3U;
    return hash;
}

static size_t first_slot(const struct detected_set *set, const char *source_sha256, const char *filled) {
    uint64_t hash = hash_text(hash_text(0xCBF29CE484222325U, source_sha256), filled);
    return (size_t)(hash ^ hash >> 32) & (set->slot_count - 1);
}

const struct detected *detected_set_find(const struct detected_set *set, const char *source_sha256, const char *filled,
                                         bool exact) {
    if (set == NULL || set->slot_count == 0)
        return NULL;
    for (size_t slot = first_slot(set, source_sha256, filled); set->slots[slot] != 0;
         slot = (slot + 1) & (set->slot_count - 1)) {
        const struct detected *item = &set->items[set->slots[slot] - 1];
        if (detected_is_of(item, source_sha256, filled) && (item->exact || !exact))
            return item;
    }
    return NULL;
}

static void put(struct detected_set *set, size_t number) {
    const struct detected *item = &set->items[number - 1];
    size_t slot = first_slot(set, item->source_sha256, item->filled);
    while (set->slots[slot] != 0)
        slot = (slot + 1) & (set->slot_count - 1);
    set->slots[slot] = number;
}

/* Room for one more, with half of the slots free. */
static bool grow(struct detected_set *set) {
    if (!array_grow((void **)&set->items, &set->capacity, set->count + 1, sizeof *set->items))
        return false;
    if (set->slot_count >= 2 * (set->count + 1))
        return true;
    size_t more = set->slot_count == 0 ? LEAST_SLOTS : 2 * set->slot_count;
    size_t *slots = array_new_zero(more, sizeof *slots);
    if (slots == NULL)
        return false;
    free(set->slots);
    set->slots = slots;
    set->slot_count = more;
    for (size_t number = 1; number <= set->count; number++)
        put(set, number);
    return true;
}

bool detected_set_add(struct detected_set *set, struct detected *detected) {
    if (detected_set_find(set, detected->source_sha256, detected->filled, detected->exact) != NULL || !grow(set)) {
        detected_clear(detected);
        return false;
    }
    set->items[set->count++] = *detected;
    put(set, set->count);
    *detected = (struct detected){0};
    return true;
}

void detected_set_clear(struct detected_set *set) {
    for (size_t i = 0; i < set->count; i++)
        detected_clear(&set->items[i]);
    free(set->items);
    free(set->slots);
    *set = (struct detected_set){0};
}
