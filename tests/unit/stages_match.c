/* The rule of pairing, case by case, in a photo of 1000 x 500 pixels. Each doubt falls the safe way.
 * Release test 17. */
#include "stages/stages.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define SHA "00000000000000000000000000000000000000000000000000000000000000aB"

struct match {
    struct manifest *manifest;
    struct sladd_regions regions;
};

static const char *const PEOPLE = "version: 1\npeople: {a: {}, b: {}, c: {}, d: {}, e: {}}\nphotos: {p.jpg: ";

static void add_face(struct match *match, double x, double y, double width, double height) {
    struct sladd_region region = {.kind = SLADD_FACE, .box = {x, y, width, height}, .detected = true, .score = 0.9};
    assert_int_equal(sladd_regions_add(&match->regions, &region, NULL), SLADD_OK);
}

static enum sladd_status match_photo(const struct manifest_entry *entry, struct sladd_regions *regions,
                                     struct sladd_error *err) {
    const struct ruling ruling = {.entry = entry, .source_sha256 = SHA, .width = 1000, .height = 500};
    return stage_match(&ruling, regions, NULL, err);
}

static void run(struct match *match, const char *photo) {
    char text[2000];
    struct sladd_error err = {0};
    (void)snprintf(text, sizeof text, "%s%s}", PEOPLE, photo);
    if (manifest_parse((struct span){(const uint8_t *)text, strlen(text)}, "m", &match->manifest, &err) != SLADD_OK)
        fail_msg("%s", err.text);
    struct manifest_entry entry = {.folder = match->manifest, .photo = manifest_photo(match->manifest, "p.jpg")};
    assert_int_equal(match_photo(&entry, &match->regions, &err), SLADD_OK);
}

/* One face at (200, 100), 100 x 100 pixels, and one entry of `a`. */
static void run_single(struct match *match, double x, double y, double width, double height) {
    char photo[200];
    add_face(match, 200, 100, 100, 100);
    (void)snprintf(photo, sizeof photo, "{faces: [{person: a, box: [%.6f, %.6f, %.6f, %.6f]}]}", x / 1000, y / 500,
                   width / 1000, height / 500);
    run(match, photo);
}

static void expect(const struct match *match, size_t row, const char *person, enum sladd_reason reason) {
    const struct sladd_region *region = &match->regions.items[row];
    assert_true(row < match->regions.count);
    const char *found = sladd_region_person(&match->regions, region);
    assert_string_equal(found != NULL ? found : "nobody", person != NULL ? person : "nobody");
    assert_string_equal(sladd_reason_name(region->reason), sladd_reason_name(reason));
}

static void finish(struct match *match, size_t rows) {
    assert_int_equal(match->regions.count, rows);
    sladd_regions_clear(&match->regions);
    manifest_free(match->manifest);
    *match = (struct match){0};
}

static void expect_pair(double x, double y, double width, double height) {
    struct match match = {0};
    run_single(&match, x, y, width, height);
    expect(&match, 0, "a", SLADD_REASON_UNDECIDED);
    assert_int_equal(match.regions.items[0].said_by, SLADD_VOICE_ENTRY);
    finish(&match, 1);
}

static void expect_no_pair(double x, double y, double width, double height) {
    struct match match = {0};
    run_single(&match, x, y, width, height);
    expect(&match, 0, NULL, SLADD_REASON_UNDECIDED);
    expect(&match, 1, "a", SLADD_REASON_UNDECIDED);
    assert_false(match.regions.items[1].detected);
    assert_int_equal(match.regions.items[1].said_by, SLADD_VOICE_ENTRY);
    assert_true(match.regions.items[1].box.x > x - 1e-6 && match.regions.items[1].box.x < x + 1e-6);
    assert_true(match.regions.items[1].box.height > height - 1e-3 && match.regions.items[1].box.height < height + 1e-3);
    finish(&match, 2);
}

/* People draw the face, the head or something between; the detector draws brow to chin. */
static void hand_drawn_boxes_are_paired(void **state) {
    (void)state;
    expect_pair(200, 100, 100, 100);
    expect_pair(190, 95, 110, 120);
    expect_pair(215, 115, 70, 70);  /* tight: half the area */
    expect_pair(180, 60, 140, 150); /* face with hair */
    expect_pair(155, 40, 190, 190); /* the whole head */
    expect_pair(140, 25, 220, 210); /* generous */
    expect_pair(230, 130, 100, 100);
}

/* An entry whose own face was not detected must not take the neighbour's. */
static void boxes_elsewhere_are_not_paired(void **state) {
    (void)state;
    expect_no_pair(300, 100, 100, 100); /* beside it, touching */
    expect_no_pair(260, 100, 100, 100); /* 60 % of a face away: the centre lies outside */
    expect_no_pair(240, 40, 190, 190);  /* a head drawn around the next face, 85 % of a face away */
    expect_no_pair(200, 160, 100, 100); /* below it */
    expect_no_pair(225, 125, 50, 50);   /* a quarter of the area: an overlap of 0.25 */
    expect_no_pair(50, 0, 450, 450);    /* a whole group in one box */
    expect_no_pair(700, 300, 100, 100);
}

static void two_detections_for_one_entry_are_ambiguous(void **state) {
    struct match match = {0};
    (void)state;
    add_face(&match, 224, 100, 100, 100); /* an overlap of 0.61 of the best */
    run_single(&match, 200, 100, 100, 100);
    expect(&match, 0, NULL, SLADD_REASON_AMBIGUOUS);
    expect(&match, 1, NULL, SLADD_REASON_AMBIGUOUS);
    expect(&match, 2, "a", SLADD_REASON_AMBIGUOUS);
    finish(&match, 3);

    add_face(&match, 226, 100, 100, 100); /* 0.59: clear, and the second detection is nobody's */
    run_single(&match, 200, 100, 100, 100);
    assert_int_equal(match.regions.items[0].person, 0);
    expect(&match, 1, "a", SLADD_REASON_UNDECIDED);
    finish(&match, 2);
}

static void two_entries_on_one_face_are_ambiguous(void **state) {
    struct match match = {0};
    (void)state;
    add_face(&match, 200, 100, 100, 100);
    add_face(&match, 600, 100, 100, 100);
    run(&match, "{faces: [{person: a, box: [0.2, 0.2, 0.1, 0.2]}, {person: b, box: [0.21, 0.2, 0.1, 0.2]},"
                "{person: c, box: [0.6, 0.2, 0.1, 0.2]}]}");
    expect(&match, 0, NULL, SLADD_REASON_AMBIGUOUS);
    expect(&match, 1, "c", SLADD_REASON_UNDECIDED);
    expect(&match, 2, "a", SLADD_REASON_AMBIGUOUS);
    expect(&match, 3, "b", SLADD_REASON_AMBIGUOUS);
    finish(&match, 4);

    /* A name and a question mark are two answers as well. */
    add_face(&match, 200, 100, 100, 100);
    run(&match, "{faces: [{person: a, box: [0.2, 0.2, 0.1, 0.2]}, {person: '?', box: [0.21, 0.2, 0.1, 0.2]}]}");
    expect(&match, 0, NULL, SLADD_REASON_AMBIGUOUS);
    finish(&match, 3);
}

static void one_name_on_two_faces_is_ambiguous(void **state) {
    struct match match = {0};
    (void)state;
    add_face(&match, 200, 100, 100, 100);
    add_face(&match, 600, 100, 100, 100);
    run(&match, "{faces: [{person: a, box: [0.2, 0.2, 0.1, 0.2]}, {person: a, box: [0.6, 0.2, 0.1, 0.2]}]}");
    expect(&match, 0, NULL, SLADD_REASON_AMBIGUOUS);
    expect(&match, 1, NULL, SLADD_REASON_AMBIGUOUS);
    expect(&match, 2, "a", SLADD_REASON_AMBIGUOUS);
    expect(&match, 3, "a", SLADD_REASON_AMBIGUOUS);
    finish(&match, 4);

    /* Also where only one of the two was detected, or none. */
    add_face(&match, 200, 100, 100, 100);
    run(&match, "{faces: [{person: a, box: [0.2, 0.2, 0.1, 0.2]}, {person: a, box: [0.6, 0.2, 0.1, 0.2]}]}");
    expect(&match, 0, NULL, SLADD_REASON_AMBIGUOUS);
    expect(&match, 2, "a", SLADD_REASON_AMBIGUOUS);
    finish(&match, 3);
}

static void nobody_yet_is_nobody(void **state) {
    struct match match = {0};
    (void)state;
    add_face(&match, 200, 100, 100, 100);
    add_face(&match, 600, 100, 100, 100);
    run(&match, "{faces: [{person: '?', box: [0.2, 0.2, 0.1, 0.2]}, {box: [0.6, 0.2, 0.1, 0.2]},"
                "{box: [0.8, 0.2, 0.1, 0.2]}]}");
    expect(&match, 0, NULL, SLADD_REASON_UNDECIDED);
    expect(&match, 1, NULL, SLADD_REASON_UNDECIDED);
    expect(&match, 2, NULL, SLADD_REASON_UNDECIDED);
    finish(&match, 3);
}

/* Five people shoulder to shoulder, their whole heads drawn by hand, in either order of detection. */
static void neighbours_in_a_row_are_told_apart(void **state) {
    static const char *const names[] = {"a", "b", "c", "d", "e"};
    (void)state;
    for (int backwards = 0; backwards < 2; backwards++) {
        struct match match = {0};
        for (int i = 0; i < 5; i++)
            add_face(&match, 100 + 120 * (backwards ? 4 - i : i), 100, 100, 120);
        run(&match,
            "{faces: [{person: a, box: [0.055, 0.06, 0.19, 0.456]}, {person: b, box: [0.175, 0.06, 0.19, 0.456]},"
            "{person: c, box: [0.295, 0.06, 0.19, 0.456]}, {person: d, box: [0.415, 0.06, 0.19, 0.456]},"
            "{person: e, box: [0.535, 0.06, 0.19, 0.456]}]}");
        for (size_t i = 0; i < 5; i++)
            expect(&match, i, names[backwards ? 4 - i : i], SLADD_REASON_UNDECIDED);
        finish(&match, 5);
    }
}

/* What somebody drew around more than the head is redacted with the face, should the face be. */
static void generous_entries_have_their_own_row(void **state) {
    struct match match = {0};
    (void)state;
    run_single(&match, 110, 10, 280, 280);
    expect(&match, 0, "a", SLADD_REASON_UNDECIDED);
    expect(&match, 1, "a", SLADD_REASON_UNDECIDED);
    assert_false(match.regions.items[1].detected);
    finish(&match, 2);
}

static void text_is_never_paired(void **state) {
    struct match match = {0};
    struct sladd_region line = {.kind = SLADD_TEXT, .box = {200, 100, 100, 100}, .detected = true};
    (void)state;
    assert_int_equal(sladd_regions_add(&match.regions, &line, NULL), SLADD_OK);
    run(&match, "{faces: [{person: a, box: [0.2, 0.2, 0.1, 0.2]}]}");
    expect(&match, 0, NULL, SLADD_REASON_UNDECIDED);
    expect(&match, 1, "a", SLADD_REASON_UNDECIDED);
    assert_false(match.regions.items[1].detected);
    finish(&match, 2);
}

static void a_changed_photo_keeps_nothing(void **state) {
    struct match match = {0};
    (void)state;
    add_face(&match, 200, 100, 100, 100);
    run(&match, "{sha256: 00000000000000000000000000000000000000000000000000000000000000ac,"
                "faces: [{person: a, box: [0.2, 0.2, 0.1, 0.2]}, {person: b, box: [0.7, 0.2, 0.1, 0.2]}],"
                "keep: [{box: [0, 0, 0.5, 0.5]}], redact: [{box: [0, 0.5, 0.5, 0.5]}]}");
    expect(&match, 0, NULL, SLADD_REASON_PHOTO_CHANGED);
    expect(&match, 1, "a", SLADD_REASON_PHOTO_CHANGED);
    expect(&match, 2, "b", SLADD_REASON_PHOTO_CHANGED);
    expect(&match, 3, NULL, SLADD_REASON_PHOTO_CHANGED);
    expect(&match, 4, NULL, SLADD_REASON_REDACT_BOX);
    finish(&match, 5);

    /* Digits that differ only in case are the same photo. */
    add_face(&match, 200, 100, 100, 100);
    run(&match, "{sha256: 00000000000000000000000000000000000000000000000000000000000000AB,"
                "faces: [{person: a, box: [0.2, 0.2, 0.1, 0.2]}]}");
    expect(&match, 0, "a", SLADD_REASON_UNDECIDED);
    finish(&match, 1);
}

/* Of several entries one may be of an earlier version of the photo, or lie further up: nobody is kept by it, also where
 * the nearest one fits. */
static void the_entry_of_another_file_keeps_nobody(void **state) {
    static const char near[] =
        "{version: 1, photos: {p.jpg: {alt_text: A hall, faces: [{box: [0.8, 0.2, 0.1, 0.2]}]}}}";
    static const char *const others[] = {
        "{version: 1, people: {a: {}}, photos: {p.jpg: {faces: [{person: a, box: [0.2, 0.2, 0.1, 0.2]}], sha256: "
        "00000000000000000000000000000000000000000000000000000000000000ac}}}",
        "{version: 1, people: {a: {}}, photos: {p.jpg: {faces: [{person: a, box: [0.2, 0.2, 0.1, 0.2]}]}}}"};
    (void)state;
    for (int further_up = 0; further_up < 2; further_up++) {
        struct match match = {0};
        struct manifest *sidecar = NULL;
        const struct span other = {(const uint8_t *)others[further_up], strlen(others[further_up])};
        add_face(&match, 200, 100, 100, 100);
        assert_int_equal(manifest_parse((struct span){(const uint8_t *)near, strlen(near)}, "s", &sidecar, NULL),
                         SLADD_OK);
        assert_int_equal(manifest_parse(other, "m", &match.manifest, NULL), SLADD_OK);
        const struct photo_entry *behind = manifest_photo(match.manifest, "p.jpg");
        const struct manifest_entry entry = {.sidecar = sidecar,
                                             .folder = match.manifest,
                                             .photo = manifest_photo(sidecar, "p.jpg"),
                                             .folder_photo = further_up ? NULL : behind,
                                             .farther = &behind,
                                             .farther_count = (size_t)further_up};
        assert_int_equal(match_photo(&entry, &match.regions, NULL), SLADD_OK);
        expect(&match, 0, NULL, SLADD_REASON_UNDECIDED);
        expect(&match, 1, NULL, SLADD_REASON_UNDECIDED);
        expect(&match, 2, NULL, SLADD_REASON_AMBIGUOUS);
        finish(&match, 3);
        manifest_free(sidecar);
    }
}

static void boxes_have_their_rows_in_pixels(void **state) {
    struct match match = {0};
    (void)state;
    run(&match, "{keep: [{box: [0.1, 0.2, 0.3, 0.4]}], redact: [{box: [0.5, 0.5, 0.5, 0.5]}, {box: [0, 0, 1, 1]}]}");
    expect(&match, 0, NULL, SLADD_REASON_KEEP_BOX);
    expect(&match, 1, NULL, SLADD_REASON_REDACT_BOX);
    expect(&match, 2, NULL, SLADD_REASON_REDACT_BOX);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(match.regions.items[i].kind, SLADD_MANUAL);
        assert_false(match.regions.items[i].detected);
    }
    struct sladd_box box = match.regions.items[0].box;
    assert_true(box.x == 100 && box.y == 100 && box.width == 300 && box.height == 200);
    finish(&match, 3);
}

static void a_photo_not_mentioned_stays_as_it_is(void **state) {
    struct match match = {0};
    struct manifest_entry entry = {0};
    (void)state;
    add_face(&match, 200, 100, 100, 100);
    assert_int_equal(match_photo(&entry, &match.regions, NULL), SLADD_OK);
    expect(&match, 0, NULL, SLADD_REASON_UNDECIDED);
    finish(&match, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hand_drawn_boxes_are_paired),
        cmocka_unit_test(boxes_elsewhere_are_not_paired),
        cmocka_unit_test(two_detections_for_one_entry_are_ambiguous),
        cmocka_unit_test(two_entries_on_one_face_are_ambiguous),
        cmocka_unit_test(one_name_on_two_faces_is_ambiguous),
        cmocka_unit_test(nobody_yet_is_nobody),
        cmocka_unit_test(neighbours_in_a_row_are_told_apart),
        cmocka_unit_test(generous_entries_have_their_own_row),
        cmocka_unit_test(text_is_never_paired),
        cmocka_unit_test(a_changed_photo_keeps_nothing),
        cmocka_unit_test(the_entry_of_another_file_keeps_nobody),
        cmocka_unit_test(boxes_have_their_rows_in_pixels),
        cmocka_unit_test(a_photo_not_mentioned_stays_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
