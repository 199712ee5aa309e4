#include "consent/plain_text.h"

#include "base/ascii.h"
#include "base/names.h"
#include "consent/common_names.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <unistr.h>

enum { MOST_DIGITS = 4, MOST_DIGITS_IN_WORD = 2, PATRONYM = 6, POSTCODE = 4 };

/* What was seen of a line so far. */
struct line {
    bool capital;  /* the last word begins with a capital letter and goes on in small ones, or is an initial */
    bool postcode; /* the last word is one, as Norway writes it */
    bool street;
    bool digits;
    bool letters;
    int together; /* digits that belong together */
};

/* A word: its bytes, without what stands around its letters and digits. */
struct word {
    const char *start;
    size_t length;
    int letters, digits, capitals;
    bool begins_capital;
};

/* Count what a word between blanks is made of. */
static struct word look_at(const char *start, size_t length) {
    struct word word = {.start = start};
    const uint8_t *from = (const uint8_t *)start;
    bool begun = false;
    for (size_t at = 0; at < length;) {
        ucs4_t letter;
        const size_t size = (size_t)u8_mbtouc(&letter, from + at, length - at);
        const bool alphabetic = uc_is_property_alphabetic(letter), digit = size == 1 && ascii_is_digit(start[at]);
        if (!begun && (alphabetic || digit)) {
            begun = true;
            word.start = start + at;
            word.begins_capital = uc_is_upper(letter);
        }
        at += size;
        if (alphabetic || digit)
            word.length = (size_t)(start + at - word.start);
        word.letters += alphabetic;
        word.digits += digit;
        word.capitals += alphabetic && uc_is_upper(letter);
    }
    return word;
}

static bool ends_in(const char *folded, const char *const *endings, size_t count) {
    const size_t length = strlen(folded);
    for (size_t i = 0; i < count; i++) {
        const size_t size = strlen(endings[i]);
        if (length >= size && strcmp(folded + length - size, endings[i]) == 0)
            return true;
    }
    return false;
}

/* A name, also in the genitive; or what it says of somebody's father or mother. */
static bool part_names(char *folded, bool capital) {
    static const char *const patronyms[] = {"sen", "son", "sson", "datter", "dotter", "dottir"};
    size_t length = strlen(folded);
    bool names = is_common_name(folded) ||
                 (capital && length >= PATRONYM && ends_in(folded, patronyms, sizeof patronyms / sizeof *patronyms));
    if (!names && length > 3 && folded[length - 1] == 's') {
        folded[length - 1] = '\0';
        names = is_common_name(folded);
        folded[length - 1] = 's';
    }
    return names;
}

/* Does one of the parts between hyphens, apostrophes, points and the like name somebody? */
static bool names_somebody(const struct word *word, struct line *line) {
    static const char *const streets[] = {"vei",     "veien",  "veg",   "vegen",   "gate",   "gata",   "gaten", "vag",
                                          "vagen",   "gatan",  "plass", "plassen", "torg",   "torget", "alle",  "stien",
                                          "svingen", "bakken", "grand", "granden", "stigen", "kroken", "tunet"};
    bool names = false;
    for (size_t at = 0; at < word->length && !names;) {
        const size_t length = strcspn(word->start + at, "-'./,:;()&+_\" ");
        const size_t size = at + length < word->length ? length : word->length - at;
        char *part = strndup(word->start + at, size), *folded = part != NULL ? text_fold(part) : NULL;
        names = folded == NULL || part_names(folded, word->begins_capital);
        line->street = line->street || (folded != NULL && ends_in(folded, streets, sizeof streets / sizeof *streets));
        if (folded != NULL)
            explicit_bzero(folded, strlen(folded));
        if (part != NULL)
            explicit_bzero(part, size);
        free(folded);
        free(part);
        at += size + 1;
    }
    return names;
}

/* Times of the day such as 8, 08.00, 08:00-15:30: digits, points or colons before two, hyphens between. */
static bool is_times(const struct word *word) {
    size_t at = 0;
    bool time = true;
    while (time && at < word->length) {
        int hour = 0, minute = 0, count = 0;
        for (; at < word->length && ascii_is_digit(word->start[at]) && count < 3; count++)
            hour = 10 * hour + word->start[at++] - '0';
        time = count > 0 && count < 3 && hour <= 24;
        if (time && at + 2 < word->length && strchr(".:", word->start[at]) != NULL) {
            for (count = 0, at++; at < word->length && ascii_is_digit(word->start[at]) && count < 3; count++)
                minute = 10 * minute + word->start[at++] - '0';
            time = count == 2 && minute < 60;
        }
        if (time && at < word->length)
            time = word->start[at++] == '-' && at < word->length;
    }
    return time;
}

/* One word more. False: the line may not stay. */
static bool add_word(struct line *line, const struct word *word) {
    const bool initial = word->letters == 1 && word->capitals == 1 && word->digits == 0;
    const bool capital = initial || (word->begins_capital && word->capitals < word->letters);
    const bool place = line->postcode && word->begins_capital;
    line->together = word->digits == 0 || is_times(word) ? 0 : line->together + word->digits;
    line->postcode = word->digits == POSTCODE && word->letters == 0;
    line->digits = line->digits || word->digits > 0;
    line->letters = line->letters || word->letters > 1;
    if (names_somebody(word, line) || place || (capital && line->capital))
        return false;
    line->capital = capital;
    return line->together <= MOST_DIGITS && !(word->letters > 0 && word->digits > MOST_DIGITS_IN_WORD) &&
           !(line->street && line->digits);
}

bool text_is_plain(const char *text) {
    struct line line = {0};
    bool plain = u8_check((const uint8_t *)text, strlen(text)) == NULL && strchr(text, '@') == NULL;
    while (plain && *text != '\0') {
        const size_t length = strcspn(text, " ");
        const struct word word = look_at(text, length);
        if (word.letters + word.digits > 0)
            plain = add_word(&line, &word);
        text += length + (text[length] == ' ');
    }
    return plain && line.letters;
}
