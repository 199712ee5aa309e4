/* The pixels of a TIFF picture (TIFF 6.0), read from memory by libtiff: its first and only page, as it is stored. */
#include "base/array.h"
#include "base/language.h"
#include "format/pixels.h"
#include "format/readers.h"
#include "format/tiff/tiff_stream.h"
#include "metadata/tiff.h"

#include <stdlib.h>

enum { MAX_PAGES = 64 };

/* What of the first directory decides how its pixels are read. */
struct tiff_page {
    uint32_t width, height, subfile;
    uint16_t bits, samples, photometric, compression, planar, format, ink_set;
    uint16_t colours;       /* samples of colour, which come first; 0: not one after the other */
    uint16_t alphas, alpha; /* how many samples are alpha, and which is the last of them */
    bool premultiplied;
};

static uint16_t colours_of(uint16_t photometric) {
    switch (photometric) {
    case PHOTOMETRIC_MINISWHITE:
    case PHOTOMETRIC_MINISBLACK:
        return 1;
    case PHOTOMETRIC_RGB:
        return 3;
    case PHOTOMETRIC_SEPARATED:
        return 4;
    default:
        return 0;
    }
}

/* A sample of which the file does not say what it is for is no alpha: a saved selection, say. */
static void find_alpha(TIFF *tiff, struct tiff_page *page) {
    uint16_t count = 0, *extra = NULL;
    (void)TIFFGetFieldDefaulted(tiff, TIFFTAG_EXTRASAMPLES, &count, &extra);
    for (uint16_t i = 0; i < count && extra != NULL && count <= page->samples; i++)
        if (extra[i] != EXTRASAMPLE_UNSPECIFIED) {
            page->alphas++;
            page->alpha = (uint16_t)(page->samples - count + i);
            page->premultiplied = extra[i] == EXTRASAMPLE_ASSOCALPHA;
        }
}

static struct tiff_page read_page(TIFF *tiff) {
    struct tiff_page page = {0};
    (void)TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &page.width);
    (void)TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &page.height);
    (void)TIFFGetFieldDefaulted(tiff, TIFFTAG_SUBFILETYPE, &page.subfile);
    (void)TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &page.bits);
    (void)TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &page.samples);
    (void)TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &page.compression);
    (void)TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &page.planar);
    (void)TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &page.format);
    (void)TIFFGetFieldDefaulted(tiff, TIFFTAG_INKSET, &page.ink_set);
    if (!TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &page.photometric))
        page.photometric = page.samples >= 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK;
    page.colours = colours_of(page.photometric);
    find_alpha(tiff, &page);
    return page;
}

static bool is_known_compression(uint16_t compression) {
    static const uint16_t known[] = {COMPRESSION_NONE,      COMPRESSION_CCITTRLE, COMPRESSION_CCITTFAX3,
                                     COMPRESSION_CCITTFAX4, COMPRESSION_LZW,      COMPRESSION_JPEG,
                                     COMPRESSION_PACKBITS,  COMPRESSION_DEFLATE,  COMPRESSION_ADOBE_DEFLATE};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i] == compression)
            return true;
    return false;
}

/* A camera's raw file is a TIFF, too: its first page is a small preview, or not yet a picture. */
static bool is_raw(struct span file, const struct tiff_page *page) {
    enum { TAG_DNG_VERSION = 0xC612, PHOTOMETRIC_LINEAR_RAW = 34892, COMPRESSION_NIKON = 34713 };
    return tiff_find(file, TAG_DNG_VERSION).size > 0 || page->photometric == PHOTOMETRIC_CFA ||
           page->photometric == PHOTOMETRIC_LINEAR_RAW || page->compression == COMPRESSION_NIKON ||
           (page->subfile & FILETYPE_REDUCEDIMAGE) != 0;
}

/* Thumbnails beside the page are left behind; further pages would be lost, and so would one behind more directories
 * than are looked at. */
static bool has_more_pages(TIFF *tiff) {
    for (int i = 0; TIFFReadDirectory(tiff); i++) {
        uint32_t subfile = 0;
        (void)TIFFGetFieldDefaulted(tiff, TIFFTAG_SUBFILETYPE, &subfile);
        if ((subfile & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK)) == 0 || i >= MAX_PAGES)
            return true;
    }
    return false;
}

/* Four inks, kept as such: only their own profile knows what they look like. */
static bool has_four_inks(const struct tiff_page *page) {
    return page->photometric == PHOTOMETRIC_SEPARATED && page->ink_set == INKSET_CMYK && page->samples == 4 &&
           (page->bits == 8 || page->bits == 16);
}

/* Whole bytes of colour are read by our own hand: libtiff's conversion takes a channel of which nothing is known for
 * alpha, forgets the alpha of grey, and garbles grey in tiles. The rest is its own: palettes, few bits, YCbCr. */
static bool is_plain(const struct tiff_page *page) {
    return page->colours > 0 && (page->bits == 8 || page->bits == 16);
}

/* What lies beside the colours decides what may be seen, so that nothing is guessed. */
static enum sladd_status refuse_channels(const struct tiff_page *page, struct sladd_error *err) {
    const uint16_t most = page->photometric == PHOTOMETRIC_YCBCR ? 3 : page->colours > 0 ? page->colours : 1;
    if (!is_plain(page))
        return page->samples > most ? tiff_refuse_kind(_("a channel besides the colours"), err) : SLADD_OK;
    if (page->samples < page->colours)
        return tiff_refuse_kind(_("too few channels for its colours"), err);
    if (page->alphas > 1 || (page->alphas == 1 && page->alpha < page->colours))
        return tiff_refuse_kind(_("more than one channel of transparency"), err);
    if (page->alphas == 1 && page->premultiplied && page->photometric == PHOTOMETRIC_MINISWHITE)
        return tiff_refuse_kind(_("white is zero, with transparency"), err);
    return SLADD_OK;
}

static enum sladd_status refuse_unknown(struct span file, const struct tiff_page *page, struct sladd_error *err) {
    if (is_raw(file, page))
        return sladd_fail(err, SLADD_UNSUPPORTED,
                          "this is a camera's raw file, which sladd cannot read: develop it to "
                          "a JPEG first");
    if (!is_known_compression(page->compression) || page->bits > 16 ||
        (page->format != SAMPLEFORMAT_UINT && page->format != SAMPLEFORMAT_VOID) ||
        page->photometric == PHOTOMETRIC_CIELAB || page->photometric == PHOTOMETRIC_ICCLAB ||
        page->photometric == PHOTOMETRIC_ITULAB || (page->photometric == PHOTOMETRIC_SEPARATED && !has_four_inks(page)))
        return sladd_fail(err, SLADD_UNSUPPORTED,
                          "a TIFF picture of a kind that sladd cannot read (compression %u, %u bits, colours %u): "
                          "save it as an ordinary TIFF, PNG or JPEG",
                          page->compression, page->bits, page->photometric);
    enum sladd_status status = refuse_channels(page, err);
    return status == SLADD_OK ? pixels_check_size(page->width, page->height, err) : status;
}

/* One sample of `count` pixels, which lie `apart` samples from each other, to one channel. Grey is told by all three.
 */
static void take_samples(const struct tiff_page *page, const uint8_t *from, size_t apart, uint8_t *to, int channels,
                         uint32_t count, bool is_colour) {
    const bool grey = is_colour && page->colours == 1, inverted = grey && page->photometric == PHOTOMETRIC_MINISWHITE;
    for (uint32_t i = 0; i < count; i++, to += channels) {
        const size_t at = i * apart;
        const unsigned value = page->bits == 8 ? from[at] : (((const uint16_t *)(const void *)from)[at] + 128u) / 257;
        to[0] = (uint8_t)(inverted ? 255 - value : value);
        if (grey)
            to[1] = to[2] = to[0];
    }
}

/* A row or the row of a tile: all samples of its pixels, or only that of `plane`. */
static void take_row(const struct tiff_page *page, const uint8_t *from, uint16_t plane, uint8_t *to, int channels,
                     uint32_t count) {
    const bool apart = page->planar == PLANARCONFIG_SEPARATE;
    const unsigned begin = apart ? plane : 0u, end = apart ? plane + 1u : (unsigned)page->samples;
    for (unsigned i = begin; i < end; i++) {
        const bool is_colour = i < page->colours, is_alpha = page->alphas == 1 && i == page->alpha;
        const uint8_t *first = from + (apart ? 0 : i * (page->bits / 8u));
        if (is_colour || is_alpha)
            take_samples(page, first, apart ? 1 : page->samples, to + (is_colour ? (int)i : channels - 1), channels,
                         count, is_colour);
    }
}

/* The bytes of a row or a tile in `*wide` x `*high` pixels; 0: they do not hold what their size says. */
static size_t piece_size(TIFF *tiff, const struct tiff_page *page, uint32_t *wide, uint32_t *high) {
    const bool tiled = TIFFIsTiled(tiff) != 0;
    *wide = page->width;
    *high = 1;
    if (tiled && (!TIFFGetField(tiff, TIFFTAG_TILEWIDTH, wide) || !TIFFGetField(tiff, TIFFTAG_TILELENGTH, high)))
        return 0;
    const tmsize_t size = tiled ? TIFFTileSize(tiff) : TIFFScanlineSize(tiff);
    const size_t step = (page->planar == PLANARCONFIG_SEPARATE ? 1u : page->samples) * (page->bits / 8u);
    if (size <= 0 || size > TIFF_MAX_ALLOCATION || *wide == 0 || *high == 0 || (size_t)size / step / *wide < *high)
        return 0;
    return (size_t)size;
}

/* Where the samples lie apart, each plane is a picture of one sample. */
static bool read_plane(TIFF *tiff, const struct tiff_page *page, uint16_t plane, struct tiff_stream *stream,
                       struct pixels *pixels) {
    uint32_t wide, high;
    const size_t size = piece_size(tiff, page, &wide, &high), row_size = high > 0 ? size / high : 0;
    uint8_t *buffer = size > 0 ? malloc(size) : NULL;
    bool read = buffer != NULL;
    stream->no_memory = size > 0 && buffer == NULL;
    for (uint32_t y = 0; y < page->height && read; y += high)
        for (uint32_t x = 0; x < page->width && read; x += wide) {
            const uint32_t part = page->width - x < wide ? page->width - x : wide;
            read = (TIFFIsTiled(tiff) ? TIFFReadTile(tiff, buffer, x, y, 0, plane)
                                      : TIFFReadScanline(tiff, buffer, y, plane)) >= 0;
            for (uint32_t row = 0; row < high && row < page->height - y && read; row++)
                take_row(page, buffer + row * row_size, plane,
                         pixels_row(pixels, (int)(y + row)) + (size_t)x * (size_t)pixels->channels, pixels->channels,
                         part);
        }
    free(buffer);
    return read;
}

static enum sladd_status read_samples(TIFF *tiff, const struct tiff_page *page, struct tiff_stream *stream,
                                      struct pixels *pixels, struct sladd_error *err) {
    const bool inks = page->photometric == PHOTOMETRIC_SEPARATED;
    enum sladd_status status = pixels_init(pixels, page->width, page->height, inks || page->alphas > 0 ? 4 : 3, err);
    if (status != SLADD_OK)
        return status;
    pixels->is_cmyk = inks;
    pixels->is_grey = page->colours == 1;
    bool read = true;
    for (uint16_t i = 0; i < (page->planar == PLANARCONFIG_SEPARATE ? page->samples : 1) && read; i++)
        if (i < page->colours || (page->alphas > 0 && i == page->alpha))
            read = read_plane(tiff, page, i, stream, pixels);
    if (!read || stream->failed)
        return tiff_refuse_unread(stream, err);
    if (page->premultiplied)
        pixels_unmultiply(pixels);
    return SLADD_OK;
}

/* libtiff's own conversion. Rows come as they are stored. */
static enum sladd_status read_rgba(TIFF *tiff, const struct tiff_page *page, struct tiff_stream *stream,
                                   struct pixels *pixels, struct sladd_error *err) {
    char why[1024] = "";
    if (!TIFFRGBAImageOK(tiff, why))
        return tiff_refuse_kind(why, err);
    enum sladd_status status = pixels_init(pixels, page->width, page->height, 3, err);
    uint32_t *raster = status == SLADD_OK ? array_new((size_t)page->width * page->height, sizeof *raster) : NULL;
    if (status == SLADD_OK && raster == NULL)
        status = fail_memory(err);
    if (status != SLADD_OK)
        return status;
    (void)TIFFSetField(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT); /* whoever shows the copy turns it */
    if (!TIFFReadRGBAImageOriented(tiff, page->width, page->height, raster, ORIENTATION_TOPLEFT, 1) || stream->failed)
        status = tiff_refuse_unread(stream, err);
    uint8_t *to = pixels->data;
    for (size_t i = 0; i < (size_t)page->width * page->height && status == SLADD_OK; i++) {
        *to++ = (uint8_t)TIFFGetR(raster[i]);
        *to++ = (uint8_t)TIFFGetG(raster[i]);
        *to++ = (uint8_t)TIFFGetB(raster[i]);
    }
    free(raster);
    pixels->is_grey = page->colours == 1;
    return status;
}

static enum sladd_status read_pixels(TIFF *tiff, struct tiff_stream *stream, struct pixels *pixels,
                                     struct sladd_error *err) {
    struct tiff_page page = read_page(tiff);
    enum sladd_status status = refuse_unknown(stream->file, &page, err);
    if (status != SLADD_OK)
        return status;
    if (has_more_pages(tiff))
        return sladd_fail(err, SLADD_UNSUPPORTED,
                          "this TIFF file has several pages, of which a copy would show only the first: save the pages "
                          "that you need as pictures of their own");
    if (!TIFFSetDirectory(tiff, 0))
        return tiff_refuse_unread(stream, err);
    if (is_plain(&page))
        return read_samples(tiff, &page, stream, pixels, err);
    return read_rgba(tiff, &page, stream, pixels, err);
}

enum sladd_status tiff_decode(struct span file, struct pixels *pixels, struct sladd_error *err) {
    struct tiff_stream stream = {.file = file};
    *pixels = (struct pixels){0};
    TIFF *tiff = tiff_stream_open(&stream);
    if (tiff == NULL)
        return tiff_refuse_unread(&stream, err);
    enum sladd_status status = read_pixels(tiff, &stream, pixels, err);
    TIFFClose(tiff);
    if (status != SLADD_OK)
        pixels_clear(pixels);
    pixels->full_chroma = true;
    return status;
}
