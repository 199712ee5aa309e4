/* The photos of a run by their bytes: which of them is the one that an earlier copy was made of, wherever it lies by
 * now? */
#ifndef LEDGER_OWN_PHOTOS_H
#define LEDGER_OWN_PHOTOS_H

#include "ledger/publish.h"

struct own_photo {
    const char *source; /* its digest; borrowed */
    size_t job;
};

/* All that were read, in the order of their digests; owned. Zero-initialise to start. */
struct own_photos {
    struct own_photo *items;
    size_t count;
};

/* After publish_all, of whose outcomes the digests are. The only error is SLADD_NO_MEMORY. */
enum sladd_status own_photos_list(struct own_photos *photos, const struct publishing *run, struct sladd_error *err);
void own_photos_clear(struct own_photos *photos);

/* Those that are, byte for byte, the photo of this copy; `*count` of them, which may be 0. Borrowed. */
const struct own_photo *own_photos_of(const struct own_photos *photos, const struct receipt *receipt, size_t *count);

/* Is the photo of this copy among them, and all of them elsewhere than the receipt has it? Where one lies there, its
 * path says it all. The only error is SLADD_NO_MEMORY. */
enum sladd_status own_photos_are_elsewhere(const struct own_photos *photos, const struct plan *plan,
                                           const struct receipt *receipt, bool *elsewhere, struct sladd_error *err);

/* Is the photo still where the receipt has it, whether the run has it or not? Then one of the run with the same bytes
 * is a second one. */
bool own_photo_is_at_origin(const struct receipt *receipt);

#endif
