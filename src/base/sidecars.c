#include "base/sidecars.h"

#include <stdbool.h>

static enum sladd_status read_one(int fd, struct bytes *bytes, enum sidecar_state *state, struct sladd_error *err) {
    *state = fd == SIDECAR_NO_FILE ? SIDECAR_ABSENT : SIDECAR_UNREADABLE;
    if (fd < 0)
        return SLADD_OK;
    enum sladd_status status = bytes_read_fd(bytes, fd, SIDECAR_MAX_BYTES, err);
    if (status == SLADD_OK)
        *state = SIDECAR_READ;
    else if (status == SLADD_TOO_LARGE)
        *state = SIDECAR_TOO_LARGE;
    return status == SLADD_NO_MEMORY ? status : SLADD_OK;
}

enum sladd_status sidecars_read(const int fds[SIDECARS], struct sidecars *sidecars, struct sladd_error *err) {
    char digests[SIDECARS * 66]; /* of each: the state, and the digest with its terminator */
    bool any = false;
    struct sladd_error why = {0};
    *sidecars = (struct sidecars){0};
    for (int i = 0; i < SIDECARS; i++) {
        if (read_one(fds[i], &sidecars->items[i], &sidecars->states[i], &why) != SLADD_OK) {
            *err = why;
            return SLADD_NO_MEMORY;
        }
        any = any || sidecars->states[i] != SIDECAR_ABSENT;
        digests[(size_t)i * 66] = (char)('0' + sidecars->states[i]);
        sha256_hex(bytes_span(&sidecars->items[i]), digests + (size_t)i * 66 + 1);
    }
    if (any)
        sha256_hex((struct span){(const uint8_t *)digests, sizeof digests}, sidecars->sha256);
    return SLADD_OK;
}

void sidecars_clear(struct sidecars *sidecars) {
    for (int i = 0; i < SIDECARS; i++)
        bytes_clear(&sidecars->items[i]);
    *sidecars = (struct sidecars){0};
}
