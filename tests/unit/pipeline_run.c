/* What the path of a photo does with what its steps say. The searches, the reading, the sum of the risk and the
 * last looks at a copy say here what a test wants (the linker puts the functions `__wrap_...` into their places);
 * everything else is real. */
#include "pipeline.h"

#include "format/format.h"
#include "stages/stages.h"

#include <png.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { WIDTH = 320, HEIGHT = 240 };

static const struct sladd_box PLAIN = {40, 60, 80, 20}, BESIDE = {125, 60, 60, 20}, FAR = {200, 180, 60, 20};

/* Told to the steps below. */
static struct {
    int searches;  /* of the finished copy, so far */
    int find_more; /* so many of them, from the first on, find the line BESIDE */
    bool find_far; /* the first of them finds the line FAR, and ends there if it may */
    bool searched; /* all of a copy, in the last of them */
    bool fail_risk;
    int fail_at;                   /* VERIFYING or CODING; 0: neither */
    int hide;                      /* so many comparisons with the source hide the line PLAIN */
    int verified, coded, compared; /* how often each was asked for */
} script;

enum { VERIFYING = 1, CODING };

__typeof__(stage_detect) __wrap_stage_detect;
__typeof__(stage_read_lines) __wrap_stage_read_lines;
__typeof__(stage_look_again) __wrap_stage_look_again;
__typeof__(stage_risk) __wrap_stage_risk;
__typeof__(stage_verify) __wrap_stage_verify, __real_stage_verify;
__typeof__(stage_reencode) __wrap_stage_reencode;
__typeof__(stage_compare) __wrap_stage_compare, __real_stage_compare;

enum sladd_status __wrap_stage_detect(struct vision *vision, struct sladd_image *upright, struct detected *detected,
                                      struct sladd_error *err) {
    const struct sladd_region line = {.kind = SLADD_TEXT, .box = PLAIN, .detected = true, .score = 1};
    (void)vision;
    (void)upright;
    detected->exact = true;
    detected->turn = SLADD_UPRIGHT;
    return sladd_regions_add(&detected->regions, &line, err);
}

enum sladd_status __wrap_stage_read_lines(const struct sladd_settings *settings, struct vision *vision,
                                          const struct sladd_image *upright, int turn,
                                          const struct manifest_entry *entry, struct sladd_regions *regions,
                                          struct sladd_names *notices, struct sladd_error *err) {
    (void)settings;
    (void)vision;
    (void)upright;
    (void)turn;
    (void)entry;
    (void)notices;
    (void)err;
    for (size_t i = 0; i < regions->count; i++)
        regions->items[i].reason = SLADD_REASON_PLAIN_TEXT;
    return SLADD_OK;
}

enum sladd_status __wrap_stage_look_again(const struct source *source, const struct sladd_regions *rows,
                                          const struct redacted *redacted, struct span file, bool text,
                                          struct vision *vision, bool *all, struct sladd_regions *found,
                                          struct sladd_error *err) {
    const struct sladd_region line = {
        .kind = SLADD_TEXT, .box = script.find_far ? FAR : BESIDE, .detected = true, .score = 1};
    (void)source;
    (void)rows;
    (void)redacted;
    (void)file;
    (void)text;
    (void)vision;
    const bool finds = script.searches < (script.find_far ? 1 : script.find_more);
    script.searches++;
    *all = *all || !script.find_far || !finds;
    script.searched = *all;
    return finds ? sladd_regions_add(found, &line, err) : SLADD_OK;
}

enum sladd_status __wrap_stage_risk(const struct vision *vision, int width, int height,
                                    const struct sladd_regions *regions, struct sladd_regions *doubtful, double *risk,
                                    struct sladd_error *err) {
    (void)vision;
    (void)width;
    (void)height;
    (void)regions;
    (void)doubtful;
    *risk = 0;
    return script.fail_risk ? fail_memory(err) : SLADD_OK;
}

enum sladd_status __wrap_stage_verify(const struct source *source, struct redacted *redacted,
                                      const struct kept_metadata *kept, struct span file, struct sladd_error *err) {
    script.verified++;
    return script.fail_at == VERIFYING ? sladd_fail(err, SLADD_VERIFY, "not verified")
                                       : __real_stage_verify(source, redacted, kept, file, err);
}

enum sladd_status __wrap_stage_reencode(const struct codec *codec, int quality, const struct kept_metadata *kept,
                                        struct bytes *file, struct sladd_error *err) {
    (void)codec;
    (void)quality;
    (void)kept;
    (void)file;
    script.coded++;
    return script.fail_at == CODING ? sladd_fail(err, SLADD_VERIFY, "not coded") : SLADD_OK;
}

enum sladd_status __wrap_stage_compare(const struct source *source, const struct redacted *redacted,
                                       struct sladd_regions *regions, bool *hidden, struct sladd_error *err) {
    script.compared++;
    if (script.hide-- <= 0)
        return __real_stage_compare(source, redacted, regions, hidden, err);
    *hidden = true;
    regions->items[0].action = SLADD_REDACT;
    return SLADD_OK;
}

static uint8_t shade(int x, int y, int c) {
    return (uint8_t)(60 + (x * 7 + y * 13 + c * 31) % 90);
}

static struct span make_photo(void) {
    png_image image = {.version = PNG_IMAGE_VERSION, .width = WIDTH, .height = HEIGHT, .format = PNG_FORMAT_RGB};
    static uint8_t pixels[HEIGHT][WIDTH][3], file[2 * sizeof pixels];
    png_alloc_size_t size = sizeof file;
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            for (int c = 0; c < 3; c++)
                pixels[y][x][c] = shade(x, y, c);
    assert_int_equal(png_image_write_to_memory(&image, file, &size, 0, pixels, 0, NULL), 1);
    return (struct span){file, size};
}

static enum sladd_status run_at(const char *manifest_text, int reencode, struct bytes *copy,
                                struct sladd_outcome *outcome) {
    static const struct sidecars none;
    static const struct policy policy = {.name = (char *)"plain", .own_decision_age = 15};
    const struct sladd_settings settings = {
        .text = SLADD_TEXT_PERSONAL, .reencode = reencode, .seed = 1, .date = {2026, 11, 20}};
    struct manifest *manifest = NULL;
    assert_int_equal(
        manifest_parse((struct span){(const uint8_t *)manifest_text, strlen(manifest_text)}, "m", &manifest, NULL),
        SLADD_OK);
    const struct manifest_entry entry = {.folder = manifest, .photo = manifest_photo(manifest, "p.png")};
    const struct job job = {.file = make_photo(), .beside = &none, .entry = &entry, .policy = &policy};
    const enum sladd_status status = pipeline_run(&job, &settings, NULL, copy, outcome);
    manifest_free(manifest);
    return status;
}

static enum sladd_status run(const char *manifest_text, struct bytes *copy, struct sladd_outcome *outcome) {
    return run_at(manifest_text, 0, copy, outcome);
}

static const struct sladd_region *row_at(const struct sladd_outcome *outcome, struct sladd_box box) {
    for (size_t i = 0; i < outcome->regions.count; i++)
        if (outcome->regions.items[i].kind == SLADD_TEXT && sladd_box_iou(outcome->regions.items[i].box, box) > 0.99)
            return &outcome->regions.items[i];
    fail_msg("there is no such row");
    return NULL;
}

/* The share of a box's pixels that are as they were. */
static double share_left(const struct bytes *copy, struct sladd_box box) {
    png_image image = {.version = PNG_IMAGE_VERSION};
    static uint8_t pixels[HEIGHT][WIDTH][3];
    int same = 0;
    assert_int_equal(png_image_begin_read_from_memory(&image, copy->data, copy->size), 1);
    image.format = PNG_FORMAT_RGB;
    assert_int_equal(png_image_finish_read(&image, NULL, pixels, 0, NULL), 1);
    for (int y = (int)box.y; y < (int)(box.y + box.height); y++)
        for (int x = (int)box.x; x < (int)(box.x + box.width); x++)
            same += pixels[y][x][0] == shade(x, y, 0) && pixels[y][x][1] == shade(x, y, 1);
    return same / (box.width * box.height);
}

static const char NOBODY[] = "{version: 1}";

/* The line beside it may stay. */
static const char KEEP_BESIDE[] = "{version: 1, photos: {p.png: {keep: [{box: [0.37, 0.22, 0.24, 0.15], what: text, "
                                  "why: ours}]}}}";

static void what_stays_stays(void **state) {
    struct bytes copy;
    struct sladd_outcome outcome;
    (void)state;
    memset(&script, 0, sizeof script);
    assert_int_equal(run(NOBODY, &copy, &outcome), SLADD_OK);
    assert_int_equal(outcome.result, SLADD_SANITISED);
    assert_true(outcome.verified);
    assert_int_equal(row_at(&outcome, PLAIN)->action, SLADD_KEEP);
    assert_true(share_left(&copy, PLAIN) == 1);
    bytes_clear(&copy);
    sladd_outcome_clear(&outcome);
}

/* Whatever the second search makes of the rows that were there is made in the copy, too, whether what it found goes or
 * stays. */
static void what_no_longer_stays_is_destroyed(void **state) {
    (void)state;
    for (int kept = 0; kept < 2; kept++) {
        struct bytes copy;
        struct sladd_outcome outcome;
        memset(&script, 0, sizeof script);
        script.find_more = 1;
        assert_int_equal(run(kept ? KEEP_BESIDE : NOBODY, &copy, &outcome), SLADD_OK);
        assert_int_equal(row_at(&outcome, BESIDE)->action, kept ? SLADD_KEEP : SLADD_REDACT);
        assert_int_equal(row_at(&outcome, PLAIN)->action, SLADD_REDACT);
        assert_true(share_left(&copy, PLAIN) < 0.2);
        if (!kept)
            assert_true(share_left(&copy, BESIDE) < 0.2);
        bytes_clear(&copy);
        sladd_outcome_clear(&outcome);
    }
}

/* A search that ended early said nothing of the rest of the copy, which somebody gets if what it found may stay. */
static void no_copy_is_handed_over_half_searched(void **state) {
    static const char keep_far[] = "{version: 1, photos: {p.png: {keep: [{box: [0.6, 0.72, 0.24, 0.15], what: text, "
                                   "why: ours}]}}}";
    (void)state;
    for (int kept = 0; kept < 2; kept++) {
        struct bytes copy;
        struct sladd_outcome outcome;
        memset(&script, 0, sizeof script);
        script.find_far = true;
        assert_int_equal(run(kept ? keep_far : NOBODY, &copy, &outcome), SLADD_OK);
        assert_int_equal(row_at(&outcome, FAR)->action, kept ? SLADD_KEEP : SLADD_REDACT);
        assert_int_equal(script.searches, 2);
        assert_true(script.searched);
        assert_true(share_left(&copy, PLAIN) == 1);
        assert_true(kept ? share_left(&copy, FAR) == 1 : share_left(&copy, FAR) < 0.2);
        bytes_clear(&copy);
        sladd_outcome_clear(&outcome);
    }
}

/* No copy is handed over that was not searched to the end with nothing found. */
static void what_is_found_again_and_again(void **state) {
    (void)state;
    for (int found = 1; found < 40; found++) {
        struct bytes copy;
        struct sladd_outcome outcome;
        memset(&script, 0, sizeof script);
        script.find_more = found;
        enum sladd_status status = run(NOBODY, &copy, &outcome);
        assert_int_equal(status, script.searches > found ? SLADD_OK : SLADD_VERIFY);
        assert_int_equal(outcome.verified, status == SLADD_OK);
        assert_int_equal(copy.data != NULL, status == SLADD_OK);
        assert_true(found < 39 || status != SLADD_OK);
        bytes_clear(&copy);
        sladd_outcome_clear(&outcome);
    }
}

static void no_copy_when_the_risk_is_unknown(void **state) {
    struct bytes copy;
    struct sladd_outcome outcome;
    (void)state;
    memset(&script, 0, sizeof script);
    script.fail_risk = true;
    assert_int_equal(run(NOBODY, &copy, &outcome), SLADD_NO_MEMORY);
    assert_int_equal(outcome.result, SLADD_FAILED);
    assert_false(outcome.verified);
    assert_null(copy.data);
    assert_int_equal(copy.size, 0);
    assert_string_equal(outcome.output_sha256, "");
    sladd_outcome_clear(&outcome);
}

/* Every copy that is made is verified, coded anew where that is asked for, and compared with the source. */
static void no_step_is_left_out(void **state) {
    (void)state;
    for (int fails = 0; fails <= CODING; fails++)
        for (int reencode = 0; reencode < 2; reencode++) {
            const bool good = fails == 0 || (fails == CODING && !reencode);
            struct bytes copy;
            struct sladd_outcome outcome;
            memset(&script, 0, sizeof script);
            script.fail_at = fails;
            assert_int_equal(run_at(NOBODY, reencode * 80, &copy, &outcome), good ? SLADD_OK : SLADD_VERIFY);
            assert_int_equal(copy.data != NULL, good);
            assert_int_equal(outcome.verified, good);
            assert_int_equal(script.verified, 1);
            assert_int_equal(script.coded, reencode && fails != VERIFYING);
            assert_int_equal(script.compared, good);
            bytes_clear(&copy);
            sladd_outcome_clear(&outcome);
        }
}

/* Whom the comparison hides has to go from the copy. */
static void who_is_hidden_in_the_end_goes(void **state) {
    struct bytes copy;
    struct sladd_outcome outcome;
    (void)state;
    memset(&script, 0, sizeof script);
    script.hide = 1;
    assert_int_equal(run(NOBODY, &copy, &outcome), SLADD_OK);
    assert_int_equal(script.compared, 2);
    assert_int_equal(script.verified, 2);
    assert_int_equal(script.searches, 2);
    assert_int_equal(row_at(&outcome, PLAIN)->action, SLADD_REDACT);
    assert_true(share_left(&copy, PLAIN) < 0.2);
    bytes_clear(&copy);
    sladd_outcome_clear(&outcome);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stays_stays),
        cmocka_unit_test(what_no_longer_stays_is_destroyed),
        cmocka_unit_test(no_copy_is_handed_over_half_searched),
        cmocka_unit_test(what_is_found_again_and_again),
        cmocka_unit_test(no_copy_when_the_risk_is_unknown),
        cmocka_unit_test(no_step_is_left_out),
        cmocka_unit_test(who_is_hidden_in_the_end_goes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
