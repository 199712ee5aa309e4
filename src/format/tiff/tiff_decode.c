/* The pixels of a TIFF picture (TIFF 6.0), read from memory by libtiff: its first and only page, as it is stored. */
#include "base/array.h"
#include "format/pixels.h"
#include "format/readers.h"
#include "format/tiff/tiff_stream.h"
#include "metadata/tiff.h"

#include <stdlib.h>

enum { MAX_PAGES = 64 };

/* What of the first directory decides how its pixels are read. */
struct tiff_page {
    uint32_t width, height, subfile;
    uint16_t bits, samples, photometric, compression, planar, extra_count, format, ink_set;
    bool has_alpha, premultiplied;
};

static struct tiff_page read_page(TIFF *tiff) {
    struct tiff_page page = {0};
    uint16_t *extra = NULL;
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
    (void)TIFFGetFieldDefaulted(tiff, TIFFTAG_EXTRASAMPLES, &page.extra_count, &extra);
    page.has_alpha = page.extra_count > 0 && extra != NULL && extra[0] != EXTRASAMPLE_UNSPECIFIED;
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

/* Thumbnails beside the page are left behind; further pages would be lost. */
static bool has_more_pages(TIFF *tiff) {
    bool more = false;
    for (int i = 0; i < MAX_PAGES && !more && TIFFReadDirectory(tiff); i++) {
        uint32_t subfile = 0;
        (void)TIFFGetFieldDefaulted(tiff, TIFFTAG_SUBFILETYPE, &subfile);
        more = (subfile & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK)) == 0;
    }
    return more;
}

/* Four inks, kept as such: only their own profile knows what they look like. */
static bool has_four_inks(const struct tiff_page *page) {
    return page->photometric == PHOTOMETRIC_SEPARATED && page->ink_set == INKSET_CMYK && page->samples == 4 &&
           (page->bits == 8 || page->bits == 16);
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
    return pixels_check_size(page->width, page->height, err);
}

/* `count` samples of a row or a tile to every `apart`th byte. */
static void take_samples(const struct tiff_page *page, const uint8_t *from, uint8_t *to, size_t count, size_t apart) {
    for (size_t i = 0; i < count; i++)
        to[i * apart] = page->bits == 8 ? from[i] : (uint8_t)((((const uint16_t *)(const void *)from)[i] + 128) / 257);
}

/* Where the inks lie apart, each plane is a picture of one sample. */
static bool read_plane(TIFF *tiff, const struct tiff_page *page, uint8_t *buffer, uint16_t plane,
                       struct pixels *pixels) {
    const bool apart = page->planar == PLANARCONFIG_SEPARATE, tiled = TIFFIsTiled(tiff) != 0;
    const size_t samples = apart ? 1 : 4, step = samples * (page->bits / 8u);
    uint32_t wide = page->width, high = 1;
    if (tiled && (!TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &wide) || !TIFFGetField(tiff, TIFFTAG_TILELENGTH, &high)))
        return false;
    for (uint32_t y = 0; y < page->height; y += high)
        for (uint32_t x = 0; x < page->width; x += wide) {
            if ((tiled ? TIFFReadTile(tiff, buffer, x, y, 0, plane) : TIFFReadScanline(tiff, buffer, y, plane)) < 0)
                return false;
            const uint32_t part = page->width - x < wide ? page->width - x : wide;
            for (uint32_t row = 0; row < high && row < page->height - y; row++)
                take_samples(page, buffer + (size_t)row * wide * step,
                             pixels_row(pixels, (int)(y + row)) + (size_t)x * 4 + plane, part * samples, 4 / samples);
        }
    return true;
}

static enum sladd_status read_inks(TIFF *tiff, const struct tiff_page *page, struct tiff_stream *stream,
                                   struct pixels *pixels, struct sladd_error *err) {
    enum sladd_status status = pixels_init(pixels, page->width, page->height, 4, err);
    if (status != SLADD_OK)
        return status;
    const bool apart = page->planar == PLANARCONFIG_SEPARATE;
    const tmsize_t size = TIFFIsTiled(tiff) ? TIFFTileSize(tiff) : TIFFScanlineSize(tiff);
    const tmsize_t least = (tmsize_t)((apart ? 1 : 4) * (page->bits / 8u) * (size_t)page->width);
    uint8_t *buffer = NULL;
    if (size > 0 && size <= TIFF_MAX_ALLOCATION && (TIFFIsTiled(tiff) || size >= least))
        buffer = malloc((size_t)size);
    bool read = buffer != NULL;
    for (uint16_t plane = 0; plane < (apart ? 4 : 1) && read; plane++)
        read = read_plane(tiff, page, buffer, plane, pixels);
    free(buffer);
    pixels->is_cmyk = true;
    return read && !stream->failed ? SLADD_OK : tiff_refuse_unread(stream, err);
}

/* libtiff's own conversion of everything else; it premultiplies alpha. Rows come as they are stored. */
static enum sladd_status read_rgba(TIFF *tiff, const struct tiff_page *page, struct tiff_stream *stream,
                                   struct pixels *pixels, struct sladd_error *err) {
    char why[1024] = "";
    if (!TIFFRGBAImageOK(tiff, why))
        return tiff_refuse_kind(why, err);
    enum sladd_status status = pixels_init(pixels, page->width, page->height, 4, err);
    uint32_t *raster = status == SLADD_OK ? array_new((size_t)page->width * page->height, sizeof *raster) : NULL;
    if (status == SLADD_OK && raster == NULL)
        status = sladd_fail(err, SLADD_NO_MEMORY, "out of memory for %d x %d pixels", pixels->width, pixels->height);
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
        *to++ = (uint8_t)TIFFGetA(raster[i]);
    }
    free(raster);
    pixels->is_grey = page->photometric == PHOTOMETRIC_MINISBLACK || page->photometric == PHOTOMETRIC_MINISWHITE;
    pixels_unmultiply(pixels);
    if (!page->has_alpha)
        pixels_flatten(pixels);
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
    if (page.photometric == PHOTOMETRIC_SEPARATED)
        return read_inks(tiff, &page, stream, pixels, err);
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
