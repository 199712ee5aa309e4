/* People's names as they are compared. */
#ifndef BASE_NAMES_H
#define BASE_NAMES_H

#include <stdbool.h>

/* Are two names (UTF-8) the same after canonical normalisation (Unicode NFC) and full case folding, whatever the
 * locale? Nothing else is forgiven: a doubtful name is another name. An empty one is nobody's, and so is one that is
 * not UTF-8. */
bool same_name(const char *a, const char *b);

/* What same_name compares: two names are the same where these are the same bytes, for whoever compares one of them
 * often. Owned by the caller; NULL: nobody's name, or out of memory. */
char *name_key(const char *name);

/* The name of a file, or a path, as a person sees it: canonically normalised (NFC) and case-folded, with '/' for '\\'.
 * Bytes that are not UTF-8 are read as Latin-1. Owned by the caller; NULL: out of memory. */
char *name_fold(const char *name);

/* Of a folded path, what is left when everything goes that people leave out, add or spell in two ways: the ending,
 * blanks and punctuation, accents, leading zeros, and "ae" or "oe" for a letter of their own. Two names with one
 * skeleton are doubtful, not equal. Owned by the caller; NULL: out of memory. */
char *name_skeleton(const char *folded);

/* What a line of text says, for comparing: full case folding, compatibility decomposition (Unicode NFKD), without marks
 * (general category M), white space and what is not drawn (Default_Ignorable_Code_Point). Letters without a
 * decomposition, such as o with a stroke, stay themselves. Owned by the caller; NULL: not UTF-8, or out of memory. */
char *text_fold(const char *line);

/* May two names be the same, as text_fold reads them, the first of which is folded already (NULL: it cannot be)? For
 * where a name hides somebody; where it shows somebody, same_name is asked. An empty one is nobody's; what cannot be
 * read, or for want of memory, may be any. */
bool alike_name(const char *folded, const char *name);

#endif
