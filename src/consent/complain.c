#include "base/language.h"
#include "consent/tree.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST_PATH = 200 };

/* The first byte of a UTF-8 character. */
static bool starts_character(char byte) {
    return ((unsigned char)byte & 0xC0) != 0x80;
}

const char *shown_path(const char *path) {
    size_t length = strlen(path), skip = length > LONGEST_PATH ? length - LONGEST_PATH : 0;
    while (skip > 0 && skip < length && !starts_character(path[skip]))
        skip++;
    return path + skip;
}

enum sladd_status complain(struct sladd_error *err, const char *path, int line, int column, const char *format, ...) {
    char message[384];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, _(format), arguments);
    va_end(arguments);
    const char *end = shown_path(path);
    return sladd_fail(err, SLADD_MANIFEST, "%s%s:%d:%d: %s", end > path ? "..." : "", end, line, column, message);
}

struct shown shown(const char *text) {
    struct shown result;
    size_t length = strlen(text), room = sizeof result.text - sizeof "...";
    bool whole = length <= room;
    if (!whole)
        for (length = room; length > 0 && !starts_character(text[length]); length--)
            continue;
    memcpy(result.text, text, length);
    memcpy(result.text + length, whole ? "" : "...", whole ? 1 : sizeof "...");
    return result;
}
