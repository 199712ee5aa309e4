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
        assert_effect(cmyk(version), ICC_SHOWS_ALIKE, "inks");
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
    assert_effect(rgb_with(&romm, cmsBuildGamma(NULL, 1.8)), ICC_SHOWS_OTHERWISE, "ProPhoto");
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

static void what_8_bits_do_not_show_goes(void **state) {
    (void)state;
    for (int from = 0; from < 255; from += 15) {
        assert_effect(grey_with(narrow(from, 12)), ICC_HIDES, "a steep curve of greys");
        assert_effect(rgb_with(&srgb, narrow(from, 1)), ICC_HIDES, "a steep curve");
        assert_effect(rgb_with(&romm, narrow(from, 8)), ICC_HIDES, "a steep curve of a wide gamut");
    }
    assert_effect(table_of(cmsSigCmykData, 4, fold), ICC_HIDES, "inks that fold");
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

/* The first pixel of a picture as a profile shows it, which has `before` looks more, all of other greys in its second
 * pixel. `otherwise`: each of them is shown by the profile, too. */
static void look_of(cmsHPROFILE profile, const uint8_t bgr[3], int before, bool otherwise, uint8_t shown[3]) {
    struct sladd_image image, *look = &image;
    struct bytes clean = sanitised(profile);
    int count = 0;
    assert_int_equal(sladd_image_init(&image, 3, 2, NULL), SLADD_OK);
    memcpy(image.data, bgr, 3);
    for (int i = 1; i <= before; i++) {
        assert_int_equal(sladd_image_add_look(&image, NULL), SLADD_OK);
        memset(sladd_image_last_look(&image)->data + 3, 116 + 4 * i, 3);
    }
    assert_int_equal(icc_add_looks(bytes_span(&clean), &image, NULL), SLADD_OK);
    assert_memory_equal(image.data, bgr, 3);
    for (; look != NULL; look = look->also, count++)
        if (count == before + 1)
            memcpy(shown, look->data, 3);
    assert_int_equal(count, otherwise ? 2 * before + 2 : before + 1);
    assert_int_equal(sladd_image_looks_alike(&image, (struct sladd_box){0, 0, 1, 1}), before == 0 && !otherwise);
    sladd_image_clear(&image);
    bytes_clear(&clean);
}

static void the_look_is_what_viewers_show(void **state) {
    (void)state;
    static const uint8_t colour[3] = {20, 120, 220}, grey_level[3] = {124, 124, 124};
    uint8_t shown[3];
    for (int before = 0; before < 3; before++) {
        look_of(rgb_with(&swapped, cmsBuildGamma(NULL, 2.2)), colour, before, true, shown);
        assert_true(abs(shown[0] - 220) < 4 && abs(shown[1] - 120) < 4 && abs(shown[2] - 20) < 12);
        look_of(grey_with(narrow(112, 24)), grey_level, before, true, shown);
        assert_true(abs(shown[0] - 127) < 6 && shown[1] == shown[0] && shown[2] == shown[0]);
        look_of(display_p3(4.3), colour, before, false, shown);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(honest_profiles_cost_no_look),  cmocka_unit_test(what_shows_more_is_looked_at),
        cmocka_unit_test(what_8_bits_do_not_show_goes),  cmocka_unit_test(has_one_model),
        cmocka_unit_test(the_look_is_what_viewers_show),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
