/* Tiles: nothing small is cut by all of them, nothing needed is left out, none is larger than memory allows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "vision/pyramid.h"

static int between(unsigned *seed, int low, int high) {
    return low + (int)(rand_r(seed) % (unsigned)(high - low + 1));
}

/* Does a tile hold the box and `margin` around it, as far as the level reaches? */
static bool held(const struct tiles *tiles, int width, int height, int x, int y, int side, int margin) {
    int left = x - margin > 0 ? x - margin : 0, top = y - margin > 0 ? y - margin : 0;
    int right = x + side + margin < width ? x + side + margin : width;
    int bottom = y + side + margin < height ? y + side + margin : height;
    for (size_t i = 0; i < tiles->count; i++) {
        const struct tile *t = &tiles->items[i];
        if (left >= t->x && top >= t->y && right <= t->x + t->width && bottom <= t->y + t->height)
            return true;
    }
    return false;
}

static void assert_fit_for_networks(const struct tiles *tiles) {
    for (size_t i = 0; i < tiles->count; i++) {
        const struct tile *t = &tiles->items[i];
        assert_true(t->x >= 0 && t->y >= 0 && t->x % TILE_ALIGN == 0 && t->y % TILE_ALIGN == 0);
        assert_true(t->width % TILE_STEP == 0 && t->height % TILE_STEP == 0);
        assert_true((long)t->width * t->height <= TILE_AREA);
    }
}

static void every_small_box_lies_whole_in_a_tile(void **state) {
    (void)state;
    unsigned seed = 1;
    static const int fixed[] = {0, 0, 320, 640};
    for (int round = 0; round < 200; round++) {
        int width = between(&seed, 1, 5000), height = between(&seed, 1, 5000), side = fixed[round % 4];
        struct tiles tiles;
        assert_int_equal(tiles_cover(&tiles, width, height, side, side, NULL), SLADD_OK);
        assert_fit_for_networks(&tiles);
        for (int i = 0; i < 50; i++) {
            int box = between(&seed, 1, TILE_WHOLE);
            int x = between(&seed, 0, width > box ? width - box : 0),
                y = between(&seed, 0, height > box ? height - box : 0);
            assert_true(held(&tiles, width, height, x, y, box, 16));
        }
        tiles_clear(&tiles);
    }
}

static void odd_shapes_are_covered(void **state) {
    (void)state;
    static const int shapes[][2] = {{1, 1}, {100, 100}, {3000, 10}, {10, 3000}, {65535, 1}, {1, 65535}, {12000, 8400}};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        struct tiles tiles;
        int width = shapes[i][0], height = shapes[i][1];
        assert_int_equal(tiles_cover(&tiles, width, height, 0, 0, NULL), SLADD_OK);
        assert_fit_for_networks(&tiles);
        assert_true(held(&tiles, width, height, 0, 0, 1, 0));
        assert_true(held(&tiles, width, height, width - 1, height - 1, 1, 0));
        tiles_clear(&tiles);
    }
}

static void tiles_waste_little(void **state) {
    (void)state;
    struct tiles tiles;
    long pixels = 0;
    assert_int_equal(tiles_cover(&tiles, 2000, 1500, 0, 0, NULL), SLADD_OK);
    for (size_t i = 0; i < tiles.count; i++)
        pixels += (long)tiles.items[i].width * tiles.items[i].height;
    assert_true(pixels < 2000L * 1500 * 5 / 4);
    tiles_clear(&tiles);
}

static void hot_places_are_covered_with_surroundings(void **state) {
    (void)state;
    unsigned seed = 2;
    for (int round = 0; round < 100; round++) {
        int width = between(&seed, 40, 4000), height = between(&seed, 40, 4000), count = between(&seed, 1, 12);
        int spots[12][2];
        struct roi_mask roi;
        struct tiles tiles;
        assert_int_equal(roi_init(&roi, width, height, NULL), SLADD_OK);
        for (int i = 0; i < count; i++) {
            spots[i][0] = between(&seed, 0, width - 1);
            spots[i][1] = between(&seed, 0, height - 1);
            roi_mark(&roi, (struct sladd_box){spots[i][0], spots[i][1], 0.5, 0.5});
        }
        assert_int_equal(tiles_cover_roi(&tiles, &roi, 0, 0, NULL), SLADD_OK);
        assert_fit_for_networks(&tiles);
        for (int i = 0; i < count; i++)
            assert_true(held(&tiles, width, height, spots[i][0], spots[i][1], 1, TILE_OVERLAP / 2 - 8));
        tiles_clear(&tiles);
        roi_clear(&roi);
    }
}

static void cold_photos_cost_nothing_and_few_spots_little(void **state) {
    (void)state;
    struct roi_mask roi;
    struct tiles tiles;
    assert_int_equal(roi_init(&roi, 4000, 3000, NULL), SLADD_OK);
    assert_int_equal(tiles_cover_roi(&tiles, &roi, 0, 0, NULL), SLADD_OK);
    assert_int_equal(tiles.count, 0);
    roi_mark(&roi, (struct sladd_box){100, 100, 20, 20});
    roi_mark(&roi, (struct sladd_box){3900, 2900, 20, 20});
    roi_mark(&roi, (struct sladd_box){-1e9, 5e8, 1e6, 1e6}); /* beyond the photo: its nearest edge, no crash */
    assert_int_equal(tiles_cover_roi(&tiles, &roi, 0, 0, NULL), SLADD_OK);
    assert_false(tiles.dense);
    assert_int_equal(tiles.count, 3);
    tiles_clear(&tiles);
    roi_clear(&roi);
}

static long pixels_of(const struct tiles *tiles) {
    long pixels = 0;
    for (size_t i = 0; i < tiles->count; i++)
        pixels += (long)tiles->items[i].width * tiles->items[i].height;
    return pixels;
}

/* Four bars around a middle, which every straight line through the photo meets. */
static void bars_that_no_line_parts_cost_little_more_than_each(void **state) {
    (void)state;
    static const struct sladd_box bars[] = {
        {10, 10, 1500, 50}, {1800, 10, 50, 1500}, {300, 1800, 1550, 50}, {10, 300, 50, 1550}};
    struct roi_mask roi;
    struct tiles tiles;
    long each = 0;
    for (size_t i = 0; i <= 4; i++) {
        assert_int_equal(roi_init(&roi, 4000, 3000, NULL), SLADD_OK);
        for (size_t k = 0; k < 4; k++)
            if (i == 4 || i == k)
                roi_mark(&roi, bars[k]);
        assert_int_equal(tiles_cover_roi(&tiles, &roi, 0, 0, NULL), SLADD_OK);
        each += i < 4 ? pixels_of(&tiles) : 0;
        assert_true(i < 4 || pixels_of(&tiles) <= each);
        tiles_clear(&tiles);
        roi_clear(&roi);
    }
}

static bool has(const struct tiles *tiles, const struct tile *tile) {
    bool found = false;
    for (size_t i = 0; i < tiles->count && !found; i++)
        found = memcmp(&tiles->items[i], tile, sizeof *tile) == 0;
    return found;
}

/* What was said of a tile is known of the very same tile alone. */
static void what_changes_far_away_moves_no_tile(void **state) {
    (void)state;
    unsigned seed = 3;
    for (int round = 0; round < 100; round++) {
        struct roi_mask roi;
        struct tiles before, after;
        assert_int_equal(roi_init(&roi, 6000, 3000, NULL), SLADD_OK);
        for (int i = 0; i < 30; i++)
            roi_mark(&roi, (struct sladd_box){between(&seed, 0, 3000), between(&seed, 0, 2900), between(&seed, 1, 300),
                                              between(&seed, 1, 100)});
        assert_int_equal(tiles_cover_roi(&before, &roi, 0, 0, NULL), SLADD_OK);
        roi_mark(&roi, (struct sladd_box){5800, between(&seed, 0, 2900), 50, 50});
        assert_int_equal(tiles_cover_roi(&after, &roi, 0, 0, NULL), SLADD_OK);
        assert_int_equal(after.count, before.count + 1);
        for (size_t i = 0; i < before.count; i++)
            assert_true(has(&after, &before.items[i]));
        tiles_clear(&before);
        tiles_clear(&after);
        roi_clear(&roi);
    }
}

/* A mask as nobody's photo makes it: frames in frames, and more spots than there are parts. */
static void strange_masks_are_covered_in_time(void **state) {
    (void)state;
    for (int kind = 0; kind < 2; kind++) {
        struct roi_mask roi;
        struct tiles tiles;
        assert_int_equal(roi_init(&roi, 12000, 9000, NULL), SLADD_OK);
        for (int row = 0; row < roi.rows; row++)
            for (int col = 0; col < roi.cols; col++) {
                const int across = col < roi.cols - col ? col : roi.cols - 1 - col,
                          down = row < roi.rows - row ? row : roi.rows - 1 - row;
                const bool frame = (across < down ? across : down) % 2 == 0, spot = row % 6 == 0 && col % 6 == 0;
                roi.cells[(size_t)row * (size_t)roi.cols + (size_t)col] = kind == 0 ? frame : spot;
            }
        assert_int_equal(tiles_cover_roi(&tiles, &roi, 0, 0, NULL), SLADD_OK);
        assert_fit_for_networks(&tiles);
        for (int at = 6 * ROI_CELL; at < 9000; at += 6 * ROI_CELL)
            assert_true(held(&tiles, 12000, 9000, at, at, 1, TILE_OVERLAP / 2 - 8));
        tiles_clear(&tiles);
        roi_clear(&roi);
    }
}

static void halving_and_enlarging_keep_places(void **state) {
    (void)state;
    struct sladd_image photo;
    struct pyramid pyramid;
    assert_int_equal(sladd_image_init(&photo, 601, 401, NULL), SLADD_OK);
    for (int y = 200; y < 264; y++)
        for (int x = 3 * 304; x < 3 * 368; x++)
            photo.data[(size_t)y * photo.stride + (size_t)x] = 200;
    assert_int_equal(pyramid_init(&pyramid, &photo, 1000000, NULL), SLADD_OK);
    assert_true(pyramid.levels[0].scale == 0.5 && pyramid.count == 4);
    for (int i = 0; i < pyramid.count; i++) {
        const struct level *level = &pyramid.levels[i];
        int x = (int)(336 / level->scale), y = (int)(232 / level->scale), outside = (int)(296 / level->scale);
        assert_int_equal(level->image.data[(size_t)y * level->image.stride + 3 * (size_t)x], 200);
        assert_int_equal(level->image.data[(size_t)y * level->image.stride + 3 * (size_t)outside], 0);
    }
    pyramid_clear(&pyramid);
    sladd_image_clear(&photo);
}

/* One grey value all over, a light spot at the corner; two pixels missing at the right and the lower edge. */
static void assert_seen(uint8_t value, uint8_t spot, int spots, float expected) {
    enum { SIDE = 30 };
    static const float scale[3] = {1, 0.5F, 2}, offset[3] = {0, 1, 0};
    struct sladd_image level;
    float data[3 * (SIDE + 2) * (SIDE + 2)];
    const struct input_view input = {data, 3, 1};
    const struct tile tile = {0, 0, SIDE + 2, SIDE + 2};
    assert_int_equal(sladd_image_init(&level, SIDE, SIDE, NULL), SLADD_OK);
    memset(level.data, value, level.stride * SIDE);
    for (int i = 0; i < spots; i++)
        level.data[3 * i + i % 3] = spot;
    tile_fill(&level, &tile, scale, offset, &input);
    const float *last = data + 3 * ((SIDE - 1) * (SIDE + 2) + SIDE - 1);
    assert_float_equal(last[0], expected, 0.01);
    assert_float_equal(last[1], 0.5F * expected + 1, 0.01);
    assert_float_equal(last[2], 2 * expected, 0.01);
    assert_float_equal(last[3], 0, 0);
    for (int i = 0; i < spots; i++)
        assert_true(data[3 * i] <= 255);
    sladd_image_clear(&level);
}

static void dark_tiles_are_shown_in_more_light(void **state) {
    (void)state;
    assert_seen(200, 0, 0, 200); /* as it is */
    assert_seen(60, 0, 0, 150);
    assert_seen(4, 0, 0, 32); /* eight times and no more */
    assert_seen(0, 0, 0, 0);
    assert_seen(60, 250, 5, 150); /* a few lamps make no light room */
    assert_seen(60, 250, 12, 60);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_small_box_lies_whole_in_a_tile),
        cmocka_unit_test(odd_shapes_are_covered),
        cmocka_unit_test(tiles_waste_little),
        cmocka_unit_test(hot_places_are_covered_with_surroundings),
        cmocka_unit_test(cold_photos_cost_nothing_and_few_spots_little),
        cmocka_unit_test(bars_that_no_line_parts_cost_little_more_than_each),
        cmocka_unit_test(what_changes_far_away_moves_no_tile),
        cmocka_unit_test(strange_masks_are_covered_in_time),
        cmocka_unit_test(halving_and_enlarging_keep_places),
        cmocka_unit_test(dark_tiles_are_shown_in_more_light),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
