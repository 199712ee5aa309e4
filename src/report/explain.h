/* The decisions about a photo in words, for somebody who does not read JSON. */
#ifndef REPORT_EXPLAIN_H
#define REPORT_EXPLAIN_H

#include <jansson.h>
#include <stdio.h>

/* One line a region of the row: what, where, what happens to it, and why, in the language of the locale. */
void explain_row(json_t *row, FILE *to);

/* A name that reports use for a kind, an action or a result, or for the reason of a decision, as a person says it in
 * the language of the locale. A static string; "?" for what is neither. NULL is allowed. */
const char *explain_word(const char *name);
const char *explain_reason(const char *name);

#endif
