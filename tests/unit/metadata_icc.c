/* A sanitised profile means the same colours and says nothing else. The profiles are made by lcms here, with a canary
 * wherever a profile can carry one. */
#include "metadata/icc.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "../support/forge_icc.h"

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
        print_message("colours change by %.3f at most (intent %d, %d channels, version %d)\n", worst, intent, channels,
                      source.data[8]);
        if (!(worst < 0.5)) /* an eye tells 1 apart, where two colours touch */
            fail_msg("colours change by %g (intent %d, %d channels, version %d)", worst, intent, channels,
                     source.data[8]);
    }
    /* The same bytes whatever the texts say, and nothing more to take away from them. */
    memset(source.data + 24, 1, 12);
    memcpy(source.data + 64, canary, 3); /* of the intent only the last two bits are one */
    source.data[67] |= 0x54;
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
