#include "format/segments.h"
#include "format/survey.h"
#include "metadata/inflate.h"

#include <stdio.h>
#include <string.h>

enum { IHDR_SIZE = 13, PNG_MAX_INFLATED_SIDE = 65535 };

struct tour {
    struct survey *survey;
    struct exif_blocks exif;
    bool have_icc, in_data; /* in_data: behind the first IDAT, where viewers take no profile */
    struct span header;     /* IHDR's 13 bytes, or empty */
    struct meter meter;     /* of the image data */
};

static void name(struct tour *tour, const char *text) {
    survey_name(&tour->survey->names, text);
}

static bool is(const struct png_chunk *chunk, const char *type) {
    return strcmp(chunk->type, type) == 0;
}

static void visit_text(struct tour *tour, const struct png_chunk *chunk) {
    char text[16];
    if (SPAN_STARTS(chunk->data, "XML:com.adobe.xmp\0")) {
        survey_xmp(tour->survey, chunk->data);
        return;
    }
    if (SPAN_STARTS(chunk->data, "Raw profile type "))
        name(tour, "png:raw-profile");
    (void)snprintf(text, sizeof text, "png:%s", chunk->type);
    name(tour, text);
}

/* Name, terminator, method 0, zlib stream. A profile for another colour space than the picture's is no use. */
static enum sladd_status visit_iccp(struct tour *tour, const struct png_chunk *chunk, struct sladd_error *err) {
    struct span data = chunk->data;
    const uint8_t *end = data.size > 0 ? memchr(data.data, 0, data.size < 80 ? data.size : 80) : NULL;
    size_t used = 0, start = end == NULL ? data.size : (size_t)(end - data.data) + 2;
    struct bytes icc = {0};
    if (!chunk->crc_ok || start >= data.size || tour->have_icc || tour->in_data || tour->header.size == 0) {
        name(tour, "icc:damaged");
        return SLADD_OK;
    }
    enum sladd_status status = inflate_span(span_part(data, start, SIZE_MAX), ICC_MAX_BYTES, &icc, &used, err);
    if (status == SLADD_NO_MEMORY)
        return status;
    bool grey = (tour->header.data[9] & 2) == 0;
    if (status != SLADD_OK) {
        name(tour, "icc:damaged");
    } else if (icc.size < 128 || memcmp(icc.data + 16, grey ? "GRAY" : "RGB ", 4) != 0) {
        name(tour, "icc:mismatch");
        bytes_clear(&icc);
    } else {
        if (start + used < data.size)
            name(tour, "icc:trailer");
        tour->survey->icc = icc;
        tour->have_icc = true;
    }
    return SLADD_OK;
}

static bool is_text(const struct png_chunk *chunk) {
    return is(chunk, "tEXt") || is(chunk, "zTXt") || is(chunk, "iTXt");
}

/* Chunks that the pixels or the colours need, and that a new file gets in its own words. */
static bool is_picture(const struct tour *tour, const struct png_chunk *chunk) {
    if (is(chunk, "PLTE")) /* in a picture of true colour it is only a suggestion */
        return tour->header.size > 0 && tour->header.data[9] == 3;
    return is(chunk, "IEND") || is(chunk, "tRNS") || is(chunk, "gAMA") || is(chunk, "cHRM") || is(chunk, "sRGB");
}

static enum sladd_status visit(struct tour *tour, const struct png_chunk *chunk, struct sladd_error *err) {
    char text[16];
    if (is(chunk, "IHDR") && tour->header.size == 0 && chunk->data.size == IHDR_SIZE) {
        tour->header = chunk->data;
        return SLADD_OK;
    }
    if (is(chunk, "iCCP"))
        return visit_iccp(tour, chunk, err);
    if (is(chunk, "IDAT")) {
        tour->in_data = true;
        meter_feed(&tour->meter, chunk->data);
    } else if (is(chunk, "eXIf")) {
        /* Some writers leave the prefix of JPEG on it. */
        size_t prefix = SPAN_STARTS(chunk->data, "Exif\0\0") ? 6 : 0;
        survey_exif(tour->survey, &tour->exif, span_part(chunk->data, prefix, SIZE_MAX), "png:eXIf:");
    } else if (is_text(chunk)) {
        visit_text(tour, chunk);
    } else if (is(chunk, "acTL") || is(chunk, "fcTL") || is(chunk, "fdAT")) {
        name(tour, "png:apng");
    } else if (is(chunk, "caBX")) {
        name(tour, "png:c2pa");
    } else if (!is_picture(tour, chunk)) {
        (void)snprintf(text, sizeof text, "png:%s", chunk->type);
        name(tour, text);
    }
    return SLADD_OK;
}

/* More than any picture of this size inflates to: eight bytes a pixel, and the filter bytes of interlaced rows. */
static uint64_t inflated_limit(struct span file) {
    struct span sides = span_part(file, 16, 8);
    if (sides.size < 8)
        return 0;
    uint64_t width = big32(sides.data), height = big32(sides.data + 4);
    if (width > PNG_MAX_INFLATED_SIDE || height > PNG_MAX_INFLATED_SIDE)
        return 0;
    return height * (width * 8 + 16) + 64;
}

enum sladd_status survey_png(struct span file, struct survey *survey, struct sladd_error *err) {
    struct png_walk walk = {.file = file};
    struct png_chunk chunk;
    struct tour tour = {.survey = survey};
    enum sladd_status status = SLADD_OK;
    if (!meter_init(&tour.meter, inflated_limit(file)))
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory");
    while (status == SLADD_OK && png_next(&walk, &chunk)) {
        if (!chunk.crc_ok)
            name(&tour, "png:damaged");
        status = visit(&tour, &chunk, err);
    }
    if (tour.meter.tail > 0)
        name(&tour, "png:idat-tail");
    meter_clear(&tour.meter);
    if (!walk.ended)
        name(&tour, "png:damaged");
    else if (walk.at < file.size)
        name(&tour, "png:trailer");
    return status;
}
