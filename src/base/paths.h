/* Paths as text. */
#ifndef BASE_PATHS_H
#define BASE_PATHS_H

#include <sys/types.h>

/* The last part of a path; points into it. */
const char *path_name(const char *path);

/* The folder part of an absolute path, without a slash at its end: "" is the root. Owned by the caller; NULL when out
 * of memory. */
char *path_folder(const char *path);

/* "a" and "b" as "a/b" (with one slash), owned by the caller; NULL when out of memory. */
char *path_join(const char *folder, const char *name);

/* mkdir -p: 0, or errno of the uppermost folder that could not be made. `path` is written to and restored. */
int path_make_folders(char *path, mode_t mode);

#endif
