/* Verification trusts no plan and no writer: a fill that did nothing leaves what was there, a file may hold something
 * else than what was planned, and the copy is refused. */
#include "stages/stages.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct scene {
    struct bytes photo, copy;
    struct source source;
    struct redacted redacted;
    struct kept_metadata kept;
    struct sladd_regions regions;
};

static void begin(struct scene *scene, const char *file, const struct sladd_box *boxes, size_t count, uint64_t seed) {
    static const struct sidecars none;
    const struct sladd_settings settings = {.seed = seed};
    const struct caption caption = {0};
    struct sladd_names removed = {0};
    *scene = (struct scene){0};
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(bytes_read_fd(&scene->photo, fd, SIZE_MAX / 2, NULL), SLADD_OK);
    (void)close(fd);
    assert_int_equal(stage_read(bytes_span(&scene->photo), &none, &scene->source, NULL), SLADD_OK);
    for (size_t i = 0; i < count; i++) {
        struct sladd_region region = {.kind = SLADD_MANUAL, .box = boxes[i], .reason = SLADD_REASON_REDACT_BOX};
        assert_int_equal(sladd_regions_add(&scene->regions, &region, NULL), SLADD_OK);
    }
    assert_int_equal(stage_redact(&scene->source, &scene->regions, &settings, &scene->redacted, NULL), SLADD_OK);
    assert_int_equal(stage_scrub(&scene->source, &scene->redacted, &settings, &caption, &scene->kept, &removed, NULL),
                     SLADD_OK);
    sladd_names_clear(&removed);
}

/* As if the fill had put back what it took. */
static void undo_fill(struct scene *scene) {
    scene->redacted.picture->codec->close(scene->redacted.picture);
    assert_int_equal(scene->source.codec->open(scene->source.file, &scene->redacted.picture, NULL), SLADD_OK);
}

static enum sladd_status verified(struct scene *scene, struct sladd_error *err) {
    assert_int_equal(stage_write(&scene->redacted, &scene->kept, &scene->copy, NULL), SLADD_OK);
    return stage_verify(&scene->source, &scene->redacted, &scene->kept, bytes_span(&scene->copy), err);
}

static void end(struct scene *scene) {
    sladd_regions_clear(&scene->regions);
    kept_metadata_clear(&scene->kept);
    redacted_clear(&scene->redacted);
    source_clear(&scene->source);
    bytes_clear(&scene->photo);
    bytes_clear(&scene->copy);
}

static const char *const files[] = {SLADD_ROOT "/samples/photos/portrett.jpg",
                                    SLADD_ROOT "/samples/photos/ansatte.png"};
enum { FILES = sizeof files / sizeof *files };

/* The second lies far from the first. */
static const struct sladd_box BOXES[] = {{200, 100, 300, 300}, {24, 600, 64, 64}};

static void a_fill_that_did_nothing_fails(void **state) {
    (void)state;
    for (size_t i = 0; i < FILES; i++)
        for (int idle = 0; idle < 2; idle++) {
            struct scene scene;
            struct sladd_error err = {0};
            begin(&scene, files[i], BOXES, 1, 1);
            if (idle)
                undo_fill(&scene);
            assert_int_equal(verified(&scene, &err), idle ? SLADD_VERIFY : SLADD_OK);
            end(&scene);
        }
}

/* What a writer that did something else might have left. */
static void a_file_that_was_not_planned_fails(void **state) {
    static const struct {
        size_t count;
        uint64_t seed;
        const char *because;
    } others[] = {{1, 1, NULL},
                  {1, 2, "a redacted block was not replaced"},
                  {2, 1, "an untouched block changed"},
                  {0, 1, "a redacted block was not replaced"}};
    (void)state;
    for (size_t i = 0; i < FILES; i++)
        for (size_t k = 0; k < sizeof others / sizeof *others; k++) {
            struct scene scene, other;
            struct sladd_error err = {0};
            begin(&scene, files[i], BOXES, 1, 1);
            begin(&other, files[i], BOXES, others[k].count, others[k].seed);
            assert_int_equal(stage_write(&other.redacted, &other.kept, &other.copy, NULL), SLADD_OK);
            const enum sladd_status status =
                stage_verify(&scene.source, &scene.redacted, &scene.kept, bytes_span(&other.copy), &err);
            assert_int_equal(status, others[k].because == NULL ? SLADD_OK : SLADD_VERIFY);
            assert_true(others[k].because == NULL || strstr(err.text, others[k].because) != NULL);
            end(&scene);
            end(&other);
        }
}

static void a_file_with_more_in_it_fails(void **state) {
    (void)state;
    for (size_t i = 0; i < FILES; i++) {
        struct scene scene;
        struct sladd_error err = {0};
        begin(&scene, files[i], BOXES, 1, 1);
        assert_int_equal(verified(&scene, &err), SLADD_OK);
        uint8_t *longer = malloc(scene.copy.size + 1);
        assert_non_null(longer);
        memcpy(longer, scene.copy.data, scene.copy.size);
        longer[scene.copy.size] = 'x';
        const struct span file = {longer, scene.copy.size + 1};
        assert_int_equal(stage_verify(&scene.source, &scene.redacted, &scene.kept, file, &err), SLADD_VERIFY);
        free(longer);
        end(&scene);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fill_that_did_nothing_fails),
        cmocka_unit_test(a_file_that_was_not_planned_fails),
        cmocka_unit_test(a_file_with_more_in_it_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
