/* What was detected in many photos, found by their digests: a hash table (open addressing, linear probing), so that
 * thousands of photos are not looked up line by line. */
#ifndef BASE_DETECTED_SET_H
#define BASE_DETECTED_SET_H

#include "base/detected.h"

/* Zero-initialise to start. */
struct detected_set {
    struct detected *items; /* owned; in the order in which they came */
    size_t count, capacity;
    size_t *slots;     /* numbers of items, from 1; 0: free; owned */
    size_t slot_count; /* a power of two, and at least twice the count */
};

/* What a search of this photo with these boxes filled detected; with `exact` only what a copy may be made of. Borrowed
 * until the next addition; NULL: there is none, or `set` is NULL. */
const struct detected *detected_set_find(const struct detected_set *set, const char *source_sha256, const char *filled,
                                         bool exact);

/* Take `detected` over. False: it was cleared, because as much is known already or memory is out. */
bool detected_set_add(struct detected_set *set, struct detected *detected);

void detected_set_clear(struct detected_set *set);

#endif
