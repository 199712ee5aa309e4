/* Folders that a system keeps for itself: thumbnails, bins of deleted files, indexes, snapshots. They are in no walk:
 * nobody publishes them by intention, and a bin's photos have names and consents that nobody keeps up. */
#ifndef FILES_SYSTEM_FOLDERS_H
#define FILES_SYSTEM_FOLDERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Is a folder of this name one of them? ASCII letters count in either case. */
bool system_folder(const char *name);

/* Say that so many were left out; nothing is said of none. */
void system_folders_print(size_t count, FILE *to);

#endif
