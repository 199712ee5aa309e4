/* Growing arrays and checked sizes. */
#ifndef BASE_ARRAY_H
#define BASE_ARRAY_H

#include <stdbool.h>
#include <stddef.h>

/* Make room for `needed` items of `size` bytes in `*items` (realloc, doubling). False: out of memory or overflow, and
 * nothing has changed. */
bool array_grow(void **items, size_t *capacity, size_t needed, size_t size);

/* Room for `count` items of `size` bytes each, as malloc gives it and as calloc does, but NULL on overflow; neither may
 * be 0. */
void *array_new(size_t count, size_t size);
void *array_new_zero(size_t count, size_t size);

/* The place of the first item in a sorted array that does not come before `key`, `count` where all do. `compare` is as
 * that of bsearch(3), which may find any of several that are equal: the key first, then the item. */
size_t array_first(const void *key, const void *items, size_t count, size_t size,
                   int compare(const void *key, const void *item));

/* How many items of such an array are equal to `key`; `*first` is the place of the first, as array_first has it. */
size_t array_equal(const void *key, const void *items, size_t count, size_t size,
                   int compare(const void *key, const void *item), size_t *first);

/* Which of `count` words has this number, which may come from anywhere; "unknown": none of them. */
const char *array_word(const char *const *words, size_t count, size_t number);

#endif
