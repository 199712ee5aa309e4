#include "sheets/csv.h"

#include "base/array.h"
#include "consent/tree.h"

#include <stdlib.h>
#include <string.h>

struct scanner {
    struct csv *csv;
    const char *at, *end, *path;
    char *to; /* where the next byte of a field goes: into the text itself, at or before `at` */
    char separator;
    int line, column;
    struct sladd_error *err;
};

#define REFUSE_AT(scanner, ...)                                                                                        \
    complain((scanner)->err, (scanner)->path, (scanner)->line, (scanner)->column, __VA_ARGS__)

void csv_clear(struct csv *csv) {
    free(csv->fields);
    free(csv->rows);
    free(csv->buffer);
    *csv = (struct csv){0};
}

struct csv_field csv_field(const struct csv *csv, size_t row, size_t column) {
    const struct csv_row *at = &csv->rows[row];
    return column < at->count ? csv->fields[at->first + column] : (struct csv_field){"", at->line, 1};
}

static bool at_line_end(const struct scanner *scanner) {
    return scanner->at == scanner->end || *scanner->at == '\n' || *scanner->at == '\r';
}

/* One step on; CR LF is one line end. */
static void advance(struct scanner *scanner) {
    char byte = *scanner->at++;
    if (byte == '\n' || (byte == '\r' && (scanner->at == scanner->end || *scanner->at != '\n'))) {
        scanner->line++;
        scanner->column = 1;
    } else if (((unsigned char)byte & 0xC0) != 0x80) {
        scanner->column++;
    }
}

static enum sladd_status copy_byte(struct scanner *scanner, const char *field) {
    unsigned char byte = (unsigned char)*scanner->at;
    if ((byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7F)
        return REFUSE_AT(scanner, "a control character; clear this cell and write it anew");
    if (scanner->to - field >= CSV_MAX_FIELD)
        return REFUSE_AT(scanner, "a field of more than %d bytes; is a quotation mark missing before this place?",
                         CSV_MAX_FIELD);
    *scanner->to++ = (char)byte;
    advance(scanner);
    return SLADD_OK;
}

static enum sladd_status read_quoted(struct scanner *scanner, const char *field) {
    int line = scanner->line, column = scanner->column;
    advance(scanner);
    for (;;) {
        if (scanner->at == scanner->end)
            return complain(scanner->err, scanner->path, line, column,
                            "this quotation mark is never closed; close it, or remove it");
        bool quote = *scanner->at == '"';
        if (quote && (scanner->at + 1 == scanner->end || scanner->at[1] != '"'))
            break;
        if (quote)
            advance(scanner);
        enum sladd_status status = copy_byte(scanner, field);
        if (status != SLADD_OK)
            return status;
    }
    advance(scanner);
    if (!at_line_end(scanner) && *scanner->at != scanner->separator)
        return REFUSE_AT(
            scanner, "text after the quotation mark that ends a field; write a quotation mark inside a field twice");
    return SLADD_OK;
}

static enum sladd_status read_plain(struct scanner *scanner, const char *field) {
    while (!at_line_end(scanner) && *scanner->at != scanner->separator) {
        if (*scanner->at == '"')
            return REFUSE_AT(
                scanner,
                "a quotation mark inside a field without quotes; quote the whole field, and write the mark twice");
        enum sladd_status status = copy_byte(scanner, field);
        if (status != SLADD_OK)
            return status;
    }
    return SLADD_OK;
}

/* One field and what ends it, which is overwritten by the field's own end. */
static enum sladd_status read_field(struct scanner *scanner, bool *row_ends) {
    struct csv *csv = scanner->csv;
    struct csv_row *row = &csv->rows[csv->row_count];
    struct csv_field field = {scanner->to, scanner->line, scanner->column};
    bool quoted = scanner->at < scanner->end && *scanner->at == '"';
    if (row->count == CSV_MAX_COLUMNS)
        return REFUSE_AT(scanner, "more than %d columns; delete those that sladd has no use for", CSV_MAX_COLUMNS);
    enum sladd_status status = quoted ? read_quoted(scanner, field.text) : read_plain(scanner, field.text);
    if (status != SLADD_OK)
        return status;
    if (!array_grow((void **)&csv->fields, &csv->field_capacity, csv->field_count + 1, sizeof *csv->fields))
        return fail_memory(scanner->err);
    csv->fields[csv->field_count++] = field;
    row->count++;
    *row_ends = at_line_end(scanner);
    if (scanner->at < scanner->end) {
        bool two = *scanner->at == '\r' && scanner->at + 1 < scanner->end && scanner->at[1] == '\n';
        advance(scanner);
        if (two)
            advance(scanner);
    }
    *scanner->to++ = '\0';
    return SLADD_OK;
}

static bool is_blank(const char *text) {
    return text[strspn(text, " \t\r\n")] == '\0';
}

/* Is there any text beyond the columns that the first row has? */
static const struct csv_field *find_surplus(const struct csv *csv, const struct csv_row *row) {
    for (size_t i = csv->row_count > 0 ? csv->rows[0].count : row->count; i < row->count; i++)
        if (!is_blank(csv->fields[row->first + i].text))
            return &csv->fields[row->first + i];
    return NULL;
}

static enum sladd_status read_row(struct scanner *scanner) {
    struct csv *csv = scanner->csv;
    if (csv->row_count == CSV_MAX_ROWS)
        return REFUSE_AT(scanner, "more than %d rows; split the sheet", CSV_MAX_ROWS);
    if (!array_grow((void **)&csv->rows, &csv->row_capacity, csv->row_count + 1, sizeof *csv->rows))
        return fail_memory(scanner->err);
    struct csv_row *row = &csv->rows[csv->row_count];
    *row = (struct csv_row){csv->field_count, 0, scanner->line};
    bool ends = false, blank = true;
    while (!ends) {
        enum sladd_status status = read_field(scanner, &ends);
        if (status != SLADD_OK)
            return status;
        blank = blank && is_blank(csv->fields[csv->field_count - 1].text);
    }
    const struct csv_field *surplus = find_surplus(csv, row);
    if (surplus != NULL)
        return complain(
            scanner->err, scanner->path, surplus->line, surplus->column,
            "this row has more fields than there are headings; put a field that holds a separator in quotes");
    if (blank)
        csv->field_count = row->first;
    else
        csv->row_count++;
    return SLADD_OK;
}

enum sladd_status csv_parse(struct csv *csv, struct span text, char separator, size_t most_rows, const char *path,
                            struct sladd_error *err) {
    *csv = (struct csv){.buffer = malloc(text.size + 2)};
    if (csv->buffer == NULL)
        return fail_memory(err);
    if (text.size > 0)
        memcpy(csv->buffer, text.data, text.size);
    struct scanner scanner = {.csv = csv,
                              .at = csv->buffer,
                              .end = csv->buffer + text.size,
                              .path = path,
                              .to = csv->buffer,
                              .separator = separator,
                              .line = 1,
                              .column = 1,
                              .err = err};
    enum sladd_status status = SLADD_OK;
    while (status == SLADD_OK && scanner.at < scanner.end && csv->row_count < most_rows)
        status = read_row(&scanner);
    if (status != SLADD_OK)
        csv_clear(csv);
    return status;
}
