#include "base/language.h"
#include "format/allowlist.h"
#include "format/segments.h"

#include <string.h>

enum { APP1 = JPEG_APP0 + 1, APP2 = JPEG_APP0 + 2, APP14 = JPEG_APP0 + 14 };
enum { MAX_COMPONENTS = 4, ICC_PREFIX = 14 };

/* What has been seen of the file so far. Tables are bits: DQT 0..3; DHT 0..3 for DC, 4..7 for AC. */
struct gate {
    struct extras extras; /* the only ones allowed */
    bool soi, jfif, adobe, had_exif, had_xmp, frame, scan;
    size_t icc_seen;                     /* bytes of the profile that have come by */
    unsigned icc_parts, icc_total;       /* parts seen, and what they say there are */
    unsigned quantisers, huffman_unused; /* defined; defined and not yet used by a scan */
    const char *wrong;                   /* what must not be there; NULL: nothing */
};

static void refuse(struct gate *gate, const char *what) {
    if (gate->wrong == NULL)
        gate->wrong = what;
}

static bool same(struct span a, struct span b) {
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

static void check_start(struct gate *gate) {
    if (gate->soi)
        refuse(gate, N_("a second image"));
    gate->soi = true;
}

static void check_jfif(struct gate *gate, struct span payload) {
    static const uint8_t plain[14] = {'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0};
    if (gate->jfif || !same(payload, (struct span){plain, sizeof plain}))
        refuse(gate, N_("an APP0 segment other than plain JFIF"));
    gate->jfif = true;
}

/* `signature` and then exactly `content`, once. */
static bool is_new(bool *had, struct span payload, const char *signature, size_t length, struct span content) {
    if (*had || content.size == 0 || !span_starts(payload, signature, length) ||
        !same(span_part(payload, length, SIZE_MAX), content))
        return false;
    *had = true;
    return true;
}

static void check_app1(struct gate *gate, struct span payload) {
    static const char exif[] = "Exif\0", xmp[] = "http://ns.adobe.com/xap/1.0/"; /* with their terminators */
    if (!is_new(&gate->had_exif, payload, exif, sizeof exif, gate->extras.exif) &&
        !is_new(&gate->had_xmp, payload, xmp, sizeof xmp, gate->extras.xmp))
        refuse(gate, N_("an APP1 segment other than the new EXIF and the new XMP"));
}

static void check_icc(struct gate *gate, struct span payload) {
    struct span part = span_part(payload, ICC_PREFIX, SIZE_MAX);
    gate->icc_parts++;
    if (!SPAN_STARTS(payload, "ICC_PROFILE\0") || part.size == 0 || payload.data[12] != gate->icc_parts ||
        (gate->icc_total != 0 && payload.data[13] != gate->icc_total) ||
        !same(part, span_part(gate->extras.icc, gate->icc_seen, part.size))) {
        refuse(gate, N_("an APP2 segment other than the sanitised colour profile"));
        return;
    }
    gate->icc_total = payload.data[13];
    gate->icc_seen += part.size;
}

/* Version 100, no flags: all that libjpeg writes besides the transform. */
static void check_adobe(struct gate *gate, struct span payload) {
    static const uint8_t plain[11] = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0};
    if (gate->adobe || payload.size != 12 || memcmp(payload.data, plain, sizeof plain) != 0 || payload.data[11] > 2)
        refuse(gate, N_("an APP14 segment other than Adobe's plain one"));
    gate->adobe = true;
}

static void check_quantisers(struct gate *gate, struct span rest) {
    while (rest.size > 0 && gate->wrong == NULL) {
        unsigned precision = rest.data[0] >> 4, id = rest.data[0] & 15;
        size_t size = precision == 0 ? 65 : 129;
        if (gate->frame || precision > 1 || id > 3 || rest.size < size || (gate->quantisers & 1u << id) != 0)
            refuse(gate, N_("a quantisation table out of place"));
        gate->quantisers |= 1u << (id & 3);
        rest = span_part(rest, size, SIZE_MAX);
    }
}

static void check_huffman(struct gate *gate, struct span rest) {
    while (rest.size > 0 && gate->wrong == NULL) {
        unsigned class = rest.data[0] >> 4, id = rest.data[0] & 15, bit = 1u << (class * 4 + id);
        size_t size = 17;
        for (size_t i = 1; i <= 16 && i < rest.size; i++)
            size += rest.data[i];
        if (class > 1 || id > 3 || rest.size < size || size > 17 + 256 || (gate->huffman_unused & bit) != 0) {
            refuse(gate, N_("a Huffman table out of place"));
            return;
        }
        gate->huffman_unused |= bit;
        rest = span_part(rest, size, SIZE_MAX);
    }
}

static void check_frame(struct gate *gate, uint8_t marker, struct span payload) {
    size_t count = payload.size > 5 ? payload.data[5] : 0;
    if (gate->frame || marker > JPEG_SOF2 || count < 1 || count > MAX_COMPONENTS || payload.size != 6 + 3 * count ||
        payload.data[0] != 8) {
        refuse(gate, N_("a frame of a kind that is never written"));
        return;
    }
    unsigned used = 0;
    for (size_t i = 0; i < count; i++)
        used |= 1u << (payload.data[6 + 3 * i + 2] & 31);
    if (used != gate->quantisers)
        refuse(gate, N_("a quantisation table that the picture does not use"));
    gate->frame = true;
}

/* A table that a scan uses has proved its worth; refining scans of a progressive picture use no DC table. */
static void check_scan(struct gate *gate, const struct jpeg_segment *segment) {
    struct span payload = segment->payload;
    size_t count = payload.size > 0 ? payload.data[0] : 0;
    if (!gate->frame || count < 1 || count > MAX_COMPONENTS || payload.size != 4 + 2 * count || segment->restarts > 0 ||
        segment->fills > 0 || segment->scan.size == 0) {
        refuse(gate, N_("a scan of a kind that is never written"));
        return;
    }
    const uint8_t *band = payload.data + 1 + 2 * count; /* start, end, approximation */
    for (size_t i = 0; i < count; i++) {
        unsigned tables = payload.data[2 + 2 * i];
        if (band[0] == 0 && band[2] >> 4 == 0)
            gate->huffman_unused &= ~(1u << (tables >> 4 & 3));
        if (band[1] > 0)
            gate->huffman_unused &= ~(1u << (4 + (tables & 3)));
    }
    gate->scan = true;
}

static void check_segment(struct gate *gate, const struct jpeg_segment *segment) {
    struct span payload = segment->payload;
    uint8_t marker = segment->marker;
    if (segment->gap.size > 0)
        refuse(gate, N_("bytes between two segments"));
    if (gate->scan && marker >= JPEG_APP0)
        refuse(gate, N_("a segment behind the first scan"));
    if (marker == JPEG_SOI)
        check_start(gate);
    else if (marker == JPEG_APP0)
        check_jfif(gate, payload);
    else if (marker == APP1)
        check_app1(gate, payload);
    else if (marker == APP2)
        check_icc(gate, payload);
    else if (marker == APP14)
        check_adobe(gate, payload);
    else if (marker == JPEG_DQT)
        check_quantisers(gate, payload);
    else if (marker == JPEG_DHT)
        check_huffman(gate, payload);
    else if (jpeg_is_frame(marker))
        check_frame(gate, marker, payload);
    else if (marker == JPEG_SOS)
        check_scan(gate, segment);
    else if (marker != JPEG_EOI)
        refuse(gate, N_("a segment that is never written"));
}

enum sladd_status allowlist_jpeg(struct span file, const struct extras *extras, struct sladd_error *err) {
    struct jpeg_walk walk = {.file = file};
    struct jpeg_segment segment;
    struct gate gate = {.extras = *extras};
    while (gate.wrong == NULL && jpeg_next(&walk, &segment))
        check_segment(&gate, &segment);
    if (gate.wrong == NULL && (!walk.ended || !gate.scan))
        refuse(&gate, N_("an incomplete picture"));
    if (walk.ended && walk.at != file.size)
        refuse(&gate, N_("bytes behind the end of the picture"));
    if (gate.huffman_unused != 0)
        refuse(&gate, N_("a Huffman table that no scan uses"));
    if (gate.had_exif != (extras->exif.size > 0))
        refuse(&gate, N_("no EXIF where the orientation or the credit needs one"));
    if (gate.had_xmp != (extras->xmp.size > 0))
        refuse(&gate, N_("no XMP where the manifest asks for one"));
    if (gate.icc_seen != extras->icc.size || gate.icc_parts != gate.icc_total)
        refuse(&gate, N_("a colour profile that is not the sanitised one"));
    return gate.wrong == NULL ? SLADD_OK : sladd_fail(err, SLADD_VERIFY, "the finished JPEG holds %s", _(gate.wrong));
}
