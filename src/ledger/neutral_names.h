/* --rename: "photo-0007.jpg", or "folder-0003/photo-0007.jpg" (files/copy_names.h). A name that a receipt knows stays
 * with its photo, known by its digest, or else by where it lies, whatever else comes or goes; the photos that come into
 * a folder later are put beside it. */
#ifndef LEDGER_NEUTRAL_NAMES_H
#define LEDGER_NEUTRAL_NAMES_H

#include "ledger/receipts.h"

/* A photo that wants a name. */
struct unnamed {
    const char *sha256; /* of the photo; empty where it cannot be read */
    char **output;      /* its neutral path, which another takes the place of; owned by its owner */
    char *origin;       /* where it lies (realpath(3)); "" where nobody knows; owned by its owner */
    const char *known;  /* the name that it had, or NULL; set by neutral_names_assign */
};

/* The photos are put in the order of their neutral paths. */
enum sladd_status neutral_names_assign(const struct receipts *receipts, struct unnamed *photos, size_t count,
                                       struct sladd_error *err);

#endif
