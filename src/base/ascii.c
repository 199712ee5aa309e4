#include "base/ascii.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int ascii_compare(const char *a, const char *b) {
    while (*a != '\0' && ascii_lower(*a) == ascii_lower(*b)) {
        a++;
        b++;
    }
    return (unsigned char)ascii_lower(*a) - (unsigned char)ascii_lower(*b);
}

const char *ascii_number(const char *text, unsigned long long *number) {
    char *end;
    errno = 0;
    *number = ascii_is_digit(text[0]) ? strtoull(text, &end, 10) : 0;
    return ascii_is_digit(text[0]) && errno == 0 ? end : NULL;
}

bool ascii_same(const char *a, const char *b) {
    return ascii_compare(a, b) == 0;
}

bool ascii_ends_with(const char *text, const char *end) {
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && ascii_same(text + length - tail, end);
}

bool ascii_starts_with(const char *text, const char *start) {
    while (*start != '\0' && ascii_lower(*text) == ascii_lower(*start)) {
        text++;
        start++;
    }
    return *start == '\0';
}
