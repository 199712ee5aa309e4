#include "base/language.h"
#include "format/png/png_chunks.h"
#include "format/readers.h"
#include "metadata/density.h"
#include "metadata/icc.h"
#include "metadata/inflate.h"

#include <stdio.h>
#include <string.h>

static const char animation_went[] =
    N_("this was an animation (APNG); the copy is its still picture, which is seen where animations are not shown");

enum { IHDR_SIZE = 13, PNG_MAX_INFLATED_SIDE = 65535 };

struct png_survey {
    struct survey *survey;
    struct exif_blocks exif;
    bool have_icc, in_data;          /* in_data: behind the first IDAT, where viewers take no profile */
    struct span code_points;         /* cICP's data, or empty */
    struct span gamma, primaries;    /* gAMA's and cHRM's, or empty */
    bool srgb;                       /* an sRGB chunk, before which the two do not count */
    unsigned number_chunks_seen;     /* bits by their place in number_chunks */
    bool had_density;                /* a pHYs chunk */
    bool animated;                   /* an acTL chunk before the image data makes it an APNG */
    bool faults;                     /* that cost no pixel, provided that the picture can be read */
    struct span header;              /* IHDR's 13 bytes, or empty */
    struct inflate_count image_data; /* of the image data */
};

static void name(struct png_survey *found, const char *text) {
    survey_name(&found->survey->names, text);
}

static bool is(const struct png_chunk *chunk, const char *type) {
    return strcmp(chunk->type, type) == 0;
}

static void visit_text(struct png_survey *found, const struct png_chunk *chunk) {
    char text[16];
    if (SPAN_STARTS(chunk->data, "XML:com.adobe.xmp\0")) {
        survey_xmp(found->survey, chunk->data);
        return;
    }
    if (SPAN_STARTS(chunk->data, "Raw profile type "))
        name(found, "png:raw-profile");
    (void)snprintf(text, sizeof text, "png:%s", chunk->type);
    name(found, text);
}

/* Name, terminator, method 0, zlib stream. A profile for another colour space than the picture's is no use. */
static enum sladd_status visit_iccp(struct png_survey *found, const struct png_chunk *chunk, struct sladd_error *err) {
    struct span data = chunk->data;
    const uint8_t *end = data.size > 0 ? memchr(data.data, 0, data.size < 80 ? data.size : 80) : NULL;
    size_t used = 0, start = end == NULL ? data.size : (size_t)(end - data.data) + 2;
    struct bytes icc = {0};
    if (!chunk->crc_ok || start >= data.size || found->have_icc || found->in_data || found->header.size == 0) {
        name(found, "icc:damaged");
        return SLADD_OK;
    }
    enum sladd_status status = inflate_span(span_part(data, start, SIZE_MAX), ICC_MAX_BYTES, &icc, &used, err);
    if (status == SLADD_NO_MEMORY)
        return status;
    bool grey = (found->header.data[9] & 2) == 0;
    if (status != SLADD_OK) {
        name(found, "icc:damaged");
    } else if (icc.size < 128 || memcmp(icc.data + 16, grey ? "GRAY" : "RGB ", 4) != 0) {
        name(found, "icc:mismatch");
        bytes_clear(&icc);
    } else {
        if (start + used < data.size)
            name(found, "icc:trailer");
        found->survey->icc = icc;
        found->have_icc = true;
    }
    return SLADD_OK;
}

/* Chunks that hold a few numbers, and nothing that a viewer looks at behind them. */
static const struct number_chunk {
    const char *type;
    size_t size; /* of the data; of tRNS, hIST and PLTE the most there can be */
} number_chunks[] = {
    {"gAMA", 4}, {"cHRM", 32}, {"sRGB", 1},   {"cICP", 4},   {"pHYs", 9},   {"sBIT", 4},
    {"bKGD", 6}, {"IEND", 0},  {"PLTE", 768}, {"tRNS", 256}, {"hIST", 512},
};
enum { NUMBER_CHUNKS = sizeof number_chunks / sizeof *number_chunks };

/* As large as no gamma and no chromaticity is (in hundred thousandths); four letters are 500 times as much. */
enum { MOST_COLOUR_NUMBER = 2000000 };

static bool holds_colour_numbers(struct span data) {
    for (size_t i = 0; i + 4 <= data.size; i += 4)
        if (big32(data.data + i) > MOST_COLOUR_NUMBER)
            return false;
    return true;
}

/* More than the numbers that belong there, or what are none: a hiding place. */
static bool is_odd(struct png_survey *found, const struct png_chunk *chunk, size_t index) {
    struct span data = chunk->data;
    bool again = (found->number_chunks_seen & 1u << index) != 0;
    found->number_chunks_seen |= 1u << index;
    if (again || data.size > number_chunks[index].size)
        return true;
    if (is(chunk, "gAMA") || is(chunk, "cHRM"))
        return data.size % 4 != 0 || !holds_colour_numbers(data);
    if (is(chunk, "sRGB"))
        return data.size == 1 && data.data[0] > 3;
    if (found->header.size == IHDR_SIZE && is(chunk, "PLTE") && found->header.data[9] == 3)
        return found->header.data[8] < 8 && data.size > 3u << found->header.data[8];
    return false;
}

static void visit_numbers(struct png_survey *found, const struct png_chunk *chunk) {
    char text[16];
    for (size_t i = 0; i < NUMBER_CHUNKS; i++)
        if (is(chunk, number_chunks[i].type) && is_odd(found, chunk, i)) {
            (void)snprintf(text, sizeof text, "png:%s-odd", chunk->type);
            name(found, text);
        }
}

/* The first of each that viewers heed. */
static void visit_colours(struct png_survey *found, const struct png_chunk *chunk) {
    if (found->in_data || !chunk->crc_ok || found->header.size == 0)
        return;
    if (is(chunk, "cICP") && chunk->data.size == 4 && found->code_points.size == 0 && (found->header.data[9] & 2) != 0)
        found->code_points = chunk->data;
    if (is(chunk, "gAMA") && chunk->data.size == 4 && found->gamma.size == 0)
        found->gamma = chunk->data;
    if (is(chunk, "cHRM") && chunk->data.size == 32 && found->primaries.size == 0)
        found->primaries = chunk->data;
    found->srgb = found->srgb || (is(chunk, "sRGB") && chunk->data.size == 1 && chunk->data.data[0] <= 3);
}

static void visit_density(struct png_survey *found, const struct png_chunk *chunk) {
    if (!found->had_density && !found->in_data && chunk->crc_ok)
        survey_density(found->survey, density_of_phys(chunk->data));
    found->had_density = true;
}

static bool is_text(const struct png_chunk *chunk) {
    return is(chunk, "tEXt") || is(chunk, "zTXt") || is(chunk, "iTXt");
}

/* Chunks that the pixels or the colours need, and that a new file gets in its own words. */
static bool is_picture(const struct png_survey *found, const struct png_chunk *chunk) {
    if (is(chunk, "PLTE")) /* in a picture of true colour it is only a suggestion */
        return found->header.size > 0 && found->header.data[9] == 3;
    if (is(chunk, "cICP")) /* that which counts (build_profile) */
        return chunk->data.size > 0 && chunk->data.data == found->code_points.data;
    return is(chunk, "IEND") || is(chunk, "tRNS") || is(chunk, "gAMA") || is(chunk, "cHRM") || is(chunk, "sRGB");
}

static enum sladd_status visit(struct png_survey *found, const struct png_chunk *chunk, struct sladd_error *err) {
    char text[16];
    if (is(chunk, "IHDR") && found->header.size == 0 && chunk->data.size == IHDR_SIZE) {
        found->header = chunk->data;
        return SLADD_OK;
    }
    visit_numbers(found, chunk);
    visit_colours(found, chunk);
    if (is(chunk, "iCCP"))
        return visit_iccp(found, chunk, err);
    if (is(chunk, "pHYs"))
        visit_density(found, chunk);
    if (is(chunk, "IDAT")) {
        found->in_data = true;
        inflate_count_feed(&found->image_data, chunk->data);
    } else if (is(chunk, "eXIf")) {
        /* Some writers leave the prefix of JPEG on it. */
        size_t prefix = SPAN_STARTS(chunk->data, "Exif\0\0") ? 6 : 0;
        survey_exif(found->survey, &found->exif, span_part(chunk->data, prefix, SIZE_MAX), "png:eXIf:");
    } else if (is_text(chunk)) {
        visit_text(found, chunk);
    } else if (is(chunk, "acTL") || is(chunk, "fcTL") || is(chunk, "fdAT")) {
        name(found, "png:apng");
        found->animated = found->animated || (is(chunk, "acTL") && !found->in_data);
    } else if (is(chunk, "caBX")) {
        name(found, "png:c2pa");
    } else if (!is_picture(found, chunk)) {
        (void)snprintf(text, sizeof text, "png:%s", chunk->type);
        name(found, text);
    }
    return SLADD_OK;
}

/* The bytes of so many pixels of so many bits each: every row begins with a filter byte, and no pixels have no rows. */
static uint64_t rows_size(uint64_t width, uint64_t height, unsigned bits) {
    return width > 0 ? height * (1 + (width * bits + 7) / 8) : 0;
}

/* What the picture of this header inflates to (PNG, 7.2 and 8); 0: it is none. */
static uint64_t inflated_size(struct span header) {
    static const unsigned channels[] = {1, 0, 3, 1, 2, 0, 4};
    static const unsigned passes[7][4] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
                                          {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}}; /* first column, row; steps */
    if (header.size < IHDR_SIZE || header.data[9] > 6 || header.data[8] > 16)
        return 0;
    const uint64_t width = big32(header.data), height = big32(header.data + 4);
    const unsigned bits = channels[header.data[9]] * header.data[8];
    if (width > PNG_MAX_INFLATED_SIDE || height > PNG_MAX_INFLATED_SIDE)
        return 0;
    if (header.data[12] == 0)
        return rows_size(width, height, bits);
    uint64_t size = 0;
    for (size_t i = 0; i < 7; i++) {
        const unsigned *pass = passes[i];
        const uint64_t columns = width > pass[0] ? (width - pass[0] + pass[2] - 1) / pass[2] : 0;
        const uint64_t rows = height > pass[1] ? (height - pass[1] + pass[3] - 1) / pass[3] : 0;
        size += rows_size(columns, rows, bits);
    }
    return size;
}

static double hundred_thousandths(struct span numbers, size_t index) {
    return big32(numbers.data + 4 * index) / 100000.0;
}

/* Of a file that says what its colours are in numbers; primaries alone tell too little. */
static enum sladd_status build_from_gamma(struct png_survey *found, struct sladd_error *err) {
    struct bytes *icc = &found->survey->icc;
    double primaries[8];
    if (found->gamma.size == 0) {
        if (found->primaries.size > 0)
            name(found, "png:cHRM");
        return SLADD_OK;
    }
    found->survey->icc_built_of = "png:gAMA";
    for (size_t i = 0; i < 8 && found->primaries.size > 0; i++)
        primaries[i] = hundred_thousandths(found->primaries, i);
    enum sladd_status status =
        icc_of_gamma(hundred_thousandths(found->gamma, 0), found->primaries.size > 0 ? primaries : NULL,
                     (found->header.data[9] & 2) == 0, icc, err);
    if (status == SLADD_OK && icc->size == 0)
        name(found, "png:gAMA");
    if (status == SLADD_OK && icc->size == 0 && found->primaries.size > 0)
        name(found, "png:cHRM");
    return status;
}

/* The profile of a file without one that says what its colours are in another way. */
static enum sladd_status build_profile(struct png_survey *found, struct sladd_error *err) {
    static const uint8_t srgb[4] = {1, 13, 0, 1};
    const struct span points = found->code_points;
    struct survey *survey = found->survey;
    enum sladd_status status = SLADD_OK;
    const bool built = survey->icc.size == 0;
    if (points.size == 0)
        return !built || found->srgb ? SLADD_OK : build_from_gamma(found, err);
    if (built) {
        survey->icc_built_of = "png:cICP";
        status = icc_of_code_points(points.data[0], points.data[1], &survey->icc, err);
    }
    if ((!built || survey->icc.size == 0) && memcmp(points.data, srgb, sizeof srgb) != 0)
        name(found, "png:cICP");
    return status;
}

enum sladd_status png_survey(struct span file, struct survey *survey, struct sladd_error *err) {
    struct png_walk walk = {.file = file};
    struct png_chunk chunk;
    struct png_survey found = {.survey = survey};
    enum sladd_status status = SLADD_OK;
    const uint64_t whole = inflated_size(span_part(file, 16, IHDR_SIZE));
    if (!inflate_count_init(&found.image_data, whole))
        return fail_memory(err);
    while (status == SLADD_OK && png_next(&walk, &chunk)) {
        found.faults = found.faults || !chunk.crc_ok;
        status = visit(&found, &chunk, err);
    }
    if (found.image_data.tail > 0 || (whole > 0 && found.image_data.produced > whole))
        name(&found, "png:idat-tail");
    inflate_count_clear(&found.image_data);
    if (!walk.ended && (!found.in_data || walk.at < file.size))
        name(&found, "png:damaged");
    else if (!walk.ended)
        found.faults = true; /* only the end marker is missing */
    else if (walk.at < file.size)
        name(&found, "png:trailer");
    if (status == SLADD_OK && found.faults)
        status = sladd_names_add(&survey->notices, survey_small_faults, err);
    if (status == SLADD_OK)
        status = build_profile(&found, err);
    if (status == SLADD_OK && found.animated)
        status = sladd_names_add(&survey->notices, animation_went, err);
    return status;
}
