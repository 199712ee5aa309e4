/* Which published copies must come down: those that show somebody whom the photo may no longer show, and those of
 * photos that may not be published any more, whomever they show. */
#ifndef LEDGER_TAKEDOWNS_H
#define LEDGER_TAKEDOWNS_H

#include "base/outcome_parts.h"

struct takedown {
    char *output; /* path of the copy below the output folder; owned */
    char *person; /* key; owned; NULL: nobody whom a manifest names */
    bool decided; /* `reason` says why; else the photo has no copy any more, and the others say what became of it */
    enum sladd_reason reason;
    enum sladd_result result;
    enum sladd_status cause;
    char *why; /* in words; owned */
};

/* A growing list; zero-initialise to start; owned. */
struct takedowns {
    struct takedown *items;
    size_t count, capacity;
};

/* Compare a copy's earlier outcome with the photo's new one. Where both are copies of one photo, by places: everything
 * that goes now and was seen is added, whatever it was called then. Where there is no copy now, by names: everybody who
 * was kept and is not any more; the copy itself, where nobody was and the photo is withheld now. By both where the
 * photo was saved anew: the earlier copy is still published, and whoever is found in it now was found too late. Where
 * its size changed, whoever goes now and was not hidden at the same part of the photo under the same name. */
enum sladd_status takedowns_compare(struct takedowns *list, const char *output, const struct sladd_outcome *before,
                                    const struct sladd_outcome *now, struct sladd_error *err);

/* Take back all but the first `count`. */
void takedowns_cut(struct takedowns *list, size_t count);

/* In order of outputs, people and reasons, whatever the order in which the photos were finished. */
void takedowns_sort(struct takedowns *list);
void takedowns_clear(struct takedowns *list);

#endif
