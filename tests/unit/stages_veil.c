/* What lies in a `redact` box is not seen by the search. */
#include "stages/stages.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { WIDTH = 211, HEIGHT = 157 };

static const struct sladd_box BOX = {60.5, 50, 40, 33};

static void paint(struct sladd_image *image, int inside) {
    assert_int_equal(sladd_image_init(image, WIDTH, HEIGHT, NULL), SLADD_OK);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            for (int c = 0; c < 3; c++) {
                /* what differs: the box, and all of a file's cells of 16 pixels that it touches */
                bool hidden = x >= 48 && x < 112 && y >= 48 && y < 96;
                image->data[(size_t)y * image->stride + 3 * (size_t)x + (size_t)c] =
                    (uint8_t)(hidden && inside != 0 ? inside * (x * 7 + y * 3) : x + y + 20 * c);
            }
}

static void veil(struct sladd_image *image, enum sladd_kind kind, enum sladd_action action) {
    struct sladd_region boxes[] = {{.kind = kind, .box = BOX, .action = action},
                                   {.kind = kind, .box = {-20, 140, 50, 60}, .action = action}};
    assert_int_equal(stage_veil(&(struct sladd_regions){.items = boxes, .count = 2}, image, NULL), SLADD_OK);
}

static void what_a_box_holds_changes_nothing(void **state) {
    struct sladd_image first, image;
    (void)state;
    paint(&first, 0);
    veil(&first, SLADD_MANUAL, SLADD_REDACT);
    for (int inside = 1; inside < 5; inside++) {
        paint(&image, inside);
        veil(&image, SLADD_MANUAL, SLADD_REDACT);
        assert_memory_equal(first.data, image.data, first.stride * HEIGHT);
        sladd_image_clear(&image);
    }
    paint(&image, 0); /* far from the boxes nothing is filled */
    for (int y = 0; y < HEIGHT; y++)
        assert_memory_equal(first.data + (size_t)y * first.stride + 3 * 140,
                            image.data + (size_t)y * image.stride + 3 * 140, 3 * (WIDTH - 140));
    sladd_image_clear(&image);
    sladd_image_clear(&first);
}

static void nothing_else_is_filled(void **state) {
    struct sladd_image before, after;
    (void)state;
    paint(&before, 3);
    paint(&after, 3);
    veil(&after, SLADD_MANUAL, SLADD_KEEP);
    veil(&after, SLADD_TEXT, SLADD_REDACT);
    assert_memory_equal(before.data, after.data, before.stride * HEIGHT);
    sladd_image_clear(&before);
    sladd_image_clear(&after);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_box_holds_changes_nothing),
        cmocka_unit_test(nothing_else_is_filled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
