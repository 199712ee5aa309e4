/* What lets something be seen is said of exactly the photo that was looked at, also in an entry that was of any photo
 * of this name; what hides needs no such thing. */
#include "serve/edits.h"

// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
// clang-format on

static const char SHA[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

static const char *const manifests[] = {
    "version: 1\npeople: {per: {role: staff}}\nphotos:\n  a.jpg: {rights: {permission: yes}}\n",
    "version: 1\npeople: {per: {role: staff}}\nphotos:\n  a.jpg:\n    rights: {permission: yes} # Ola\n  z.jpg: "
    "{publish: no}\n",
    "version: 1\r\npeople: {per: {role: staff}}\r\nphotos:\r\n  a.jpg:\r\n    faces:\r\n    - {person: \"?\", box: "
    "[0.1, 0.1, 0.2, 0.2]}",
    "version: 1\npeople: {per: {role: staff}}\nphotos:\n  a.jpg:\n    keep:\n      - {box: [0.1, 0.1, 0.2, 0.2], "
    "what: no-face}\n",
    "version: 1\npeople: {per: {role: staff}}\nphotos:\n  a.jpg: {faces: [{person: per, box: [0.1, 0.1, 0.2, 0.2]}]}\n",
    "{\"version\": 1, \"people\": {\"per\": {\"role\": \"staff\"}}, \"photos\": {\"a.jpg\": {\"publish\": true}}}\n",
    "version: 1\npeople: {per: {role: staff}}\nphotos:\n  ? |\n    a.jpg\n  : {rights: {permission: yes}}\n",
    "version: 1\npeople: {per: {role: staff}}\n"};

/* The text after an edit of a.jpg, read; `text` is the caller's. */
static struct manifest *after(struct span before, const char *json, struct bytes *text) {
    const struct edit_photo about = {.key = "a.jpg", .sha256 = SHA};
    struct manifest *manifest = NULL;
    struct sladd_error err = {0};
    json_t *edit = json_loads(json, 0, NULL);
    assert_non_null(edit);
    if (edits_apply(edit, &about, before, "m", text, &err) != SLADD_OK ||
        manifest_parse(bytes_span(text), "m", &manifest, &err) != SLADD_OK)
        fail_msg("%s after %s in:\n%.*s", err.text, json, (int)before.size, (const char *)before.data);
    json_decref(edit);
    return manifest;
}

static void test_what_shows_and_what_hides(void **state) {
    (void)state;
    static const struct {
        const char *json;
        bool shows;
    } edits[] = {{"{\"do\": \"name\", \"box\": [0.1, 0.1, 0.2, 0.2], \"person\": \"per\"}", true},
                 {"{\"do\": \"no-face\", \"box\": [0.1, 0.1, 0.2, 0.2]}", true},
                 {"{\"do\": \"keep\", \"box\": [0.1, 0.1, 0.2, 0.2]}", true},
                 {"{\"do\": \"blur\", \"box\": [0.1, 0.1, 0.2, 0.2]}", false},
                 {"{\"do\": \"redact\", \"box\": [0.1, 0.1, 0.2, 0.2]}", false}};
    enum { EDITS = sizeof edits / sizeof *edits, MANIFESTS = sizeof manifests / sizeof *manifests };
    for (size_t i = 0; i < MANIFESTS * EDITS * EDITS; i++) { /* one, then another */
        const char *text = manifests[i / EDITS / EDITS];
        const size_t first = i / EDITS % EDITS, second = i % EDITS;
        const bool is_new = strstr(text, "a.jpg") == NULL;
        struct bytes one = {0}, both = {0};
        struct manifest *manifest = after((struct span){(const uint8_t *)text, strlen(text)}, edits[first].json, &one);
        const char *digest = manifest_photo(manifest, "a.jpg")->sha256;
        assert_int_equal(digest != NULL && strcmp(digest, SHA) == 0, edits[first].shows || is_new);
        manifest_free(manifest);
        manifest = after(bytes_span(&one), edits[second].json, &both);
        digest = manifest_photo(manifest, "a.jpg")->sha256;
        assert_int_equal(digest != NULL && strcmp(digest, SHA) == 0,
                         edits[first].shows || edits[second].shows || is_new);
        manifest_free(manifest);
        bytes_clear(&one);
        bytes_clear(&both);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_shows_and_what_hides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
