/* --rename: "photo-0007.jpg", numbered in the order of the photos, so that names say nothing else. A number that a
 * receipt knows stays with its photo, whatever else comes or goes. */
#ifndef LEDGER_NEUTRAL_NAMES_H
#define LEDGER_NEUTRAL_NAMES_H

#include "ledger/receipts.h"

/* A photo that wants a name. */
struct unnamed {
    const char *sha256; /* of the photo; empty where it cannot be read */
    char **output;      /* its numbered path, which another takes the place of; owned by its owner */
};

/* `photos` in the order of the plan. */
enum sladd_status neutral_names_assign(const struct receipts *receipts, struct unnamed *photos, size_t count,
                                       struct sladd_error *err);

#endif
