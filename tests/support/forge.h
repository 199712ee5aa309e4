/* Files that no camera makes: bytes, JPEG segments and PNG chunks put together by hand, for tests. */
#ifndef TESTS_FORGE_H
#define TESTS_FORGE_H

#include "base/bytes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <zlib.h>

/* Growing bytes; zero-initialise to start. Running out of memory ends the test. */
struct forge {
    uint8_t *data;
    size_t size;
};

static inline void forge_add(struct forge *forge, const void *data, size_t size) {
    uint8_t *grown = realloc(forge->data, forge->size + size + 1);
    if (grown == NULL)
        abort();
    forge->data = grown;
    if (size > 0)
        memcpy(grown + forge->size, data, size);
    forge->size += size;
}

static inline void forge_clear(struct forge *forge) {
    free(forge->data);
    *forge = (struct forge){0};
}

static inline struct span forge_span(const struct forge *forge) {
    return (struct span){forge->data, forge->size};
}

static inline void forge_big32(struct forge *forge, uint32_t value) {
    uint8_t b[4] = {(uint8_t)(value >> 24), (uint8_t)(value >> 16), (uint8_t)(value >> 8), (uint8_t)value};
    forge_add(forge, b, 4);
}

/* A JPEG segment with its length. */
static inline void forge_segment(struct forge *forge, uint8_t marker, const void *payload, size_t size) {
    uint8_t head[4] = {0xFF, marker, (uint8_t)((size + 2) >> 8), (uint8_t)(size + 2)};
    forge_add(forge, head, 4);
    forge_add(forge, payload, size);
}

/* A PNG chunk with length and CRC. */
static inline void forge_chunk(struct forge *forge, const char *type, const void *data, size_t size) {
    forge_big32(forge, (uint32_t)size);
    size_t start = forge->size;
    forge_add(forge, type, 4);
    forge_add(forge, data, size);
    forge_big32(forge, (uint32_t)crc32(0, forge->data + start, (uInt)(size + 4)));
}

/* `original` with `insert` put in at `offset`. */
static inline struct forge forge_insert(struct span original, size_t offset, struct span insert) {
    struct forge made = {0};
    forge_add(&made, original.data, offset);
    forge_add(&made, insert.data, insert.size);
    forge_add(&made, original.data + offset, original.size - offset);
    return made;
}

/* Where `needle` stands in `hay` for the `nth` time (from 0); `hay.size` when it does not. */
static inline size_t forge_find(struct span hay, const char *needle, size_t size, int nth) {
    for (size_t i = 0; i + size <= hay.size; i++)
        if (memcmp(hay.data + i, needle, size) == 0 && nth-- == 0)
            return i;
    return hay.size;
}

/* A small colour JPEG as libjpeg writes it by default. */
static inline struct forge forge_jpeg(int width, int height, int progressive, int restart) {
    struct jpeg_compress_struct out;
    struct jpeg_error_mgr errors;
    unsigned char *data = NULL;
    unsigned long size = 0;
    out.err = jpeg_std_error(&errors);
    jpeg_create_compress(&out);
    jpeg_mem_dest(&out, &data, &size);
    out.image_width = (JDIMENSION)width;
    out.image_height = (JDIMENSION)height;
    out.input_components = 3;
    out.in_color_space = JCS_RGB;
    jpeg_set_defaults(&out);
    out.restart_interval = (unsigned)restart;
    if (progressive)
        jpeg_simple_progression(&out);
    jpeg_start_compress(&out, TRUE);
    uint8_t row[3 * 256];
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < 3 * width; x++)
            row[x] = (uint8_t)(x * 7 + y * 13 + (x * y) % 31);
        JSAMPROW rows[1] = {row};
        (void)jpeg_write_scanlines(&out, rows, 1);
    }
    jpeg_finish_compress(&out);
    jpeg_destroy_compress(&out);
    struct forge made = {0};
    forge_add(&made, data, size);
    free(data);
    return made;
}

/* A TIFF stream: IFD0 with the given tags (all SHORT, count 1), big- or little-endian. */
struct forge_tag {
    uint16_t tag, value;
};

static inline void forge_16(struct forge *forge, int little, uint16_t value) {
    uint8_t b[2] = {(uint8_t)(little ? value : value >> 8), (uint8_t)(little ? value >> 8 : value)};
    forge_add(forge, b, 2);
}

static inline void forge_32(struct forge *forge, int little, uint32_t value) {
    forge_16(forge, little, (uint16_t)(little ? value : value >> 16));
    forge_16(forge, little, (uint16_t)(little ? value >> 16 : value));
}

static inline struct forge forge_tiff(int little, const struct forge_tag *tags, size_t count, uint32_t next) {
    struct forge made = {0};
    forge_add(&made, little ? "II" : "MM", 2);
    forge_16(&made, little, 42);
    forge_32(&made, little, 8);
    forge_16(&made, little, (uint16_t)count);
    for (size_t i = 0; i < count; i++) {
        forge_16(&made, little, tags[i].tag);
        forge_16(&made, little, 3);
        forge_32(&made, little, 1);
        forge_16(&made, little, tags[i].value);
        forge_16(&made, little, 0);
    }
    forge_32(&made, little, next);
    return made;
}

#endif
