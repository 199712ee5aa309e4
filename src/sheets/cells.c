#include "sheets/cells.h"

#include "base/array.h"
#include "base/ascii.h"
#include "base/date.h"
#include "base/utf8.h"
#include "consent/tree.h"
#include "sheets/restrictions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REFUSE(cell, err, ...) complain(err, (cell)->path, (cell)->line, (cell)->column, __VA_ARGS__)

enum channel {
    CHANNEL_WEB,
    CHANNEL_INSTAGRAM,
    CHANNEL_FACEBOOK,
    CHANNEL_INTERNAL,
    CHANNEL_PRINT,
    CHANNEL_EVERY,
    CHANNEL_NONE
};

/* The names of channels as manifests have them. */
static const char *const channel_names[] = {"web", "instagram", "facebook", "internal", "print"};

enum { COLUMN_ANSWERS = COLUMN_COUNT }; /* words of every column of yes and no */

static const struct {
    int column, value;
    const char *words;
} known[] = {
#define WORD(column, value, words) {COLUMN_##column, value, words},
#include "sheets/words.def"
#undef WORD
};

struct cell cell_of(const struct csv *csv, const struct headings *headings, size_t row, enum column column,
                    const char *path) {
    int at = headings->at[column];
    if (at < 0)
        return (struct cell){.path = path, .heading = "", .line = csv->rows[row].line, .column = 1};
    struct csv_field field = csv_field(csv, row, (size_t)at);
    return (struct cell){field.text, csv_field(csv, 0, (size_t)at).text, path, field.line, field.column};
}

enum sladd_status cell_is_empty(const struct cell *cell, bool *empty, struct sladd_error *err) {
    *empty = true;
    if (cell->text == NULL)
        return SLADD_OK;
    char *words = cell_words(cell->text, false);
    if (words == NULL)
        return fail_memory(err);
    *empty = words[0] == '\0' || strcmp(words, "-") == 0;
    free(words);
    return SLADD_OK;
}

/* A spreadsheet's formula, or what one leaves that went wrong: #REF!, #N/A, #NAVN? */
static bool is_formula(const char *text) {
    size_t length = strlen(text);
    return text[0] == '=' || text[0] == '@' ||
           (text[0] == '#' && length > 2 && (strchr("!?", text[length - 1]) != NULL || strcmp(text, "#N/A") == 0));
}

/* Without blanks at the ends and with one for each run; case stays. */
static char *trimmed(const char *text) {
    char *copy = strdup(text), *to = copy;
    for (const char *from = copy; from != NULL && *from != '\0';) {
        bool wide = strncmp(from, "\xC2\xA0", 2) == 0;
        if (wide || strchr(" \t", *from) != NULL) {
            if (to > copy && to[-1] != ' ')
                *to++ = ' ';
        } else {
            *to++ = *from;
        }
        from += wide ? 2 : 1;
    }
    while (copy != NULL && to > copy && strchr(" \r\n", to[-1]) != NULL)
        to--;
    if (copy != NULL)
        *to = '\0';
    return copy;
}

/* What every cell that is used must be. `text` is its trimmed content. */
static enum sladd_status judge_text(const struct cell *cell, const char *text, struct sladd_error *err) {
    char *clean = text_clean(text);
    bool odd = clean != NULL && strcmp(clean, text) != 0, lines = strpbrk(text, "\r\n") != NULL;
    free(clean);
    if (clean == NULL)
        return fail_memory(err);
    if (is_formula(text))
        return REFUSE(cell, err, "a formula, or the error of one, instead of a value; write the value into the cell");
    if (lines)
        return REFUSE(cell, err, "a line break in '%s'; write one line (one person a row)", shown(cell->heading).text);
    if (odd)
        return REFUSE(cell, err, "a character in '%s' that cannot be seen; clear this cell and write it anew",
                      shown(cell->heading).text);
    if (strlen(text) > CELL_MAX_TEXT)
        return REFUSE(cell, err, "more than %d bytes in '%s'; shorten it", CELL_MAX_TEXT, shown(cell->heading).text);
    return SLADD_OK;
}

enum sladd_status cell_text(const struct cell *cell, char **text, struct sladd_error *err) {
    bool empty;
    *text = NULL;
    enum sladd_status status = cell_is_empty(cell, &empty, err);
    if (status != SLADD_OK || empty)
        return status;
    char *copy = trimmed(cell->text);
    status = copy != NULL ? judge_text(cell, copy, err) : fail_memory(err);
    if (status == SLADD_OK)
        *text = copy;
    else
        free(copy);
    return status;
}

/* "DIGITS SEPARATOR DIGITS SEPARATOR DIGITS", then the end or a time of day. */
struct date_text {
    int numbers[3], digits[3];
    char separator;
};

/* " 13:02:11", "T13:02", " 9.02.11": a blank or a T, an hour, minutes. What follows does not matter. */
static bool begins_time(const char *text) {
    static const char digits[] = "0123456789";
    size_t hour = *text == ' ' || *text == 'T' ? strspn(text + 1, digits) : 0;
    const char *minutes = text + 1 + hour;
    return (hour == 1 || hour == 2) && (*minutes == ':' || *minutes == '.') && strspn(minutes + 1, digits) == 2;
}

static bool take_date(const char *text, struct date_text *date) {
    for (int i = 0; i < 3; i++) {
        size_t digits = strspn(text, "0123456789");
        if (digits < 1 || digits > 4)
            return false;
        date->digits[i] = (int)digits;
        date->numbers[i] = (int)strtol(text, NULL, 10);
        text += digits;
        if (i == 0)
            date->separator = *text;
        if (i < 2 && (*text == '\0' || strchr("-./", *text) == NULL || *text++ != date->separator))
            return false;
        text += i < 2 && date->separator == '.' && *text == ' '; /* "1. 5. 2026" */
    }
    return *text == '\0' || begins_time(text);
}

static enum sladd_status refuse_slashes(const struct cell *cell, struct sladd_error *err) {
    return REFUSE(cell, err,
                  "'%s' can be two different days; write it as 2026-05-01 or 01.05.2026 (in Excel: give the column the "
                  "date format yyyy-mm-dd, then save again)",
                  shown(cell->text).text);
}

enum sladd_status cell_date(const struct cell *cell, struct sladd_date *date, struct sladd_error *err) {
    struct date_text parts = {0};
    char *text = NULL, iso[40];
    enum sladd_status status = cell_text(cell, &text, err);
    if (status != SLADD_OK || text == NULL)
        return status;
    bool good = take_date(text, &parts), year_first = parts.digits[0] == 4, year_last = parts.digits[2] == 4;
    free(text);
    const int *n = parts.numbers;
    if (!good || year_first == year_last)
        return REFUSE(cell, err,
                      "'%s' in '%s' is not a date with a year of four digits; write it as 2026-05-01 or 01.05.2026",
                      shown(cell->text).text, shown(cell->heading).text);
    if (year_last && parts.separator != '.' && n[0] <= 12 && n[1] <= 12 && n[0] != n[1])
        return refuse_slashes(cell, err);
    bool month_first = year_last && parts.separator != '.' && n[1] > 12;
    int day = year_first ? n[2] : month_first ? n[1] : n[0], month = month_first ? n[0] : n[1];
    (void)snprintf(iso, sizeof iso, "%04d-%02d-%02d", year_first ? n[0] : n[2], month, day);
    if (date_parse(iso, date))
        return SLADD_OK;
    return REFUSE(cell, err, "'%s' in '%s' is no day of the calendar; write a day that exists as 2026-05-01",
                  shown(cell->text).text, shown(cell->heading).text);
}

static bool find_word(int column, const char *words, int *value) {
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].column == column && strcmp(known[i].words, words) == 0) {
            *value = known[i].value;
            return true;
        }
    return false;
}

bool word_value(enum column column, const char *words, int *value) {
    const bool answers = column == COLUMN_MINOR || column == COLUMN_PROTECTED || column == COLUMN_AGREES ||
                         column == COLUMN_CHILD_AGREES;
    return find_word(answers ? COLUMN_ANSWERS : (int)column, words, value);
}

enum sladd_status cell_is_answer(const struct cell *cell, bool *is, struct sladd_error *err) {
    char *words = cell_words(cell->text, false);
    *is = words == NULL || find_word(COLUMN_ANSWERS, words, &(int){0});
    free(words);
    return words != NULL ? SLADD_OK : fail_memory(err);
}

/* The words of a column, for a message: the first of each value. */
static void list_words(int column, char *list, size_t size) {
    size_t used = 0;
    int last = -1;
    list[0] = '\0';
    for (size_t i = 0; i < sizeof known / sizeof *known && used < size; i++)
        if (known[i].column == column && known[i].value != last) {
            used += (size_t)snprintf(list + used, size - used, "%s%s", used > 0 ? ", " : "", known[i].words);
            last = known[i].value;
        }
}

static enum sladd_status take_word(const struct cell *cell, int column, int *value, struct sladd_error *err) {
    char *text = NULL, list[160];
    enum sladd_status status = cell_text(cell, &text, err);
    if (status != SLADD_OK || text == NULL)
        return status;
    char *words = cell_words(text, false);
    if (words == NULL)
        status = fail_memory(err);
    else if (!find_word(column, words, value)) {
        list_words(column, list, sizeof list);
        status = REFUSE(cell, err, "'%s' in '%s' is none of the words that sladd knows; write one of: %s",
                        shown(text).text, shown(cell->heading).text, list);
    }
    free(words);
    free(text);
    return status;
}

enum sladd_status cell_word(const struct cell *cell, enum column column, int *value, struct sladd_error *err) {
    return take_word(cell, (int)column, value, err);
}

enum sladd_status cell_answer(const struct cell *cell, enum answer *answer, struct sladd_error *err) {
    int value = *answer;
    enum sladd_status status = take_word(cell, COLUMN_ANSWERS, &value, err);
    *answer = (enum answer)value;
    return status;
}

/* All, or none: which ones is then no question. */
struct extent {
    bool every, none;
};

/* One channel, `text` already without blanks at its ends. */
static enum sladd_status add_channel(const struct cell *cell, const char *text, struct consent *consent,
                                     struct extent *extent, struct sladd_error *err) {
    enum { LONGEST = 40 };
    int value = 0;
    char *words = cell_words(text, false);
    if (words == NULL)
        return fail_memory(err);
    const char *name = text;
    bool is_known = find_word(COLUMN_CHANNELS, words, &value), is_answer = find_word(COLUMN_ANSWERS, words, &(int){0});
    if (is_known && value < CHANNEL_EVERY)
        name = channel_names[value];
    free(words);
    bool refused = is_answer || strlen(text) > LONGEST;
    enum sladd_status status = refused || is_known ? SLADD_OK : channel_may_restrict(text, &refused, err);
    if (status != SLADD_OK)
        return status;
    if (refused)
        return REFUSE(cell, err,
                      "'%s' in '%s' names no channel; write channels such as web, instagram, or all, or none",
                      shown(text).text, shown(cell->heading).text);
    extent->every = extent->every || (is_known && value == CHANNEL_EVERY);
    extent->none = extent->none || (is_known && value == CHANNEL_NONE);
    if (is_known && value >= CHANNEL_EVERY)
        return SLADD_OK;
    for (size_t i = 0; i < consent->channel_count; i++)
        if (strcmp(consent->channels[i], name) == 0)
            return SLADD_OK;
    consent->channels[consent->channel_count] = strdup(name);
    return consent->channels[consent->channel_count++] != NULL ? SLADD_OK : fail_memory(err);
}

/* The separators of lists, among them the line ends that a cell of several lines has. */
static const char between[] = ",;/+\r\n";

size_t list_part(const char *text, size_t *separator) {
    static const char *const words[] = {" og ", " och ", " and ", " & "};
    size_t length = 0;
    int depth = 0;
    *separator = 0;
    while (text[length] != '\0' && *separator == 0) {
        depth += text[length] == '(';
        depth -= depth > 0 && text[length] == ')';
        *separator = depth == 0 && strchr(between, text[length]) != NULL;
        for (size_t i = 0; i < sizeof words / sizeof *words && *separator == 0 && depth == 0; i++)
            *separator = ascii_starts_with(text + length, words[i]) ? strlen(words[i]) : 0;
        length += *separator == 0;
    }
    return length;
}

static enum sladd_status add_channels(const struct cell *cell, const char *text, struct consent *consent,
                                      struct extent *extent, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    for (const char *at = text; *at != '\0' && status == SLADD_OK;) {
        size_t separator, length = list_part(at, &separator);
        char *part = strndup(at, length), *name = part != NULL ? trimmed(part) : NULL;
        const char *begins = name != NULL ? name + strspn(name, " ") : NULL;
        if (name == NULL)
            status = fail_memory(err);
        else if (begins[0] != '\0')
            status = judge_text(cell, begins, err);
        if (status == SLADD_OK && begins[0] != '\0')
            status = add_channel(cell, begins, consent, extent, err);
        free(part);
        free(name);
        at += length + separator;
    }
    return status;
}

enum sladd_status cell_channels(const struct cell *cell, struct consent *consent, bool *every,
                                struct sladd_error *err) {
    bool empty;
    *every = false;
    enum sladd_status status = cell_is_empty(cell, &empty, err);
    if (status != SLADD_OK || empty)
        return status;
    consent->channels = array_new_zero(strlen(cell->text), sizeof *consent->channels);
    if (consent->channels == NULL)
        return fail_memory(err);
    struct extent extent = {0};
    status = add_channels(cell, cell->text, consent, &extent, err);
    *every = extent.every;
    if (status == SLADD_OK && extent.none && (extent.every || consent->channel_count > 0))
        return REFUSE(cell, err, "'%s' in '%s' says none and also another; write either", shown(cell->text).text,
                      shown(cell->heading).text);
    if (status == SLADD_OK && extent.every && consent->channel_count > 0)
        return REFUSE(cell, err, "'%s' in '%s' says all and also names channels; write one or the other",
                      shown(cell->text).text, shown(cell->heading).text);
    consent->has_channels = !extent.every;
    return status;
}
