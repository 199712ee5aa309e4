/* A profile under which a viewer shows more than the file's numbers is told from the honest ones; what it shows is one
 * more look at the photo, or the copy has no such profile. */
#include "metadata/icc_effect.h"

#include "metadata/icc.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "../support/forge_icc.h"

static const cmsCIExyYTRIPLE srgb = {{0.64, 0.33, 1}, {0.30, 0.60, 1}, {0.15, 0.06, 1}};
static const cmsCIExyYTRIPLE romm = {{0.7347, 0.2653, 1}, {0.1596, 0.8404, 1}, {0.0366, 0.0001, 1}};
static const cmsCIExyYTRIPLE swapped = {{0.15, 0.06, 1}, {0.30, 0.60, 1}, {0.64, 0.33, 1}};

/* Black up to a level, white from `width` levels on, and straight between, as sRGB means it. */
static cmsToneCurve *narrow(int from, int width) {
    cmsUInt16Number table[1024];
    for (int i = 0; i < 1024; i++) {
        const double at = fmin(fmax((i * 255 / 1023.0 - from) / width, 0), 1);
        table[i] = (cmsUInt16Number)lrint(65535 * (at <= 0.04045 ? at / 12.92 : pow((at + 0.055) / 1.055, 2.4)));
    }
    return cmsBuildTabulatedToneCurve16(NULL, 1024, table);
}

/* The curve becomes the profile's. */
static cmsHPROFILE rgb_with(const cmsCIExyYTRIPLE *primaries, cmsToneCurve *curve) {
    cmsHPROFILE profile = rgb_profile(primaries, curve, 4.3);
    cmsFreeToneCurve(curve);
    return profile;
}

static cmsHPROFILE grey_with(cmsToneCurve *curve) {
    cmsHPROFILE profile = cmsCreateGrayProfile(cmsD50_xyY(), curve);
    cmsFreeToneCurve(curve);
    return profile;
}

/* Brightness up, down and up again with the first channel, whatever the others say. */
static cmsInt32Number fold(const cmsUInt16Number in[], cmsUInt16Number out[], void *cargo) {
    const double at = in[0] / 65535.0 * 3, up = fmod(at, 2);
    const cmsCIELab lab = {100 * (up <= 1 ? up : 2 - up), 0, 0};
    (void)cargo;
    cmsFloat2LabEncoded(out, &lab);
    return TRUE;
}

static cmsHPROFILE table_of(cmsColorSpaceSignature space, int channels, cmsSAMPLER16 sampler) {
    cmsHPROFILE profile = cmsCreateProfilePlaceholder(NULL);
    cmsSetProfileVersion(profile, 4.3);
    cmsSetDeviceClass(profile, cmsSigInputClass);
    cmsSetColorSpace(profile, space);
    cmsSetPCS(profile, cmsSigLabData);
    assert_true(cmsWriteTag(profile, cmsSigMediaWhitePointTag, cmsD50_XYZ()));
    add_lut(profile, cmsSigAToB0Tag, channels, 3, sampler, 4.3);
    return profile;
}

/* What a copy gets of it, the caller's. */
static struct bytes sanitised(cmsHPROFILE profile) {
    struct forge source = planted(profile);
    struct bytes clean;
    struct sladd_names dropped = {0};
    bool named = false;
    assert_int_equal(icc_sanitise(forge_span(&source), &clean, &dropped, NULL), SLADD_OK);
    for (size_t i = 0; i < dropped.count; i++)
        named = named || strcmp(dropped.items[i], "icc:profile") == 0;
    assert_int_equal(named, clean.size == 0);
    sladd_names_clear(&dropped);
    forge_clear(&source);
    return clean;
}

static void assert_effect(cmsHPROFILE profile, enum icc_effect expected, const char *what) {
    struct bytes clean = sanitised(profile);
    const enum icc_effect effect = clean.size == 0 ? ICC_HIDES : icc_effect(bytes_span(&clean));
    if (effect != expected)
        fail_msg("%s: %d instead of %d", what, effect, expected);
    bytes_clear(&clean);
}

static void assert_built(int primaries, int transfer, enum icc_effect expected) {
    struct bytes icc;
    assert_int_equal(icc_of_code_points(primaries, transfer, &icc, NULL), SLADD_OK);
    assert_effect(cmsOpenProfileFromMem(icc.data, (cmsUInt32Number)icc.size), expected, "code points");
    bytes_clear(&icc);
}

static void honest_profiles_cost_no_look(void **state) {
    (void)state;
    for (double version = 2.1; version < 5; version += 2.2) {
        assert_effect(display_p3(version), ICC_SHOWS_ALIKE, "Display P3");
        assert_effect(adobe_rgb(version), ICC_SHOWS_ALIKE, "Adobe RGB");
        assert_effect(grey(version), ICC_SHOWS_ALIKE, "grey");
    }
    for (double gamma = 1.8; gamma < 2.7; gamma += 0.2) {
        assert_effect(grey_with(cmsBuildGamma(NULL, gamma)), ICC_SHOWS_ALIKE, "a usual gamma of greys");
        assert_effect(rgb_with(&srgb, cmsBuildGamma(NULL, gamma)), ICC_SHOWS_ALIKE, "a usual gamma");
    }
    assert_int_equal(icc_effect((struct span){0}), ICC_SHOWS_ALIKE);
}

/* Kept, whether they are meant to hide somebody or not, since what they show is searched. */
static void what_shows_more_is_looked_at(void **state) {
    (void)state;
    for (double version = 2.1; version < 5; version += 2.2)
        assert_effect(cmyk(version), ICC_SHOWS_OTHERWISE, "inks");
    assert_effect(table_of(cmsSigCmykData, 4, fold), ICC_SHOWS_OTHERWISE, "inks that fold");
    assert_effect(rgb_with(&romm, cmsBuildGamma(NULL, 1.8)), ICC_SHOWS_OTHERWISE, "ProPhoto");
    assert_effect(rgb_with(&romm, cmsBuildGamma(NULL, 1)), ICC_SHOWS_OTHERWISE, "linear light of a wide gamut");
    assert_effect(rgb_with(&srgb, cmsBuildGamma(NULL, 1)), ICC_SHOWS_OTHERWISE, "linear light");
    assert_effect(grey_with(cmsBuildGamma(NULL, 1)), ICC_SHOWS_OTHERWISE, "linear light of greys");
    assert_built(9, 16, ICC_SHOWS_OTHERWISE); /* PQ, of BT.2020 */
    assert_built(9, 18, ICC_SHOWS_OTHERWISE); /* HLG */
    for (int width = 24; width < 120; width += 16)
        for (int from = 0; from + width <= 255; from += 15) {
            assert_effect(grey_with(narrow(from, width)), ICC_SHOWS_OTHERWISE, "a narrow curve of greys");
            assert_effect(rgb_with(&srgb, narrow(from, width)), ICC_SHOWS_OTHERWISE, "a narrow curve");
        }
    assert_effect(grey_with(cmsBuildGamma(NULL, 8)), ICC_SHOWS_OTHERWISE, "a large gamma");
    assert_effect(rgb_with(&swapped, cmsBuildGamma(NULL, 2.2)), ICC_SHOWS_OTHERWISE, "channels that are swapped");
}

/* Two channels take each other's light away: no grey shows either. */
static cmsHPROFILE cancelling(int from, int width) {
    cmsHPROFILE profile = rgb_with(&srgb, narrow(from, width));
    const cmsCIEXYZ half = {0.4821, 0.5, 0.41245}, less = {-0.4821, -0.5, -0.41245};
    cmsToneCurve *straight = cmsBuildGamma(NULL, 2.2);
    assert_true(cmsWriteTag(profile, cmsSigRedColorantTag, &half));
    assert_true(cmsWriteTag(profile, cmsSigGreenColorantTag, &less));
    assert_true(cmsWriteTag(profile, cmsSigBlueColorantTag, cmsD50_XYZ()));
    assert_true(cmsWriteTag(profile, cmsSigBlueTRCTag, straight));
    cmsFreeToneCurve(straight);
    return profile;
}

static void what_is_too_steep_goes(void **state) {
    (void)state;
    for (int from = 0; from < 255; from += 15) {
        assert_effect(grey_with(narrow(from, 12)), ICC_HIDES, "a steep curve of greys");
        assert_effect(rgb_with(&srgb, narrow(from, 1)), ICC_HIDES, "a steep curve");
        assert_effect(rgb_with(&romm, narrow(from, 8)), ICC_HIDES, "a steep curve of a wide gamut");
    }
    for (int from = 15; from < 240; from += 15)
        assert_effect(cancelling(from, 1), ICC_HIDES, "steep curves that make up for each other");
}

/* From a light on, which is what black shows, as sRGB has it. */
static cmsToneCurve *lifted(double black) {
    cmsUInt16Number table[1024];
    for (int i = 0; i < 1024; i++)
        table[i] = (cmsUInt16Number)lrint(65535 * (black + (1 - black) * pow(i / 1023.0, 2.2)));
    return cmsBuildTabulatedToneCurve16(NULL, 1024, table);
}

/* Most viewers make black of it, and nobody searched what they then make of the rest. */
static void a_bright_black_goes(void **state) {
    (void)state;
    for (double black = 0.012; black < 0.9; black *= 2) {
        assert_effect(grey_with(lifted(black)), ICC_HIDES, "a bright black of greys");
        assert_effect(rgb_with(&srgb, lifted(black)), ICC_HIDES, "a bright black");
    }
    assert_effect(grey_with(lifted(0.004)), ICC_SHOWS_ALIKE, "a screen's black of greys");
    assert_effect(rgb_with(&srgb, lifted(0.004)), ICC_SHOWS_ALIKE, "a screen's black");
}

/* Of those that there may be, too. */
static cmsHPROFILE with_tables(cmsHPROFILE profile, int channels) {
    if (!cmsIsTag(profile, cmsSigAToB0Tag))
        add_lut(profile, cmsSigAToB0Tag, channels, 3, fold, 4.3);
    add_lut(profile, cmsSigAToB1Tag, channels, 3, fold, 4.3);
    add_lut(profile, cmsSigAToB2Tag, channels, 3, fold, 4.3);
    return profile;
}

static void assert_tags(cmsHPROFILE made, const cmsTagSignature *there, const cmsTagSignature *gone) {
    struct bytes clean = sanitised(made);
    cmsHPROFILE profile = cmsOpenProfileFromMem(clean.data, (cmsUInt32Number)clean.size);
    assert_non_null(profile);
    for (; *there != 0; there++)
        assert_true(cmsIsTag(profile, *there));
    for (; *gone != 0; gone++)
        assert_false(cmsIsTag(profile, *gone));
    cmsCloseProfile(profile);
    bytes_clear(&clean);
}

/* Of several, viewers would choose as they like. Of light it is never a table, which can do anything between two
 * points. */
static void has_one_model(void **state) {
    (void)state;
    static const cmsTagSignature matrix[] = {cmsSigRedColorantTag, cmsSigRedTRCTag, 0},
                                 grey_curve[] = {cmsSigGrayTRCTag, 0}, table[] = {cmsSigAToB0Tag, 0},
                                 tables[] = {cmsSigAToB0Tag, cmsSigAToB1Tag, cmsSigAToB2Tag, 0},
                                 other[] = {cmsSigAToB1Tag, cmsSigGrayTRCTag, cmsSigRedTRCTag, cmsSigRedColorantTag, 0};
    assert_effect(table_of(cmsSigRgbData, 3, fold), ICC_HIDES, "a table");
    assert_effect(table_of(cmsSigGrayData, 1, fold), ICC_HIDES, "a table of greys");
    cmsHPROFILE grey = with_tables(grey_with(cmsBuildGamma(NULL, 1.8)), 1), colours = with_tables(display_p3(4.3), 3),
                inks = with_tables(table_of(cmsSigCmykData, 4, fold), 4);
    cmsToneCurve *curve = narrow(120, 16);
    assert_true(cmsWriteTag(inks, cmsSigRedTRCTag, curve) && cmsWriteTag(inks, cmsSigGrayTRCTag, curve));
    assert_true(cmsWriteTag(inks, cmsSigRedColorantTag, cmsD50_XYZ()));
    cmsFreeToneCurve(curve);
    assert_tags(grey, grey_curve, tables);
    assert_tags(colours, matrix, tables);
    assert_tags(inks, table, other);
}

/* Two pixels of such samples as a profile shows them; false: alike. */
static bool show(cmsHPROFILE profile, struct icc_samples samples, const uint8_t *row, uint8_t shown[6]) {
    struct icc_show *opened = NULL;
    struct bytes clean = sanitised(profile);
    assert_int_equal(icc_show_open(bytes_span(&clean), &samples, &opened, NULL), SLADD_OK);
    const bool otherwise = opened != NULL;
    if (otherwise)
        icc_show_row(opened, row, 2, shown);
    icc_show_close(opened);
    bytes_clear(&clean);
    return otherwise;
}

static void assert_near(const uint8_t *bgr, int blue, int green, int red) {
    if (abs(bgr[0] - blue) > 12 || abs(bgr[1] - green) > 3 || abs(bgr[2] - red) > 12)
        fail_msg("%d %d %d instead of %d %d %d", bgr[0], bgr[1], bgr[2], blue, green, red);
}

/* Of rows as the codecs have them. */
static void colours_are_shown_from_every_kind_of_row(void **state) {
    (void)state;
    static const struct {
        struct icc_samples samples;
        uint8_t row[16]; /* red 220, green 120, blue 20; and 20, 120, 220 */
    } rows[] = {{{.count = 3, .depth = 8}, {220, 120, 20, 20, 120, 220}},
                {{.count = 3, .depth = 8, .blue_first = true}, {20, 120, 220, 220, 120, 20}},
                {{.count = 4, .depth = 8}, {220, 120, 20, 7, 20, 120, 220, 99}},
                {{.count = 3, .depth = 16}, {220, 220, 120, 120, 20, 20, 20, 20, 120, 120, 220, 220}},
                {{.count = 4, .depth = 16}, {220, 220, 120, 120, 20, 20, 7, 9, 20, 20, 120, 120, 220, 220, 0, 1}}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t shown[6];
        assert_true(show(rgb_with(&swapped, cmsBuildGamma(NULL, 2.2)), rows[i].samples, rows[i].row, shown));
        assert_near(shown, 220, 120, 20);
        assert_near(shown + 3, 20, 120, 220);
        assert_false(show(display_p3(4.3), rows[i].samples, rows[i].row, shown));
    }
}

/* A narrow curve shows in 16 bits what 8 do not have. */
static void low_bytes_are_shown(void **state) {
    (void)state;
    static const uint8_t greys[] = {124, 0, 124, 255}, alpha[] = {124, 0, 1, 2, 124, 255, 3, 4},
                         bgr[] = {124, 124, 124, 124, 124, 124};
    uint8_t shown[6], also[6];
    assert_true(show(grey_with(narrow(112, 24)), (struct icc_samples){.count = 1, .depth = 16}, greys, shown));
    assert_true(shown[0] > 116 && shown[3] >= shown[0] + 9 && shown[3] < 140);
    assert_true(shown[1] == shown[0] && shown[2] == shown[0]);
    assert_true(show(grey_with(narrow(112, 24)), (struct icc_samples){.count = 2, .depth = 16}, alpha, also));
    assert_memory_equal(also, shown, sizeof shown);
    assert_true(show(grey_with(narrow(112, 24)), (struct icc_samples){.count = 3, .depth = 8}, bgr, also));
    assert_true(also[0] >= shown[0] && also[0] <= shown[3]);
}

/* What a sanitised profile means by such numbers (of inks: of no ink to all of it), from 0 to 255. */
static void meaning(const struct bytes *clean, const double at[4], double bgr[3]) {
    cmsHPROFILE profile = cmsOpenProfileFromMem(clean->data, (cmsUInt32Number)clean->size),
                screen = cmsCreate_sRGBProfile();
    const cmsUInt32Number space = (cmsUInt32Number)_cmsLCMScolorSpace(cmsGetColorSpace(profile)),
                          channels = cmsChannelsOf(cmsGetColorSpace(profile)),
                          numbers = FLOAT_SH(1) | COLORSPACE_SH(space) | CHANNELS_SH(channels);
    const bool inks = channels == 4; /* in per cent */
    double stored[4];
    uint16_t shown[3];
    cmsHTRANSFORM exact = cmsCreateTransform(profile, numbers, screen, TYPE_BGR_16, INTENT_RELATIVE_COLORIMETRIC,
                                             cmsFLAGS_NOOPTIMIZE | cmsFLAGS_NOCACHE);
    for (int c = 0; c < 4; c++)
        stored[c] = at[c] * (inks ? 100 : 1);
    cmsDoTransform(exact, stored, shown, 1);
    for (int c = 0; c < 3; c++)
        bgr[c] = shown[c] / 257.0;
    cmsDeleteTransform(exact);
    cmsCloseProfile(profile);
    cmsCloseProfile(screen);
}

static cmsHPROFILE profile_of(int channels) {
    return channels == 4   ? table_of(cmsSigCmykData, 4, fold)
           : channels == 3 ? rgb_with(&srgb, narrow(112, 24))
                           : grey_with(narrow(112, 24));
}

static void store(uint8_t *row, const struct icc_samples *samples, int channels, const double at[4]) {
    for (int c = 0; c < channels; c++) {
        const double value = samples->light ? 1 - at[c] : at[c];
        const int place = samples->blue_first && channels == 3 ? 2 - c : c;
        const unsigned level = (unsigned)lrint(value * (samples->depth == 16 ? 65535 : 255));
        if (samples->depth == 16)
            row[2 * place] = (uint8_t)(level >> 8), row[2 * place + 1] = (uint8_t)level;
        else
            row[place] = (uint8_t)level;
    }
}

/* At each number, wherever a library would have the points of its own grid. */
static void every_number_is_shown_as_it_is_meant(void **state) {
    (void)state;
    static const struct {
        int channels;
        struct icc_samples samples;
    } kinds[] = {{1, {.count = 1, .depth = 8}},
                 {1, {.count = 1, .depth = 16}},
                 {1, {.count = 3, .depth = 8, .blue_first = true}},
                 {3, {.count = 3, .depth = 8}},
                 {3, {.count = 3, .depth = 16}},
                 {3, {.count = 4, .depth = 16}},
                 {4, {.count = 4, .depth = 8}},
                 {4, {.count = 4, .depth = 8, .light = true}}};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        struct bytes clean = sanitised(profile_of(kinds[k].channels));
        struct icc_show *opened = NULL;
        assert_int_equal(icc_show_open(bytes_span(&clean), &kinds[k].samples, &opened, NULL), SLADD_OK);
        assert_non_null(opened);
        for (int value = 0; value <= 255; value++) {
            const double at[4] = {value / 255.0, (value * 7 + 90) % 256 / 255.0, 120 / 255.0, value % 6 * 10 / 255.0};
            double expected[3];
            uint8_t row[8] = {0}, shown[3];
            store(row, &kinds[k].samples, kinds[k].channels, at);
            icc_show_row(opened, row, 1, shown);
            meaning(&clean, at, expected);
            for (int c = 0; c < 3; c++)
                if (fabs(shown[c] - expected[c]) > 1.5)
                    fail_msg("kind %zu, %d: %d instead of %g", k, value, shown[c], expected[c]);
        }
        icc_show_close(opened);
        bytes_clear(&clean);
    }
}

/* Black ink is half bright, all inks together are darker. */
static cmsInt32Number bright_ink(const cmsUInt16Number in[], cmsUInt16Number out[], void *cargo) {
    const cmsCIELab lab = {100 - 55 * (in[3] / 65535.0) - 25 * (in[0] / 65535.0), 0, 0};
    *(double *)cargo >= 4 ? cmsFloat2LabEncoded(out, &lab) : cmsFloat2LabEncodedV2(out, &lab);
    return TRUE;
}

static cmsInt32Number black_ink(const cmsUInt16Number in[], cmsUInt16Number out[], void *cargo) {
    (void)cargo;
    out[0] = out[1] = out[2] = 0;
    out[3] = (cmsUInt16Number)(65535 - in[0]);
    return TRUE;
}

/* As viewers show inks: as they are, or with the one black or the other as the screen's. */
static void inks_are_shown_by_each_black(void **state) {
    (void)state;
    static const uint8_t row[8] = {0, 0, 0, 255, 255, 255, 255, 255};
    for (double version = 2.1; version < 5; version += 2.2) {
        uint8_t shown[ICC_BLACKS][6];
        for (int black = 0; black < ICC_BLACKS; black++) {
            cmsHPROFILE made = cmsCreateProfilePlaceholder(NULL);
            cmsSetProfileVersion(made, version);
            cmsSetDeviceClass(made, cmsSigOutputClass);
            cmsSetColorSpace(made, cmsSigCmykData);
            cmsSetPCS(made, cmsSigLabData);
            assert_true(cmsWriteTag(made, cmsSigMediaWhitePointTag, cmsD50_XYZ()));
            add_lut(made, cmsSigAToB0Tag, 4, 3, bright_ink, version);
            add_lut(made, cmsSigBToA0Tag, 3, 4, black_ink, version);
            assert_true(show(made, (struct icc_samples){.count = 4, .depth = 8, .black = black}, row, shown[black]));
        }
        assert_in_range(shown[0][0], 100, 112); /* a lightness of 45; and 20 */
        assert_in_range(shown[0][3], 44, 52);
        assert_in_range(shown[1][0], 0, 3);
        assert_in_range(shown[2][0], 90, 100);
        assert_in_range(shown[2][3], 0, 3);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(honest_profiles_cost_no_look),
        cmocka_unit_test(what_shows_more_is_looked_at),
        cmocka_unit_test(what_is_too_steep_goes),
        cmocka_unit_test(a_bright_black_goes),
        cmocka_unit_test(has_one_model),
        cmocka_unit_test(colours_are_shown_from_every_kind_of_row),
        cmocka_unit_test(low_bytes_are_shown),
        cmocka_unit_test(every_number_is_shown_as_it_is_meant),
        cmocka_unit_test(inks_are_shown_by_each_black),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
