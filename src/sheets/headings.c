#include "sheets/headings.h"

#include "base/ascii.h"
#include "base/names.h"
#include "consent/tree.h"
#include "sheets/asides.h"
#include "sheets/restrictions.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    enum column column;
    const char *words;
} known[] = {
#define HEADING(column, words) {COLUMN_##column, words},
#include "sheets/headings.def"
#undef HEADING
};

/* The bytes of a blank at `c`: also the no-break space that web pages leave, and the byte order mark. */
static size_t blank(const char *c) {
    if (*c == ' ' || *c == '\t' || *c == '\n' || *c == '\r')
        return 1;
    if (memcmp(c, "\xC2", 1) == 0 && (unsigned char)c[1] == 0xA0)
        return 2;
    return strncmp(c, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

/* "3. Your name": a question has its number before it. */
static char *behind_number(char *text) {
    size_t digits = strspn(text, "0123456789");
    return digits > 0 && (text[digits] == '.' || text[digits] == ')') && text[digits + 1] == ' ' ? text + digits + 2
                                                                                                 : text;
}

/* In place: one blank for each run, none at the ends; for a heading without brackets and what they hold. */
static void tidy(char *text, bool heading) {
    char *to = text;
    int depth = 0;
    for (const char *from = text; *from != '\0';) {
        size_t skip = blank(from);
        depth += heading && (*from == '(' || *from == '[');
        if (skip > 0) {
            if (to > text && to[-1] != ' ')
                *to++ = ' ';
        } else if (depth == 0) {
            *to++ = *from;
        }
        depth -= depth > 0 && (*from == ')' || *from == ']');
        from += skip > 0 ? skip : 1;
    }
    while (to > text && (to[-1] == ' ' || (heading ? strchr("?:*.!", to[-1]) != NULL : to[-1] == '.')))
        to--;
    *to = '\0';
}

char *cell_words(const char *text, bool heading) {
    char *words = name_fold(text);
    if (words == NULL)
        return NULL;
    tidy(words, heading);
    if (heading) {
        const char *rest = behind_number(words);
        memmove(words, rest, strlen(rest) + 1);
    }
    /* The apostrophe that word processors make of '. */
    for (char *mark; (mark = strstr(words, "\xE2\x80\x99")) != NULL;) {
        *mark = '\'';
        memmove(mark + 1, mark + 3, strlen(mark + 3) + 1);
    }
    return words;
}

int column_of_words(const char *words) {
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].words, words) == 0)
            return (int)known[i].column;
    return -1;
}

/* The same for what stands before a dash or a colon, where the whole is not known; then the rest is cut off. */
static enum sladd_status column_of(char *words, int *column, struct sladd_error *err) {
    *column = column_of_words(words);
    if (*column >= 0)
        return SLADD_OK;
    char *before = strdup(words);
    if (before == NULL)
        return fail_memory(err);
    if (aside_cut(before) != NULL && (*column = column_of_words(before)) >= 0)
        memcpy(words, before, strlen(before) + 1);
    free(before);
    return SLADD_OK;
}

static bool is_letter(char c) {
    return (unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z');
}

/* Are these words somewhere in the text, as words? */
static bool has_words(const char *text, const char *words) {
    for (const char *at = text; (at = strstr(at, words)) != NULL; at++)
        if ((at == text || !is_letter(at[-1])) && !is_letter(at[strlen(words)]))
            return true;
    return false;
}

/* The words of a column that can hold somebody back, and more words that nobody knows. */
static bool may_be_a_restriction(const char *words) {
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        switch (known[i].column) {
        case COLUMN_BORN:
        case COLUMN_MINOR:
        case COLUMN_PROTECTED:
        case COLUMN_AGREES:
        case COLUMN_CHILD_AGREES:
        case COLUMN_EXPIRES:
        case COLUMN_WITHDRAWN:
        case COLUMN_CHANNELS:
            if (has_words(words, known[i].words))
                return true;
            break;
        default:
            break;
        }
    return false;
}

enum sladd_status headings_known(const struct csv *csv, size_t *count, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    *count = 0;
    for (size_t i = 0; csv->row_count > 0 && i < csv->rows[0].count && status == SLADD_OK; i++) {
        char *words = cell_words(csv_field(csv, 0, i).text, true);
        int column = -1;
        status = words != NULL ? column_of(words, &column, err) : fail_memory(err);
        *count += column >= 0;
        free(words);
    }
    return status;
}

/* Nobody wrote anything into this column. */
static bool is_empty(const struct csv *csv, size_t column) {
    for (size_t row = 1; row < csv->row_count; row++) {
        const char *text = csv_field(csv, row, column).text;
        if (text[strspn(text, " \t\r\n")] != '\0' && !ascii_same(text, "anonymous"))
            return false;
    }
    return true;
}

/* What is known of a heading before it is judged. */
struct asked {
    int column;        /* or -1 */
    bool harmless;     /* of a known column: it says nothing else besides */
    bool may, remarks; /* of an unknown one: it may hold somebody back; it is for remarks */
};

static enum sladd_status ask(const char *heading, char *words, struct asked *asked, struct sladd_error *err) {
    *asked = (struct asked){.column = -1};
    enum sladd_status status = column_of(words, &asked->column, err);
    if (status == SLADD_OK && asked->column >= 0)
        return asides_are_harmless(heading, (enum column)asked->column, &asked->harmless, err);
    if (status == SLADD_OK)
        status = heading_may_restrict(heading, &asked->may, err);
    if (status == SLADD_OK)
        status = heading_is_of_remarks(heading, &asked->remarks, err);
    asked->may = asked->may || may_be_a_restriction(words);
    return status;
}

static enum sladd_status place_column(struct headings *headings, const struct csv *csv, size_t index, const char *path,
                                      struct sladd_error *err) {
    const struct csv_field heading = csv_field(csv, 0, index);
    char *words = cell_words(heading.text, true), *shown_words = cell_words(heading.text, false);
    struct asked asked = {.column = -1};
    enum sladd_status status =
        words != NULL && shown_words != NULL ? ask(heading.text, words, &asked, err) : fail_memory(err);
    const int column = asked.column;
    if (status == SLADD_OK && column >= 0 && !asked.harmless)
        status =
            complain(err, path, heading.line, heading.column,
                     "the heading '%s' says more than '%s', and sladd cannot tell whether that holds somebody back; "
                     "see that the cells say it (consents, channels, withdrawn, protected identity ... of 'man "
                     "sladd-import'), then shorten the heading to '%s'",
                     shown(shown_words).text, shown(words).text, shown(words).text);
    else if (status == SLADD_OK && column >= 0 && headings->at[column] >= 0 && !is_empty(csv, index) &&
             !is_empty(csv, (size_t)headings->at[column]))
        status = complain(err, path, heading.line, heading.column,
                          "the column '%s' says the same as another; delete one of them, or give it another heading",
                          shown(shown_words).text);
    else if (status == SLADD_OK && column >= 0)
        headings->at[column] = headings->at[column] >= 0 && is_empty(csv, index) ? headings->at[column] : (int)index;
    else if (status == SLADD_OK && asked.may && !is_empty(csv, index))
        status = complain(err, path, heading.line, heading.column,
                          "the column '%s' seems to be about consent, a refusal, protection or age, and sladd does not "
                          "know it; write what it says into a column of 'man sladd-import' (consents, withdrawn, "
                          "protected identity, minor, born ...), then delete it",
                          shown(shown_words).text);
    headings->used[index] = column >= 0;
    headings->remarks[index] = asked.remarks;
    free(words);
    free(shown_words);
    return status;
}

/* One column with whole names, or two with their parts. */
static enum sladd_status judge_names(struct headings *headings, const struct csv *csv, const char *path,
                                     struct sladd_error *err) {
    int *at = headings->at;
    int part = at[COLUMN_FIRST_NAME] >= 0 ? at[COLUMN_FIRST_NAME] : at[COLUMN_LAST_NAME];
    bool parts = at[COLUMN_FIRST_NAME] >= 0 && at[COLUMN_LAST_NAME] >= 0;
    if (parts && at[COLUMN_NAME] >= 0 && is_empty(csv, (size_t)at[COLUMN_NAME]))
        at[COLUMN_NAME] = -1;
    if (csv->row_count == 0 || (at[COLUMN_NAME] < 0 && !parts))
        return complain(err, path, 1, 1,
                        "no column is called 'name' (navn, namn); the first row must have the headings, and commas, "
                        "semicolons or tabs between them");
    if (at[COLUMN_NAME] < 0 || part < 0)
        return SLADD_OK;
    const struct csv_field heading = csv_field(csv, 0, (size_t)part);
    return complain(err, path, heading.line, heading.column,
                    "there are columns for the whole name and for its parts; delete either, so that it is clear whose "
                    "name counts");
}

/* "Sluttid" is when a form was sent in, in Swedish, and when something ends, in Norwegian: a form's has the time of its
 * beginning beside it. */
static enum sladd_status judge_stamp(const struct headings *headings, const struct csv *csv, const char *path,
                                     struct sladd_error *err) {
    bool ends = false, begins = false;
    for (size_t i = 0; i < csv->rows[0].count; i++) {
        char *words = cell_words(csv_field(csv, 0, i).text, true);
        if (words == NULL)
            return fail_memory(err);
        ends = ends || ((int)i == headings->at[COLUMN_STAMP] && strcmp(words, "sluttid") == 0 && !is_empty(csv, i));
        begins = begins || strcmp(words, "starttid") == 0;
        free(words);
    }
    if (!ends || begins)
        return SLADD_OK;
    const struct csv_field heading = csv_field(csv, 0, (size_t)headings->at[COLUMN_STAMP]);
    return complain(
        err, path, heading.line, heading.column,
        "'%s' is when a form was sent in, or the day on which the consents end; call it 'date' or 'expires'",
        shown(heading.text).text);
}

enum sladd_status headings_read(struct headings *headings, const struct csv *csv, const char *path,
                                struct sladd_error *err) {
    *headings = (struct headings){.used = {false}};
    for (int i = 0; i < COLUMN_COUNT; i++)
        headings->at[i] = -1;
    for (size_t i = 0; csv->row_count > 0 && i < csv->rows[0].count; i++) {
        enum sladd_status status = place_column(headings, csv, i, path, err);
        if (status != SLADD_OK)
            return status;
    }
    enum sladd_status status = judge_names(headings, csv, path, err);
    return status == SLADD_OK ? judge_stamp(headings, csv, path, err) : status;
}
