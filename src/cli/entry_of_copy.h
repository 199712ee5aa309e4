/* Which entry of a manifest speaks of a copy that has receipts: by the name that it has now, or by that of the photo
 * that it was made of, as the receipts say. */
#ifndef CLI_ENTRY_OF_COPY_H
#define CLI_ENTRY_OF_COPY_H

#include "audit/inspect.h"
#include "consent/resolver.h"
#include "ledger/published.h"

/* `inspection->entry` has what the copy's own name leads to. That counts alone where the copy stands where it was
 * written to, under its photo's name. Elsewhere the name may be another copy's, so that the photo's entry is asked,
 * too; and where several receipts may be the copy's, each of them. The strictest of all these counts: it becomes
 * `*entry`, and `*receipt` what it is to be judged with; both borrow. That any of them had no photo is no remark any
 * more. */
enum sladd_status entry_of_copy(const struct inspection *inspection, const struct vouched *vouched,
                                struct resolver *resolver, struct manifest_entry *entry,
                                const struct sladd_outcome **receipt, struct sladd_error *err);

#endif
