/* Which of several lines about one copy counts: the one whose copy stands under the name. After a crash, a restored
 * backup, or a merge of what machines wrote whose clocks disagree, the newest need not be it. */
#ifndef LEDGER_STANDING_H
#define LEDGER_STANDING_H

#include "ledger/receipts.h"

#include <sys/stat.h>

/* Has the file the size and the time that this copy had when it was made? Then its bytes need not be read. */
bool receipt_is_as_written(const struct receipt *receipt, const struct stat *facts);
void receipt_set_facts(struct receipt *receipt, const struct stat *facts);

/* Choose among the newest lines and `receipts->older`, which is empty afterwards. Where no line's copy stands there,
 * the newest stays. */
enum sladd_status receipts_choose(struct receipts *receipts, struct sladd_error *err);

#endif
