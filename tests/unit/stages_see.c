/* Kept means seen: what is said of a kept face is true of the copy. */
#include "stages/stages.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { WIDTH = 800, HEIGHT = 600 };

static struct sladd_region face_at(double x, double y, double width, double height, enum sladd_action action) {
    return (struct sladd_region){.kind = SLADD_FACE,
                                 .box = {x, y, width, height},
                                 .action = action,
                                 .detected = true,
                                 .score = 1,
                                 .reason = action == SLADD_KEEP ? SLADD_REASON_CONSENT : SLADD_REASON_NO_SUBJECT};
}

static void see(struct sladd_region *items, size_t count) {
    struct sladd_regions regions = {.items = items, .count = count};
    assert_int_equal(stage_see(WIDTH, HEIGHT, &regions, NULL), SLADD_OK);
}

static void who_stands_apart_is_seen_whole(void **state) {
    (void)state;
    struct sladd_region faces[] = {face_at(100, 100, 80, 100, SLADD_KEEP), face_at(400, 100, 80, 100, SLADD_REDACT),
                                   face_at(184, 110, 80, 100, SLADD_REDACT)};
    see(faces, 3);
    assert_int_equal(faces[0].action, SLADD_KEEP);
    assert_true(faces[0].visible >= 0.95); /* cheek by cheek with the third */
    assert_float_equal(faces[1].visible, 0, 0);
}

static void who_is_covered_is_not_kept(void **state) {
    (void)state;
    /* whatever covers more than a tenth: a face before it, an entry that nobody saw, a `redact` box, all of them */
    struct sladd_region covers[] = {face_at(130, 120, 80, 100, SLADD_REDACT),
                                    face_at(130, 120, 80, 100, SLADD_REDACT),
                                    {.kind = SLADD_MANUAL, .box = {100, 150, 80, 20}},
                                    {.kind = SLADD_FACE, .box = {0, 0, 8000, 6000}}};
    covers[1].detected = false;
    for (size_t i = 0; i < sizeof covers / sizeof *covers; i++) {
        struct sladd_region faces[] = {face_at(100, 100, 80, 100, SLADD_KEEP), covers[i]};
        see(faces, 2);
        assert_int_equal(faces[0].action, SLADD_REDACT);
        assert_int_equal(faces[0].reason, SLADD_REASON_COVERED);
        assert_true(faces[0].visible < 0.9);
    }
}

/* An entry of somebody whom the detector did not see: in the copy, unless something hides them. */
static void whom_nobody_detected_counts_as_far_as_they_are_left(void **state) {
    (void)state;
    struct sladd_region faces[] = {face_at(100, 100, 80, 100, SLADD_KEEP), face_at(400, 100, 80, 100, SLADD_KEEP),
                                   face_at(410, 105, 80, 100, SLADD_REDACT)};
    faces[0].detected = faces[1].detected = false;
    see(faces, 3);
    assert_int_equal(faces[0].action, SLADD_KEEP);
    assert_float_equal(faces[0].visible, 1, 0);
    assert_int_equal(faces[1].action, SLADD_REDACT);
    assert_int_equal(faces[1].reason, SLADD_REASON_COVERED);
    assert_true(faces[1].visible < 0.2);
}

/* A face that is hidden because of its neighbour goes with all its head, which may hide the next. */
static void hiding_one_may_hide_another(void **state) {
    (void)state;
    struct sladd_region faces[] = {face_at(100, 100, 80, 100, SLADD_KEEP), face_at(160, 100, 80, 100, SLADD_KEEP),
                                   face_at(220, 100, 80, 100, SLADD_REDACT)};
    see(faces, 3);
    assert_int_equal(faces[1].reason, SLADD_REASON_COVERED);
    assert_int_equal(faces[0].reason, SLADD_REASON_COVERED);
}

static void text_hides_nobody(void **state) {
    (void)state;
    struct sladd_region faces[] = {face_at(100, 100, 80, 100, SLADD_KEEP),
                                   {.kind = SLADD_TEXT, .box = {50, 120, 200, 60}, .detected = true}};
    see(faces, 2);
    assert_int_equal(faces[0].action, SLADD_KEEP);
    assert_float_equal(faces[0].visible, 1, 0);
}

/* Only what of the box lies in the photo can be seen, and is asked for. */
static void a_face_at_the_edge_counts_as_far_as_it_is_there(void **state) {
    (void)state;
    struct sladd_region faces[] = {face_at(-40, 100, 80, 100, SLADD_KEEP), face_at(60, 100, 80, 100, SLADD_REDACT)};
    see(faces, 2);
    assert_int_equal(faces[0].action, SLADD_KEEP);
    assert_true(faces[0].visible > 0.95);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_stands_apart_is_seen_whole),
        cmocka_unit_test(who_is_covered_is_not_kept),
        cmocka_unit_test(whom_nobody_detected_counts_as_far_as_they_are_left),
        cmocka_unit_test(hiding_one_may_hide_another),
        cmocka_unit_test(text_hides_nobody),
        cmocka_unit_test(a_face_at_the_edge_counts_as_far_as_it_is_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
