/* Names of files are bytes; terminals and JSON want text. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stddef.h>
#include <stdio.h>

/* As much of a path as is worth showing. */
enum { SHOWN_PATH = 1024 };

/* A copy that is valid UTF-8 without control characters: bytes that are not become U+FFFD. Owned by the caller; NULL
 * when out of memory. */
char *text_clean(const char *bytes);

/* The same into a buffer of `room` bytes (at least 1), cut at a character's end where it is longer; always terminated.
 */
void text_clean_to(char *to, size_t room, const char *bytes);

/* Print it so. */
void text_print(const char *bytes, FILE *to);

#endif
