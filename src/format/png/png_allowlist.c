#include "base/language.h"
#include "format/png/png_chunks.h"
#include "format/png/png_codec.h"
#include "format/readers.h"
#include "metadata/density.h"
#include "metadata/inflate.h"

#include <string.h>

enum { IHDR_SIZE = 13, GREY = 0, RGB = 2, GREY_ALPHA = 4, RGB_ALPHA = 6 };

struct check {
    struct extras extras; /* the only ones allowed */
    bool had_srgb, had_icc, had_exif, had_xmp, had_density;
    bool header, data, end; /* IHDR, IDAT, IEND seen */
    struct inflate_count image_data;
    uint64_t pixels_size; /* what IDAT must inflate to */
    const char *wrong;    /* what must not be there; NULL: nothing */
    bool no_memory;       /* to look at all of it */
};

static void refuse(struct check *check, const char *what) {
    if (check->wrong == NULL)
        check->wrong = what;
}

static bool is(const struct png_chunk *chunk, const char *type) {
    return strcmp(chunk->type, type) == 0;
}

static void check_header(struct check *check, struct span data) {
    if (check->header || data.size != IHDR_SIZE) {
        refuse(check, N_("a header out of place"));
        return;
    }
    unsigned depth = data.data[8], type = data.data[9];
    uint64_t width = big32(data.data), height = big32(data.data + 4);
    uint64_t channels = type == GREY ? 1 : type == RGB ? 3 : type == GREY_ALPHA ? 2 : type == RGB_ALPHA ? 4 : 0;
    if ((depth != 8 && depth != 16) || channels == 0 || data.data[10] != 0 || data.data[11] != 0 ||
        data.data[12] != 0 || width == 0 || height == 0 || width > 65535 || height > 65535) {
        refuse(check, N_("a header of a kind that is never written"));
        return;
    }
    check->header = true;
    check->pixels_size = height * (1 + width * channels * depth / 8);
    if (!inflate_count_init(&check->image_data, check->pixels_size)) {
        check->header = false; /* nothing to clear */
        check->no_memory = true;
    }
}

/* A chunk that may come once, between IHDR and IDAT. */
static bool in_place(struct check *check, bool *had, const char *what) {
    if (!check->header || check->data || *had) {
        refuse(check, what);
        return false;
    }
    *had = true;
    return true;
}

static void check_icc(struct check *check, struct span data) {
    static const char head[] = PNG_ICC_NAME "\0"; /* name, its terminator, method 0 */
    struct bytes unpacked = {0};
    size_t used = 0;
    struct span packed = span_part(data, sizeof head, SIZE_MAX);
    bool good = check->extras.icc.size > 0 && span_starts(data, head, sizeof head);
    const enum sladd_status status =
        good ? inflate_span(packed, check->extras.icc.size, &unpacked, &used, NULL) : SLADD_DAMAGED;
    check->no_memory = check->no_memory || status == SLADD_NO_MEMORY;
    good = status == SLADD_OK && used == packed.size && unpacked.size == check->extras.icc.size &&
           memcmp(unpacked.data, check->extras.icc.data, unpacked.size) == 0;
    if (!good)
        refuse(check, N_("a colour profile that is not the sanitised one"));
    bytes_clear(&unpacked);
}

static void check_density(struct check *check, struct span data) {
    unsigned dpi = check->extras.dpi;
    uint32_t number = density_per_metre(dpi);
    if (dpi == 0 || dpi > DENSITY_MOST || data.size != 9 || big32(data.data) != number ||
        big32(data.data + 4) != number || data.data[8] != 1)
        refuse(check, N_("a pHYs chunk other than the new density"));
}

static void check_exif(struct check *check, struct span data) {
    if (check->extras.exif.size == 0 || data.size != check->extras.exif.size ||
        memcmp(data.data, check->extras.exif.data, data.size) != 0)
        refuse(check, N_("an eXIf chunk other than the new EXIF"));
}

static void check_xmp(struct check *check, struct span data) {
    static const char head[] = "XML:com.adobe.xmp\0\0\0\0"; /* uncompressed, no language; and the terminator */
    struct span xmp = span_part(data, sizeof head, SIZE_MAX);
    if (check->extras.xmp.size == 0 || !span_starts(data, head, sizeof head) || xmp.size != check->extras.xmp.size ||
        memcmp(xmp.data, check->extras.xmp.data, xmp.size) != 0)
        refuse(check, N_("an iTXt chunk other than the new XMP"));
}

static void check_chunk(struct check *check, const struct png_chunk *chunk) {
    struct span data = chunk->data;
    if (!chunk->crc_ok)
        refuse(check, N_("a chunk with a wrong checksum"));
    if (is(chunk, "IHDR")) {
        check_header(check, data);
    } else if (is(chunk, "sRGB")) {
        if (in_place(check, &check->had_srgb, N_("an sRGB chunk out of place")) && (data.size != 1 || data.data[0] > 3))
            refuse(check, N_("an sRGB chunk of a wrong kind"));
    } else if (is(chunk, "iCCP")) {
        if (in_place(check, &check->had_icc, N_("an iCCP chunk out of place")))
            check_icc(check, data);
    } else if (is(chunk, "pHYs")) {
        if (in_place(check, &check->had_density, N_("a pHYs chunk out of place")))
            check_density(check, data);
    } else if (is(chunk, "eXIf")) {
        if (in_place(check, &check->had_exif, N_("an eXIf chunk out of place")))
            check_exif(check, data);
    } else if (is(chunk, "iTXt")) {
        if (in_place(check, &check->had_xmp, N_("an iTXt chunk out of place")))
            check_xmp(check, data);
    } else if (is(chunk, "IDAT") && check->header && !check->end) {
        check->data = true;
        inflate_count_feed(&check->image_data, data);
    } else if (is(chunk, "IEND") && data.size == 0 && check->data) {
        check->end = true;
    } else {
        refuse(check, N_("a chunk that is never written"));
    }
}

enum sladd_status png_check_allowlist(struct span file, const struct extras *extras, struct sladd_error *err) {
    struct png_walk walk = {.file = file};
    struct png_chunk chunk;
    struct check check = {.extras = *extras};
    while (check.wrong == NULL && !check.no_memory && png_next(&walk, &chunk))
        check_chunk(&check, &chunk);
    if (check.wrong == NULL && (!walk.ended || !check.end))
        refuse(&check, N_("an incomplete picture"));
    if (walk.ended && walk.at != file.size)
        refuse(&check, N_("bytes behind the end of the picture"));
    if (check.header &&
        (!check.image_data.ended || check.image_data.tail > 0 || check.image_data.produced != check.pixels_size))
        refuse(&check, N_("image data that does not end where the picture ends"));
    if (check.header)
        inflate_count_clear(&check.image_data);
    if (check.had_exif != (extras->exif.size > 0))
        refuse(&check, N_("no EXIF where the orientation or the credit needs one"));
    if (check.had_xmp != (extras->xmp.size > 0))
        refuse(&check, N_("no XMP where the manifest asks for one"));
    if (check.had_icc != (extras->icc.size > 0))
        refuse(&check, N_("no colour profile where the colours need one"));
    if (check.had_density != (extras->dpi > 0))
        refuse(&check, N_("no density where the copy is to be printed"));
    if (check.no_memory)
        return fail_memory(err);
    return check.wrong == NULL ? SLADD_OK : sladd_fail(err, SLADD_VERIFY, "the finished PNG holds %s", _(check.wrong));
}
