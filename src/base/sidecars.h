/* The XMP files beside a photo, as open descriptors. */
#ifndef BASE_SIDECARS_H
#define BASE_SIDECARS_H

#include "base/bytes.h"

enum { SIDECARS = 2, SIDECAR_MAX_BYTES = 4 << 20 };

struct sidecars {
    struct bytes items[SIDECARS]; /* owned; empty where there is none, or none that can be read */
    char sha256[65];              /* of them all together; empty when all are */
};

/* -1 in `fds` for those that are not there. Never fails: a sidecar that cannot be read, or is over the limit, is none.
 */
void sidecars_read(const int fds[SIDECARS], struct sidecars *sidecars);
void sidecars_clear(struct sidecars *sidecars);

#endif
