/* What a heading says besides the words by which it is known: in brackets, or behind a dash or a colon. "Consent (only
 * the intranet)" is no column of consents for every channel. */
#ifndef SHEETS_ASIDES_H
#define SHEETS_ASIDES_H

#include "sheets/headings.h"

/* Cut a heading's words in place where a dash or a colon parts them. What stood behind it; NULL: there is none. */
char *aside_cut(char *words);

/* Is all that stands beside the words of this column known to change nothing: a hint how to fill it in, its answers, or
 * another of its names? Whatever is not known may be a restriction. SLADD_NO_MEMORY: nobody can tell. */
enum sladd_status asides_are_harmless(const char *heading, enum column column, bool *harmless, struct sladd_error *err);

#endif
