/* Which entry of a manifest speaks of a copy that has receipts: by the name that it has now, or by that of the photo
 * that it was made of, as the receipts say. */
#ifndef CLI_ENTRY_OF_COPY_H
#define CLI_ENTRY_OF_COPY_H

#include "audit/inspect.h"
#include "cli/origins.h"
#include "ledger/published.h"

/* Where it is looked up; zero-initialise to start. */
struct copy_sources {
    struct manifests *manifests;       /* of the copies; borrowed */
    const struct published *published; /* all receipts; borrowed */
    struct origins origins;            /* owned, as is what was found out so far: */
    void *circles;                     /* by their receipts and manifest: a tree (tsearch(3)) */
};

/* `given` is --manifest, or NULL; the copies are resolved. To be cleared in any case. */
enum sladd_status copy_sources_open(struct copy_sources *from, struct manifests *manifests,
                                    const struct published *published, const char *given, struct sladd_error *err);
void copy_sources_clear(struct copy_sources *from);

/* For every copy, before the first call of the other function: whoever says no beside one original says it of all, and
 * an entry that speaks of one was not left behind. `own` is what the copy's own name leads to. */
enum sladd_status entry_of_copy_prepare(struct copy_sources *from, const struct manifest_entry *own,
                                        const struct vouched *vouched, struct sladd_error *err);

/* `inspection->entry` has what the copy's own name leads to. That counts where the copy stands where it was written to,
 * under its photo's name. Elsewhere the name may be another copy's, so that the photo's entry is asked, too; and where
 * several receipts may be the copy's, each of them. What lies beside the original counts where its folder is there. A
 * photo that is gone from where its receipt has it may be where another receipt has it: that one is asked. One that no
 * entry mentions is asked for by its SHA-256 (consent/moved_photos.h). Manifests beside an original that cannot be read
 * are a doubt of its copies.
 *
 * The strictest of all these counts: it becomes `*entry`, and `*receipt` what it is to be judged with; both borrow.
 * That any of them had no photo is no remark any more. */
enum sladd_status entry_of_copy(const struct inspection *inspection, const struct vouched *vouched,
                                struct copy_sources *from, struct manifest_entry *entry,
                                const struct sladd_outcome **receipt, struct sladd_error *err);

#endif
