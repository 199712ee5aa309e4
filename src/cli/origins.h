/* What lies beside the originals of copies, where they are: asked once for each receipt. */
#ifndef CLI_ORIGINS_H
#define CLI_ORIGINS_H

#include "files/manifests.h"
#include "ledger/receipts.h"

/* Of one receipt. */
struct origin {
    const struct receipt *receipt; /* borrowed */
    bool at_hand;                  /* the folder in which its photo lay is there */
    bool there;                    /* and so is the photo */
    char *trouble;                 /* what is wrong with the manifests there; NULL: nothing; owned */
};

/* Zero-initialise to start; owned. */
struct origins {
    struct manifests manifests; /* of no photos, resolved */
    void *by_receipt;           /* a tree (tsearch(3)) of struct origin */
};

/* What was found out about this receipt's photo; NULL: out of memory. */
struct origin *origins_look(struct origins *origins, const struct receipt *receipt);

/* What lies beside the original counts, as for the run that made the copy: its sidecar, and the manifest of its folder.
 * Where nothing speaks of it there, `*entry` is empty. What is wrong with them is a doubt of this copy, and of what
 * is said of it otherwise (`own`). */
enum sladd_status origins_read(struct origins *origins, struct origin *origin, const struct manifest_entry *own,
                               struct manifest_entry *entry, struct sladd_error *err);

void origins_clear(struct origins *origins);

#endif
