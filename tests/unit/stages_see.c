/* Kept means seen: what is said of a kept face is true of the copy. */
#include "stages/stages.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

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

static void see_in_cells(int width, struct sladd_region *items, size_t count) {
    const struct grid grid = {WIDTH, HEIGHT, width, 8, WIDTH / width, HEIGHT / 8};
    struct sladd_regions regions = {.items = items, .count = count};
    assert_int_equal(stage_see(&grid, SLADD_UPRIGHT, &regions, NULL), SLADD_OK);
}

static void see(struct sladd_region *items, size_t count) {
    see_in_cells(16, items, count);
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

/* A `redact` box takes whole cells, as large as they are in this file. */
static void whole_cells_cover(void **state) {
    (void)state;
    for (int width = 8; width <= 32; width *= 2) {
        struct sladd_region rows[] = {face_at(96, 96, 96, 96, SLADD_KEEP),
                                      {.kind = SLADD_MANUAL, .box = {40, 97, 57, 94}}};
        see_in_cells(width, rows, 2);
        assert_float_equal(rows[0].visible, 1 - width / 96.0, 0.03);
        assert_int_equal(rows[0].action, width > 8 ? SLADD_REDACT : SLADD_KEEP);
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

/* What was taken for a part of the face is one no longer. */
static void text_on_a_face_goes_with_it(void **state) {
    (void)state;
    struct sladd_region rows[] = {
        {.kind = SLADD_TEXT, .box = {110, 120, 60, 15}, .action = SLADD_KEEP, .reason = SLADD_REASON_ON_FACE},
        face_at(100, 100, 80, 100, SLADD_KEEP),
        face_at(130, 120, 80, 100, SLADD_REDACT),
        face_at(400, 100, 80, 100, SLADD_KEEP),
        {.kind = SLADD_TEXT, .box = {410, 120, 60, 15}, .action = SLADD_KEEP, .reason = SLADD_REASON_ON_FACE},
        {.kind = SLADD_TEXT, .box = {110, 150, 60, 15}, .action = SLADD_KEEP, .reason = SLADD_REASON_KEEP_BOX}};
    see(rows, 6);
    assert_int_equal(rows[1].reason, SLADD_REASON_COVERED);
    assert_int_equal(rows[0].action, SLADD_REDACT);
    assert_int_equal(rows[0].reason, SLADD_REASON_TEXT);
    assert_int_equal(rows[3].action, SLADD_KEEP);
    assert_int_equal(rows[4].action, SLADD_KEEP);
    assert_int_equal(rows[5].action, SLADD_KEEP); /* somebody said that this one stays */
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

/* The share that the pixels leave of a kept face, where these regions were destroyed. */
static struct sladd_region compared(const char *file, struct sladd_box kept, const struct sladd_region *goes) {
    static const struct sidecars none;
    static const struct sladd_settings settings = {.seed = 1};
    struct source source = {0};
    struct redacted redacted = {0};
    struct sladd_regions destroyed = {0}, rows = {0};
    struct bytes photo = {0};
    struct sladd_region face = face_at(kept.x, kept.y, kept.width, kept.height, SLADD_KEEP);
    bool hidden;
    face.visible = 1;
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(bytes_read_fd(&photo, fd, SIZE_MAX / 2, NULL), SLADD_OK);
    (void)close(fd);
    assert_int_equal(stage_read(bytes_span(&photo), &none, &source, NULL), SLADD_OK);
    assert_int_equal(sladd_regions_add(&destroyed, goes, NULL), SLADD_OK);
    assert_int_equal(sladd_regions_add(&rows, &face, NULL), SLADD_OK);
    assert_int_equal(stage_redact(&source, &destroyed, &settings, &redacted, NULL), SLADD_OK);
    assert_int_equal(stage_compare(&source, &redacted, &rows, &hidden, NULL), SLADD_OK);
    face = rows.items[0];
    assert_int_equal(hidden, face.action == SLADD_REDACT);
    sladd_regions_clear(&rows);
    sladd_regions_clear(&destroyed);
    redacted_clear(&redacted);
    source_clear(&source);
    bytes_clear(&photo);
    return face;
}

/* Whatever was meant: the rows say that all of the face is left, and the picture that they were made into does not. */
static void pixels_have_the_last_word(void **state) {
    static const struct {
        const char *file;
        struct sladd_box face;
    } cases[] = {{SLADD_ROOT "/samples/photos/portrett.jpg", {208, 529, 305, 355}},
                 {SLADD_ROOT "/samples/photos/ansatte.png", {466, 347, 105, 123}}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct sladd_box box = cases[i].face;
        struct sladd_region goes = {.kind = SLADD_MANUAL, .box = {box.x - 90, box.y, 50, box.height}};
        struct sladd_region face = compared(cases[i].file, box, &goes);
        assert_int_equal(face.action, SLADD_KEEP);
        assert_float_equal(face.visible, 1, 0);
        goes.box.width = 90 + box.width / 2;
        face = compared(cases[i].file, box, &goes);
        assert_int_equal(face.reason, SLADD_REASON_COVERED);
        assert_true(face.visible > 0.3 && face.visible < 0.51); /* half of it, and whole cells */
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_stands_apart_is_seen_whole),
        cmocka_unit_test(who_is_covered_is_not_kept),
        cmocka_unit_test(whole_cells_cover),
        cmocka_unit_test(whom_nobody_detected_counts_as_far_as_they_are_left),
        cmocka_unit_test(hiding_one_may_hide_another),
        cmocka_unit_test(text_on_a_face_goes_with_it),
        cmocka_unit_test(text_hides_nobody),
        cmocka_unit_test(a_face_at_the_edge_counts_as_far_as_it_is_there),
        cmocka_unit_test(pixels_have_the_last_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
