/* What a click on the review page makes of a manifest: what was meant is read back, what others wrote is there. */
#include "serve/edits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char SHA[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/* Kari is on the left, nobody knows who is on the right, and a hand below was taken for a face. */
static const char *const manifests[] = {
    "version: 1 # ours\npeople:\n  kari: {role: staff} # boss\n  per: {role: staff}\nphotos:\n  a.jpg: # the boat\n    "
    "faces:\n"
    "      - {person: kari, box: [0.1, 0.1, 0.2, 0.2]} # left\n      - {person: \"?\", box: [0.6, 0.1, 0.2, 0.2]} # "
    "right\n"
    "    keep:\n      - {box: [0.4, 0.7, 0.1, 0.1], what: no-face} # hand\n",
    "version: 1\r\npeople:\r\n  kari:\r\n    role: staff\r\n  per:\r\n    role: staff\r\nphotos:\r\n  a.jpg:\r\n    "
    "faces:\r\n"
    "    - person: kari\r\n      box: [0.1, 0.1, 0.2, 0.2]\r\n    - box:\r\n      - 0.6\r\n      - 0.1\r\n      - "
    "0.2\r\n"
    "      - 0.2\r\n    keep: [{box: [0.4, 0.7, 0.1, 0.1], what: no-face}]\r\n",
    "{\"version\": 1, \"people\": {\"kari\": {\"role\": \"staff\"}, \"per\": {\"role\": \"staff\"}}, \"photos\": "
    "{\"a.jpg\":\n"
    "  {\"faces\": [{\"person\": \"kari\", \"box\": [0.1, 0.1, 0.2, 0.2]}, {\"person\": \"?\", \"box\": [0.6, 0.1, "
    "0.2, 0.2]}],\n"
    "   \"keep\": [{\"box\": [0.4, 0.7, 0.1, 0.1], \"what\": \"no-face\"}]}}}\n",
};
enum { MANIFESTS = sizeof manifests / sizeof *manifests };

/* The manifest after an edit of this photo; NULL with an error. Its text is the caller's. */
static struct manifest *after_text(const char *text, const char *photo, const char *json, struct bytes *result,
                                   struct sladd_error *err) {
    const struct edit_photo about = {.key = photo, .sha256 = SHA};
    struct manifest *manifest = NULL;
    json_t *edit = json_loads(json, 0, NULL);
    assert_non_null(edit);
    *err = (struct sladd_error){0};
    if (edits_apply(edit, &about, (struct span){(const uint8_t *)text, strlen(text)}, "m", result, err) == SLADD_OK &&
        manifest_parse(bytes_span(result), "m", &manifest, err) != SLADD_OK)
        fail_msg("%s after %s in:\n%.*s", err->text, json, (int)result->size, (char *)result->data);
    static const char *const comments[] = {"# ours", "# boss", "# the boat"};
    for (size_t i = 0; i < 3 && manifest != NULL && text == manifests[0]; i++)
        assert_true(span_holds(bytes_span(result), comments[i]));
    json_decref(edit);
    return manifest;
}

static struct manifest *after_both(const char *text, const char *first, const char *second, struct sladd_error *err) {
    struct bytes between = {0};
    manifest_free(after_text(text, "a.jpg", first, &between, err));
    char *copy = strndup((const char *)between.data, between.size);
    struct bytes result = {0};
    struct manifest *manifest = after_text(copy, "a.jpg", second, &result, err);
    bytes_clear(&between);
    bytes_clear(&result);
    free(copy);
    return manifest;
}

static struct manifest *after(const char *text, const char *photo, const char *json, struct sladd_error *err) {
    struct bytes result = {0};
    struct manifest *manifest = after_text(text, photo, json, &result, err);
    bytes_clear(&result);
    return manifest;
}

static void test_who_is_who(void **state) {
    (void)state;
    struct sladd_error err;
    for (size_t i = 0; i < MANIFESTS; i++) {
        /* The box need not be the same, only the face. */
        struct manifest *manifest = after(
            manifests[i], "a.jpg", "{\"do\": \"name\", \"box\": [0.61, 0.12, 0.2, 0.19], \"person\": \"per\"}", &err);
        const struct photo_entry *photo = manifest_photo(manifest, "a.jpg");
        assert_int_equal(photo->face_count, 2);
        assert_string_equal(photo->faces[0].person, "kari");
        assert_string_equal(photo->faces[1].person, "per");
        assert_float_equal(photo->faces[1].box.x, 0.6, 1e-9);
        manifest_free(manifest);
        /* Somebody new in the photo; and where a hand was seen, a face after all. */
        manifest = after(manifests[i], "a.jpg",
                         "{\"do\": \"name\", \"box\": [0.4, 0.7, 0.1, 0.1], \"person\": \"per\"}", &err);
        photo = manifest_photo(manifest, "a.jpg");
        assert_int_equal(photo->face_count, 3);
        assert_string_equal(photo->faces[2].person, "per");
        assert_int_equal(photo->keep_count, 0);
        manifest_free(manifest);
        /* Another photo: the entry is made, for exactly this file. */
        manifest = after(manifests[i], "sub/\xC3\xA5.jpg",
                         "{\"do\": \"name\", \"box\": [0, 0, 1, 1], \"person\": \"per\"}", &err);
        photo = manifest_photo(manifest, "sub/\xC3\xA5.jpg");
        assert_non_null(photo);
        assert_string_equal(photo->sha256, SHA);
        assert_int_equal(photo->face_count, 1);
        manifest_free(manifest);
    }
}

static void test_blurred_and_nobody(void **state) {
    (void)state;
    struct sladd_error err;
    for (size_t i = 0; i < MANIFESTS; i++) {
        struct manifest *manifest =
            after(manifests[i], "a.jpg", "{\"do\": \"blur\", \"box\": [0.1, 0.1, 0.2, 0.2]}", &err);
        const struct photo_entry *photo = manifest_photo(manifest, "a.jpg");
        assert_int_equal(photo->face_count, 2);
        assert_null(photo->faces[0].person);
        assert_int_equal(photo->faces[0].blur, ANSWER_YES);
        assert_int_equal(photo->faces[1].blur, ANSWER_NONE);
        manifest_free(manifest);
        manifest = after(manifests[i], "a.jpg", "{\"do\": \"no-face\", \"box\": [0.6, 0.1, 0.2, 0.2]}", &err);
        photo = manifest_photo(manifest, "a.jpg");
        assert_int_equal(photo->face_count, 1);
        assert_string_equal(photo->faces[0].person, "kari");
        assert_int_equal(photo->keep_count, 2);
        assert_int_equal(photo->keep[1].what, KEEP_NO_FACE);
        manifest_free(manifest);
        manifest = after(
            manifests[i], "a.jpg",
            "{\"do\": \"blur-all\", \"boxes\": [[0.1, 0.1, 0.2, 0.2], [0.3, 0.4, 0.1, 0.1], [0.8, 0.8, 0.1, 0.1]]}",
            &err);
        photo = manifest_photo(manifest, "a.jpg");
        assert_int_equal(photo->face_count, 4);
        assert_string_equal(photo->faces[0].person, "kari");
        assert_int_equal(photo->faces[2].blur, ANSWER_YES);
        assert_int_equal(photo->faces[3].blur, ANSWER_YES);
        manifest_free(manifest);
        manifest = after(manifests[i], "a.jpg", "{\"do\": \"forget\", \"box\": [0.4, 0.7, 0.1, 0.1]}", &err);
        assert_int_equal(manifest_photo(manifest, "a.jpg")->keep_count, 0);
        assert_int_equal(manifest_photo(manifest, "a.jpg")->face_count, 2);
        manifest_free(manifest);
    }
}

/* People draw the face or the whole head; the page sends the face that was detected in it. */
static void test_a_drawn_head(void **state) {
    (void)state;
    struct sladd_error err;
    const char *const drawn = "version: 1\npeople: {per: {role: staff}}\nphotos:\n  a.jpg:\n    faces:\n"
                              "      - {person: per, box: [0.3, 0.2, 0.3, 0.4]}\n";
    static const char *const edits[] = {"{\"do\": \"blur\", \"box\": [0.37, 0.32, 0.15, 0.2]}",
                                        "{\"do\": \"blur-all\", \"boxes\": [[0.37, 0.32, 0.15, 0.2]]}"};
    for (size_t i = 0; i < 2; i++) {
        struct manifest *manifest = after(drawn, "a.jpg", edits[i], &err);
        assert_non_null(manifest);
        assert_int_equal(manifest_photo(manifest, "a.jpg")->face_count, 1);
        manifest_free(manifest);
    }
    struct manifest *manifest = after(drawn, "a.jpg", "{\"do\": \"forget\", \"box\": [0.37, 0.32, 0.15, 0.2]}", &err);
    assert_non_null(manifest);
    assert_null(manifest_photo(manifest, "a.jpg"));
    manifest_free(manifest);
}

/* Blurred and named again: the one takes the other's place. */
static void test_there_and_back(void **state) {
    (void)state;
    struct sladd_error err;
    static const char *const blurred[] = {"version: 1\npeople: {per: {role: staff}}\nphotos:\n  a.jpg:\n    faces:\n   "
                                          " - {box: [0.1, 0.1, 0.2, 0.2], blur: yes}\n",
                                          "version: 1\npeople: {per: {role: staff}}\nphotos:\n  a.jpg:\n    faces:\n   "
                                          " - blur: yes\n      box: [0.1, 0.1, 0.2, 0.2]\n",
                                          "version: 1\npeople: {per: {role: staff}}\nphotos: {a.jpg: {faces: [{blur: "
                                          "yes, person: \"?\", box: [0.1, 0.1, 0.2, 0.2]}]}}\n"};
    for (size_t i = 0; i < 3; i++) {
        struct manifest *manifest =
            after(blurred[i], "a.jpg", "{\"do\": \"name\", \"box\": [0.1, 0.1, 0.2, 0.2], \"person\": \"per\"}", &err);
        assert_non_null(manifest);
        assert_string_equal(manifest_photo(manifest, "a.jpg")->faces[0].person, "per");
        assert_int_not_equal(manifest_photo(manifest, "a.jpg")->faces[0].blur, ANSWER_YES);
        manifest_free(manifest);
    }
}

/* Text may stay, or a code; nothing else is kept by drawing. */
static void test_what_may_stay(void **state) {
    (void)state;
    struct sladd_error err;
    static const struct {
        const char *json;
        int what;
    } edits[] = {{"{\"do\": \"keep\", \"box\": [0.8, 0.8, 0.1, 0.1]}", KEEP_TEXT},
                 {"{\"do\": \"keep\", \"what\": \"text\", \"box\": [0.8, 0.8, 0.1, 0.1]}", KEEP_TEXT},
                 {"{\"do\": \"keep\", \"what\": \"code\", \"box\": [0.8, 0.8, 0.1, 0.1]}", KEEP_CODE}};
    for (size_t i = 0; i < MANIFESTS; i++)
        for (size_t e = 0; e < sizeof edits / sizeof *edits; e++) {
            struct manifest *manifest = after(manifests[i], "a.jpg", edits[e].json, &err);
            assert_non_null(manifest);
            assert_int_equal(manifest_photo(manifest, "a.jpg")->keep_count, 2);
            assert_int_equal(manifest_photo(manifest, "a.jpg")->keep[1].what, edits[e].what);
            manifest_free(manifest);
        }
}

/* Once taken back, a consent does not come back to life for the days until it is taken back again. */
static void test_withdrawn_once_more(void **state) {
    (void)state;
    struct sladd_error err;
    static const char *const texts[] = {
        "version: 1\npeople:\n  per: {role: staff, consent: [{form: written, date: 2026-01-01, withdrawn: "
        "2026-03-01}]}\n",
        "version: 1\npeople:\n  per:\n    consent:\n      - form: written\n        withdrawn: 2026-03-01 # called\n"};
    static const struct {
        const char *json;
        int month;
    } edits[] = {{"{\"do\": \"withdraw\", \"person\": \"per\", \"consent\": 0, \"date\": \"2026-05-01\"}", 3},
                 {"{\"do\": \"withdraw\", \"person\": \"per\", \"consent\": 0, \"date\": \"2026-03-01\"}", 3},
                 {"{\"do\": \"withdraw\", \"person\": \"per\", \"consent\": 0, \"date\": \"2026-02-01\"}", 2}};
    for (size_t i = 0; i < 2; i++)
        for (size_t e = 0; e < sizeof edits / sizeof *edits; e++) {
            struct manifest *manifest = after(texts[i], "a.jpg", edits[e].json, &err);
            assert_non_null(manifest);
            assert_int_equal(manifest->people[0].consents[0].withdrawn.month, edits[e].month);
            manifest_free(manifest);
        }
}

/* What was the only thing said of a photo is taken back, or becomes something else: the photo beside it has no part in
 * it. */
static void test_the_last_of_a_list(void **state) {
    (void)state;
    struct sladd_error err;
    static const char only[] =
        "version: 1\npeople: {per: {role: staff}}\nphotos:\n  0.jpg:\n    publish: no\n  a.jpg:\n    faces:\n"
        "      - {person: per, box: [0.1, 0.1, 0.2, 0.2]} # him\n  z.jpg: {publish: no}\n";
    struct manifest *manifest = after(only, "a.jpg", "{\"do\": \"forget\", \"box\": [0.1, 0.1, 0.2, 0.2]}", &err);
    assert_non_null(manifest);
    assert_int_equal(manifest->photo_count, 2);
    assert_null(manifest_photo(manifest, "a.jpg"));
    manifest_free(manifest);
    manifest = after(only, "a.jpg", "{\"do\": \"no-face\", \"box\": [0.1, 0.1, 0.2, 0.2]}", &err);
    assert_non_null(manifest);
    assert_int_equal(manifest_photo(manifest, "a.jpg")->face_count, 0);
    assert_int_equal(manifest_photo(manifest, "a.jpg")->keep_count, 1);
    assert_int_equal(manifest_photo(manifest, "0.jpg")->keep_count, 0);
    manifest_free(manifest);
}

/* The photo was changed since: what was said of faces and lines in the earlier one goes, what goes in any case stays,
 * and what is said from now on counts. */
static void test_begun_anew(void **state) {
    (void)state;
    struct sladd_error err;
    static const char *const texts[] = {
        "version: 1\npeople: {per: {role: staff}}\nphotos:\n  a.jpg:\n    sha256: "
        "ffeeddccbbaa99887766554433221100ffeeddccbbaa99887766554433221100 # of May\n    faces:\n      - {person: per, "
        "box: [0.1, 0.1, 0.2, 0.2]}\n      - box: [0.5, 0.1, 0.2, 0.2]\n        blur: yes\n    keep:\n      - {box: "
        "[0.4, "
        "0.7, 0.1, 0.1], what: no-face} # hand\n    redact: [{box: [0.8, 0.8, 0.1, 0.1]}]\n    publish: no\n",
        "version: 1\nphotos:\n  a.jpg: {keep: [{box: [0.4, 0.7, 0.1, 0.1], what: text}], faces: [{person: \"?\", box: "
        "[0.1, 0.1, 0.2, 0.2]}], redact: [{box: [0.8, 0.8, 0.1, 0.1]}], publish: no, sha256: "
        "ffeeddccbbaa99887766554433221100ffeeddccbbaa99887766554433221100}\n",
        "{\"version\": 1, \"photos\": {\"a.jpg\": {\"publish\": false, \"redact\": [{\"box\": [0.8, 0.8, 0.1, 0.1]}],\n"
        "  \"sha256\": \"ffeeddccbbaa99887766554433221100ffeeddccbbaa99887766554433221100\",\n  \"faces\": "
        "[{\"person\": "
        "\"?\", \"box\": [0.1, 0.1, 0.2, 0.2]}],\n  \"keep\": [{\"box\": [0.4, 0.7, 0.1, 0.1]}]}}}\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct manifest *manifest = after(texts[i], "a.jpg", "{\"do\": \"renew\"}", &err);
        if (manifest == NULL)
            fail_msg("%zu: %s", i, err.text);
        const struct photo_entry *photo = manifest_photo(manifest, "a.jpg");
        assert_string_equal(photo->sha256, SHA);
        assert_int_equal(photo->face_count, 0);
        assert_int_equal(photo->keep_count, 0);
        assert_int_equal(photo->redact_count, 1);
        assert_int_equal(photo->publish, ANSWER_NO);
        manifest_free(manifest);
    }
    assert_null(after(manifests[0], "a.jpg", "{\"do\": \"renew\"}", &err));
    assert_int_equal(err.status, SLADD_USAGE);
}

/* A face tag in the file is wrong: that it is said, once each, stands with what contradicts it. */
static void test_wrong_tags(void **state) {
    (void)state;
    struct sladd_error err;
    static const char named[] =
        "{\"do\": \"name\", \"box\": [0.6, 0.1, 0.2, 0.2], \"person\": \"per\", \"wrong_tags\": "
        "[\"kari\", \"N. N.: 'x'\"]}";
    static const char again[] = "{\"do\": \"name\", \"box\": [0.6, 0.1, 0.2, 0.2], \"person\": \"kari\", "
                                "\"wrong_tags\": [\"per\", \"N. N.: 'x'\"]}";
    static const char nobody[] = "{\"do\": \"no-face\", \"box\": [0.4, 0.7, 0.1, 0.1], \"wrong_tags\": [\"kari\"]}";
    for (size_t i = 0; i < MANIFESTS; i++) {
        struct manifest *manifest = after(manifests[i], "a.jpg", named, &err);
        const struct face_entry *face = &manifest_photo(manifest, "a.jpg")->faces[1];
        assert_string_equal(face->person, "per");
        assert_int_equal(face->wrong_tags.count, 2);
        assert_string_equal(face->wrong_tags.names[1], "N. N.: 'x'");
        manifest_free(manifest);
        manifest = after_both(manifests[i], named, again, &err);
        face = &manifest_photo(manifest, "a.jpg")->faces[1];
        assert_string_equal(face->person, "kari");
        assert_int_equal(face->wrong_tags.count, 3);
        assert_string_equal(face->wrong_tags.names[2], "per");
        manifest_free(manifest);
        manifest = after(manifests[i], "a.jpg", nobody, &err); /* it was said already, but not against the tag */
        assert_int_equal(manifest_photo(manifest, "a.jpg")->keep_count, 1);
        assert_int_equal(manifest_photo(manifest, "a.jpg")->keep[0].wrong_tags.count, 1);
        manifest_free(manifest);
        manifest = after(manifests[i], "0.jpg", nobody, &err);
        assert_string_equal(manifest_photo(manifest, "0.jpg")->keep[0].wrong_tags.names[0], "kari");
        manifest_free(manifest);
    }
}

/* What is said of the photo as a whole, of one with and without an entry, and taken back: not a byte is left of it, or
 * the entry of exactly this photo. */
static void test_the_whole_photo(void **state) {
    (void)state;
    struct sladd_error err;
    static const char *const texts[] = {
        "version: 1\nphotos:\n  a.jpg:\n    publish: yes # sure\n",
        "version: 1\nphotos:\n  a.jpg:\n    rights:\n      photographer: Ola # ours\n    alt_text: A boat # old\n",
        "version: 1\nphotos: {a.jpg: {rights: {photographer: Ola, permission: yes}}}\n",
        "version: 1\nrights: {permission: yes}\nphotos:\n  a.jpg:\n    rights: {permission: yes}\n  z.jpg: {publish: "
        "no}\n",
        "{\"version\": 1, \"photos\": {\"a.jpg\": {\"rights\": {\"permission\": true}, \"alt_text\": \"A boat\"}}}\n",
        "version: 1\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        static const char refused[] = "{\"do\": \"rights\", \"answer\": \"no\"}";
        static const char shows[] = "{\"do\": \"alt-text\", \"text\": \"B\u00e5t: 'to' # x\"}";
        struct manifest *manifest = after(texts[i], "a.jpg", refused, &err);
        assert_int_equal(manifest_photo(manifest, "a.jpg")->permission, ANSWER_NO);
        assert_int_equal(manifest_photo(manifest, "a.jpg")->photographer != NULL, i == 1 || i == 2);
        manifest_free(manifest);
        manifest = after_both(texts[i], refused, "{\"do\": \"forget-rights\"}", &err);
        const struct photo_entry *photo = manifest_photo(manifest, "a.jpg");
        assert_true(photo == NULL || photo->permission == ANSWER_NONE);
        assert_int_equal(photo != NULL && photo->photographer != NULL, i == 1 || i == 2);
        assert_int_equal(manifest->permission, i == 3 ? ANSWER_YES : ANSWER_NONE);
        manifest_free(manifest);
        manifest = after(texts[i], "a.jpg", shows, &err);
        assert_string_equal(manifest_photo(manifest, "a.jpg")->alt_text, "B\xC3\xA5t: 'to' # x");
        manifest_free(manifest);
        manifest = after_both(texts[i], shows, "{\"do\": \"alt-text\", \"text\": \"\"}", &err);
        photo = manifest_photo(manifest, "a.jpg");
        assert_true(photo == NULL || photo->alt_text == NULL);
        manifest_free(manifest);
    }
    assert_null(after(texts[0], "a.jpg", "{\"do\": \"forget-rights\"}", &err));
    assert_int_equal(err.status, SLADD_USAGE);
}

/* Boxes of an earlier version of the photo say nothing of this one, and a stranger's nonsense says nothing at all. */
static void test_refused(void **state) {
    (void)state;
    struct sladd_error err;
    static const char earlier[] = "version: 1\nphotos:\n  a.jpg: {sha256: "
                                  "ffeeddccbbaa99887766554433221100ffeeddccbbaa99887766554433221100}\n";
    assert_null(after(earlier, "a.jpg", "{\"do\": \"blur\", \"box\": [0.1, 0.1, 0.2, 0.2]}", &err));
    assert_int_equal(err.status, SLADD_MANIFEST);
    static const char *const nonsense[] = {
        "{}",
        "[]",
        "{\"do\": 1}",
        "{\"do\": \"fly\"}",
        "{\"do\": \"blur\"}",
        "{\"do\": \"blur\", \"box\": [0.1, 0.1, 0, 0.2]}",
        "{\"do\": \"blur\", \"box\": [0.1, 0.1, 0.2, \"0.2\"]}",
        "{\"do\": \"blur\", \"box\": [5, 5, 1, 1]}",
        "{\"do\": \"name\", \"box\": [0.6, 0.1, 0.2, 0.2]}",
        "{\"do\": \"name\", \"box\": [0.6, 0.1, 0.2, 0.2], \"person\": \"a\\nb\"}",
        "{\"do\": \"keep\", \"what\": \"no-face\", \"box\": [0.6, 0.1, 0.2, 0.2]}",
        "{\"do\": \"forget\", \"box\": [0.9, 0.9, 0.1, 0.1]}",
        "{\"do\": \"publish\", \"answer\": \"maybe\"}",
        "{\"do\": \"rights\", \"answer\": \"maybe\"}",
        "{\"do\": \"name\", \"box\": [0.6, 0.1, 0.2, 0.2], \"person\": \"per\", \"wrong_tags\": \"kari\"}",
        "{\"do\": \"no-face\", \"box\": [0.6, 0.1, 0.2, 0.2], \"wrong_tags\": [\"a\\nb\"]}",
        "{\"do\": \"alt-text\"}",
        "{\"do\": \"alt-text\", \"text\": \"a\\nb\"}",
        "{\"do\": \"blur-all\", \"boxes\": []}",
        "{\"do\": \"person\", \"person\": \"kari\", \"name\": \"Kari\"}",
        "{\"do\": \"person\", \"person\": \"new\", \"name\": \"\\u202eiraK\"}",
        "{\"do\": \"person\", \"person\": \"ne\\u200ew\", \"name\": \"Kari\"}",
        "{\"do\": \"person\", \"person\": \"new\", \"name\": \"Kari\\ufeff\"}",
        "{\"do\": \"withdraw\", \"person\": \"kari\", \"consent\": 0, \"date\": \"2026-01-01\"}",
        "{\"do\": \"consent\", \"person\": \"kari\", \"form\": \"written\"}",
        "{\"do\": \"permit\", \"answer\": \"\"}"};
    for (size_t i = 0; i < sizeof nonsense / sizeof *nonsense; i++) {
        assert_null(after(manifests[0], "a.jpg", nonsense[i], &err));
        assert_int_equal(err.status, SLADD_USAGE);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_who_is_who),          cmocka_unit_test(test_blurred_and_nobody),
        cmocka_unit_test(test_there_and_back),      cmocka_unit_test(test_the_last_of_a_list),
        cmocka_unit_test(test_a_drawn_head),        cmocka_unit_test(test_what_may_stay),
        cmocka_unit_test(test_withdrawn_once_more), cmocka_unit_test(test_refused),
        cmocka_unit_test(test_begun_anew),          cmocka_unit_test(test_the_whole_photo),
        cmocka_unit_test(test_wrong_tags),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
