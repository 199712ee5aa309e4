/* What a TIFF picture carries besides its pixels: the whole file is one stream of tags. */
#include "format/readers.h"
#include "metadata/icc.h"
#include "metadata/tiff.h"

enum {
    TAG_BITS_PER_SAMPLE = 258,
    TAG_PHOTOMETRIC = 262,
    TAG_EXTRA_SAMPLES = 338,
    TAG_XMP = 700,
    TAG_IPTC = 33723,
    TAG_PHOTOSHOP = 34377,
    TAG_ICC = 34675,
};

enum { PALETTE = 3 };

enum sladd_status tiff_file_survey(struct span file, struct survey *survey, struct sladd_error *err) {
    struct exif_blocks blocks = {0};
    struct span icc = tiff_find(file, TAG_ICC), xmp = tiff_find(file, TAG_XMP);
    survey_exif(survey, &blocks, file, "tiff:");
    if (xmp.size > 0)
        survey_xmp(survey, xmp);
    if (tiff_find(file, TAG_IPTC).size > 0)
        survey_name(&survey->names, "iptc");
    if (tiff_find(file, TAG_PHOTOSHOP).size > 0)
        survey_name(&survey->names, "photoshop");
    if (icc.size > ICC_MAX_BYTES)
        survey_name(&survey->names, "icc:damaged");
    else if (icc.size > 0)
        return bytes_copy(&survey->icc, icc.data, icc.size, err);
    return SLADD_OK;
}

enum sladd_status tiff_file_find_xmp(struct span file, struct xmp_packets *packets, struct sladd_error *err) {
    return xmp_packets_in_tiff(packets, file, err);
}

static bool has_alpha(struct span file) {
    enum { MAX_EXTRA = 16 };
    for (size_t i = 0; i < MAX_EXTRA; i++)
        if (tiff_number(file, TAG_EXTRA_SAMPLES, i) == 1 || tiff_number(file, TAG_EXTRA_SAMPLES, i) == 2)
            return true;
    return false;
}

/* Drawings, scans of text and pictures with transparency stay exact; photos become JPEG. */
bool tiff_wants_png(struct span file) {
    return tiff_number(file, TAG_BITS_PER_SAMPLE, 0) < 8 || tiff_number(file, TAG_PHOTOMETRIC, 0) == PALETTE ||
           has_alpha(file);
}
