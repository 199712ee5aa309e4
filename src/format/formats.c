/* The table of formats. A row without a codec is a format that sladd knows but does not read: it says what the file is
 * and what to do with it. Order counts: the first row that fits wins. */
#include "base/language.h"
#include "format/readers.h"

#include <string.h>

/* The ways out. */
static const char export_it[] = N_("open it in a picture viewer and export it as JPEG or PNG");
static const char develop_it[] = N_("develop it to a JPEG first");
static const char take_a_still[] = N_("take a still from it as JPEG or PNG");
static const char leave_it_out[] = N_("leave it out");
static const char export_photos[] = N_("export the photos in it as JPEG or PNG");
static const char unpack_it[] = N_("unpack it and give sladd the photos in it");

/* "BM" alone also begins words; the size field behind it must fit and the reserved one be 0. */
static bool is_bmp(struct span head) {
    return SPAN_STARTS(head, "BM") && SPAN_STARTS(span_part(head, 6, SIZE_MAX), "\0\0\0\0") && head.size > 26;
}

/* One to twenty pictures, each with a reserved byte of 0: other files begin with the same four bytes. A cursor differs
 * from an icon in the third. */
static bool is_icon(struct span head) {
    return (SPAN_STARTS(head, "\0\0\1\0") || SPAN_STARTS(head, "\0\0\2\0")) && head.size >= 22 && head.data[4] >= 1 &&
           head.data[4] <= 20 && head.data[5] == 0 && head.data[9] == 0;
}

/* Transport streams begin every packet of 188 bytes (192 on camera cards) with the same byte. */
static bool is_transport_stream(struct span head) {
    enum { SYNC = 0x47, PACKETS = 4 };
    for (size_t lead = 0; lead <= 4; lead += 4) {
        size_t seen = 0;
        for (size_t at = lead; at < head.size && seen < PACKETS && head.data[at] == SYNC; at += 188 + lead)
            seen++;
        if (seen == PACKETS)
            return true;
    }
    return false;
}

/* UTF-8 or an older 8-bit text: mostly letters, and no control characters but the usual ones. */
static bool is_text(struct span head) {
    size_t plain = 0;
    for (size_t i = 0; i < head.size; i++) {
        uint8_t c = head.data[i];
        if (c == 0x7F || (c < 0x20 && (c < '\t' || c > '\r') && c != 0x1B))
            return false;
        plain += c < 0x7F;
    }
    return head.size > 0 && plain >= head.size / 2 + head.size % 2;
}

/* The root element is svg: an HTML page that has a drawing in it is none. */
static bool is_svg(struct span head) {
    if (!is_text(head))
        return false;
    for (struct span rest = head; rest.size > 0;) {
        const uint8_t *open = memchr(rest.data, '<', rest.size);
        if (open == NULL)
            return false;
        rest = span_part(rest, (size_t)(open - rest.data), SIZE_MAX);
        if (!SPAN_STARTS(rest, "<?") && !SPAN_STARTS(rest, "<!"))
            return SPAN_STARTS(rest, "<svg") || SPAN_STARTS(rest, "<svg:svg");
        const char *end = SPAN_STARTS(rest, "<!--") ? "-->" : ">";
        const uint8_t *close = memmem(rest.data, rest.size, end, strlen(end));
        if (close == NULL)
            return false;
        rest = span_part(rest, (size_t)(close - rest.data) + strlen(end), SIZE_MAX);
    }
    return false;
}

#define AT(offset, bytes)                                                                                              \
    { offset, bytes, sizeof(bytes) - 1 }
/* The major brand of an ISO base media file (ISO/IEC 14496-12). */
#define BRAND(brand) AT(4, "ftyp" brand)
#define SAYS(...) .signatures = {__VA_ARGS__}

#define PICTURE(id, text, ending, way, ...)                                                                            \
    { .name = id, .what = text, .kind = FORMAT_PICTURE, .endings = ending, .refusal = way, __VA_ARGS__ }
#define READ(id, text, ending, surveys, finds_xmp, decodes, wants, ...)                                                \
    {                                                                                                                  \
        .name = id, .what = text, .kind = FORMAT_PICTURE, .endings = ending, .survey = surveys, .find_xmp = finds_xmp, \
        .decode = decodes, .wants_png = wants, __VA_ARGS__                                                             \
    }
#define FILM(id, text, ending, ...)                                                                                    \
    { .name = id, .what = text, .kind = FORMAT_FILM, .endings = ending, .refusal = take_a_still, __VA_ARGS__ }
#define OTHER(id, text, way, ...)                                                                                      \
    { .name = id, .what = text, .kind = FORMAT_OTHER, .refusal = way, __VA_ARGS__ }

const struct format formats[] = {
    PICTURE("jpeg-ls", N_("a JPEG-LS picture"), "jls", export_it, SAYS(AT(0, "\xFF\xD8\xFF\xF7"))),
    {.name = "jpeg",
     .what = N_("a JPEG photo"),
     .kind = FORMAT_PICTURE,
     .endings = "jpg jpeg jpe jfif jfi jif mpo jps insp",
     SAYS(AT(0, "\xFF\xD8\xFF")),
     .survey = jpeg_survey,
     .find_xmp = jpeg_find_xmp,
     .codec = &codec_jpeg},
    {.name = "png",
     .what = N_("a PNG picture"),
     .kind = FORMAT_PICTURE,
     .endings = "png apng",
     SAYS(AT(0, "\x89PNG\r\n\x1A\n")),
     .survey = png_survey,
     .find_xmp = png_find_xmp,
     .codec = &codec_png},

    /* What phones and the web use. */
    READ("avif", N_("an AVIF picture"), "avif", heif_survey, heif_find_xmp, heif_decode, heif_wants_png,
         .wants_bytes = FORMAT_COPY_BYTES, SAYS(BRAND("avif"))),
    PICTURE("avif-sequence", N_("an AVIF animation"), "avifs", export_it, SAYS(BRAND("avis"))),
    READ("heic", N_("a HEIC photo"), "heic heif hif", heif_survey, heif_find_xmp, heif_decode, heif_wants_png,
         .wants_bytes = FORMAT_COPY_BYTES, SAYS(BRAND("hei"))),
    PICTURE("heic-sequence", N_("a HEIC sequence"), "heics", export_it, SAYS(BRAND("hev"))),
    READ("heif", N_("a HEIF photo (HEIC or AVIF)"), NULL, heif_survey, heif_find_xmp, heif_decode, heif_wants_png,
         .wants_bytes = FORMAT_COPY_BYTES, SAYS(BRAND("mif"), BRAND("miaf"), BRAND("1pic"))),
    PICTURE("heif-sequence", N_("a HEIF sequence"), "heifs", export_it, SAYS(BRAND("msf1"))),
    READ("webp", N_("a WebP picture"), "webp", webp_survey, webp_find_xmp, webp_decode, webp_wants_png,
         .wants_bytes = FORMAT_COPY_BYTES, SAYS(AT(8, "WEBP"))),
    PICTURE("gif", N_("a GIF picture"), "gif", export_it, SAYS(AT(0, "GIF8"))),
    PICTURE("mng", N_("an MNG animation"), "mng", export_it, SAYS(AT(0, "\x8AMNG\r\n\x1A\n"))),
    PICTURE("jng", N_("a JNG picture"), "jng", export_it, SAYS(AT(0, "\x8BJNG\r\n\x1A\n"))),
    PICTURE("jxl", N_("a JPEG XL picture"), "jxl", export_it,
            SAYS(AT(0, "\xFF\x0A"), AT(4, "JXL \r\n\x87\n"), BRAND("jxl "))),

    /* Cameras. */
    PICTURE("raf", N_("a raw file of a Fujifilm camera"), "raf", develop_it, SAYS(AT(0, "FUJIFILMCCD-RAW"))),
    PICTURE("cr3", N_("a raw file of a Canon camera (CR3)"), "cr3", develop_it, SAYS(BRAND("crx "))),
    PICTURE("cr2", N_("a raw file of a Canon camera (CR2)"), "cr2", develop_it, SAYS(AT(8, "CR\x02"))),
    PICTURE("crw", N_("a raw file of a Canon camera (CRW)"), "crw", develop_it, SAYS(AT(6, "HEAPCCDR"))),
    PICTURE("rw2", N_("a raw file of a Panasonic camera"), "rw2 rwl", develop_it, SAYS(AT(0, "IIU\0"))),
    PICTURE("orf", N_("a raw file of an Olympus camera"), "orf", develop_it,
            SAYS(AT(0, "IIRO"), AT(0, "IIRS"), AT(0, "MMOR"))),
    PICTURE("mrw", N_("a raw file of a Minolta camera"), "mrw", develop_it, SAYS(AT(0, "\0MRM"))),
    PICTURE("x3f", N_("a raw file of a Sigma camera"), "x3f", develop_it, SAYS(AT(0, "FOVb"))),
    /* A camera's raw file, which begins like any TIFF, is told when it is decoded. */
    READ("tiff", N_("a TIFF picture"),
         "tif tiff dng nef nrw arw srf sr2 pef ptx srw 3fr fff iiq erf kdc dcr dcs k25 mef mos rwz gpr",
         tiff_file_survey, tiff_file_find_xmp, tiff_decode, tiff_wants_png, SAYS(AT(0, "II*\0"), AT(0, "MM\0*"))),
    PICTURE("bigtiff", N_("a BigTIFF picture"), "tf8 btf", export_it, SAYS(AT(0, "II+\0"), AT(0, "MM\0+"))),

    /* Programs. */
    PICTURE("jp2", N_("a JPEG 2000 picture"), "jp2 j2k jpf jpx jpm jpc j2c", export_it,
            SAYS(AT(4, "jP  \r\n\x87\n"), AT(0, "\xFF\x4F\xFF\x51"))),
    PICTURE("jxr", N_("a JPEG XR picture"), "jxr wdp hdp", export_it, SAYS(AT(0, "II\xBC\x01"))),
    PICTURE("psd", N_("a Photoshop document"), "psd psb", export_it, SAYS(AT(0, "8BPS"))),
    PICTURE("xcf", N_("a GIMP document"), "xcf", export_it, SAYS(AT(0, "gimp xcf"))),
    PICTURE("qoi", N_("a QOI picture"), "qoi", export_it, SAYS(AT(0, "qoif"))),
    PICTURE("exr", N_("an OpenEXR picture"), "exr", export_it, SAYS(AT(0, "\x76\x2F\x31\x01"))),
    PICTURE("hdr", N_("a Radiance picture"), NULL, export_it, SAYS(AT(0, "#?RADIANCE"), AT(0, "#?RGBE"))),
    PICTURE("djvu", N_("a DjVu document"), "djvu djv", export_it, SAYS(AT(0, "AT&TFORM"))),
    PICTURE("dicom", N_("a medical image (DICOM)"), "dcm dicom", export_it, SAYS(AT(128, "DICM"))),
    PICTURE("bmp", N_("a BMP picture"), "bmp dib", export_it, .recognise = is_bmp),
    PICTURE("icon", N_("an icon"), "ico cur", export_it, .recognise = is_icon), /* browsers show it like any picture */
    PICTURE("svg", N_("an SVG drawing"), "svg svgz", export_it, .recognise = is_svg),

    /* Films: whatever else has an ISO brand, too, but for sound. */
    OTHER("m4a", N_("a sound file"), leave_it_out, SAYS(BRAND("M4A "), BRAND("M4B "), AT(0, "ID3"), AT(8, "WAVE"))),
    FILM("quicktime", N_("a video (QuickTime)"), "mov qt",
         SAYS(BRAND("qt  "), AT(4, "moov"), AT(4, "mdat"), AT(4, "wide"))),
    FILM("mp4", N_("a video (MP4)"), "mp4 m4v 3gp 3g2 insv lrv", SAYS(AT(4, "ftyp"))),
    FILM("avi", N_("a video (AVI)"), "avi divx", SAYS(AT(8, "AVI "))),
    FILM("matroska", N_("a video (Matroska or WebM)"), "mkv webm", SAYS(AT(0, "\x1A\x45\xDF\xA3"))),
    FILM("mpeg", N_("a video (MPEG)"), "mpg mpeg mpe m2v vob", SAYS(AT(0, "\0\0\1\xBA"), AT(0, "\0\0\1\xB3"))),
    FILM("transport-stream", N_("a video (AVCHD)"), "mts m2ts m2t", .recognise = is_transport_stream),
    FILM("wmv", N_("a video (Windows Media)"), "wmv asf", SAYS(AT(0, "\x30\x26\xB2\x75\x8E\x66\xCF\x11"))),
    FILM("flv", N_("a video (Flash)"), "flv f4v", SAYS(AT(0, "FLV\x01"))),
    FILM("ogg", N_("a video or a sound (Ogg)"), "ogv ogm", SAYS(AT(0, "OggS"))),
    FILM("mxf", N_("a video (MXF)"), "mxf", SAYS(AT(0, "\x06\x0E\x2B\x34\x02\x05\x01\x01"))),

    /* Nothing to see. */
    OTHER("pdf", N_("a PDF document"), export_photos, SAYS(AT(0, "%PDF-"))),
    OTHER("zip", N_("a ZIP archive or an office document"), unpack_it, SAYS(AT(0, "PK\3\4"))),
    OTHER("rar", N_("a RAR archive"), unpack_it, SAYS(AT(0, "Rar!"))),
    OTHER("7z", N_("a 7-Zip archive"), unpack_it, SAYS(AT(0, "7z\xBC\xAF\x27\x1C"))),
    OTHER("gzip", N_("a compressed file"), unpack_it, SAYS(AT(0, "\x1F\x8B"))),
    {.name = "git-lfs",
     .kind = FORMAT_OTHER,
     SAYS(AT(0, "version https://git-lfs.github.com/spec/")),
     .refusal = N_("this is only Git LFS's pointer to the photo: run 'git lfs pull' to get the photo itself (in CI, "
                   "check out with LFS)")},
    {.name = "text",
     .kind = FORMAT_OTHER,
     .recognise = is_text,
     .refusal = N_("this is a text file, and sladd handles photos only (JPEG, PNG, HEIC, AVIF, WebP and TIFF)")},
    {.name = "unknown",
     .kind = FORMAT_OTHER,
     .refusal = N_("this is no kind of file that sladd knows: if it is a photo, it may be damaged; JPEG, PNG, "
                   "HEIC, AVIF, WebP and TIFF are what sladd handles")},
};

const size_t format_count = sizeof formats / sizeof *formats;
