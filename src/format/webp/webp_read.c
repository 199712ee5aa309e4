/* WebP in: its pixels, and what the file carries besides them. */
#include "base/ascii.h"
#include "format/pixels.h"
#include "format/readers.h"
#include "format/webp/webp_chunks.h"
#include "metadata/icc.h"

#include <stdio.h>
#include <string.h>
#include <webp/decode.h>

static bool is(const struct webp_chunk *chunk, const char *type) {
    return strcmp(chunk->type, type) == 0;
}

/* An animation has several pictures, of which a copy could show one. */
static bool is_animated(struct span file) {
    struct webp_walk walk = {.file = file};
    struct webp_chunk chunk;
    while (webp_next(&walk, &chunk))
        if (is(&chunk, "ANIM") || is(&chunk, "ANMF"))
            return true;
    return false;
}

static enum sladd_status fail(VP8StatusCode code, struct sladd_error *err) {
    switch (code) {
    case VP8_STATUS_OUT_OF_MEMORY:
        return fail_memory(err);
    case VP8_STATUS_UNSUPPORTED_FEATURE:
        return sladd_fail(err, SLADD_UNSUPPORTED,
                          "a WebP picture of a kind that sladd cannot read: open it in a picture viewer and export it "
                          "as JPEG or PNG");
    default:
        return sladd_fail(err, SLADD_DAMAGED, "the WebP picture is damaged");
    }
}

enum sladd_status webp_decode(struct span file, struct pixels *pixels, struct sladd_error *err) {
    WebPDecoderConfig config;
    *pixels = (struct pixels){0};
    if (is_animated(file))
        return sladd_fail(
            err, SLADD_UNSUPPORTED,
            "this is an animated WebP, of which a copy would show only one picture: save the picture that "
            "you need as JPEG or PNG");
    if (!WebPInitDecoderConfig(&config))
        return fail_memory(err);
    VP8StatusCode code = WebPGetFeatures(file.data, file.size, &config.input);
    if (code != VP8_STATUS_OK)
        return fail(code, err);
    bool alpha = config.input.has_alpha != 0;
    enum sladd_status status =
        pixels_init(pixels, (uint64_t)config.input.width, (uint64_t)config.input.height, alpha ? 4 : 3, err);
    if (status != SLADD_OK)
        return status;
    size_t stride = (size_t)pixels->width * (size_t)pixels->channels;
    config.output.colorspace = alpha ? MODE_RGBA : MODE_RGB;
    config.output.is_external_memory = 1;
    config.output.u.RGBA = (WebPRGBABuffer){pixels->data, (int)stride, stride * (size_t)pixels->height};
    code = WebPDecode(file.data, file.size, &config);
    if (code == VP8_STATUS_OK)
        return SLADD_OK;
    pixels_clear(pixels);
    return fail(code, err);
}

/* Lossless, or with transparency: nothing of it may be lost. */
bool webp_wants_png(struct span file) {
    struct webp_walk walk = {.file = span_part(file, 0, FORMAT_COPY_BYTES)};
    struct webp_chunk chunk;
    while (webp_next(&walk, &chunk)) {
        if (is(&chunk, "VP8L") || is(&chunk, "ALPH"))
            return true;
        if (is(&chunk, "VP8X") && chunk.data.size > 0 && (chunk.data.data[0] & WEBP_FLAG_ALPHA) != 0)
            return true;
        if (is(&chunk, "VP8 "))
            return false;
    }
    return false;
}

/* Does the header, where there is one, announce such a chunk? Libwebp's demuxer, and so every viewer that reads by it,
 * passes over any other: what it says of turn and colours nobody sees. */
static bool is_announced(struct span file, uint8_t flag) {
    struct webp_walk walk = {.file = file};
    struct webp_chunk first;
    return webp_next(&walk, &first) && is(&first, "VP8X") && first.data.size > 0 && (first.data.data[0] & flag) != 0;
}

/* Some writers leave JPEG's prefix on it. */
static struct span exif_of(const struct webp_chunk *chunk) {
    return span_part(chunk->data, SPAN_STARTS(chunk->data, "Exif\0\0") ? 6 : 0, SIZE_MAX);
}

static enum sladd_status visit(struct survey *survey, struct exif_blocks *exif, const struct webp_chunk *chunk,
                               struct sladd_error *err) {
    char text[16];
    if (is(chunk, "VP8X") || is(chunk, "VP8 ") || is(chunk, "VP8L") || is(chunk, "ALPH"))
        return SLADD_OK;
    if (is(chunk, "ICCP")) {
        if (survey->icc.size == 0 && chunk->data.size <= ICC_MAX_BYTES && chunk->data.size > 0)
            return bytes_copy(&survey->icc, chunk->data.data, chunk->data.size, err);
        survey_name(&survey->names, "icc:damaged");
    } else if (is(chunk, "EXIF")) {
        survey_exif(survey, exif, exif_of(chunk), "exif:");
    } else if (is(chunk, "XMP ")) {
        survey_xmp(survey, chunk->data);
    } else if (is(chunk, "ANIM") || is(chunk, "ANMF")) {
        survey_name(&survey->names, "webp:animation");
    } else {
        bool letters = true;
        for (int i = 0; i < 4; i++)
            letters = letters && (ascii_is_letter(chunk->type[i]) || ascii_is_digit(chunk->type[i]));
        (void)snprintf(text, sizeof text, "webp:%s", letters ? chunk->type : "chunk");
        survey_name(&survey->names, text);
    }
    return SLADD_OK;
}

enum sladd_status webp_survey(struct span file, struct survey *survey, struct sladd_error *err) {
    struct webp_walk walk = {.file = file};
    struct webp_chunk chunk;
    struct exif_blocks exif = {.decided = !is_announced(file, WEBP_FLAG_EXIF)};
    enum sladd_status status = SLADD_OK;
    while (status == SLADD_OK && webp_next(&walk, &chunk))
        status = visit(survey, &exif, &chunk, err);
    if (survey->icc.size > 0 && !is_announced(file, WEBP_FLAG_ICC)) {
        survey_name(&survey->names, "icc:profile");
        bytes_clear(&survey->icc);
    }
    if (walk.damaged)
        survey_name(&survey->names, "webp:damaged");
    else if (walk.at < file.size)
        survey_name(&survey->names, "webp:trailer");
    return status == SLADD_OK ? survey_exif_colours(survey, &exif, err) : status;
}

enum sladd_status webp_find_xmp(struct span file, struct xmp_packets *packets, struct sladd_error *err) {
    struct webp_walk walk = {.file = file};
    struct webp_chunk chunk;
    enum sladd_status status = SLADD_OK;
    while (status == SLADD_OK && webp_next(&walk, &chunk))
        if (is(&chunk, "XMP "))
            status = xmp_packets_add(packets, chunk.data, err);
        else if (is(&chunk, "EXIF"))
            status = xmp_packets_in_tiff(packets, exif_of(&chunk), err);
    return status;
}
