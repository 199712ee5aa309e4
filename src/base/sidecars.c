#include "base/sidecars.h"

#include <stdbool.h>

static enum sidecar_state read_one(int fd, struct bytes *bytes) {
    if (fd == SIDECAR_NO_FILE)
        return SIDECAR_ABSENT;
    if (fd < 0)
        return SIDECAR_UNREADABLE;
    enum sladd_status status = bytes_read_fd(bytes, fd, SIDECAR_MAX_BYTES, NULL);
    if (status == SLADD_OK)
        return SIDECAR_READ;
    return status == SLADD_TOO_LARGE ? SIDECAR_TOO_LARGE : SIDECAR_UNREADABLE;
}

void sidecars_read(const int fds[SIDECARS], struct sidecars *sidecars) {
    char digests[SIDECARS * 66]; /* of each: the state, and the digest with its terminator */
    bool any = false;
    *sidecars = (struct sidecars){0};
    for (int i = 0; i < SIDECARS; i++) {
        sidecars->states[i] = read_one(fds[i], &sidecars->items[i]);
        any = any || sidecars->states[i] != SIDECAR_ABSENT;
        digests[(size_t)i * 66] = (char)('0' + sidecars->states[i]);
        sha256_hex(bytes_span(&sidecars->items[i]), digests + (size_t)i * 66 + 1);
    }
    if (any)
        sha256_hex((struct span){(const uint8_t *)digests, sizeof digests}, sidecars->sha256);
}

void sidecars_clear(struct sidecars *sidecars) {
    for (int i = 0; i < SIDECARS; i++)
        bytes_clear(&sidecars->items[i]);
    *sidecars = (struct sidecars){0};
}
