/* What was detected in the photos, so that they need not be searched again while people say who is who, nor when the
 * folder is opened once more. */
#ifndef SERVE_FOUND_H
#define SERVE_FOUND_H

#include "serve/session.h"

/* Take what earlier sessions kept in the output folder (ledger/detections.h), and keep there what this one finds. Of a
 * photo that `clean` alone has searched, take what its receipt says, where everything that a copy depends on is as it
 * was then (ledger/receipt_key.h): lines of text that verification found in the copy, and that were covered for it, are
 * among it. A receipt is a stranger's, so that serves to show and never to make a copy.
 * Whatever is wrong with them, the photos are searched. */
void found_recall(struct session *session);

/* In the parent: what a worker wrote into `fd` of the photo that is open behind `source_fd`, searched with these boxes
 * filled (stage_mark_digest). It is a stranger's: it is read within bounds, and kept for this very photo or not at all.
 */
void found_keep(struct session *session, int fd, int source_fd, const char *filled);

#endif
