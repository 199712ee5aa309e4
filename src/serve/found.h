/* What was detected in a photo, kept so that it need not be searched for again while people say who is who, nor when
 * the folder is opened once more. It serves to show, and to decide what is shown; a copy is always searched anew. */
#ifndef SERVE_FOUND_H
#define SERVE_FOUND_H

#include "serve/session.h"

/* A digest of the `redact` boxes of the manifests, which are filled before the search: what is detected depends on
 * nothing else of them. Empty: out of memory. */
void found_digest(const struct manifest_entry *entry, char hex[SLADD_SHA256_HEX]);

/* Keep what `outcome` says was detected, with these boxes filled (found_digest), as it was before anything was
 * decided. */
void found_keep(struct view *view, const struct sladd_outcome *outcome, const char *redacts);

/* May it be used while these boxes are filled? The file must also be the same: view->found_sha256. */
bool found_is_good(const struct view *view, const char *redacts);

/* Take what earlier runs detected from their receipts in the output folder, where everything that a copy depends on is
 * as it was then: the program, the models, the settings, the policy and what the manifests say (ledger/receipt_key.h).
 * Lines of text that verification found in the copy, and that were covered for it, are among them.
 * Receipts are a stranger's: they are read within bounds, and a worker compares the photo's digest. Whatever is wrong
 * with them, the photos are searched. */
void found_recall(struct session *session);

#endif
