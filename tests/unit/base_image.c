/* Two looks of a photo are compared where the part in question lies, to the last pixel of it and not beyond. */
#include "base/image.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { SIDE = 4 };

/* Does one look differ in this pixel alone? */
static bool differs_at(int x, int y, struct sladd_box part) {
    struct sladd_image image;
    assert_int_equal(sladd_image_init(&image, SIDE, SIDE, NULL), SLADD_OK);
    assert_int_equal(sladd_image_add_look(&image, NULL), SLADD_OK);
    image.also->data[(size_t)y * image.also->stride + 3 * (size_t)x] = 1;
    bool alike = sladd_image_looks_alike(&image, part);
    sladd_image_clear(&image);
    return !alike;
}

static void every_pixel_that_a_part_touches_counts(void **state) {
    (void)state;
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            assert_true(differs_at(x, y, (struct sladd_box){0, 0, SIDE, SIDE}));
            assert_true(differs_at(x, y, (struct sladd_box){-9, -9, 99, 99}));
            assert_true(differs_at(x, y, (struct sladd_box){x + 0.5, y + 0.5, 0.1, 0.1}));
            bool touched = x >= 1 && x <= 2 && y >= 1 && y <= 2;
            assert_int_equal(differs_at(x, y, (struct sladd_box){1.9, 1.9, 0.2, 0.2}), touched);
        }
}

static void what_lies_outside_is_alike(void **state) {
    static const struct sladd_box parts[] = {{SIDE, 1, 1, 1},        {SIDE + 0.5, 1, 1, 1}, {SIDE + 0.5, 0, 9, SIDE},
                                             {1, SIDE + 0.5, 1, 1},  {-1.5, 1, 1, 1},       {1, -1.5, 1, 1},
                                             {1e6 + 0.5, 1, 1, 1e6}, {1.5, 1, 0, 1}};
    (void)state;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        for (int y = 0; y < SIDE; y++)
            for (int x = 0; x < SIDE; x++)
                assert_false(differs_at(x, y, parts[i]));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pixel_that_a_part_touches_counts),
        cmocka_unit_test(what_lies_outside_is_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
