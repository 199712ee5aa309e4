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

/* Read what is open in `fds`; to be cleared, also after an error. What cannot be read has a state that says so; the
 * only error is SLADD_NO_MEMORY. */
enum sladd_status sidecars_read(const int fds[SIDECARS], struct sidecars *sidecars, struct sladd_error *err);
void sidecars_clear(struct sidecars *sidecars);

#endif
