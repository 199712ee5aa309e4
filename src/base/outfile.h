/* A file that gets its name only when it is finished: unnamed (O_TMPFILE) or exclusively created under a private name
 * in the same folder until commit, fsynced, then renamed. Dying at any moment leaves the final name as it was. */
#ifndef BASE_OUTFILE_H
#define BASE_OUTFILE_H

#include "sladd/status.h"

#include <stdio.h>
#include <sys/types.h>

struct outfile {
    int dir_fd;         /* borrowed */
    int fd;             /* owned; -1 when not open */
    char temporary[40]; /* its name in the folder, empty while it has none */
};

/* Open a new empty file, readable and writable, with permission bits `mode` (fchmod, so no umask surprises; only rw
 * bits are used). On failure nothing is left behind and `out->fd` is -1. */
enum sladd_status outfile_open(struct outfile *out, int dir_fd, mode_t mode, struct sladd_error *err);

/* Open one in memory, which can be written and read like the others but gets no name (outfile_commit is not for it). */
enum sladd_status outfile_open_memory(struct outfile *out, struct sladd_error *err);

/* Empty it again, to write another round. */
enum sladd_status outfile_restart(struct outfile *out, struct sladd_error *err);

/* fsync, give it the final `name` (replacing a file of that name), fsync the folder. `out` is closed after success. */
enum sladd_status outfile_commit(struct outfile *out, const char *name, struct sladd_error *err);

/* Close and remove; harmless after commit and on a failed open. */
void outfile_abort(struct outfile *out);

#endif
