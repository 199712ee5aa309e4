#include "audit/leaks.h"

#include <fnmatch.h>
#include <string.h>

struct pattern {
    const char *glob;
    enum check_rule rule;
};

/* In this order; the first that fits counts. */
static const struct pattern patterns[] = {
    {"*thumbnail", RULE_ID_THUMBNAIL},
    {"*:GPS*", RULE_ID_LOCATION},
    {"xmp:gps", RULE_ID_LOCATION},
    {"jpeg:mpf", RULE_ID_HIDDEN_IMAGE},
    {"*:second-image", RULE_ID_HIDDEN_IMAGE},
    {"*:motion-video", RULE_ID_HIDDEN_IMAGE},
    {"jpeg:flashpix", RULE_ID_HIDDEN_IMAGE},
    {"jpeg:flir", RULE_ID_HIDDEN_IMAGE},
    {"*:gainmap", RULE_ID_HIDDEN_IMAGE},
    {"*:depthmap", RULE_ID_HIDDEN_IMAGE},
    {"xmp:original-image", RULE_ID_HIDDEN_IMAGE},
    {"xmp:motion-photo", RULE_ID_HIDDEN_IMAGE},
    {"xmp:audio", RULE_ID_HIDDEN_IMAGE},
    {"png:apng", RULE_ID_HIDDEN_IMAGE},
    {"heif:auxiliary-image", RULE_ID_HIDDEN_IMAGE},
    {"webp:animation", RULE_ID_HIDDEN_IMAGE},
    {"*:trailer", RULE_ID_HIDDEN_BYTES},
    {"*-tail", RULE_ID_HIDDEN_BYTES},
    {"*-odd", RULE_ID_HIDDEN_BYTES},
    {"*:hidden-bytes", RULE_ID_HIDDEN_BYTES},
    {"*:damaged", RULE_ID_HIDDEN_BYTES},
    {"alpha:hidden-colours", RULE_ID_HIDDEN_BYTES},
    {"*:container", RULE_ID_ORIGINAL_FORMAT},
    {"jpeg:junk", RULE_ID_HIDDEN_BYTES},
    {"jpeg:unused-table", RULE_ID_HIDDEN_BYTES},
    {"jpeg:marker-*", RULE_ID_HIDDEN_BYTES},
};

/* Structure: how the picture is stored and printed, the same for millions of files. A colour profile is named by what
 * the common profiles hold; what only a calibrated screen's or camera's own profile has is not in this list. */
static const char *const harmless[] = {
    "jpeg:jfif-density",
    "png:pHYs",
    "png:sBIT",
    "png:bKGD",
    "png:hIST",
    "png:cICP",
    /* EXIF, in either format */
    "*:Orientation",
    "*:XResolution",
    "*:YResolution",
    "*:ResolutionUnit",
    "*:ColorSpace",
    "*:ExifVersion",
    "*:Flash[Pp]ixVersion",
    "*:ComponentsConfiguration",
    "*:YCbCr*",
    "*:PixelXDimension",
    "*:PixelYDimension",
    "*:ImageWidth",
    "*:ImageLength",
    "*:BitsPerSample",
    "*:SamplesPerPixel",
    "*:Compression",
    "*:PhotometricInterpretation",
    "*:PlanarConfiguration",
    "*:ReferenceBlackWhite",
    /* a TIFF file's own */
    "tiff:StripOffsets",
    "tiff:StripByteCounts",
    "tiff:RowsPerStrip",
    "tiff:FillOrder",
    "tiff:NewSubfileType",
    "tiff:0x012[45]",  /* fax options */
    "tiff:0x013d",     /* predictor */
    "tiff:0x0140",     /* palette */
    "tiff:0x014[2-5]", /* tiles */
    "tiff:0x0152",     /* what a further sample means */
    "tiff:0x0153",     /* the samples' format */
    "tiff:0x015b",     /* JPEG tables */
    "*:Interoperability*",
    /* colour profiles */
    "icc:description",
    "icc:copyright",
    "icc:manufacturer",
    "icc:model",
    "icc:date",
    "icc:device",
    "icc:creator",
    "icc:id",
    "icc:profile",
    "icc:tech",
    "icc:lumi",
    "icc:meas",
    "icc:view",
    "icc:vued",
    "icc:bkpt",
    "icc:chrm",
};

/* Where a manifest asks for credit or a description, `clean` writes it into the copy: words that are meant to be there,
 * but only a receipt tells them from a camera's own. */
static bool is_caption(const char *name) {
    static const char *const names[] = {"xmp", "exif:Artist", "exif:Copyright", "png:eXIf:Artist",
                                        "png:eXIf:Copyright"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

bool leaks_rule(const char *name, bool vouched, enum check_rule *rule) {
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        if (fnmatch(patterns[i].glob, name, 0) == 0) {
            *rule = patterns[i].rule;
            return true;
        }
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
        if (fnmatch(harmless[i], name, 0) == 0)
            return false;
    *rule = RULE_ID_METADATA;
    return !(vouched && is_caption(name));
}
