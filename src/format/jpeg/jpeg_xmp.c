/* The XMP packets of a JPEG (ISO 16684-3): APP1, and the extension that continues a packet too long for one segment. */
#include "format/jpeg/jpeg_segments.h"
#include "format/readers.h"

#include <stdlib.h>
#include <string.h>

/* An extension's head behind its signature: an MD5 in 32 digits, the whole length, this part's offset. */
enum { EXTENSION_ID = 32, EXTENSION_HEAD = EXTENSION_ID + 8 };

/* What a JPEG's main packet had no room for, put together from its parts. */
struct extension {
    const uint8_t *id; /* of EXTENSION_ID bytes in the file; NULL: none yet */
    struct bytes whole;
    size_t seen; /* bytes that have come by */
    bool damaged, too_large;
    bool more; /* parts of another one */
};

static enum sladd_status add_part(struct extension *extension, struct span part, struct sladd_error *err) {
    struct span text = span_part(part, EXTENSION_HEAD, SIZE_MAX);
    if (part.size <= EXTENSION_HEAD)
        return SLADD_OK;
    size_t whole = big32(part.data + EXTENSION_ID), offset = big32(part.data + EXTENSION_ID + 4);
    extension->too_large = extension->too_large || whole > XMP_MAX_BYTES;
    if (extension->id == NULL && whole <= XMP_MAX_BYTES) {
        extension->whole.data = calloc(whole + 1, 1);
        if (extension->whole.data == NULL)
            return fail_memory(err);
        extension->whole.size = whole;
        extension->id = part.data;
    }
    if (extension->id == NULL || memcmp(extension->id, part.data, EXTENSION_ID) != 0) {
        extension->more = true;
        return SLADD_OK;
    }
    if (whole != extension->whole.size || offset > whole || text.size > whole - offset) {
        extension->damaged = true;
        return SLADD_OK;
    }
    memcpy(extension->whole.data + offset, text.data, text.size);
    extension->seen += text.size;
    return SLADD_OK;
}

static bool any_holds(const struct xmp_packets *packets, const char *text) {
    for (size_t i = 0; i < packets->count; i++)
        if (span_holds(bytes_span(&packets->items[i]), text))
            return true;
    return false;
}

/* An extension counts when a packet names it. Where one is named and is not there, or not whole, the XMP breaks off;
 * what no packet names, as far as can be seen, may still be about this photo. */
static enum sladd_status add_extension(const struct extension *extension, struct xmp_packets *packets,
                                       struct sladd_error *err) {
    char id[EXTENSION_ID + 1] = "";
    if (extension->id != NULL)
        memcpy(id, extension->id, EXTENSION_ID);
    bool named = id[0] != '\0' && any_holds(packets, id), whole = extension->seen == extension->whole.size;
    if (named && whole && !extension->damaged && !extension->more)
        return xmp_packets_add(packets, bytes_span(&extension->whole), err);
    if (named || !whole || extension->damaged || extension->more || extension->too_large ||
        any_holds(packets, "HasExtendedXMP"))
        xmp_packets_blame(packets, extension->too_large ? XMP_TOO_LARGE : XMP_DAMAGED);
    else if (extension->id != NULL)
        return xmp_packets_doubt(packets, bytes_span(&extension->whole), err);
    return SLADD_OK;
}

enum sladd_status jpeg_find_xmp(struct span file, struct xmp_packets *packets, struct sladd_error *err) {
    static const char head[] = "http://ns.adobe.com/xap/1.0/", more[] = "http://ns.adobe.com/xmp/extension/";
    struct jpeg_walk walk = {.file = file};
    struct jpeg_segment segment;
    struct extension extension = {0};
    enum sladd_status status = SLADD_OK;
    while (status == SLADD_OK && jpeg_next(&walk, &segment)) {
        struct span payload = segment.payload;
        if (segment.marker == JPEG_APP0 + 13 && SPAN_STARTS(payload, "Photoshop 3.0\0"))
            status = xmp_packets_in_photoshop(packets, span_part(payload, 14, SIZE_MAX), err);
        if (segment.marker != JPEG_APP0 + 1)
            continue;
        if (SPAN_STARTS(payload, "Exif\0"))
            status = xmp_packets_in_tiff(packets, span_part(payload, 6, SIZE_MAX), err);
        else if (span_starts(payload, head, sizeof head))
            status = xmp_packets_add(packets, span_part(payload, sizeof head, SIZE_MAX), err);
        else if (span_starts(payload, more, sizeof more))
            status = add_part(&extension, span_part(payload, sizeof more, SIZE_MAX), err);
    }
    if (status == SLADD_OK)
        status = add_extension(&extension, packets, err);
    bytes_clear(&extension.whole);
    return status;
}
