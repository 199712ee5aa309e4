/* The second opinion: what is a face or a line is told from what is none, and what is sure is not doubted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "stages/stages.h"
#include "vision/opinion.h"

static struct vision *vision;

static int open_models(void **state) {
    (void)state;
    return vision_open(NULL, SLADD_ROOT "/models", &vision, NULL) == SLADD_OK ? 0 : -1;
}

static int close_models(void **state) {
    (void)state;
    vision_close(vision);
    return 0;
}

/* A sample photo as a person sees it. */
static struct sladd_image read_sample(const char *name) {
    static const struct sidecars none;
    struct source source = {0};
    struct bytes file = {0};
    FILE *from = fopen(name, "rb");
    assert_non_null(from);
    assert_int_equal(bytes_read_fd(&file, fileno(from), 1 << 24, NULL), SLADD_OK);
    (void)fclose(from);
    assert_int_equal(stage_read(bytes_span(&file), &none, &source, NULL), SLADD_OK);
    const struct sladd_image photo = source.upright;
    source.upright = (struct sladd_image){0};
    source_clear(&source);
    bytes_clear(&file);
    return photo;
}

static const double DOUBTFUL = 0.3;

/* The surest of what a search finds, now doubtful, in two places: as found, and each as far away from all as can be. */
static void split(const struct sladd_regions *found, int height, struct sladd_regions *real,
                  struct sladd_regions *bare) {
    for (size_t i = 0; i < found->count; i++) {
        struct sladd_region region = found->items[i];
        if (region.score < 0.9)
            continue;
        region.score = DOUBTFUL;
        assert_int_equal(sladd_regions_add(real, &region, NULL), SLADD_OK);
        const double step = 3 * fmax(region.box.width, region.box.height);
        for (double y = 0; y + region.box.height < height; y += step) {
            struct sladd_region moved = region;
            moved.box.y = y;
            bool free = true;
            for (size_t k = 0; k < found->count; k++) {
                struct sladd_box wide = found->items[k].box;
                wide.x -= wide.width;
                wide.y -= wide.height;
                wide.width *= 3;
                wide.height *= 3;
                free = free && sladd_box_area(sladd_box_intersect(wide, moved.box)) <= 0;
            }
            for (int k = 0; k < 4; k++)
                moved.quad[k].y += y - region.box.y;
            if (free)
                assert_int_equal(sladd_regions_add(bare, &moved, NULL), SLADD_OK);
        }
    }
}

static int by_score(const void *left, const void *right) {
    const double a = ((const struct sladd_region *)left)->score, b = ((const struct sladd_region *)right)->score;
    return a < b ? -1 : a > b;
}

/* The score that so many of a list's are below. */
static double quantile(struct sladd_regions *list, double share) {
    qsort(list->items, list->count, sizeof *list->items, by_score);
    assert_true(list->items[0].score >= 0 && list->items[list->count - 1].score <= 1);
    return list->items[(size_t)(share * (double)(list->count - 1))].score;
}

static void what_is_there_is_told_from_bare_places(void **state) {
    (void)state;
    static const char *const PHOTOS[] = {SLADD_ROOT "/samples/photos/sommerfest.jpg",
                                         SLADD_ROOT "/samples/photos/kontor-tavle.jpg"};
    for (int text = 0; text < 2; text++) {
        struct sladd_image photo = read_sample(PHOTOS[text]);
        struct sladd_regions found = {0}, real = {0}, bare = {0};
        assert_int_equal(text ? vision_find_text(vision, &photo, &found, NULL)
                              : vision_find_faces(vision, &photo, &found, NULL, NULL),
                         SLADD_OK);
        split(&found, photo.height, &real, &bare);
        assert_in_range(real.count, 5, 200);
        assert_in_range(bare.count, 8, 2000);
        struct model *opinion = text ? &vision->models[VISION_TEXT_OPINION] : &vision->models[VISION_FACE_OPINION];
        for (int is_bare = 0; is_bare < 2; is_bare++)
            assert_int_equal(
                (text ? opinion_on_lines : opinion_on_faces)(opinion, &photo, is_bare ? &bare : &real, 0, NULL),
                SLADD_OK);
        assert_true(quantile(&real, 0.1) > quantile(&bare, 0.9));
        sladd_regions_clear(&found);
        sladd_regions_clear(&real);
        sladd_regions_clear(&bare);
        sladd_image_clear(&photo);
    }
}

/* A black place is nobody's face, however sure: but the surest are not asked about, and nothing before `first` is. */
static void what_is_sure_is_not_doubted(void **state) {
    (void)state;
    struct sladd_image black;
    struct sladd_regions list = {0};
    static const double SCORES[] = {0.3, 0.3, 0.999};
    assert_int_equal(sladd_image_init(&black, 300, 200, NULL), SLADD_OK);
    for (size_t i = 0; i < sizeof SCORES / sizeof *SCORES; i++) {
        const struct sladd_region face = {.kind = SLADD_FACE, .box = {100, 60, 50, 60}, .score = SCORES[i]};
        assert_int_equal(sladd_regions_add(&list, &face, NULL), SLADD_OK);
    }
    assert_int_equal(opinion_on_faces(&vision->models[VISION_FACE_OPINION], &black, &list, 1, NULL), SLADD_OK);
    assert_true(list.items[0].score == 0.3 && list.items[1].score == 0.999 && list.items[2].score < 0.3);
    sladd_regions_clear(&list);
    sladd_image_clear(&black);
}

/* Where it is open whether a face is there, its mirror image is judged alike: both are looked at. Whole pixels on both
 * sides, so that it is the same. */
static void an_open_place_is_judged_as_its_mirror_image(void **state) {
    (void)state;
    enum { MIRRORED = 2 };
    struct sladd_image photo = read_sample(SLADD_ROOT "/samples/photos/sommerfest.jpg");
    struct sladd_regions here = {0}, there = {0};
    for (int x = 100; x + 40 < photo.width; x += 20) {
        struct sladd_region place = {.kind = SLADD_FACE, .box = {x, 300, 40, 40}, .score = DOUBTFUL};
        assert_int_equal(sladd_regions_add(&here, &place, NULL), SLADD_OK);
        place.box.x = photo.width - 40 - x;
        assert_int_equal(sladd_regions_add(&there, &place, NULL), SLADD_OK);
    }
    assert_int_equal(opinion_on_faces(&vision->models[VISION_FACE_OPINION], &photo, &here, 0, NULL), SLADD_OK);
    assert_int_equal(sladd_image_upright(&photo, MIRRORED, NULL), SLADD_OK);
    assert_int_equal(opinion_on_faces(&vision->models[VISION_FACE_OPINION], &photo, &there, 0, NULL), SLADD_OK);
    int open = 0;
    for (size_t i = 0; i < here.count; i++)
        for (size_t k = 0; k < there.count; k++) {
            const double one = here.items[i].score, other = there.items[k].score;
            if (here.items[i].box.x + 40 + there.items[k].box.x != photo.width || fmin(one, other) < 0.02)
                continue;
            assert_true(fabs(one - other) < 0.01 * one);
            open++;
        }
    assert_in_range(open, 3, 100);
    sladd_regions_clear(&here);
    sladd_regions_clear(&there);
    sladd_image_clear(&photo);
}

static void places_beyond_the_edge_are_looked_at(void **state) {
    (void)state;
    static const struct sladd_box BOXES[] = {{-40, -40, 50, 60},     {0, 0, 0.01, 0.01}, {299.5, 199.5, 40, 40},
                                             {-1e6, -1e6, 2e6, 2e6}, {1e7, 1e7, 10, 10}, {150, 100, 1, 60000}};
    struct sladd_image photo;
    struct sladd_regions faces = {0}, lines = {0};
    assert_int_equal(sladd_image_init(&photo, 300, 200, NULL), SLADD_OK);
    for (size_t i = 0; i < photo.stride * (size_t)photo.height; i++)
        photo.data[i] = (uint8_t)(i * i >> 7);
    for (size_t i = 0; i < sizeof BOXES / sizeof *BOXES; i++) {
        struct sladd_region region = {.kind = SLADD_FACE, .box = BOXES[i], .score = DOUBTFUL};
        assert_int_equal(sladd_regions_add(&faces, &region, NULL), SLADD_OK);
        sladd_quad_of_box(region.box, region.quad);
        assert_int_equal(sladd_regions_add(&lines, &region, NULL), SLADD_OK);
    }
    assert_int_equal(opinion_on_faces(&vision->models[VISION_FACE_OPINION], &photo, &faces, 0, NULL), SLADD_OK);
    assert_int_equal(opinion_on_lines(&vision->models[VISION_TEXT_OPINION], &photo, &lines, 0, NULL), SLADD_OK);
    (void)quantile(&faces, 0);
    (void)quantile(&lines, 0);
    sladd_regions_clear(&faces);
    sladd_regions_clear(&lines);
    sladd_image_clear(&photo);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_there_is_told_from_bare_places),
        cmocka_unit_test(what_is_sure_is_not_doubted),
        cmocka_unit_test(an_open_place_is_judged_as_its_mirror_image),
        cmocka_unit_test(places_beyond_the_edge_are_looked_at),
    };
    return cmocka_run_group_tests(tests, open_models, close_models);
}
