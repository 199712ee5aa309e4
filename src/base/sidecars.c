#include "base/sidecars.h"

#include <stdbool.h>

void sidecars_read(const int fds[SIDECARS], struct sidecars *sidecars) {
    char digests[SIDECARS * 65];
    bool any = false;
    *sidecars = (struct sidecars){0};
    for (int i = 0; i < SIDECARS; i++) {
        if (fds[i] >= 0)
            (void)bytes_read_fd(&sidecars->items[i], fds[i], SIDECAR_MAX_BYTES, NULL);
        any = any || sidecars->items[i].size > 0;
        sha256_hex(bytes_span(&sidecars->items[i]), digests + (size_t)i * 65);
    }
    if (any)
        sha256_hex((struct span){(const uint8_t *)digests, sizeof digests}, sidecars->sha256);
}

void sidecars_clear(struct sidecars *sidecars) {
    for (int i = 0; i < SIDECARS; i++)
        bytes_clear(&sidecars->items[i]);
    sidecars->sha256[0] = '\0';
}
