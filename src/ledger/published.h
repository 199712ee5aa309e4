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
    struct receipt **by_source; /* in the order of their photos' digests */
};

/* The receipts read so far; zero-initialise to start; owned. */
struct published {
    void *folders; /* by path: a tree (tsearch(3)) of struct published_folder */
};

/* The receipts that may be a copy's, in the `folder` of theirs. Borrowed. Of several equal copies the one that was
 * written to this place counts; elsewhere all of them, since nobody knows which was moved there. */
struct vouched {
    const char *folder;
    struct receipt *const *receipts;
    size_t count; /* 0: nobody vouches for this file */
    bool moved;   /* it lies elsewhere than where it was written to */
};

void published_clear(struct published *published);

/* Is there a file of receipts in the photo's folder or a parent, up to the root? Receipts that cannot be read are an
 * error. */
enum sladd_status published_any(struct published *published, const struct input *input, bool *any,
                                struct sladd_error *err);

/* The receipts for a file of this content, from the nearest folder that has one. Only after published_any. */
enum sladd_status published_find(const struct published *published, const struct input *input, const char *sha256,
                                 struct vouched *vouched, struct sladd_error *err);

/* The receipts of that folder for copies of the very photo that this one is for, and so this one itself: the first, and
 * how many. */
struct receipt *const *published_alike(const struct published *published, const struct vouched *vouched,
                                       const struct receipt *receipt, size_t *count);

#endif
