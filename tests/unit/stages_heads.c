/* One head, one face: constructed boxes, and those that the detector gave for the samples. */
#include "stages/stages.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const struct sladd_box FACE = {100, 100, 100, 130};

struct seen {
    struct sladd_box box;
    double score;
};

/* How many faces are left of one as sure as this and another one beside it? */
static size_t left_of_both(double score, struct seen other) {
    struct sladd_region items[] = {{.kind = SLADD_FACE, .box = FACE, .detected = true, .score = score},
                                   {.kind = SLADD_FACE, .box = other.box, .detected = true, .score = other.score}};
    struct sladd_regions regions = {.items = items, .count = 2};
    heads_join(&regions);
    assert_memory_equal(&regions.items[0].box, &FACE, sizeof FACE);
    return regions.count;
}

static size_t left_of(struct seen other) {
    return left_of_both(0.99, other);
}

static void parts_of_a_head_are_no_faces(void **state) {
    (void)state;
    static const struct seen parts[] = {
        {{112, 176, 78, 80}, 0.64}, /* chin and collar */
        {{120, 205, 60, 50}, 0.7},  /* a collar */
        {{118, 160, 64, 68}, 0.8},  /* a mask */
        {{125, 120, 50, 45}, 0.6},  /* glasses */
        {{80, 80, 140, 175}, 0.7},  /* all of the head */
        {{75, 60, 150, 190}, 0.55}, /* and more of it */
        {{60, 130, 100, 130}, 0.5}, /* at another scale, to the side */
        {{130, 50, 80, 120}, 0.5},   {{110, 45, 100, 125}, 0.54},
        {{112, 62, 82, 95}, 0.52},   /* a forehead under short hair */
        {{102, 74, 105, 110}, 0.82}, /* nearly the same box */
        {{60, 90, 85, 110}, 0.25},   /* hardly anything, and its middle is the face's */
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        assert_int_equal(left_of(parts[i]), 1);
}

static void other_heads_stay_their_own(void **state) {
    (void)state;
    static const struct seen others[] = {
        {{190, 100, 100, 130}, 0.6},                              /* beside, cheek by cheek */
        {{140, 80, 90, 120}, 0.6},                                /* half behind */
        {{105, 40, 90, 120}, 0.6},                                /* behind and above */
        {{60, 130, 100, 130}, 0.56},                              /* as near as another look, but not so unsure */
        {{110, 45, 100, 125}, 0.6},  {{160, 100, 100, 130}, 0.4}, /* unsure, but its own middle */
        {{60, 90, 85, 110}, 0.35},                                /* the same, less unsure */
        {{138, 62, 75, 98}, 0.52},                                /* above, and to the side: somebody behind */
        {{110, 230, 70, 90}, 0.7},                                /* a child before somebody */
        {{112, 176, 78, 80}, 0.9},                                /* where a collar may be, but surely a face */
        {{60, 100, 300, 390}, 0.6},                               /* a large face of which the sure one is not most */
        {{300, 300, 40, 50}, 0.5},
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_int_equal(left_of(others[i]), 2);
}

static void two_unsure_looks_are_one_head(void **state) {
    (void)state;
    const struct sladd_box look = {66, 138, 110, 130}, middle_elsewhere = {160, 138, 110, 130};
    assert_int_equal(left_of_both(0.46, (struct seen){look, 0.43}), 1);
    assert_int_equal(left_of_both(0.46, (struct seen){middle_elsewhere, 0.43}), 2);
    assert_int_equal(left_of_both(0.46, (struct seen){look, 0.2}), 2);  /* somebody beside, perhaps */
    assert_int_equal(left_of_both(0.28, (struct seen){look, 0.26}), 2); /* each may be anything */
    assert_int_equal(left_of_both(0.65, (struct seen){look, 0.6}), 2);  /* surer: two heads that touch */
}

static void a_faint_look_just_below_is_the_same_head(void **state) {
    (void)state;
    const struct sladd_box below = {116, 162, 110, 145}, far_below = {116, 192, 110, 145}, aside = {146, 162, 110, 145};
    assert_int_equal(left_of_both(0.65, (struct seen){below, 0.17}), 1);
    assert_int_equal(left_of_both(0.65, (struct seen){below, 0.3}), 2); /* somebody small in front, perhaps */
    assert_int_equal(left_of_both(0.5, (struct seen){below, 0.1}), 2);
    assert_int_equal(left_of_both(0.65, (struct seen){far_below, 0.17}), 2);
    assert_int_equal(left_of_both(0.65, (struct seen){aside, 0.17}), 2);
}

/* A part of what is itself only a part was not measured against the head that is left. */
static void only_heads_have_parts(void **state) {
    (void)state;
    struct sladd_region items[] = {{.kind = SLADD_FACE, .box = FACE, .score = 0.99},
                                   {.kind = SLADD_FACE, .box = {112, 176, 78, 80}, .score = 0.7},
                                   {.kind = SLADD_FACE, .box = {120, 240, 40, 40}, .score = 0.6},
                                   {.kind = SLADD_TEXT, .box = {112, 176, 78, 80}, .score = 0.6}};
    struct sladd_regions regions = {.items = items, .count = 4};
    heads_join(&regions);
    assert_int_equal(regions.count, 3);
    assert_int_equal(regions.items[1].box.y, 240);
    assert_int_equal(regions.items[2].kind, SLADD_TEXT); /* never anything else */
}

/* What the detector sees in the samples: a face and its chin over a collar, two faces and their heads, a child before
 * somebody, two who stand one behind the other. */
static void the_samples_have_as_many_faces_as_heads(void **state) {
    (void)state;
    static const struct {
        struct seen sure, other;
        size_t faces;
    } pairs[] = {{{{831, 302, 97, 128}, 1}, {{845, 393, 70, 48}, 0.84}, 1},
                 {{{833, 764, 54, 67}, 1}, {{813, 764, 88, 113}, 0.56}, 1},
                 {{{2161, 534, 23, 29}, 1}, {{2157, 531, 35, 45}, 0.55}, 1},
                 {{{615, 1100, 73, 88}, 1}, {{585, 968, 59, 74}, 1}, 2},
                 {{{1312, 535, 25, 29}, 0.99}, {{1360, 559, 25, 30}, 1}, 2}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct sladd_region items[] = {{.kind = SLADD_FACE, .box = pairs[i].sure.box, .score = pairs[i].sure.score},
                                       {.kind = SLADD_FACE, .box = pairs[i].other.box, .score = pairs[i].other.score}};
        struct sladd_regions regions = {.items = items, .count = 2};
        heads_join(&regions);
        assert_int_equal(regions.count, pairs[i].faces);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_of_a_head_are_no_faces),  cmocka_unit_test(other_heads_stay_their_own),
        cmocka_unit_test(two_unsure_looks_are_one_head), cmocka_unit_test(a_faint_look_just_below_is_the_same_head),
        cmocka_unit_test(only_heads_have_parts),         cmocka_unit_test(the_samples_have_as_many_faces_as_heads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
