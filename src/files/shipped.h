/* Where the files are that come with sladd: beside an installed or a just built program. */
#ifndef FILES_SHIPPED_H
#define FILES_SHIPPED_H

#include "base/fail.h"

#include <limits.h>

enum { SHIPPED_PATH_MAX = PATH_MAX + 64 };

/* The first that exists of two folders, given as seen from the program's own folder: where it was installed to, where
 * it was built. SLADD_IO: there is neither, and the error says where they were looked for; `path` leads to nothing. */
enum sladd_status shipped_folder(const char *installed, const char *built, char path[SHIPPED_PATH_MAX],
                                 struct sladd_error *err);

#endif
