/* The places where a code may be, of which ZBar reads little else, and the search as a whole. */
#include "base/array.h"
#include "vision/code_places.h"
#include "vision/codes.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Lightness of a scene at a place, in pixels; drawn with four samples a pixel. */
typedef double (*painter)(double x, double y, const double *how);

static void draw(struct sladd_image *image, int width, int height, painter scene, const double *how) {
    assert_int_equal(sladd_image_init(image, width, height, NULL), SLADD_OK);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            double sum = 0;
            for (int i = 0; i < 4; i++)
                sum += scene(x + (i % 2 + 0.5) / 2, y + (i / 2 + 0.5) / 2, how) / 4;
            memset(image->data + (size_t)y * image->stride + 3 * (size_t)x, (int)sum, 3);
        }
}

/* A place in the frame of something whose corner is at how[0], how[1], turned by how[2] degrees, how[3] pixels a unit.
 */
static void enter(double *x, double *y, const double *how) {
    const double turn = how[2] * acos(-1) / 180, dx = (*x - how[0]) / how[3], dy = (*y - how[1]) / how[3];
    *x = cos(turn) * dx + sin(turn) * dy;
    *y = cos(turn) * dy - sin(turn) * dx;
}

static bool by_chance(int a, int b) {
    unsigned mixed = (unsigned)a * 2654435761u ^ (unsigned)b * 2246822519u;
    mixed = (mixed ^ mixed >> 15) * 3266489917u;
    return (mixed >> 16) % 2 != 0;
}

enum { MODULES = 25 };

/* How dark a module of something like a QR code is: three finder patterns, and chance between them. */
static bool module_is_dark(int col, int row) {
    static const int corners[3][2] = {{0, 0}, {MODULES - 7, 0}, {0, MODULES - 7}};
    for (int i = 0; i < 3; i++) {
        const int u = abs(col - corners[i][0] - 3), v = abs(row - corners[i][1] - 3), ring = u > v ? u : v;
        if (ring <= 4)
            return ring <= 1 || ring == 3;
    }
    return by_chance(col, row);
}

/* how[4]: lightness of what is dark, how[5]: of what is light, and of all around. */
static double code(double x, double y, const double *how) {
    enter(&x, &y, how);
    const bool inside = x >= 0 && y >= 0 && x < MODULES && y < MODULES;
    return inside && module_is_dark((int)x, (int)y) ? how[4] : how[5];
}

/* Bars and gaps are one to four modules wide, as everywhere. */
static bool in_a_bar(double x) {
    int run = 0;
    for (double end = 0; end <= x; run++)
        end += 1 + by_chance(run, 1) + 2 * (by_chance(run, 2) && by_chance(run, 3));
    return run % 2 != 0;
}

static double bars(double x, double y, const double *how) {
    enter(&x, &y, how);
    return x >= 0 && x < 67 && y >= 0 && y < 20 && in_a_bar(x) ? how[4] : how[5];
}

/* Stripes of the same width, as of blinds. */
static double blinds(double x, double y, const double *how) {
    enter(&x, &y, how);
    return (int)floor(x) % 2 == 0 ? how[4] : how[5];
}

static double large_squares(double x, double y, const double *how) {
    enter(&x, &y, how);
    return ((int)floor(x) + (int)floor(y)) % 2 == 0 ? how[4] : how[5];
}

static double noise(double x, double y, const double *how) {
    return how[4] + (by_chance((int)x, (int)y) ? how[5] : 0) + (by_chance((int)y + 91, (int)x) ? how[5] : 0);
}

/* The places of a scene of 400 x 300 pixels. */
static struct places places_in(painter scene, const double *how, bool qr) {
    struct sladd_image image;
    struct grey_levels levels;
    struct grey_cells cells;
    struct places places = {0};
    draw(&image, 400, 300, scene, how);
    assert_int_equal(grey_levels_init(&levels, &image, NULL), SLADD_OK);
    assert_int_equal(grey_cells_init(&cells, &levels.levels[0], NULL), SLADD_OK);
    assert_int_equal((qr ? finders_find : stripes_find)(&levels.levels[0], &cells, &places, NULL), SLADD_OK);
    grey_cells_clear(&cells);
    grey_levels_clear(&levels);
    sladd_image_clear(&image);
    return places;
}

/* Does a place hold all of something `width` by `height` units large? */
static const struct place *holds_all(const struct places *places, const double *how, double width, double height) {
    const double turn = how[2] * acos(-1) / 180, c = cos(turn) * how[3], s = sin(turn) * how[3];
    const double xs[] = {0, width * c, width * c - height * s, -height * s};
    const double ys[] = {0, width * s, width * s + height * c, height * c};
    for (size_t i = 0; i < places->count; i++) {
        const struct crop *crop = &places->items[i].crop;
        int in = 0;
        for (int k = 0; k < 4; k++)
            in += how[0] + xs[k] >= crop->x && how[0] + xs[k] <= crop->x + crop->width && how[1] + ys[k] >= crop->y &&
                  how[1] + ys[k] <= crop->y + crop->height;
        if (in == 4)
            return &places->items[i];
    }
    return NULL;
}

/* Put something `width` by `height` units large into the middle of the scene, turned and enlarged as `how` says. */
static void centre(double *how, double width, double height) {
    const double turn = how[2] * acos(-1) / 180, c = cos(turn) * how[3], s = sin(turn) * how[3];
    how[0] = 200 - (width * c - height * s) / 2;
    how[1] = 150 - (width * s + height * c) / 2;
}

static void a_code_of_any_size_and_angle_has_a_place(void **state) {
    (void)state;
    for (double module = 1.9; module < 4.5; module += 0.63)
        for (double turn = 0; turn < 360; turn += 29)
            for (int inverted = 0; inverted < 2; inverted++) {
                double how[] = {0, 0, turn, module, inverted ? 230 : 30, inverted ? 30 : 230};
                centre(how, MODULES, MODULES);
                struct places places = places_in(code, how, true);
                const struct place *place = holds_all(&places, how, MODULES, MODULES);
                if (place == NULL)
                    fail_msg("modules of %.2f at %.0f degrees", module, turn);
                assert_int_equal(place->inverted, inverted);
                free(places.items);
            }
}

static void bars_of_any_size_and_angle_have_a_place(void **state) {
    (void)state;
    for (double module = 1.9; module < 3.1; module += 0.55)
        for (double turn = 0; turn < 360; turn += 29) {
            double how[] = {0, 0, turn, module, 30, 230};
            centre(how, 67, 20);
            struct places places = places_in(bars, how, false);
            const struct place *place = holds_all(&places, how, 67, 20);
            if (place == NULL)
                fail_msg("bars of %.2f at %.0f degrees", module, turn);
            const double off = fmod(fabs(place->turn - turn) + 90, 180) - 90;
            if (fabs(off) > 8)
                fail_msg("bars at %.0f degrees are read at %.0f", turn, place->turn);
            free(places.items);
        }
}

static void other_things_have_none(void **state) {
    (void)state;
    static const struct {
        painter scene;
        double how[6];
    } others[] = {
        {blinds, {0, 0, 0, 4, 40, 200}},         {blinds, {0, 0, 31, 6, 40, 200}},
        {large_squares, {0, 0, 0, 40, 20, 230}}, {large_squares, {0, 0, 20, 12, 20, 230}},
        {noise, {0, 0, 0, 1, 60, 60}},
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        for (int qr = 0; qr < 2; qr++) {
            struct places places = places_in(others[i].scene, others[i].how, qr != 0);
            if (places.count > 0)
                fail_msg("scene %zu has %zu places for %s", i, places.count, qr ? "QR codes" : "bars");
            free(places.items);
        }
}

static void the_smallest_photos_are_searched(void **state) {
    (void)state;
    static const int sizes[][2] = {{1, 1},   {1, 900}, {900, 1}, {2, 3},  {15, 17},
                                   {16, 16}, {17, 33}, {33, 31}, {257, 1}};
    static const double how[] = {0, 0, 0, 2, 20, 230};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct sladd_image image;
        struct sladd_regions found = {0};
        draw(&image, sizes[i][0], sizes[i][1], code, how);
        assert_int_equal(vision_find_codes(&image, &found, NULL), SLADD_OK);
        assert_int_equal(found.count, 0);
        sladd_image_clear(&image);
    }
}

/* Corners of QR codes without a code. */
static double finders_alone(double x, double y, const double *how) {
    const int u = (int)(x / how[3]) % 10 - 5, v = (int)(y / how[3]) % 10 - 5, ring = abs(u) > abs(v) ? abs(u) : abs(v);
    return ring <= 1 || ring == 3 ? how[4] : how[5];
}

static void finders_alone_are_no_code(void **state) {
    (void)state;
    static const double how[] = {0, 0, 0, 3, 10, 240};
    struct sladd_image image;
    struct sladd_regions found = {0};
    draw(&image, 160, 160, finders_alone, how);
    assert_int_equal(vision_find_codes(&image, &found, NULL), SLADD_OK);
    assert_int_equal(found.count, 0);
    sladd_regions_clear(&found);
    sladd_image_clear(&image);
}

/* Large places come in parts that overlap, so that all that is small lies whole in one of them. */
static void large_places_come_in_parts(void **state) {
    (void)state;
    const struct grey_picture picture = {5000, 3000, NULL};
    struct places places = {0};
    double area = 0;
    assert_int_equal(places_add(&places, &picture, (struct place){.crop = {-50, -50, 5200, 3200}}, NULL), SLADD_OK);
    for (int x = 0; x + 512 <= 5000; x += 97)
        for (int y = 0; y + 512 <= 3000; y += 97) {
            bool held = false;
            for (size_t i = 0; i < places.count && !held; i++) {
                const struct crop *crop = &places.items[i].crop;
                held = crop->x <= x && crop->y <= y && crop->x + crop->width >= x + 512 &&
                       crop->y + crop->height >= y + 512;
            }
            assert_true(held);
        }
    for (size_t i = 0; i < places.count; i++) {
        const struct crop *crop = &places.items[i].crop;
        assert_true(crop->x >= 0 && crop->y >= 0 && crop->x + crop->width <= 5000 && crop->y + crop->height <= 3000);
        area += (double)crop->width * crop->height;
    }
    assert_true(area <= 2.5 * 5000 * 3000);
    free(places.items);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_of_any_size_and_angle_has_a_place),
        cmocka_unit_test(bars_of_any_size_and_angle_have_a_place),
        cmocka_unit_test(other_things_have_none),
        cmocka_unit_test(the_smallest_photos_are_searched),
        cmocka_unit_test(finders_alone_are_no_code),
        cmocka_unit_test(large_places_come_in_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
