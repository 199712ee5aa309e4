/* Many names, and of them those that are a slip of the pen away from a text, without comparing it with all of them. */
#ifndef CONSENT_NEAR_INDEX_H
#define CONSENT_NEAR_INDEX_H

#include "consent/slip_rows.h"

/* A name among others in the order of strcmp. */
struct sorted_name {
    const char *name;
    const void *of; /* whatever the caller knows it by */
    size_t shared;  /* so many bytes begin it as they begin the name before */
    size_t leap;    /* the place of the first name behind it that shares fewer of its own */
};

struct sorted_names {
    struct sorted_name *items;
    size_t count, room;
};

/* The names as they are, borrowed, and backward, owned. Zero-initialise, add the names, and sort them before the first
 * walk. */
struct near_index {
    struct sorted_names ways[2];
};

bool near_index_add(struct near_index *index, const char *name, const void *of); /* false: out of memory */
void near_index_sort(struct near_index *index);
void near_index_clear(struct near_index *index);

/* A walk through the names for all that are at most SLIPS_MOST from a text. What many of them begin with is compared
 * once, and those that begin with what is too far already are leapt over. Where names are many they differ early, and
 * nearly all of these are two slips away there: so the first way finds those whose last slip is not in the first part
 * of the text, and the second, from behind, those whose last slip is not in the other part. */
struct near_walk {
    const struct near_index *index;
    size_t way, at, depth;
    char backward[SLIPS_LONGEST + 1];
    size_t strict[2];
    const char *texts[2];
    struct slip_rows rows;
};

/* `text` is borrowed. */
void near_walk_begin(struct near_walk *walk, const struct near_index *index, const char *text);

/* The next name, as the caller knows it, and how many slips away it is. Some come twice. False: there are no more. */
bool near_walk_next(struct near_walk *walk, const void **of, size_t *slips);

#endif
