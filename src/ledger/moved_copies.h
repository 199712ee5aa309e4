/* Copies that somebody renamed or moved inside the output folder. No receipt has their names, but their bytes are
 * known: what comes down under one name must not stay under another. They are named and never removed, for the folder
 * may hold photos of its owner, too. */
#ifndef LEDGER_MOVED_COPIES_H
#define LEDGER_MOVED_COPIES_H

#include "files/inputs.h"
#include "ledger/output_folder.h"

/* A file in the output folder that no receipt speaks of. */
struct unlisted_file {
    char *path; /* below the folder; owned */
    off_t size;
    char sha256[SLADD_SHA256_HEX]; /* once it was asked for */
};

/* All of them; zero-initialise to start; owned. */
struct moved_copies {
    struct unlisted_file *files;
    size_t count, capacity;
    bool listed; /* the folder was walked */
};

/* The next file that holds these bytes (SHA-256; `size` 0: not known), below the folder and borrowed; NULL: there is no
 * other. `*at` is 0 for the first. Photos of the run are none of them. */
const char *moved_copies_next(struct moved_copies *moved, const struct output_folder *folder,
                              const struct receipts *receipts, const struct inputs *inputs, const char *sha256,
                              int64_t size, size_t *at);

void moved_copies_clear(struct moved_copies *moved);

#endif
