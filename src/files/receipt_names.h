/* How files of receipts are called (what is in them: ledger/receipts.h), for whoever looks through folders. */
#ifndef FILES_RECEIPT_NAMES_H
#define FILES_RECEIPT_NAMES_H

#include <dirent.h>
#include <stdbool.h>

#define RECEIPTS_FILE ".sladd-receipts.jsonl"

/* Also the one of a share: ".sladd-receipts.2-of-3.jsonl". */
bool receipts_is_file(const char *name);

/* The same, for scandir(3). */
int receipts_is_entry(const struct dirent *entry);

/* Is there one in this folder? Then it holds copies that `clean` made. */
bool receipts_are_in(int folder_fd);

#endif
