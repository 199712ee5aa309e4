/* Parts of pictures, enlarged and turned: of pictures of any size. */
#include "base/array.h"
#include "vision/geometry.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Something that looks different everywhere, without edges. */
static struct grey_picture made(int width, int height, int left, int top) {
    struct grey_picture picture = {width, height, array_new((size_t)width, (size_t)height)};
    assert_non_null(picture.data);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            picture.data[(size_t)y * (size_t)width + (size_t)x] =
                (uint8_t)(64 + abs((x + left) * 3 % 255 - 127) / 2 + abs((y + top) * 5 % 255 - 127) / 2);
    return picture;
}

static struct grey_picture warped(const struct grey_picture *from, const double m[6], int width, int height) {
    struct grey_picture view = {width, height, array_new((size_t)width, (size_t)height)};
    assert_non_null(view.data);
    assert_int_equal(grey_warp(from, m, 7, &view, NULL), SLADD_OK);
    return view;
}

/* A part looks as it does in a picture that is little larger than the part. */
static void parts_of_long_pictures_are_turned(void **state) {
    (void)state;
    static const int sizes[][2] = {{32766, 20}, {32767, 20}, {32768, 20}, {65500, 20}, {20, 32767}, {20, 65500}};
    static const double turns[][4] = {{1, 0, 0, 1}, {0.5, 0, 0, 0.5}, {0.36, -0.48, 0.48, 0.36}, {0, -1, 1, 0}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (size_t k = 0; k < sizeof turns / sizeof *turns; k++) {
            const int width = sizes[i][0], height = sizes[i][1];
            const int left = width > height ? width - 120 : 0, top = height > width ? height - 120 : 0;
            struct grey_picture whole = made(width, height, 0, 0);
            struct grey_picture part = made(width - left, height - top, left, top);
            const double *t = turns[k];
            const double of_part[6] = {t[0], t[1], 55 * (left > 0), t[2], t[3], 55 * (top > 0)};
            const double of_whole[6] = {t[0], t[1], of_part[2] + left, t[2], t[3], of_part[5] + top};
            struct grey_picture a = warped(&whole, of_whole, 60, 50), b = warped(&part, of_part, 60, 50);
            for (int at = 0; at < 60 * 50; at++)
                if (abs(a.data[at] - b.data[at]) > 1)
                    fail_msg("%d x %d, turn %zu: %d instead of %d", width, height, k, a.data[at], b.data[at]);
            free(whole.data);
            free(part.data);
            free(a.data);
            free(b.data);
        }
}

static void long_pictures_are_made_small(void **state) {
    (void)state;
    struct grey_picture whole = {40000, 200, array_new(40000, 200)};
    assert_non_null(whole.data);
    for (size_t at = 0; at < 40000 * 200; at++)
        whole.data[at] = (uint8_t)(at % 40000 / 200 + 20);
    const double m[6] = {10, 0, 4.5, 0, 10, 4.5};
    struct grey_picture view = warped(&whole, m, 4000, 20);
    for (int x = 20; x < 3980; x++)
        assert_in_range(view.data[10 * 4000 + x], x / 20 + 20 - 1, x / 20 + 20 + 1);
    free(whole.data);
    free(view.data);
}

static void beyond_the_picture_is_what_was_said(void **state) {
    (void)state;
    struct grey_picture picture = made(50, 40, 0, 0);
    static const double places[][2] = {{200, 0}, {-200, 0}, {0, 200}, {0, -200}, {1e7, 1e7}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const double m[6] = {1, 0, places[i][0], 0, 1, places[i][1]};
        struct grey_picture view = warped(&picture, m, 30, 30);
        for (int at = 0; at < 30 * 30; at++)
            assert_int_equal(view.data[at], 7);
        free(view.data);
    }
    free(picture.data);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_of_long_pictures_are_turned),
        cmocka_unit_test(long_pictures_are_made_small),
        cmocka_unit_test(beyond_the_picture_is_what_was_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
