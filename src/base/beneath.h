/* Paths below a folder that nothing leads out of: no link is followed, whatever stands there, and a path that does not
 * lead down (base/paths.h) is refused with EXDEV. */
#ifndef BASE_BENEATH_H
#define BASE_BENEATH_H

#include <stdbool.h>

/* Open the folder that `path` ('/' between its parts) lies in, below the open folder `root`; where `make`,
 * folders that are missing are made. `*name` is then the last part, borrowed from `path`. -1 with errno: ELOOP or
 * ENOTDIR where a link or a file stands in the way. The descriptor is the caller's. */
int beneath_open_folder(int root, const char *path, bool make, const char **name);

/* Open a file below `root` for reading, and only a file: -1 with errno, ELOOP for a link, EEXIST for whatever else is
 * none. */
int beneath_open_file(int root, const char *path);

#endif
