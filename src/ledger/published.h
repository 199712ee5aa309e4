/* Which files in a folder of published photos are copies that `clean` made: found by their content, so that a copy that
 * was renamed or moved inside the folder is still known, and one that was touched is not. */
#ifndef LEDGER_PUBLISHED_H
#define LEDGER_PUBLISHED_H

#include "files/inputs.h"
#include "ledger/receipts.h"

/* The receipts of one folder. */
struct published_folder {
    char *path;
    struct receipts receipts;
    struct receipt **by_digest; /* in the order of the copies' digests, then of their outputs */
};

/* The receipts read so far; zero-initialise to start; owned. */
struct published {
    void *folders;                 /* by path: a tree (tsearch(3)) of struct published_folder */
    struct sladd_outcome **joined; /* of equal copies, put together */
    size_t joined_count, joined_capacity;
};

/* A copy's receipt: where it was written to, below the `folder` of the receipts, of which photo it was made (its path
 * then; NULL: of several), and what was done to it. Borrowed. Of several equal copies the one at this place counts;
 * elsewhere the regions of all, since nobody knows which of them was moved there. */
struct vouched {
    const char *folder, *output, *origin;
    const struct sladd_outcome *outcome; /* NULL: nobody vouches for this file */
};

void published_clear(struct published *published);

/* Is there a file of receipts in the photo's folder or a parent, up to the root? Receipts that cannot be read are an
 * error. */
enum sladd_status published_any(struct published *published, const struct input *input, bool *any,
                                struct sladd_error *err);

/* The receipt for a file of this content, from the nearest folder that has one. Only after published_any. */
enum sladd_status published_find(struct published *published, const struct input *input, const char *sha256,
                                 struct vouched *vouched, struct sladd_error *err);

#endif
