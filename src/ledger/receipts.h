/* What was done before, kept in the output folder: one line of JSON a photo, so that a re-run does only what changed
 * and can say which published copies must come down.
 *
 * Lines are appended while a run goes on and the file is written anew at its end; a line that a crash cut short is
 * ignored, which costs one photo's work and nothing else. A receipt holds the photo's row of the report (no names, no
 * values of metadata) and the key: a digest of everything but the photo that its copy depends on. */
#ifndef LEDGER_RECEIPTS_H
#define LEDGER_RECEIPTS_H

#include "base/sidecars.h"
#include "cli/args.h"
#include "consent/policy.h"
#include "files/receipt_names.h"
#include "vision/vision.h"

#include <jansson.h>

/* Several machines may write into one output folder (--shard), so that each keeps a file of its own,
 * .sladd-receipts.2-of-3.jsonl. All files of a folder count, of two receipts for one copy the one in the newer file; a
 * line is complete in itself, so that files merge by being copied into one folder or appended to one another. The next
 * run without --shard makes them one again. */

struct receipts {
    json_t *by_output; /* path below the output folder -> receipt; owned */
    int folder_fd;     /* of the output folder; -1: there is none yet */
    int append_fd;     /* -1: nothing to append to */
    char own[64];      /* the file that this run writes */
    json_t *others;    /* names of the other machines' files that were read; owned */
};

/* Read the receipts of an output folder; one that does not exist has none. A dry run only reads. */
enum sladd_status receipts_open(struct receipts *receipts, const char *folder, struct sladd_error *err);

/* From now on this run is share `shard` of `shards` and appends to its own file only (0 and 0: it is alone). */
void receipts_share(struct receipts *receipts, unsigned shard, unsigned shards);

/* The receipt of an output, borrowed, or NULL. */
json_t *receipts_find(const struct receipts *receipts, const char *output);

/* The row of the report that a receipt holds; borrowed. */
json_t *receipt_row(json_t *receipt);

/* The key of a photo under these settings, policy, models and manifests: equal keys and equal source bytes mean an
 * equal copy. `row` is its (earlier or new) row, which names the people that were consulted; a photo with face tags may
 * name everybody. Empty when out of memory.
 */
void receipts_key(const struct args *args, const struct policy *policy, const struct vision *vision,
                  const struct manifest_entry *entry, json_t *row, char key[65]);

/* True when `receipt` was given for exactly this key and the files are those it speaks of. */
bool receipt_holds(json_t *receipt, const char *key, int source_fd, const int sidecar_fds[SIDECARS], int output_fd);

/* Remember a finished photo (`row` is shared, not taken over), which policy judged it and which detectors looked. */
enum sladd_status receipts_add(struct receipts *receipts, const char *folder, const char *output, const char *key,
                               const struct policy *policy, const struct vision *vision, json_t *row,
                               struct sladd_error *err);

/* Forget a photo whose copy is gone. */
void receipts_drop(struct receipts *receipts, const char *folder, const char *output);

/* Write the file anew, its lines in the order of the copies' names; a share's file is complete already. */
enum sladd_status receipts_close(struct receipts *receipts, struct sladd_error *err);
void receipts_clear(struct receipts *receipts);

#endif
