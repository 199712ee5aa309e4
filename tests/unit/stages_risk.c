/* The residual risk: what is in doubt counts as far as the copy still shows it, and what was found counts for those who
 * were not. */
#include "stages/stages.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { WIDTH = 1600, HEIGHT = 1200 };

/* The detectors that ship, of which it has to be known what they leave. */
static int open_vision(void **state) {
    struct vision *vision;
    if (vision_open(NULL, SLADD_ROOT "/models", &vision, NULL) != SLADD_OK)
        return -1;
    *state = vision;
    return 0;
}

static int close_vision(void **state) {
    vision_close(*state);
    return 0;
}

static struct sladd_region face_at(double x, double y, double side, double score, enum sladd_action action) {
    return (struct sladd_region){.kind = SLADD_FACE,
                                 .box = {x, y, side, side},
                                 .action = action,
                                 .detected = true,
                                 .score = score,
                                 .reason = action == SLADD_KEEP ? SLADD_REASON_CONSENT : SLADD_REASON_NO_SUBJECT};
}

static double risk_of(const struct vision *vision, struct sladd_region *rows, size_t row_count,
                      struct sladd_region *places, size_t place_count) {
    const struct sladd_regions regions = {.items = rows, .count = row_count};
    struct sladd_regions doubtful = {.items = places, .count = place_count};
    double risk = 7;
    assert_int_equal(stage_risk(vision, WIDTH, HEIGHT, &regions, &doubtful, &risk, NULL), SLADD_OK);
    return risk;
}

/* What one place adds of which all is left. */
static double seen_at(const struct vision *vision, long pixels, struct sladd_region place) {
    place.visible = 1;
    return vision_seen_at(vision, pixels, 0, &(struct sladd_regions){.items = &place, .count = 1}, 0);
}

static void nobody_in_doubt_is_no_risk(void **state) {
    const struct vision *vision = *state;
    assert_true(vision_knows_misses(vision)); /* or run tests/accuracy/calibrate.py for the new model */
    assert_float_equal(risk_of(vision, NULL, 0, NULL, 0), 0, 0);
}

static void what_is_left_adds_up(void **state) {
    const struct vision *vision = *state;
    struct sladd_region places[] = {face_at(100, 100, 30, 0.35, SLADD_REDACT), face_at(300, 100, 18, 0.2, SLADD_REDACT),
                                    face_at(600, 500, 90, 0.5, SLADD_REDACT)};
    double sum = 0;
    for (size_t i = 0; i < 3; i++)
        sum += seen_at(vision, (long)WIDTH * HEIGHT, places[i]);
    assert_true(sum > 0);
    assert_float_equal(risk_of(vision, NULL, 0, places, 3), round(sum * 1e4) / 1e4, 1e-9);
    assert_float_equal(places[2].visible, 1, 0);
}

static void a_found_face_counts_for_those_beside_it(void **state) {
    const struct vision *vision = *state;
    struct sladd_region faces[] = {face_at(100, 100, 30, 0.9, SLADD_REDACT), face_at(400, 100, 30, 0.9, SLADD_KEEP)};
    double beside = vision_seen_beside(vision, (long)WIDTH * HEIGHT, &faces[0]);
    assert_true(beside > 0);
    assert_float_equal(risk_of(vision, faces, 2, NULL, 0), round(beside * 1e4) / 1e4, 1e-9); /* of the hidden one */
}

static void what_is_hidden_or_nobodys_counts_nothing(void **state) {
    const struct vision *vision = *state;
    /* in a `redact` box; at the chin of a face that stays; on a detection that is no face; marked as none itself */
    struct sladd_region rows[] = {{.kind = SLADD_MANUAL, .box = {80, 80, 80, 80}},
                                  face_at(400, 100, 100, 0.9, SLADD_KEEP),
                                  face_at(700, 100, 40, 0.8, SLADD_KEEP)};
    struct sladd_region places[] = {face_at(100, 100, 30, 0.35, SLADD_REDACT), face_at(430, 170, 40, 0.3, SLADD_REDACT),
                                    face_at(705, 102, 34, 0.4, SLADD_REDACT), face_at(900, 900, 30, 0.4, SLADD_REDACT)};
    rows[2].reason = SLADD_REASON_NO_FACE;
    places[3].reason = SLADD_REASON_NO_FACE;
    assert_float_equal(risk_of(vision, rows, 3, places, 4), 0, 0);
    places[3].reason = SLADD_REASON_UNDECIDED;
    assert_true(risk_of(vision, rows, 3, places, 4) > 0);
    rows[0].action = SLADD_KEEP; /* a `keep` box hides nothing */
    assert_true(risk_of(vision, rows, 1, places, 1) > 0);
}

/* Half of a place under somebody's hidden head is still seen; nearly all of it is not. */
static void a_tenth_decides(void **state) {
    const struct vision *vision = *state;
    struct sladd_region cover = {.kind = SLADD_MANUAL, .box = {100, 100, 100, 50}};
    struct sladd_region place = face_at(100, 100, 100, 0.4, SLADD_REDACT);
    assert_true(risk_of(vision, &cover, 1, &place, 1) > 0);
    assert_float_equal(place.visible, 0.5, 0.1);
    cover.box.height = 86; /* the rim below the middle's ellipse may stay */
    assert_float_equal(risk_of(vision, &cover, 1, &place, 1), 0, 0);
    assert_true(place.visible < 0.1);
}

/* Surer places are more often faces; photos that are looked at enlarged hide less. */
static void scores_and_sizes_mean_something(void **state) {
    const struct vision *vision = *state;
    for (double side = 16; side < 200; side *= 1.5) {
        struct sladd_region faint = face_at(0, 0, side, 0.015, SLADD_REDACT),
                            clear = face_at(0, 0, side, 0.5, SLADD_REDACT);
        assert_true(seen_at(vision, 2000000, faint) < seen_at(vision, 2000000, clear));
        assert_true(seen_at(vision, 2000000, clear) < 1);
        assert_true(seen_at(vision, 200000, clear) <= seen_at(vision, 2000000, clear));
    }
}

/* A thousand places are gravel, unless there are faces for them; few add up. */
static void more_places_than_were_measured_add_nothing(void **state) {
    const struct vision *vision = *state;
    enum { FEW = 10, MANY = 1000 };
    static struct sladd_region places[MANY];
    const struct sladd_regions few = {.items = places, .count = FEW}, many = {.items = places, .count = MANY};
    const long pixels = (long)WIDTH * HEIGHT;
    for (int i = 0; i < MANY; i++) {
        places[i] = face_at(40.0 * (i % 40), 40.0 * (i / 40), 20, 0.1, SLADD_REDACT);
        places[i].visible = 1;
    }
    const double one = seen_at(vision, pixels, places[0]);
    assert_float_equal(vision_seen_at(vision, pixels, 0, &few, 0), FEW * one, 1e-9);
    assert_true(vision_seen_at(vision, pixels, 0, &many, 0) < 30 * one);
    assert_true(vision_seen_at(vision, pixels, 500, &many, 0) > vision_seen_at(vision, pixels, 0, &many, 0));
    assert_float_equal(vision_seen_at(vision, pixels, 0, &many, 1), 0, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_in_doubt_is_no_risk),
        cmocka_unit_test(what_is_left_adds_up),
        cmocka_unit_test(a_found_face_counts_for_those_beside_it),
        cmocka_unit_test(what_is_hidden_or_nobodys_counts_nothing),
        cmocka_unit_test(a_tenth_decides),
        cmocka_unit_test(scores_and_sizes_mean_something),
        cmocka_unit_test(more_places_than_were_measured_add_nothing),
    };
    return cmocka_run_group_tests(tests, open_vision, close_vision);
}
