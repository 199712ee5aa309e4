#include "base/language.h"
#include "format/format.h"
#include "format/png/png_codec.h"

#include <string.h>

enum { TEXT_LOOK = 4096 };

/* What to do with a file that is no photo of ours. */
enum way_out { EXPORT, DEVELOP, STILL, SOUND, PDF, ARCHIVE };
static const char *const ways_out[] = {
    [EXPORT] = N_("open it in a picture viewer and export it as JPEG or PNG"),
    [DEVELOP] = N_("develop it to a JPEG first"),
    [STILL] = N_("take a still from it as JPEG or PNG"),
    [SOUND] = N_("leave it out"),
    [PDF] = N_("export the photos in it as JPEG or PNG"),
    [ARCHIVE] = N_("unpack it and give sladd the photos in it"),
};

/* What a file is, told by the bytes at one place. The first row that fits wins. */
struct kind {
    size_t offset;
    const char *bytes;
    size_t size;
    enum sladd_status status;
    const char *what; /* "this is ..." */
    enum way_out way_out;
};

#define AT(offset, bytes, status, what, way_out)                                                                       \
    { offset, bytes, sizeof(bytes) - 1, SLADD_##status, what, way_out }

static const struct kind kinds[] = {
    AT(8, "WEBP", UNSUPPORTED, N_("a WebP picture"), EXPORT),
    AT(0, "GIF8", UNSUPPORTED, N_("a GIF picture"), EXPORT),
    AT(0, "\x8AMNG\r\n\x1A\n", UNSUPPORTED, N_("an MNG animation"), EXPORT),
    AT(0, "\x8BJNG\r\n\x1A\n", UNSUPPORTED, N_("a JNG picture"), EXPORT),
    AT(0, "FUJIFILMCCD-RAW", UNSUPPORTED, N_("a raw file of a Fujifilm camera"), DEVELOP),
    AT(8, "CR\x02", UNSUPPORTED, N_("a raw file of a Canon camera (CR2)"), DEVELOP),
    AT(6, "HEAPCCDR", UNSUPPORTED, N_("a raw file of a Canon camera (CRW)"), DEVELOP),
    AT(0, "IIU\0", UNSUPPORTED, N_("a raw file of a Panasonic camera"), DEVELOP),
    AT(0, "IIRO", UNSUPPORTED, N_("a raw file of an Olympus camera"), DEVELOP),
    AT(0, "MMOR", UNSUPPORTED, N_("a raw file of an Olympus camera"), DEVELOP),
    AT(0, "\0MRM", UNSUPPORTED, N_("a raw file of a Minolta camera"), DEVELOP),
    AT(0, "FOVb", UNSUPPORTED, N_("a raw file of a Sigma camera"), DEVELOP),
    AT(0, "II*\0", UNSUPPORTED, N_("a TIFF picture or a camera's raw file"), EXPORT),
    AT(0, "MM\0*", UNSUPPORTED, N_("a TIFF picture or a camera's raw file"), EXPORT),
    AT(0, "II+\0", UNSUPPORTED, N_("a BigTIFF picture"), EXPORT),
    AT(0, "MM\0+", UNSUPPORTED, N_("a BigTIFF picture"), EXPORT),
    AT(0, "\xFF\x0A", UNSUPPORTED, N_("a JPEG XL picture"), EXPORT),
    AT(4, "JXL \r\n\x87\n", UNSUPPORTED, N_("a JPEG XL picture"), EXPORT),
    AT(4, "jP  \r\n\x87\n", UNSUPPORTED, N_("a JPEG 2000 picture"), EXPORT),
    AT(0, "\xFF\x4F\xFF\x51", UNSUPPORTED, N_("a JPEG 2000 picture"), EXPORT),
    AT(0, "II\xBC\x01", UNSUPPORTED, N_("a JPEG XR picture"), EXPORT),
    AT(0, "\xFF\xD8\xFF\xF7", UNSUPPORTED, N_("a JPEG-LS picture"), EXPORT),
    AT(0, "8BPS", UNSUPPORTED, N_("a Photoshop document"), EXPORT),
    AT(0, "gimp xcf", UNSUPPORTED, N_("a GIMP document"), EXPORT),
    AT(0, "\0\0\1\0", UNSUPPORTED, N_("an icon"), EXPORT),
    AT(0, "qoif", UNSUPPORTED, N_("a QOI picture"), EXPORT),
    AT(0, "%PDF-", NOT_A_PHOTO, N_("a PDF document"), PDF),
    AT(0, "PK\3\4", NOT_A_PHOTO, N_("a ZIP archive or an office document"), ARCHIVE),
    AT(0, "Rar!", NOT_A_PHOTO, N_("a RAR archive"), ARCHIVE),
    AT(0, "7z\xBC\xAF\x27\x1C", NOT_A_PHOTO, N_("a 7-Zip archive"), ARCHIVE),
    AT(0, "\x1F\x8B", NOT_A_PHOTO, N_("a compressed file"), ARCHIVE),
    AT(8, "AVI ", NOT_A_PHOTO, N_("a video (AVI)"), STILL),
    AT(0, "\x1A\x45\xDF\xA3", NOT_A_PHOTO, N_("a video (Matroska or WebM)"), STILL),
    AT(0, "\0\0\1\xBA", NOT_A_PHOTO, N_("a video (MPEG)"), STILL),
    AT(4, "moov", NOT_A_PHOTO, N_("a video (QuickTime)"), STILL),
    AT(4, "mdat", NOT_A_PHOTO, N_("a video (QuickTime)"), STILL),
    AT(0, "ID3", NOT_A_PHOTO, N_("a sound file"), SOUND),
    AT(8, "WAVE", NOT_A_PHOTO, N_("a sound file"), SOUND),
};

/* Brands of ISO base media files (ISO/IEC 14496-12), at offset 8 behind "ftyp". Any other is taken for a video. */
static const struct kind brands[] = {
    AT(8, "avif", UNSUPPORTED, N_("an AVIF picture"), EXPORT),
    AT(8, "avis", UNSUPPORTED, N_("an AVIF animation"), EXPORT),
    AT(8, "hei", UNSUPPORTED, N_("a HEIC photo"), EXPORT),
    AT(8, "hev", UNSUPPORTED, N_("a HEIC sequence"), EXPORT),
    AT(8, "mif1", UNSUPPORTED, N_("a HEIF photo (HEIC or AVIF)"), EXPORT),
    AT(8, "msf1", UNSUPPORTED, N_("a HEIF sequence"), EXPORT),
    AT(8, "crx ", UNSUPPORTED, N_("a raw file of a Canon camera (CR3)"), DEVELOP),
    AT(8, "jxl ", UNSUPPORTED, N_("a JPEG XL picture"), EXPORT),
    AT(8, "qt  ", NOT_A_PHOTO, N_("a video (QuickTime)"), STILL),
    AT(8, "M4A ", NOT_A_PHOTO, N_("a sound file"), SOUND),
    AT(4, "ftyp", NOT_A_PHOTO, N_("a video (MP4)"), STILL),
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

static enum sladd_status refuse(enum sladd_status status, const char *what, enum way_out way_out,
                                struct sladd_error *err) {
    return status == SLADD_UNSUPPORTED
               ? sladd_fail(err, status, "this is %s, which sladd cannot read: %s", _(what), _(ways_out[way_out]))
               : sladd_fail(err, status, "this is %s, and sladd handles photos only: %s", _(what),
                            _(ways_out[way_out]));
}

static enum sladd_status say_what(struct span file, struct sladd_error *err) {
    const struct kind *kind = NULL;
    if (holds_at(file, 4, "ftyp", 4))
        kind = find_kind(file, brands, sizeof brands / sizeof *brands);
    else
        kind = find_kind(file, kinds, sizeof kinds / sizeof *kinds);
    if (file.size == 0)
        return sladd_fail(err, SLADD_DAMAGED, "the file is empty: fetch it again from where it came from");
    if (kind != NULL)
        return refuse(kind->status, kind->what, kind->way_out, err);
    if (is_bmp(file))
        return refuse(SLADD_UNSUPPORTED, N_("a BMP picture"), EXPORT, err);
    if (is_svg(file))
        return refuse(SLADD_UNSUPPORTED, N_("an SVG drawing"), EXPORT, err);
    if (is_text(file))
        return sladd_fail(err, SLADD_NOT_A_PHOTO, "this is a text file, and sladd handles photos only (JPEG and PNG)");
    return sladd_fail(err, SLADD_NOT_A_PHOTO,
                      "this is no kind of file that sladd knows: if it is a photo, it may be damaged; JPEG and PNG "
                      "are what sladd handles");
}

const struct codec *codec_sniff(struct span file, struct sladd_error *err) {
    bool jpeg_ls = holds_at(file, 0, "\xFF\xD8\xFF\xF7", 4);
    if (holds_at(file, 0, "\xFF\xD8\xFF", 3) && !jpeg_ls)
        return &codec_jpeg;
    if (!holds_at(file, 0, "\x89PNG\r\n\x1A\n", 8)) {
        (void)say_what(file, err);
        return NULL;
    }
    if (png_is_animated(file)) {
        (void)png_refuse_animation(err);
        return NULL;
    }
    return &codec_png;
}
