/* The looks of a photo are compared where the part in question lies, to the last pixel of it and not beyond. */
#include "base/image.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "starved.h"

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

/* A photo whose first pixel has these tones in its looks. */
static struct sladd_image looks_of(const uint8_t *tones, int count) {
    struct sladd_image image;
    assert_int_equal(sladd_image_init(&image, SIDE, SIDE, NULL), SLADD_OK);
    for (int i = 1; i < count; i++)
        assert_int_equal(sladd_image_add_look(&image, NULL), SLADD_OK);
    struct sladd_image *look = &image;
    for (int i = 0; i < count; i++, look = look->also)
        look->data[0] = tones[i];
    assert_null(look);
    return image;
}

static void every_look_counts_once(void **state) {
    static const struct {
        uint8_t tones[3];
        int left;
        uint8_t kept[3];
    } cases[] = {{{1, 1, 1}, 1, {1}},
                 {{1, 2, 2}, 2, {1, 2}},
                 {{1, 1, 2}, 2, {1, 2}},
                 {{1, 2, 1}, 2, {1, 2}},
                 {{1, 2, 3}, 3, {1, 2, 3}}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sladd_image image = looks_of(cases[i].tones, 3);
        const struct sladd_box first = {0, 0, 1, 1}, other = {1, 1, 1, 1};
        assert_int_equal(sladd_image_looks_alike(&image, first), cases[i].left == 1);
        assert_true(sladd_image_looks_alike(&image, other));
        sladd_image_drop_same_looks(&image);
        int left = 0;
        for (const struct sladd_image *look = &image; look != NULL; look = look->also)
            assert_int_equal(look->data[0], cases[i].kept[left++]);
        assert_int_equal(left, cases[i].left);
        sladd_image_clear(&image);
    }
}

static void all_looks_are_turned(void **state) {
    static const uint8_t tones[] = {1, 2, 3};
    (void)state;
    for (int orientation = 1; orientation <= 8; orientation++) {
        struct sladd_image image = looks_of(tones, 3);
        assert_int_equal(sladd_image_upright(&image, orientation, NULL), SLADD_OK);
        const bool right = orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
        const bool low = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
        int count = 0;
        for (const struct sladd_image *look = &image; look != NULL; look = look->also)
            assert_int_equal(
                look->data[(size_t)(low ? SIDE - 1 : 0) * look->stride + 3 * (size_t)(right ? SIDE - 1 : 0)],
                tones[count++]);
        assert_int_equal(count, 3);
        sladd_image_clear(&image);
    }
}

/* Each look asks for memory of its own size once, and what was turned is cleared with what was not. */
static void without_memory_it_says_so(void **state) {
    static const uint8_t tones[] = {1, 2, 3};
    long refused = 0;
    enum sladd_status status;
    (void)state;
    do {
        struct sladd_image image = looks_of(tones, 3);
        starved.at = refused + 1;
        starved.happened = false;
        status = sladd_image_upright(&image, 6, NULL);
        starved.at = 0;
        refused += starved.happened;
        assert_int_equal(status, starved.happened ? SLADD_NO_MEMORY : SLADD_OK);
        sladd_image_clear(&image);
    } while (status != SLADD_OK);
    assert_int_equal(refused, 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pixel_that_a_part_touches_counts),
        cmocka_unit_test(what_lies_outside_is_alike),
        cmocka_unit_test(every_look_counts_once),
        cmocka_unit_test(all_looks_are_turned),
        cmocka_unit_test(without_memory_it_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
