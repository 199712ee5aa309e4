/* The XMP files beside a photo, as open descriptors. */
#ifndef BASE_SIDECARS_H
#define BASE_SIDECARS_H

#include "base/bytes.h"

/* PHOTO.jpg.xmp, PHOTO.jpg.XMP, PHOTO.xmp, PHOTO.XMP. */
enum { SIDECARS = 4, SIDECAR_MAX_BYTES = 4 << 20 };

/* What stands in place of a descriptor. */
enum {
    SIDECAR_NO_FILE = -1, /* there is none */
    SIDECAR_CLOSED = -2,  /* there is one, but it cannot be opened, or is no file */
};

enum sidecar_state { SIDECAR_ABSENT, SIDECAR_READ, SIDECAR_UNREADABLE, SIDECAR_TOO_LARGE };

struct sidecars {
    struct bytes items[SIDECARS]; /* owned; empty but where the state is SIDECAR_READ */
    enum sidecar_state states[SIDECARS];
    char sha256[65]; /* of them all together; empty when there are none */
};

/* Read what is open in `fds`. Never fails: what cannot be read has a state that says so. */
void sidecars_read(const int fds[SIDECARS], struct sidecars *sidecars);
void sidecars_clear(struct sidecars *sidecars);

#endif
