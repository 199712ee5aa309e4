#include "format/segments.h"
#include "metadata/inflate.h"
#include "metadata/xmp.h"

#include <stdlib.h>
#include <string.h>

/* An extension's head behind its signature: an MD5 in 32 digits, the whole length, this part's offset. */
enum { EXTENSION_ID = 32, EXTENSION_HEAD = EXTENSION_ID + 8 };

enum sladd_status xmp_packets_add(struct xmp_packets *packets, struct span packet, struct sladd_error *err) {
    if (packet.size == 0 || packets->count == XMP_MAX_PACKETS || packet.size > XMP_MAX_BYTES - packets->total)
        return SLADD_OK;
    enum sladd_status status = bytes_copy(&packets->items[packets->count], packet.data, packet.size, err);
    if (status == SLADD_OK) {
        packets->count++;
        packets->total += packet.size;
    }
    return status;
}

void xmp_packets_clear(struct xmp_packets *packets) {
    for (size_t i = 0; i < packets->count; i++)
        bytes_clear(&packets->items[i]);
    *packets = (struct xmp_packets){0};
}

/* What a JPEG's main packet had no room for, put together from its parts. */
struct extension {
    const uint8_t *id; /* of EXTENSION_ID bytes in the file; NULL: none yet */
    struct bytes whole;
    size_t seen; /* bytes that have come by */
    bool damaged;
};

static enum sladd_status add_part(struct extension *extension, struct span part, struct sladd_error *err) {
    struct span text = span_part(part, EXTENSION_HEAD, SIZE_MAX);
    if (part.size <= EXTENSION_HEAD)
        return SLADD_OK;
    size_t whole = big32(part.data + EXTENSION_ID), offset = big32(part.data + EXTENSION_ID + 4);
    if (extension->id == NULL && whole <= XMP_MAX_BYTES) {
        extension->whole.data = calloc(whole + 1, 1);
        if (extension->whole.data == NULL)
            return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for %zu bytes of XMP", whole);
        extension->whole.size = whole;
        extension->id = part.data;
    }
    if (extension->id == NULL || memcmp(extension->id, part.data, EXTENSION_ID) != 0)
        return SLADD_OK;
    if (whole != extension->whole.size || offset > whole || text.size > whole - offset) {
        extension->damaged = true;
        return SLADD_OK;
    }
    memcpy(extension->whole.data + offset, text.data, text.size);
    extension->seen += text.size;
    return SLADD_OK;
}

/* An extension counts when it is complete and one of the packets names it. */
static bool is_announced(const struct extension *extension, const struct xmp_packets *packets) {
    char id[EXTENSION_ID + 1];
    if (extension->id == NULL || extension->damaged || extension->seen != extension->whole.size)
        return false;
    memcpy(id, extension->id, EXTENSION_ID);
    id[EXTENSION_ID] = '\0';
    for (size_t i = 0; i < packets->count; i++)
        if (span_holds(bytes_span(&packets->items[i]), id))
            return true;
    return false;
}

static enum sladd_status find_in_jpeg(struct span file, struct xmp_packets *packets, struct sladd_error *err) {
    static const char head[] = "http://ns.adobe.com/xap/1.0/", more[] = "http://ns.adobe.com/xmp/extension/";
    struct jpeg_walk walk = {.file = file};
    struct jpeg_segment segment;
    struct extension extension = {0};
    enum sladd_status status = SLADD_OK;
    while (status == SLADD_OK && jpeg_next(&walk, &segment)) {
        struct span payload = segment.payload;
        if (segment.marker != JPEG_APP0 + 1)
            continue;
        if (span_starts(payload, head, sizeof head))
            status = xmp_packets_add(packets, span_part(payload, sizeof head, SIZE_MAX), err);
        else if (span_starts(payload, more, sizeof more))
            status = add_part(&extension, span_part(payload, sizeof more, SIZE_MAX), err);
    }
    if (status == SLADD_OK && is_announced(&extension, packets))
        status = xmp_packets_add(packets, bytes_span(&extension.whole), err);
    bytes_clear(&extension.whole);
    return status;
}

/* Keyword, compression flag and method, language, translated keyword, text. */
static enum sladd_status add_itxt(struct xmp_packets *packets, struct span data, struct sladd_error *err) {
    static const char keyword[] = "XML:com.adobe.xmp";
    if (!span_starts(data, keyword, sizeof keyword) || data.size < sizeof keyword + 2)
        return SLADD_OK;
    bool compressed = data.data[sizeof keyword] != 0;
    struct span rest = span_part(data, sizeof keyword + 2, SIZE_MAX);
    for (int i = 0; i < 2; i++) {
        const uint8_t *end = rest.size > 0 ? memchr(rest.data, 0, rest.size) : NULL;
        if (end == NULL)
            return SLADD_OK;
        rest = span_part(rest, (size_t)(end - rest.data) + 1, SIZE_MAX);
    }
    if (!compressed)
        return xmp_packets_add(packets, rest, err);
    struct bytes text = {0};
    size_t used;
    enum sladd_status status = inflate_span(rest, XMP_MAX_BYTES, &text, &used, NULL);
    if (status == SLADD_NO_MEMORY)
        return sladd_fail(err, status, "out of memory for the XMP of a PNG");
    status = status == SLADD_OK ? xmp_packets_add(packets, bytes_span(&text), err) : SLADD_OK;
    bytes_clear(&text);
    return status;
}

enum sladd_status xmp_find(struct span file, struct xmp_packets *packets, struct sladd_error *err) {
    struct png_walk walk = {.file = file};
    struct png_chunk chunk;
    enum sladd_status status = SLADD_OK;
    int tries = XMP_MAX_PACKETS; /* what does not inflate costs as much as what does */
    if (is_jpeg(file))
        return find_in_jpeg(file, packets, err);
    while (status == SLADD_OK && tries > 0 && png_next(&walk, &chunk))
        if (chunk.crc_ok && strcmp(chunk.type, "iTXt") == 0 && SPAN_STARTS(chunk.data, "XML:com.adobe.xmp\0")) {
            status = add_itxt(packets, chunk.data, err);
            tries--;
        }
    return status;
}
