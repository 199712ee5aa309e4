/* Streams into memory, of open_memstream(3). */
#ifndef BASE_MEMSTREAM_H
#define BASE_MEMSTREAM_H

#include <stdbool.h>
#include <stdio.h>

/* Close the stream (NULL: there was no memory for one). True: `*text` has everything that was written. False: something
 * is missing. glibc tells want of memory for the end by a text that is not there alone, and fclose succeeds. `*text` is
 * the caller's to free in both cases. */
bool memstream_close(FILE *stream, char *const *text);

#endif
