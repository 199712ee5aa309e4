/* Short names of people, and names that are nearly the same. */
#ifndef SHEETS_KEYS_H
#define SHEETS_KEYS_H

#include "sheets/roll.h"

#include <stdbool.h>

/* A key for somebody new: "kari-nordmann", which nobody on the roll has, made of the letters and digits of ASCII that
 * the name's own are closest to. Owned by the caller; NULL: out of memory. */
char *key_make(const struct roll *roll, const char *name);

/* Does somebody have this key already? */
typedef bool key_taken(const void *context, const char *key);

/* The same where `taken` says who has which; about `count` keys are. */
char *key_make_untaken(const char *name, key_taken *taken, const void *context, size_t count);

/* What is left of a name when accents, blanks and hyphens go: two names with the same bones are nearly the same. Owned
 * by the caller; NULL: out of memory. */
char *name_bones(const char *name);

/* The same with the words in the order of the alphabet: "Moe, Kari" is nearly "Kari Moe". */
char *name_sorted_bones(const char *name);

#endif
