/* From a region to the cells that are destroyed: nothing of a face or a line may lie outside them, whichever way round
 * the photo is stored. */
#include "base/image.h"
#include "redaction/redaction.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct grid grid_of(int width, int height, int cell_width, int cell_height) {
    return (struct grid){width,
                         height,
                         cell_width,
                         cell_height,
                         (width + cell_width - 1) / cell_width,
                         (height + cell_height - 1) / cell_height};
}

static struct sladd_region region_of(enum sladd_kind kind, double x, double y, double width, double height) {
    return (struct sladd_region){.kind = kind, .box = {x, y, width, height}};
}

struct marked {
    struct cell_mask mask;
    struct cell_rect rect;
    struct shape shape;
};

static struct marked mark(const struct sladd_region *region, const struct grid *grid, int orientation) {
    struct marked marked;
    assert_int_equal(cell_mask_init(&marked.mask, grid, NULL), SLADD_OK);
    marked.shape = shape_of_region(region, grid, orientation);
    shape_mark(&marked.shape, grid, &marked.mask, &marked.rect);
    return marked;
}

static int count_cells(const struct cell_mask *mask) {
    int count = 0;
    for (int i = 0; i < mask->cols * mask->rows; i++)
        count += mask->cells[i];
    return count;
}

static bool is_marked(const struct marked *marked, const struct grid *grid, int x, int y) {
    return marked->mask.cells[y / grid->cell_height * grid->cols + x / grid->cell_width] != 0;
}

/* Exactly the marked cells' bounds, so that a caller who looks only at the rectangle misses none. */
static void check_rect(const struct marked *marked) {
    int left = 1 << 20, top = 1 << 20, right = -1, bottom = -1;
    for (int row = 0; row < marked->mask.rows; row++)
        for (int col = 0; col < marked->mask.cols; col++)
            if (marked->mask.cells[row * marked->mask.cols + col]) {
                left = col < left ? col : left;
                right = col > right ? col : right;
                top = row < top ? row : top;
                bottom = row > bottom ? row : bottom;
            }
    assert_int_equal(marked->rect.col, left);
    assert_int_equal(marked->rect.row, top);
    assert_int_equal(marked->rect.cols, right - left + 1);
    assert_int_equal(marked->rect.rows, bottom - top + 1);
}

/* Every pixel of the whole head (an ellipse in the grown box) and of the face box is in a marked cell. */
static void test_head_contains_face(void **state) {
    (void)state;
    static const double boxes[][4] = {
        {200, 150, 16, 21}, {203.3, 151.7, 60.5, 57.4}, {190, 100, 120, 170}, {230, 160, 9, 30}, {210, 170, 40, 12}};
    struct grid grid = grid_of(500, 400, 8, 8);
    for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++) {
        const double *b = boxes[i];
        struct sladd_region region = region_of(SLADD_FACE, b[0], b[1], b[2], b[3]);
        struct marked marked = mark(&region, &grid, 1);
        double cx = b[0] + b[2] / 2, cy = b[1] + 0.35 * b[3], rx = 0.95 * b[2], ry = 0.95 * b[3];
        for (int y = 0; y < grid.height; y++)
            for (int x = 0; x < grid.width; x++) {
                double u = (x + 0.5 - cx) / rx, v = (y + 0.5 - cy) / ry;
                bool face = x + 1 > b[0] && x < b[0] + b[2] && y + 1 > b[1] && y < b[1] + b[3];
                if (face || u * u + v * v < 1)
                    assert_true(is_marked(&marked, &grid, x, y));
                /* and nothing far from it is lost */
                if (fabs(u) > 1 + 9 / rx || fabs(v) > 1 + 9 / ry)
                    assert_false(is_marked(&marked, &grid, x, y));
            }
        check_rect(&marked);
        cell_mask_clear(&marked.mask);
    }
}

/* A box an eighth of its side off the face, as detectors draw them, still has the whole face inside the shape itself
 * (cells of one pixel show the shape without its rounding to cells). */
static void test_head_forgives_a_shifted_box(void **state) {
    (void)state;
    struct grid grid = grid_of(300, 300, 1, 1);
    for (int dy = -1; dy <= 1; dy++)
        for (int dx = -1; dx <= 1; dx++) {
            struct sladd_region region = region_of(SLADD_FACE, 110 + 10 * dx, 110 + 10 * dy, 80, 80);
            struct marked marked = mark(&region, &grid, 1);
            for (int y = 110; y < 190; y++)
                for (int x = 110; x < 190; x++)
                    assert_true(is_marked(&marked, &grid, x, y));
            cell_mask_clear(&marked.mask);
        }
}

static double half_width(struct sladd_region face) {
    struct grid grid = grid_of(300, 300, 1, 1);
    return shape_of_region(&face, &grid, 1).axis[0].x;
}

/* What is more probably no head takes less around it, and still all of the box and five pixels more; nobody whom
 * somebody names, and nothing that a person drew, is covered by less than a whole head. */
static void test_improbable_heads_are_close(void **state) {
    (void)state;
    struct sladd_region face = region_of(SLADD_FACE, 110, 110, 80, 80);
    const double whole = half_width(face);
    assert_true(whole > 0.95 * 80 - 1e-9);
    face.score = 0.49;
    assert_true(half_width(face) == whole); /* not detected: its score means nothing */
    face.detected = true;
    assert_true(half_width(face) < 0.85 * whole);
    struct grid grid = grid_of(300, 300, 1, 1);
    struct marked marked = mark(&face, &grid, 1);
    for (int y = 110; y < 190; y++)
        for (int x = 110; x < 190; x++)
            assert_true(is_marked(&marked, &grid, x, y));
    cell_mask_clear(&marked.mask);
    for (int side = 4; side <= 300; side++) {
        const struct sladd_region small = {
            .kind = SLADD_FACE, .box = {0, 0, side, side}, .detected = true, .score = 0.01};
        assert_true(half_width(small) >= fmin(0.95 * side, 0.5 * side + 5) - 1e-9);
    }
    struct sladd_region sure = face, named = face, tagged = face;
    sure.score = 0.5;
    named.person = tagged.tag = 1;
    assert_true(half_width(sure) == whole && half_width(named) == whole && half_width(tagged) == whole);
}

/* An upright photo with one painted rectangle, stored in each of the eight ways: the marked cells must be exactly those
 * that hold painted pixels, and turning them upright with sladd_image_upright gives the box back. */
static void test_orientations(void **state) {
    (void)state;
    enum { WIDTH = 96, HEIGHT = 64, CELL = 8 };
    for (int orientation = 1; orientation <= 8; orientation++) {
        bool swap = sladd_orientation_swaps(orientation) != 0;
        struct grid grid = grid_of(swap ? HEIGHT : WIDTH, swap ? WIDTH : HEIGHT, CELL, CELL);
        struct sladd_region region = region_of(SLADD_MANUAL, 16, 8, 40, 24);
        struct marked marked = mark(&region, &grid, orientation);
        struct sladd_image image;
        assert_int_equal(sladd_image_init(&image, grid.width, grid.height, NULL), SLADD_OK);
        for (int y = 0; y < image.height; y++)
            for (int x = 0; x < image.width; x++)
                image.data[(size_t)y * image.stride + 3 * (size_t)x] = is_marked(&marked, &grid, x, y) ? 255 : 0;
        assert_int_equal(sladd_image_upright(&image, orientation, NULL), SLADD_OK);
        assert_int_equal(image.width, WIDTH);
        for (int y = 0; y < HEIGHT; y++)
            for (int x = 0; x < WIDTH; x++) {
                bool inside = x >= 16 && x < 56 && y >= 8 && y < 32;
                assert_int_equal(image.data[(size_t)y * image.stride + 3 * (size_t)x], inside ? 255 : 0);
            }
        struct sladd_box back = cells_upright(marked.rect, &grid, orientation);
        assert_float_equal(back.x, 16, 1e-9);
        assert_float_equal(back.y, 8, 1e-9);
        assert_float_equal(back.width, 40, 1e-9);
        assert_float_equal(back.height, 24, 1e-9);
        sladd_image_clear(&image);
        cell_mask_clear(&marked.mask);
    }
}

/* A head's axes turn with the photo: what is up in the upright photo stays the second axis. */
static void test_head_orientations(void **state) {
    (void)state;
    for (int orientation = 1; orientation <= 8; orientation++) {
        bool swap = sladd_orientation_swaps(orientation) != 0;
        struct grid grid = grid_of(swap ? 99 : 150, swap ? 150 : 99, 1, 1);
        struct sladd_region region = region_of(SLADD_FACE, 60, 40, 20, 30);
        struct marked marked = mark(&region, &grid, orientation);
        struct sladd_box back = cells_upright(marked.rect, &grid, orientation);
        assert_float_equal(back.x, 60 - 9, 1);
        assert_float_equal(back.y, 40 - 18, 1);
        assert_float_equal(back.width, 38, 2);
        assert_float_equal(back.height, 57, 2);
        assert_float_equal(hypot(marked.shape.axis[0].x, marked.shape.axis[0].y), 19, 1e-9);
        assert_float_equal(hypot(marked.shape.axis[1].x, marked.shape.axis[1].y), 28.5, 1e-9);
        cell_mask_clear(&marked.mask);
    }
}

static void test_partial_cells_upright(void **state) {
    (void)state;
    struct grid grid = grid_of(100, 50, 16, 16); /* the last cells reach beyond the edge */
    struct sladd_box box = cells_upright((struct cell_rect){5, 2, 2, 2}, &grid, 1);
    assert_float_equal(box.x, 80, 0);
    assert_float_equal(box.width, 20, 0);
    assert_float_equal(box.height, 18, 0);
    box = cells_upright((struct cell_rect){5, 2, 2, 2}, &grid, 6);
    assert_float_equal(box.x, 0, 0);
    assert_float_equal(box.y, 80, 0);
    assert_float_equal(box.width, 18, 0);
    assert_float_equal(box.height, 20, 0);
}

static void test_manual_is_exact(void **state) {
    (void)state;
    struct grid grid = grid_of(320, 320, 16, 16);
    struct sladd_region region = region_of(SLADD_MANUAL, 32, 48, 32, 16);
    struct marked marked = mark(&region, &grid, 1);
    assert_int_equal(count_cells(&marked.mask), 2);
    cell_mask_clear(&marked.mask);
    region.box = (struct sladd_box){31.9, 48, 32, 16.1}; /* a hair more touches the next cells */
    marked = mark(&region, &grid, 1);
    assert_int_equal(count_cells(&marked.mask), 6);
    check_rect(&marked);
    cell_mask_clear(&marked.mask);
}

/* A turned line grown by a fifth of its height, and cells of the bounding box that it does not touch stay. */
static void test_text_grows(void **state) {
    (void)state;
    struct grid grid = grid_of(400, 400, 1, 1);
    double angle = 0.6, c = cos(angle), s = sin(angle), half_width = 120, half_height = 15;
    struct sladd_region region = {.kind = SLADD_TEXT, .has_quad = true};
    static const double corner[4][2] = {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}};
    for (int i = 0; i < 4; i++) {
        double u = corner[i][0] * half_width, v = corner[i][1] * half_height;
        region.quad[i] = (struct sladd_point){200 + c * u - s * v, 200 + s * u + c * v};
    }
    region.box = sladd_box_of_quad(region.quad);
    struct marked marked = mark(&region, &grid, 1);
    for (int y = 0; y < 400; y++)
        for (int x = 0; x < 400; x++) {
            double dx = x + 0.5 - 200, dy = y + 0.5 - 200, u = fabs(c * dx + s * dy), v = fabs(c * dy - s * dx);
            if (u < half_width + 6 && v < half_height + 6)
                assert_true(is_marked(&marked, &grid, x, y));
            if (u > half_width + 7 || v > half_height + 7)
                assert_false(is_marked(&marked, &grid, x, y));
        }
    cell_mask_clear(&marked.mask);
    region = region_of(SLADD_TEXT, 100, 100, 40, 5); /* small text: two pixels at least */
    marked = mark(&region, &grid, 1);
    assert_int_equal(count_cells(&marked.mask), 44 * 9);
    cell_mask_clear(&marked.mask);
}

/* Quads that no line of text has must still cover all that their corners enclose. */
static void test_odd_quads(void **state) {
    (void)state;
    struct grid grid = grid_of(200, 200, 4, 4);
    static const struct sladd_point quads[][4] = {
        {{50, 50}, {150, 90}, {150, 50}, {50, 90}}, /* crossed */
        {{50, 50}, {150, 50}, {80, 60}, {50, 90}},  /* dented */
        {{50, 90}, {150, 90}, {150, 50}, {50, 50}}, /* the other way round */
    };
    for (size_t i = 0; i < sizeof quads / sizeof *quads; i++) {
        struct sladd_region region = {.kind = SLADD_TEXT, .has_quad = true};
        memcpy(region.quad, quads[i], sizeof region.quad);
        region.box = sladd_box_of_quad(region.quad);
        struct marked marked = mark(&region, &grid, 1);
        for (int y = 50; y < 90; y++)
            for (int x = 50; x < 150; x++)
                assert_true(is_marked(&marked, &grid, x, y));
        cell_mask_clear(&marked.mask);
    }
    struct sladd_region point = {.kind = SLADD_TEXT, .has_quad = true};
    for (int i = 0; i < 4; i++)
        point.quad[i] = (struct sladd_point){101, 101};
    struct marked marked = mark(&point, &grid, 1);
    assert_true(is_marked(&marked, &grid, 101, 101));
    cell_mask_clear(&marked.mask);
}

static void test_at_the_edges(void **state) {
    (void)state;
    struct grid grid = grid_of(100, 75, 16, 16);
    static const enum sladd_kind kinds[] = {SLADD_FACE, SLADD_TEXT, SLADD_MANUAL};
    for (size_t k = 0; k < 3; k++)
        for (int orientation = 1; orientation <= 8; orientation++) {
            bool swap = sladd_orientation_swaps(orientation) != 0;
            int width = swap ? 75 : 100, height = swap ? 100 : 75;
            struct sladd_region tiny = region_of(kinds[k], width - 1, height - 1, 0, 0);
            struct marked marked = mark(&tiny, &grid, orientation);
            assert_true(count_cells(&marked.mask) >= 1);
            struct sladd_box back = cells_upright(marked.rect, &grid, orientation);
            assert_float_equal(back.x + back.width, width, 1e-9);
            assert_float_equal(back.y + back.height, height, 1e-9);
            cell_mask_clear(&marked.mask);
            struct sladd_region all = region_of(kinds[k], 0, 0, width, height);
            marked = mark(&all, &grid, orientation);
            assert_int_equal(count_cells(&marked.mask), grid.cols * grid.rows);
            cell_mask_clear(&marked.mask);
            struct sladd_region partly = region_of(kinds[k], -40, -40, 50, 50);
            marked = mark(&partly, &grid, orientation);
            assert_true(count_cells(&marked.mask) >= 1);
            check_rect(&marked);
            cell_mask_clear(&marked.mask);
            struct sladd_region outside = region_of(kinds[k], -500, 10, 50, 50);
            marked = mark(&outside, &grid, orientation);
            assert_int_equal(count_cells(&marked.mask), 0);
            assert_true(marked.rect.cols == 0 || marked.rect.rows == 0);
            cell_mask_clear(&marked.mask);
        }
}

/* Numbers that are none, or absurd, cost the whole photo rather than nothing. */
static void test_doubt_takes_everything(void **state) {
    (void)state;
    struct grid grid = grid_of(100, 75, 16, 16);
    static const double values[] = {NAN, INFINITY, -INFINITY, 1e300};
    for (size_t i = 0; i < 4; i++) {
        struct sladd_region region = region_of(SLADD_FACE, 10, values[i], 20, 20);
        struct marked marked = mark(&region, &grid, 6);
        assert_int_equal(count_cells(&marked.mask), grid.cols * grid.rows);
        cell_mask_clear(&marked.mask);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_head_contains_face),
        cmocka_unit_test(test_head_forgives_a_shifted_box),
        cmocka_unit_test(test_improbable_heads_are_close),
        cmocka_unit_test(test_orientations),
        cmocka_unit_test(test_head_orientations),
        cmocka_unit_test(test_partial_cells_upright),
        cmocka_unit_test(test_manual_is_exact),
        cmocka_unit_test(test_text_grows),
        cmocka_unit_test(test_odd_quads),
        cmocka_unit_test(test_at_the_edges),
        cmocka_unit_test(test_doubt_takes_everything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
