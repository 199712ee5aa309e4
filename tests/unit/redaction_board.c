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

/* A sign on a wall above a blackboard, little higher than its letters. */
static float strip(enum colour_model model, int plane, double x, double y) {
    const bool sign = x > 60 && x < 420 && y > 100 && y < 124;
    return colour(model, plane, sign ? SIGN : y < 124 ? WALL : DARK, sign);
}

/* A sign that a line nearly fills but for a strip on the left and one below. */
static float corner(enum colour_model model, int plane, double x, double y) {
    const bool sign = x > 90 && x < 382 && y > 100 && y < 140;
    return colour(model, plane, sign ? SIGN : WALL, sign);
}

/* The same with a speck where a line begins. */
static float speck(enum colour_model model, int plane, double x, double y) {
    return x > 100 && x < 112 && y > 110 && y < 112 ? colour(model, plane, DARK, false) : strip(model, plane, x, y);
}

/* Somebody's shoulder before a board. */
static float shoulder(enum colour_model model, int plane, double x, double y) {
    (void)y;
    return colour(model, plane, x < 134 ? DARK : SIGN, false);
}

/* A striped sleeve that ends where a line begins. */
static float sleeve(enum colour_model model, int plane, double x, double y) {
    return colour(model, plane, x < 116 && fmod(y, 12) < 6 ? DARK : SIGN, false);
}

/* A short sign that is less lit on its right, before shelves. */
static float lit(enum colour_model model, int plane, double x, double y) {
    const bool sign = x > 60 && x < 270 && y > 96 && y < 128;
    return colour(model, plane, sign ? SIGN - (int)((x - 60) / 5) : fmod(x, 32) < 16 ? WALL : DARK, sign);
}

/* A dark box on a board. */
static float boxed(enum colour_model model, int plane, double x, double y) {
    return colour(model, plane, x > 352 && y > 90 && y < 134 ? DARK : SIGN, false);
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
static float strip_ycc(int plane, double x, double y) {
    return strip(COLOUR_YCC, plane, x, y);
}
static float strip_rgb(int plane, double x, double y) {
    return strip(COLOUR_RGB, plane, x, y);
}
static float speck_ycc(int plane, double x, double y) {
    return speck(COLOUR_YCC, plane, x, y);
}
static float speck_rgb(int plane, double x, double y) {
    return speck(COLOUR_RGB, plane, x, y);
}
static float corner_ycc(int plane, double x, double y) {
    return corner(COLOUR_YCC, plane, x, y);
}
static float corner_rgb(int plane, double x, double y) {
    return corner(COLOUR_RGB, plane, x, y);
}
static float shoulder_ycc(int plane, double x, double y) {
    return shoulder(COLOUR_YCC, plane, x, y);
}
static float shoulder_rgb(int plane, double x, double y) {
    return shoulder(COLOUR_RGB, plane, x, y);
}
static float lit_ycc(int plane, double x, double y) {
    return lit(COLOUR_YCC, plane, x, y);
}
static float lit_rgb(int plane, double x, double y) {
    return lit(COLOUR_RGB, plane, x, y);
}
static float boxed_ycc(int plane, double x, double y) {
    return boxed(COLOUR_YCC, plane, x, y);
}
static float boxed_rgb(int plane, double x, double y) {
    return boxed(COLOUR_RGB, plane, x, y);
}
/* A light shirt between dark sleeves, over grey trousers. */
static float shirt(int plane, double x, double y) {
    return colour(COLOUR_GREY, plane, x < 96 || x > 192 ? DARK : y < 140 ? SIGN : WALL, false);
}
static float sleeve_ycc(int plane, double x, double y) {
    return sleeve(COLOUR_YCC, plane, x, y);
}
static float sleeve_rgb(int plane, double x, double y) {
    return sleeve(COLOUR_RGB, plane, x, y);
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

/* What stands where the scene's shapes were, whose samples are spoilt before. */
static struct window filled(const struct scene *scene, painter paint, enum content content) {
    struct window window = cut_all(scene, paint);
    spoil(scene, &window, content);
    fill(scene, &window, SLADD_BLUR, 3);
    return window;
}

static void clear(struct scene *scene, struct window *window) {
    window_clear(window);
    cell_mask_clear(&scene->mask);
}

/* A scene of one line of text, in each of the two colour models. */
static struct scene scene_of_line(int model, struct sladd_box text) {
    struct scene scene = scene_of(480, 240, 16, model == 0 ? COLOUR_YCC : COLOUR_RGB);
    add(&scene, SLADD_TEXT, text.x, text.y, text.width, text.height);
    return scene;
}

/* A head that stands before the sign's lower edge has the wood's colour, the sign has none of it. */
static void test_a_head_below_changes_no_sign(void **state) {
    (void)state;
    static const painter paints[] = {wood_ycc, wood_rgb};
    for (int i = 0; i < 2; i++) {
        struct scene scene = scene_of(480, 320, 16, i == 0 ? COLOUR_YCC : COLOUR_RGB);
        add(&scene, SLADD_TEXT, 120, 90, 240, 40);
        add(&scene, SLADD_FACE, 150, 150, 60, 80);
        struct window window = filled(&scene, paints[i], NOT_A_NUMBER);
        check_sign(&window, paints[i], 100, 100, (struct sladd_box){230, 96, 128, 32});
        clear(&scene, &window);
    }
}

/* A line that fills its sign up and down, so that only its ends show it, or one of them where the picture ends. */
static void test_the_ends_show_the_sign(void **state) {
    (void)state;
    static const painter paints[] = {between_ycc, between_rgb};
    for (int i = 0; i < 4; i++) {
        struct scene scene = scene_of(i < 2 ? 480 : 368, 240, 16, i % 2 == 0 ? COLOUR_YCC : COLOUR_RGB);
        add(&scene, SLADD_TEXT, 120, 98, 240, 28);
        struct window window = filled(&scene, paints[i % 2], NOISE);
        check_sign(&window, paints[i % 2], 80, 112, (struct sladd_box){112, 96, 256, 32});
        clear(&scene, &window);
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
        struct window window = filled(&scene, paints[i], WHITE);
        check_sign(&window, paints[i], 80, 112, (struct sladd_box){100, 72, 280, 80});
        clear(&scene, &window);
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
        struct window window = filled(&scene, paints[i], WHITE);
        check_sign(&window, paints[i], 88, 80, (struct sladd_box){112, 66, 256, 18});
        clear(&scene, &window);
    }
}

/* Fill a place, and see that what is dark beside it did not become light there: no flat patch with hard edges. */
static void check_dark(const painter paints[2], struct sladd_box text, int x, int y) {
    for (int i = 0; i < 2; i++) {
        struct scene scene = scene_of_line(i, text);
        struct window window = filled(&scene, paints[i], NOT_A_NUMBER);
        assert_true(window.planes[0].samples[y * window.planes[0].width + x] < (DARK + WALL) / 2.0F);
        clear(&scene, &window);
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

/* Nearly every sample of a box is what the painter would have painted there: the cells' stairs are nowhere to be seen,
 * and edges stand where they stood, give or take two pixels. */
static void check_painted(const struct window *window, painter paint, struct sladd_box box) {
    static const double near_x[] = {0, 2, -2, 0, 0}, near_y[] = {0, 0, 0, 2, -2};
    for (int i = 0; i < window->count; i++) {
        const struct plane *plane = &window->planes[i];
        const double scale = (double)window->grid.cell_width / plane->cell_width;
        for (int y = (int)(box.y / scale); y < (box.y + box.height) / scale; y++)
            for (int x = (int)(box.x / scale); x < (box.x + box.width) / scale; x++) {
                float off = 255;
                for (int near = 0; near < 5; near++) {
                    const float there = paint(i, (x + 0.5) * scale + near_x[near], (y + 0.5) * scale + near_y[near]);
                    off = fminf(off, fabsf(plane->samples[y * plane->width + x] - there));
                }
                assert_true(off < 10);
            }
    }
}

/* Fill a line of text, and find what was there behind it. */
static void check_carried(const painter paints[2], struct sladd_box text, struct sladd_box box) {
    for (int i = 0; i < 2; i++) {
        struct scene scene = scene_of_line(i, text);
        struct window window = filled(&scene, paints[i], NOT_A_NUMBER);
        check_painted(&window, paints[i], box);
        clear(&scene, &window);
    }
}

/* The cells of a line reach beyond its sign, whose edges run on from where the line begins to where it ends. */
static void test_a_low_sign_keeps_its_edges(void **state) {
    (void)state;
    static const painter paints[] = {strip_ycc, strip_rgb};
    check_carried(paints, (struct sladd_box){120, 104, 240, 16}, (struct sladd_box){96, 80, 288, 64});
}

/* What only one of two ends shows makes no streak to the other. */
static void test_a_speck_at_one_end_stays_there(void **state) {
    (void)state;
    static const painter paints[] = {speck_ycc, speck_rgb};
    check_carried(paints, (struct sladd_box){120, 104, 240, 16}, (struct sladd_box){120, 80, 264, 64});
}

/* Of a sign whose right edge is the line's only the left shows where its upper edge is. */
static void test_one_end_shows_the_edge(void **state) {
    (void)state;
    static const painter paints[] = {corner_ycc, corner_rgb};
    check_carried(paints, (struct sladd_box){120, 104, 256, 16}, (struct sladd_box){96, 80, 288, 64});
}

/* What begins above a line and goes on below it is there beside it, too. */
static void test_an_edge_runs_down_through_a_line(void **state) {
    (void)state;
    static const painter paints[] = {shoulder_ycc, shoulder_rgb};
    check_carried(paints, (struct sladd_box){120, 98, 240, 28}, (struct sladd_box){96, 80, 288, 64});
}

/* Stripes that one end alone shows run through nothing. */
static void test_stripes_at_one_end_stay_there(void **state) {
    (void)state;
    static const painter paints[] = {sleeve_ycc, sleeve_rgb};
    check_carried(paints, (struct sladd_box){120, 98, 240, 28}, (struct sladd_box){140, 80, 240, 64});
}

/* A word's sign may be seen nearest to its letters alone, and that where it is less lit at one end than at the other.
 */
static void test_what_is_nearest_shows_the_sign(void **state) {
    (void)state;
    static const painter paints[] = {lit_ycc, lit_rgb};
    check_carried(paints, (struct sladd_box){112, 98, 100, 28}, (struct sladd_box){104, 98, 26, 28});
    check_carried(paints, (struct sladd_box){112, 98, 100, 28}, (struct sladd_box){192, 98, 26, 28});
}

/* The cells of a line that reach over the end of its board do not carry the board there. */
static void test_a_board_ends_where_it_is_seen_to(void **state) {
    (void)state;
    static const painter paints[] = {boxed_ycc, boxed_rgb};
    check_dark(paints, (struct sladd_box){120, 98, 240, 28}, 367, 112);
}

/* What is at the ends of a short word alone is beside what it stands on. */
static void test_a_shirt_is_no_sleeve(void **state) {
    (void)state;
    struct scene scene = scene_of(480, 240, 16, COLOUR_GREY);
    add(&scene, SLADD_TEXT, 112, 98, 64, 28);
    struct window window = filled(&scene, shirt, NOT_A_NUMBER);
    assert_true(window.planes[0].samples[100 * window.planes[0].width + 144] > (SIGN + DARK) / 2.0F);
    clear(&scene, &window);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_head_below_changes_no_sign),
        cmocka_unit_test(test_the_ends_show_the_sign),
        cmocka_unit_test(test_lines_of_one_board_are_one),
        cmocka_unit_test(test_the_frame_stays_outside),
        cmocka_unit_test(test_one_end_alone_is_no_sign),
        cmocka_unit_test(test_one_side_alone_is_no_board),
        cmocka_unit_test(test_a_low_sign_keeps_its_edges),
        cmocka_unit_test(test_one_end_shows_the_edge),
        cmocka_unit_test(test_a_speck_at_one_end_stays_there),
        cmocka_unit_test(test_an_edge_runs_down_through_a_line),
        cmocka_unit_test(test_stripes_at_one_end_stay_there),
        cmocka_unit_test(test_what_is_nearest_shows_the_sign),
        cmocka_unit_test(test_a_board_ends_where_it_is_seen_to),
        cmocka_unit_test(test_a_shirt_is_no_sleeve),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
