/* Copies that somebody renamed, moved or copied inside the output folder. What comes down under one name must not stay
 * under another, in this run or a later one: each gets a receipt under its new name, and is judged by that like any
 * other copy (ledger/other_copies.h), whatever becomes of the one that it was. It is never removed, for the folder may
 * hold photos of its owner, too: where it must come down, it is named until it is gone. */
#ifndef LEDGER_MOVED_COPIES_H
#define LEDGER_MOVED_COPIES_H

#include "files/inputs.h"
#include "ledger/output_folder.h"

/* Give every file in the folder that holds a copy's bytes, and has no receipt that says so, that copy's receipt, with
 * `moved_from`; where it took the place of another copy, in the place of that one's. Photos of the run are none. Those
 * of earlier runs of which nothing is there any more are forgotten. Nothing is written before the run writes receipts.
 * `unseen` gets what could not be looked at, below the folder: any copy may lie there. */
enum sladd_status moved_copies_adopt(struct receipts *receipts, const struct output_folder *folder,
                                     const struct inputs *inputs, struct sladd_names *unseen, struct sladd_error *err);

#endif
