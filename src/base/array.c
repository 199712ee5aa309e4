#include "base/array.h"

#include <stdint.h>
#include <stdlib.h>

bool array_grow(void **items, size_t *capacity, size_t needed, size_t size) {
    if (needed <= *capacity)
        return true;
    size_t wanted = *capacity > SIZE_MAX / 2 ? SIZE_MAX : *capacity * 2;
    if (wanted < 8)
        wanted = 8;
    if (wanted < needed)
        wanted = needed;
    if (wanted > SIZE_MAX / size)
        return false;
    void *grown = realloc(*items, wanted * size);
    if (grown == NULL)
        return false;
    *items = grown;
    *capacity = wanted;
    return true;
}

void *array_new(size_t count, size_t size) {
    return count > SIZE_MAX / size ? NULL : malloc(count * size);
}

void *array_new_zero(size_t count, size_t size) {
    return calloc(count, size);
}

/* The place of the first item that does not come before the key, or of the first `behind` all that are equal to it. */
static size_t bound(const void *key, const void *items, size_t count, size_t size,
                    int compare(const void *key, const void *item), bool behind) {
    size_t low = 0;
    while (count > 0) {
        size_t half = count / 2;
        int order = compare(key, (const char *)items + (low + half) * size);
        bool before = order > 0 || (behind && order == 0);
        low += before ? half + 1 : 0;
        count = before ? count - half - 1 : half;
    }
    return low;
}

size_t array_first(const void *key, const void *items, size_t count, size_t size,
                   int compare(const void *key, const void *item)) {
    return bound(key, items, count, size, compare, false);
}

size_t array_equal(const void *key, const void *items, size_t count, size_t size,
                   int compare(const void *key, const void *item), size_t *first) {
    *first = bound(key, items, count, size, compare, false);
    return bound(key, items, count, size, compare, true) - *first;
}

const char *array_word(const char *const *words, size_t count, size_t number) {
    return number < count ? words[number] : "unknown";
}
