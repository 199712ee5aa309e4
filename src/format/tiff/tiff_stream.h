/* Private to the TIFF reader: the file in memory as libtiff reads it, and what is said of what it could not read. */
#ifndef FORMAT_TIFF_TIFF_STREAM_H
#define FORMAT_TIFF_TIFF_STREAM_H

#include "base/bytes.h"

#include <stdbool.h>
#include <tiffio.h>

/* More than this is not asked of memory at once. */
enum { TIFF_MAX_ALLOCATION = 1 << 30 };

/* The file in memory as libtiff's stream, and its first complaint. */
struct tiff_stream {
    struct span file;
    uint64_t at;
    bool failed;
    bool no_memory; /* of our own; what libtiff lacks, its complaint says */
    char message[160];
};

/* NULL: it is no TIFF, or damaged, as `stream` says. To be closed by TIFFClose, before `stream` goes. */
TIFF *tiff_stream_open(struct tiff_stream *stream);

/* A picture with which nothing is wrong, of a kind that is not read: why, and the way out. */
enum sladd_status tiff_refuse_kind(const char *why, struct sladd_error *err);

/* What is wrong with a picture that libtiff did not read. */
enum sladd_status tiff_refuse_unread(const struct tiff_stream *stream, struct sladd_error *err);

#endif
