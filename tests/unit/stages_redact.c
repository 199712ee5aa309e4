/* What a line of text leaves of somebody who is kept. The rule is not part of any interface, so its file is. */
#include "stages/redact.c"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct grid GRID = {400, 400, 8, 8, 50, 50};
static const struct sladd_box FACE = {160, 160, 80, 100};

/* Is the cell at (x, y) destroyed when this box is a line of text, and the face has this action? */
static bool destroyed(struct sladd_box line, enum sladd_action action, bool detected, int x, int y) {
    struct sladd_region face = {.kind = SLADD_FACE, .box = FACE, .action = action, .detected = detected};
    struct sladd_region text = {.kind = SLADD_TEXT, .box = line, .action = SLADD_REDACT, .detected = true};
    struct sladd_regions regions = {.items = &face, .count = 1};
    struct shape shape = shape_of_region(&text, &GRID, SLADD_UPRIGHT);
    struct kept kept = {0};
    struct cell_mask mask = {0};
    struct cell_rect rect;
    assert_int_equal(kept_init(&kept, &regions, &GRID, SLADD_UPRIGHT, NULL), SLADD_OK);
    assert_int_equal(cell_mask_init(&mask, &GRID, NULL), SLADD_OK);
    assert_int_equal(mark_text(&shape, &GRID, &kept, &mask, &rect, NULL), SLADD_OK);
    bool found = mask.cells[y / 8 * mask.cols + x / 8] != 0;
    kept_clear(&kept);
    cell_mask_clear(&mask);
    return found;
}

static void a_line_behind_a_kept_head_leaves_its_hair(void **state) {
    (void)state;
    const struct sladd_box wall = {40, 100, 320, 180};
    assert_false(destroyed(wall, SLADD_KEEP, true, 200, 210)); /* nose */
    assert_false(destroyed(wall, SLADD_KEEP, true, 200, 140)); /* hair */
    assert_true(destroyed(wall, SLADD_KEEP, true, 130, 210));  /* beside an ear */
    assert_true(destroyed(wall, SLADD_KEEP, true, 162, 250));  /* the corner of the face's box, below that ear */
    assert_true(destroyed(wall, SLADD_KEEP, true, 60, 200));
}

static void a_line_on_a_cap_goes(void **state) {
    (void)state;
    const struct sladd_box cap = {172, 132, 56, 20};
    assert_true(destroyed(cap, SLADD_KEEP, true, 200, 140));
}

static void nobody_else_leaves_anything(void **state) {
    (void)state;
    const struct sladd_box wall = {40, 100, 320, 180};
    assert_true(destroyed(wall, SLADD_REDACT, true, 200, 210));
    assert_true(destroyed(wall, SLADD_KEEP, false, 200, 210)); /* consent was written down, but nobody was seen */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_behind_a_kept_head_leaves_its_hair),
        cmocka_unit_test(a_line_on_a_cap_goes),
        cmocka_unit_test(nobody_else_leaves_anything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
