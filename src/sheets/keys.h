/* Short names of people, and names that are nearly the same. */
#ifndef SHEETS_KEYS_H
#define SHEETS_KEYS_H

#include "sheets/roll.h"

/* A key for somebody new: "kari-nordmann", which nobody on the roll has, made of the letters and digits of ASCII that
 * the name's own are closest to. Owned by the caller; NULL: out of memory. */
char *key_make(const struct roll *roll, const char *name);

/* What is left of a name when accents, blanks and hyphens go: two names with the same bones are nearly the same. Owned
 * by the caller; NULL: out of memory. */
char *name_bones(const char *name);

#endif
