/* The new EXIF holds the orientation and not one byte more, and is read back as what was meant. */
#include "../support/forge.h"
#include "metadata/metadata.h"

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
        assert_int_equal(exif_build(orientation, &exif, NULL), SLADD_OK);
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
        assert_int_equal(exif_build(upright[i], &exif, NULL), SLADD_OK);
        assert_int_equal(exif.size, 0);
    }
}

static void is_read_back(void **state) {
    (void)state;
    for (int orientation = 2; orientation <= 8; orientation++) {
        struct bytes exif;
        assert_int_equal(exif_build(orientation, &exif, NULL), SLADD_OK);
        struct forge plain = forge_jpeg(16, 16, 0, 0), payload = {0}, segment = {0};
        forge_add(&payload, "Exif\0\0", 6);
        forge_add(&payload, exif.data, exif.size);
        forge_segment(&segment, 0xE1, payload.data, payload.size);
        struct forge file = forge_insert(forge_span(&plain), 20, forge_span(&segment));
        struct survey survey;
        assert_int_equal(survey_file(forge_span(&file), &survey, NULL), SLADD_OK);
        assert_int_equal(survey.orientation, orientation);
        assert_int_equal(survey.names.count, 0);
        survey_clear(&survey);
        bytes_clear(&exif);
        forge_clear(&plain), forge_clear(&payload), forge_clear(&segment), forge_clear(&file);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_the_orientation_only),
        cmocka_unit_test(is_not_needed_upright),
        cmocka_unit_test(is_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
