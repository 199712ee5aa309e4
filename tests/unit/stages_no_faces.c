/* What the manifest says is no face. */
#include "stages/stages.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { WIDTH = 1000, HEIGHT = 500 };

static const struct sladd_box HAND = {300, 200, 50, 60};

/* The reason of a detected face at HAND, when the manifest has this box, this entry and this digest. */
static enum sladd_reason reason_in(enum kept_what what_stays, struct sladd_box box, const struct sladd_box *person,
                                   const char *sha256) {
    struct box_entry keep = {.box = {box.x / WIDTH, box.y / HEIGHT, box.width / WIDTH, box.height / HEIGHT},
                             .what = what_stays};
    struct face_entry entry = {0};
    if (person != NULL)
        entry.box =
            (struct sladd_box){person->x / WIDTH, person->y / HEIGHT, person->width / WIDTH, person->height / HEIGHT};
    struct photo_entry photo = {
        .keep = &keep, .keep_count = 1, .faces = &entry, .face_count = person != NULL, .sha256 = (char *)sha256};
    struct manifest manifest = {.photos = &photo, .photo_count = 1};
    struct manifest_entry what = {.folder = &manifest, .photo = &photo};
    struct sladd_regions regions = {0}, doubtful = {0};
    struct sladd_region face = {.kind = SLADD_FACE, .box = HAND, .detected = true, .score = 0.9};
    assert_int_equal(sladd_regions_add(&regions, &face, NULL), SLADD_OK);
    assert_int_equal(sladd_regions_add(&doubtful, &face, NULL), SLADD_OK);
    const struct ruling ruling = {.entry = &what, .source_sha256 = "abc", .width = WIDTH, .height = HEIGHT};
    assert_int_equal(stage_match(&ruling, &regions, &doubtful, NULL), SLADD_OK);
    enum sladd_reason reason = regions.items[0].reason;
    /* every box of the manifest has its row: that of the face that it takes away, or one of its own; in another photo
     * it counts for nothing */
    size_t own = 0;
    for (size_t i = 1; i < regions.count; i++)
        own += regions.items[i].kind == SLADD_MANUAL && regions.items[i].reason == SLADD_REASON_NO_FACE;
    assert_int_equal(own, what_stays == KEEP_NO_FACE && reason != SLADD_REASON_NO_FACE &&
                              reason != SLADD_REASON_PHOTO_CHANGED);
    /* what is only in doubt is no face under the same conditions, and is otherwise left alone */
    assert_int_equal(doubtful.count, 1);
    assert_int_equal(doubtful.items[0].reason,
                     reason == SLADD_REASON_NO_FACE ? SLADD_REASON_NO_FACE : SLADD_REASON_UNDECIDED);
    sladd_regions_clear(&doubtful);
    sladd_regions_clear(&regions);
    return reason;
}

static enum sladd_reason reason_of(struct sladd_box box, const struct sladd_box *person, const char *sha256) {
    return reason_in(KEEP_NO_FACE, box, person, sha256);
}

static void a_detection_in_the_box_is_no_face(void **state) {
    (void)state;
    assert_int_equal(reason_of(HAND, NULL, NULL), SLADD_REASON_NO_FACE);
    assert_int_equal(reason_of(HAND, NULL, "ABC"), SLADD_REASON_NO_FACE);
    assert_int_equal(reason_of((struct sladd_box){290, 195, 60, 70}, NULL, NULL), SLADD_REASON_NO_FACE);
    assert_int_equal(reason_of((struct sladd_box){200, 100, 300, 300}, NULL, NULL), SLADD_REASON_UNDECIDED);
    assert_int_equal(reason_of((struct sladd_box){340, 200, 50, 60}, NULL, NULL), SLADD_REASON_UNDECIDED);
}

static void not_where_somebody_is_said_to_be(void **state) {
    (void)state;
    const struct sladd_box person = {320, 220, 40, 50}, elsewhere = {600, 220, 40, 50};
    assert_true(reason_of(HAND, &person, NULL) != SLADD_REASON_NO_FACE);
    assert_int_equal(reason_of(HAND, &elsewhere, NULL), SLADD_REASON_NO_FACE);
}

/* Around a banner or a code somebody may stand. */
static void no_box_that_allows_something_else(void **state) {
    (void)state;
    assert_int_equal(reason_in(KEEP_TEXT, HAND, NULL, NULL), SLADD_REASON_UNDECIDED);
    assert_int_equal(reason_in(KEEP_CODE, HAND, NULL, NULL), SLADD_REASON_UNDECIDED);
}

static void only_in_the_photo_that_is_described(void **state) {
    (void)state;
    assert_int_equal(reason_of(HAND, NULL, "abd"), SLADD_REASON_PHOTO_CHANGED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_detection_in_the_box_is_no_face),
        cmocka_unit_test(not_where_somebody_is_said_to_be),
        cmocka_unit_test(no_box_that_allows_something_else),
        cmocka_unit_test(only_in_the_photo_that_is_described),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
