/* Letters of file names' endings and of keywords, whatever the locale: under tr_TR the C library's strcasecmp takes "I"
 * and "i" for different letters, and SCAN.TIF would be no picture. Other alphabets are compared by base/names.h. */
#ifndef BASE_ASCII_H
#define BASE_ASCII_H

#include <stdbool.h>

/* 0 to 9? Of a char or a byte. */
static inline bool ascii_is_digit(int c) {
    return c >= '0' && c <= '9';
}

/* A to Z or a to z? */
static inline bool ascii_is_letter(int c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* The whole number that `text` begins with: digits, without a sign or a blank. What stands behind it; NULL: there is
 * none, or it is larger than any. */
const char *ascii_number(const char *text, unsigned long long *number);

/* The small letter for A-Z, else the same. */
static inline char ascii_lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Equal but for A-Z and a-z? */
bool ascii_same(const char *a, const char *b);

/* Their order, as strcmp has it. */
int ascii_compare(const char *a, const char *b);

/* Does `text` end so, but for A-Z and a-z? */
bool ascii_ends_with(const char *text, const char *end);

/* Does `text` begin so, but for A-Z and a-z? */
bool ascii_starts_with(const char *text, const char *start);

#endif
