/* Slips of the pen: which word was meant. */
#ifndef CONSENT_NEAREST_H
#define CONSENT_NEAREST_H

#include <stddef.h>

/* How many slips there are between two texts (consent/slip_rows.h); SLIPS_MOST + 1: more than anybody asks for. */
size_t edit_distance(const char *a, const char *b);

/* How many slips a word of this length may have and still be recognised. */
size_t slips_allowed(size_t length);

/* Of `count` candidates the one that `text` is a slip of the pen away from, or NULL. `name_of(candidates, i)`. */
const char *nearest_word(const char *text, const void *candidates, size_t count,
                         const char *(*name_of)(const void *candidates, size_t index));

#endif
