/* What the review page writes of people: the channels of a consent are names as --channel has them, or refused; and no
 * consent becomes one to showing a protected identity. */
#include "serve/edits.h"

// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
// clang-format on

/* A consent of Kari's for these channels; NULL: refused. Each edit asks for what only a person may write by hand. */
static struct manifest *agreed(const char *text, const char *channels, struct sladd_error *err) {
    char json[300];
    struct bytes after = {0};
    struct manifest *manifest = NULL;
    (void)snprintf(json, sizeof json,
                   "{\"do\": \"consent\", \"person\": \"kari\", \"form\": \"written\", \"date\": \"2026-05-01\", "
                   "\"covers_protected_identity\": \"yes\", \"channels\": %s}",
                   channels);
    json_t *edit = json_loads(json, 0, NULL);
    assert_non_null(edit);
    *err = (struct sladd_error){0};
    struct span before = {(const uint8_t *)text, strlen(text)};
    if (edits_apply(edit, &(struct edit_photo){.key = NULL}, before, "m", &after, err) == SLADD_OK)
        assert_int_equal(manifest_parse(bytes_span(&after), "m", &manifest, err), SLADD_OK);
    assert_false(span_holds(bytes_span(&after), "protected"));
    bytes_clear(&after);
    json_decref(edit);
    return manifest;
}

static void test_channels(void **state) {
    static const char *const texts[] = {"version: 1\npeople:\n  kari: {role: staff}\n",
                                        "{\"version\": 1, \"people\": {\"kari\": {\"role\": \"staff\"}}}\n"};
    static const char *const refused[] = {"[\"web \"]", "[\" web\"]", "[\"\"]", "[\"a\\nb\"]", "[7]"};
    struct sladd_error err;
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct manifest *manifest = agreed(texts[i], "[\"\xC3\xA5rsmelding\", \"web: a, b]\", \"no\"]", &err);
        assert_non_null(manifest);
        const struct consent *consent = manifest_person(manifest, "kari")->consents;
        assert_int_equal(consent->channel_count, 3);
        assert_string_equal(consent->channels[0], "\xC3\xA5rsmelding");
        assert_string_equal(consent->channels[1], "web: a, b]");
        assert_string_equal(consent->channels[2], "no");
        manifest_free(manifest);
    }
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        assert_null(agreed(texts[0], refused[i], &err));
        assert_non_null(strstr(err.text, "a channel is a name"));
    }
}

/* What a person writes into the field counts as it does in a spreadsheet, and an empty field is no answer. */
static void test_words_for_channels(void **state) {
    (void)state;
    static const char *const text = "version: 1\npeople:\n  kari: {role: staff}\n";
    static const char *const refused[] = {"\"\"",    "\" \"",        "\"-\"",        "null",          "7",    "{}",
                                          "\"yes\"", "\"only web\"", "\"all, web\"", "\"none, web\"", "\"?\""};
    struct sladd_error err;
    struct manifest *manifest = agreed(text, "\"Nettside, intranett og \xC3\xA5rsmelding\"", &err);
    assert_non_null(manifest);
    const struct consent *consent = manifest_person(manifest, "kari")->consents;
    assert_int_equal(consent->channel_count, 3);
    assert_string_equal(consent->channels[0], "web");
    assert_string_equal(consent->channels[1], "internal");
    assert_string_equal(consent->channels[2], "\xC3\xA5rsmelding");
    manifest_free(manifest);
    manifest = agreed(text, "\"alle\"", &err);
    assert_non_null(manifest);
    assert_false(manifest_person(manifest, "kari")->consents[0].has_channels);
    manifest_free(manifest);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        assert_null(agreed(text, refused[i], &err));
        assert_non_null(strstr(err.text, "channels"));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_channels), cmocka_unit_test(test_words_for_channels)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
