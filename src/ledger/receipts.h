/* What was done before, kept in the output folder: one line of JSON a photo, so that a re-run does only what changed
 * and can say which published copies must come down.
 *
 * A line is appended before its copy gets its name and the file is written anew at the run's end: after a crash a copy
 * is known by its receipt or not there, and a line that was cut short is ignored, which costs one photo's work and
 * nothing else. A receipt holds the photo's row of the report (short names, no values of metadata), the key, which
 * is a digest of everything but the photo that its copy depends on, and of everybody whom the copy shows digests of
 * their names: whoever has a list of people can try who of them it is. */
#ifndef LEDGER_RECEIPTS_H
#define LEDGER_RECEIPTS_H

#include "files/receipt_names.h"
#include "record/receipt_line.h"

/* Several machines may write into one output folder (--shard), so that each keeps a file of its own,
 * .sladd-receipts.2-of-3.jsonl. All files of a folder count, of two receipts for one copy the one whose copy stands
 * there (ledger/standing.h), else the one in the newer file; a line is complete in itself, so that files merge by being
 * copied into one folder or appended to one another. The next run without --shard makes them one again. */

/* One that a newer line about the same copy took the place of, or took back. */
struct older_receipt {
    struct receipt receipt; /* owned */
    size_t line;            /* counts up in the order in which they were read */
};

struct receipts {
    void *by_output; /* a tree (tsearch(3)) of owned receipts in the order of their outputs */
    size_t count;
    int folder_fd;               /* of the output folder; borrowed; -1: there is none */
    int append_fd;               /* -1: nothing was appended yet */
    bool cut;                    /* the last line may be one that was not written to its end */
    bool renewed;                /* something is known that no line has */
    bool adopted;                /* and that is copies that were moved, whose lines come before any other */
    char own[64];                /* the file that this run writes */
    struct sladd_names others;   /* the other machines' files that were read */
    struct older_receipt *older; /* while they are read; owned */
    size_t older_count, older_capacity;
};

/* Read the receipts in an open folder, which is borrowed (-1: there are none); `shown` is its path, for messages. A run
 * that is share `shard` of `shards` appends to its own file only (0 and 0: it is alone). */
enum sladd_status receipts_open(struct receipts *receipts, int folder_fd, const char *shown, unsigned shard,
                                unsigned shards, struct sladd_error *err);

/* The receipt of an output, borrowed until it is dropped or another is added in its place; or NULL. */
struct receipt *receipts_find(const struct receipts *receipts, const char *output);

/* Have this one, which is taken over, and write nothing; it takes the place of the one about the same copy, if there is
 * one. False: out of memory, and it is still the caller's. */
bool receipts_put(struct receipts *receipts, const struct receipt *receipt);
void receipts_clear_older(struct receipts *receipts);

/* All of them in the order of their outputs, `receipts->count` places; the array is the caller's to free. NULL: out of
 * memory. */
struct receipt **receipts_list(const struct receipts *receipts);

/* Before a copy gets its name: the receipt counts from here on, and the disk has it, so that neither a crash nor a
 * lack of memory leaves a copy without one. `receipt` is taken over, also on failure; the one in whose place it is
 * becomes `*before` (empty: there was none), the caller's to clear. */
enum sladd_status receipts_announce(struct receipts *receipts, struct receipt *receipt, struct receipt *before,
                                    struct sladd_error *err);

/* After that: it has its name, so that no earlier copy can stand there any more. Or it did not get it: what was before
 * counts again, and `before` is taken over. */
void receipts_confirm(struct receipts *receipts, const char *output);
void receipts_retract(struct receipts *receipts, const char *output, struct receipt *before);

/* The photo of this copy lies at `origin` now, where that is new. It is not flushed: a line that is lost is written by
 * the next run. */
enum sladd_status receipts_move_origin(struct receipts *receipts, const char *output, const char *origin,
                                       struct sladd_error *err);

/* Forget a copy that is gone. `output` may be the receipt's own. `receipts_forget` leaves it to the lines' next reader
 * to find that out again, unless the file is written anew. */
void receipts_drop(struct receipts *receipts, const char *output);
void receipts_forget(struct receipts *receipts, const char *output);

/* Write the file anew, its lines in the order of the copies' names; a share's file is complete already. */
enum sladd_status receipts_close(struct receipts *receipts, struct sladd_error *err);
void receipts_clear(struct receipts *receipts);

#endif
