/* What takes the place of destroyed cells is a function of the known surroundings, the geometry and the seed alone, and
 * nothing outside the mask changes. */
#include "redaction_scene.h"

static float slope(int plane, double x, double y) {
    return (float)(plane == 0 ? 60 + x / 4 + y / 8 : 120 + x / 40);
}

static void test_non_interference(void **state) {
    (void)state;
    static const enum colour_model models[] = {COLOUR_GREY, COLOUR_YCC, COLOUR_RGB, COLOUR_CMYK, COLOUR_YCCK};
    for (size_t m = 0; m < 5; m++)
        for (int alpha = 0; alpha < 2; alpha++)
            for (int style = SLADD_BLUR; style <= SLADD_SOLID; style++) {
                struct scene scene = scene_of(235, 187, m % 2 == 1 ? 16 : 8, models[m]);
                scene.has_alpha = alpha == 1;
                add(&scene, SLADD_FACE, 60, 50, 40, 52);
                add(&scene, SLADD_FACE, 110, 60, 35, 45);
                add(&scene, SLADD_TEXT, 20, 140, 90, 14);
                add(&scene, SLADD_MANUAL, 210, 160, 40, 40);
                struct window first = cut_all(&scene, busy);
                spoil(&scene, &first, NOT_A_NUMBER);
                fill(&scene, &first, (enum sladd_style)style, 5);
                for (int content = NOISE; content <= WHITE; content++) {
                    struct window other = cut_all(&scene, busy);
                    spoil(&scene, &other, (enum content)content);
                    fill(&scene, &other, (enum sladd_style)style, 5);
                    check_same_fill(&scene, &first, &other);
                    window_clear(&other);
                }
                window_clear(&first);
                cell_mask_clear(&scene.mask);
            }
}

/* The fill does follow its surroundings and its seed; otherwise the test above would prove nothing. */
static void test_depends_on_what_it_may(void **state) {
    (void)state;
    struct scene scene = scene_of(160, 160, 16, COLOUR_YCC);
    add(&scene, SLADD_FACE, 60, 60, 30, 40);
    struct window a = cut_all(&scene, busy), b = cut_all(&scene, busy), c = cut_all(&scene, slope);
    fill(&scene, &a, SLADD_BLUR, 1);
    fill(&scene, &b, SLADD_BLUR, 2);
    fill(&scene, &c, SLADD_BLUR, 1);
    size_t centre = 80 * 160 + 75;
    assert_true(a.planes[0].samples[centre] != b.planes[0].samples[centre]);
    assert_true(fabsf(a.planes[0].samples[centre] - c.planes[0].samples[centre]) > 2);
    window_clear(&a);
    window_clear(&b);
    window_clear(&c);
    cell_mask_clear(&scene.mask);
}

static void test_nothing_outside_changes(void **state) {
    (void)state;
    for (int style = SLADD_BLUR; style <= SLADD_MOSAIC; style++) {
        struct scene scene = scene_of(235, 187, 16, COLOUR_YCC);
        scene.has_alpha = style != SLADD_SOLID;
        add(&scene, SLADD_FACE, 60, 50, 40, 52);
        add(&scene, SLADD_TEXT, 150, 140, 90, 14);
        struct window before = cut_all(&scene, busy), after = cut_all(&scene, busy);
        fill(&scene, &after, (enum sladd_style)style, 9);
        size_t changed = 0;
        for (int i = 0; i < before.count; i++)
            for (int y = 0; y < before.planes[i].height; y++)
                for (int x = 0; x < before.planes[i].width; x++) {
                    int at = y * before.planes[i].width + x;
                    bool same = memcmp(&before.planes[i].samples[at], &after.planes[i].samples[at], 4) == 0;
                    if (!is_masked(&scene, &before, &before.planes[i], x, y))
                        assert_true(same);
                    else
                        changed += !same;
                }
        assert_true(changed > 10000);
        window_clear(&before);
        window_clear(&after);
        cell_mask_clear(&scene.mask);
    }
}

static void test_extremes(void **state) {
    (void)state;
    static const struct { int width, height, cell; } sizes[] = {{1, 1, 8}, {7, 300, 8}, {33, 17, 16}, {300, 5, 16}};
    static const enum colour_model models[] = {COLOUR_GREY, COLOUR_YCC, COLOUR_RGB, COLOUR_CMYK, COLOUR_YCCK};
    for (size_t i = 0; i < 4; i++)
        for (size_t m = 0; m < 5; m++)
            for (int style = SLADD_BLUR; style <= SLADD_MOSAIC; style++) {
                struct scene scene = scene_of(sizes[i].width, sizes[i].height, sizes[i].cell, models[m]);
                add(&scene, SLADD_FACE, 0, 0, sizes[i].width, sizes[i].height); /* nothing is known */
                add(&scene, SLADD_TEXT, 0, 0, 1, 1);
                struct window a = cut_all(&scene, busy);
                if (style != SLADD_MOSAIC)
                    spoil(&scene, &a, NOT_A_NUMBER);
                fill(&scene, &a, (enum sladd_style)style, 1);
                check_same_fill(&scene, &a, &a);
                window_clear(&a);
                cell_mask_clear(&scene.mask);
            }
    struct scene halved =
        scene_of(160, 160, 16, COLOUR_RGB); /* green and blue with fewer samples, as a JPEG may have */
    halved.subsampling = 2;
    add(&halved, SLADD_FACE, 60, 60, 30, 40);
    struct window coarse = cut_all(&halved, busy);
    fill(&halved, &coarse, SLADD_BLUR, 1);
    check_same_fill(&halved, &coarse, &coarse);
    window_clear(&coarse);
    cell_mask_clear(&halved.mask);
    struct scene scene = scene_of(64, 64, 8, COLOUR_RGB);
    struct window window = cut_all(&scene, busy); /* no shape, no mask */
    fill(&scene, &window, SLADD_BLUR, 1);
    window.model = COLOUR_CMYK;
    assert_int_equal(fill_window(&window, &(struct cover){.mask = &scene.mask}, NULL, 0, SLADD_BLUR, 1, NULL),
                     SLADD_UNSUPPORTED);
    window_clear(&window);
    cell_mask_clear(&scene.mask);
}

/* Colour under a transparent alpha is hidden content: it may not colour the fill; what is filled is opaque. */
static float transparent_trap(int plane, double x, double y) {
    (void)y;
    return plane == 3 ? (x < 100 ? 255 : 0) : (x < 100 ? 90 : 255);
}

static void test_alpha(void **state) {
    (void)state;
    struct scene scene = scene_of(200, 200, 8, COLOUR_RGB);
    scene.has_alpha = true;
    add(&scene, SLADD_MANUAL, 60, 60, 80, 80);
    struct window window = cut_all(&scene, transparent_trap);
    fill(&scene, &window, SLADD_BLUR, 1);
    for (int y = 64; y < 136; y++)
        for (int x = 64; x < 136; x++) {
            assert_float_equal(window.planes[3].samples[y * window.planes[3].width + x], 255, 0);
            assert_float_equal(window.planes[0].samples[y * window.planes[0].width + x], 90, 2);
        }
    window_clear(&window);
    cell_mask_clear(&scene.mask);
}

/* Cut out: a head on nothing, above shoulders. */
static float cut_out(int plane, double x, double y) {
    if (plane == 3)
        return y > 150 || fabs(x - 100) < 30 ? 255 : 0;
    return 60 + 30 * (float)plane;
}

/* The row's first pixel from the left that is at least half opaque, a part of the pixel after it taken in. */
static double edge_of(const struct plane *alpha, int y) {
    int x = 0;
    while (x < alpha->width && alpha->samples[y * alpha->width + x] < 127.5F)
        x++;
    return x == 0 ? 0
                  : x + 1 -
                        (double)(alpha->samples[y * alpha->width + x] + alpha->samples[y * alpha->width + x - 1]) / 255;
}

/* Against nothing a head ends in its own smooth line, not in that of its cells: from one row to the next its edge moves
 * and bends by little. All of the shape is opaque; where all around it is, its cells are, too. */
static void test_alpha_ends_smoothly(void **state) {
    (void)state;
    for (int style = SLADD_BLUR; style <= SLADD_SOLID; style += SLADD_SOLID - SLADD_BLUR) {
        struct scene scene = scene_of(200, 200, 8, COLOUR_RGB);
        scene.has_alpha = true;
        add(&scene, SLADD_FACE, 75, 60, 50, 62);
        struct window window = cut_all(&scene, cut_out);
        fill(&scene, &window, (enum sladd_style)style, 1);
        const struct plane *alpha = &window.planes[3];
        for (int y = 45; y < 120; y++) {
            double bend = edge_of(alpha, y - 1) - 2 * edge_of(alpha, y) + edge_of(alpha, y + 1);
            assert_float_equal(bend, 0, 0.75);
        }
        for (int y = 0; y < 200; y++)
            for (int x = 0; x < 200; x++)
                if (shape_distance(&scene.shapes[0], x + 0.5, y + 0.5) < 0.95)
                    assert_float_equal(alpha->samples[y * alpha->width + x], 255, 0);
        window_clear(&window);
        window = cut_all(&scene, busy);
        for (int i = 0; i < alpha->width * alpha->height; i++)
            window.planes[3].samples[i] = 255;
        fill(&scene, &window, (enum sladd_style)style, 1);
        for (int i = 0; i < alpha->width * alpha->height; i++)
            assert_float_equal(window.planes[3].samples[i], 255, 0.001);
        window_clear(&window);
        cell_mask_clear(&scene.mask);
    }
}

/* The colours of a head that is kept go nowhere: not even a number need stand there. */
static void test_aside(void **state) {
    (void)state;
    for (int style = SLADD_BLUR; style <= SLADD_SOLID; style++) {
        struct scene scene = scene_of(200, 200, 8, COLOUR_RGB);
        struct cell_mask aside = {0};
        add(&scene, SLADD_TEXT, 60, 60, 80, 80);
        struct window a = cut_all(&scene, busy), b = cut_all(&scene, busy);
        assert_int_equal(cell_mask_init(&aside, &scene.grid, NULL), SLADD_OK);
        for (int row = 5; row < 12; row++)
            memset(aside.cells + row * aside.cols + 15, 1, 6);
        for (int i = 0; i < b.count; i++)
            for (int y = 5 * 8; y < 12 * 8; y++)
                for (int x = 15 * 8; x < 21 * 8; x++)
                    if (!is_masked(&scene, &b, &b.planes[i], x, y))
                        b.planes[i].samples[y * b.planes[i].width + x] = NAN;
        struct window *windows[] = {&a, &b};
        for (int i = 0; i < 2; i++)
            assert_int_equal(fill_window(windows[i], &(struct cover){&scene.mask, &aside, NULL}, scene.shapes,
                                         scene.count, (enum sladd_style)style, 1, NULL),
                             SLADD_OK);
        check_same_fill(&scene, &a, &b);
        window_clear(&a);
        window_clear(&b);
        cell_mask_clear(&aside);
        cell_mask_clear(&scene.mask);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_non_interference),
        cmocka_unit_test(test_depends_on_what_it_may),
        cmocka_unit_test(test_nothing_outside_changes),
        cmocka_unit_test(test_extremes),
        cmocka_unit_test(test_alpha),
        cmocka_unit_test(test_alpha_ends_smoothly),
        cmocka_unit_test(test_aside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
