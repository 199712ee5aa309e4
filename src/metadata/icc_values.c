#include "metadata/icc_values.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* One step less than entries, and that is a prime: profiles have 255, 1023, 4095 steps. */
enum { CURVE_ENTRIES = 1022 };

/* Of values that are colours; colorants of wide spaces lie a little outside 0..1. */
static const double FARTHEST = 2.5;

/* Of a table, on its two sides. */
enum { INKS = 4, COLOURS = 3 };

static double rounded(double value) {
    return round(value * 8192) / 8192;
}

/* To ten bits from its highest one on, so that the dark values keep their steps. */
static cmsUInt16Number rounded_word(cmsUInt16Number value) {
    unsigned step = 1;
    while (value / step >= 1024)
        step *= 2;
    unsigned near = (value + step / 2) / step * step;
    return value == UINT16_MAX || near > UINT16_MAX ? UINT16_MAX : (cmsUInt16Number)near;
}

bool icc_rebuild_numbers(const double *source, size_t count, double *rebuilt) {
    for (size_t i = 0; i < count; i++) {
        if (!(fabs(source[i]) <= FARTHEST))
            return false;
        rebuilt[i] = rounded(source[i]);
    }
    return true;
}

/* A table of the curve's values; NULL where they go up and down. */
static cmsToneCurve *rebuild_table(cmsContext context, const cmsToneCurve *source) {
    cmsUInt16Number table[CURVE_ENTRIES];
    bool rises = true, falls = true;
    for (unsigned i = 0; i < CURVE_ENTRIES; i++) {
        double at = round(i * 65535.0 / (CURVE_ENTRIES - 1));
        table[i] = rounded_word(cmsEvalToneCurve16(source, (cmsUInt16Number)at));
        rises = rises && (i == 0 || table[i] >= table[i - 1]);
        falls = falls && (i == 0 || table[i] <= table[i - 1]);
    }
    return rises || falls ? cmsBuildTabulatedToneCurve16(context, CURVE_ENTRIES, table) : NULL;
}

/* The exponent, to 1/256; 0 where the curve is none of that kind. */
static double find_gamma(const cmsToneCurve *curve) {
    double gamma = round(log(cmsEvalToneCurveFloat(curve, 0.5F)) / log(0.5) * 256) / 256;
    if (!(gamma >= 0.25 && gamma <= 8))
        return 0;
    for (int i = 0; i <= 64; i++)
        if (fabs(cmsEvalToneCurveFloat(curve, (cmsFloat32Number)i / 64) - pow(i / 64.0, gamma)) > 0.0005)
            return 0;
    return gamma;
}

cmsToneCurve *icc_rebuild_curve(cmsContext context, const cmsToneCurve *source) {
    double gamma = find_gamma(source);
    return gamma > 0 ? cmsBuildGamma(context, gamma) : rebuild_table(context, source);
}

/* Between the points of the source's grid every value is a mean of several, and of no word of it alone. */
static cmsInt32Number sample(const cmsUInt16Number in[], cmsUInt16Number out[], void *cargo) {
    const cmsPipeline *table = cargo;
    cmsPipelineEval16(in, out, table);
    for (cmsUInt32Number i = 0; i < cmsPipelineOutputChannels(table); i++) {
        unsigned near = (out[i] + 8u) / 16 * 16;
        out[i] = out[i] == UINT16_MAX || near > UINT16_MAX ? UINT16_MAX : (cmsUInt16Number)near;
    }
    return TRUE;
}

cmsPipeline *icc_rebuild_pipeline(cmsContext context, const cmsPipeline *source) {
    const cmsUInt32Number in = cmsPipelineInputChannels(source), out = cmsPipelineOutputChannels(source);
    if (!(in == INKS && out == COLOURS) && !(in == COLOURS && out == INKS))
        return NULL;
    const cmsUInt32Number points = in == INKS ? 12 : 24; /* less one, a prime */
    cmsPipeline *made = cmsPipelineAlloc(context, in, out);
    cmsStage *const parts[] = {cmsStageAllocToneCurves(context, in, NULL),
                               cmsStageAllocCLut16bit(context, points, in, out, NULL),
                               cmsStageAllocToneCurves(context, out, NULL)};
    bool whole = made != NULL && parts[1] != NULL && cmsStageSampleCLut16bit(parts[1], sample, (void *)source, 0);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        whole = whole && parts[i] != NULL;
        if (parts[i] != NULL && !(whole && cmsPipelineInsertStage(made, cmsAT_END, parts[i]))) {
            cmsStageFree(parts[i]);
            whole = false;
        }
    }
    if (!whole && made != NULL)
        cmsPipelineFree(made);
    return whole ? made : NULL;
}
