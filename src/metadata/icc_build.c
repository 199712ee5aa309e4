/* Profiles for photos that say what their colours are in another way than by a profile. */
#include "metadata/icc.h"

#include <lcms2.h>
#include <math.h>
#include <stdlib.h>

enum {
    PRIMARIES_BT709 = 1,
    PRIMARIES_BT601_625 = 5,
    PRIMARIES_BT601_525 = 6,
    PRIMARIES_BT2020 = 9,
    PRIMARIES_DCI = 11,
    PRIMARIES_P3 = 12
};
enum {
    TRANSFER_BT709 = 1,
    TRANSFER_GAMMA_22 = 4,
    TRANSFER_GAMMA_28 = 5,
    TRANSFER_BT601 = 6,
    TRANSFER_LINEAR = 8,
    TRANSFER_SRGB = 13,
    TRANSFER_BT2020_10 = 14,
    TRANSFER_BT2020_12 = 15,
    TRANSFER_PQ = 16,
    TRANSFER_HLG = 18
};

static const cmsCIExyY d65 = {0.3127, 0.3290, 1};
static const cmsCIExyYTRIPLE bt709 = {{0.640, 0.330, 1}, {0.300, 0.600, 1}, {0.150, 0.060, 1}};

/* A profile's curve in ICC's parametric type 4: ((a x + b)^g) from d on, c x below. sRGB's is seen for what is made for
 * BT.709, too: cameras write that code point and mean sRGB. */
static cmsToneCurve *srgb_curve(cmsContext context) {
    static const cmsFloat64Number parameters[] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
    return cmsBuildParametricToneCurve(context, 4, parameters);
}

/* SMPTE ST 2084 and ARIB STD-B67 with a white of 203 candelas (ITU-R BT.2408), above which all is white: a profile
 * knows nothing brighter. */
static double pq_light(double x) {
    static const double m1 = 2610.0 / 16384, m2 = 2523.0 / 32, c1 = 3424.0 / 4096, c2 = 2413.0 / 128, c3 = 2392.0 / 128;
    double p = pow(x, 1 / m2);
    return 10000 / 203.0 * pow(fmax(p - c1, 0) / (c2 - c3 * p), 1 / m1);
}

static double hlg_light(double x) {
    static const double a = 0.17883277, b = 0.28466892, c = 0.55991073;
    double scene = x <= 0.5 ? x * x / 3 : (exp((x - c) / a) + b) / 12;
    return 1000 / 203.0 * pow(scene, 1.2);
}

static cmsToneCurve *sampled_curve(cmsContext context, double (*light)(double)) {
    enum { STEPS = 1024 };
    cmsUInt16Number table[STEPS];
    for (int i = 0; i < STEPS; i++)
        table[i] = (cmsUInt16Number)lrint(65535 * fmin(1, light(i / (STEPS - 1.0))));
    return cmsBuildTabulatedToneCurve16(context, STEPS, table);
}

static cmsToneCurve *curve_of(cmsContext context, int transfer) {
    switch (transfer) {
    case TRANSFER_GAMMA_22:
        return cmsBuildGamma(context, 2.2);
    case TRANSFER_GAMMA_28:
        return cmsBuildGamma(context, 2.8);
    case TRANSFER_LINEAR:
        return cmsBuildGamma(context, 1);
    case TRANSFER_PQ:
        return sampled_curve(context, pq_light);
    case TRANSFER_HLG:
        return sampled_curve(context, hlg_light);
    default:
        return srgb_curve(context);
    }
}

/* NULL: as BT.709, or unknown. */
static const cmsCIExyYTRIPLE *primaries_of(int primaries) {
    static const cmsCIExyYTRIPLE bt601_625 = {{0.640, 0.330, 1}, {0.290, 0.600, 1}, {0.150, 0.060, 1}};
    static const cmsCIExyYTRIPLE bt601_525 = {{0.630, 0.340, 1}, {0.310, 0.595, 1}, {0.155, 0.070, 1}};
    static const cmsCIExyYTRIPLE bt2020 = {{0.708, 0.292, 1}, {0.170, 0.797, 1}, {0.131, 0.046, 1}};
    static const cmsCIExyYTRIPLE p3 = {{0.680, 0.320, 1}, {0.265, 0.690, 1}, {0.150, 0.060, 1}};
    switch (primaries) {
    case PRIMARIES_BT601_625:
        return &bt601_625;
    case PRIMARIES_BT601_525:
        return &bt601_525;
    case PRIMARIES_BT2020:
        return &bt2020;
    case PRIMARIES_DCI:
    case PRIMARIES_P3:
        return &p3;
    default:
        return NULL;
    }
}

static enum sladd_status save(cmsHPROFILE profile, struct bytes *icc, struct sladd_error *err) {
    cmsUInt32Number size = 0;
    uint8_t *data = NULL;
    if (profile != NULL && cmsSaveProfileToMem(profile, NULL, &size) && size > 0 && (data = calloc(size, 1)) != NULL &&
        cmsSaveProfileToMem(profile, data, &size)) {
        *icc = (struct bytes){data, size};
        return SLADD_OK;
    }
    free(data);
    return fail_memory(err);
}

/* The curve of all three channels becomes this function's own. Without primaries it is a curve of greys. */
static enum sladd_status build(cmsContext context, const cmsCIExyY *white, const cmsCIExyYTRIPLE *primaries,
                               cmsToneCurve *curve, struct bytes *icc, struct sladd_error *err) {
    cmsToneCurve *const curves[3] = {curve, curve, curve};
    cmsHPROFILE profile = curve == NULL       ? NULL
                          : primaries == NULL ? cmsCreateGrayProfileTHR(context, white, curve)
                                              : cmsCreateRGBProfileTHR(context, white, primaries, curves);
    enum sladd_status status = save(profile, icc, err);
    if (profile != NULL)
        (void)cmsCloseProfile(profile);
    if (curve != NULL)
        cmsFreeToneCurve(curve);
    return status;
}

enum sladd_status icc_of_code_points(int primaries, int transfer, struct bytes *icc, struct sladd_error *err) {
    const cmsCIExyYTRIPLE *gamut = primaries_of(primaries);
    bool plain = transfer != TRANSFER_GAMMA_22 && transfer != TRANSFER_GAMMA_28 && transfer != TRANSFER_LINEAR &&
                 transfer != TRANSFER_PQ && transfer != TRANSFER_HLG;
    *icc = (struct bytes){0};
    if (plain && (gamut == NULL || primaries == PRIMARIES_BT601_525 || primaries == PRIMARIES_BT601_625))
        return SLADD_OK; /* video's code points in a photo: encoders write them and mean sRGB */
    cmsContext context = cmsCreateContext(NULL, NULL);
    if (context == NULL)
        return fail_memory(err);
    enum sladd_status status =
        build(context, &d65, gamut != NULL ? gamut : &bt709, curve_of(context, transfer), icc, err);
    cmsDeleteContext(context);
    return status;
}

/* Three primaries that lie as far apart as those of screens do, about a white. */
static bool is_gamut(const double *xy) {
    const double *white = xy, *red = xy + 2, *green = xy + 4, *blue = xy + 6;
    for (int i = 0; i < 8; i++)
        if (!(xy[i] >= 0 && xy[i] <= 1))
            return false;
    return white[0] > 0.2 && white[0] < 0.5 && white[1] > 0.2 && white[1] < 0.5 && red[1] > 0 && green[1] > 0 &&
           blue[1] > 0 && (red[0] - blue[0]) * (green[1] - blue[1]) - (green[0] - blue[0]) * (red[1] - blue[1]) > 0.02;
}

enum sladd_status icc_of_gamma(double gamma, const double *chromaticities, bool grey, struct bytes *icc,
                               struct sladd_error *err) {
    const double *xy = chromaticities;
    *icc = (struct bytes){0};
    if (!(gamma >= 0.1 && gamma <= 1) || (xy != NULL && !is_gamut(xy)))
        return SLADD_OK;
    cmsContext context = cmsCreateContext(NULL, NULL);
    if (context == NULL)
        return fail_memory(err);
    const cmsCIExyY white = xy != NULL ? (cmsCIExyY){xy[0], xy[1], 1} : d65;
    const cmsCIExyYTRIPLE own =
        xy != NULL ? (cmsCIExyYTRIPLE){{xy[2], xy[3], 1}, {xy[4], xy[5], 1}, {xy[6], xy[7], 1}} : bt709;
    enum sladd_status status =
        build(context, grey ? cmsD50_xyY() : &white, grey ? NULL : &own, cmsBuildGamma(context, 1 / gamma), icc, err);
    cmsDeleteContext(context);
    return status;
}

enum sladd_status icc_of_adobe_rgb(struct bytes *icc, struct sladd_error *err) {
    static const cmsCIExyYTRIPLE adobe = {{0.64, 0.33, 1}, {0.21, 0.71, 1}, {0.15, 0.06, 1}};
    *icc = (struct bytes){0};
    cmsContext context = cmsCreateContext(NULL, NULL);
    if (context == NULL)
        return fail_memory(err);
    enum sladd_status status = build(context, &d65, &adobe, cmsBuildGamma(context, 563 / 256.0), icc, err);
    cmsDeleteContext(context);
    return status;
}
