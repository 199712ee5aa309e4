/* The rows of a sheet: one person each, with at most one consent. */
#ifndef SHEETS_ENTRIES_H
#define SHEETS_ENTRIES_H

#include "consent/manifest.h"
#include "sheets/decode.h"

#include <stdio.h>

/* What one row says. Zero is "says nothing". */
struct entry {
    char *name;
    enum role role;
    struct sladd_date born;
    enum answer minor, protected_identity;
    bool has_consent;
    bool no_channel;    /* the sheet has a column for channels, and this row none in it: a consent covers none */
    bool every_channel; /* the cell says so */
    bool declines;      /* "do you consent?" - "no" */
    bool stamped;       /* the date is when the form was sent in: nobody wrote it */
    struct consent consent;
    int line;
};

struct sheet {
    const char *path;        /* borrowed */
    struct sladd_date today; /* set by who has the sheet read: ages are compared as of it; year 0: they are not */
    struct entry *entries;
    size_t count;
    enum sheet_encoding encoding;
    bool has_channels; /* there is a column for them */
    char *unused;      /* headings of columns that hold something and say nothing to sladd, with commas; or NULL */
    /* What is wrong with rows: each a text with FILE:LINE:COLUMN. A sheet that has any is not to be used. */
    char **problems;
    size_t problem_count, problem_capacity;
};

/* Read a sheet. SLADD_OK also when rows have problems; SLADD_MANIFEST when it is no sheet at all, its headings cannot
 * be understood, or it has no rows. Cleared with sheet_clear in every case. */
enum sladd_status sheet_read(struct sheet *sheet, struct span raw, const char *path, struct sladd_error *err);

/* One more problem, in the words of `err`. False: out of memory. */
bool sheet_add_problem(struct sheet *sheet, const struct sladd_error *err);
void sheet_clear(struct sheet *sheet);

#endif
