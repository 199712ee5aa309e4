/* What searches detected comes back from the output folder as it was, to the last bit; and nothing comes back of what
 * anybody else wrote or changed there, nor by a secret that is not the user's alone. */
#include "base/bytes.h"
#include "ledger/detections.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { PHOTOS = 3 };

struct scene {
    char home[64], public[64], kept[96], key[96];
    struct vision *vision;
    struct output_folder folder;
};

static struct detected photo_of(int number) {
    struct detected detected = {.turn = number == 1 ? 6 : SLADD_UPRIGHT, .exact = true};
    const struct sladd_region face = {.kind = SLADD_FACE,
                                      .box = {10.1 / (3 + number), 1e-7, 40.0 / 7, 1.0 / 3},
                                      .detected = true,
                                      .score = 0.7 + number / 30.0};
    struct sladd_region text = {
        .kind = SLADD_TEXT, .box = {1, 2, 3, 4}, .detected = true, .score = 1, .has_quad = true};
    for (int i = 0; i < 4; i++)
        text.quad[i] = (struct sladd_point){i / 3.0, number - i / 7.0};
    memset(detected.source_sha256, 'a' + number, SLADD_SHA256_HEX - 1);
    memset(detected.filled, '0', SLADD_SHA256_HEX - 1);
    assert_int_equal(sladd_regions_add(&detected.regions, &face, NULL), SLADD_OK);
    assert_int_equal(sladd_regions_add(&detected.regions, &text, NULL), SLADD_OK);
    if (number == 2)
        assert_int_equal(sladd_regions_add(&detected.doubtful, &face, NULL), SLADD_OK);
    return detected;
}

static void same_places(const struct sladd_regions *a, const struct sladd_regions *b) {
    assert_int_equal(a->count, b->count);
    for (size_t i = 0; i < a->count; i++)
        assert_memory_equal(&a->items[i], &b->items[i], sizeof a->items[i]);
}

static void keep_all(struct scene *scene) {
    struct detections detections;
    detections_open(&detections, &scene->folder, scene->vision, true);
    for (int i = 0; i < PHOTOS; i++) {
        struct detected detected = photo_of(i);
        detections_keep(&detections, &detected);
        detected_clear(&detected);
    }
    detections_clear(&detections);
}

/* How many come back, each as it was. */
static size_t come_back(struct scene *scene, bool write) {
    struct detections detections;
    detections_open(&detections, &scene->folder, scene->vision, write);
    for (size_t i = 0; i < detections.set.count; i++) {
        const struct detected *got = &detections.set.items[i];
        struct detected wanted = photo_of(got->source_sha256[0] - 'a');
        assert_string_equal(got->source_sha256, wanted.source_sha256);
        assert_string_equal(got->filled, wanted.filled);
        assert_int_equal(got->turn, wanted.turn);
        assert_true(got->exact);
        same_places(&got->regions, &wanted.regions);
        same_places(&got->doubtful, &wanted.doubtful);
        detected_clear(&wanted);
    }
    size_t count = detections.set.count;
    detections_clear(&detections);
    return count;
}

static struct bytes read_kept(const struct scene *scene) {
    struct bytes bytes = {0};
    assert_int_equal(bytes_read_path(&bytes, scene->kept, 1 << 20, NULL), SLADD_OK);
    return bytes;
}

static void write_file(const char *path, const void *data, size_t size) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static int set_up(void **state) {
    static struct scene scene;
    scene = (struct scene){.home = "detections-home.XXXXXX", .public = "detections-public.XXXXXX"};
    assert_non_null(mkdtemp(scene.home));
    assert_non_null(mkdtemp(scene.public));
    char *whole = realpath(scene.home, NULL);
    assert_non_null(whole);
    assert_int_equal(setenv("XDG_STATE_HOME", whole, 1), 0);
    free(whole);
    (void)snprintf(scene.kept, sizeof scene.kept, "%s/" DETECTIONS_FILE, scene.public);
    (void)snprintf(scene.key, sizeof scene.key, "%s/sladd/key", scene.home);
    assert_int_equal(vision_open(SLADD_ROOT "/models", NULL, &scene.vision, NULL), SLADD_OK);
    assert_int_equal(output_folder_open(&scene.folder, scene.public, NULL), SLADD_OK);
    *state = &scene;
    return 0;
}

static int tear_down(void **state) {
    struct scene *scene = *state;
    char command[256];
    output_folder_close(&scene->folder);
    vision_close(scene->vision);
    (void)snprintf(command, sizeof command, "rm -rf %s %s", scene->home, scene->public);
    return system(command);
}

static void what_was_kept_comes_back(void **state) {
    struct scene *scene = *state;
    struct stat facts;
    assert_int_equal(come_back(scene, false), 0);
    assert_int_not_equal(stat(scene->key, &facts), 0); /* who only reads makes no secret */
    keep_all(scene);
    assert_int_equal(stat(scene->key, &facts), 0);
    assert_int_equal(facts.st_mode & 0777, 0600);
    assert_int_equal(stat(scene->kept, &facts), 0);
    assert_int_equal(facts.st_mode & 0777, 0600);
    assert_int_equal(come_back(scene, false), PHOTOS);
    keep_all(scene); /* what is known is not written twice */
    struct stat again;
    assert_int_equal(stat(scene->kept, &again), 0);
    assert_int_equal(again.st_size, facts.st_size);
}

static void what_is_not_exact_is_never_written(void **state) {
    struct scene *scene = *state;
    struct detections detections;
    struct detected detected = photo_of(0);
    detected.exact = false;
    detections_open(&detections, &scene->folder, scene->vision, true);
    detections_keep(&detections, &detected);
    assert_int_equal(detections.set.count, 1);
    detections_clear(&detections);
    detected_clear(&detected);
    assert_int_equal(come_back(scene, false), 0);
}

/* No byte can be changed, taken out or put in without its line counting for nothing. */
static void what_was_changed_counts_for_nothing(void **state) {
    struct scene *scene = *state;
    keep_all(scene);
    struct bytes good = read_kept(scene);
    uint8_t *bad = malloc(good.size + 1);
    assert_non_null(bad);
    for (size_t i = 0; i < good.size; i += i % 64 < 8 ? 1 : 7) {
        memcpy(bad, good.data, good.size);
        bad[i] ^= 1;
        write_file(scene->kept, bad, good.size);
        /* a line feed that goes takes the line behind it along */
        assert_in_range(come_back(scene, false), good.data[i] == '\n' && i + 1 < good.size ? PHOTOS - 2 : PHOTOS - 1,
                        good.data[i] == '\n' && i + 1 == good.size ? PHOTOS : PHOTOS - 1);
        memmove(bad + i, good.data + i + 1, good.size - i - 1);
        write_file(scene->kept, bad, good.size - 1);
        assert_true(come_back(scene, false) < PHOTOS || i + 1 == good.size);
    }
    for (size_t size = 0; size < good.size - 1; size += 11) {
        write_file(scene->kept, good.data, size);
        assert_true(come_back(scene, false) < PHOTOS);
    }
    free(bad);
    bytes_clear(&good);
}

/* Every code of one line before the text of another. */
static void codes_belong_to_their_lines(void **state) {
    struct scene *scene = *state;
    keep_all(scene);
    struct bytes good = read_kept(scene);
    uint8_t *bad = malloc(good.size), *second = memchr(good.data, '\n', good.size);
    assert_non_null(bad);
    assert_non_null(second);
    second++;
    memcpy(bad, good.data, good.size);
    memcpy(bad, second, 64);
    memcpy(bad + (second - good.data), good.data, 64);
    write_file(scene->kept, bad, good.size);
    assert_int_equal(come_back(scene, false), PHOTOS - 2);
    free(bad);
    bytes_clear(&good);
}

static void review_mends_the_file(void **state) {
    struct scene *scene = *state;
    keep_all(scene);
    struct bytes good = read_kept(scene), mended;
    uint8_t *bad = malloc(good.size + 100);
    assert_non_null(bad);
    memcpy(bad, good.data, good.size);
    memset(bad + good.size, 'x', 100);
    write_file(scene->kept, bad, good.size + 100);
    assert_int_equal(come_back(scene, false), PHOTOS);
    assert_int_equal(come_back(scene, true), PHOTOS);
    mended = read_kept(scene);
    assert_true(span_equal(bytes_span(&mended), bytes_span(&good)));
    free(bad);
    bytes_clear(&good);
    bytes_clear(&mended);
}

static void the_secret_is_the_users_alone(void **state) {
    struct scene *scene = *state;
    char folder[96], aside[96];
    (void)snprintf(folder, sizeof folder, "%s/sladd", scene->home);
    (void)snprintf(aside, sizeof aside, "%s/aside", scene->home);
    keep_all(scene);
    static const mode_t open_modes[] = {0640, 0620, 0604, 0602};
    for (size_t i = 0; i < sizeof open_modes / sizeof *open_modes; i++) {
        assert_int_equal(chmod(scene->key, open_modes[i]), 0);
        assert_int_equal(come_back(scene, i % 2 == 0), 0);
    }
    assert_int_equal(chmod(scene->key, 0600), 0);
    assert_int_equal(chmod(folder, 0770), 0);
    assert_int_equal(come_back(scene, false), 0);
    assert_int_equal(chmod(folder, 0700), 0);
    assert_int_equal(come_back(scene, false), PHOTOS);

    assert_int_equal(rename(scene->key, aside), 0);
    assert_int_equal(come_back(scene, false), 0);
    assert_int_equal(symlink("../aside", scene->key), 0);
    assert_int_equal(come_back(scene, false), 0);
    assert_int_equal(unlink(scene->key), 0);
    write_file(scene->key, "short", 5);
    assert_int_equal(chmod(scene->key, 0600), 0);
    assert_int_equal(come_back(scene, false), 0);
    write_file(scene->key, "another secret of 32 bytes......", 32);
    assert_int_equal(come_back(scene, false), 0);
    assert_int_equal(rename(aside, scene->key), 0);
    assert_int_equal(come_back(scene, false), PHOTOS);
}

static void links_are_not_followed(void **state) {
    struct scene *scene = *state;
    char outside[128];
    struct stat facts;
    (void)snprintf(outside, sizeof outside, "%s/outside", scene->home);
    keep_all(scene);
    assert_int_equal(rename(scene->kept, outside), 0);
    assert_int_equal(stat(outside, &facts), 0);
    char target[160];
    (void)snprintf(target, sizeof target, "../%s", outside);
    assert_int_equal(symlink(target, scene->kept), 0);
    assert_int_equal(come_back(scene, false), 0);
    keep_all(scene);
    struct stat again;
    assert_int_equal(stat(outside, &again), 0);
    assert_int_equal(again.st_size, facts.st_size);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

static void a_large_file_is_read_to_its_end(void **state) {
    struct scene *scene = *state;
    struct stat facts;
    keep_all(scene);
    assert_int_equal(truncate(scene->kept, 80 << 20), 0);
    assert_int_equal(come_back(scene, true), PHOTOS);
    assert_int_equal(stat(scene->kept, &facts), 0);
    assert_true(facts.st_size < 1 << 20); /* what counts for nothing went, and nothing else */
    assert_int_equal(come_back(scene, false), PHOTOS);
}

int main(void) {
    const struct CMUnitTest tests[] = {CASE(what_was_kept_comes_back),
                                       CASE(what_is_not_exact_is_never_written),
                                       CASE(what_was_changed_counts_for_nothing),
                                       CASE(codes_belong_to_their_lines),
                                       CASE(review_mends_the_file),
                                       CASE(a_large_file_is_read_to_its_end),
                                       CASE(the_secret_is_the_users_alone),
                                       CASE(links_are_not_followed)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
