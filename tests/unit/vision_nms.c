/* Suppression over tiles and scales: one row per face or line, and no area lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "vision/nms.h"

static void add_box(struct sladd_regions *list, double x, double y, double w, double h, double score) {
    struct sladd_region region = {.kind = SLADD_FACE, .box = {x, y, w, h}, .score = score, .detected = true};
    assert_int_equal(sladd_regions_add(list, &region, NULL), SLADD_OK);
}

static void add_line(struct sladd_regions *list, double x, double y, double w, double h, double turn) {
    struct sladd_region region = {.kind = SLADD_TEXT, .has_quad = true};
    const double across[4] = {-1, 1, 1, -1}, down[4] = {-1, -1, 1, 1};
    for (int i = 0; i < 4; i++)
        region.quad[i] = (struct sladd_point){x + across[i] * w / 2 * cos(turn) - down[i] * h / 2 * sin(turn),
                                              y + across[i] * w / 2 * sin(turn) + down[i] * h / 2 * cos(turn)};
    region.box = sladd_box_of_quad(region.quad);
    assert_int_equal(sladd_regions_add(list, &region, NULL), SLADD_OK);
}

static void best_of_overlapping_boxes_survives(void **state) {
    (void)state;
    struct sladd_regions list = {0};
    add_box(&list, 0, 0, 10, 10, 0.1); /* stood there before: not touched */
    add_box(&list, 0, 0, 40, 40, 0.5);
    add_box(&list, 2, 2, 40, 40, 0.9);
    add_box(&list, 100, 0, 40, 40, 0.3);
    nms_boxes(&list, 1);
    assert_int_equal(list.count, 3);
    assert_true(list.items[0].score == 0.1 && list.items[1].score == 0.9 && list.items[2].score == 0.3);
    sladd_regions_clear(&list);
}

/* Moved by 18 of 40 pixels along one side, two squares share 0.38 of their union. */
static void another_look_at_a_surer_head_goes(void **state) {
    (void)state;
    static const struct {
        double moved, score;
        size_t faces;
    } others[] = {{18, 0.5, 1}, {18, 0.3, 1}, {18, 0.65, 2}, {22, 0.3, 2}, {14, 0.89, 1}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct sladd_regions list = {0};
        add_box(&list, 0, 0, 40, 40, 0.9);
        add_box(&list, others[i].moved, 0, 40, 40, others[i].score);
        nms_boxes(&list, 0);
        assert_int_equal(list.count, others[i].faces);
        sladd_regions_clear(&list);
    }
}

static void boxes_that_nearly_agree_vote_where_the_face_is(void **state) {
    (void)state;
    struct sladd_regions list = {0};
    add_box(&list, 0, 0, 40, 40, 0.9);
    add_box(&list, 8, 0, 40, 48, 0.3);   /* IoU 0.57: has a vote, a third as heavy */
    add_box(&list, 10, 10, 10, 10, 0.8); /* a part of the face: none */
    nms_boxes(&list, 0);
    assert_int_equal(list.count, 1);
    assert_true(list.items[0].score == 0.9);
    assert_true(fabs(list.items[0].box.x - 2) < 1e-9 && fabs(list.items[0].box.y) < 1e-9);
    assert_true(fabs(list.items[0].box.width - 40) < 1e-9 && fabs(list.items[0].box.height - 42) < 1e-9);
    sladd_regions_clear(&list);
}

static void scales_that_agree_are_surer_than_each(void **state) {
    (void)state;
    struct sladd_regions list = {0};
    add_box(&list, 0, 0, 40, 40, 0.5);
    add_box(&list, 1, 0, 40, 40, 0.4);
    add_box(&list, 10, 10, 10, 10, 0.4); /* a part of it: no second opinion */
    add_box(&list, 100, 0, 40, 40, 0.6); /* seen by one scale only */
    nms_scales(&list, 0);
    assert_int_equal(list.count, 2);
    assert_true(fabs(list.items[0].score - 0.7) < 1e-9 && fabs(list.items[0].box.x - 4 / 9.0) < 1e-9);
    assert_true(fabs(list.items[1].score - 0.6) < 1e-9);
    sladd_regions_clear(&list);
}

static void part_of_a_better_face_goes_but_a_better_part_stays(void **state) {
    (void)state;
    struct sladd_regions list = {0};
    add_box(&list, 0, 0, 100, 100, 0.9);
    add_box(&list, 30, 30, 20, 20, 0.5);
    nms_boxes(&list, 0);
    assert_int_equal(list.count, 1);
    add_box(&list, 30, 30, 20, 20, 0.95);
    nms_boxes(&list, 0);
    assert_int_equal(list.count, 2);
    sladd_regions_clear(&list);
}

static void weak_half_of_a_face_goes_but_a_strong_one_stays(void **state) {
    (void)state;
    struct sladd_regions list = {0};
    add_box(&list, 0, 0, 100, 120, 0.9);
    add_box(&list, 8, 58, 86, 82, 0.4); /* three quarters inside, IoU below 0.45 */
    nms_boxes(&list, 0);
    assert_int_equal(list.count, 1);
    add_box(&list, 8, 58, 86, 82, 0.7);
    nms_boxes(&list, 0);
    assert_int_equal(list.count, 2);
    sladd_regions_clear(&list);
}

static void neighbours_in_a_crowd_both_stay(void **state) {
    (void)state;
    struct sladd_regions list = {0};
    add_box(&list, 0, 0, 40, 40, 0.9);
    add_box(&list, 20, 0, 40, 40, 0.8); /* IoU a third */
    nms_boxes(&list, 0);
    assert_int_equal(list.count, 2);
    sladd_regions_clear(&list);
}

static void common_area_of_turned_squares(void **state) {
    (void)state;
    struct sladd_regions list = {0};
    add_line(&list, 0, 0, 2, 2, 0);
    add_line(&list, 0, 0, 2, 2, acos(-1) / 4);
    /* A square and the same turned by 45 degrees share a regular octagon. */
    assert_true(fabs(quad_common_area(list.items[0].quad, list.items[1].quad) - 8 * (sqrt(2) - 1)) < 1e-9);
    add_line(&list, 5, 5, 2, 2, 0);
    assert_true(quad_common_area(list.items[0].quad, list.items[2].quad) == 0);
    sladd_regions_clear(&list);
}

static void lines_within_another_go_without_loss_of_area(void **state) {
    (void)state;
    struct sladd_regions list = {0};
    add_line(&list, 100, 100, 200, 20, 0.3);
    add_line(&list, 100, 100, 50, 15, 0.3);  /* a word of it */
    add_line(&list, 101, 100, 200, 20, 0.3); /* nearly the same */
    add_line(&list, 100, 130, 200, 20, 0.3); /* the next line */
    add_line(&list, 190, 128, 60, 20, 0.3);  /* runs out of the first */
    nms_quads(&list, 0);
    assert_int_equal(list.count, 3);
    sladd_regions_clear(&list);
}

static void growing_moves_every_side(void **state) {
    (void)state;
    struct sladd_regions list = {0};
    add_line(&list, 50, 50, 40, 10, 0.7);
    add_line(&list, 50, 50, 46, 16, 0.7);
    quad_grow(list.items[0].quad, 3);
    for (int i = 0; i < 4; i++) {
        assert_true(fabs(list.items[0].quad[i].x - list.items[1].quad[i].x) < 1e-9);
        assert_true(fabs(list.items[0].quad[i].y - list.items[1].quad[i].y) < 1e-9);
    }
    sladd_regions_clear(&list);
}

/* Of what was seen in one row, and at one place, only a line and a point are known; around them is all the more. */
static void lines_and_points_grow_too(void **state) {
    (void)state;
    static const double sizes[][2] = {{40, 0}, {0, 40}, {40, 1e-6}, {1e-6, 40}, {0, 0}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (double turn = 0; turn < 3.2; turn += 0.39) {
            struct sladd_regions list = {0};
            const double width = sizes[i][0], height = sizes[i][1];
            add_line(&list, 50, 60, width, height, turn);
            add_line(&list, 50, 60, width, height, turn);
            quad_grow(list.items[0].quad, 3);
            assert_true(fabs(quad_common_area(list.items[0].quad, list.items[0].quad) - (width + 6) * (height + 6)) <
                        1e-3);
            for (int k = 0; k < 4; k++) { /* as far from every old corner as every new one is to be */
                const struct sladd_point *from = &list.items[1].quad[k], *to = &list.items[0].quad[k];
                assert_true(fabs(hypot(to->x - from->x, to->y - from->y) - 3 * sqrt(2)) < 1e-3);
            }
            sladd_regions_clear(&list);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(best_of_overlapping_boxes_survives),
        cmocka_unit_test(another_look_at_a_surer_head_goes),
        cmocka_unit_test(boxes_that_nearly_agree_vote_where_the_face_is),
        cmocka_unit_test(scales_that_agree_are_surer_than_each),
        cmocka_unit_test(part_of_a_better_face_goes_but_a_better_part_stays),
        cmocka_unit_test(weak_half_of_a_face_goes_but_a_strong_one_stays),
        cmocka_unit_test(neighbours_in_a_crowd_both_stay),
        cmocka_unit_test(common_area_of_turned_squares),
        cmocka_unit_test(lines_within_another_go_without_loss_of_area),
        cmocka_unit_test(growing_moves_every_side),
        cmocka_unit_test(lines_and_points_grow_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
