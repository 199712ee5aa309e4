/* PNGs of every kind, made with libpng, and the pixels that they mean, worked out without it. */
#ifndef TESTS_FORGE_PNG_H
#define TESTS_FORGE_PNG_H

#include "forge.h"

#include <png.h>
#include <stdbool.h>

/* A kind of PNG: colour type and depth as in IHDR. */
struct png_kind {
    int type, depth;
    bool interlaced, transparent; /* transparent: with a tRNS chunk */
};

enum { FORGE_WIDTH = 19, FORGE_HEIGHT = 13, FORGE_KEY = 1, FORGE_PALETTE = 256 };

/* Sample `channel` of a pixel: anything, but the same each time, and alpha is 0 here and there. */
static inline unsigned forge_sample(const struct png_kind *kind, int x, int y, int channel) {
    unsigned mask = (1u << kind->depth) - 1, mixed = (unsigned)(x * 131 + y * 2347 + channel * 7919 + 5);
    bool alpha = (kind->type & PNG_COLOR_MASK_ALPHA) != 0 && channel == ((kind->type & 2) != 0 ? 3 : 1);
    mixed = (mixed ^ mixed >> 3) * 2654435761u >> 9;
    if (kind->transparent && (x + y) % 5 == 0)
        return FORGE_KEY; /* the colour that tRNS names */
    if (alpha && kind->depth == 16 && (x + 2 * y) % 4 == 1)
        return 0x0100; /* nearly transparent is not transparent, in whichever byte */
    return alpha && (x + 2 * y) % 4 == 0 ? 0 : mixed & mask;
}

static inline int forge_channels(const struct png_kind *kind) {
    static const int channels[7] = {1, 0, 3, 1, 2, 0, 4};
    return channels[kind->type];
}

static inline uint8_t forge_palette(unsigned index, int channel) {
    return (uint8_t)(index * 37 + (unsigned)channel * 91 + 11);
}

/* What a pixel means: 1..4 channels of 8 (or 16) bits. Returns how many. */
static inline int forge_meaning(const struct png_kind *kind, int x, int y, unsigned value[4]) {
    int channels = forge_channels(kind);
    unsigned most = kind->depth == 16 ? 65535 : 255;
    bool keyed = kind->transparent;
    for (int c = 0; c < channels; c++) {
        value[c] = forge_sample(kind, x, y, c);
        keyed = keyed && value[c] == FORGE_KEY;
    }
    if (kind->type == PNG_COLOR_TYPE_PALETTE) {
        unsigned index = value[0];
        for (int c = 0; c < 3; c++)
            value[c] = forge_palette(index, c);
        channels = 3;
    } else if (kind->depth < 8) {
        value[0] = value[0] * 255 / ((1u << kind->depth) - 1);
    }
    if (kind->transparent)
        value[channels++] = keyed ? 0 : most;
    if ((channels == 2 || channels == 4) && value[channels - 1] == 0)
        memset(value, 0, 4 * sizeof *value); /* colour that nobody sees */
    return channels;
}

static inline void forge_png_sink(png_structp png, png_bytep data, size_t size) {
    forge_add(png_get_io_ptr(png), data, size);
}

static inline void forge_png_flush(png_structp png) {
    (void)png;
}

static inline void forge_png_header(png_structp png, png_infop info, const struct png_kind *kind) {
    png_set_IHDR(png, info, FORGE_WIDTH, FORGE_HEIGHT, kind->depth, kind->type,
                 kind->interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    if (kind->type == PNG_COLOR_TYPE_PALETTE) {
        png_color palette[FORGE_PALETTE];
        for (unsigned i = 0; i < FORGE_PALETTE; i++)
            palette[i] = (png_color){forge_palette(i, 0), forge_palette(i, 1), forge_palette(i, 2)};
        png_set_PLTE(png, info, palette, 1 << kind->depth);
    }
    if (kind->transparent) {
        static const png_byte alpha[2] = {255, 0}; /* palette entry FORGE_KEY is transparent */
        png_color_16 key = {0, FORGE_KEY, FORGE_KEY, FORGE_KEY, FORGE_KEY};
        bool palette = kind->type == PNG_COLOR_TYPE_PALETTE;
        png_set_tRNS(png, info, palette ? alpha : NULL, palette ? 2 : 0, palette ? NULL : &key);
    }
}

static inline struct forge forge_png(const struct png_kind *kind) {
    struct forge file = {0};
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(png, &file, forge_png_sink, forge_png_flush);
    forge_png_header(png, info, kind);
    png_write_info(png, info);
    png_set_packing(png); /* a byte a sample, packed by libpng */
    int channels = forge_channels(kind), bytes = kind->depth == 16 ? 2 : 1;
    uint8_t rows[FORGE_HEIGHT][FORGE_WIDTH * 8], *pointers[FORGE_HEIGHT];
    for (int y = 0; y < FORGE_HEIGHT; y++) {
        uint8_t *to = pointers[y] = rows[y];
        for (int x = 0; x < FORGE_WIDTH; x++)
            for (int c = 0; c < channels; c++, to += bytes) {
                unsigned value = forge_sample(kind, x, y, c);
                to[0] = (uint8_t)(bytes == 2 ? value >> 8 : value);
                if (bytes == 2)
                    to[1] = (uint8_t)value;
            }
    }
    (void)png_set_interlace_handling(png);
    png_write_image(png, pointers);
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return file;
}

/* All that the format allows. Returns how many. */
static inline size_t forge_png_kinds(struct png_kind kinds[64]) {
    static const struct {
        int type, depths[6];
        bool key; /* may have tRNS */
    } types[] = {{0, {1, 2, 4, 8, 16}, true},
                 {2, {8, 16}, true},
                 {3, {1, 2, 4, 8}, true},
                 {4, {8, 16}, false},
                 {6, {8, 16}, false}};
    size_t count = 0;
    for (size_t t = 0; t < sizeof types / sizeof *types; t++)
        for (const int *depth = types[t].depths; *depth != 0; depth++)
            for (int variant = 0; variant < (types[t].key ? 4 : 2); variant++)
                kinds[count++] = (struct png_kind){types[t].type, *depth, (variant & 1) != 0, (variant & 2) != 0};
    return count;
}

/* A finished file's pixels, rows of `channels` samples of `depth` bits, read by libpng without any transformation. */
struct forge_pixels {
    int width, height, channels, depth, type, interlace;
    struct forge rows;
};

struct forge_source {
    struct span file;
    size_t at;
};

static inline void forge_png_source(png_structp png, png_bytep data, size_t size) {
    struct forge_source *source = png_get_io_ptr(png);
    if (size > source->file.size - source->at)
        abort();
    memcpy(data, source->file.data + source->at, size);
    source->at += size;
}

static inline struct forge_pixels forge_png_read(struct span file) {
    struct forge_source source = {file, 0};
    struct forge_pixels pixels = {0};
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    png_set_read_fn(png, &source, forge_png_source);
    png_read_info(png, info);
    pixels.width = (int)png_get_image_width(png, info);
    pixels.height = (int)png_get_image_height(png, info);
    pixels.channels = png_get_channels(png, info);
    pixels.depth = png_get_bit_depth(png, info);
    pixels.type = png_get_color_type(png, info);
    pixels.interlace = png_get_interlace_type(png, info);
    size_t row_bytes = png_get_rowbytes(png, info);
    uint8_t *row = malloc(row_bytes);
    for (int y = 0; y < pixels.height; y++) {
        png_read_row(png, row, NULL);
        forge_add(&pixels.rows, row, row_bytes);
    }
    png_read_end(png, info);
    free(row);
    png_destroy_read_struct(&png, &info, NULL);
    return pixels;
}

static inline unsigned forge_pixel(const struct forge_pixels *pixels, int x, int y, int channel) {
    size_t index = ((size_t)y * (size_t)pixels->width + (size_t)x) * (size_t)pixels->channels + (size_t)channel;
    const uint8_t *data = pixels->rows.data;
    return pixels->depth == 16 ? (unsigned)data[2 * index] << 8 | data[2 * index + 1] : data[index];
}

#endif
