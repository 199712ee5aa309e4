/* Lists of paths for --files-from, as git, Windows and PowerShell write them. */
#ifndef FILES_PATH_LIST_H
#define FILES_PATH_LIST_H

#include "base/fail.h"

#include <stdbool.h>
#include <stddef.h>

enum { PATH_LIST_MAX_BYTES = 256 << 20 };

/* Owned; zero-initialise to start. */
struct path_list {
    char **paths;
    size_t count, capacity;
};

/* Read the list in `file` ("-": standard input). Its paths end with NUL where `nul` is set, and otherwise with a line
 * feed, also behind a carriage return. UTF-16 and a byte order mark are understood. A path that does not exist as it
 * stands is also tried as git quotes it (core.quotePath: "\303\246.jpg") and with '/' for '\'. Empty lines are nothing.
 * SLADD_USAGE: the list cannot be read, or has NUL in it and `nul` is not set. */
enum sladd_status path_list_read(struct path_list *list, const char *file, bool nul, struct sladd_error *err);
void path_list_clear(struct path_list *list);

#endif
