/* Verification trusts no plan: a fill that did nothing leaves what was there, and the copy is refused. */
#include "stages/stages.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
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

static void begin(struct scene *scene, const char *file, struct sladd_box box) {
    static const struct sidecars none;
    static const struct sladd_settings settings = {.seed = 1};
    const struct caption caption = {0};
    struct sladd_names removed = {0};
    struct sladd_region region = {.kind = SLADD_MANUAL, .box = box, .reason = SLADD_REASON_REDACT_BOX};
    *scene = (struct scene){0};
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(bytes_read_fd(&scene->photo, fd, SIZE_MAX / 2, NULL), SLADD_OK);
    (void)close(fd);
    assert_int_equal(stage_read(bytes_span(&scene->photo), &none, &scene->source, NULL), SLADD_OK);
    assert_int_equal(sladd_regions_add(&scene->regions, &region, NULL), SLADD_OK);
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

static void a_fill_that_did_nothing_fails(void **state) {
    static const char *const files[] = {SLADD_ROOT "/samples/photos/portrett.jpg",
                                        SLADD_ROOT "/samples/photos/ansatte.png"};
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        for (int idle = 0; idle < 2; idle++) {
            struct scene scene;
            struct sladd_error err = {0};
            begin(&scene, files[i], (struct sladd_box){200, 100, 300, 300});
            if (idle)
                undo_fill(&scene);
            assert_int_equal(verified(&scene, &err), idle ? SLADD_VERIFY : SLADD_OK);
            end(&scene);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_fill_that_did_nothing_fails)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
