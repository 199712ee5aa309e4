#include "base/language.h"
#include "format/allowlist.h"
#include "format/segments.h"
#include "metadata/inflate.h"

#include <string.h>

enum { IHDR_SIZE = 13, GREY = 0, RGB = 2, GREY_ALPHA = 4, RGB_ALPHA = 6 };

struct gate {
    struct extras extras; /* the only ones allowed */
    bool had_srgb, had_gamma, had_chromaticities, had_icc, had_exif, had_xmp;
    bool header, data, end; /* IHDR, IDAT, IEND seen */
    struct meter meter;
    uint64_t pixels_size; /* what IDAT must inflate to */
    const char *wrong;    /* what must not be there; NULL: nothing */
};

static void refuse(struct gate *gate, const char *what) {
    if (gate->wrong == NULL)
        gate->wrong = what;
}

static bool is(const struct png_chunk *chunk, const char *type) {
    return strcmp(chunk->type, type) == 0;
}

static void check_header(struct gate *gate, struct span data) {
    if (gate->header || data.size != IHDR_SIZE) {
        refuse(gate, N_("a header out of place"));
        return;
    }
    unsigned depth = data.data[8], type = data.data[9];
    uint64_t width = big32(data.data), height = big32(data.data + 4);
    uint64_t channels = type == GREY ? 1 : type == RGB ? 3 : type == GREY_ALPHA ? 2 : type == RGB_ALPHA ? 4 : 0;
    if ((depth != 8 && depth != 16) || channels == 0 || data.data[10] != 0 || data.data[11] != 0 ||
        data.data[12] != 0 || width == 0 || height == 0 || width > 65535 || height > 65535) {
        refuse(gate, N_("a header of a kind that is never written"));
        return;
    }
    gate->header = true;
    gate->pixels_size = height * (1 + width * channels * depth / 8);
    if (!meter_init(&gate->meter, gate->pixels_size)) {
        gate->header = false; /* nothing to clear */
        refuse(gate, N_("more than there is memory to check"));
    }
}

/* A chunk that may come once, between IHDR and IDAT. */
static bool in_place(struct gate *gate, bool *had, const char *what) {
    if (!gate->header || gate->data || *had) {
        refuse(gate, what);
        return false;
    }
    *had = true;
    return true;
}

/* Numbers in hundred thousandths, which the writer rounds to tenths of that: too coarse to mark a camera with. */
static void check_numbers(struct gate *gate, struct span data, size_t count, const char *what) {
    if (data.size != 4 * count)
        refuse(gate, what);
    for (size_t i = 0; i < count && data.size == 4 * count; i++) {
        uint32_t number = big32(data.data + 4 * i);
        if (number > 1000000 || number % 10 != 0)
            refuse(gate, what);
    }
}

static void check_icc(struct gate *gate, struct span data) {
    static const char head[] = ALLOWED_ICC_NAME "\0"; /* name, its terminator, method 0 */
    struct bytes unpacked = {0};
    size_t used = 0;
    struct span packed = span_part(data, sizeof head, SIZE_MAX);
    bool good = gate->extras.icc.size > 0 && span_starts(data, head, sizeof head) &&
                inflate_span(packed, gate->extras.icc.size, &unpacked, &used, NULL) == SLADD_OK &&
                used == packed.size && unpacked.size == gate->extras.icc.size &&
                memcmp(unpacked.data, gate->extras.icc.data, unpacked.size) == 0;
    if (!good)
        refuse(gate, N_("a colour profile that is not the sanitised one"));
    bytes_clear(&unpacked);
}

static void check_exif(struct gate *gate, struct span data) {
    if (gate->extras.exif.size == 0 || data.size != gate->extras.exif.size ||
        memcmp(data.data, gate->extras.exif.data, data.size) != 0)
        refuse(gate, N_("an eXIf chunk other than the new EXIF"));
}

static void check_xmp(struct gate *gate, struct span data) {
    static const char head[] = "XML:com.adobe.xmp\0\0\0\0"; /* uncompressed, no language; and the terminator */
    struct span xmp = span_part(data, sizeof head, SIZE_MAX);
    if (gate->extras.xmp.size == 0 || !span_starts(data, head, sizeof head) || xmp.size != gate->extras.xmp.size ||
        memcmp(xmp.data, gate->extras.xmp.data, xmp.size) != 0)
        refuse(gate, N_("an iTXt chunk other than the new XMP"));
}

static void check_chunk(struct gate *gate, const struct png_chunk *chunk) {
    struct span data = chunk->data;
    if (!chunk->crc_ok)
        refuse(gate, N_("a chunk with a wrong checksum"));
    if (is(chunk, "IHDR")) {
        check_header(gate, data);
    } else if (is(chunk, "sRGB")) {
        if (in_place(gate, &gate->had_srgb, N_("an sRGB chunk out of place")) && (data.size != 1 || data.data[0] > 3))
            refuse(gate, N_("an sRGB chunk of a wrong kind"));
    } else if (is(chunk, "gAMA")) {
        if (in_place(gate, &gate->had_gamma, N_("a gAMA chunk out of place")))
            check_numbers(gate, data, 1, N_("a gAMA chunk of a wrong kind"));
    } else if (is(chunk, "cHRM")) {
        if (in_place(gate, &gate->had_chromaticities, N_("a cHRM chunk out of place")))
            check_numbers(gate, data, 8, N_("a cHRM chunk of a wrong kind"));
    } else if (is(chunk, "iCCP")) {
        if (in_place(gate, &gate->had_icc, N_("an iCCP chunk out of place")))
            check_icc(gate, data);
    } else if (is(chunk, "eXIf")) {
        if (in_place(gate, &gate->had_exif, N_("an eXIf chunk out of place")))
            check_exif(gate, data);
    } else if (is(chunk, "iTXt")) {
        if (in_place(gate, &gate->had_xmp, N_("an iTXt chunk out of place")))
            check_xmp(gate, data);
    } else if (is(chunk, "IDAT") && gate->header && !gate->end) {
        gate->data = true;
        meter_feed(&gate->meter, data);
    } else if (is(chunk, "IEND") && data.size == 0 && gate->data) {
        gate->end = true;
    } else {
        refuse(gate, N_("a chunk that is never written"));
    }
}

enum sladd_status allowlist_png(struct span file, const struct extras *extras, struct sladd_error *err) {
    struct png_walk walk = {.file = file};
    struct png_chunk chunk;
    struct gate gate = {.extras = *extras};
    while (gate.wrong == NULL && png_next(&walk, &chunk))
        check_chunk(&gate, &chunk);
    if (gate.wrong == NULL && (!walk.ended || !gate.end))
        refuse(&gate, N_("an incomplete picture"));
    if (walk.ended && walk.at != file.size)
        refuse(&gate, N_("bytes behind the end of the picture"));
    if (gate.header && (!gate.meter.ended || gate.meter.tail > 0 || gate.meter.produced != gate.pixels_size))
        refuse(&gate, N_("image data that does not end where the picture ends"));
    if (gate.header)
        meter_clear(&gate.meter);
    if (gate.had_exif != (extras->exif.size > 0))
        refuse(&gate, N_("no EXIF where the orientation or the credit needs one"));
    if (gate.had_xmp != (extras->xmp.size > 0))
        refuse(&gate, N_("no XMP where the manifest asks for one"));
    if (gate.had_icc != (extras->icc.size > 0))
        refuse(&gate, N_("no colour profile where the colours need one"));
    return gate.wrong == NULL ? SLADD_OK : sladd_fail(err, SLADD_VERIFY, "the finished PNG holds %s", _(gate.wrong));
}
