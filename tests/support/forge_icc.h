/* Colour profiles made by lcms for tests, with a canary wherever a profile can carry one. Include cmocka first. */
#ifndef TESTS_FORGE_ICC_H
#define TESTS_FORGE_ICC_H

#include "forge.h"

#include <lcms2.h>
#include <math.h>

static const char canary[] = "CANARY";

static inline uint32_t get32(const uint8_t *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static inline void set32(uint8_t *p, uint32_t value) {
    for (int i = 0; i < 4; i++)
        p[i] = (uint8_t)(value >> (24 - 8 * i));
}

static inline cmsHPROFILE rgb_profile(const cmsCIExyYTRIPLE *primaries, const cmsToneCurve *curve, double version) {
    cmsCIExyY d65;
    cmsWhitePointFromTemp(&d65, 6504);
    cmsToneCurve *curves[3] = {(cmsToneCurve *)curve, (cmsToneCurve *)curve, (cmsToneCurve *)curve};
    cmsHPROFILE profile = cmsCreateRGBProfile(&d65, primaries, curves);
    cmsSetProfileVersion(profile, version);
    return profile;
}

static inline cmsHPROFILE display_p3(double version) {
    static const cmsCIExyYTRIPLE p3 = {{0.68, 0.32, 1}, {0.265, 0.69, 1}, {0.15, 0.06, 1}};
    const double parameters[5] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
    cmsToneCurve *curve = cmsBuildParametricToneCurve(NULL, 4, parameters);
    cmsHPROFILE profile = rgb_profile(&p3, curve, version);
    cmsFreeToneCurve(curve);
    return profile;
}

static inline cmsHPROFILE adobe_rgb(double version) {
    static const cmsCIExyYTRIPLE primaries = {{0.64, 0.33, 1}, {0.21, 0.71, 1}, {0.15, 0.06, 1}};
    cmsToneCurve *curve = cmsBuildGamma(NULL, 563.0 / 256);
    cmsHPROFILE profile = rgb_profile(&primaries, curve, version);
    cmsFreeToneCurve(curve);
    return profile;
}

/* A curve of numbers, as scanners and cameras have. */
static inline cmsHPROFILE grey(double version) {
    cmsUInt16Number table[1024];
    for (int i = 0; i < 1024; i++)
        table[i] = (cmsUInt16Number)lrint(65535 * pow(i / 1023.0, 1.9));
    cmsToneCurve *curve = cmsBuildTabulatedToneCurve16(NULL, 1024, table);
    cmsHPROFILE profile = cmsCreateGrayProfile(cmsD50_xyY(), curve);
    cmsSetProfileVersion(profile, version);
    cmsFreeToneCurve(curve);
    return profile;
}

static inline cmsInt32Number ink_to_lab(const cmsUInt16Number in[], cmsUInt16Number out[], void *cargo) {
    double k = 1 - in[3] / 65535.0, light = 1 - (in[0] * 0.2 + in[1] * 0.4 + in[2] * 0.1) / 65535.0;
    cmsCIELab lab = {100 * k * light, (in[1] - in[0]) / 65535.0 * 60 * k, (in[2] - in[0]) / 65535.0 * 70 * k};
    *(double *)cargo >= 4 ? cmsFloat2LabEncoded(out, &lab) : cmsFloat2LabEncodedV2(out, &lab);
    return TRUE;
}

static inline cmsInt32Number lab_to_ink(const cmsUInt16Number in[], cmsUInt16Number out[], void *cargo) {
    (void)cargo;
    for (int i = 0; i < 4; i++)
        out[i] = (cmsUInt16Number)(65535 - in[i % 3]);
    return TRUE;
}

static inline void add_lut(cmsHPROFILE profile, cmsTagSignature tag, int in, int out, cmsSAMPLER16 sampler,
                           double version) {
    cmsPipeline *lut = cmsPipelineAlloc(NULL, (cmsUInt32Number)in, (cmsUInt32Number)out);
    cmsStage *table = cmsStageAllocCLut16bit(NULL, 7, (cmsUInt32Number)in, (cmsUInt32Number)out, NULL);
    cmsStageSampleCLut16bit(table, sampler, &version, 0);
    cmsPipelineInsertStage(lut, cmsAT_BEGIN, cmsStageAllocToneCurves(NULL, (cmsUInt32Number)in, NULL));
    cmsPipelineInsertStage(lut, cmsAT_END, table);
    cmsPipelineInsertStage(lut, cmsAT_END, cmsStageAllocToneCurves(NULL, (cmsUInt32Number)out, NULL));
    assert_true(cmsWriteTag(profile, tag, lut));
    cmsPipelineFree(lut);
}

static inline cmsHPROFILE cmyk(double version) {
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

static inline void add_text(cmsHPROFILE profile, cmsTagSignature tag) {
    cmsMLU *text = cmsMLUalloc(NULL, 1);
    assert_true(cmsMLUsetASCII(text, "en", "US", canary));
    assert_true(cmsWriteTag(profile, tag, text));
    cmsMLUfree(text);
}

/* Move the tag that stands last 32 bytes on and write into the gap; then behind the end. */
static inline struct forge with_gap(const struct forge *profile) {
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
static inline struct forge planted(cmsHPROFILE profile) {
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

#endif
