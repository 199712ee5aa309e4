/* Faces of photos that lie on their side, in the photo's own frame. */
#include "format/format.h"
#include "redaction/redaction.h"
#include "stages/stages.h"
#include "vision/nms.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { WIDTH = 640, HEIGHT = 480 };

/* Where a point of the turned photo is in the photo as it is, by the rows and columns of Exif 2.32's orientations. */
static struct sladd_point as_it_is(double x, double y, int orientation) {
    switch (orientation) {
    case 6:
        return (struct sladd_point){y, HEIGHT - x};
    case 3:
        return (struct sladd_point){WIDTH - x, HEIGHT - y};
    case 8:
        return (struct sladd_point){WIDTH - y, x};
    default:
        return (struct sladd_point){x, y};
    }
}

/* Owned by the caller. */
static struct sladd_image render(const char *path) {
    struct bytes file;
    struct sladd_image photo;
    assert_int_equal(bytes_read_path(&file, path, SIZE_MAX / 2, NULL), SLADD_OK);
    assert_int_equal(codec_jpeg.render(bytes_span(&file), (struct span){0}, &photo, NULL), SLADD_OK);
    bytes_clear(&file);
    return photo;
}

/* Whatever the turn, the head that goes is the head that was found. */
static void the_head_is_the_same(void **state) {
    static const int ways[] = {1, 6, 3, 8};
    static const struct sladd_box faces[] = {
        {100, 50, 60, 80}, {300, 200, 33, 31}, {0, 0, 200, 250}, {-10, 400, 40, 50}};
    (void)state;
    for (size_t w = 0; w < sizeof ways / sizeof *ways; w++)
        for (size_t i = 0; i < sizeof faces / sizeof *faces; i++) {
            const struct sladd_box head = head_box(faces[i]);
            const struct sladd_box turned = turned_face(faces[i], ways[w], WIDTH, HEIGHT), now = head_box(turned);
            const struct sladd_point a = as_it_is(head.x, head.y, ways[w]),
                                     b = as_it_is(head.x + head.width, head.y + head.height, ways[w]);
            assert_true(fabs(now.x - fmin(a.x, b.x)) < 1e-6 && fabs(now.y - fmin(a.y, b.y)) < 1e-6);
            assert_true(fabs(now.width - fabs(a.x - b.x)) < 1e-6 && fabs(now.height - fabs(a.y - b.y)) < 1e-6);
        }
}

/* The IoU of what a closer look finds there with the face itself, the best of it. */
static double found_at(struct vision *vision, const struct sladd_image *photo, int turn, struct sladd_box face) {
    struct sladd_regions found = {0};
    double best = 0;
    assert_int_equal(stage_find_faces_at(vision, photo, turn, face, &found, NULL), SLADD_OK);
    for (size_t i = 0; i < found.count; i++)
        best = fmax(best, sladd_box_iou(found.items[i].box, face));
    sladd_regions_clear(&found);
    return best;
}

/* The share of a line that a closer look finds there. */
static double read_at(struct vision *vision, const struct sladd_image *photo, int turn, struct sladd_box line) {
    struct sladd_regions found = {0};
    struct sladd_point corners[4];
    double best = 0;
    sladd_quad_of_box(line, corners);
    assert_int_equal(stage_find_text_at(vision, photo, turn, line, &found, NULL), SLADD_OK);
    for (size_t i = 0; i < found.count; i++)
        best = fmax(best, quad_common_area(found.items[i].quad, corners) / sladd_box_area(line));
    sladd_regions_clear(&found);
    return best;
}

/* A face and a line of the samples lie on their sides and are looked at closely, where they are. */
static void a_closer_look_turns_its_head(void **state) {
    static const int lie[] = {6, 3, 8}, stand[] = {8, 3, 6};
    static const struct sladd_box face = {208, 529, 305, 355}, line = {545, 396, 558, 67};
    struct sladd_image portrait = render(SLADD_ROOT "/samples/photos/portrett.jpg"),
                       board = render(SLADD_ROOT "/samples/photos/kontor-tavle.jpg");
    struct vision *vision;
    (void)state;
    assert_int_equal(vision_open(NULL, SLADD_ROOT "/models", &vision, NULL), SLADD_OK);
    assert_true(found_at(vision, &portrait, SLADD_UPRIGHT, face) > 0.6);
    assert_true(found_at(vision, &portrait, SLADD_UPRIGHT, (struct sladd_box){5000, 5000, 90, 90}) <= 0);
    assert_true(found_at(vision, &portrait, 6, (struct sladd_box){5000, 5000, 90, 90}) <= 0);
    assert_true(read_at(vision, &board, SLADD_UPRIGHT, line) > 0.6);
    for (size_t i = 0; i < sizeof lie / sizeof *lie; i++) {
        assert_int_equal(sladd_image_upright(&portrait, lie[i], NULL), SLADD_OK);
        const struct sladd_box there = turned_face(face, stand[i], portrait.width, portrait.height);
        assert_true(found_at(vision, &portrait, SLADD_UPRIGHT, there) < 0.35);
        assert_true(found_at(vision, &portrait, stand[i], there) > 0.6);
        assert_int_equal(sladd_image_upright(&portrait, stand[i], NULL), SLADD_OK);
        assert_int_equal(sladd_image_upright(&board, lie[i], NULL), SLADD_OK);
        const struct grid grid = {board.width, board.height, 1, 1, board.width, board.height};
        struct sladd_point corners[4];
        shape_box_corners(line, &grid, stand[i], corners);
        assert_true(read_at(vision, &board, stand[i], sladd_box_of_quad(corners)) > 0.6);
        assert_int_equal(sladd_image_upright(&board, stand[i], NULL), SLADD_OK);
    }
    sladd_image_clear(&portrait);
    sladd_image_clear(&board);
    vision_close(vision);
}

/* A copy without heads stands as no one can say: that it was searched in a turn is not told as a finding. */
static void only_a_sure_face_tells(void **state) {
    static const struct {
        int turn;
        enum sladd_kind kind;
        double score;
        size_t notices;
    } cases[] = {{6, SLADD_FACE, 0.61, 0}, {6, SLADD_FACE, 0.9, 1}, {6, SLADD_TEXT, 0.9, 0}, {1, SLADD_FACE, 0.9, 0}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct detected detected = {.turn = cases[i].turn};
        struct sladd_names notices = {0};
        const struct sladd_region region = {.kind = cases[i].kind, .score = cases[i].score, .detected = true};
        assert_int_equal(sladd_regions_add(&detected.regions, &region, NULL), SLADD_OK);
        assert_int_equal(stage_tell_turned(&detected, &notices, NULL), SLADD_OK);
        assert_int_equal(notices.count, cases[i].notices);
        sladd_names_clear(&notices);
        sladd_regions_clear(&detected.regions);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_head_is_the_same),
                                       cmocka_unit_test(a_closer_look_turns_its_head),
                                       cmocka_unit_test(only_a_sure_face_tells)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
