/* What a line of text stands on comes back, whatever lies beside the sign. */
#include "redaction_scene.h"

enum { SIGN = 200, WALL = 120, DARK = 30 };

static float colour(enum colour_model model, int plane, int brightness, bool warm) {
    if (model == COLOUR_RGB)
        return warm && plane == 2 ? (float)brightness / 3 : (float)brightness;
    return plane == 0 ? (float)brightness : warm && plane == 1 ? 90 : warm && plane == 2 ? 150 : 128;
}

/* A white sign on a wall of warm wood. */
static float on_wood(enum colour_model model, int plane, double x, double y) {
    const bool sign = x > 60 && x < 420 && y > 60 && y < 160;
    return colour(model, plane, sign ? SIGN : WALL, !sign);
}

/* A low sign between a wall and a blackboard. */
static float between(enum colour_model model, int plane, double x, double y) {
    const bool sign = x > 60 && x < 420 && y > 96 && y < 128;
    return colour(model, plane, sign ? SIGN : y < 112 ? WALL : DARK, sign);
}

/* A frame above a board. */
static float framed(enum colour_model model, int plane, double x, double y) {
    (void)x;
    return colour(model, plane, y < 64 ? WALL : SIGN, false);
}

/* A board that has been wiped further down, where some of it is as dark as its frame. */
static float wiped(enum colour_model model, int plane, double x, double y) {
    return colour(model, plane, y < 64 ? 195 : y < 104 ? 222 : 206 + (int)(x / 16) % 3 * 10, false);
}

/* A worn board in a dark frame, on a wall that is hardly brighter. */
static float on_wall(enum colour_model model, int plane, double x, double y) {
    return colour(model, plane, y < 48 ? 238 : y < 64 ? WALL : 206 + (int)(x / 4) % 3 * 10, false);
}

/* Somebody in dark clothes on a light floor. */
static float somebody(enum colour_model model, int plane, double x, double y) {
    (void)y;
    return colour(model, plane, x > 310 && x < 450 ? DARK : WALL, false);
}

/* A light shirt below a dark shelf with a light book on it. */
static float shelf(enum colour_model model, int plane, double x, double y) {
    return colour(model, plane, y > 128 || (x > 160 && x < 330) ? SIGN : DARK, false);
}

static float wood_ycc(int plane, double x, double y) {
    return on_wood(COLOUR_YCC, plane, x, y);
}
static float wood_rgb(int plane, double x, double y) {
    return on_wood(COLOUR_RGB, plane, x, y);
}
static float between_ycc(int plane, double x, double y) {
    return between(COLOUR_YCC, plane, x, y);
}
static float between_rgb(int plane, double x, double y) {
    return between(COLOUR_RGB, plane, x, y);
}
static float framed_ycc(int plane, double x, double y) {
    return framed(COLOUR_YCC, plane, x, y);
}
static float framed_rgb(int plane, double x, double y) {
    return framed(COLOUR_RGB, plane, x, y);
}

static float wiped_ycc(int plane, double x, double y) {
    return wiped(COLOUR_YCC, plane, x, y);
}
static float wiped_rgb(int plane, double x, double y) {
    return wiped(COLOUR_RGB, plane, x, y);
}
static float on_wall_ycc(int plane, double x, double y) {
    return on_wall(COLOUR_YCC, plane, x, y);
}
static float on_wall_rgb(int plane, double x, double y) {
    return on_wall(COLOUR_RGB, plane, x, y);
}
static float somebody_ycc(int plane, double x, double y) {
    return somebody(COLOUR_YCC, plane, x, y);
}
static float somebody_rgb(int plane, double x, double y) {
    return somebody(COLOUR_RGB, plane, x, y);
}
static float shelf_ycc(int plane, double x, double y) {
    return shelf(COLOUR_YCC, plane, x, y);
}
static float shelf_rgb(int plane, double x, double y) {
    return shelf(COLOUR_RGB, plane, x, y);
}

/* All planes have the sign's samples in a box of the picture. */
static void check_sign(const struct window *window, painter paint, double sign_x, double sign_y, struct sladd_box box) {
    for (int i = 0; i < window->count; i++) {
        const struct plane *plane = &window->planes[i];
        const double scale = (double)window->grid.cell_width / plane->cell_width;
        for (int y = (int)(box.y / scale); y < (box.y + box.height) / scale; y++)
            for (int x = (int)(box.x / scale); x < (box.x + box.width) / scale; x++)
                assert_true(fabsf(plane->samples[y * plane->width + x] - paint(i, sign_x, sign_y)) < 10);
    }
}

/* A head that stands before the sign's lower edge has the wood's colour, the sign has none of it. */
static void test_a_head_below_changes_no_sign(void **state) {
    (void)state;
    static const painter paints[] = {wood_ycc, wood_rgb};
    for (int i = 0; i < 2; i++) {
        struct scene scene = scene_of(480, 320, 16, i == 0 ? COLOUR_YCC : COLOUR_RGB);
        add(&scene, SLADD_TEXT, 120, 90, 240, 40);
        add(&scene, SLADD_FACE, 150, 150, 60, 80);
        struct window window = cut_all(&scene, paints[i]);
        spoil(&scene, &window, NOT_A_NUMBER);
        fill(&scene, &window, SLADD_BLUR, 3);
        check_sign(&window, paints[i], 100, 100, (struct sladd_box){230, 96, 128, 32});
        window_clear(&window);
        cell_mask_clear(&scene.mask);
    }
}

/* A line that fills its sign up and down, so that only its ends show it, or one of them where the picture ends. */
static void test_the_ends_show_the_sign(void **state) {
    (void)state;
    static const painter paints[] = {between_ycc, between_rgb};
    for (int i = 0; i < 4; i++) {
        struct scene scene = scene_of(i < 2 ? 480 : 368, 240, 16, i % 2 == 0 ? COLOUR_YCC : COLOUR_RGB);
        add(&scene, SLADD_TEXT, 120, 98, 240, 28);
        struct window window = cut_all(&scene, paints[i % 2]);
        spoil(&scene, &window, NOISE);
        fill(&scene, &window, SLADD_BLUR, 3);
        check_sign(&window, paints[i % 2], 80, 112, (struct sladd_box){112, 96, 256, 32});
        window_clear(&window);
        cell_mask_clear(&scene.mask);
    }
}

/* A heading under a frame, a line below it, and one between them that nothing is seen of. */
static void test_lines_of_one_board_are_one(void **state) {
    (void)state;
    static const painter paints[] = {framed_ycc, framed_rgb};
    for (int i = 0; i < 2; i++) {
        struct scene scene = scene_of(480, 240, 16, i == 0 ? COLOUR_YCC : COLOUR_RGB);
        add(&scene, SLADD_TEXT, 100, 70, 280, 24);
        add(&scene, SLADD_TEXT, 180, 106, 120, 16);
        add(&scene, SLADD_TEXT, 100, 130, 280, 24);
        struct window window = cut_all(&scene, paints[i]);
        spoil(&scene, &window, WHITE);
        fill(&scene, &window, SLADD_BLUR, 3);
        check_sign(&window, paints[i], 80, 112, (struct sladd_box){100, 72, 280, 80});
        window_clear(&window);
        cell_mask_clear(&scene.mask);
    }
}

/* Neither what may be the ground of another line only, nor what lies beyond the frame, is the ground of a line. */
static void test_the_frame_stays_outside(void **state) {
    (void)state;
    static const painter paints[] = {wiped_ycc, wiped_rgb, on_wall_ycc, on_wall_rgb};
    for (int i = 0; i < 4; i++) {
        struct scene scene = scene_of(480, 240, 16, i % 2 == 0 ? COLOUR_YCC : COLOUR_RGB);
        add(&scene, SLADD_TEXT, 100, 70, 280, 20);
        add(&scene, SLADD_TEXT, 100, 118, 280, 20);
        struct window window = cut_all(&scene, paints[i]);
        spoil(&scene, &window, WHITE);
        fill(&scene, &window, SLADD_BLUR, 3);
        check_sign(&window, paints[i], 88, 80, (struct sladd_box){112, 66, 256, 18});
        window_clear(&window);
        cell_mask_clear(&scene.mask);
    }
}

/* Fill a place, and see that what is dark beside it did not become light there: no flat patch with hard edges. */
static void check_dark(const painter paints[2], struct sladd_box text, int x, int y) {
    for (int i = 0; i < 2; i++) {
        struct scene scene = scene_of(480, 240, 16, i == 0 ? COLOUR_YCC : COLOUR_RGB);
        add(&scene, SLADD_TEXT, text.x, text.y, text.width, text.height);
        struct window window = cut_all(&scene, paints[i]);
        spoil(&scene, &window, NOT_A_NUMBER);
        fill(&scene, &window, SLADD_BLUR, 3);
        assert_true(window.planes[0].samples[y * window.planes[0].width + x] < (DARK + WALL) / 2.0F);
        window_clear(&window);
        cell_mask_clear(&scene.mask);
    }
}

/* A mark across a photo ends at its edge. What its other end lies on is no sign when it crosses other things, too. */
static void test_one_end_alone_is_no_sign(void **state) {
    (void)state;
    static const painter paints[] = {somebody_ycc, somebody_rgb};
    check_dark(paints, (struct sladd_box){240, 98, 240, 28}, 380, 112);
}

/* Books taken for text. What lies on one side of a place alone does not run through to the other. */
static void test_one_side_alone_is_no_board(void **state) {
    (void)state;
    static const painter paints[] = {shelf_ycc, shelf_rgb};
    check_dark(paints, (struct sladd_box){110, 50, 280, 80}, 100, 72);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_head_below_changes_no_sign), cmocka_unit_test(test_the_ends_show_the_sign),
        cmocka_unit_test(test_lines_of_one_board_are_one),   cmocka_unit_test(test_the_frame_stays_outside),
        cmocka_unit_test(test_one_end_alone_is_no_sign),     cmocka_unit_test(test_one_side_alone_is_no_board),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
