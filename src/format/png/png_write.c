#include "base/array.h"
#include "base/language.h"
#include "format/png/png_codec.h"
#include "metadata/density.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { ZLIB_LEVEL = 6, ZLIB_BUFFER = 1 << 16 };

/* What the allow-list expects in front of an embedded profile: a constant name, its end, compression method 0. */
static const uint8_t icc_head[] = PNG_ICC_NAME "\0"; /* and the terminator */

/* And in front of an XMP packet: the keyword, uncompressed, no language, no translated keyword. */
static const uint8_t xmp_head[] = "XML:com.adobe.xmp\0\0\0\0"; /* and the terminator */

/* One encoding: everything that must outlive an escape from libpng. */
struct writer {
    struct png_guard guard;
    const struct png_picture *picture;
    const struct extras *extras;
    FILE *stream;
    png_structp png;
    png_infop info;
    uint8_t *iccp; /* owned: contents of the iCCP chunk, or NULL */
    size_t iccp_size;
};

static void drain(png_structp png, png_bytep data, size_t size) {
    struct writer *writer = png_get_io_ptr(png);
    if (fwrite(data, 1, size, writer->stream) == size)
        return;
    writer->guard.status =
        errno == ENOMEM /* of a stream into memory */
            ? fail_memory(writer->guard.err)
            : sladd_fail(writer->guard.err, SLADD_IO, "cannot write the output: %s", fail_reason(errno));
    png_error(png, "cannot write");
}

static void flush(png_structp png) {
    (void)png; /* the stream's owner flushes it */
}

static void set_big32(uint8_t *to, uint32_t value) {
    for (int i = 0; i < 4; i++)
        to[i] = (uint8_t)(value >> (24 - 8 * i));
}

/* A profile says all there is to say. */
static void write_colours(struct writer *writer) {
    const struct png_colours *colours = &writer->picture->colours;
    const uint8_t intent = (uint8_t)(colours->intent & 3);
    if (writer->iccp != NULL)
        png_write_chunk(writer->png, (png_const_bytep) "iCCP", writer->iccp, writer->iccp_size);
    else if (colours->has_srgb)
        png_write_chunk(writer->png, (png_const_bytep) "sRGB", &intent, 1);
}

/* The number of the extras in pHYs's terms, square and per metre. */
static void write_density(struct writer *writer) {
    enum { PER_METRE = 1 };
    uint8_t numbers[9] = {[8] = PER_METRE};
    if (writer->extras->dpi == 0)
        return;
    set_big32(numbers, density_per_metre(writer->extras->dpi));
    set_big32(numbers + 4, density_per_metre(writer->extras->dpi));
    png_write_chunk(writer->png, (png_const_bytep) "pHYs", numbers, sizeof numbers);
}

static void write_xmp(struct writer *writer) {
    struct span xmp = writer->extras->xmp;
    if (xmp.size == 0)
        return;
    png_write_chunk_start(writer->png, (png_const_bytep) "iTXt", (png_uint_32)(sizeof xmp_head + xmp.size));
    png_write_chunk_data(writer->png, xmp_head, sizeof xmp_head);
    png_write_chunk_data(writer->png, xmp.data, xmp.size);
    png_write_chunk_end(writer->png);
}

static void write_file(void *argument) {
    static const int colour_types[] = {0, PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB,
                                       PNG_COLOR_TYPE_RGB_ALPHA};
    struct writer *writer = argument;
    const struct png_layout *layout = &writer->picture->layout;
    png_structp png = writer->png;
    png_set_write_fn(png, writer, drain, flush);
    png_set_user_limits(png, CODEC_MAX_SIDE, CODEC_MAX_SIDE);
    png_set_compression_level(png, ZLIB_LEVEL);
    png_set_compression_buffer_size(png, ZLIB_BUFFER);
    png_set_IHDR(png, writer->info, (png_uint_32)layout->width, (png_uint_32)layout->height, layout->depth,
                 colour_types[layout->channels], PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
    png_write_info_before_PLTE(png, writer->info);
    write_colours(writer);
    write_density(writer);
    if (writer->extras->exif.size > 0)
        png_write_chunk(png, (png_const_bytep) "eXIf", writer->extras->exif.data, writer->extras->exif.size);
    write_xmp(writer);
    png_write_info(png, writer->info);
    for (int y = 0; y < layout->height; y++)
        png_write_row(png, writer->picture->pixels + (size_t)y * layout->row_bytes);
    png_write_end(png, NULL);
}

static enum sladd_status pack_icc(struct writer *writer, struct span icc, struct sladd_error *err) {
    if (icc.size == 0)
        return SLADD_OK;
    uLongf packed = compressBound(icc.size);
    writer->iccp = array_new(1, sizeof icc_head + packed);
    if (writer->iccp == NULL ||
        compress2(writer->iccp + sizeof icc_head, &packed, icc.data, icc.size, ZLIB_LEVEL) != Z_OK)
        return fail_memory(err);
    memcpy(writer->iccp, icc_head, sizeof icc_head);
    writer->iccp_size = sizeof icc_head + packed;
    return SLADD_OK;
}

enum sladd_status png_codec_write(struct picture *picture, const struct extras *extras, FILE *stream,
                                  struct sladd_error *err) {
    struct writer writer = {.guard = {.err = err, .doing = N_("the PNG cannot be written")},
                            .picture = (const struct png_picture *)picture,
                            .extras = extras,
                            .stream = stream};
    enum sladd_status status = pack_icc(&writer, extras->icc, err);
    if (status == SLADD_OK) {
        writer.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &writer.guard, png_guard_error, png_guard_warning);
        writer.info = writer.png != NULL ? png_create_info_struct(writer.png) : NULL;
        status = writer.info != NULL ? png_guarded(&writer.guard, write_file, &writer) : fail_memory(err);
    }
    png_destroy_write_struct(&writer.png, &writer.info);
    free(writer.iccp);
    return status;
}
