/* A bounded walker over the chunks of a PNG (ISO/IEC 15948): every length is checked against the file, every step goes
 * forwards. All spans are borrowed from the file. */
#ifndef FORMAT_PNG_PNG_CHUNKS_H
#define FORMAT_PNG_PNG_CHUNKS_H

#include "base/bytes.h"

struct png_chunk {
    char type[5]; /* four letters and a terminator */
    struct span data;
    bool crc_ok;
};

/* Start with the file and zeroes. */
struct png_walk {
    struct span file;
    size_t at;    /* the next unread byte; behind IEND once `ended` */
    bool ended;   /* IEND was reached */
    bool damaged; /* the file stopped making sense at `at` */
};

/* The next chunk, from IHDR to IEND. False after IEND, at the end of the file and where the file is damaged. */
bool png_next(struct png_walk *walk, struct png_chunk *chunk);

#endif
