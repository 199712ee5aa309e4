#include "metadata/inflate.h"

#include <limits.h>
#include <stdlib.h>

bool meter_init(struct meter *meter, uint64_t limit) {
    *meter = (struct meter){.limit = limit};
    return inflateInit(&meter->stream) == Z_OK;
}

void meter_clear(struct meter *meter) {
    (void)inflateEnd(&meter->stream);
}

void meter_feed(struct meter *meter, struct span piece) {
    uint8_t scratch[16384];
    if (meter->ended || meter->damaged) {
        meter->tail += meter->ended ? piece.size : 0;
        return;
    }
    /* PNG chunks are below 2^31 bytes, so the length fits. */
    meter->stream.next_in = (Bytef *)piece.data;
    meter->stream.avail_in = (uInt)piece.size;
    int result = Z_OK;
    do {
        meter->stream.next_out = scratch;
        meter->stream.avail_out = sizeof scratch;
        result = inflate(&meter->stream, Z_NO_FLUSH);
        meter->produced += sizeof scratch - meter->stream.avail_out;
    } while (result == Z_OK && meter->stream.avail_out == 0 && meter->produced <= meter->limit);
    meter->ended = result == Z_STREAM_END && meter->produced <= meter->limit;
    /* Z_BUF_ERROR only says that the piece is used up. */
    meter->damaged = !meter->ended && ((result != Z_OK && result != Z_BUF_ERROR) || meter->produced > meter->limit);
    if (meter->ended)
        meter->tail += meter->stream.avail_in;
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
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for %zu bytes", limit);
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
