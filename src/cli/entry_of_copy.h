/* Which entry of a manifest speaks of a copy that has receipts: by the name that it has now, or by that of the photo
 * that it was made of, as the receipts say. */
#ifndef CLI_ENTRY_OF_COPY_H
#define CLI_ENTRY_OF_COPY_H

#include "audit/inspect.h"
#include "files/manifests.h"
#include "ledger/published.h"

/* Where it is looked up; borrowed. */
struct copy_sources {
    struct resolver *resolver;         /* whose remarks are made less */
    struct manifests *originals;       /* of no photos, resolved: for what lies beside the originals, where they are */
    const struct published *published; /* all receipts */
};

/* For every copy, before the first call of the other function: whoever says no beside one original says it of all. */
enum sladd_status entry_of_copy_prepare(const struct copy_sources *from, const struct vouched *vouched,
                                        struct sladd_error *err);

/* `inspection->entry` has what the copy's own name leads to. That counts where the copy stands where it was written to,
 * under its photo's name. Elsewhere the name may be another copy's, so that the photo's entry is asked, too; and where
 * several receipts may be the copy's, each of them. What lies beside the original counts where its folder is there. A
 * photo that is gone from where its receipt has it may be where another receipt has it: that one is asked.
 *
 * The strictest of all these counts: it becomes `*entry`, and `*receipt` what it is to be judged with; both borrow.
 * That any of them had no photo is no remark any more. */
enum sladd_status entry_of_copy(const struct inspection *inspection, const struct vouched *vouched,
                                const struct copy_sources *from, struct manifest_entry *entry,
                                const struct sladd_outcome **receipt, struct sladd_error *err);

#endif
