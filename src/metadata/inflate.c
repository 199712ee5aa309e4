#include "metadata/inflate.h"

#include <limits.h>
#include <stdlib.h>

bool inflate_count_init(struct inflate_count *count, uint64_t limit) {
    *count = (struct inflate_count){.limit = limit};
    return inflateInit(&count->stream) == Z_OK;
}

void inflate_count_clear(struct inflate_count *count) {
    (void)inflateEnd(&count->stream);
}

void inflate_count_feed(struct inflate_count *count, struct span piece) {
    uint8_t scratch[16384];
    if (count->ended || count->damaged) {
        count->tail += count->ended ? piece.size : 0;
        return;
    }
    /* PNG chunks are below 2^31 bytes, so the length fits. */
    count->stream.next_in = (Bytef *)piece.data;
    count->stream.avail_in = (uInt)piece.size;
    int result = Z_OK;
    do {
        count->stream.next_out = scratch;
        count->stream.avail_out = sizeof scratch;
        result = inflate(&count->stream, Z_NO_FLUSH);
        count->produced += sizeof scratch - count->stream.avail_out;
    } while (result == Z_OK && count->stream.avail_out == 0 && count->produced <= count->limit);
    count->ended = result == Z_STREAM_END && count->produced <= count->limit;
    /* Z_BUF_ERROR only says that the piece is used up. */
    count->damaged = !count->ended && ((result != Z_OK && result != Z_BUF_ERROR) || count->produced > count->limit);
    if (count->ended)
        count->tail += count->stream.avail_in;
}

enum sladd_status inflate_span(struct span packed, size_t limit, struct bytes *out, size_t *used,
                               struct sladd_error *err) {
    z_stream stream = {.next_in = (Bytef *)packed.data};
    if (packed.size > UINT_MAX || limit > UINT_MAX)
        return sladd_fail(err, SLADD_TOO_LARGE, "compressed data of %zu bytes is outside the limits", packed.size);
    stream.avail_in = (uInt)packed.size;
    uint8_t *data = malloc(limit);
    if (data == NULL || inflateInit(&stream) != Z_OK) {
        free(data);
        return fail_memory(err);
    }
    stream.next_out = data;
    stream.avail_out = (uInt)limit;
    int result = inflate(&stream, Z_FINISH);
    size_t size = limit - stream.avail_out;
    *used = packed.size - stream.avail_in;
    (void)inflateEnd(&stream);
    enum sladd_status status = result == Z_STREAM_END
                                   ? bytes_copy(out, data, size, err)
                                   : sladd_fail(err, SLADD_DAMAGED, "compressed data is damaged or too long");
    free(data);
    return status;
}
