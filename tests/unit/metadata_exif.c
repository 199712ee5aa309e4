/* The new EXIF holds the orientation, the credit where it is asked for, and not one byte more, and is read back as
 * what was meant. */
#include "../support/forge.h"
#include "format/format.h"
#include "metadata/caption.h"
#include "metadata/icc.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void holds_the_orientation_only(void **state) {
    (void)state;
    for (int orientation = 2; orientation <= 8; orientation++) {
        /* "II", 42, offset 8; one entry: tag 0x0112, SHORT, count 1, value; no next directory. */
        const uint8_t expected[26] = {
            'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, (uint8_t)orientation};
        struct bytes exif;
        assert_int_equal(exif_build(orientation, &(struct caption){0}, &exif, NULL), SLADD_OK);
        assert_int_equal(exif.size, sizeof expected);
        assert_memory_equal(exif.data, expected, sizeof expected);
        bytes_clear(&exif);
    }
}

static void is_not_needed_upright(void **state) {
    (void)state;
    static const int upright[] = {1, 0, 9, -1};
    for (size_t i = 0; i < sizeof upright / sizeof *upright; i++) {
        struct bytes exif;
        assert_int_equal(exif_build(upright[i], &(struct caption){0}, &exif, NULL), SLADD_OK);
        assert_int_equal(exif.size, 0);
    }
}

static void is_read_back(void **state) {
    (void)state;
    for (int orientation = 2; orientation <= 8; orientation++) {
        struct bytes exif;
        assert_int_equal(exif_build(orientation, &(struct caption){0}, &exif, NULL), SLADD_OK);
        struct forge plain = forge_jpeg(16, 16, 0, 0), payload = {0}, segment = {0};
        forge_add(&payload, "Exif\0\0", 6);
        forge_add(&payload, exif.data, exif.size);
        forge_segment(&segment, 0xE1, payload.data, payload.size);
        struct forge file = forge_insert(forge_span(&plain), 20, forge_span(&segment));
        struct survey survey;
        assert_int_equal(format_survey(forge_span(&file), &survey, NULL), SLADD_OK);
        assert_int_equal(survey.orientation, orientation);
        assert_int_equal(survey.names.count, 0);
        survey_clear(&survey);
        bytes_clear(&exif);
        forge_clear(&plain), forge_clear(&payload), forge_clear(&segment), forge_clear(&file);
    }
}

static void holds_the_credit(void **state) {
    (void)state;
    static const char name[] = "\xC3\x85se";
    /* Two or three entries in the order of their tags; texts of five bytes stand behind the directory. */
    for (int orientation = 1; orientation <= 6; orientation += 5) {
        uint8_t expected[64] = {'I', 'I', 42, 0, 8, 0, 0, 0, orientation > 1 ? 3 : 2, 0};
        static const uint8_t turned[12] = {0x12, 1, 3, 0, 1, 0, 0, 0, 6};
        uint8_t *entry = expected + 10;
        if (orientation > 1) {
            memcpy(entry, turned, sizeof turned);
            entry += 12;
        }
        uint8_t behind = (uint8_t)(entry - expected + 28);
        memcpy(entry, (uint8_t[]){0x3B, 1, 2, 0, 5, 0, 0, 0, behind}, 9);
        memcpy(entry + 12, (uint8_t[]){0x98, 0x82, 2, 0, 5, 0, 0, 0, (uint8_t)(behind + 6)}, 9);
        memcpy(expected + behind, name, 5);
        memcpy(expected + behind + 6, name, 5);
        struct bytes exif;
        struct caption caption = {.credit = name};
        assert_int_equal(exif_build(orientation, &caption, &exif, NULL), SLADD_OK);
        assert_int_equal(exif.size, behind + 12);
        assert_memory_equal(exif.data, expected, exif.size);
        bytes_clear(&exif);
    }
    char endless[2000];
    struct bytes exif;
    memset(endless, 'a', sizeof endless - 1);
    endless[sizeof endless - 1] = 0;
    assert_int_equal(exif_build(1, &(struct caption){.credit = endless}, &exif, NULL), SLADD_TOO_LARGE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_the_orientation_only),
        cmocka_unit_test(is_not_needed_upright),
        cmocka_unit_test(is_read_back),
        cmocka_unit_test(holds_the_credit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
