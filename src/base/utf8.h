/* Names of files are bytes; terminals and JSON want text. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

/* A copy that is valid UTF-8 without control characters: bytes that are not become U+FFFD. Owned by the caller; NULL
 * when out of memory. */
char *text_clean(const char *bytes);

#endif
