/* zlib streams (RFC 1950) inside a PNG, within limits. */
#ifndef METADATA_INFLATE_H
#define METADATA_INFLATE_H

#include "base/bytes.h"

#include <stdbool.h>
#include <zlib.h>

/* Finds where a stream that is spread over several chunks ends; what it inflates to is counted and thrown away. */
struct inflate_count {
    z_stream stream;
    uint64_t produced; /* bytes inflated so far */
    uint64_t limit;    /* no more than these are inflated */
    size_t tail;       /* bytes fed that lie behind the end of the stream */
    bool ended;        /* the stream is complete and its checksum right */
    bool damaged;      /* it is no zlib stream, or longer than the limit */
};

/* False: out of memory, and `count` needs no clear. */
bool inflate_count_init(struct inflate_count *count, uint64_t limit);
void inflate_count_feed(struct inflate_count *count, struct span piece);
void inflate_count_clear(struct inflate_count *count);

/* Inflate a whole stream of at most `limit` bytes. `*used` becomes the stream's own length within `packed`.
 * SLADD_DAMAGED when it is none or longer; `out` is the caller's. */
enum sladd_status inflate_span(struct span packed, size_t limit, struct bytes *out, size_t *used,
                               struct sladd_error *err);

#endif
