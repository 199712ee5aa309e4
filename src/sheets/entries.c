#include "sheets/entries.h"

#include "base/array.h"
#include "base/ascii.h"
#include "base/date.h"
#include "base/memstream.h"
#include "consent/tree.h"
#include "sheets/cells.h"
#include "sheets/restrictions.h"

#include <stdlib.h>
#include <string.h>

struct rows {
    struct csv csv;
    struct headings headings;
};

static void entry_clear(struct entry *entry) {
    for (size_t i = 0; i < entry->consent.channel_count; i++)
        free(entry->consent.channels[i]);
    free(entry->consent.channels);
    free(entry->name);
    *entry = (struct entry){0};
}

void sheet_clear(struct sheet *sheet) {
    for (size_t i = 0; i < sheet->count; i++)
        entry_clear(&sheet->entries[i]);
    for (size_t i = 0; i < sheet->problem_count; i++)
        free(sheet->problems[i]);
    free(sheet->entries);
    free(sheet->problems);
    free(sheet->unused);
    *sheet = (struct sheet){0};
}

bool sheet_add_problem(struct sheet *sheet, const struct sladd_error *err) {
    if (!array_grow((void **)&sheet->problems, &sheet->problem_capacity, sheet->problem_count + 1,
                    sizeof *sheet->problems))
        return false;
    sheet->problems[sheet->problem_count] = strdup(err->text);
    return sheet->problems[sheet->problem_count++] != NULL;
}

/* The comma, the semicolon or the tab: whichever makes the most headings that are known. */
static enum sladd_status choose_separator(struct span text, const char *path, char *separator,
                                          struct sladd_error *err) {
    static const char separators[] = ",;\t";
    size_t best = 0;
    struct sladd_error first = {0};
    *separator = ',';
    for (const char *c = separators; *c != '\0'; c++) {
        struct csv csv;
        struct sladd_error why = {0};
        enum sladd_status status = csv_parse(&csv, text, *c, 1, path, &why);
        size_t known = 0;
        if (status == SLADD_OK) {
            status = headings_known(&csv, &known, &why);
            csv_clear(&csv);
        }
        if (status == SLADD_NO_MEMORY)
            return fail_memory(err);
        if (status != SLADD_OK && first.status == SLADD_OK)
            first = why;
        if (known > best) {
            best = known;
            *separator = *c;
        }
    }
    if (best > 0 || first.status == SLADD_OK)
        return SLADD_OK;
    *err = first;
    return first.status;
}

/* "sep=;" on the first line, as Excel writes it for itself. Counts as a line. */
static bool takes_separator_line(struct span *text, char *separator) {
    if (text->size < 6 || !SPAN_STARTS(*text, "sep=") || (text->data[5] != '\n' && text->data[5] != '\r'))
        return false;
    *separator = (char)text->data[4];
    return *separator == ',' || *separator == ';' || *separator == '\t';
}

static enum sladd_status refuse_nameless(const struct cell *cell, struct sladd_error *err) {
    return complain(err, cell->path, cell->line, cell->column, "this row has no name; write one, or delete the row");
}

static enum sladd_status join_name(const struct rows *rows, size_t row, const char *path, struct entry *entry,
                                   struct sladd_error *err) {
    const struct cell first = cell_of(&rows->csv, &rows->headings, row, COLUMN_FIRST_NAME, path);
    const struct cell last = cell_of(&rows->csv, &rows->headings, row, COLUMN_LAST_NAME, path);
    char *given = NULL, *family = NULL;
    enum sladd_status status = cell_text(&first, &given, err);
    if (status == SLADD_OK)
        status = cell_text(&last, &family, err);
    if (status == SLADD_OK && (given == NULL || family == NULL))
        status = refuse_nameless(&first, err);
    if (status == SLADD_OK && asprintf(&entry->name, "%s %s", given, family) < 0) {
        entry->name = NULL;
        status = fail_memory(err);
    }
    free(given);
    free(family);
    return status;
}

static enum sladd_status read_name(const struct rows *rows, size_t row, const char *path, struct entry *entry,
                                   struct sladd_error *err) {
    const bool whole = rows->headings.at[COLUMN_NAME] >= 0;
    const struct cell cell = cell_of(&rows->csv, &rows->headings, row, whole ? COLUMN_NAME : COLUMN_FIRST_NAME, path);
    enum sladd_status status = whole ? cell_text(&cell, &entry->name, err) : join_name(rows, row, path, entry, err);
    if (status == SLADD_OK && entry->name == NULL)
        return refuse_nameless(&cell, err);
    bool may = false;
    if (status == SLADD_OK)
        status = name_may_restrict(entry->name, &may, err);
    if (status == SLADD_OK && may)
        return complain(err, path, cell.line, cell.column,
                        "'%s' is more than a name, and may hold somebody back; write the name alone, and the rest into "
                        "a column of 'man sladd-import' (consents, withdrawn, protected identity, minor ...)",
                        shown(entry->name).text);
    return status;
}

/* Read the cell of a column with one of the readers of cells.h, unless something failed before. */
#define READ(status, column, call)                                                                                     \
    do {                                                                                                               \
        const struct cell cell = cell_of(&rows->csv, &rows->headings, row, column, path);                              \
        if ((status) == SLADD_OK)                                                                                      \
            (status) = call;                                                                                           \
    } while (false)

static enum sladd_status read_values(const struct rows *rows, size_t row, const char *path, struct entry *entry,
                                     enum answer *agrees, struct sladd_error *err) {
    struct consent *consent = &entry->consent;
    int role = 0, form = 0, giver = 0;
    enum sladd_status status = SLADD_OK;
    READ(status, COLUMN_ROLE, cell_word(&cell, COLUMN_ROLE, &role, err));
    READ(status, COLUMN_BORN, cell_date(&cell, &entry->born, err));
    READ(status, COLUMN_MINOR, cell_answer(&cell, &entry->minor, err));
    READ(status, COLUMN_PROTECTED, cell_answer(&cell, &entry->protected_identity, err));
    READ(status, COLUMN_AGREES, cell_answer(&cell, agrees, err));
    READ(status, COLUMN_FORM, cell_word(&cell, COLUMN_FORM, &form, err));
    READ(status, COLUMN_GIVEN_BY, cell_word(&cell, COLUMN_GIVEN_BY, &giver, err));
    READ(status, COLUMN_CHILD_AGREES, cell_answer(&cell, &consent->child_agrees, err));
    READ(status, COLUMN_DATE, cell_date(&cell, &consent->date, err));
    READ(status, COLUMN_EXPIRES, cell_date(&cell, &consent->expires, err));
    READ(status, COLUMN_WITHDRAWN, cell_date(&cell, &consent->withdrawn, err));
    READ(status, COLUMN_CHANNELS, cell_channels(&cell, consent, &entry->every_channel, err));
    entry->role = (enum role)role;
    consent->form = (enum form)form;
    consent->given_by = (enum giver)giver;
    return status;
}

static bool says_something(const struct entry *entry) {
    const struct consent *consent = &entry->consent;
    return consent->form != FORM_UNKNOWN || consent->given_by != GIVER_UNKNOWN ||
           consent->child_agrees != ANSWER_NONE || consent->date.year > 0 || consent->expires.year > 0 ||
           consent->withdrawn.year > 0 || consent->has_channels || entry->every_channel;
}

/* Does the row tell of a consent at all? Where the sheet asks, only a yes does. */
static enum sladd_status judge_consent(const struct rows *rows, size_t row, const char *path, enum answer agrees,
                                       struct entry *entry, struct sladd_error *err) {
    bool asks = rows->headings.at[COLUMN_AGREES] >= 0;
    const struct consent *consent = &entry->consent;
    bool withdraws_only = agrees != ANSWER_YES && consent->withdrawn.year > 0;
    if (asks && agrees == ANSWER_NONE && !withdraws_only && says_something(entry)) {
        const struct cell cell = cell_of(&rows->csv, &rows->headings, row, COLUMN_AGREES, path);
        return complain(err, path, cell.line, cell.column,
                        "did they consent? The cell in '%s' is empty; write yes or no", shown(cell.heading).text);
    }
    entry->declines = asks && agrees == ANSWER_NO && !withdraws_only;
    entry->has_consent = !entry->declines && (agrees == ANSWER_YES || says_something(entry));
    entry->no_channel = !entry->declines && rows->headings.at[COLUMN_CHANNELS] >= 0 && !entry->every_channel &&
                        consent->channel_count == 0;
    /* A row that takes a consent back need not say again what that was for. */
    entry->consent.has_channels = consent->has_channels || (entry->no_channel && consent->withdrawn.year == 0);
    enum sladd_status status = SLADD_OK;
    if (entry->has_consent && consent->date.year == 0 && !withdraws_only && rows->headings.at[COLUMN_DATE] < 0) {
        READ(status, COLUMN_STAMP, cell_date(&cell, &entry->consent.date, err));
        entry->stamped = status == SLADD_OK && entry->consent.date.year > 0;
    }
    bool both = consent->date.year > 0 && consent->expires.year > 0;
    if (status == SLADD_OK && both && date_compare(consent->expires, consent->date) < 0)
        status = complain(err, path, entry->line, 1, "this consent ends before it was given; correct one of the dates");
    return status;
}

/* Of a cell in a column that is not read. Remarks on somebody who says no hold nobody back that is not held already. */
static enum sladd_status may_restrict(const struct rows *rows, size_t column, const struct cell *cell,
                                      const struct entry *entry, bool *may, struct sladd_error *err) {
    *may = false;
    if (rows->headings.used[column] || ascii_same(cell->text, "anonymous"))
        return SLADD_OK;
    if (rows->headings.remarks[column] && !entry->declines)
        return remark_may_restrict(cell->text, may, err);
    const enum sladd_status status = cell_is_answer(cell, may, err);
    return *may ? status : text_may_restrict(cell->text, may, err);
}

/* What stands in a column that is not read must not be a no, or a word of somebody who is to be held back. Whoever has
 * to correct the row is told of all its cells, within reason. */
static enum sladd_status judge_unread(struct sheet *sheet, const struct rows *rows, size_t row,
                                      const struct entry *entry, struct sladd_error *err) {
    enum { MOST = 8 };
    size_t told = 0;
    for (size_t i = 0; i < rows->csv.rows[row].count && told < MOST; i++) {
        const struct csv_field field = csv_field(&rows->csv, row, i), heading = csv_field(&rows->csv, 0, i);
        const struct cell cell = {field.text, heading.text, sheet->path, field.line, field.column};
        struct sladd_error why = {0};
        bool may;
        const enum sladd_status status = may_restrict(rows, i, &cell, entry, &may, err);
        if (status != SLADD_OK)
            return status;
        if (!may)
            continue;
        (void)complain(&why, sheet->path, field.line, field.column,
                       "'%s' in '%s' may hold somebody back, and sladd does not read that column; write what it says "
                       "into a column of 'man sladd-import' (consents, withdrawn, protected identity, minor ...), then "
                       "empty the cell or delete the column",
                       shown(field.text).text, shown(heading.text).text);
        if (!sheet_add_problem(sheet, &why))
            return fail_memory(err);
        told++;
    }
    return SLADD_OK;
}

static enum sladd_status read_entry(struct sheet *sheet, const struct rows *rows, size_t row, struct entry *entry,
                                    struct sladd_error *err) {
    enum answer agrees = ANSWER_NONE;
    entry->line = rows->csv.rows[row].line;
    enum sladd_status status = read_name(rows, row, sheet->path, entry, err);
    if (status == SLADD_OK)
        status = read_values(rows, row, sheet->path, entry, &agrees, err);
    if (status == SLADD_OK)
        status = judge_consent(rows, row, sheet->path, agrees, entry, err);
    return status == SLADD_OK ? judge_unread(sheet, rows, row, entry, err) : status;
}

/* Headings that were not used, of columns that hold something. What forms write by themselves is no news. */
static bool list_unused(const struct rows *rows, struct sheet *sheet) {
    size_t size = 0;
    FILE *stream = open_memstream(&sheet->unused, &size);
    bool any = false;
    for (size_t i = 0; stream != NULL && i < rows->csv.rows[0].count; i++) {
        const char *heading = csv_field(&rows->csv, 0, i).text;
        bool holds = false;
        for (size_t row = 1; row < rows->csv.row_count && !holds; row++)
            holds = csv_field(&rows->csv, row, i).text[0] != '\0';
        if (rows->headings.used[i] || !holds)
            continue;
        (void)fprintf(stream, "%s%s", any ? ", " : "", shown(heading[0] != '\0' ? heading : "?").text);
        any = true;
    }
    bool good = memstream_close(stream, &sheet->unused);
    if (!any) {
        free(sheet->unused);
        sheet->unused = NULL;
    }
    return good;
}

static enum sladd_status read_rows(struct sheet *sheet, const struct rows *rows, struct sladd_error *err) {
    size_t count = rows->csv.row_count;
    if (count < 2)
        return complain(err, sheet->path, 1, 1, "there are no people below the headings");
    sheet->entries = array_new_zero(count, sizeof *sheet->entries);
    if (sheet->entries == NULL || !list_unused(rows, sheet))
        return fail_memory(err);
    sheet->has_channels = rows->headings.at[COLUMN_CHANNELS] >= 0;
    for (size_t row = 1; row < count; row++) {
        struct sladd_error why = {0};
        enum sladd_status status = read_entry(sheet, rows, row, &sheet->entries[sheet->count++], &why);
        if (status == SLADD_MANIFEST)
            status = sheet_add_problem(sheet, &why) ? SLADD_OK : fail_memory(&why);
        if (status != SLADD_OK) {
            *err = why;
            return status;
        }
    }
    return SLADD_OK;
}

enum sladd_status sheet_read(struct sheet *sheet, struct span raw, const char *path, struct sladd_error *err) {
    struct rows rows = {0};
    struct bytes text;
    char separator;
    *sheet = (struct sheet){.path = path};
    enum sladd_status status = sheet_decode(raw, path, &text, &sheet->encoding, err);
    if (status != SLADD_OK)
        return status;
    struct span plain = bytes_span(&text);
    if (takes_separator_line(&plain, &separator))
        memset(text.data, ' ', 5); /* a blank line, which is no row */
    else
        status = choose_separator(plain, path, &separator, err);
    if (status == SLADD_OK)
        status = csv_parse(&rows.csv, plain, separator, SIZE_MAX, path, err);
    bytes_clear(&text);
    if (status == SLADD_OK)
        status = headings_read(&rows.headings, &rows.csv, path, err);
    if (status == SLADD_OK)
        status = read_rows(sheet, &rows, err);
    csv_clear(&rows.csv);
    return status;
}
