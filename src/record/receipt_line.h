/* A receipt: what was made of which photo, as one line of JSON. */
#ifndef RECORD_RECEIPT_LINE_H
#define RECORD_RECEIPT_LINE_H

#include "base/bytes.h"
#include "base/outcome_parts.h"

#include <stdbool.h>
#include <stdint.h>

/* Everything is owned. */
struct receipt {
    char *output;     /* path of the copy below the output folder: bytes, as the system has them */
    char *moved_from; /* somebody else gave it that name: the one that it had, as `output`; NULL: nobody did */
    char *origin;     /* real path of the photo; empty in receipts of the first versions */
    char key[SLADD_SHA256_HEX]; /* of all but the photo that the copy depends on (ledger/receipt_key.h) */
    /* Of the copy that this one takes the place of, and that stands there where a run was ended before that; empty:
     * none, or it is known that it is gone. */
    char earlier_sha256[SLADD_SHA256_HEX];
    int64_t size, modified; /* of the copy when it was made: bytes, nanoseconds since 1970; 0: not known */
    char *makers;           /* which policy judged and which detectors looked, as JSON */
    struct sladd_outcome outcome;
};

void receipt_clear(struct receipt *receipt);

/* One line of the file, without the line feed; owned by the caller. NULL: out of memory. */
char *receipt_to_line(const struct receipt *receipt);

/* What a line says: a receipt, or that the receipt of `receipt->output` was taken back (`*taken_back`); on SLADD_OK
 * `receipt` is the caller's to clear. SLADD_DAMAGED: nothing, it is cut short or not ours. SLADD_NO_MEMORY: it was not
 * read, and may be either. */
enum sladd_status receipt_from_line(struct span line, struct receipt *receipt, bool *taken_back);

/* The line that takes a receipt back. Owned; NULL: out of memory. */
char *receipt_to_withdrawal(const char *output);

#endif
