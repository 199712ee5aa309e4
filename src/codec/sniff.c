#include "codec/codec.h"
#include "codec/png_codec.h"

#include <string.h>

enum { TEXT_LOOK = 4096 };

/* What a file is, told by the bytes at one place. The first row that fits wins. */
struct kind {
    size_t offset;
    const char *bytes;
    size_t size;
    enum sladd_status status;
    const char *what; /* "this is ..." */
};

#define AT(offset, bytes, status, what)                                                                                \
    { offset, bytes, sizeof(bytes) - 1, SLADD_##status, what }

#define EXPORT ", which sladd cannot read: open it in a picture viewer and export it as JPEG or PNG"
#define DEVELOP ", which sladd cannot read: develop it to a JPEG first"
#define VIDEO ", and sladd handles photos only: take a still from it as JPEG or PNG"

static const struct kind kinds[] = {
    AT(8, "WEBP", UNSUPPORTED, "a WebP picture" EXPORT),
    AT(0, "GIF8", UNSUPPORTED, "a GIF picture" EXPORT),
    AT(0, "\x8AMNG\r\n\x1A\n", UNSUPPORTED, "an MNG animation" EXPORT),
    AT(0, "\x8BJNG\r\n\x1A\n", UNSUPPORTED, "a JNG picture" EXPORT),
    AT(0, "FUJIFILMCCD-RAW", UNSUPPORTED, "a raw file of a Fujifilm camera" DEVELOP),
    AT(8, "CR\x02", UNSUPPORTED, "a raw file of a Canon camera (CR2)" DEVELOP),
    AT(6, "HEAPCCDR", UNSUPPORTED, "a raw file of a Canon camera (CRW)" DEVELOP),
    AT(0, "IIU\0", UNSUPPORTED, "a raw file of a Panasonic camera" DEVELOP),
    AT(0, "IIRO", UNSUPPORTED, "a raw file of an Olympus camera" DEVELOP),
    AT(0, "MMOR", UNSUPPORTED, "a raw file of an Olympus camera" DEVELOP),
    AT(0, "\0MRM", UNSUPPORTED, "a raw file of a Minolta camera" DEVELOP),
    AT(0, "FOVb", UNSUPPORTED, "a raw file of a Sigma camera" DEVELOP),
    AT(0, "II*\0", UNSUPPORTED, "a TIFF picture or a camera's raw file" EXPORT),
    AT(0, "MM\0*", UNSUPPORTED, "a TIFF picture or a camera's raw file" EXPORT),
    AT(0, "II+\0", UNSUPPORTED, "a BigTIFF picture" EXPORT),
    AT(0, "MM\0+", UNSUPPORTED, "a BigTIFF picture" EXPORT),
    AT(0, "\xFF\x0A", UNSUPPORTED, "a JPEG XL picture" EXPORT),
    AT(4, "JXL \r\n\x87\n", UNSUPPORTED, "a JPEG XL picture" EXPORT),
    AT(4, "jP  \r\n\x87\n", UNSUPPORTED, "a JPEG 2000 picture" EXPORT),
    AT(0, "\xFF\x4F\xFF\x51", UNSUPPORTED, "a JPEG 2000 picture" EXPORT),
    AT(0, "II\xBC\x01", UNSUPPORTED, "a JPEG XR picture" EXPORT),
    AT(0, "\xFF\xD8\xFF\xF7", UNSUPPORTED, "a JPEG-LS picture" EXPORT),
    AT(0, "8BPS", UNSUPPORTED, "a Photoshop document" EXPORT),
    AT(0, "gimp xcf", UNSUPPORTED, "a GIMP document" EXPORT),
    AT(0, "\0\0\1\0", UNSUPPORTED, "an icon" EXPORT),
    AT(0, "qoif", UNSUPPORTED, "a QOI picture" EXPORT),
    AT(0, "%PDF-", NOT_A_PHOTO,
       "a PDF document, and sladd handles photos only: export the photos in it as JPEG or PNG"),
    AT(0, "PK\3\4", NOT_A_PHOTO, "a ZIP archive or an office document: unpack it and give sladd the photos in it"),
    AT(0, "Rar!", NOT_A_PHOTO, "a RAR archive: unpack it and give sladd the photos in it"),
    AT(0, "7z\xBC\xAF\x27\x1C", NOT_A_PHOTO, "a 7-Zip archive: unpack it and give sladd the photos in it"),
    AT(0, "\x1F\x8B", NOT_A_PHOTO, "a compressed file: unpack it and give sladd the photos in it"),
    AT(8, "AVI ", NOT_A_PHOTO, "a video (AVI)" VIDEO),
    AT(0, "\x1A\x45\xDF\xA3", NOT_A_PHOTO, "a video (Matroska or WebM)" VIDEO),
    AT(0, "\0\0\1\xBA", NOT_A_PHOTO, "a video (MPEG)" VIDEO),
    AT(4, "moov", NOT_A_PHOTO, "a video (QuickTime)" VIDEO),
    AT(4, "mdat", NOT_A_PHOTO, "a video (QuickTime)" VIDEO),
    AT(0, "ID3", NOT_A_PHOTO, "a sound file, and sladd handles photos only"),
    AT(8, "WAVE", NOT_A_PHOTO, "a sound file, and sladd handles photos only"),
};

/* Brands of ISO base media files (ISO/IEC 14496-12), at offset 8 behind "ftyp". Any other is taken for a video. */
static const struct kind brands[] = {
    AT(8, "avif", UNSUPPORTED, "an AVIF picture" EXPORT),
    AT(8, "avis", UNSUPPORTED, "an AVIF animation" EXPORT),
    AT(8, "hei", UNSUPPORTED, "a HEIC photo" EXPORT),
    AT(8, "hev", UNSUPPORTED, "a HEIC sequence" EXPORT),
    AT(8, "mif1", UNSUPPORTED, "a HEIF photo (HEIC or AVIF)" EXPORT),
    AT(8, "msf1", UNSUPPORTED, "a HEIF sequence" EXPORT),
    AT(8, "crx ", UNSUPPORTED, "a raw file of a Canon camera (CR3)" DEVELOP),
    AT(8, "jxl ", UNSUPPORTED, "a JPEG XL picture" EXPORT),
    AT(8, "qt  ", NOT_A_PHOTO, "a video (QuickTime)" VIDEO),
    AT(8, "M4A ", NOT_A_PHOTO, "a sound file, and sladd handles photos only"),
    AT(4, "ftyp", NOT_A_PHOTO, "a video (MP4)" VIDEO),
};

static bool holds_at(struct span file, size_t offset, const char *bytes, size_t size) {
    return file.size >= offset && file.size - offset >= size && memcmp(file.data + offset, bytes, size) == 0;
}

static const struct kind *find_kind(struct span file, const struct kind *table, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (holds_at(file, table[i].offset, table[i].bytes, table[i].size))
            return &table[i];
    return NULL;
}

/* "BM" alone also begins words; the size field behind it must fit and the reserved one be 0. */
static bool is_bmp(struct span file) {
    return holds_at(file, 0, "BM", 2) && holds_at(file, 6, "\0\0\0\0", 4) && file.size > 26;
}

/* UTF-8 or an older 8-bit text: mostly letters, and no control characters but the usual ones. */
static bool is_text(struct span file) {
    size_t look = file.size < TEXT_LOOK ? file.size : TEXT_LOOK, plain = 0;
    for (size_t i = 0; i < look; i++) {
        uint8_t c = file.data[i];
        if (c == 0x7F || (c < 0x20 && (c < '\t' || c > '\r') && c != 0x1B))
            return false;
        plain += c < 0x7F;
    }
    return plain >= look / 2 + look % 2;
}

static bool is_svg(struct span file) {
    return is_text(file) && memmem(file.data, file.size < TEXT_LOOK ? file.size : TEXT_LOOK, "<svg", 4) != NULL;
}

static void say_what(struct span file, struct sladd_error *err) {
    const struct kind *kind = NULL;
    if (holds_at(file, 4, "ftyp", 4))
        kind = find_kind(file, brands, sizeof brands / sizeof *brands);
    else
        kind = find_kind(file, kinds, sizeof kinds / sizeof *kinds);
    if (file.size == 0)
        (void)sladd_fail(err, SLADD_NOT_A_PHOTO, "the file is empty: fetch it again from where it came from");
    else if (kind != NULL)
        (void)sladd_fail(err, kind->status, "this is %s", kind->what);
    else if (is_bmp(file))
        (void)sladd_fail(err, SLADD_UNSUPPORTED, "this is a BMP picture" EXPORT);
    else if (is_svg(file))
        (void)sladd_fail(err, SLADD_UNSUPPORTED, "this is an SVG drawing" EXPORT);
    else if (is_text(file))
        (void)sladd_fail(err, SLADD_NOT_A_PHOTO, "this is a text file, and sladd handles photos only (JPEG and PNG)");
    else
        (void)sladd_fail(err, SLADD_NOT_A_PHOTO,
                         "this is no kind of file that sladd knows: if it is a photo, it may be damaged; JPEG and PNG "
                         "are what sladd handles");
}

const struct codec *codec_sniff(struct span file, struct sladd_error *err) {
    bool jpeg_ls = holds_at(file, 0, "\xFF\xD8\xFF\xF7", 4);
    if (holds_at(file, 0, "\xFF\xD8\xFF", 3) && !jpeg_ls)
        return &codec_jpeg;
    if (!holds_at(file, 0, "\x89PNG\r\n\x1A\n", 8)) {
        say_what(file, err);
        return NULL;
    }
    if (png_is_animated(file)) {
        (void)png_refuse_animation(err);
        return NULL;
    }
    return &codec_png;
}
