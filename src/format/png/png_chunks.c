#include "format/png/png_chunks.h"

#include "base/ascii.h"

#include <string.h>
#include <zlib.h>

static const uint8_t png_signature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

bool png_next(struct png_walk *walk, struct png_chunk *chunk) {
    *chunk = (struct png_chunk){0};
    if (walk->ended || walk->damaged)
        return false;
    walk->damaged = true; /* until the chunk has proved sound */
    if (walk->at == 0) {
        if (!span_starts(walk->file, png_signature, sizeof png_signature))
            return false;
        walk->at = sizeof png_signature;
    }
    enum { OVERHEAD = 12 }; /* length, type and CRC */
    size_t rest = walk->file.size - walk->at;
    if (rest < OVERHEAD)
        return false;
    const uint8_t *start = walk->file.data + walk->at;
    uint32_t length = big32(start);
    if (length > 0x7FFFFFFF || length > rest - OVERHEAD)
        return false;
    for (int i = 0; i < 4; i++)
        if (!ascii_is_letter(start[4 + i]))
            return false;
    memcpy(chunk->type, start + 4, 4);
    chunk->data = (struct span){start + 8, length};
    chunk->crc_ok = crc32(0, start + 4, length + 4) == big32(start + 8 + length);
    walk->at += OVERHEAD + length;
    walk->ended = strcmp(chunk->type, "IEND") == 0;
    walk->damaged = false;
    return true;
}
