/* A cell as the value that it stands for. Whatever is not clearly one of the values known is refused with its place,
 * and what to write instead; an empty cell says nothing and leaves the value as it was. Errors are SLADD_MANIFEST,
 * but for SLADD_NO_MEMORY. */
#ifndef SHEETS_CELLS_H
#define SHEETS_CELLS_H

#include "consent/manifest.h"
#include "sheets/headings.h"

/* A cell with where it comes from, and its column's heading for messages; borrowed. */
struct cell {
    const char *text, *heading, *path;
    int line, column;
};

/* The cell of a row in a column of this kind; its `text` is NULL where the sheet has no such column. */
struct cell cell_of(const struct csv *csv, const struct headings *headings, size_t row, enum column column,
                    const char *path);

/* Do folded words mean a value of this column (words.def)? */
bool word_value(enum column column, const char *words, int *value);

/* The bytes of a list before its next separator, a word among them, that stands in no round brackets; `*separator`: the
 * separator's own, 0 at the end. */
size_t list_part(const char *text, size_t *separator);

/* Is it a yes or a no, and nothing else? */
enum sladd_status cell_is_answer(const struct cell *cell, bool *is, struct sladd_error *err);

/* Is nothing written there? */
enum sladd_status cell_is_empty(const struct cell *cell, bool *empty, struct sladd_error *err);

/* A text for a manifest: without blanks at its ends, on one line, without control characters, at most CELL_MAX_TEXT
 * bytes; no formula and no spreadsheet's error (#REF!). `*text` is the caller's; NULL when the cell is empty. */
enum { CELL_MAX_TEXT = 200 };
enum sladd_status cell_text(const struct cell *cell, char **text, struct sladd_error *err);

/* 2026-05-01, 2026/05/01, 01.05.2026 or 1.5.2026, and where it is clear 13/05/2026; a time of day behind it counts for
 * nothing. 05/01/2026 is refused: it is another day in each half of the world. */
enum sladd_status cell_date(const struct cell *cell, struct sladd_date *date, struct sladd_error *err);

/* One of the words of words.def for ROLE, FORM or GIVEN_BY. */
enum sladd_status cell_word(const struct cell *cell, enum column column, int *value, struct sladd_error *err);
enum sladd_status cell_answer(const struct cell *cell, enum answer *answer, struct sladd_error *err);

/* A list with commas, semicolons, slashes, line ends or "and" between the channels. `has_channels` is set where the
 * cell says which (none of them, perhaps), `*every` where it says all. The channels are the consent's to free. */
enum sladd_status cell_channels(const struct cell *cell, struct consent *consent, bool *every, struct sladd_error *err);

#endif
