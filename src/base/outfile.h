/* A file that gets its name only when it is finished: unnamed (O_TMPFILE) or exclusively created under a private name
 * in the same folder until commit, fsynced, then renamed. Dying at any moment leaves the final name as it was; a
 * private name that is left behind belongs to a file that nobody has locked, and outfile_sweep removes it. */
#ifndef BASE_OUTFILE_H
#define BASE_OUTFILE_H

#include "base/fail.h"

#include <stdbool.h>
#include <sys/types.h>

struct outfile {
    int dir_fd;         /* borrowed */
    int fd;             /* owned; -1 when not open */
    char temporary[40]; /* its name in the folder, empty while it has none */
    bool named;         /* it has its final name */
};

/* Remove the private names that processes which are gone have left in this folder, and nothing else. */
void outfile_sweep(int dir_fd);

/* Open a new empty file, readable and writable, with permission bits `mode`, less those that the umask takes;
 * only rw bits are used. They are asked for when the file is made and never changed, so that a default ACL of the
 * folder has its say, and folders that know no permissions (network shares, phones, WSL) give those they have. On
 * failure nothing is left behind and `out->fd` is -1. */
enum sladd_status outfile_open(struct outfile *out, int dir_fd, mode_t mode, struct sladd_error *err);

/* fsync, give it the final `name`, fsync the folder. What stands there is replaced only when it is one of the two
 * `known` files (SHA-256 in hexadecimal; NULL: none), and no link is followed; else SLADD_COLLISION, and it is left
 * alone. Without `known` it is replaced whatever it is.
 * `out` is closed after success. SLADD_IO with `out->named`: the file is whole and has its name, but the folder could
 * not be flushed, so that a power cut might take the name back. A signal interrupts nothing here. */
enum sladd_status outfile_commit(struct outfile *out, const char *name, const char *const *known,
                                 struct sladd_error *err);

/* Is the file of this name one of the known ones? False with errno: ENOENT, there is none; EEXIST, it is another; any
 * other, nobody can tell. */
bool outfile_may_replace(int dir_fd, const char *name, const char *const *known);

/* fsync a folder, so that no power cut takes back what was named or removed in it. Some file systems cannot do that,
 * which is no failure: nothing better can be had there. False with errno. */
bool outfile_flush_folder(int fd);

/* Close and remove what has no final name; harmless after commit and on a failed open. */
void outfile_abort(struct outfile *out);

#endif
