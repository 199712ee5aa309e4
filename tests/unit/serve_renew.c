/* "Begin anew" on the review page forgets who was on a photo, and not that it may have to stay back. */
#include "consent/judge.h"
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

static struct manifest *renewed(const char *text) {
    const struct span before = {(const uint8_t *)text, strlen(text)};
    struct manifest *manifest = NULL, *old = NULL;
    struct bytes result = {0};
    struct sladd_error err = {0};
    json_t *edit = json_pack("{s: s}", "do", "renew");
    assert_int_equal(manifest_parse(before, "m", &old, &err), SLADD_OK);
    const struct manifest_entry entry = {.folder = old, .photo = manifest_photo(old, "a.jpg")};
    const struct edit_photo about = {.key = "a.jpg",
                                     .sha256 = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
                                     .withheld_for =
                                         entry_may_be_withheld_for(&entry, (struct sladd_date){2026, 11, 20})};
    if (edits_apply(edit, &about, before, "m", &result, &err) != SLADD_OK ||
        manifest_parse(bytes_span(&result), "m", &manifest, &err) != SLADD_OK)
        fail_msg("%s in:\n%s", err.text, text);
    manifest_free(old);
    json_decref(edit);
    bytes_clear(&result);
    return manifest;
}

/* A policy withholds a photo for somebody whom it knows by the name. */
static void test_nobody_is_published_for_being_forgotten(void **state) {
    (void)state;
    static const struct {
        const char *person;
        bool stays_back;
    } people[] = {{"{role: client}", true},
                  {"{role: pupil, born: 2012-01-01}", true},
                  {"{role: staff, minor: yes}", true},
                  {"{name: Siv}", true},
                  {"{role: staff, minor: no}", false},
                  {"{role: staff, born: 1980-01-01}", false},
                  {"{role: staff, born: 2012-01-01}", true},
                  {"{role: staff}", false}};
    for (size_t i = 0; i < sizeof people / sizeof *people; i++)
        for (size_t t = 0; t < 4; t++) {
            const bool silent = t % 2 == 1; /* nothing is said of publishing */
            char text[400];
            if (t < 2)
                (void)snprintf(text, sizeof text,
                               "version: 1\npeople: {liv: %s}\nphotos:\n  a.jpg:\n    sha256: %064d\n    publish: yes\n"
                               "    faces:\n      - {person: liv, box: [0.1, 0.1, 0.2, 0.2]}\n",
                               people[i].person, 0);
            else
                (void)snprintf(text, sizeof text,
                               "version: 1\npeople: {liv: %s}\nphotos: {a.jpg: {sha256: %064d, publish: yes, faces: "
                               "[{person: liv, box: [0.1, 0.1, 0.2, 0.2]}]}}\n",
                               people[i].person, 0);
            if (silent)
                memcpy(strstr(text, "publish: yes"), "alt_text: xy", 12);
            struct manifest *manifest = renewed(text);
            const struct photo_entry *photo = manifest_photo(manifest, "a.jpg");
            assert_int_equal(photo->face_count, 0);
            assert_int_equal(photo->publish, people[i].stays_back ? ANSWER_NO : silent ? ANSWER_NONE : ANSWER_YES);
            manifest_free(manifest);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_nobody_is_published_for_being_forgotten)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
