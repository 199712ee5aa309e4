/* The folder that copies are written into: locked, never left through a link, and nothing in it replaced or removed but
 * what a receipt says that sladd wrote. */
#ifndef LEDGER_OUTPUT_FOLDER_H
#define LEDGER_OUTPUT_FOLDER_H

#include "base/outfile.h"
#include "base/permissions.h"
#include "ledger/receipts.h"

struct output_folder {
    const char *path; /* as given; borrowed */
    int fd;           /* -1: there is none (yet) */
};

/* Open the folder where there is one. */
enum sladd_status output_folder_open(struct output_folder *folder, const char *path, struct sladd_error *err);

/* Make it where it is missing, with the folders above it. */
enum sladd_status output_folder_make(struct output_folder *folder, struct sladd_error *err);

/* Make it where it is missing, and lock it until it is closed or this process dies: runs with `shared` (--shard) may
 * work side by side, any other is alone, and removes what runs that were killed left. `waiting` is called once when
 * another run has the lock. */
enum sladd_status output_folder_claim(struct output_folder *folder, bool shared, void (*waiting)(const char *path),
                                      struct sladd_error *err);

/* May a copy be written at `output` (a path below the folder)? SLADD_COLLISION: something is there that no receipt
 * vouches for, or a link is in the way; SLADD_IO: nobody can tell what is there. `receipt` is the output's, or NULL. */
enum sladd_status output_folder_check(const struct output_folder *folder, const char *output,
                                      const struct receipt *receipt, struct sladd_error *err);

/* Does something else stand under the receipt's name than the copy that it speaks of, or something that cannot be
 * looked at? Not where nothing does. What had to be read for that is known by its size and time afterwards
 * (`*renewed`). */
bool output_folder_has_other(const struct output_folder *folder, struct receipt *receipt, bool *renewed);

/* The copy of an earlier run, open for reading; -1 where there is none. */
int output_folder_open_copy(const struct output_folder *folder, const char *output);

/* Is there surely nothing under the receipt's name? */
bool output_folder_lacks(const struct output_folder *folder, const struct receipt *receipt);

/* The digest of what stands under the receipt's name: where a run was ended, that of its copy or of the one before.
 * Borrowed from the receipt. */
const char *output_folder_standing(const struct output_folder *folder, const struct receipt *receipt);

/* A copy in the making. Close with output_folder_abandon, also after a commit. */
struct new_copy {
    struct outfile out;
    int folder_fd;    /* owned */
    const char *name; /* borrowed from the output */
};

#define NO_NEW_COPY ((struct new_copy){.out = {.dir_fd = -1, .fd = -1}, .folder_fd = -1})

/* Open an empty file in the folder of `output`, which is made where it is missing. `most` are the permissions of the
 * photo, which the copy never exceeds. */
enum sladd_status output_folder_begin(const struct output_folder *folder, const char *output, struct permissions most,
                                      struct new_copy *copy, struct sladd_error *err);

/* Give it its name. `receipt` is that of the copy that may be replaced, or NULL. */
enum sladd_status output_folder_commit(struct new_copy *copy, const struct receipt *receipt, struct sladd_error *err);
void output_folder_abandon(struct new_copy *copy);

/* Remove the copy that the receipt speaks of; SLADD_OK also where nothing is. SLADD_COLLISION: what stands there is
 * something else, and was left alone. SLADD_IO: it cannot be looked at or removed, and may still stand there. */
enum sladd_status output_folder_remove(const struct output_folder *folder, const struct receipt *receipt,
                                       struct sladd_error *err);

/* Does its path still lead to it? SLADD_IO says where the copies are, if they are. */
enum sladd_status output_folder_stayed(const struct output_folder *folder, struct sladd_error *err);

void output_folder_close(struct output_folder *folder);

#endif
