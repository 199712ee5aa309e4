/* A sanitised profile means the same colours and says nothing else. The profiles are made by lcms here, with a canary
 * wherever a profile can carry one. */
#include "../support/forge.h"
#include "metadata/icc.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <lcms2.h>
#include <math.h>

static const char canary[] = "CANARY";

static uint32_t get32(const uint8_t *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void set32(uint8_t *p, uint32_t value) {
    for (int i = 0; i < 4; i++)
        p[i] = (uint8_t)(value >> (24 - 8 * i));
}

static cmsHPROFILE rgb_profile(const cmsCIExyYTRIPLE *primaries, const cmsToneCurve *curve, double version) {
    cmsCIExyY d65;
    cmsWhitePointFromTemp(&d65, 6504);
    cmsToneCurve *curves[3] = {(cmsToneCurve *)curve, (cmsToneCurve *)curve, (cmsToneCurve *)curve};
    cmsHPROFILE profile = cmsCreateRGBProfile(&d65, primaries, curves);
    cmsSetProfileVersion(profile, version);
    return profile;
}

static cmsHPROFILE display_p3(double version) {
    static const cmsCIExyYTRIPLE p3 = {{0.68, 0.32, 1}, {0.265, 0.69, 1}, {0.15, 0.06, 1}};
    const double parameters[5] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
    cmsToneCurve *curve = cmsBuildParametricToneCurve(NULL, 4, parameters);
    cmsHPROFILE profile = rgb_profile(&p3, curve, version);
    cmsFreeToneCurve(curve);
    return profile;
}

static cmsHPROFILE adobe_rgb(double version) {
    static const cmsCIExyYTRIPLE primaries = {{0.64, 0.33, 1}, {0.21, 0.71, 1}, {0.15, 0.06, 1}};
    cmsToneCurve *curve = cmsBuildGamma(NULL, 563.0 / 256);
    cmsHPROFILE profile = rgb_profile(&primaries, curve, version);
    cmsFreeToneCurve(curve);
    return profile;
}

/* A curve of numbers, as scanners and cameras have. */
static cmsHPROFILE grey(double version) {
    cmsUInt16Number table[1024];
    for (int i = 0; i < 1024; i++)
        table[i] = (cmsUInt16Number)lrint(65535 * pow(i / 1023.0, 1.9));
    cmsToneCurve *curve = cmsBuildTabulatedToneCurve16(NULL, 1024, table);
    cmsHPROFILE profile = cmsCreateGrayProfile(cmsD50_xyY(), curve);
    cmsSetProfileVersion(profile, version);
    cmsFreeToneCurve(curve);
    return profile;
}

static cmsInt32Number ink_to_lab(const cmsUInt16Number in[], cmsUInt16Number out[], void *cargo) {
    double k = 1 - in[3] / 65535.0, light = 1 - (in[0] * 0.2 + in[1] * 0.4 + in[2] * 0.1) / 65535.0;
    cmsCIELab lab = {100 * k * light, (in[1] - in[0]) / 65535.0 * 60 * k, (in[2] - in[0]) / 65535.0 * 70 * k};
    *(double *)cargo >= 4 ? cmsFloat2LabEncoded(out, &lab) : cmsFloat2LabEncodedV2(out, &lab);
    return TRUE;
}

static cmsInt32Number lab_to_ink(const cmsUInt16Number in[], cmsUInt16Number out[], void *cargo) {
    (void)cargo;
    for (int i = 0; i < 4; i++)
        out[i] = (cmsUInt16Number)(65535 - in[i % 3]);
    return TRUE;
}

static void add_lut(cmsHPROFILE profile, cmsTagSignature tag, int in, int out, cmsSAMPLER16 sampler, double version) {
    cmsPipeline *lut = cmsPipelineAlloc(NULL, (cmsUInt32Number)in, (cmsUInt32Number)out);
    cmsStage *table = cmsStageAllocCLut16bit(NULL, 7, (cmsUInt32Number)in, (cmsUInt32Number)out, NULL);
    cmsStageSampleCLut16bit(table, sampler, &version, 0);
    cmsPipelineInsertStage(lut, cmsAT_BEGIN, cmsStageAllocToneCurves(NULL, (cmsUInt32Number)in, NULL));
    cmsPipelineInsertStage(lut, cmsAT_END, table);
    cmsPipelineInsertStage(lut, cmsAT_END, cmsStageAllocToneCurves(NULL, (cmsUInt32Number)out, NULL));
    assert_true(cmsWriteTag(profile, tag, lut));
    cmsPipelineFree(lut);
}

static cmsHPROFILE cmyk(double version) {
    cmsHPROFILE profile = cmsCreateProfilePlaceholder(NULL);
    cmsSetProfileVersion(profile, version);
    cmsSetDeviceClass(profile, cmsSigOutputClass);
    cmsSetColorSpace(profile, cmsSigCmykData);
    cmsSetPCS(profile, cmsSigLabData);
    const cmsCIEXYZ paper = {0.85, 0.88, 0.70};
    assert_true(cmsWriteTag(profile, cmsSigMediaWhitePointTag, &paper));
    add_lut(profile, cmsSigAToB0Tag, 4, 3, ink_to_lab, version);
    add_lut(profile, cmsSigBToA0Tag, 3, 4, lab_to_ink, version);
    return profile;
}

static void add_text(cmsHPROFILE profile, cmsTagSignature tag) {
    cmsMLU *text = cmsMLUalloc(NULL, 1);
    assert_true(cmsMLUsetASCII(text, "en", "US", canary));
    assert_true(cmsWriteTag(profile, tag, text));
    cmsMLUfree(text);
}

/* Move the tag that stands last 32 bytes on and write into the gap; then behind the end. */
static struct forge with_gap(const struct forge *profile) {
    struct forge made = {0};
    forge_add(&made, profile->data, profile->size);
    uint32_t count = get32(made.data + 128), last = 0;
    for (uint32_t i = 0; i < count; i++)
        if (get32(made.data + 132 + 12 * i + 4) > last)
            last = get32(made.data + 132 + 12 * i + 4);
    static const uint8_t gap[32] = "CANARYCANARYCANARY";
    struct forge moved = forge_insert(forge_span(&made), last, (struct span){gap, sizeof gap});
    for (uint32_t i = 0; i < count; i++)
        if (get32(moved.data + 132 + 12 * i + 4) == last)
            set32(moved.data + 132 + 12 * i + 4, last + (uint32_t)sizeof gap);
    set32(moved.data, (uint32_t)moved.size);
    forge_add(&moved, "CANARY", 6);
    forge_clear(&made);
    return moved;
}

/* The finished bytes of a profile (which is closed), canaries everywhere. */
static struct forge planted(cmsHPROFILE profile) {
    add_text(profile, cmsSigProfileDescriptionTag);
    add_text(profile, cmsSigCopyrightTag);
    add_text(profile, cmsSigDeviceMfgDescTag);
    add_text(profile, cmsSigDeviceModelDescTag);
    assert_true(cmsWriteRawTag(profile, (cmsTagSignature)0x70727674 /* prvt */, "data\0\0\0\0CANARY..", 16));
    cmsUInt32Number size = 0;
    assert_true(cmsSaveProfileToMem(profile, NULL, &size));
    struct forge made = {malloc(size), size};
    assert_true(cmsSaveProfileToMem(profile, made.data, &size));
    cmsCloseProfile(profile);
    memcpy(made.data + 4, "CNRY", 4);    /* preferred module */
    memcpy(made.data + 24, "CANARY", 6); /* date */
    memcpy(made.data + 40, "CNRY", 4);   /* platform */
    memcpy(made.data + 48, "CNRYCANARYCANARY", 16);
    memcpy(made.data + 80, "CNRYCANARYCANARYCANARYCANARY", 28); /* creator, id, reserved */
    struct forge moved = with_gap(&made);
    forge_clear(&made);
    return moved;
}

static void assert_no_canary(const struct bytes *clean) {
    static const char wide[] = "\0C\0A\0N\0A";
    struct span span = {clean->data, clean->size};
    assert_int_equal(forge_find(span, "CANAR", 5, 0), clean->size);
    assert_int_equal(forge_find(span, "CNRY", 4, 0), clean->size);
    assert_int_equal(forge_find(span, wide, sizeof wide - 1, 0), clean->size);
}

/* Largest difference in Lab between two profiles over a grid of device colours, in one intent. */
static double largest_difference(struct span a, struct span b, cmsUInt32Number format, int channels, int intent) {
    cmsHPROFILE profiles[2] = {cmsOpenProfileFromMem(a.data, (cmsUInt32Number)a.size),
                               cmsOpenProfileFromMem(b.data, (cmsUInt32Number)b.size)};
    cmsHPROFILE lab = cmsCreateLab4Profile(NULL);
    cmsHTRANSFORM transforms[2];
    double worst = 0;
    for (int i = 0; i < 2; i++) {
        assert_non_null(profiles[i]);
        transforms[i] =
            cmsCreateTransform(profiles[i], format, lab, TYPE_Lab_DBL, (cmsUInt32Number)intent, cmsFLAGS_NOOPTIMIZE);
        assert_non_null(transforms[i]);
    }
    enum { STEPS = 6 };
    for (int n = 0, all = (int)pow(STEPS, channels); n < all; n++) {
        cmsUInt16Number device[4];
        cmsCIELab out[2];
        for (int c = 0, rest = n; c < channels; c++, rest /= STEPS)
            device[c] = (cmsUInt16Number)(rest % STEPS * 65535 / (STEPS - 1));
        for (int i = 0; i < 2; i++)
            cmsDoTransform(transforms[i], device, &out[i], 1);
        worst = fmax(worst, cmsDeltaE(&out[0], &out[1]));
    }
    for (int i = 0; i < 2; i++) {
        cmsDeleteTransform(transforms[i]);
        cmsCloseProfile(profiles[i]);
    }
    cmsCloseProfile(lab);
    return worst;
}

/* Constants wherever a header could say who made the profile, when and for what; and every tag of colour is kept. */
static void assert_plain(const struct bytes *clean, struct span source) {
    static const struct {
        size_t at, size;
        const char *bytes;
    } constant[] = {{4, 4, "\0\0\0\0"},
                    {24, 12, "\7\xD0\0\1\0\1\0\0\0\0\0\0"},
                    {40, 24, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"},
                    {80, 20, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"}};
    static const cmsTagSignature tags[] = {cmsSigMediaWhitePointTag, cmsSigChromaticAdaptationTag,
                                           cmsSigRedColorantTag,     cmsSigRedTRCTag,
                                           cmsSigBlueTRCTag,         cmsSigGrayTRCTag,
                                           cmsSigAToB0Tag,           cmsSigBToA0Tag};
    for (size_t i = 0; i < sizeof constant / sizeof *constant; i++)
        assert_memory_equal(clean->data + constant[i].at, constant[i].bytes, constant[i].size);
    assert_int_equal(clean->data[8], source.data[8]);
    cmsHPROFILE before = cmsOpenProfileFromMem(source.data, (cmsUInt32Number)source.size);
    cmsHPROFILE after = cmsOpenProfileFromMem(clean->data, (cmsUInt32Number)clean->size);
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        assert_int_equal(cmsIsTag(before, tags[i]), cmsIsTag(after, tags[i]));
    cmsCloseProfile(before);
    cmsCloseProfile(after);
}

static bool has_name(const struct sladd_names *names, const char *name) {
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->items[i], name) == 0)
            return true;
    return false;
}

static void check(cmsHPROFILE profile, cmsUInt32Number format, int channels, uint8_t version_byte) {
    static const char *const names[] = {"icc:description", "icc:copyright", "icc:manufacturer", "icc:model", "icc:prvt",
                                        "icc:date",        "icc:device",    "icc:creator",      "icc:id"};
    struct forge source = planted(profile);
    if (version_byte != 0)
        source.data[8] = version_byte;
    struct bytes clean, again, cleaner;
    struct sladd_names dropped = {0};
    assert_int_equal(icc_sanitise(forge_span(&source), &clean, &dropped, NULL), SLADD_OK);
    assert_true(clean.size > 0);
    assert_no_canary(&clean);
    assert_plain(&clean, forge_span(&source));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_true(has_name(&dropped, names[i]));
    assert_false(has_name(&dropped, "icc:profile"));
    for (int intent = 0; intent < 4; intent++) {
        double worst = largest_difference(forge_span(&source), bytes_span(&clean), format, channels, intent);
        if (!(worst < 0.02))
            fail_msg("colours change by %g (intent %d, %d channels, version %d)", worst, intent, channels,
                     source.data[8]);
    }
    /* The same bytes whatever the texts say, and nothing more to take away from them. */
    memset(source.data + 24, 1, 12);
    assert_int_equal(icc_sanitise(forge_span(&source), &again, &dropped, NULL), SLADD_OK);
    assert_int_equal(again.size, clean.size);
    assert_memory_equal(again.data, clean.data, clean.size);
    assert_int_equal(icc_sanitise(bytes_span(&clean), &cleaner, &dropped, NULL), SLADD_OK);
    assert_int_equal(cleaner.size, clean.size);
    assert_memory_equal(cleaner.data, clean.data, clean.size);
    bytes_clear(&clean), bytes_clear(&again), bytes_clear(&cleaner);
    sladd_names_clear(&dropped);
    forge_clear(&source);
}

static void keeps_the_colours_and_nothing_else(void **state) {
    (void)state;
    static const double versions[] = {2.1, 4.3};
    for (int i = 0; i < 2; i++) {
        check(display_p3(versions[i]), TYPE_RGB_16, 3, 0);
        check(adobe_rgb(versions[i]), TYPE_RGB_16, 3, 0);
        check(grey(versions[i]), TYPE_GRAY_16, 1, 0);
        check(cmyk(versions[i]), TYPE_CMYK_16, 4, 0);
    }
    /* Tables of the older kind in a profile of the newer version keep their meaning. */
    check(cmyk(2.1), TYPE_CMYK_16, 4, 4);
}

static void needs_no_profile_for_srgb(void **state) {
    (void)state;
    static const double versions[] = {2.1, 4.3};
    for (int i = 0; i < 2; i++) {
        cmsHPROFILE profile = cmsCreate_sRGBProfile();
        cmsSetProfileVersion(profile, versions[i]);
        struct forge source = planted(profile);
        struct bytes clean;
        struct sladd_names dropped = {0};
        assert_int_equal(icc_sanitise(forge_span(&source), &clean, &dropped, NULL), SLADD_OK);
        assert_int_equal(clean.size, 0);
        assert_true(has_name(&dropped, "icc:profile"));
        sladd_names_clear(&dropped);
        forge_clear(&source);
    }
}

/* Profiles that describe no device, nothing at all, or too much. */
static void drops_what_it_does_not_understand(void **state) {
    (void)state;
    struct forge sources[4] = {planted(cmsCreateLab4Profile(NULL)),
                               planted(cmsCreateInkLimitingDeviceLink(cmsSigCmykData, 200))};
    forge_add(&sources[2], canary, sizeof canary);
    struct forge p3 = planted(display_p3(4.3));
    forge_add(&sources[3], p3.data, p3.size);
    size_t red = forge_find((struct span){sources[3].data, 400}, "rXYZ", 4, 0);
    memcpy(sources[3].data + red, "xxxx", 4); /* the matrix has lost a row */
    for (size_t i = 0; i < 4; i++) {
        struct bytes clean;
        struct sladd_names dropped = {0};
        assert_int_equal(icc_sanitise(forge_span(&sources[i]), &clean, &dropped, NULL), SLADD_OK);
        assert_int_equal(clean.size, 0);
        assert_true(dropped.count > 0);
        sladd_names_clear(&dropped);
        forge_clear(&sources[i]);
    }
    forge_clear(&p3);
}

static void survives_truncation_and_damage(void **state) {
    (void)state;
    struct forge sources[] = {planted(display_p3(4.3)), planted(adobe_rgb(2.1)), planted(cmyk(2.1)),
                              planted(cmyk(4.3))};
    uint32_t random = 7;
    for (size_t s = 0; s < 4; s++) {
        for (size_t size = 0; size < 1200 && size <= sources[s].size; size++) {
            struct bytes copy, clean;
            struct sladd_names dropped = {0};
            assert_int_equal(bytes_copy(&copy, sources[s].data, size % 2 ? size : sources[s].size, NULL), SLADD_OK);
            for (int flips = 0; flips < 3 && copy.size > 600; flips++) {
                random = random * 1664525u + 1013904223u;
                copy.data[(random >> 8) % 600] = (uint8_t)(random >> 24);
            }
            (void)icc_sanitise(bytes_span(&copy), &clean, &dropped, NULL);
            bytes_clear(&clean), bytes_clear(&copy);
            sladd_names_clear(&dropped);
        }
        forge_clear(&sources[s]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_the_colours_and_nothing_else),
        cmocka_unit_test(needs_no_profile_for_srgb),
        cmocka_unit_test(drops_what_it_does_not_understand),
        cmocka_unit_test(survives_truncation_and_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
