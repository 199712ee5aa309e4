#include "base/names.h"

#include "base/array.h"
#include "base/ascii.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

bool same_name(const char *a, const char *b) {
    const uint8_t *left = (const uint8_t *)a, *right = (const uint8_t *)b;
    size_t left_size = strlen(a), right_size = strlen(b);
    int order = 1;
    if (left_size == 0 || right_size == 0 || u8_check(left, left_size) != NULL || u8_check(right, right_size) != NULL)
        return false;
    /* No language: the rules that hold in all of them. On error `order` means nothing. */
    return u8_casecmp(left, left_size, right, right_size, NULL, UNINORM_NFC, &order) == 0 && order == 0;
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

/* What the Unicode library returns is not terminated. */
static char *terminated(uint8_t *text, size_t size) {
    char *whole = text != NULL ? realloc(text, size + 1) : NULL;
    if (whole == NULL)
        free(text);
    else
        whole[size] = '\0';
    return whole;
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

char *text_fold(const char *line) {
    size_t size = strlen(line), parts_size = 0;
    if (size == 0)
        return strdup("");
    if (u8_check((const uint8_t *)line, size) != NULL)
        return NULL;
    uint8_t *parts = u8_casefold((const uint8_t *)line, size, NULL, UNINORM_NFKD, NULL, &parts_size);
    return letters_of(parts, parts_size, text_letter);
}

bool alike_name(const char *a, const char *b) {
    char *left = text_fold(a), *right = text_fold(b);
    bool alike = left == NULL || right == NULL || (left[0] != '\0' && strcmp(left, right) == 0);
    free(left);
    free(right);
    return alike;
}
