/* Whose a point is where somebody who stays stands beside what goes. */
#include "redaction/claims.h"

#include "base/image.h"
#include "redaction/samples.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct grid GRID = {400, 400, 8, 8, 50, 50};
static const struct sladd_box FACE = {160, 160, 80, 100};

static struct sladd_region face_of(struct sladd_box box, enum sladd_action action) {
    return (struct sladd_region){.kind = SLADD_FACE, .box = box, .action = action, .detected = true, .score = 1};
}

static struct claims claims_of(const struct sladd_region *items, size_t count, int orientation) {
    struct claims claims;
    struct sladd_regions regions = {.items = (struct sladd_region *)items, .count = count};
    assert_int_equal(claims_init(&claims, &regions, &GRID, orientation, NULL), SLADD_OK);
    return claims;
}

/* Is the point (x, y) redacted when this box is a line of text, and the face has this action? */
static bool destroyed(struct sladd_box line, enum sladd_action action, bool detected, int x, int y) {
    struct sladd_region both[] = {face_of(FACE, action),
                                  {.kind = SLADD_TEXT, .box = line, .action = SLADD_REDACT, .detected = true}};
    both[0].detected = detected;
    struct claims claims = claims_of(both, 2, SLADD_UPRIGHT);
    bool taken = claims_take(&claims, x, y);
    claims_clear(&claims);
    return taken;
}

static void a_line_behind_a_kept_head_leaves_its_hair(void **state) {
    (void)state;
    const struct sladd_box wall = {40, 100, 320, 180};
    assert_false(destroyed(wall, SLADD_KEEP, true, 200, 210)); /* nose */
    assert_false(destroyed(wall, SLADD_KEEP, true, 200, 140)); /* hair */
    assert_true(destroyed(wall, SLADD_KEEP, true, 130, 210));  /* beside an ear */
    assert_false(destroyed(wall, SLADD_KEEP, true, 151, 205)); /* that ear */
    assert_false(destroyed(wall, SLADD_KEEP, true, 170, 255)); /* the jaw */
    assert_true(destroyed(wall, SLADD_KEEP, true, 158, 264));  /* beside the neck */
    assert_true(destroyed(wall, SLADD_KEEP, true, 60, 200));
}

static void a_line_on_a_cap_goes(void **state) {
    (void)state;
    const struct sladd_box cap = {172, 132, 56, 20};
    assert_true(destroyed(cap, SLADD_KEEP, true, 200, 140));
    const struct sladd_box low = {172, 140, 56, 24}, glasses = {140, 170, 120, 20}, larger = {150, 130, 100, 160};
    assert_true(destroyed(low, SLADD_KEEP, true, 200, 164)); /* all of it, down to the brows */
    const struct sladd_box fringe = {160, 132, 80, 50};
    assert_true(destroyed(fringe, SLADD_KEEP, true, 200, 140));
    assert_false(destroyed(fringe, SLADD_KEEP, true, 200, 175)); /* they could not be seen without */
    struct sladd_region sure[] = {
        face_of(FACE, SLADD_KEEP),
        {.kind = SLADD_TEXT, .box = fringe, .action = SLADD_REDACT, .detected = true, .score = 0.95}};
    struct claims claims = claims_of(sure, 2, SLADD_UPRIGHT);
    assert_true(claims_take(&claims, 200, 175)); /* a name on a low brim hides them */
    claims_clear(&claims);
    assert_false(destroyed(glasses, SLADD_KEEP, true, 200, 180));
    assert_false(destroyed(larger, SLADD_KEEP, true, 200, 180));
}

/* Its colours are lent to a line on a cap, those of its face or of another head to nobody. */
static void a_cap_lends_its_colours(void **state) {
    (void)state;
    const struct sladd_region items[] = {
        face_of(FACE, SLADD_KEEP),
        {.kind = SLADD_TEXT, .box = {172, 132, 56, 20}, .action = SLADD_REDACT, .detected = true}};
    for (size_t count = 1; count <= 2; count++) {
        struct claims claims = claims_of(items, count, SLADD_UPRIGHT);
        struct cell_mask mask, aside;
        assert_int_equal(cell_mask_init(&mask, &GRID, NULL), SLADD_OK);
        assert_int_equal(cell_mask_init(&aside, &GRID, NULL), SLADD_OK);
        claims_mark(&claims, &GRID, &mask, &aside);
        assert_int_equal(cell_masked(&aside, 25, 15), count == 1); /* above the line */
        assert_true(cell_masked(&aside, 25, 26));                  /* the nose */
        cell_mask_clear(&mask);
        cell_mask_clear(&aside);
        claims_clear(&claims);
    }
}

/* Three lines on a chest, the last of them short: is the point beside it redacted, when what lies there has this
 * action?
 */
static bool badge_goes(struct sladd_box face, enum sladd_action beside, int x, int y) {
    struct sladd_region items[] = {face_of(face, SLADD_KEEP),
                                   {.kind = SLADD_TEXT, .box = {180, 300, 60, 8}, .detected = true},
                                   {.kind = SLADD_TEXT, .box = {180, 314, 60, 8}, .detected = true},
                                   {.kind = SLADD_TEXT, .box = {180, 328, 20, 8}, .detected = true},
                                   {.kind = SLADD_TEXT, .box = {215, 328, 20, 8}, .action = beside, .detected = true}};
    for (int i = 1; i < 5; i++) {
        items[i].has_quad = true;
        sladd_quad_of_box(items[i].box, items[i].quad);
    }
    struct claims claims = claims_of(items, beside == SLADD_KEEP ? 5 : 4, SLADD_UPRIGHT);
    const bool taken = claims_take(&claims, x, y);
    claims_clear(&claims);
    return taken;
}

/* A badge goes whole, also beside its short lines and between them. Where nobody wears it they are lines, and a line
 * that may stay is left to be read. */
static void a_badge_goes_as_one(void **state) {
    (void)state;
    const struct sladd_box away = {20, 20, 60, 80};
    assert_true(badge_goes(FACE, SLADD_REDACT, 190, 332));
    assert_true(badge_goes(FACE, SLADD_REDACT, 225, 332));
    assert_true(badge_goes(FACE, SLADD_REDACT, 210, 311));
    assert_false(badge_goes(FACE, SLADD_REDACT, 225, 380));
    assert_false(badge_goes(away, SLADD_REDACT, 225, 332));
    assert_true(badge_goes(away, SLADD_REDACT, 190, 332));
    assert_false(badge_goes(FACE, SLADD_KEEP, 225, 332));
    assert_true(badge_goes(FACE, SLADD_KEEP, 190, 332));
}

/* The third and faintest line of a badge may have been missed: two lines take with them what lies below, if nothing
 * there may be read. */
static void a_badge_of_two_lines_has_a_third(void **state) {
    (void)state;
    struct sladd_region items[] = {face_of(FACE, SLADD_KEEP),
                                   {.kind = SLADD_TEXT, .box = {180, 300, 60, 8}, .detected = true},
                                   {.kind = SLADD_TEXT, .box = {180, 314, 60, 8}, .detected = true},
                                   {.kind = SLADD_TEXT, .box = {215, 328, 20, 8}, .detected = true}};
    for (int i = 1; i < 4; i++) {
        items[i].has_quad = true;
        sladd_quad_of_box(items[i].box, items[i].quad);
    }
    for (size_t count = 2; count <= 4; count++) {
        items[3].action = SLADD_KEEP;
        struct claims claims = claims_of(items, count, SLADD_UPRIGHT);
        assert_int_equal(claims_take(&claims, 190, 338), count == 3);
        assert_false(claims_take(&claims, 190, 352));
        claims_clear(&claims);
    }
}

/* How far from the middle of the face, in this direction, the first point is that goes. */
static double reach(const struct claims *claims, int degrees) {
    double angle = degrees * acos(-1) / 180, radius = 0;
    while (radius < 200 && !claims_take(claims, 200 + radius * cos(angle), 210 + radius * sin(angle)))
        radius += 0.05;
    return radius;
}

/* Whether a line runs on behind the head or lies on it: a corner or a stair in the cut would make the reach bend by
 * several pixels from one step to the next. */
static void the_cut_of_a_line_is_smooth(void **state) {
    (void)state;
    static const struct sladd_box lines[] = {{0, 0, 400, 400}, {155, 160, 90, 110}};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct sladd_region both[] = {face_of(FACE, SLADD_KEEP),
                                      {.kind = SLADD_TEXT, .box = lines[i], .action = SLADD_REDACT, .detected = true}};
        struct claims claims = claims_of(both, 2, SLADD_UPRIGHT);
        assert_int_equal(claims.items[0].spares, i == 0 ? SPARES_SKULL : SPARES_FACE);
        for (int degrees = 0; degrees < 360; degrees += 2) {
            double bend = reach(&claims, degrees - 2) - 2 * reach(&claims, degrees) + reach(&claims, degrees + 2);
            assert_float_equal(bend, 0, 0.6);
        }
        claims_clear(&claims);
    }
}

static void nobody_else_leaves_anything(void **state) {
    (void)state;
    const struct sladd_box wall = {40, 100, 320, 180};
    assert_true(destroyed(wall, SLADD_REDACT, true, 200, 210));
    assert_true(destroyed(wall, SLADD_KEEP, false, 200, 210)); /* consent was written down, but nobody was seen */
}

/* Heads of equal size share what lies between them in the middle, those of two sizes by their sizes; a pixel outside
 * every head that goes stays. */
static void each_point_goes_to_the_nearer_head(void **state) {
    (void)state;
    static const struct {
        struct sladd_box stays, goes;
        double line; /* where the cut crosses y = 200 */
    } cases[] = {{{120, 160, 80, 100}, {220, 160, 80, 100}, 210},
                 {{220, 160, 80, 100}, {120, 160, 80, 100}, 210},
                 {{120, 160, 80, 100}, {216, 190, 32, 40}, NAN},
                 {{100, 150, 96, 120}, {220, 174, 48, 60}, 148 + 96 * 96.0 / 144}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sladd_region both[] = {face_of(cases[i].stays, SLADD_KEEP), face_of(cases[i].goes, SLADD_REDACT)};
        struct claims claims = claims_of(both, 2, SLADD_UPRIGHT);
        struct sladd_box face = cases[i].goes;
        for (double x = 0.5; x < 400; x++)
            for (double y = 0.5; y < 400; y++) {
                bool own = x > face.x && x < face.x + face.width && y > face.y && y < face.y + face.height;
                double to_stay = shape_distance(&claims.stays[0].head, x, y);
                double to_go = shape_distance(&claims.items[0].shape, x, y);
                assert_int_equal(claims_take(&claims, x, y), own || (to_go < 1 && to_go <= to_stay));
            }
        bool left = cases[i].stays.x < face.x;
        if (!isnan(cases[i].line)) {
            assert_int_equal(claims_take(&claims, cases[i].line - 2, 200), !left);
            assert_int_equal(claims_take(&claims, cases[i].line + 2, 200), left);
        }
        claims_clear(&claims);
    }
}

/* Turned and mirrored photos are cut where upright ones are. */
static void orientations_agree(void **state) {
    (void)state;
    struct sladd_region both[] = {face_of((struct sladd_box){100, 150, 96, 120}, SLADD_KEEP),
                                  face_of((struct sladd_box){186, 164, 48, 60}, SLADD_REDACT)};
    struct claims upright = claims_of(both, 2, SLADD_UPRIGHT);
    for (int orientation = 1; orientation <= 8; orientation++) {
        struct claims turned = claims_of(both, 2, orientation);
        for (int y = 2; y < 400; y += 3)
            for (int x = 2; x < 400; x += 3) {
                struct sladd_point corners[4];
                struct sladd_box point = {x, y, 0, 0};
                shape_box_corners(point, &GRID, orientation, corners);
                assert_int_equal(claims_take(&upright, x, y), claims_take(&turned, corners[0].x, corners[0].y));
            }
        claims_clear(&turned);
    }
    claims_clear(&upright);
}

static void shares_are_told(void **state) {
    (void)state;
    struct sladd_region both[] = {face_of((struct sladd_box){100, 100, 80, 100}, SLADD_KEEP),
                                  face_of((struct sladd_box){160, 100, 80, 100}, SLADD_REDACT)};
    struct claims claims = claims_of(both, 2, SLADD_UPRIGHT);
    assert_float_equal(claims_leave(&claims, both[0].box), 0.75, 0.01); /* what of the other's box lies in it */
    assert_float_equal(claims_leave(&claims, both[1].box), 0, 0);
    claims_clear(&claims);
    both[1].box.x = 190;
    claims = claims_of(both, 2, SLADD_UPRIGHT);
    assert_true(claims_leave(&claims, both[0].box) > 0.98);
    claims_clear(&claims);
}

/* What the detector half sees on a sure face takes nothing of it, but all that lies beside it; a sure one, or one that
 * the manifest names, takes its box. */
static void who_is_surely_in_front_is_whole(void **state) {
    (void)state;
    struct sladd_region both[] = {face_of((struct sladd_box){100, 100, 80, 100}, SLADD_KEEP),
                                  face_of((struct sladd_box){160, 100, 80, 100}, SLADD_REDACT)};
    both[1].score = 0.8;
    struct claims claims = claims_of(both, 2, SLADD_UPRIGHT);
    assert_float_equal(claims_leave(&claims, both[0].box), 1, 0);
    assert_float_equal(claims_leave(&claims, (struct sladd_box){181, 100, 59, 100}), 0, 0);
    claims_clear(&claims);
    for (int i = 0; i < 3; i++) {
        both[0].score = i == 0 ? 0.8 : 1;
        both[1].score = i == 1 ? 0.9 : 0.8;
        both[1].detected = i != 2;
        claims = claims_of(both, 2, SLADD_UPRIGHT);
        assert_float_equal(claims_leave(&claims, both[0].box), 0.75, 0.01);
        claims_clear(&claims);
    }
}

static int count(const struct cell_mask *mask, uint8_t value) {
    int count = 0;
    for (int i = 0; i < mask->cols * mask->rows; i++)
        count += mask->cells[i] == value;
    return count;
}

/* Marks, and checks every cell against the points in it. */
static void mark(const struct sladd_region *items, size_t size, struct cell_mask *mask) {
    struct cell_mask aside = {0};
    struct claims claims = claims_of(items, size, SLADD_UPRIGHT);
    assert_int_equal(cell_mask_init(mask, &GRID, NULL), SLADD_OK);
    assert_int_equal(cell_mask_init(&aside, &GRID, NULL), SLADD_OK);
    claims_mark(&claims, &GRID, mask, &aside);
    for (int i = 0; i < 2500; i++) {
        int taken = 0;
        for (int n = 0; n < 64; n++)
            taken += claims_take(&claims, i % 50 * 8 + n % 8 + 0.5, i / 50 * 8 + n / 8 + 0.5);
        if (mask->cells[i] == 0)
            assert_int_equal(taken, 0);
        if (mask->cells[i] == CELL_CUT)
            assert_true(taken > 0 && taken < 64 && aside.cells[i] != 0);
        if (mask->cells[i] == CELL_WHOLE && taken < 64)
            assert_true(aside.cells[i] == 0 || items[1].kind == SLADD_MANUAL);
    }
    cell_mask_clear(&aside);
    claims_clear(&claims);
}

static void only_cells_that_heads_share_are_cut(void **state) {
    (void)state;
    struct cell_mask mask;
    struct sladd_region both[] = {face_of((struct sladd_box){100, 150, 80, 100}, SLADD_KEEP),
                                  face_of((struct sladd_box){200, 150, 80, 100}, SLADD_REDACT)};
    mark(both, 2, &mask);
    assert_in_range(count(&mask, CELL_CUT), 10, 80);
    assert_true(count(&mask, CELL_WHOLE) > 200);
    cell_mask_clear(&mask);
    both[1].kind = SLADD_MANUAL; /* a box that the manifest asks for takes its cells whole, whosever head is there */
    mark(both, 2, &mask);
    assert_int_equal(count(&mask, CELL_CUT), 0);
    cell_mask_clear(&mask);
    both[1] = face_of((struct sladd_box){280, 250, 80, 100}, SLADD_REDACT); /* far enough away */
    mark(both, 2, &mask);
    assert_int_equal(count(&mask, CELL_CUT), 0);
    cell_mask_clear(&mask);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_behind_a_kept_head_leaves_its_hair),
        cmocka_unit_test(a_line_on_a_cap_goes),
        cmocka_unit_test(a_cap_lends_its_colours),
        cmocka_unit_test(a_badge_goes_as_one),
        cmocka_unit_test(a_badge_of_two_lines_has_a_third),
        cmocka_unit_test(the_cut_of_a_line_is_smooth),
        cmocka_unit_test(nobody_else_leaves_anything),
        cmocka_unit_test(each_point_goes_to_the_nearer_head),
        cmocka_unit_test(orientations_agree),
        cmocka_unit_test(shares_are_told),
        cmocka_unit_test(who_is_surely_in_front_is_whole),
        cmocka_unit_test(only_cells_that_heads_share_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
