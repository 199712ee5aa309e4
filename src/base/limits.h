/* The limits that a hostile or enormous file meets before it costs anything, and that the user may move (--limit). They
 * are the process's own, like those of setrlimit(2): set once, before anything is read, and never by the library. */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

#include "base/bytes.h"

#include <stddef.h>
#include <stdint.h>

enum limit {
#define LIMIT(id, name, value, least, most, what) LIMIT_##id,
#include "base/limits.def"
#undef LIMIT
    LIMIT_COUNT
};

/* Its value, in the unit of its row in limits.def. */
uint64_t limit_of(enum limit limit);

/* The same of those that are given in MiB, in bytes. */
size_t limit_bytes(enum limit limit);

/* bytes_read_fd with such a limit, which its error names. */
enum sladd_status limit_read_fd(struct bytes *to, int fd, enum limit limit, struct sladd_error *err);

/* "NAME=N", as it stands behind --limit. SLADD_USAGE: there is none of this name, or N is not a number in its range. */
enum sladd_status limit_set(const char *text, struct sladd_error *err);

/* The rows of limits.def, for the help. */
struct limit_row {
    const char *name, *what; /* `what` is marked for translation */
    uint64_t value, least, most;
};
const struct limit_row *limit_row(enum limit limit);

#endif
