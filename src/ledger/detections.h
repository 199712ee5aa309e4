/* What searches of photos detected, kept in the output folder beside the receipts, so that neither a second opening of
 * the review page nor the `clean` that follows searches again: one line a search, with places, scores and digests, and
 * nothing of what is there.
 *
 * A copy is made by these lines, and others may write into the folder: a line from which somebody took a face must
 * count for nothing. So each begins with a code (HMAC-SHA256, RFC 2104) by a secret of the user's own
 * (files/user_key.h), in which the detectors and this very program have their part: what another user, another program
 * or other models wrote is passed over, and so is whatever was changed or cut short, before anybody reads it as
 * anything. It costs a search and nothing else. What counts, counts for one digest of a photo with one digest of boxes
 * to fill (base/detected.h); and whatever it says, the finished copy is searched. */
#ifndef LEDGER_DETECTIONS_H
#define LEDGER_DETECTIONS_H

#include "base/detected_set.h"
#include "ledger/output_folder.h"
#include "vision/vision.h"

#define DETECTIONS_FILE ".sladd-detections"

enum { DETECTIONS_KEY_BYTES = 32 };

/* NO_DETECTIONS to start. */
struct detections {
    struct detected_set set;      /* owned */
    struct output_folder *folder; /* where they are kept; borrowed; NULL: they are only remembered */
    int append_fd;                /* owned; -1: nothing was written yet */
    uint8_t key[DETECTIONS_KEY_BYTES];
};

#define NO_DETECTIONS ((struct detections){.append_fd = -1})

/* Read what an open folder has; whatever is wrong with it is not there. With `write` what detections_keep is told is
 * written, too: then the user's secret is made where there is none, the folder when something is first written, and
 * lines that count for nothing go. */
void detections_open(struct detections *detections, struct output_folder *folder, const struct vision *vision,
                     bool write);

/* Remember what was detected, which is copied, unless it is known. What cannot be written is only remembered; what
 * is not exact always is. */
void detections_keep(struct detections *detections, const struct detected *detected);

void detections_clear(struct detections *detections);

#endif
