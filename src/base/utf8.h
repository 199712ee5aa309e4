/* Names of files are bytes; terminals and JSON want text. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* As much of a path as is worth showing. */
enum { SHOWN_PATH = 1024 };

/* A copy that is valid UTF-8 without control characters: bytes that are not become U+FFFD. Owned by the caller; NULL
 * when out of memory. */
char *text_clean(const char *bytes);

/* The same into a buffer of `room` bytes (at least 1), cut at a character's end where it is longer; always terminated.
 */
void text_clean_to(char *to, size_t room, const char *bytes);

/* Valid UTF-8 without control characters: would text_clean leave it as it is? */
bool text_is_clean(const char *bytes);

/* UTF-16 of `units` units, big or little endian, as UTF-8 with a NUL behind it; `*size` does not count that. Owned by
 * the caller. NULL with errno: ENOMEM, or it is not UTF-16. */
char *utf8_from_utf16(const uint8_t *bytes, size_t units, bool big, size_t *size);

/* Print it so. */
void text_print(const char *bytes, FILE *to);

#endif
