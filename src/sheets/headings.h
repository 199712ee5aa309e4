/* Which column of a sheet says what, told from the headings in its first row (headings.def). */
#ifndef SHEETS_HEADINGS_H
#define SHEETS_HEADINGS_H

#include "sheets/csv.h"

enum column {
    COLUMN_NAME,
    COLUMN_FIRST_NAME,
    COLUMN_LAST_NAME,
    COLUMN_ROLE,
    COLUMN_BORN,
    COLUMN_MINOR,
    COLUMN_PROTECTED,
    COLUMN_AGREES,
    COLUMN_FORM,
    COLUMN_GIVEN_BY,
    COLUMN_CHILD_AGREES,
    COLUMN_DATE,
    COLUMN_STAMP,
    COLUMN_EXPIRES,
    COLUMN_WITHDRAWN,
    COLUMN_CHANNELS,
    COLUMN_COUNT
};

/* Where each column stands in the rows, or -1. */
struct headings {
    int at[COLUMN_COUNT];
    bool used[CSV_MAX_COLUMNS], remarks[CSV_MAX_COLUMNS];
};

/* What a cell says when case, blanks at both ends and runs of them inside do not count: NFC, folded. `heading`: nor a
 * question's number, what stands in brackets (round or square), and punctuation at the end. Owned by the caller; NULL:
 * out of memory. */
char *cell_words(const char *text, bool heading);

/* The column that is called so (an enum column), or -1. */
int column_of_words(const char *words);

/* How many headings are known in the first row. SLADD_NO_MEMORY. */
enum sladd_status headings_known(const struct csv *csv, size_t *count, struct sladd_error *err);

/* SLADD_MANIFEST, with the place: no column says a name; two columns say the same; a heading says something else
 * besides (asides.h); a column that is not known may hold somebody back (restrictions.h), so that leaving it out could
 * mean the opposite of what somebody wrote. Of two columns that say the same, one that is empty (or holds "anonymous"
 * alone, as in exports of Microsoft Forms) does not count.
 */
enum sladd_status headings_read(struct headings *headings, const struct csv *csv, const char *path,
                                struct sladd_error *err);

#endif
