#include "base/language.h"
#include "format/jpeg/jpeg_segments.h"
#include "format/readers.h"
#include "metadata/density.h"

#include <string.h>

enum { APP1 = JPEG_APP0 + 1, APP2 = JPEG_APP0 + 2, APP14 = JPEG_APP0 + 14 };
enum { MAX_COMPONENTS = 4, ICC_PREFIX = 14 };

/* What has been seen of the file so far. Tables are bits: DQT 0..3; DHT 0..3 for DC, 4..7 for AC. */
struct check {
    struct extras extras; /* the only ones allowed */
    bool soi, jfif, adobe, had_exif, had_xmp, frame, scan;
    size_t icc_seen;                     /* bytes of the profile that have come by */
    unsigned icc_parts, icc_total;       /* parts seen, and what they say there are */
    unsigned quantisers, huffman_unused; /* defined; defined and not yet used by a scan */
    const char *wrong;                   /* what must not be there; NULL: nothing */
};

static void refuse(struct check *check, const char *what) {
    if (check->wrong == NULL)
        check->wrong = what;
}

static void check_start(struct check *check) {
    if (check->soi)
        refuse(check, N_("a second image"));
    check->soi = true;
}

static void check_jfif(struct check *check, struct span payload) {
    unsigned dpi = check->extras.dpi, density = dpi > 0 ? dpi : 1;
    uint8_t high = (uint8_t)(density >> 8), low = (uint8_t)density;
    const uint8_t plain[14] = {'J', 'F', 'I', 'F', 0, 1, 1, dpi > 0, high, low, high, low, 0, 0};
    if (check->jfif || dpi > DENSITY_MOST || !span_equal(payload, (struct span){plain, sizeof plain}))
        refuse(check, N_("an APP0 segment other than plain JFIF"));
    check->jfif = true;
}

/* `signature` and then exactly `content`, once. */
static bool is_new(bool *had, struct span payload, const char *signature, size_t length, struct span content) {
    if (*had || content.size == 0 || !span_starts(payload, signature, length) ||
        !span_equal(span_part(payload, length, SIZE_MAX), content))
        return false;
    *had = true;
    return true;
}

static void check_app1(struct check *check, struct span payload) {
    static const char exif[] = "Exif\0", xmp[] = "http://ns.adobe.com/xap/1.0/"; /* with their terminators */
    if (!is_new(&check->had_exif, payload, exif, sizeof exif, check->extras.exif) &&
        !is_new(&check->had_xmp, payload, xmp, sizeof xmp, check->extras.xmp))
        refuse(check, N_("an APP1 segment other than the new EXIF and the new XMP"));
}

static void check_icc(struct check *check, struct span payload) {
    struct span part = span_part(payload, ICC_PREFIX, SIZE_MAX);
    check->icc_parts++;
    if (!SPAN_STARTS(payload, "ICC_PROFILE\0") || part.size == 0 || payload.data[12] != check->icc_parts ||
        (check->icc_total != 0 && payload.data[13] != check->icc_total) ||
        !span_equal(part, span_part(check->extras.icc, check->icc_seen, part.size))) {
        refuse(check, N_("an APP2 segment other than the sanitised colour profile"));
        return;
    }
    check->icc_total = payload.data[13];
    check->icc_seen += part.size;
}

/* Version 100, no flags: all that libjpeg writes besides the transform. */
static void check_adobe(struct check *check, struct span payload) {
    static const uint8_t plain[11] = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0};
    if (check->adobe || payload.size != 12 || memcmp(payload.data, plain, sizeof plain) != 0 || payload.data[11] > 2)
        refuse(check, N_("an APP14 segment other than Adobe's plain one"));
    check->adobe = true;
}

static void check_quantisers(struct check *check, struct span rest) {
    while (rest.size > 0 && check->wrong == NULL) {
        unsigned precision = rest.data[0] >> 4, id = rest.data[0] & 15;
        size_t size = precision == 0 ? 65 : 129;
        if (check->frame || precision > 1 || id > 3 || rest.size < size || (check->quantisers & 1u << id) != 0)
            refuse(check, N_("a quantisation table out of place"));
        check->quantisers |= 1u << (id & 3);
        rest = span_part(rest, size, SIZE_MAX);
    }
}

static void check_huffman(struct check *check, struct span rest) {
    while (rest.size > 0 && check->wrong == NULL) {
        unsigned class = rest.data[0] >> 4, id = rest.data[0] & 15;
        unsigned bit = class <= 1 && id <= 3 ? 1u << (class * 4 + id) : 0;
        size_t size = 17;
        for (size_t i = 1; i <= 16 && i < rest.size; i++)
            size += rest.data[i];
        if (bit == 0 || rest.size < size || size > 17 + 256 || (check->huffman_unused & bit) != 0) {
            refuse(check, N_("a Huffman table out of place"));
            return;
        }
        check->huffman_unused |= bit;
        rest = span_part(rest, size, SIZE_MAX);
    }
}

static void check_frame(struct check *check, uint8_t marker, struct span payload) {
    size_t count = payload.size > 5 ? payload.data[5] : 0;
    if (check->frame || marker > JPEG_SOF2 || count < 1 || count > MAX_COMPONENTS || payload.size != 6 + 3 * count ||
        payload.data[0] != 8) {
        refuse(check, N_("a frame of a kind that is never written"));
        return;
    }
    unsigned used = 0;
    for (size_t i = 0; i < count; i++)
        used |= 1u << (payload.data[6 + 3 * i + 2] & 31);
    if (used != check->quantisers)
        refuse(check, N_("a quantisation table that the picture does not use"));
    check->frame = true;
}

/* A table that a scan uses has proved its worth; refining scans of a progressive picture use no DC table. */
static void check_scan(struct check *check, const struct jpeg_segment *segment) {
    struct span payload = segment->payload;
    size_t count = payload.size > 0 ? payload.data[0] : 0;
    if (!check->frame || count < 1 || count > MAX_COMPONENTS || payload.size != 4 + 2 * count ||
        segment->restarts > 0 || segment->fills > 0 || segment->scan.size == 0) {
        refuse(check, N_("a scan of a kind that is never written"));
        return;
    }
    const uint8_t *band = payload.data + 1 + 2 * count; /* start, end, approximation */
    for (size_t i = 0; i < count; i++) {
        unsigned tables = payload.data[2 + 2 * i];
        if (band[0] == 0 && band[2] >> 4 == 0)
            check->huffman_unused &= ~(1u << (tables >> 4 & 3));
        if (band[1] > 0)
            check->huffman_unused &= ~(1u << (4 + (tables & 3)));
    }
    check->scan = true;
}

static void check_segment(struct check *check, const struct jpeg_segment *segment) {
    struct span payload = segment->payload;
    uint8_t marker = segment->marker;
    if (segment->gap.size > 0)
        refuse(check, N_("bytes between two segments"));
    if (check->scan && marker >= JPEG_APP0)
        refuse(check, N_("a segment behind the first scan"));
    if (marker == JPEG_SOI)
        check_start(check);
    else if (marker == JPEG_APP0)
        check_jfif(check, payload);
    else if (marker == APP1)
        check_app1(check, payload);
    else if (marker == APP2)
        check_icc(check, payload);
    else if (marker == APP14)
        check_adobe(check, payload);
    else if (marker == JPEG_DQT)
        check_quantisers(check, payload);
    else if (marker == JPEG_DHT)
        check_huffman(check, payload);
    else if (jpeg_is_frame(marker))
        check_frame(check, marker, payload);
    else if (marker == JPEG_SOS)
        check_scan(check, segment);
    else if (marker != JPEG_EOI)
        refuse(check, N_("a segment that is never written"));
}

enum sladd_status jpeg_check_allowlist(struct span file, const struct extras *extras, struct sladd_error *err) {
    struct jpeg_walk walk = {.file = file};
    struct jpeg_segment segment;
    struct check check = {.extras = *extras};
    while (check.wrong == NULL && jpeg_next(&walk, &segment))
        check_segment(&check, &segment);
    if (check.wrong == NULL && (!walk.ended || !check.scan))
        refuse(&check, N_("an incomplete picture"));
    if (walk.ended && walk.at != file.size)
        refuse(&check, N_("bytes behind the end of the picture"));
    if (check.huffman_unused != 0)
        refuse(&check, N_("a Huffman table that no scan uses"));
    if (check.had_exif != (extras->exif.size > 0))
        refuse(&check, N_("no EXIF where the orientation or the credit needs one"));
    if (check.had_xmp != (extras->xmp.size > 0))
        refuse(&check, N_("no XMP where the manifest asks for one"));
    if (check.icc_seen != extras->icc.size || check.icc_parts != check.icc_total)
        refuse(&check, N_("a colour profile that is not the sanitised one"));
    return check.wrong == NULL ? SLADD_OK : sladd_fail(err, SLADD_VERIFY, "the finished JPEG holds %s", _(check.wrong));
}
