/* What the networks' numbers mean, with outputs made by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vision/search.h"

enum { SIDE = 64 };

static void close_to(double a, double b) {
    assert_true(fabs(a - b) < 1e-3);
}

static void own_faces(void **state) {
    (void)state;
    struct tensor out[3];
    struct faces faces = {0};
    float *data[3];
    for (int i = 0; i < 3; i++) {
        int cells = SIDE / (8 << i);
        size_t count = 5 * (size_t)cells * (size_t)cells;
        data[i] = calloc(count, sizeof(float));
        for (size_t k = 0; k < count / 5; k++)
            data[i][k] = -9;
        out[i] = (struct tensor){data[i], 4, {1, 5, cells, cells}, count};
    }
    /* Stride 16, row 1, column 2: 4 x 4 cells. */
    const float cell[5] = {0, 0.25f, -0.25f, 0.6931472f, 100};
    for (int k = 0; k < 5; k++)
        data[1][k * 16 + 1 * 4 + 2] = cell[k];
    data[0][0] = NAN;
    assert_int_equal(faces_decode(MODEL_SLADD_FACE, out, SIDE, 0.4, &faces, NULL), SLADD_OK);
    assert_int_equal(faces.count, 1);
    struct sladd_box box = faces.items[0].box;
    close_to(faces.items[0].score, 0.5);
    close_to(box.x + box.width / 2, 2.75 * 16);
    close_to(box.y + box.height / 2, 1.25 * 16);
    close_to(box.width, 32);
    assert_true(fabs(box.height - exp(5) * 16) < 0.1); /* clamped */
    free(faces.items);
    for (int i = 0; i < 3; i++)
        free(data[i]);
}

static size_t chosen_by(const struct looks *looks, const struct sladd_region *faces, size_t count) {
    struct sladd_regions list = {0}, doubtful = {0};
    for (size_t i = 0; i < count; i++)
        assert_int_equal(sladd_regions_add(&list, &faces[i], NULL), SLADD_OK);
    assert_int_equal(faces_choose(&list, 0, model_traits(MODEL_SLADD_FACE), looks, &doubtful, NULL), SLADD_OK);
    size_t left = list.count;
    assert_int_equal(left + doubtful.count, count); /* what is not chosen is in doubt, and nothing is both */
    for (size_t i = 0; i < doubtful.count; i++)
        for (size_t k = 0; k < left; k++)
            assert_true(doubtful.items[i].box.x != list.items[k].box.x);
    sladd_regions_clear(&doubtful);
    for (size_t i = 0; i + 1 < left; i++)
        assert_true(list.items[i].box.x != list.items[i + 1].box.x); /* each once */
    sladd_regions_clear(&list);
    return left;
}

/* How many of these faces are chosen; the finest look is at the photo itself, and at all of it. */
static size_t chosen(const struct sladd_region *faces, size_t count) {
    return chosen_by(&(const struct looks){1, 1}, faces, count);
}

#define FACE(X, SIDE_, SCORE)                                                                                          \
    { .kind = SLADD_FACE, .detected = true, .box = {X, 50, SIDE_, SIDE_}, .score = SCORE }

/* Scores just above and just below what a size asks of a face, and what it asks of one in a crowd. */
struct scores {
    double sure, unsure, in_crowd, less;
};

static struct scores scores_of(enum face_size size) {
    const struct model_traits *traits = model_traits(MODEL_SLADD_FACE);
    const double step = 0.001;
    return (struct scores){traits->threshold[size] + step, traits->threshold[size] - step,
                           traits->crowd_threshold[size] + step, traits->crowd_threshold[size] - step};
}

static void faces_of_a_crowd_need_less(void **state) {
    (void)state;
    const struct scores s = scores_of(FACE_SMALL);
    const struct sladd_region crowd[] = {FACE(100, 12, 0.9),        FACE(130, 12, 0.8),        FACE(160, 12, 0.5),
                                         FACE(145, 12, s.in_crowd), FACE(115, 11, s.in_crowd), FACE(175, 12, s.less)};
    assert_true(s.in_crowd < s.unsure);
    assert_int_equal(chosen(crowd, 6), 5);     /* but not the last */
    assert_int_equal(chosen(crowd + 1, 5), 2); /* two are no crowd, nor are the unsure of use to each other */
    const struct sladd_region gravel[] = {FACE(100, 12, 0.6),        FACE(130, 12, 0.5),        FACE(160, 12, 0.4),
                                          FACE(145, 12, s.in_crowd), FACE(115, 11, s.in_crowd), FACE(900, 12, 0.9)};
    assert_int_equal(chosen(gravel, 5), 3); /* nobody stands out, here or anywhere */
    assert_int_equal(chosen(gravel, 6), 6);
    const struct sladd_region away[] = {FACE(100, 12, 0.9), FACE(130, 12, 0.8), FACE(160, 12, 0.5),
                                        FACE(320, 12, s.unsure)};
    assert_int_equal(chosen(away, 4), 3);
    const struct sladd_region before[] = {FACE(100, 40, 0.9), FACE(130, 40, 0.8), FACE(160, 40, 0.7),
                                          FACE(145, 12, s.unsure)};
    assert_int_equal(chosen(before, 4), 3); /* those stand much nearer to the camera */
    const struct scores larger = scores_of(FACE_LARGE);
    const struct sladd_region near[] = {FACE(100, 50, 0.9), FACE(200, 50, 0.8), FACE(300, 50, 0.5),
                                        FACE(250, 50, larger.in_crowd), FACE(150, 50, larger.less)};
    assert_int_equal(chosen(near, 5), 4);
}

/* Cloth and bubbles: a few stand out among very many that do not. */
static void a_crowd_has_no_end_of_the_unsure(void **state) {
    (void)state;
    enum { SURE_ONES = 4, STAND_OUT = 2, ENOUGH = 12 * STAND_OUT };
    struct sladd_region faces[SURE_ONES + ENOUGH + 1];
    for (size_t i = 0; i < SURE_ONES; i++)
        faces[i] = (struct sladd_region)FACE(100 + 20 * (double)i, 12, i < STAND_OUT ? 0.76 : 0.5);
    for (size_t i = SURE_ONES; i < SURE_ONES + ENOUGH + 1; i++)
        faces[i] = (struct sladd_region)FACE(90 + 3.1 * (double)i, 12, scores_of(FACE_SMALL).in_crowd);
    assert_int_equal(chosen(faces, SURE_ONES + ENOUGH), SURE_ONES + ENOUGH);
    assert_int_equal(chosen(faces, SURE_ONES + ENOUGH + 1), SURE_ONES);
}

static void large_faces_of_a_crowd_need_more(void **state) {
    (void)state;
    const struct scores s = scores_of(FACE_HUGE);
    assert_true(s.less > scores_of(FACE_LARGE).in_crowd);
    const struct sladd_region sizes[] = {FACE(100, 80, 0.9),    FACE(200, 80, 0.8),    FACE(300, 80, 0.5),
                                         FACE(150, 79, s.less), FACE(250, 81, s.less), FACE(220, 81, s.in_crowd)};
    assert_int_equal(chosen(sizes, 6), 5); /* not the one of 81 pixels that is less sure */
    /* Where the finest look was at parts only, one scale less saw them. */
    assert_int_equal(chosen_by(&(const struct looks){1, 2}, sizes, 6), 6);
    assert_int_equal(chosen_by(&(const struct looks){0.5, 0.5}, sizes, 6), 4);
}

static void yunet_faces(void **state) {
    (void)state;
    struct tensor out[9];
    struct faces faces = {0};
    float *data[9];
    for (int i = 0; i < 9; i++) {
        int cells = SIDE / (8 << i % 3), values = i < 6 ? 1 : 4;
        size_t count = (size_t)(cells * cells * values);
        data[i] = calloc(count, sizeof(float));
        out[i] = (struct tensor){data[i], 3, {1, cells * cells, values}, count};
    }
    /* Stride 8, row 3, column 5 of 8 x 8. */
    const int at = 3 * 8 + 5;
    data[0][at] = 0.81f;
    data[3][at] = 1.5f; /* more than certain: taken for 1 */
    data[6][4 * at] = 0.5f;
    data[6][4 * at + 1] = 0.25f;
    data[6][4 * at + 2] = 0.6931472f;
    assert_int_equal(faces_decode(MODEL_YUNET, out, SIDE, 0.4, &faces, NULL), SLADD_OK);
    assert_int_equal(faces.count, 1);
    struct sladd_box box = faces.items[0].box;
    close_to(faces.items[0].score, 0.9);
    close_to(box.x, 5.5 * 8 - 8);
    close_to(box.y, 3.25 * 8 - 4);
    close_to(box.width, 16);
    close_to(box.height, 8);
    free(faces.items);
    for (int i = 0; i < 9; i++)
        free(data[i]);
}

/* A kernel of 20 x 2 cells with a mean of 0.8, and a faint one. */
static void fill_map(struct text_map *map) {
    memset(map->cells, 0, (size_t)(map->cols * map->rows));
    for (int y = 10; y < 12; y++)
        memset(map->cells + y * map->cols + 10, 204, 20);
    for (int y = 30; y < 32; y++)
        memset(map->cells + y * map->cols + 10, 60, 20);
}

static void text_lines(void **state) {
    (void)state;
    unsigned char cells[70 * 60];
    struct text_map map = {.cols = 70, .rows = 60, .cells = cells};
    struct sladd_regions found = {0};
    fill_map(&map);
    assert_int_equal(
        text_decode(model_traits(MODEL_SLADD_TEXT), &model_traits(MODEL_SLADD_TEXT)->finest, &map, 4, &found, NULL),
        SLADD_OK);
    assert_int_equal(found.count, 1); /* not the faint kernel */
    const double grow = 2 * model_traits(MODEL_SLADD_TEXT)->grow;
    for (size_t i = 0; i < found.count; i++) {
        close_to(found.items[i].score, 0.8);
        /* Grown by a share of its height on every side, times four pixels. */
        close_to(found.items[i].box.x, (10 - grow) * 4);
        close_to(found.items[i].box.y, (10 - grow) * 4);
        close_to(found.items[i].box.width, (20 + 2 * grow) * 4);
        close_to(found.items[i].box.height, (2 + 2 * grow) * 4);
    }
    fill_map(&map);
    found.count = 0;
    assert_int_equal(text_decode(model_traits(MODEL_DB), &model_traits(MODEL_DB)->finest, &map, 1, &found, NULL),
                     SLADD_OK);
    assert_int_equal(found.count, 1);
    close_to(found.items[0].box.height, 2 + 2 * 1.6 * 40 / 44); /* DB: area times 1.6 by perimeter */
    const struct sladd_point *q = found.items[0].quad;
    double turn = (q[1].x - q[0].x) * (q[2].y - q[1].y) - (q[1].y - q[0].y) * (q[2].x - q[1].x);
    assert_true(turn > 0); /* clockwise on a screen */
    sladd_regions_clear(&found);
}

static size_t lines_of(struct text_map *map, double *score) {
    const struct model_traits *traits = model_traits(MODEL_SLADD_TEXT);
    struct sladd_regions found = {0};
    assert_int_equal(text_decode(traits, &traits->finest, map, 4, &found, NULL), SLADD_OK);
    const size_t count = found.count;
    *score = count > 0 ? found.items[0].score : 0;
    sladd_regions_clear(&found);
    return count;
}

/* The same kernel alone, and with a whole line of 22 x 4 cells around it. */
static void kernel_needs_a_whole_line_around_it(void **state) {
    (void)state;
    unsigned char cells[70 * 60], whole[70 * 60] = {0};
    struct text_map map = {.cols = 70, .rows = 60, .cells = cells, .whole = whole};
    double score;
    fill_map(&map);
    assert_int_equal(lines_of(&map, &score), 0);
    for (int y = 9; y < 13; y++)
        memset(whole + y * 70 + 9, 230, 22);
    assert_int_equal(lines_of(&map, &score), 1);
    close_to(score, sqrt(204 / 255.0 * 230 / 255.0));
}

/* 18 rows of 60 cells, less and more sure. */
static void high_line_must_be_surer(void **state) {
    (void)state;
    unsigned char cells[70 * 60] = {0};
    struct text_map map = {.cols = 70, .rows = 60, .cells = cells};
    double score;
    for (int y = 20; y < 38; y++)
        memset(cells + y * 70 + 5, 190, 60);
    assert_int_equal(lines_of(&map, &score), 0);
    for (int y = 20; y < 38; y++)
        memset(cells + y * 70 + 5, 220, 60);
    assert_int_equal(lines_of(&map, &score), 1);
}

/* 40 rows on a large map are more than 160 pixels: what the network says of them counts as on a coarser level. */
static void what_is_too_high_for_its_level_must_be_surer(void **state) {
    (void)state;
    enum { WIDE = 250 };
    static unsigned char cells[WIDE * WIDE];
    struct text_map map = {.cols = WIDE, .rows = WIDE, .cells = cells};
    static const struct {
        int high;
        unsigned char probability;
        size_t lines;
    } cases[] = {{20, 160, 1}, {27, 160, 1}, {40, 160, 0}, {60, 160, 0}, {40, 190, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double score;
        memset(cells, 0, sizeof cells);
        for (int y = 0; y < cases[i].high; y++)
            memset(cells + (20 + y) * WIDE + 5, cases[i].probability, 200);
        assert_int_equal(lines_of(&map, &score), cases[i].lines);
    }
}

static void slanted_text_is_a_slanted_rectangle(void **state) {
    (void)state;
    unsigned char cells[90 * 90] = {0};
    struct text_map map = {.cols = 90, .rows = 90, .cells = cells};
    struct sladd_regions found = {0};
    for (int i = 0; i < 40; i++)
        for (int k = -1; k < 2; k++)
            cells[(10 + i + k) * 90 + 10 + i] = 240;
    assert_int_equal(
        text_decode(model_traits(MODEL_SLADD_TEXT), &model_traits(MODEL_SLADD_TEXT)->finest, &map, 4, &found, NULL),
        SLADD_OK);
    assert_int_equal(found.count, 1);
    const struct sladd_point *q = found.items[0].quad;
    double a = hypot(q[1].x - q[0].x, q[1].y - q[0].y), b = hypot(q[2].x - q[1].x, q[2].y - q[1].y);
    assert_true(fmin(a, b) < fmax(a, b) / 5);
    sladd_regions_clear(&found);
}

/* Two lines close together and, at half the size, one blob over both; and a line that only the half size shows. */
static void what_a_finer_map_explains_counts_no_more(void **state) {
    (void)state;
    enum { COLS = 80, ROWS = 40 };
    unsigned char *fine = calloc(COLS, ROWS), *coarse = calloc(COLS / 2, ROWS / 2);
    struct text_map maps[PYRAMID_LEVELS] = {{.cols = COLS, .rows = ROWS, .cells = fine},
                                            {.cols = COLS / 2, .rows = ROWS / 2, .cells = coarse}};
    const struct pyramid pyramid = {.levels = {{.scale = 1}, {.scale = 2}}, .count = 2};
    struct sladd_regions found = {0};
    for (int row = 0; row < 2; row++) {
        memset(fine + (6 + row) * COLS + 10, 240, 40);
        memset(fine + (11 + row) * COLS + 10, 240, 40);
        memset(coarse + (15 + row) * COLS / 2 + 5, 240, 20);
    }
    for (int row = 2; row < 8; row++)
        memset(coarse + row * COLS / 2 + 5, 240, 20);
    assert_int_equal(text_read(model_traits(MODEL_SLADD_TEXT), NULL, &pyramid, maps, &found, NULL), SLADD_OK);
    int small = 0, large = 0;
    for (size_t i = 0; i < found.count; i++) {
        const struct sladd_box box = found.items[i].box;
        assert_true(box.height < 4 * 8); /* nothing as high as the blob */
        small += box.y + box.height < 4 * 16;
        large += box.y > 4 * 26;
    }
    assert_true(small >= 2 && large >= 1);
    sladd_regions_clear(&found);
    free(fine);
    free(coarse);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_faces),
        cmocka_unit_test(faces_of_a_crowd_need_less),
        cmocka_unit_test(a_crowd_has_no_end_of_the_unsure),
        cmocka_unit_test(large_faces_of_a_crowd_need_more),
        cmocka_unit_test(yunet_faces),
        cmocka_unit_test(text_lines),
        cmocka_unit_test(kernel_needs_a_whole_line_around_it),
        cmocka_unit_test(high_line_must_be_surer),
        cmocka_unit_test(what_is_too_high_for_its_level_must_be_surer),
        cmocka_unit_test(slanted_text_is_a_slanted_rectangle),
        cmocka_unit_test(what_a_finer_map_explains_counts_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
