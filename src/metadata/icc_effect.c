#include "metadata/icc_effect.h"

#include <lcms2.h>
#include <math.h>
#include <string.h>

/* Levels between two points of a line; a table of inks has 23 between its own. */
enum { COARSE = 17 };

/* A profile that turns 8-bit numbers into sRGB's. */
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

static void ignore_message(cmsContext context, cmsUInt32Number code, const char *text) {
    (void)context;
    (void)code;
    (void)text;
}

/* False: it cannot be read; to be closed all the same. */
static bool open_effect(struct span profile, struct effect *effect) {
    *effect = (struct effect){.context = cmsCreateContext(NULL, NULL)};
    if (effect->context == NULL)
        return false;
    cmsSetLogErrorHandlerTHR(effect->context, ignore_message);
    effect->profile = cmsOpenProfileFromMemTHR(effect->context, profile.data, (cmsUInt32Number)profile.size);
    effect->srgb = cmsCreate_sRGBProfileTHR(effect->context);
    effect->space = effect->profile != NULL ? cmsGetColorSpace(effect->profile) : cmsSigRgbData;
    return effect->profile != NULL && effect->srgb != NULL;
}

static cmsHTRANSFORM transform(const struct effect *effect, cmsUInt32Number out, cmsUInt32Number flags) {
    const cmsUInt32Number in = effect->space == cmsSigGrayData   ? TYPE_GRAY_8
                               : effect->space == cmsSigCmykData ? TYPE_CMYK_8
                                                                 : TYPE_BGR_8;
    return cmsCreateTransformTHR(effect->context, effect->profile, in, effect->srgb, out, INTENT_PERCEPTUAL, flags);
}

/* How bright it is that blue, green and red show together, all from 0 to 255. */
static double brightness(const double bgr[3]) {
    return 0.114 * bgr[0] + 0.587 * bgr[1] + 0.299 * bgr[2];
}

/* What is found out about a profile, in levels of 255. */
struct measure {
    double steepest;         /* change of a channel from one level of grey to the next */
    double brighter, darker; /* change of brightness over a level, both ways */
    double farthest;         /* brightness from that which the search sees */
    double strangest;        /* one channel from that which the search sees */
};

/* What is shown of two neighbours, the second of which has more light. */
static void compare(struct measure *measure, const double from[3], const double to[3], double levels) {
    const double change = (brightness(to) - brightness(from)) / levels;
    measure->brighter = fmax(measure->brighter, change);
    measure->darker = fmax(measure->darker, -change);
}

/* What the search sees of it: of inks the light that all let through (format/jpeg/jpeg_read.c). */
static void see(const uint8_t *at, int channels, double bgr[3]) {
    for (int c = 0; c < 3; c++)
        bgr[c] = channels == 1 ? at[0] : channels == 3 ? at[c] : (255 - at[2 - c]) * (255 - at[3]) / 255.0;
}

static void show(cmsHTRANSFORM to_srgb, const uint8_t *at, double bgr[3]) {
    uint16_t shown[3];
    cmsDoTransform(to_srgb, at, shown, 1);
    for (int c = 0; c < 3; c++)
        bgr[c] = shown[c] / 257.0;
}

/* Along a line on which one channel goes from 0 to 255; the others stay. */
static void measure_line(cmsHTRANSFORM to_srgb, const uint8_t *start, int channels, int moving,
                         struct measure *measure) {
    double before[3] = {0}, now[3], seen[3];
    for (int value = 0; value <= UINT8_MAX; value += COARSE, memcpy(before, now, sizeof before)) {
        uint8_t at[4] = {start[0], start[1], start[2], start[3]};
        at[moving] = (uint8_t)value;
        show(to_srgb, at, now);
        see(at, channels, seen);
        measure->farthest = fmax(measure->farthest, fabs(brightness(now) - brightness(seen)));
        for (int c = 0; c < 3; c++)
            measure->strangest = fmax(measure->strangest, fabs(now[c] - seen[c]));
        if (value > 0 && channels == 4) /* ink takes light away */
            compare(measure, now, before, COARSE);
        else if (value > 0)
            compare(measure, before, now, COARSE);
    }
}

/* The lines along each channel from points of a grid. */
static void measure_lines(cmsHTRANSFORM to_srgb, int channels, struct measure *measure) {
    enum { POINTS = 6, APART = 51 };
    int count = 1;
    for (int c = 0; c < channels; c++)
        count *= POINTS;
    for (int n = 0; n < count; n++) {
        uint8_t start[4] = {0};
        for (int c = 0, rest = n; c < channels; c++, rest /= POINTS)
            start[c] = (uint8_t)(rest % POINTS * APART);
        for (int c = 0; c < channels; c++)
            if (start[c] == 0)
                measure_line(to_srgb, start, channels, c, measure);
    }
}

/* All curves of a matrix show in the greys, whose channels change alike. */
static void measure_greys(cmsHTRANSFORM to_srgb, struct measure *measure) {
    double before[3] = {0}, now[3];
    for (int value = 0; value <= UINT8_MAX; value++, memcpy(before, now, sizeof before)) {
        const uint8_t at[4] = {(uint8_t)value, (uint8_t)value, (uint8_t)value};
        show(to_srgb, at, now);
        for (int c = 0; value > 0 && c < 3; c++)
            measure->steepest = fmax(measure->steepest, fabs(now[c] - before[c]));
    }
}

/* Of RGB and grey. Of linear light, whose dark is stretched most, the first level alone becomes 13; what stretches
 * more may hold a face in less than there is in 8 bits. What stays below the other numbers are sRGB's like, Display P3
 * and Adobe RGB among them, gammas from 1.8 to 2.6: whatever they show has at least half as much contrast in the file.
 * A table can do anything between two points. */
static enum icc_effect judge_light(const struct measure *measure, bool table) {
    const bool steep = measure->steepest > 2 || measure->brighter > 1.6 || measure->darker > 0.4,
               strange = measure->farthest > 52 || measure->strangest > 160;
    return measure->steepest > 16 ? ICC_HIDES : table || steep || strange ? ICC_SHOWS_OTHERWISE : ICC_SHOWS_ALIKE;
}

/* The search has only light of inks, and cannot see what another profile makes of them; so it has to be a printer's.
 * Where all inks lie on each other paper is far from black, and the search sees black there. */
static enum icc_effect judge_inks(const struct measure *measure) {
    return measure->brighter > 2 || measure->darker > 0.6 || measure->farthest > 90 ? ICC_HIDES : ICC_SHOWS_ALIKE;
}

enum icc_effect icc_effect(struct span profile) {
    struct effect effect;
    enum icc_effect result = ICC_HIDES;
    if (profile.size == 0)
        return ICC_SHOWS_ALIKE;
    const bool open = open_effect(profile, &effect);
    cmsHTRANSFORM to_srgb = open ? transform(&effect, TYPE_BGR_16, cmsFLAGS_NOOPTIMIZE | cmsFLAGS_NOCACHE) : NULL;
    if (to_srgb != NULL) {
        const bool inks = effect.space == cmsSigCmykData;
        struct measure measure = {0};
        measure_lines(to_srgb, inks ? 4 : effect.space == cmsSigGrayData ? 1 : 3, &measure);
        if (!inks)
            measure_greys(to_srgb, &measure);
        result = inks ? judge_inks(&measure) : judge_light(&measure, cmsIsTag(effect.profile, cmsSigAToB0Tag));
        cmsDeleteTransform(to_srgb);
    }
    close_effect(&effect);
    return result;
}

/* A grey one takes the green of a picture, whose colours are all alike. */
static void fill_look(cmsHTRANSFORM to_srgb, bool grey, const struct sladd_image *from, struct sladd_image *to) {
    uint8_t greys[UINT8_MAX + 1], shown[UINT8_MAX + 1][3];
    for (int value = 0; value <= UINT8_MAX; value++)
        greys[value] = (uint8_t)value;
    if (grey)
        cmsDoTransform(to_srgb, greys, shown, UINT8_MAX + 1);
    for (int y = 0; y < from->height; y++) {
        const uint8_t *row = from->data + (size_t)y * from->stride;
        uint8_t *also = to->data + (size_t)y * to->stride;
        if (!grey)
            cmsDoTransform(to_srgb, row, also, (cmsUInt32Number)from->width);
        for (size_t x = 0; grey && x < (size_t)from->width; x++)
            memcpy(also + 3 * x, shown[row[3 * x + 1]], 3);
    }
}

/* Each look that there is, as the profile shows it, behind all of them. */
static enum sladd_status add_looks(cmsHTRANSFORM to_srgb, bool grey, struct sladd_image *image,
                                   struct sladd_error *err) {
    size_t looks = 0;
    enum sladd_status status = SLADD_OK;
    for (const struct sladd_image *look = image; look != NULL; look = look->also)
        looks++;
    for (struct sladd_image *look = image; looks > 0 && status == SLADD_OK; look = look->also, looks--) {
        status = sladd_image_add_look(image, err);
        if (status == SLADD_OK)
            fill_look(to_srgb, grey, look, sladd_image_last_look(image));
    }
    return status;
}

enum sladd_status icc_add_looks(struct span profile, struct sladd_image *image, struct sladd_error *err) {
    struct effect effect;
    const enum icc_effect found = icc_effect(profile);
    if (found != ICC_SHOWS_OTHERWISE) /* icc_sanitise has left one that hides to nobody: there is no memory to tell */
        return found == ICC_SHOWS_ALIKE ? SLADD_OK : fail_memory(err);
    cmsHTRANSFORM to_srgb = open_effect(profile, &effect) ? transform(&effect, TYPE_BGR_8, 0) : NULL;
    enum sladd_status status =
        to_srgb != NULL ? add_looks(to_srgb, effect.space == cmsSigGrayData, image, err) : fail_memory(err);
    if (status == SLADD_OK)
        sladd_image_drop_same_looks(image);
    if (to_srgb != NULL)
        cmsDeleteTransform(to_srgb);
    close_effect(&effect);
    return status;
}
