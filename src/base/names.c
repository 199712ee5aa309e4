#include "base/names.h"

#include "base/array.h"
#include "base/ascii.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

/* What the Unicode library returns is not terminated. */
static char *terminated(uint8_t *text, size_t size) {
    char *whole = text != NULL ? realloc(text, size + 1) : NULL;
    if (whole == NULL)
        free(text);
    else
        whole[size] = '\0';
    return whole;
}

static bool is_ascii(const char *text) {
    while (*text != '\0' && (unsigned char)*text < 0x80)
        text++;
    return *text == '\0';
}

char *name_key(const char *name) {
    const uint8_t *text = (const uint8_t *)name;
    size_t size = strlen(name), folded_size = 0;
    if (size == 0 || u8_check(text, size) != NULL)
        return NULL;
    if (is_ascii(name)) {
        char *key = strdup(name);
        for (char *at = key; at != NULL && *at != '\0'; at++)
            *at = ascii_lower(*at);
        return key;
    }
    /* No language: the rules that hold in all of them. */
    uint8_t *folded = u8_casefold(text, size, NULL, UNINORM_NFC, NULL, &folded_size);
    return terminated(folded, folded_size);
}

bool same_name(const char *a, const char *b) {
    char *left = name_key(a), *right = name_key(b);
    const bool same = left != NULL && right != NULL && strcmp(left, right) == 0;
    free(left);
    free(right);
    return same;
}

/* Latin-1 as UTF-8. */
static uint8_t *from_latin1(const char *name) {
    uint8_t *text = array_new(strlen(name) + 1, 2), *to = text;
    for (const uint8_t *from = (const uint8_t *)name; text != NULL && *from != '\0'; from++) {
        if (*from >= 0x80)
            *to++ = (uint8_t)(0xc0 | *from >> 6);
        *to++ = *from < 0x80 ? *from : (uint8_t)(0x80 | (*from & 0x3f));
    }
    if (text != NULL)
        *to = '\0';
    return text;
}

char *name_fold(const char *name) {
    size_t size = strlen(name), folded_size = 0;
    if (size == 0)
        return strdup("");
    uint8_t *latin1 = u8_check((const uint8_t *)name, size) != NULL ? from_latin1(name) : NULL;
    const uint8_t *text = latin1 != NULL ? latin1 : (const uint8_t *)name;
    uint8_t *folded = u8_casefold(text, strlen((const char *)text), NULL, UNINORM_NFC, NULL, &folded_size);
    free(latin1);
    char *whole = terminated(folded, folded_size);
    for (char *slash = whole; slash != NULL && (slash = strchr(slash, '\\')) != NULL;)
        *slash = '/';
    return whole;
}

/* The length of a path without the ending of its last part. */
static size_t without_ending(const char *path) {
    enum { LONGEST_ENDING = 5 };
    const char *slash = strrchr(path, '/'), *dot = strrchr(path, '.');
    const char *name = slash != NULL ? slash + 1 : path;
    bool ends = dot != NULL && dot > name && strlen(dot + 1) <= LONGEST_ENDING;
    return ends ? (size_t)(dot - path) : strlen(path);
}

/* Leading zeros, and letters that are written in two ways: "aa" and "ae" as "a", "oe" as "o". In place. */
static void shorten(char *text) {
    char *to = text;
    for (const char *from = text; *from != '\0'; from++) {
        bool number_goes_on = to > text && ascii_is_digit(to[-1]);
        bool zero = *from == '0' && ascii_is_digit(from[1]) && !number_goes_on;
        bool second =
            to > text && ((to[-1] == 'a' && (*from == 'a' || *from == 'e')) || (to[-1] == 'o' && *from == 'e'));
        if (!zero && !second)
            *to++ = *from;
    }
    *to = '\0';
}

/* Of each letter of UTF-8 what `stays` makes of it: itself, one that is no longer, or nothing (0). `text` is taken
 * over; NULL: out of memory, or it is NULL. */
static char *letters_of(uint8_t *text, size_t size, ucs4_t (*stays)(ucs4_t letter)) {
    uint8_t *to = text; /* never ahead of what is read */
    if (text == NULL)
        return NULL;
    for (size_t at = 0; at < size;) {
        ucs4_t letter;
        at += (size_t)u8_mbtouc(&letter, text + at, size - at);
        letter = stays(letter);
        int length = letter != 0 ? u8_uctomb(to, letter, text + at - to) : 0;
        to += length > 0 ? length : 0;
    }
    return terminated(text, (size_t)(to - text));
}

/* O with a stroke and ae have no canonical decomposition. */
static ucs4_t skeleton_letter(ucs4_t letter) {
    bool stays = letter == '/' || uc_is_property_alphabetic(letter) || uc_is_general_category(letter, UC_NUMBER);
    return letter == 0xf8 ? 'o' : letter == 0xe6 ? 'a' : stays ? letter : 0;
}

char *name_skeleton(const char *folded) {
    size_t size = without_ending(folded), parts_size = 0;
    if (size == 0)
        return strdup("");
    uint8_t *parts = u8_normalize(UNINORM_NFKD, (const uint8_t *)folded, size, NULL, &parts_size);
    char *skeleton = letters_of(parts, parts_size, skeleton_letter);
    if (skeleton != NULL)
        shorten(skeleton);
    return skeleton;
}

static ucs4_t text_letter(ucs4_t letter) {
    bool goes = uc_is_general_category(letter, UC_MARK) || uc_is_property_white_space(letter) ||
                uc_is_property_default_ignorable_code_point(letter);
    return goes ? 0 : letter;
}

/* The same, without what the whole of Unicode costs. */
static char *fold_ascii(const char *line) {
    char *folded = strdup(line), *to = folded;
    for (const char *from = line; folded != NULL && *from != '\0'; from++)
        if (*from != ' ' && !(*from >= '\t' && *from <= '\r'))
            *to++ = ascii_lower(*from);
    if (folded != NULL)
        *to = '\0';
    return folded;
}

char *text_fold(const char *line) {
    size_t size = strlen(line), parts_size = 0;
    if (size == 0)
        return strdup("");
    if (u8_check((const uint8_t *)line, size) != NULL)
        return NULL;
    if (is_ascii(line))
        return fold_ascii(line);
    uint8_t *parts = u8_casefold((const uint8_t *)line, size, NULL, UNINORM_NFKD, NULL, &parts_size);
    return letters_of(parts, parts_size, text_letter);
}

bool alike_name(const char *folded, const char *name) {
    char *other = text_fold(name);
    bool alike = folded == NULL || other == NULL || (folded[0] != '\0' && strcmp(folded, other) == 0);
    free(other);
    return alike;
}
