/* A bounded walker over the chunks of a WebP file (RIFF; RFC 9649). All spans are borrowed from the file. */
#ifndef FORMAT_WEBP_WEBP_CHUNKS_H
#define FORMAT_WEBP_WEBP_CHUNKS_H

#include "base/bytes.h"

/* In the first byte of a VP8X chunk. */
enum { WEBP_FLAG_EXIF = 0x08, WEBP_FLAG_ALPHA = 0x10, WEBP_FLAG_ICC = 0x20 };

struct webp_chunk {
    char type[5]; /* four letters and a terminator */
    struct span data;
};

/* Start with the file and zeroes. */
struct webp_walk {
    struct span file;
    size_t at;    /* the next unread byte */
    bool damaged; /* a chunk reaches beyond the file */
};

/* The next chunk. False at the end of the RIFF and where the file is damaged. */
bool webp_next(struct webp_walk *walk, struct webp_chunk *chunk);

#endif
