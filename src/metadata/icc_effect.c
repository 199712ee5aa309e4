#include "metadata/icc_effect.h"

#include <lcms2.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A profile has one table or matrix, for all intents. In that of perception lcms would stretch the dark of version 4 by
 * what it takes for black, and what is black by a strange profile may be all that is dark. */
enum { INTENT = INTENT_RELATIVE_COLORIMETRIC };

/* A profile that turns a picture's numbers into sRGB's. */
struct effect {
    cmsContext context;
    cmsHPROFILE profile, srgb;
    cmsColorSpaceSignature space;
};

static void close_effect(struct effect *effect) {
    if (effect->srgb != NULL)
        cmsCloseProfile(effect->srgb);
    if (effect->profile != NULL)
        cmsCloseProfile(effect->profile);
    if (effect->context != NULL)
        cmsDeleteContext(effect->context);
}

/* False: it cannot be read; to be closed all the same. */
static bool open_effect(struct span profile, struct effect *effect) {
    *effect = (struct effect){.context = cmsCreateContext(NULL, NULL)};
    if (effect->context == NULL)
        return false;
    effect->profile = cmsOpenProfileFromMemTHR(effect->context, profile.data, (cmsUInt32Number)profile.size);
    effect->srgb = cmsCreate_sRGBProfileTHR(effect->context);
    effect->space = effect->profile != NULL ? cmsGetColorSpace(effect->profile) : cmsSigRgbData;
    return effect->profile != NULL && effect->srgb != NULL;
}

/* The profile's own channels of 8-bit samples, each pixel's behind the last one's. */
static cmsUInt32Number plain_samples(const struct effect *effect) {
    return COLORSPACE_SH((cmsUInt32Number)_cmsLCMScolorSpace(effect->space)) |
           CHANNELS_SH(cmsChannelsOf(effect->space)) | BYTES_SH(1);
}

/* How bright it is that blue, green and red show together, all from 0 to 255. */
static double brightness(const double bgr[3]) {
    return 0.114 * bgr[0] + 0.587 * bgr[1] + 0.299 * bgr[2];
}

/* What is found out about a profile, in levels of 255. */
struct measure {
    double steepest;         /* change of a channel from one level of grey to the next */
    double brighter, darker; /* change of brightness a level of one channel, over some of them, both ways */
    double most;             /* change of brightness from one level of one channel to the next */
    double farthest;         /* brightness from that of the bare numbers */
    double strangest;        /* one channel from the bare number */
};

static void show(cmsHTRANSFORM to_srgb, const uint8_t *at, double bgr[3]) {
    uint16_t shown[3];
    cmsDoTransform(to_srgb, at, shown, 1);
    for (int c = 0; c < 3; c++)
        bgr[c] = shown[c] / 257.0;
}

/* Along a line on which one channel goes from 0 to 255; the others stay. */
static void measure_line(cmsHTRANSFORM to_srgb, const uint8_t *start, int channels, int moving,
                         struct measure *measure) {
    enum { SOME = 17 };
    double shown[UINT8_MAX + 1], now[3], bare[3];
    for (int value = 0; value <= UINT8_MAX; value++) {
        uint8_t at[3] = {start[0], start[1], start[2]};
        at[moving] = (uint8_t)value;
        show(to_srgb, at, now);
        for (int c = 0; c < 3; c++) {
            bare[c] = channels == 1 ? at[0] : at[2 - c];
            measure->strangest = fmax(measure->strangest, fabs(now[c] - bare[c]));
        }
        shown[value] = brightness(now);
        measure->farthest = fmax(measure->farthest, fabs(shown[value] - brightness(bare)));
        const double change = value < SOME || value % SOME != 0 ? 0 : (shown[value] - shown[value - SOME]) / SOME;
        measure->brighter = fmax(measure->brighter, change);
        measure->darker = fmax(measure->darker, -change);
        measure->most = fmax(measure->most, value < 1 ? 0 : fabs(shown[value] - shown[value - 1]));
    }
}

/* The lines along each channel from points of a grid. */
static void measure_lines(cmsHTRANSFORM to_srgb, int channels, struct measure *measure) {
    enum { POINTS = 6, APART = 51 };
    const int count = channels == 1 ? 1 : POINTS * POINTS * POINTS;
    for (int n = 0; n < count; n++) {
        const uint8_t start[3] = {(uint8_t)(n % POINTS * APART), (uint8_t)(n / POINTS % POINTS * APART),
                                  (uint8_t)(n / POINTS / POINTS * APART)};
        for (int c = 0; c < channels; c++)
            if (start[c] == 0)
                measure_line(to_srgb, start, channels, c, measure);
    }
}

/* All curves of a matrix show in the greys, whose channels change alike. */
static void measure_greys(cmsHTRANSFORM to_srgb, struct measure *measure) {
    double before[3] = {0}, now[3];
    for (int value = 0; value <= UINT8_MAX; value++, memcpy(before, now, sizeof before)) {
        const uint8_t at[3] = {(uint8_t)value, (uint8_t)value, (uint8_t)value};
        show(to_srgb, at, now);
        for (int c = 0; value > 0 && c < 3; c++)
            measure->steepest = fmax(measure->steepest, fabs(now[c] - before[c]));
    }
}

/* Of linear light, whose dark is stretched most, the first level alone becomes 13. Where a level becomes more than 16,
 * those who leave out the low byte of 16 bits see what is not there with it. What stays below the other numbers are
 * sRGB's like, Display P3 and Adobe RGB among them, gammas from 1.8 to 2.6: whatever they show has at least half as
 * much contrast in the file. */
static enum icc_effect judge(const struct measure *measure) {
    const bool steep = measure->steepest > 2 || measure->brighter > 1.6 || measure->darker > 0.4,
               strange = measure->farthest > 52 || measure->strangest > 160;
    return fmax(measure->steepest, measure->most) > 16 ? ICC_HIDES
           : steep || strange                          ? ICC_SHOWS_OTHERWISE
                                                       : ICC_SHOWS_ALIKE;
}

/* Most viewers show the black of a profile as the screen's, and stretch all that is brighter by it. That of a screen or
 * a scanner is a few thousandths of its white at most; where it is more than this, next to it they show more than twice
 * the contrast of those that do not stretch it. */
static bool is_black_bright(const struct effect *effect) {
    static const double bright = 0.01;
    cmsCIEXYZ black;
    return !cmsDetectBlackPoint(&black, effect->profile, INTENT, 0) || black.Y > bright;
}

/* Without a picture of inks by its profile a search has only their light, which no paper shows. */
static enum icc_effect effect_of(const struct effect *effect) {
    const cmsUInt32Number exactly = cmsFLAGS_NOOPTIMIZE | cmsFLAGS_NOCACHE;
    struct measure measure = {0};
    cmsHTRANSFORM to_srgb = cmsCreateTransformTHR(effect->context, effect->profile, plain_samples(effect), effect->srgb,
                                                  TYPE_BGR_16, INTENT, exactly);
    if (to_srgb == NULL)
        return ICC_HIDES;
    const bool light = effect->space != cmsSigCmykData;
    if (light) {
        measure_lines(to_srgb, effect->space == cmsSigGrayData ? 1 : 3, &measure);
        measure_greys(to_srgb, &measure);
    }
    cmsDeleteTransform(to_srgb);
    return !light ? ICC_SHOWS_OTHERWISE : is_black_bright(effect) ? ICC_HIDES : judge(&measure);
}

enum icc_effect icc_effect(struct span profile) {
    struct effect effect;
    if (profile.size == 0)
        return ICC_SHOWS_ALIKE;
    const enum icc_effect result = open_effect(profile, &effect) ? effect_of(&effect) : ICC_HIDES;
    close_effect(&effect);
    return result;
}

struct icc_show {
    struct effect effect;
    cmsHTRANSFORM to_srgb;
};

static cmsUInt32Number stored_samples(const struct effect *effect, const struct icc_samples *samples) {
    const cmsUInt32Number channels = cmsChannelsOf(effect->space), bytes = (cmsUInt32Number)samples->depth / 8;
    const bool swapped = bytes == 2 && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
    return COLORSPACE_SH((cmsUInt32Number)_cmsLCMScolorSpace(effect->space)) | CHANNELS_SH(channels) |
           EXTRA_SH((cmsUInt32Number)samples->count - channels) | BYTES_SH(bytes) | ENDIAN16_SH(swapped) |
           DOSWAP_SH(samples->blue_first && channels == 3) | FLAVOR_SH(samples->light);
}

/* How exactly: lcms counts the curves of 8-bit colours as they are; everything else it would put on a grid of its own,
 * between whose points a face may stand. */
static cmsUInt32Number exactness(const struct effect *effect, int depth) {
    return effect->space == cmsSigRgbData && depth == 8 ? 0 : cmsFLAGS_NOOPTIMIZE;
}

/* The same table in all, but another black (ISO 18619): none; what the table back to inks has for it; all inks. */
static cmsHTRANSFORM open_transform(const struct effect *effect, const struct icc_samples *samples) {
    const cmsUInt32Number stretch = samples->black != 0 ? cmsFLAGS_BLACKPOINTCOMPENSATION : 0,
                          intent = samples->black == 2 ? INTENT_PERCEPTUAL : INTENT;
    cmsSetProfileVersion(effect->profile, 2.1); /* of version 4 lcms would take a black of its own */
    return cmsCreateTransformTHR(effect->context, effect->profile, stored_samples(effect, samples), effect->srgb,
                                 TYPE_BGR_8, intent, exactness(effect, samples->depth) | stretch);
}

enum sladd_status icc_show_open(struct span profile, const struct icc_samples *samples, struct icc_show **show,
                                struct sladd_error *err) {
    *show = NULL;
    if (icc_effect(profile) == ICC_SHOWS_ALIKE)
        return SLADD_OK;
    struct icc_show *made = calloc(1, sizeof *made);
    if (made == NULL)
        return fail_memory(err);
    struct effect *effect = &made->effect;
    if (open_effect(profile, effect) && cmsChannelsOf(effect->space) <= (cmsUInt32Number)samples->count)
        made->to_srgb = open_transform(effect, samples);
    if (made->to_srgb != NULL) {
        *show = made;
        return SLADD_OK;
    }
    icc_show_close(made);
    return fail_memory(err); /* icc_sanitise has left none that cannot be read */
}

void icc_show_row(const struct icc_show *show, const uint8_t *samples, int pixels, uint8_t *bgr) {
    cmsDoTransform(show->to_srgb, samples, bgr, (cmsUInt32Number)pixels);
}

void icc_show_close(struct icc_show *show) {
    if (show == NULL)
        return;
    if (show->to_srgb != NULL)
        cmsDeleteTransform(show->to_srgb);
    close_effect(&show->effect);
    free(show);
}
