/* A line of receipts is the same when it is read and written again, whatever somebody wrote into it. */
#include "base/limits.h"
#include "record/receipt_line.h"

#include <jansson.h>
#include <stdlib.h>

// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
// clang-format on

#include "starved.h"

#define DIGITS63 "abcdef0123456789abcdef0123456789abcdef0123456789abcdef012345678"
#define LONG(x) x x x x x x x x

static const char LINE[] =
    "{\"output\": \"a.jpg\", \"moved_from\": \"b.jpg\", \"origin\": \"/photos/a.jpg\", \"key\": \"" DIGITS63
    "9\", \"size\": 10, \"modified\": 20,"
    " \"called\": [\"" DIGITS63 "9 kari\"],"
    " \"policy\": {\"name\": \"p\"}, \"models\": {}, \"row\": {\"source\": \"a.jpg\", \"output\": \"a.jpg\","
    " \"status\": \"failed\", \"error\": \"e\", \"cause\": \"io\", \"width\": 40, \"height\": 30, \"turn\": 0,"
    " \"face_tags\": 1, \"regions\": [{\"kind\": \"face\", \"box\": [1, 2, 3, 4], \"score\": 0.5, \"action\": "
    "\"redact\","
    " \"reason\": \"covered\", \"person\": \"kari\", \"visible\": 0.5, \"holds\": null, \"said_by\": \"tag\","
    " \"quad\": [[1, 2], [4, 2], [4, 6], [1, 6]]}], \"removed\": [\"EXIF\"], \"notices\": [\"n\"], \"verified\": true,"
    " \"risk\": 0.5}}";

static const char *const VALUES[] = {"null",
                                     "\"\"",
                                     "-1",
                                     "1e308",
                                     "-1e308",
                                     "4611686018427387904",
                                     "0.12345678901234567",
                                     "[]",
                                     "{}",
                                     "[[1e308, 1e308], [1e308], 1e308, -1e308]",
                                     "\"" DIGITS63 "\xc3\xa9\"", /* cut after 64 bytes it is no text */
                                     "\"\x7f\xc3\xa9\xe2\x80\xae\"",
                                     "\"" LONG(DIGITS63 "\xc3\xa9") "\""};

static struct span of_text(const char *text) {
    return (struct span){(const uint8_t *)text, strlen(text)};
}

static char *written(const struct receipt *receipt, bool taken_back) {
    return taken_back ? receipt_to_withdrawal(receipt->output) : receipt_to_line(receipt);
}

/* Read, written, read and written: twice the same, or it is no receipt. */
static bool goes_round(const json_t *object) {
    char *line = json_dumps(object, JSON_COMPACT), *once = NULL, *twice = NULL;
    struct receipt receipt, again;
    bool taken_back, taken_back_again;
    assert_non_null(line);
    bool read = receipt_from_line(of_text(line), &receipt, &taken_back) == SLADD_OK;
    if (read) {
        once = written(&receipt, taken_back);
        assert_non_null(once);
        assert_int_equal(receipt_from_line(of_text(once), &again, &taken_back_again), SLADD_OK);
        twice = written(&again, taken_back_again);
        assert_non_null(twice);
        assert_string_equal(once, twice);
        receipt_clear(&receipt);
        receipt_clear(&again);
    }
    free(line);
    free(once);
    free(twice);
    return read;
}

/* Every value in the place of every member of `object`, which is part of `whole`. */
static int replace_members(json_t *whole, json_t *object) {
    const char *key;
    json_t *value;
    void *next;
    int read = 0;
    json_object_foreach_safe(object, next, key, value) {
        json_t *kept = json_incref(value);
        for (size_t i = 0; i < sizeof VALUES / sizeof *VALUES; i++) {
            json_t *other = json_loads(VALUES[i], JSON_DECODE_ANY, NULL);
            assert_non_null(other);
            assert_int_equal(json_object_set_new(object, key, other), 0);
            read += goes_round(whole);
        }
        assert_int_equal(json_object_set_new(object, key, kept), 0);
    }
    return read;
}

static void test_any_value_goes_round(void **state) {
    (void)state;
    json_t *whole = json_loads(LINE, 0, NULL), *row = json_object_get(whole, "row");
    assert_non_null(whole);
    assert_true(goes_round(whole));
    int read = replace_members(whole, whole) + replace_members(whole, row) +
               replace_members(whole, json_array_get(json_object_get(row, "regions"), 0));
    assert_in_range(read, 200, 2000); /* most of them are receipts still */
    json_decref(whole);
}

static void test_a_key_that_is_no_digest_is_none(void **state) {
    (void)state;
    json_t *whole = json_loads(LINE, 0, NULL);
    assert_int_equal(json_object_set_new(whole, "key", json_string(DIGITS63 "\xc3\xa9")), 0);
    char *line = json_dumps(whole, 0);
    struct receipt receipt;
    bool taken_back;
    assert_int_equal(receipt_from_line(of_text(line), &receipt, &taken_back), SLADD_OK);
    assert_string_equal(receipt.key, ""); /* what no photo has: it is made again */
    receipt_clear(&receipt);
    free(line);
    json_decref(whole);
}

/* What no search gives would be refused wherever it is passed on (work/wire.h). */
static void test_a_turn_that_is_none(void **state) {
    (void)state;
    for (int turn = -1; turn < 12; turn++) {
        const bool is_turn = turn == 1 || turn == 3 || turn == 6 || turn == 8;
        json_t *whole = json_loads(LINE, 0, NULL);
        assert_int_equal(json_object_set_new(json_object_get(whole, "row"), "turn", json_integer(turn)), 0);
        char *line = json_dumps(whole, 0);
        struct receipt receipt;
        bool taken_back;
        assert_int_equal(receipt_from_line((struct span){(const uint8_t *)line, strlen(line)}, &receipt, &taken_back),
                         SLADD_OK);
        assert_int_equal(receipt.outcome.turn, is_turn ? turn : 0);
        receipt_clear(&receipt);
        free(line);
        json_decref(whole);
    }
}

/* No copy ever lay out of the folder, or under a name that is written in a second way. */
static void test_an_output_that_does_not_lead_down(void **state) {
    static const char *const outputs[] = {"../a.jpg", "/a.jpg", "x/../a.jpg", "./a.jpg", "x//a.jpg", "x/", "..", ""};
    (void)state;
    for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++) {
        json_t *whole = json_loads(LINE, 0, NULL);
        assert_int_equal(json_object_set_new(whole, "moved_from", json_string(outputs[i])), 0);
        assert_int_equal(goes_round(whole), outputs[i][0] == '\0'); /* nobody moved it */
        assert_int_equal(json_object_set_new(whole, "output", json_string(outputs[i])), 0);
        assert_false(goes_round(whole));
        assert_int_equal(json_object_set_new(whole, "row", json_null()), 0); /* nor is it taken back */
        assert_false(goes_round(whole));
        json_decref(whole);
    }
}

/* So many regions that are none would take far more memory than the line. */
static void test_regions_that_no_photo_has(void **state) {
    (void)state;
    json_t *whole = json_loads(LINE, 0, NULL), *regions = json_object_get(json_object_get(whole, "row"), "regions");
    for (size_t i = 0; i < sizeof VALUES / sizeof *VALUES; i++) {
        json_t *none = json_loads(VALUES[i], JSON_DECODE_ANY, NULL);
        assert_int_equal(json_array_append_new(regions, none), 0);
        assert_int_equal(goes_round(whole), json_is_object(none));
        assert_int_equal(json_array_remove(regions, 1), 0);
    }
    while (json_array_size(regions) <= limit_row(LIMIT_REGIONS)->most)
        assert_int_equal(json_array_append_new(regions, json_object()), 0);
    assert_false(goes_round(whole));
    json_decref(whole);
}

/* All of the receipt, or none: what a line lacks is forgotten by every later run. */
static void write_starved(void *context) {
    const struct receipt *receipt = context;
    const long at = starved.at;
    starved.at = 0;
    char *whole = receipt_to_line(receipt), *gone = receipt_to_withdrawal(receipt->output);
    starved.at = at;
    char *line = receipt_to_line(receipt), *taken_back = receipt_to_withdrawal(receipt->output);
    starved.at = 0;
    assert_true(line == NULL || strcmp(line, whole) == 0);
    assert_true(taken_back == NULL || strcmp(taken_back, gone) == 0);
    assert_true(!starved.happened || line == NULL || taken_back == NULL);
    free(whole);
    free(gone);
    free(line);
    free(taken_back);
}

/* A receipt for which there is no memory is not one that is cut short. */
static void read_starved(void *context) {
    const char *line = context;
    struct receipt receipt;
    bool taken_back;
    const enum sladd_status status = receipt_from_line(of_text(line), &receipt, &taken_back);
    starved.at = 0;
    assert_int_equal(status, starved.happened ? SLADD_NO_MEMORY : SLADD_OK);
    if (status != SLADD_OK)
        return;
    char *again = receipt_to_line(&receipt);
    assert_string_equal(again, line);
    free(again);
    receipt_clear(&receipt);
}

static void test_without_memory_nothing_is_lost(void **state) {
    (void)state;
    struct receipt receipt;
    bool taken_back;
    assert_int_equal(receipt_from_line(of_text(LINE), &receipt, &taken_back), SLADD_OK);
    free(receipt.output);
    receipt.output = strdup("\xe5.jpg"); /* no text */
    memcpy(receipt.earlier_sha256, DIGITS63 "8", sizeof receipt.earlier_sha256);
    assert_true(starve(write_starved, &receipt) > 50);
    char *line = receipt_to_line(&receipt);
    assert_true(starve(read_starved, line) > 50);
    free(line);
    receipt_clear(&receipt);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_value_goes_round),      cmocka_unit_test(test_a_key_that_is_no_digest_is_none),
        cmocka_unit_test(test_a_turn_that_is_none),       cmocka_unit_test(test_an_output_that_does_not_lead_down),
        cmocka_unit_test(test_regions_that_no_photo_has), cmocka_unit_test(test_without_memory_nothing_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
