#include "metadata/icc.h"

#include "metadata/icc_effect.h"
#include "metadata/icc_values.h"
#include "metadata/survey.h"

#include <lcms2.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What colour needs (ICC.1:2010, 9.2 and annex G): white, and one model. Of light that is the matrix or the grey curve,
 * which do the same between all levels; a table could show something else between any two points of it, and programs
 * look there on grids of their own. Inks have nothing but a table, which stands for all intents. With a second model
 * viewers would differ in what they show of the same picture, and nobody could search it all. Each is read into lcms'
 * own structures and made anew from what they mean (icc_values.h), so that no byte of the source gets through as it is.
 */
static const struct {
    cmsTagSignature tag;
    bool of_light, of_inks;
} kept_tags[] = {
    {cmsSigMediaWhitePointTag, true, true}, {cmsSigChromaticAdaptationTag, true, true},
    {cmsSigRedColorantTag, true, false},    {cmsSigGreenColorantTag, true, false},
    {cmsSigBlueColorantTag, true, false},   {cmsSigRedTRCTag, true, false},
    {cmsSigGreenTRCTag, true, false},       {cmsSigBlueTRCTag, true, false},
    {cmsSigGrayTRCTag, true, false},        {cmsSigAToB0Tag, false, true},
    {cmsSigBToA0Tag, false, true},
};
enum { KEPT_TAGS = sizeof kept_tags / sizeof *kept_tags };

enum { ICC_HEADER = 128, ICC_SMALLEST = 132 };

static bool has_inks(cmsHPROFILE profile) {
    return cmsGetColorSpace(profile) == cmsSigCmykData;
}

static bool is_kept(cmsHPROFILE source, cmsTagSignature tag) {
    for (size_t i = 0; i < KEPT_TAGS; i++)
        if (kept_tags[i].tag == tag)
            return has_inks(source) ? kept_tags[i].of_inks : kept_tags[i].of_light;
    return false;
}

static bool is_lut(cmsTagSignature tag) {
    return tag == cmsSigAToB0Tag || tag == cmsSigBToA0Tag;
}

/* "icc:desc" and the like; a signature that is no plain word is not repeated. */
static void name_tag(struct sladd_names *names, cmsTagSignature tag) {
    static const struct {
        cmsTagSignature tag;
        const char *name;
    } known[] = {{cmsSigProfileDescriptionTag, "icc:description"},
                 {cmsSigCopyrightTag, "icc:copyright"},
                 {cmsSigDeviceMfgDescTag, "icc:manufacturer"},
                 {cmsSigDeviceModelDescTag, "icc:model"},
                 {cmsSigCharTargetTag, "icc:target"},
                 {cmsSigCalibrationDateTimeTag, "icc:calibration-date"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].tag == tag) {
            survey_name(names, known[i].name);
            return;
        }
    char text[16] = "icc:";
    for (int i = 0; i < 4; i++) {
        uint8_t c = (uint8_t)((uint32_t)tag >> (24 - 8 * i));
        if ((c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z')) {
            survey_name(names, "icc:private");
            return;
        }
        text[4 + i] = (char)c;
    }
    survey_name(names, text);
}

static bool any_byte(struct span span) {
    for (size_t i = 0; i < span.size; i++)
        if (span.data[i] != 0)
            return true;
    return false;
}

static void name_dropped(cmsHPROFILE source, struct span profile, struct sladd_names *names) {
    for (cmsInt32Number i = 0; i < cmsGetTagCount(source); i++) {
        cmsTagSignature tag = cmsGetTagSignature(source, (cmsUInt32Number)i);
        if (!is_kept(source, tag))
            name_tag(names, tag);
    }
    if (any_byte(span_part(profile, 24, 12)))
        survey_name(names, "icc:date");
    if (any_byte(span_part(profile, 48, 8)))
        survey_name(names, "icc:device");
    if (any_byte(span_part(profile, 4, 4)) || any_byte(span_part(profile, 80, 4)))
        survey_name(names, "icc:creator");
    if (any_byte(span_part(profile, 84, 16)))
        survey_name(names, "icc:id");
}

/* A profile that describes a camera, screen, printer or working space, in one of the models a photo can have. */
static bool is_usable(cmsHPROFILE profile) {
    cmsProfileClassSignature class = cmsGetDeviceClass(profile);
    cmsColorSpaceSignature space = cmsGetColorSpace(profile), pcs = cmsGetPCS(profile);
    return (class == cmsSigInputClass || class == cmsSigDisplayClass || class == cmsSigOutputClass ||
            class == cmsSigColorSpaceClass) &&
           (space == cmsSigRgbData || space == cmsSigGrayData || space == cmsSigCmykData) &&
           (pcs == cmsSigXYZData || pcs == cmsSigLabData) && cmsGetProfileVersion(profile) < 5.0;
}

static bool has_model(cmsHPROFILE profile) {
    bool matrix = cmsIsMatrixShaper(profile) && cmsReadTag(profile, cmsSigRedColorantTag) != NULL;
    bool grey = cmsGetColorSpace(profile) == cmsSigGrayData && cmsReadTag(profile, cmsSigGrayTRCTag) != NULL;
    return has_inks(profile) ? cmsReadTag(profile, cmsSigAToB0Tag) != NULL : matrix || grey;
}

/* sRGB as IEC 61966-2-1 defines it, adapted to D50, within what rounding does to it in the profiles in use. */
static bool is_srgb(cmsHPROFILE profile) {
    static const cmsTagSignature colorants[3] = {cmsSigRedColorantTag, cmsSigGreenColorantTag, cmsSigBlueColorantTag};
    static const cmsTagSignature curves[3] = {cmsSigRedTRCTag, cmsSigGreenTRCTag, cmsSigBlueTRCTag};
    static const double srgb[3][3] = {{0.4361, 0.2225, 0.0139}, {0.3851, 0.7169, 0.0971}, {0.1431, 0.0606, 0.7141}};
    if (cmsGetColorSpace(profile) != cmsSigRgbData || !cmsIsMatrixShaper(profile))
        return false;
    for (int i = 0; i < 3; i++) {
        const cmsCIEXYZ *xyz = cmsReadTag(profile, colorants[i]);
        const cmsToneCurve *curve = cmsReadTag(profile, curves[i]);
        if (xyz == NULL || curve == NULL || fabs(xyz->X - srgb[i][0]) > 0.0015 || fabs(xyz->Y - srgb[i][1]) > 0.0015 ||
            fabs(xyz->Z - srgb[i][2]) > 0.0015)
            return false;
        for (int v = 0; v < 256; v++) {
            double x = v / 255.0, linear = x <= 0.04045 ? x / 12.92 : pow((x + 0.055) / 1.055, 2.4);
            if (fabs(cmsEvalToneCurveFloat(curve, (cmsFloat32Number)x) - linear) > 0.004)
                return false;
        }
    }
    return true;
}

static bool lut_fits(cmsHPROFILE profile, cmsTagSignature tag, const cmsPipeline *lut) {
    cmsUInt32Number device = cmsChannelsOf(cmsGetColorSpace(profile));
    cmsUInt32Number in = cmsPipelineInputChannels(lut), out = cmsPipelineOutputChannels(lut);
    return tag == cmsSigAToB0Tag ? in == device && out == 3 : in == 3 && out == device;
}

/* How the file stores a tag; lcms does not tell. 0 where there is no such tag. */
static uint32_t stored_type(struct span profile, cmsTagSignature tag) {
    enum { TABLE_ENTRY = 12 };
    uint32_t count = big32(profile.data + ICC_HEADER);
    for (size_t i = 0; i < count; i++) {
        struct span entry = span_part(profile, ICC_SMALLEST + i * TABLE_ENTRY, TABLE_ENTRY);
        if (entry.size < TABLE_ENTRY)
            break;
        struct span value = span_part(profile, big32(entry.data + 4), 4);
        if (big32(entry.data) == (uint32_t)tag)
            return value.size == 4 ? big32(value.data) : 0;
    }
    return 0;
}

static bool is_version_four(cmsHPROFILE profile) {
    return cmsGetProfileVersion(profile) >= 4.0;
}

/* The version that lcms writes in decides how it stores tables. In a version 4 profile lut8 and lut16 tables keep the
 * older encoding of Lab and would change their meaning as lutAToB; so older tables are written the older way, and the
 * header gets its own version back afterwards. False: both kinds in one profile. */
static bool choose_version(cmsHPROFILE source, struct span profile, double *version) {
    bool old = false, new = false;
    for (size_t i = 0; i < KEPT_TAGS; i++) {
        const cmsTagSignature tag = kept_tags[i].tag;
        if (!is_lut(tag) || !is_kept(source, tag) || !cmsIsTag(source, tag))
            continue;
        uint32_t type = stored_type(profile, tag);
        bool is_old = type == cmsSigLut8Type || type == cmsSigLut16Type;
        old = old || is_old;
        new = new || !is_old;
    }
    *version = old || !is_version_four(source) ? 2.1 : 4.3;
    return !(old && new) && !(new && !is_version_four(source));
}

static bool copy_table(cmsContext context, cmsHPROFILE source, cmsHPROFILE clean, cmsTagSignature tag,
                       const cmsPipeline *table) {
    cmsPipeline *made = lut_fits(source, tag, table) ? icc_rebuild_pipeline(context, table) : NULL;
    bool written = made != NULL && cmsWriteTag(clean, tag, made);
    cmsPipelineFree(made);
    return written;
}

static bool copy_curve(cmsContext context, cmsHPROFILE clean, cmsTagSignature tag, const cmsToneCurve *curve) {
    cmsToneCurve *made = icc_rebuild_curve(context, curve);
    bool written = made != NULL && cmsWriteTag(clean, tag, made);
    cmsFreeToneCurve(made);
    return written;
}

static bool is_curve(cmsTagSignature tag) {
    return tag == cmsSigRedTRCTag || tag == cmsSigGreenTRCTag || tag == cmsSigBlueTRCTag || tag == cmsSigGrayTRCTag;
}

static bool copy_tag(cmsContext context, cmsHPROFILE source, cmsHPROFILE clean, cmsTagSignature tag) {
    cmsTagSignature linked = cmsTagLinkedTo(source, tag);
    if (linked != 0 && is_kept(source, linked) && cmsIsTag(clean, linked))
        return cmsLinkTag(clean, tag, linked);
    const void *value = cmsReadTag(source, tag);
    if (value == NULL)
        return false;
    if (is_lut(tag))
        return copy_table(context, source, clean, tag, value);
    if (is_curve(tag))
        return copy_curve(context, clean, tag, value);
    double numbers[9];
    size_t count = tag == cmsSigChromaticAdaptationTag ? 9 : 3;
    return icc_rebuild_numbers(value, count, numbers) && cmsWriteTag(clean, tag, numbers);
}

/* A text that says nothing, because a profile needs one. In version 4 written here byte by byte (multiLocalizedUnicode,
 * ICC.1:2010, 10.13), since lcms would follow the version that it writes tables in. */
static bool write_text(cmsContext context, cmsHPROFILE clean, cmsTagSignature tag, bool four, const char *text) {
    if (four) {
        uint8_t raw[64] = {'m', 'l', 'u', 'c', 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 12, 'e', 'n', 'U', 'S'};
        size_t length = strlen(text), head = 28;
        raw[23] = (uint8_t)(2 * length);
        raw[27] = (uint8_t)head;
        for (size_t i = 0; i < length && head + 2 * i + 1 < sizeof raw; i++)
            raw[head + 2 * i + 1] = (uint8_t)text[i];
        return cmsWriteRawTag(clean, tag, raw, (cmsUInt32Number)(head + 2 * length));
    }
    cmsMLU *words = cmsMLUalloc(context, 1);
    bool written = words != NULL && cmsMLUsetASCII(words, "en", "US", text) && cmsWriteTag(clean, tag, words);
    cmsMLUfree(words);
    return written;
}

static bool fill(cmsContext context, cmsHPROFILE source, struct span profile, cmsHPROFILE clean) {
    double version = 0;
    if (!choose_version(source, profile, &version))
        return false;
    cmsSetProfileVersion(clean, version);
    cmsSetDeviceClass(clean, cmsGetDeviceClass(source));
    cmsSetColorSpace(clean, cmsGetColorSpace(source));
    cmsSetPCS(clean, cmsGetPCS(source));
    cmsSetHeaderRenderingIntent(clean, cmsGetHeaderRenderingIntent(source) & 3);
    for (size_t i = 0; i < KEPT_TAGS; i++) {
        const cmsTagSignature tag = kept_tags[i].tag;
        if (cmsIsTag(source, tag) && is_kept(source, tag) && !copy_tag(context, source, clean, tag))
            return false;
    }
    return write_text(context, clean, cmsSigProfileDescriptionTag, is_version_four(source), "Photo colours") &&
           write_text(context, clean, cmsSigCopyrightTag, is_version_four(source), "No copyright");
}

/* Everything in the header that says when, where and by what a profile was made becomes a constant. */
static void blank_header(uint8_t *header, bool four) {
    static const uint8_t versions[2][4] = {{2, 0x10}, {4, 0x30}};
    static const uint8_t date[12] = {2000 >> 8, 2000 & 255, 0, 1, 0, 1}; /* a date is required: 2000-01-01 00:00 */
    memcpy(header + 8, versions[four], 4);
    memset(header + 4, 0, 4); /* preferred colour management module */
    memcpy(header + 24, date, sizeof date);
    memset(header + 40, 0, 24); /* platform, flags, manufacturer, model, attributes */
    memset(header + 80, 0, 48); /* creator, profile id, reserved */
}

static enum sladd_status save(cmsHPROFILE profile, bool four, struct bytes *clean, struct sladd_error *err) {
    cmsUInt32Number size = 0;
    if (!cmsSaveProfileToMem(profile, NULL, &size) || size < ICC_SMALLEST || size > ICC_MAX_BYTES)
        return SLADD_OK; /* stays empty */
    /* Zeroed, because lcms leaves alignment gaps to whoever gives the memory. */
    uint8_t *data = calloc(size, 1);
    if (data == NULL)
        return fail_memory(err);
    if (!cmsSaveProfileToMem(profile, data, &size)) {
        free(data);
        return SLADD_OK;
    }
    blank_header(data, four);
    *clean = (struct bytes){data, size};
    return SLADD_OK;
}

static enum sladd_status rebuild(cmsContext context, cmsHPROFILE source, struct span profile, struct bytes *clean,
                                 struct sladd_error *err) {
    if (!is_usable(source) || !has_model(source) || is_srgb(source))
        return SLADD_OK;
    cmsHPROFILE made = cmsCreateProfilePlaceholder(context);
    if (made == NULL)
        return fail_memory(err);
    enum sladd_status status =
        fill(context, source, profile, made) ? save(made, is_version_four(source), clean, err) : SLADD_OK;
    cmsCloseProfile(made);
    if (icc_effect(bytes_span(clean)) == ICC_HIDES)
        bytes_clear(clean);
    return status;
}

enum sladd_status icc_sanitise(struct span profile, struct bytes *clean, struct sladd_names *names,
                               struct sladd_error *err) {
    *clean = (struct bytes){0};
    if (profile.size == 0)
        return SLADD_OK;
    if (profile.size < ICC_SMALLEST || profile.size > ICC_MAX_BYTES) {
        survey_name(names, "icc:damaged");
        return SLADD_OK;
    }
    cmsContext context = cmsCreateContext(NULL, NULL);
    if (context == NULL)
        return fail_memory(err);
    enum sladd_status status = SLADD_OK;
    cmsHPROFILE source = cmsOpenProfileFromMemTHR(context, profile.data, (cmsUInt32Number)profile.size);
    if (source == NULL) {
        survey_name(names, "icc:damaged");
    } else {
        name_dropped(source, profile, names);
        status = rebuild(context, source, profile, clean, err);
        if (status == SLADD_OK && clean->size == 0)
            survey_name(names, "icc:profile");
        cmsCloseProfile(source);
    }
    cmsDeleteContext(context);
    return status;
}
