/* What lies beside a photo and speaks of it. */
#ifndef FILES_BESIDE_H
#define FILES_BESIDE_H

#include "base/sidecars.h"

/* Open PHOTO.jpg.xmp (as digiKam and darktable name it) and PHOTO.xmp (as Adobe does); -1 for those that are not there.
 */
void beside_open(const char *photo, int fds[SIDECARS]);
void beside_close(const int fds[SIDECARS]);

#endif
