/* Which faces, found in the finished photo, must still go. The rule is not part of any interface, so its file is. */
#include "stages/again.c"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { COLS = 25, ROWS = 25 };

static const struct sladd_box PLACE = {40, 40, 40, 40};

/* Is a face at PLACE left over, when the regions say this and `destroyed` tells whether its cells were replaced? */
static bool left(double score, bool destroyed, struct sladd_region *items, size_t count) {
    uint8_t cells[COLS * ROWS];
    struct picture picture = {.grid = {200, 200, 8, 8, COLS, ROWS}};
    struct redacted redacted = {.picture = &picture, .mask = {COLS, ROWS, cells}};
    struct sladd_regions regions = {.items = items, .count = count, .capacity = count};
    struct sladd_region face = {.kind = SLADD_FACE, .box = PLACE, .detected = true, .score = score};
    memset(cells, destroyed ? CELL_WHOLE : 0, sizeof cells);
    return is_left(&face, &regions, destroyed_share(face.box, &redacted, SLADD_UPRIGHT));
}

static struct sladd_region region(struct sladd_box box, enum sladd_action action, bool detected) {
    return (struct sladd_region){.kind = SLADD_FACE, .box = box, .action = action, .detected = detected};
}

static void only_a_detected_face_is_excused_by_consent(void **state) {
    struct sladd_region kept = region(PLACE, SLADD_KEEP, true), entry = region(PLACE, SLADD_KEEP, false);
    (void)state;
    assert_false(left(0.9, false, &kept, 1));
    assert_true(left(0.9, false, &entry, 1)); /* consent was written down here, but nobody was paired with it */
    assert_true(left(0.9, false, NULL, 0));
    struct sladd_region all[] = {entry, region(PLACE, SLADD_REDACT, false)};
    assert_false(left(0.9, true, all, 2));   /* nothing is left there but the fill */
    assert_true(left(0.9, true, &entry, 1)); /* but a row has to say so */
    struct sladd_region both[] = {entry, kept};
    assert_false(left(0.9, false, both, 2));
}

static void the_nearest_region_speaks(void **state) {
    const struct sladd_box beside = {54, 40, 40, 40}; /* overlaps PLACE by 26/54 */
    struct sladd_region rows[] = {region(beside, SLADD_KEEP, true), region(PLACE, SLADD_REDACT, true)};
    (void)state;
    assert_true(left(0.9, false, rows, 2));
    assert_true(left(0.1, false, rows, 2)); /* half covered: however faint */
    assert_false(left(0.9, false, rows, 1));
}

static void faint_faces_on_unchanged_pixels_are_shapes(void **state) {
    (void)state;
    assert_false(left(surely_a_face - 0.01, false, NULL, 0));
    assert_true(left(surely_a_face + 0.01, false, NULL, 0));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_a_detected_face_is_excused_by_consent),
        cmocka_unit_test(the_nearest_region_speaks),
        cmocka_unit_test(faint_faces_on_unchanged_pixels_are_shapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
