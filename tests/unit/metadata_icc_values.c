/* Numbers are bytes, too: no text that lies in a profile's numbers comes through, whatever they mean. */
#include "metadata/icc.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "../support/forge_icc.h"

/* Does any part of the canary stand there, in every byte or in every `stride`th one? */
static bool holds_canary(const struct bytes *clean, size_t stride) {
    for (size_t at = 0; at + 3 * stride < clean->size; at++)
        for (size_t letter = 0; letter < 3; letter++) {
            size_t same = 0;
            while (same < 4 && clean->data[at + same * stride] == (uint8_t)canary[letter + same])
                same++;
            if (same == 4)
                return true;
        }
    return false;
}

/* Write the canary over and over into one tag's numbers, or into every second byte of them. False: no such tag. */
static bool plant_numbers(struct forge *profile, cmsTagSignature tag, size_t head, size_t stride) {
    for (uint32_t i = 0; i < get32(profile->data + 128); i++) {
        const uint8_t *entry = profile->data + 132 + (size_t)12 * i;
        if (get32(entry) != (uint32_t)tag)
            continue;
        size_t start = get32(entry + 4) + head, end = get32(entry + 4) + get32(entry + 8);
        for (size_t at = start + stride - 1, n = 0; at < end; at += stride, n++)
            profile->data[at] = (uint8_t)canary[n % 6];
        return true;
    }
    return false;
}

/* Whatever text lies in them, the profile is refused or the text is gone. */
static void hides_nothing_in_numbers(void **state) {
    static const struct {
        cmsTagSignature tag;
        size_t head; /* type, sizes and counts, without which there is no table */
    } numbers[] = {
        {cmsSigMediaWhitePointTag, 8}, {cmsSigMediaBlackPointTag, 8}, {cmsSigChromaticAdaptationTag, 8},
        {cmsSigRedColorantTag, 8},     {cmsSigBlueColorantTag, 8},    {cmsSigRedTRCTag, 12},
        {cmsSigBlueTRCTag, 12},        {cmsSigGrayTRCTag, 12},        {cmsSigAToB0Tag, 52},
        {cmsSigBToA0Tag, 52},          {cmsSigAToB0Tag, 400},         {cmsSigBToA0Tag, 3000},
    };
    int planted_tags = 0, refused = 0;
    (void)state;
    for (int kind = 0; kind < 8; kind++)
        for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
            for (size_t stride = 1; stride <= 2; stride++) {
                double version = kind % 2 ? 4.3 : 2.1;
                cmsHPROFILE made = kind / 2 == 0   ? display_p3(version)
                                   : kind / 2 == 1 ? adobe_rgb(version)
                                   : kind / 2 == 2 ? grey(version)
                                                   : cmyk(version);
                struct forge source = planted(made);
                struct bytes clean;
                struct sladd_names dropped = {0};
                if (plant_numbers(&source, numbers[i].tag, numbers[i].head, stride)) {
                    assert_int_equal(icc_sanitise(forge_span(&source), &clean, &dropped, NULL), SLADD_OK);
                    if (holds_canary(&clean, 1) || holds_canary(&clean, 2))
                        fail_msg("kind %d, number %zu, stride %zu", kind, i, stride);
                    planted_tags++;
                    refused += clean.size == 0;
                    bytes_clear(&clean);
                }
                sladd_names_clear(&dropped);
                forge_clear(&source);
            }
    print_message("%d planted, %d refused\n", planted_tags, refused);
    assert_true(planted_tags > 40);
}

/* A curve that rises as curves do, with the text in the lower bytes. */
static void hides_nothing_in_a_sound_curve(void **state) {
    (void)state;
    static const cmsUInt32Number sizes[] = {256, 1022, 1024, 4096};
    for (size_t n = 0; n < sizeof sizes / sizeof *sizes; n++) {
        static cmsUInt16Number table[4096];
        for (cmsUInt32Number i = 0; i < sizes[n]; i++)
            table[i] = (cmsUInt16Number)((i * 255 / (sizes[n] - 1)) << 8 | (uint8_t)canary[i % 6]);
        for (cmsUInt32Number i = 1; i < sizes[n]; i++) /* where a step is longer than a word of it */
            table[i] = table[i] < table[i - 1] ? table[i - 1] : table[i];
        cmsToneCurve *curve = cmsBuildTabulatedToneCurve16(NULL, sizes[n], table);
        cmsHPROFILE made = cmsCreateGrayProfile(cmsD50_xyY(), curve);
        cmsFreeToneCurve(curve);
        struct forge source = planted(made);
        struct bytes clean, planted_bytes = {source.data, source.size};
        struct sladd_names dropped = {0};
        assert_true(holds_canary(&planted_bytes, 2));
        assert_int_equal(icc_sanitise(forge_span(&source), &clean, &dropped, NULL), SLADD_OK);
        assert_true(clean.size > 0);
        assert_false(holds_canary(&clean, 1) || holds_canary(&clean, 2));
        bytes_clear(&clean);
        sladd_names_clear(&dropped);
        forge_clear(&source);
    }
}

/* One number of a tag, in 65536ths. */
static void set_number(struct forge *profile, cmsTagSignature tag, size_t index, uint32_t number) {
    for (uint32_t i = 0; i < get32(profile->data + 128); i++) {
        const uint8_t *entry = profile->data + 132 + (size_t)12 * i;
        for (int byte = 0; get32(entry) == (uint32_t)tag && byte < 4; byte++)
            profile->data[get32(entry + 4) + 8 + 4 * index + (size_t)byte] = (uint8_t)(number >> (24 - 8 * byte));
    }
}

static struct bytes with_number(cmsTagSignature tag, size_t index, uint32_t number) {
    struct forge source = planted(display_p3(4.3));
    struct bytes clean;
    struct sladd_names dropped = {0};
    set_number(&source, tag, index, number);
    assert_int_equal(icc_sanitise(forge_span(&source), &clean, &dropped, NULL), SLADD_OK);
    sladd_names_clear(&dropped);
    forge_clear(&source);
    return clean;
}

/* What no eye sees marks no camera: the last digits go. And what is no colour is none. */
static void hides_nothing_in_the_last_digits(void **state) {
    static const cmsTagSignature tags[] = {cmsSigMediaWhitePointTag, cmsSigChromaticAdaptationTag, cmsSigRedColorantTag,
                                           cmsSigGreenColorantTag, cmsSigBlueColorantTag};
    const uint32_t half = 0x8000, most = 0x28000; /* 0.5; 2.5 */
    (void)state;
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        struct bytes plain = with_number(tags[i], 0, half);
        assert_true(plain.size > 0);
        for (uint32_t digits = 1; digits < 4; digits++) {
            struct bytes marked = with_number(tags[i], 0, half + digits);
            assert_int_equal(marked.size, plain.size);
            assert_memory_equal(marked.data, plain.data, plain.size);
            bytes_clear(&marked);
        }
        struct bytes far = with_number(tags[i], 0, most + 0x1000);
        assert_int_equal(far.size, 0);
        bytes_clear(&plain), bytes_clear(&far);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hides_nothing_in_numbers),
        cmocka_unit_test(hides_nothing_in_the_last_digits),
        cmocka_unit_test(hides_nothing_in_a_sound_curve),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
