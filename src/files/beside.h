/* What lies beside a photo and speaks of it. */
#ifndef FILES_BESIDE_H
#define FILES_BESIDE_H

#include "base/sidecars.h"
#include "files/folder_names.h"

#include <stdbool.h>

/* Open PHOTO.jpg.xmp (as digiKam and darktable name it) and PHOTO.xmp (as Adobe does), or the like with .XMP; -1 for
 * those that are not there, SIDECAR_CLOSED for what is there and cannot be opened. */
void beside_open(const char *photo, int fds[SIDECARS]);

/* The first file beside `photo` that has one of these names to a person, in other case or another Unicode form, and
 * that beside_open does not open when the photo is called `opened`; NULL: there is none. It is borrowed from `names`,
 * those of the photo's folder. `*right` is the name that was meant, owned by the caller. False: out of memory. */
bool beside_missed(const char *opened, const char *photo, const struct folder_names *names, const char **missed,
                   char **right);

#endif
