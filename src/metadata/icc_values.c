#include "metadata/icc_values.h"

#include <lcms2_plugin.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* One step less than entries, and that is a prime: profiles have 255, 1023, 4095 steps. */
enum { CURVE_ENTRIES = 1022 };

/* Of values that are colours; colorants of wide spaces lie a little outside 0..1. */
static const double FARTHEST = 2.5;

enum { MAX_CHANNELS = 4 };

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

static cmsStage *rebuild_curves(cmsContext context, const cmsStage *source) {
    const _cmsStageToneCurvesData *data = cmsStageData(source);
    cmsToneCurve *curves[MAX_CHANNELS] = {0};
    cmsStage *made = NULL;
    cmsUInt32Number count = 0;
    while (count < data->nCurves && count < MAX_CHANNELS &&
           (curves[count] = rebuild_table(context, data->TheCurves[count])) != NULL)
        count++;
    if (count > 0 && count == data->nCurves)
        made = cmsStageAllocToneCurves(context, count, curves);
    for (cmsUInt32Number i = 0; i < count; i++)
        cmsFreeToneCurve(curves[i]);
    return made;
}

static cmsStage *rebuild_matrix(cmsContext context, const cmsStage *source) {
    const _cmsStageMatrixData *data = cmsStageData(source);
    cmsUInt32Number columns = cmsStageInputChannels(source), rows = cmsStageOutputChannels(source);
    double matrix[MAX_CHANNELS * MAX_CHANNELS], offset[MAX_CHANNELS] = {0};
    if (columns > MAX_CHANNELS || rows > MAX_CHANNELS ||
        !icc_rebuild_numbers(data->Double, (size_t)rows * columns, matrix) ||
        (data->Offset != NULL && !icc_rebuild_numbers(data->Offset, rows, offset)))
        return NULL;
    return cmsStageAllocMatrix(context, rows, columns, matrix, data->Offset != NULL ? offset : NULL);
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

static cmsStage *rebuild_table_stage(cmsContext context, cmsStage *source) {
    static const cmsUInt32Number points[MAX_CHANNELS + 1] = {0, 242, 48, 24, 12}; /* less one, a prime */
    cmsUInt32Number in = cmsStageInputChannels(source), out = cmsStageOutputChannels(source);
    if (in == 0 || in > MAX_CHANNELS || out == 0 || out > MAX_CHANNELS)
        return NULL;
    cmsPipeline *table = cmsPipelineAlloc(context, in, out);
    cmsStage *copy = cmsStageDup(source), *made = NULL;
    if (table != NULL && copy != NULL && cmsPipelineInsertStage(table, cmsAT_END, copy)) {
        copy = NULL;
        made = cmsStageAllocCLut16bit(context, points[in], in, out, NULL);
        if (made != NULL && !cmsStageSampleCLut16bit(made, sample, table, 0)) {
            cmsStageFree(made);
            made = NULL;
        }
    }
    if (copy != NULL)
        cmsStageFree(copy);
    cmsPipelineFree(table);
    return made;
}

static cmsStage *rebuild_stage(cmsContext context, cmsStage *source) {
    switch (cmsStageType(source)) {
    case cmsSigCurveSetElemType:
        return rebuild_curves(context, source);
    case cmsSigMatrixElemType:
        return rebuild_matrix(context, source);
    case cmsSigCLutElemType:
        return rebuild_table_stage(context, source);
    case cmsSigIdentityElemType:
        return cmsStageAllocIdentity(context, cmsStageInputChannels(source));
    default:
        return NULL;
    }
}

cmsPipeline *icc_rebuild_pipeline(cmsContext context, const cmsPipeline *source) {
    cmsPipeline *made = cmsPipelineAlloc(context, cmsPipelineInputChannels(source), cmsPipelineOutputChannels(source));
    cmsStage *stage = made != NULL ? cmsPipelineGetPtrToFirstStage(source) : NULL;
    for (; stage != NULL; stage = cmsStageNext(stage)) {
        cmsStage *part = rebuild_stage(context, stage);
        if (part == NULL || !cmsPipelineInsertStage(made, cmsAT_END, part)) {
            if (part != NULL)
                cmsStageFree(part);
            cmsPipelineFree(made);
            return NULL;
        }
    }
    return made;
}
