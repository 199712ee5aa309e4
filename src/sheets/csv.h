/* Comma-separated values (RFC 4180) as spreadsheets write them: also with semicolons or tabs, and with line ends of any
 * kind. Quoted fields may hold separators, doubled quotes and line ends. Strict: a quote that does not belong, a
 * control character, a row longer than the first, or anything beyond the limits ends the reading with its line and
 * column. */
#ifndef SHEETS_CSV_H
#define SHEETS_CSV_H

#include "base/bytes.h"

enum { CSV_MAX_ROWS = 10000, CSV_MAX_COLUMNS = 256, CSV_MAX_FIELD = 32767 /* bytes; Excel's own limit of a cell */ };

struct csv_field {
    const char *text; /* UTF-8 */
    int line, column; /* 1-based; columns count characters */
};

struct csv_row {
    size_t first, count; /* of the fields */
    int line;
};

/* Rows without any text are left out, so that the first row is that of the headings. */
struct csv {
    struct csv_field *fields;
    size_t field_count, field_capacity;
    struct csv_row *rows;
    size_t row_count, row_capacity;
    char *buffer;
};

/* Read at most `most_rows` rows. `text` is UTF-8 without NUL. On failure nothing is to be cleared, and `err->text`
 * begins with FILE:LINE:COLUMN (SLADD_MANIFEST). */
enum sladd_status csv_parse(struct csv *csv, struct span text, char separator, size_t most_rows, const char *path,
                            struct sladd_error *err);
void csv_clear(struct csv *csv);

/* The field of a row; an empty one where the row is shorter. */
struct csv_field csv_field(const struct csv *csv, size_t row, size_t column);

#endif
