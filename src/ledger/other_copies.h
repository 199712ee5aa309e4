/* Copies whose originals are gone. Nobody gives them to `clean` any more, and they are published all the same, so they
 * are judged by their receipts: when a consent ends, they come down, too. */
#ifndef LEDGER_OTHER_COPIES_H
#define LEDGER_OTHER_COPIES_H

#include "ledger/output_folder.h"
#include "ledger/receipt_key.h"
#include "ledger/takedowns.h"

/* How the manifests that speak of a photo are found by its path. `entry` says what they say; false: there are none, or
 * they cannot be read. */
typedef bool find_entry(void *context, const char *path, struct manifest_entry *entry);

/* Judge every copy whose receipt names an original that is not there any more. Who may not be seen is added to `list`;
 * unless this is a dry run, the copy is removed and `removed` is told. Where no manifest is found, nothing is decided.
 */
enum sladd_status other_copies_judge(struct receipts *receipts, const struct output_folder *folder,
                                     const struct rules *rules, find_entry *find, void *context,
                                     void (*removed)(void *context, const char *output), struct takedowns *list,
                                     struct sladd_error *err);

#endif
