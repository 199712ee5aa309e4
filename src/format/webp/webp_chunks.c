#include "format/webp/webp_chunks.h"

#include <string.h>

enum { RIFF_HEADER = 12, CHUNK_HEADER = 8 };

static size_t little32(const uint8_t *p) {
    return (size_t)p[0] | (size_t)p[1] << 8 | (size_t)p[2] << 16 | (size_t)p[3] << 24;
}

/* Where the RIFF says that it ends, within the file. */
static size_t end_of(struct span file) {
    if (file.size < RIFF_HEADER)
        return file.size;
    size_t size = little32(file.data + 4);
    return size < file.size - CHUNK_HEADER ? size + CHUNK_HEADER : file.size;
}

bool webp_next(struct webp_walk *walk, struct webp_chunk *chunk) {
    size_t end = end_of(walk->file);
    if (walk->at == 0)
        walk->at = RIFF_HEADER;
    if (walk->damaged || walk->at > end || end - walk->at < CHUNK_HEADER)
        return false;
    const uint8_t *start = walk->file.data + walk->at;
    size_t length = little32(start + 4), rest = end - walk->at - CHUNK_HEADER;
    memcpy(chunk->type, start, 4);
    chunk->type[4] = '\0';
    walk->damaged = length > rest;
    chunk->data = (struct span){start + CHUNK_HEADER, walk->damaged ? rest : length};
    walk->at += CHUNK_HEADER + chunk->data.size;
    walk->at += (length & 1) != 0 && walk->at < end;
    return true;
}
