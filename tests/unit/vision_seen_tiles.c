/* A network is not asked twice of the same pixels, and says the same when it is asked of others. */
#include "format/format.h"
#include "vision/models.h"
#include "vision/search.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Two tiles of the finest look. */
enum { WIDTH = 1216, HEIGHT = 960 };

/* A part of a photo of the samples, with faces and text. */
static struct sladd_image scene(void) {
    struct sladd_image image = {0}, part = {0};
    struct bytes file = {0};
    struct sladd_error err = {0};
    assert_int_equal(bytes_read_path(&file, SLADD_ROOT "/samples/photos/resepsjon.jpg", 1 << 22, &err), SLADD_OK);
    assert_int_equal(codec_jpeg.render(bytes_span(&file), (struct span){0}, &image, &err), SLADD_OK);
    assert_true(image.width >= WIDTH && image.height >= HEIGHT);
    assert_int_equal(sladd_image_init(&part, WIDTH, HEIGHT, &err), SLADD_OK);
    for (int y = 0; y < HEIGHT; y++)
        memcpy(part.data + (size_t)y * part.stride, image.data + (size_t)y * image.stride, (size_t)3 * WIDTH);
    sladd_image_clear(&image);
    bytes_clear(&file);
    return part;
}

static void digests_tell_tiles_apart(void **state) {
    (void)state;
    struct sladd_image image = scene();
    const struct level level = {image, 1, false};
    const struct tile tile = {64, 32, 320, 256}, wider = {64, 32, 352, 256}, beside = {72, 32, 320, 256};
    const struct tile edge = {WIDTH - 100, HEIGHT - 100, 128, 128}, beyond = {WIDTH - 100, HEIGHT - 100, 160, 128};
    const struct tile_digest digest = tile_digest_of(&level, &tile, 0.1);
    const struct tile_digest others[] = {tile_digest_of(&level, &wider, 0.1), tile_digest_of(&level, &beside, 0.1),
                                         tile_digest_of(&level, &tile, 0.2)};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_memory_not_equal(&digest, &others[i], sizeof digest);
    const struct tile_digest a = tile_digest_of(&level, &edge, 0), b = tile_digest_of(&level, &beyond, 0);
    assert_memory_not_equal(&a, &b, sizeof a);
    static const int corners[][2] = {{64, 32}, {64 + 319, 32}, {64, 32 + 255}, {64 + 319, 32 + 255}, {200, 100}};
    for (size_t i = 0; i < sizeof corners / sizeof *corners; i++)
        for (int c = 0; c < 3; c++) {
            uint8_t *pixel = image.data + (size_t)corners[i][1] * image.stride + 3 * (size_t)corners[i][0] + c;
            *pixel ^= 1;
            const struct tile_digest other = tile_digest_of(&level, &tile, 0.1);
            assert_memory_not_equal(&digest, &other, sizeof digest);
            *pixel ^= 1;
        }
    const struct tile_digest again = tile_digest_of(&level, &tile, 0.1);
    assert_memory_equal(&digest, &again, sizeof digest);
    sladd_image_clear(&image);
}

static void most_are_kept_and_the_latest_always(void **state) {
    (void)state;
    enum { SIZE = 1 << 20, MANY = 100 };
    struct answers answers = {0};
    struct span data;
    uint8_t *room = calloc(1, SIZE);
    struct tile_digest digest = {0}, first = {0};
    assert_non_null(room);
    for (int i = 0; i < MANY; i++) {
        digest.bytes[0] = (uint8_t)i;
        room[0] = (uint8_t)i;
        answers_keep(&answers, &digest, (struct span){room, SIZE});
        assert_true(answers_find(&answers, &digest, &data));
        assert_int_equal(data.size, SIZE);
        assert_memory_equal(data.data, room, SIZE);
        assert_true(answers_find(&answers, &first, &data)); /* asked for all the time, so it stays */
        assert_int_equal(data.data[0], 0);
    }
    assert_in_range(answers.bytes, SIZE, 48 << 20);
    assert_int_equal(answers.bytes, answers.count * SIZE);
    digest.bytes[0] = 1;
    assert_false(answers_find(&answers, &digest, &data));
    answers_clear(&answers);
    free(room);
}

static void assert_same(const struct sladd_regions *a, const struct sladd_regions *b) {
    assert_int_equal(a->count, b->count);
    for (size_t i = 0; i < a->count; i++) {
        assert_memory_equal(&a->items[i].box, &b->items[i].box, sizeof a->items[i].box);
        assert_memory_equal(a->items[i].quad, b->items[i].quad, sizeof a->items[i].quad);
        assert_true(a->items[i].score == b->items[i].score);
    }
}

static void search(struct vision *vision, const struct sladd_image *image, struct sladd_regions *found) {
    struct sladd_error err = {0};
    sladd_regions_clear(found);
    assert_int_equal(vision_find_faces(vision, image, found, NULL, &err), SLADD_OK);
    assert_int_equal(vision_find_text(vision, image, found, &err), SLADD_OK);
}

static void what_was_seen_is_not_asked_again(void **state) {
    (void)state;
    struct sladd_image image = scene();
    struct sladd_regions first = {0}, again = {0}, alone = {0};
    struct vision *vision;
    struct sladd_error err = {0};
    assert_int_equal(vision_open(NULL, SLADD_ROOT "/models", &vision, &err), SLADD_OK);
    search(vision, &image, &first);
    const size_t faces = vision->models[VISION_FACE].answers.count, text = vision->models[VISION_TEXT].answers.count;
    assert_true(faces > 2 && text > 2 && first.count > 2);
    search(vision, &image, &again);
    assert_same(&first, &again);
    assert_int_equal(vision->models[VISION_FACE].answers.count, faces);
    assert_int_equal(vision->models[VISION_TEXT].answers.count, text);

    /* Something new is asked about, and what comes of both is what comes of a search that knows nothing. */
    for (int y = HEIGHT - 200; y < HEIGHT - 40; y++)
        memset(image.data + (size_t)y * image.stride + 3 * (size_t)(WIDTH - 300), 90, (size_t)3 * 200);
    search(vision, &image, &again);
    assert_true(vision->models[VISION_FACE].answers.count > faces && vision->models[VISION_TEXT].answers.count > text);
    assert_true(vision->models[VISION_FACE].answers.count < 2 * faces); /* one of the tiles is not new */
    vision_forget(vision);
    assert_int_equal(vision->models[VISION_FACE].answers.count + vision->models[VISION_TEXT].answers.count, 0);
    search(vision, &image, &alone);
    assert_same(&again, &alone);
    sladd_regions_clear(&first);
    sladd_regions_clear(&again);
    sladd_regions_clear(&alone);
    vision_close(vision);
    sladd_image_clear(&image);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digests_tell_tiles_apart),
        cmocka_unit_test(most_are_kept_and_the_latest_always),
        cmocka_unit_test(what_was_seen_is_not_asked_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
