/* What lies in a `redact` box is not seen by the search. */
#include "stages/stages.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { WIDTH = 211, HEIGHT = 157 };

static const struct sladd_box BOX = {60.5, 50, 40, 33};

/* The file's cells, and what of the upright photo those look like that BOX touches. */
struct cells {
    int width, height, orientation;
    int left, top, right, bottom;
};

static const struct cells files[] = {{8, 8, 1, 56, 48, 104, 88},   {16, 16, 1, 48, 48, 112, 96},
                                     {32, 8, 1, 32, 48, 128, 88},  {8, 32, 1, 56, 32, 104, 96},
                                     {16, 16, 3, 51, 45, 115, 93}, {32, 16, 6, 51, 32, 115, 96},
                                     {16, 8, 8, 56, 45, 104, 93}};

enum { COLOUR_REACH_HERE = 2 };

static struct grid grid_of_file(const struct cells *cells) {
    const bool turned = sladd_orientation_swaps(cells->orientation);
    const int width = turned ? HEIGHT : WIDTH, height = turned ? WIDTH : HEIGHT;
    return (struct grid){width,
                         height,
                         cells->width,
                         cells->height,
                         (width + cells->width - 1) / cells->width,
                         (height + cells->height - 1) / cells->height};
}

static bool is_hidden(const struct cells *cells, int x, int y) {
    return x >= cells->left && x < cells->right && y >= cells->top && y < cells->bottom;
}

static void paint(struct sladd_image *image, const struct cells *cells, int inside) {
    assert_int_equal(sladd_image_init(image, WIDTH, HEIGHT, NULL), SLADD_OK);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            for (int c = 0; c < 3; c++)
                image->data[(size_t)y * image->stride + 3 * (size_t)x + (size_t)c] =
                    (uint8_t)(is_hidden(cells, x, y) && inside != 0 ? inside * (x * 7 + y * 3) : x + y + 20 * c);
}

static void veil(struct sladd_image *image, const struct cells *cells, enum sladd_kind kind, enum sladd_action action) {
    struct sladd_region boxes[] = {{.kind = kind, .box = BOX, .action = action},
                                   {.kind = kind, .box = {-20, 140, 50, 60}, .action = action}};
    const struct grid file = grid_of_file(cells);
    assert_int_equal(
        stage_veil(&(struct sladd_regions){.items = boxes, .count = 2}, &file, cells->orientation, image, NULL),
        SLADD_OK);
}

static void what_a_box_holds_changes_nothing(void **state) {
    struct sladd_image first, image;
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        paint(&first, &files[i], 0);
        veil(&first, &files[i], SLADD_MANUAL, SLADD_REDACT);
        for (int inside = 1; inside < 5; inside++) {
            paint(&image, &files[i], inside);
            veil(&image, &files[i], SLADD_MANUAL, SLADD_REDACT);
            assert_memory_equal(first.data, image.data, first.stride * HEIGHT);
            sladd_image_clear(&image);
        }
        sladd_image_clear(&first);
    }
}

/* What is not destroyed stays in the copy, and so it has to be searched: all of it, but for where a JPEG's colours are
 * coarser than its light. */
static void what_stays_in_the_copy_stays_to_be_searched(void **state) {
    struct sladd_image before, after;
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct cells wide = files[i];
        const int reach = files[i].width > 8 || files[i].height > 8 ? COLOUR_REACH_HERE : 0;
        wide.left -= reach, wide.top -= reach, wide.right += reach, wide.bottom += reach;
        paint(&before, &files[i], 0);
        paint(&after, &files[i], 0);
        veil(&after, &files[i], SLADD_MANUAL, SLADD_REDACT);
        for (int y = 0; y < 120; y++) /* the other box lies below */
            for (int x = 0; x < WIDTH; x++)
                if (!is_hidden(&wide, x, y))
                    assert_memory_equal(before.data + (size_t)y * before.stride + 3 * (size_t)x,
                                        after.data + (size_t)y * after.stride + 3 * (size_t)x, 3);
        sladd_image_clear(&before);
        sladd_image_clear(&after);
    }
}

static void nothing_else_is_filled(void **state) {
    struct sladd_image before, after;
    (void)state;
    paint(&before, files, 3);
    paint(&after, files, 3);
    veil(&after, files, SLADD_MANUAL, SLADD_KEEP);
    veil(&after, files, SLADD_TEXT, SLADD_REDACT);
    assert_memory_equal(before.data, after.data, before.stride * HEIGHT);
    sladd_image_clear(&before);
    sladd_image_clear(&after);
}

/* What was detected before counts under the boxes that were filled then: those of all manifests. */
static void every_box_is_in_the_digest(void **state) {
    static struct box_entry boxes[] = {{.box = {0.1, 0.1, 0.2, 0.2}}, {.box = {0.1, 0.1, 0.2, 0.3}}};
    static const struct photo_entry silent = {0}, marked = {.redact = boxes, .redact_count = 1},
                                    otherwise = {.redact = boxes + 1, .redact_count = 1};
    char none[SLADD_SHA256_HEX], hex[SLADD_SHA256_HEX], other[SLADD_SHA256_HEX];
    (void)state;
    for (int part = 0; part < 4; part++) {
        const struct photo_entry *parts[4] = {&silent, &silent, &silent, &silent};
        const struct photo_entry *const *farther = parts + 2;
        struct manifest_entry entry;
        for (int kind = 0; kind < 3; kind++) {
            parts[part] = kind == 0 ? &silent : kind == 1 ? &marked : &otherwise;
            entry = (struct manifest_entry){
                .photo = parts[0], .folder_photo = parts[1], .farther = farther, .farther_count = 2};
            stage_mark_digest(&entry, kind == 0 ? none : kind == 1 ? hex : other);
        }
        assert_string_not_equal(none, hex);
        assert_string_not_equal(none, other);
        assert_string_not_equal(hex, other);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_box_holds_changes_nothing),
        cmocka_unit_test(what_stays_in_the_copy_stays_to_be_searched),
        cmocka_unit_test(nothing_else_is_filled),
        cmocka_unit_test(every_box_is_in_the_digest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
