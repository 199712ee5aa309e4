/* The XMP packets of a PNG: iTXt chunks of one keyword. */
#include "format/png/png_chunks.h"
#include "format/readers.h"
#include "metadata/inflate.h"

#include <string.h>

/* Of a compressed packet: room for it is taken before it is known how long it is. */
enum { MAX_INFLATED = 4 << 20 };

static enum sladd_status blame(struct xmp_packets *packets, enum xmp_problem problem) {
    xmp_packets_blame(packets, problem);
    return SLADD_OK;
}

/* Keyword, compression flag and method, language, translated keyword, text. */
static enum sladd_status add_itxt(struct xmp_packets *packets, struct span data, struct sladd_error *err) {
    static const char keyword[] = "XML:com.adobe.xmp";
    if (!span_starts(data, keyword, sizeof keyword) || data.size < sizeof keyword + 2)
        return blame(packets, XMP_DAMAGED);
    bool compressed = data.data[sizeof keyword] != 0;
    struct span rest = span_part(data, sizeof keyword + 2, SIZE_MAX);
    for (int i = 0; i < 2; i++) {
        const uint8_t *end = rest.size > 0 ? memchr(rest.data, 0, rest.size) : NULL;
        if (end == NULL)
            return blame(packets, XMP_DAMAGED);
        rest = span_part(rest, (size_t)(end - rest.data) + 1, SIZE_MAX);
    }
    if (!compressed)
        return xmp_packets_add(packets, rest, err);
    struct bytes text = {0};
    size_t used;
    enum sladd_status status = inflate_span(rest, MAX_INFLATED, &text, &used, NULL);
    if (status == SLADD_NO_MEMORY)
        return sladd_fail(err, status, "out of memory for the XMP of a PNG");
    status = status == SLADD_OK ? xmp_packets_add(packets, bytes_span(&text), err) : blame(packets, XMP_DAMAGED);
    bytes_clear(&text);
    return status;
}

enum sladd_status png_find_xmp(struct span file, struct xmp_packets *packets, struct sladd_error *err) {
    struct png_walk walk = {.file = file};
    struct png_chunk chunk;
    enum sladd_status status = SLADD_OK;
    int tries = XMP_MAX_PACKETS; /* what does not inflate costs as much as what does */
    while (status == SLADD_OK && png_next(&walk, &chunk)) {
        if (strcmp(chunk.type, "iTXt") != 0 || !SPAN_STARTS(chunk.data, "XML:com.adobe.xmp\0"))
            continue;
        if (tries-- == 0)
            return blame(packets, XMP_TOO_LARGE);
        status = chunk.crc_ok ? add_itxt(packets, chunk.data, err) : blame(packets, XMP_DAMAGED);
    }
    return status;
}
