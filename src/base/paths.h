/* Paths as text. */
#ifndef BASE_PATHS_H
#define BASE_PATHS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

/* The last part of a path; points into it. */
const char *path_name(const char *path);

/* What is to be opened to get at a path's last part: all before it with the slash, "." where there is nothing. Owned by
 * the caller; NULL when out of memory. */
char *path_way(const char *path);

/* The folder part of an absolute path, without a slash at its end: "" is the root. Owned by the caller; NULL when out
 * of memory. */
char *path_folder(const char *path);

/* "a" and "b" as "a/b" (with one slash), owned by the caller; NULL when out of memory. */
char *path_join(const char *folder, const char *name);

/* The part of `path` below `folder`, which may be "" for the root or end in a slash; NULL: it is not below. Points into
 * `path`. Both are compared as they are written. */
const char *path_below(const char *path, const char *folder);

/* How many folders are written in front of its last part, the root among them? */
size_t path_depth(const char *path);

/* Is it `folder`, or below it? */
bool path_is_within(const char *path, const char *folder);

/* Does it lead down from wherever it is seen from, with nothing but names in it: no slash at its beginning or end, and
 * no part that is empty, "." or ".."? */
bool path_leads_down(const char *path);

/* Where it leads, links resolved: absolute; "" where that is nowhere or may not be known. Owned by the caller; NULL
 * when out of memory. */
char *path_real(const char *path);

/* Do both lead to one file, by whatever names? False where one leads nowhere. */
bool path_is_same_file(const char *a, const char *b);

/* Does this errno say that nothing has the name? Any other (a folder that may not be entered, a share that does not
 * answer) says nothing of what is there. */
bool path_is_missing(int why);

/* Are these the facts of one file? */
bool is_same_file(const struct stat *a, const struct stat *b);

/* mkdir -p: 0, or errno of the uppermost folder that could not be made. `path` is written to and restored. */
int path_make_folders(char *path, mode_t mode);

#endif
