/* The XMP of a PNG: text chunks of one keyword, the "raw profiles" in which programs keep what a JPEG has in segments,
 * and EXIF. */
#include "format/png/png_chunks.h"
#include "format/readers.h"
#include "metadata/inflate.h"

#include <stdlib.h>
#include <string.h>

/* Of a compressed text: room for it is taken before it is known how long it is. */
enum { MAX_INFLATED = 4 << 20 };

static const char keyword[] = "XML:com.adobe.xmp", raw_profile[] = "Raw profile type ";

static enum sladd_status blame(struct xmp_packets *packets, enum xmp_problem problem) {
    xmp_packets_blame(packets, problem);
    return SLADD_OK;
}

/* What stands behind the first 0 byte; no data where there is none. */
static struct span behind_zero(struct span span) {
    const uint8_t *end = span.size > 0 ? memchr(span.data, 0, span.size) : NULL;
    return end != NULL ? span_part(span, (size_t)(end - span.data) + 1, SIZE_MAX) : (struct span){0};
}

static int digit_of(uint8_t letter) {
    const char *digits = "0123456789abcdef0123456789ABCDEF", *at = letter != 0 ? strchr(digits, letter) : NULL;
    return at != NULL ? (int)(at - digits) % 16 : -1;
}

/* A line with the profile's kind, one with its length, and lines of hexadecimal digits. `out` is the caller's. False:
 * it is none, or there is no memory. */
static bool read_raw(struct span text, struct bytes *out) {
    for (int line = 0; line < 2; line++) {
        const struct span lines = text.size > 0 && text.data[0] == '\n' ? span_part(text, 1, SIZE_MAX) : text;
        const uint8_t *end = lines.size > 0 ? memchr(lines.data, '\n', lines.size) : NULL;
        if (end == NULL)
            return false;
        text = span_part(lines, (size_t)(end - lines.data) + 1, SIZE_MAX);
    }
    bool odd = false;
    out->data = calloc(text.size / 2 + 1, 1);
    for (size_t i = 0; out->data != NULL && i < text.size; i++) {
        const int digit = digit_of(text.data[i]);
        if (digit < 0)
            continue;
        out->data[out->size] = (uint8_t)(out->data[out->size] << 4 | digit);
        out->size += odd;
        odd = !odd;
    }
    return out->data != NULL && !odd;
}

/* Of a raw profile, with the 0 byte behind it. */
static struct span kind_of(const struct png_chunk *chunk) {
    return span_part(chunk->data, sizeof raw_profile - 1, SIZE_MAX);
}

/* As ImageMagick has them: "xmp" is a packet, whatever it looks like, and "APP1", "exif" and "8bim" hold what they do
 * in a JPEG. */
static enum sladd_status add_raw(struct xmp_packets *packets, struct span kind, struct span text,
                                 struct sladd_error *err) {
    static const char head[] = "http://ns.adobe.com/xap/1.0/";
    struct bytes raw = {0};
    enum sladd_status status = SLADD_OK;
    const bool read = read_raw(text, &raw);
    const struct span data = bytes_span(&raw);
    if (!read)
        xmp_packets_blame(packets, XMP_UNREADABLE);
    else if (span_starts(data, head, sizeof head))
        status = xmp_packets_add(packets, span_part(data, sizeof head, SIZE_MAX), err);
    else if (SPAN_STARTS(data, "Exif\0\0"))
        status = xmp_packets_in_tiff(packets, span_part(data, 6, SIZE_MAX), err);
    else if (SPAN_STARTS(data, "8BIM"))
        status = xmp_packets_in_photoshop(packets, data, err);
    else if (span_starts(kind, "xmp", 4) || xmp_is_packet(data))
        status = xmp_packets_add(packets, data, err);
    bytes_clear(&raw);
    return status;
}

/* The text behind the keyword's 0 byte, unpacked: of iTXt behind a compression flag and method, a language and a
 * translated keyword; of zTXt behind a method. `text` is the caller's, and empty where it cannot be read. */
static enum sladd_status text_of(const struct png_chunk *chunk, struct bytes *text, struct sladd_error *err) {
    struct span rest = behind_zero(chunk->data);
    bool packed = strcmp(chunk->type, "zTXt") == 0;
    if (strcmp(chunk->type, "iTXt") == 0) {
        packed = rest.size > 0 && rest.data[0] != 0;
        rest = behind_zero(behind_zero(span_part(rest, 2, SIZE_MAX)));
    } else if (packed) {
        rest = span_part(rest, 1, SIZE_MAX);
    }
    if (!chunk->crc_ok || rest.size == 0)
        return SLADD_OK;
    if (!packed)
        return bytes_copy(text, rest.data, rest.size, err);
    size_t used;
    enum sladd_status status = inflate_span(rest, MAX_INFLATED, text, &used, NULL);
    return status == SLADD_NO_MEMORY ? fail_memory(err) : SLADD_OK;
}

static enum sladd_status add_text(struct xmp_packets *packets, const struct png_chunk *chunk, struct sladd_error *err) {
    struct bytes text = {0};
    enum sladd_status status = text_of(chunk, &text, err);
    if (status == SLADD_OK && text.size == 0)
        xmp_packets_blame(packets, XMP_DAMAGED);
    else if (status == SLADD_OK && span_starts(chunk->data, keyword, sizeof keyword))
        status = xmp_packets_add(packets, bytes_span(&text), err);
    else if (status == SLADD_OK)
        status = add_raw(packets, kind_of(chunk), bytes_span(&text), err);
    bytes_clear(&text);
    return status;
}

static bool is_text(const struct png_chunk *chunk) {
    const bool raw =
        span_starts(chunk->data, raw_profile, sizeof raw_profile - 1) && !SPAN_STARTS(kind_of(chunk), "ic");
    const bool text =
        strcmp(chunk->type, "iTXt") == 0 || strcmp(chunk->type, "zTXt") == 0 || strcmp(chunk->type, "tEXt") == 0;
    return text && (raw || span_starts(chunk->data, keyword, sizeof keyword)); /* colour profiles tag nobody */
}

enum sladd_status png_find_xmp(struct span file, struct xmp_packets *packets, struct sladd_error *err) {
    struct png_walk walk = {.file = file};
    struct png_chunk chunk;
    enum sladd_status status = SLADD_OK;
    int tries = XMP_MAX_PACKETS; /* what does not inflate costs as much as what does */
    while (status == SLADD_OK && png_next(&walk, &chunk)) {
        if (strcmp(chunk.type, "eXIf") == 0)
            status = xmp_packets_in_tiff(
                packets, span_part(chunk.data, SPAN_STARTS(chunk.data, "Exif\0\0") ? 6 : 0, SIZE_MAX), err);
        if (!is_text(&chunk))
            continue;
        if (tries-- == 0)
            return blame(packets, XMP_TOO_LARGE);
        status = add_text(packets, &chunk, err);
    }
    return status;
}
