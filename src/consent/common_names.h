/* Names that can be told without knowing who is meant. */
#ifndef CONSENT_COMMON_NAMES_H
#define CONSENT_COMMON_NAMES_H

#include <stdbool.h>

/* Is a word, folded as text_fold does, a first or last name that many people in Norway and Sweden bear? Some of these
 * are ordinary words, too: for whoever must not show a name they are names. */
bool is_common_name(const char *folded);

#endif
