/* How the fill looks, as far as numbers can say it: no seams, no streaks, somebody is there, a sign keeps its colour.
 */
#include "redaction_scene.h"

static float slope(int plane, double x, double y) {
    return (float)(plane == 0 ? 60 + x / 4 + y / 8 : 120 + x / 40);
}

static float black(int plane, double x, double y) {
    (void)x, (void)y;
    return plane == 0 ? 0 : 128;
}

static float white(int plane, double x, double y) {
    (void)x, (void)y;
    return plane == 0 ? 255 : 128;
}

static float coats(int plane, double x, double y) {
    (void)x, (void)y;
    return plane == 0 ? 60 : 128;
}

static float middle(int plane, double x, double y) {
    (void)x, (void)y, (void)plane;
    return 128;
}

static float full(int plane, double x, double y) {
    (void)x, (void)y, (void)plane;
    return 255;
}

/* Beside the steps between neighbours over the whole picture, the one across the rim does not stand out. */
static void test_no_seam(void **state) {
    (void)state;
    static const struct {
        painter paint;
        float step; /* steepest in the surroundings */
    } scenes[] = {{slope, 0.25f}, {white, 0}, {black, 0}};
    for (size_t s = 0; s < 3; s++) {
        struct scene scene = scene_of(640, 480, 16, COLOUR_YCC);
        add(&scene, SLADD_FACE, 230, 150, 120, 150);
        add(&scene, SLADD_TEXT, 20, 430, 300, 20);
        struct window window = cut_all(&scene, scenes[s].paint);
        fill(&scene, &window, SLADD_BLUR, 3);
        const struct plane *plane = &window.planes[0];
        float worst = 0;
        for (int y = 0; y + 1 < 480; y++)
            for (int x = 0; x + 1 < 640; x++) {
                bool here = is_masked(&scene, &window, plane, x, y);
                const float *p = plane->samples + y * plane->width + x;
                if (here != is_masked(&scene, &window, plane, x + 1, y))
                    worst = fmaxf(worst, fabsf(p[1] - p[0]));
                if (here != is_masked(&scene, &window, plane, x, y + 1))
                    worst = fmaxf(worst, fabsf(p[plane->width] - p[0]));
            }
        assert_true(worst <= scenes[s].step + 0.75f);
        window_clear(&window);
        cell_mask_clear(&scene.mask);
    }
}

/* A wall above, a dark coat below. */
static float wall_and_coat(int plane, double x, double y) {
    (void)x;
    return plane != 0 ? 128 : y < 300 ? 240 : 20;
}

/* Away from the coat the rim on the wall stays the wall's colour, although the coat darkens what is below. */
static void test_wall_stays_clean(void **state) {
    (void)state;
    struct scene scene = scene_of(640, 480, 16, COLOUR_YCC);
    add(&scene, SLADD_FACE, 250, 150, 120, 150);
    struct window window = cut_all(&scene, wall_and_coat);
    fill(&scene, &window, SLADD_BLUR, 3);
    const struct plane *plane = &window.planes[0];
    for (int y = 1; y < 240; y++)
        for (int x = 1; x + 1 < 640; x++) {
            const float *p = plane->samples + y * plane->width + x;
            bool rim = is_masked(&scene, &window, plane, x, y) !=
                       (is_masked(&scene, &window, plane, x - 1, y) & is_masked(&scene, &window, plane, x + 1, y) &
                        is_masked(&scene, &window, plane, x, y - 1));
            if (rim)
                assert_true(*p > 236 && *p <= 243);
        }
    window_clear(&window);
    cell_mask_clear(&scene.mask);
}

/* A banner up to x = 300 before the sky. */
static float banner(int plane, double x, double y) {
    static const float cloth[] = {110, 165, 80}, sky[] = {215, 130, 126};
    (void)y;
    return x < 300 ? cloth[plane] : sky[plane];
}

/* What was taken for text beside a banner becomes sky, also where it touches it, or what was there: neither the
 * banner's colour elsewhere nor a flare of it at the sky's brightness. What lies half before the one and half before
 * the other keeps both. */
static void test_sky_stays_clean(void **state) {
    (void)state;
    static const struct {
        double left;
        bool both;
    } places[] = {{270, false}, {295, false}, {170, true}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct scene scene = scene_of(640, 480, 16, COLOUR_YCC);
        add(&scene, SLADD_TEXT, places[i].left, 200, 260, 40);
        struct window window = cut_all(&scene, banner);
        fill(&scene, &window, SLADD_BLUR, 3);
        bool cloth = false, clear = false;
        for (int p = 0; p < 3; p++) {
            const struct plane *plane = &window.planes[p];
            const double across = 640.0 / plane->width, down = 480.0 / plane->height;
            for (int y = 0; y < plane->height; y++)
                for (int x = 0; x < plane->width; x++) {
                    if (!is_masked(&scene, &window, plane, x, y))
                        continue;
                    const float off = fabsf(plane->samples[y * plane->width + x] - banner(p, 400, y * down));
                    const float lost = fabsf(plane->samples[y * plane->width + x] - banner(p, x * across, y * down));
                    assert_true(places[i].both || fminf(off, lost) <= 3);
                    cloth = cloth || (p == 1 && x * across < 200 && off > 25);
                    clear = clear || (p == 1 && x * across > 400 && off < 5);
                }
        }
        assert_true(clear && cloth == places[i].both);
        window_clear(&window);
        cell_mask_clear(&scene.mask);
    }
}

static float head_mean(const struct window *window, int x0, int y0) {
    double sum = 0;
    for (int y = y0 - 8; y < y0 + 8; y++)
        for (int x = x0 - 8; x < x0 + 8; x++)
            sum += (double)window->planes[0].samples[y * window->planes[0].width + x];
    return (float)(sum / 256);
}

/* Neither a lamp in a dark room nor a hole in the snow, but somebody: not quite the surroundings either. */
static void test_head_is_there(void **state) {
    (void)state;
    struct scene scene = scene_of(320, 320, 16, COLOUR_YCC);
    add(&scene, SLADD_FACE, 130, 120, 60, 75);
    struct window dark = cut_all(&scene, black), bright = cut_all(&scene, white), grey = cut_all(&scene, middle);
    fill(&scene, &grey, SLADD_BLUR, 3);
    fill(&scene, &dark, SLADD_BLUR, 3);
    fill(&scene, &bright, SLADD_BLUR, 3);
    assert_true(head_mean(&dark, 160, 165) > 4 && head_mean(&dark, 160, 165) < 24);
    assert_true(head_mean(&bright, 160, 165) > 180 && head_mean(&bright, 160, 165) < 230);
    /* on a wall as grey as the tone: like a ball in soft light, a little darker than the wall, most so at the sides */
    assert_true(head_mean(&grey, 160, 165) < 127 && head_mean(&grey, 160, 165) > 110);
    assert_true(head_mean(&grey, 130, 165) < head_mean(&grey, 160, 165));
    assert_true(head_mean(&grey, 190, 165) < head_mean(&grey, 160, 165));
    window_clear(&grey);
    window_clear(&dark);
    window_clear(&bright);
    cell_mask_clear(&scene.mask);
}

/* In dark clothes, side by side: one cloud would look like an accident. */
static void test_heads_of_a_crowd_stay_apart(void **state) {
    (void)state;
    struct scene scene = scene_of(480, 320, 16, COLOUR_YCC);
    for (int i = 0; i < 3; i++)
        add(&scene, SLADD_FACE, 110 + i * 100, 120, 60, 75);
    struct window window = cut_all(&scene, coats);
    fill(&scene, &window, SLADD_BLUR, 3);
    for (int x = 140; x <= 340; x += 100) {
        assert_true(head_mean(&window, x, 165) > head_mean(&window, x < 340 ? x + 50 : x - 50, 165) + 8);
        assert_true(head_mean(&window, x, 165) < 60 + 24);
    }
    window_clear(&window);
    cell_mask_clear(&scene.mask);
}

/* A grey room, and a yellow cone that reaches the rim at one place. */
static float cone(int plane, double x, double y) {
    bool yellow = x > 150 && x < 186 && y > 200;
    return plane == 0 ? (yellow ? 170 : 120) : plane == 1 && yellow ? 30 : 128;
}

static float cone_of_light(int plane, double x, double y) {
    const float luma = cone(0, x, y), blue = cone(1, x, y) - 128;
    return plane == 0 ? luma : plane == 1 ? luma - 0.344f * blue : luma + 1.772f * blue;
}

/* A colour that few places of the rim have stays near them. */
static void check_no_flare(enum colour_model model, painter paint) {
    struct scene scene = scene_of(320, 320, 16, model);
    add(&scene, SLADD_FACE, 130, 110, 72, 90);
    struct window window = cut_all(&scene, paint);
    fill(&scene, &window, SLADD_BLUR, 3);
    const struct plane *blue = &window.planes[model == COLOUR_RGB ? 2 : 1], *red = &window.planes[0];
    int coloured = 0, filled = 0;
    for (int y = 0; y < blue->height; y++)
        for (int x = 0; x < blue->width; x++) {
            if (!is_masked(&scene, &window, blue, x, y))
                continue;
            const int at = y * blue->width + x;
            filled++;
            coloured += model == COLOUR_RGB ? fabsf(red->samples[at] - blue->samples[at]) > 30
                                            : fabsf(blue->samples[at] - 128) > 12;
        }
    assert_true(coloured * 20 < filled);
    window_clear(&window);
    cell_mask_clear(&scene.mask);
}

static void test_no_flare(void **state) {
    (void)state;
    check_no_flare(COLOUR_YCC, cone);
    check_no_flare(COLOUR_RGB, cone_of_light);
}

/* A small detection on a large head leaves no spot on it. */
static void test_no_speck_on_a_head(void **state) {
    (void)state;
    struct scene plain = scene_of(320, 320, 16, COLOUR_YCC), speck = scene_of(320, 320, 16, COLOUR_YCC);
    add(&plain, SLADD_FACE, 110, 110, 90, 110);
    add(&speck, SLADD_FACE, 160, 150, 12, 15);
    add(&speck, SLADD_FACE, 110, 110, 90, 110);
    struct window a = cut_all(&plain, slope), b = cut_all(&speck, slope);
    fill(&plain, &a, SLADD_BLUR, 3);
    fill(&speck, &b, SLADD_BLUR, 3);
    check_same_fill(&plain, &a, &b);
    window_clear(&a);
    window_clear(&b);
    cell_mask_clear(&plain.mask);
    cell_mask_clear(&speck.mask);
}

/* A narrow board, dark beyond it, letters on it that nobody may see again. */
static float board(int plane, double x, double y) {
    (void)x;
    return plane != 0 ? 128 : fabs(y - 104) < 20 ? 200 : 30;
}

static void test_board_colour_returns(void **state) {
    (void)state;
    struct scene scene = scene_of(400, 208, 8, COLOUR_YCC);
    add(&scene, SLADD_TEXT, 100, 99, 200, 10); /* two cells high, a margin of twelve pixels to the dark */
    struct window window = cut_all(&scene, board);
    spoil(&scene, &window, NOISE);
    fill(&scene, &window, SLADD_BLUR, 3);
    for (int y = 96; y < 112; y++)
        for (int x = 100; x < 300; x++)
            assert_true(fabsf(window.planes[0].samples[y * window.planes[0].width + x] - 200) < 12);
    window_clear(&window);
    cell_mask_clear(&scene.mask);
}

/* Descenders that reach out of the destroyed cells. */
static float stems(int plane, double x, double y) {
    return plane != 0 ? 128 : fabs(y - 104) < 24 && fmod(x, 24) < 5 ? 20 : 200;
}

static void test_strokes_at_the_rim_fade(void **state) {
    (void)state;
    struct scene scene = scene_of(400, 208, 8, COLOUR_YCC);
    add(&scene, SLADD_TEXT, 100, 94, 200, 20);
    struct window window = cut_all(&scene, stems);
    fill(&scene, &window, SLADD_BLUR, 3);
    for (int y = 102; y < 106; y++)
        for (int x = 110; x < 290; x++)
            assert_true(window.planes[0].samples[y * window.planes[0].width + x] > 190);
    window_clear(&window);
    cell_mask_clear(&scene.mask);
}

static void test_solid_is_flat(void **state) {
    (void)state;
    struct scene scene = scene_of(320, 160, 16, COLOUR_YCC);
    add(&scene, SLADD_FACE, 30, 60, 30, 40);
    add(&scene, SLADD_TEXT, 200, 70, 70, 16);
    struct window window = cut_all(&scene, board);
    fill(&scene, &window, SLADD_SOLID, 3);
    for (int i = 0; i < 3; i++) {
        const struct plane *plane = &window.planes[i];
        float left = -1, right = -1;
        for (int y = 0; y < plane->height; y++)
            for (int x = 0; x < plane->width; x++) {
                float *value = x < plane->width / 2 ? &left : &right;
                float sample = plane->samples[y * plane->width + x];
                if (!is_masked(&scene, &window, plane, x, y))
                    continue;
                assert_true(*value < 0 || *value == sample);
                *value = sample;
            }
        assert_true(left >= 0 && right >= 0);
    }
    window_clear(&window);
    cell_mask_clear(&scene.mask);
}

/* Of two heads the larger one stands in front, whichever came first. */
static void test_solid_larger_in_front(void **state) {
    (void)state;
    for (int order = 0; order < 2; order++) {
        struct scene scene = scene_of(320, 320, 16, COLOUR_YCC);
        for (int i = 0; i < 2; i++)
            if (i == order)
                add(&scene, SLADD_FACE, 100, 100, 80, 100);
            else
                add(&scene, SLADD_FACE, 190, 150, 12, 15);
        struct window window = cut_all(&scene, slope);
        fill(&scene, &window, SLADD_SOLID, 3);
        const float *samples = window.planes[0].samples;
        assert_true(samples[157 * 320 + 196] == samples[150 * 320 + 140]);
        window_clear(&window);
        cell_mask_clear(&scene.mask);
    }
}

static void check_few_tiles(enum sladd_style style) {
    struct scene scene = scene_of(320, 320, 16, COLOUR_GREY);
    add(&scene, SLADD_FACE, 120, 120, 60, 70);
    struct window window = cut_all(&scene, busy);
    fill(&scene, &window, style, 3);
    const struct plane *plane = &window.planes[0];
    int changes = 0, samples = 0;
    for (int x = 1; x < plane->width; x++)
        if (is_masked(&scene, &window, plane, x, 150) && is_masked(&scene, &window, plane, x - 1, 150)) {
            changes += plane->samples[150 * plane->width + x] != plane->samples[150 * plane->width + x - 1];
            samples++;
        }
    assert_true(samples > 100);
    assert_in_range(changes, 3, 7);
    window_clear(&window);
    cell_mask_clear(&scene.mask);
}

static void test_tiles_are_few(void **state) {
    static const enum sladd_style styles[] = {SLADD_PIXEL, SLADD_MOSAIC};
    (void)state;
    for (size_t i = 0; i < 2; i++)
        check_few_tiles(styles[i]);
}

/* Grain belongs to the place in the picture: another window around the same head has the same grain. The noise itself
 * is measured in both, so both windows see the same surroundings but for a flat far corner. */
static void test_grain_ignores_the_window(void **state) {
    (void)state;
    struct scene scene = scene_of(400, 400, 8, COLOUR_GREY);
    add(&scene, SLADD_MANUAL, 160, 160, 80, 80);
    struct window wide = cut_all(&scene, busy), narrow = cut(&scene, (struct cell_rect){13, 11, 24, 26}, busy);
    fill(&scene, &wide, SLADD_BLUR, 77);
    fill(&scene, &narrow, SLADD_BLUR, 77);
    double a = 0, b = 0, ab = 0;
    for (int y = 170; y < 230; y++)
        for (int x = 170; x < 230; x++) {
            const float *p = wide.planes[0].samples + y * wide.planes[0].width + x;
            const float *q = narrow.planes[0].samples + (y - 88) * narrow.planes[0].width + (x - 104);
            double u = (double)(p[0] - (p[-1] + p[1]) / 2), v = (double)(q[0] - (q[-1] + q[1]) / 2);
            a += u * u;
            b += v * v;
            ab += u * v;
        }
    assert_true(a > 3600 * 0.25); /* there is grain */
    assert_true(ab / sqrt(a * b) > 0.99);
    window_clear(&wide);
    window_clear(&narrow);
    cell_mask_clear(&scene.mask);
}

/* The same grey wall in every colour model gives a head of about the same brightness, also as ink. */
static void test_ink_is_not_inverted(void **state) {
    (void)state;
    struct scene scene = scene_of(320, 320, 16, COLOUR_CMYK);
    add(&scene, SLADD_FACE, 130, 120, 60, 75);
    struct window paper = cut_all(&scene, full); /* no ink anywhere */
    fill(&scene, &paper, SLADD_BLUR, 1);
    float cyan = paper.planes[0].samples[165 * 320 + 160], key = paper.planes[3].samples[165 * 320 + 160];
    assert_true(cyan * key / 255 > 180 && cyan * key / 255 < 235);
    window_clear(&paper);
    cell_mask_clear(&scene.mask);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_seam),
        cmocka_unit_test(test_wall_stays_clean),
        cmocka_unit_test(test_sky_stays_clean),
        cmocka_unit_test(test_head_is_there),
        cmocka_unit_test(test_heads_of_a_crowd_stay_apart),
        cmocka_unit_test(test_no_flare),
        cmocka_unit_test(test_no_speck_on_a_head),
        cmocka_unit_test(test_board_colour_returns),
        cmocka_unit_test(test_strokes_at_the_rim_fade),
        cmocka_unit_test(test_solid_is_flat),
        cmocka_unit_test(test_solid_larger_in_front),
        cmocka_unit_test(test_tiles_are_few),
        cmocka_unit_test(test_grain_ignores_the_window),
        cmocka_unit_test(test_ink_is_not_inverted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
