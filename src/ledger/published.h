/* Which files in a folder of published photos are copies that `clean` made: found by their content, so that a copy that
 * was renamed or moved inside the folder is still known, and one that was touched is not. */
#ifndef LEDGER_PUBLISHED_H
#define LEDGER_PUBLISHED_H

#include "files/inputs.h"

#include <jansson.h>

/* The receipts read so far; owned. */
struct published {
    json_t *by_folder; /* folder -> {digest of a copy -> {where it was written to -> its row}}, or null: no receipts */
    json_t *joined;    /* rows of equal copies, put together */
};

/* A copy's receipt: where it was written to, below the folder of the receipts, and its row. Borrowed. Of several equal
 * copies the one at this place counts; elsewhere the regions of all, since nobody knows which of them was moved there.
 */
struct vouched {
    const char *output;
    json_t *row; /* NULL: nobody vouches for this file */
};

enum sladd_status published_init(struct published *published, struct sladd_error *err);
void published_clear(struct published *published);

/* Is there a file of receipts in the photo's folder or a parent, up to the root? Receipts that cannot be read are an
 * error. */
enum sladd_status published_any(struct published *published, const struct input *input, bool *any,
                                struct sladd_error *err);

/* The receipt for a file of this content, from the nearest folder that has one. Only after published_any. */
struct vouched published_find(struct published *published, const struct input *input, const char *sha256);

#endif
