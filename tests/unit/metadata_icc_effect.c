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
    assert_effect(table_of(cmsSigRgbData, 3, fold), ICC_SHOWS_OTHERWISE, "a table");
    assert_effect(table_of(cmsSigGrayData, 1, fold), ICC_SHOWS_OTHERWISE, "a table of greys");
}

/* Of two channels whose colours are grey, one rises where the other falls: no grey shows it. */
static cmsHPROFILE cancelling(int from, int width) {
    cmsToneCurve *curve = narrow(from, width);
    cmsUInt16Number table[1024];
    for (int i = 0; i < 1024; i++)
        table[i] = (cmsUInt16Number)(65535 - cmsEvalToneCurve16(curve, (cmsUInt16Number)(i * 65535L / 1023)));
    cmsToneCurve *falls = cmsBuildTabulatedToneCurve16(NULL, 1024, table);
    cmsHPROFILE profile = rgb_with(&srgb, curve);
    const cmsCIEXYZ half = {0.4821, 0.5, 0.41245}, nothing = {0, 0, 0};
    assert_true(cmsWriteTag(profile, cmsSigRedColorantTag, &half));
    assert_true(cmsWriteTag(profile, cmsSigGreenColorantTag, &half));
    assert_true(cmsWriteTag(profile, cmsSigBlueColorantTag, &nothing));
    assert_true(cmsWriteTag(profile, cmsSigGreenTRCTag, falls));
    cmsFreeToneCurve(falls);
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
    assert_effect(cancelling(0, 255), ICC_SHOWS_OTHERWISE, "curves that make up for each other");
}

/* Of several, viewers would choose as they like. */
static void has_one_model(void **state) {
    (void)state;
    cmsHPROFILE made = table_of(cmsSigRgbData, 3, fold);
    add_lut(made, cmsSigAToB1Tag, 3, 3, fold, 4.3);
    add_lut(made, cmsSigAToB2Tag, 3, 3, fold, 4.3);
    cmsToneCurve *curve = narrow(120, 16);
    assert_true(cmsWriteTag(made, cmsSigRedTRCTag, curve));
    assert_true(cmsWriteTag(made, cmsSigRedColorantTag, cmsD50_XYZ()));
    cmsFreeToneCurve(curve);
    struct bytes clean = sanitised(made);
    cmsHPROFILE profile = cmsOpenProfileFromMem(clean.data, (cmsUInt32Number)clean.size);
    assert_non_null(profile);
    assert_true(cmsIsTag(profile, cmsSigAToB0Tag));
    assert_false(cmsIsTag(profile, cmsSigAToB1Tag) || cmsIsTag(profile, cmsSigAToB2Tag));
    assert_false(cmsIsTag(profile, cmsSigRedTRCTag) || cmsIsTag(profile, cmsSigRedColorantTag));
    cmsCloseProfile(profile);
    bytes_clear(&clean);
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

/* Between two points that the profile has of its own, and at each of them. */
static void tables_are_shown_point_by_point(void **state) {
    (void)state;
    static const int levels[] = {0, 23, 46, 70, 100, 128, 139, 200, 255};
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        const uint8_t level = (uint8_t)levels[i], none = (uint8_t)(255 - level);
        const uint8_t inks[8] = {level, 0, 0, 0, level, 99, 99, 99}, light[8] = {none, 255, 255, 255, none, 0, 0, 0},
                      rgb[6] = {level, 0, 0, level, 255, 9};
        const double at = level / 255.0 * 3, up = fmod(at, 2);
        const cmsCIELab lab = {100 * (up <= 1 ? up : 2 - up), 0, 0};
        cmsCIEXYZ xyz;
        cmsLab2XYZ(cmsD50_XYZ(), &xyz, &lab);
        const double y = xyz.Y, grey_level = 255 * (y <= 0.0031308 ? 12.92 * y : 1.055 * pow(y, 1 / 2.4) - 0.055);
        uint8_t shown[3][6];
        assert_true(
            show(table_of(cmsSigCmykData, 4, fold), (struct icc_samples){.count = 4, .depth = 8}, inks, shown[0]));
        assert_true(show(table_of(cmsSigCmykData, 4, fold), (struct icc_samples){.count = 4, .depth = 8, .light = true},
                         light, shown[1]));
        assert_true(
            show(table_of(cmsSigRgbData, 3, fold), (struct icc_samples){.count = 3, .depth = 8}, rgb, shown[2]));
        for (int k = 0; k < 18; k++)
            if (fabs(shown[k / 6][k % 6] - grey_level) > 20)
                fail_msg("%d shows %d, not %g", level, shown[k / 6][k % 6], grey_level);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(honest_profiles_cost_no_look),
        cmocka_unit_test(what_shows_more_is_looked_at),
        cmocka_unit_test(what_is_too_steep_goes),
        cmocka_unit_test(has_one_model),
        cmocka_unit_test(colours_are_shown_from_every_kind_of_row),
        cmocka_unit_test(low_bytes_are_shown),
        cmocka_unit_test(tables_are_shown_point_by_point),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
