/* What is said of face tags that the manifest agrees or does not agree with, in a photo of 1000 x 500 pixels. */
#include "stages/tag_notes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *const PEOPLE = "version: 1\n"
                                  "people: {a: {name: Kari}, b: {name: Ola}}\n"
                                  "photos: {p.jpg: ";

/* A face at 200, 100, of 100 pixels a side; its tag as the same box, a little larger, or around the whole head. */
static const struct sladd_box FACE = {200, 100, 100, 100}, SAME = {0.2, 0.2, 0.1, 0.2},
                              LARGER = {0.19, 0.18, 0.12, 0.24}, HEAD = {0.16, 0.08, 0.18, 0.44};

/* The notices, one after another, when the manifest says this of the photo and the tag has that name. */
static void notes_of(const char *photo, const char *name, struct sladd_box box, char *text, size_t room) {
    char yaml[1000];
    struct manifest *manifest;
    struct sladd_error err = {0};
    (void)snprintf(yaml, sizeof yaml, "%s%s}", PEOPLE, photo);
    if (manifest_parse((struct span){(const uint8_t *)yaml, strlen(yaml)}, "m", &manifest, &err) != SLADD_OK)
        fail_msg("%s", err.text);
    struct face_tag tag = {(char *)(uintptr_t)name, box, true};
    const struct face_tags tags = {.items = &tag, .count = 1, .capacity = 1};
    const struct manifest_entry entry = {.folder = manifest, .photo = manifest_photo(manifest, "p.jpg")};
    const struct ruling ruling = {.entry = &entry, .tags = &tags, .width = 1000, .height = 500};
    const struct sladd_region face = {.kind = SLADD_FACE, .box = FACE, .detected = true, .score = 0.9};
    struct sladd_regions regions = {0};
    struct sladd_names notices = {0};
    assert_int_equal(sladd_regions_add(&regions, &face, NULL), SLADD_OK);
    assert_int_equal(stage_match(&ruling, &regions, NULL, NULL), SLADD_OK);
    assert_int_equal(tag_notes_add(&ruling, &regions, &notices, &err), SLADD_OK);
    text[0] = '\0';
    for (size_t i = 0; i < notices.count; i++)
        (void)snprintf(text + strlen(text), room - strlen(text), "%s\n", notices.items[i]);
    sladd_names_clear(&notices);
    sladd_regions_clear(&regions);
    manifest_free(manifest);
}

static void only_other_names_contradict(void **state) {
    static const char manifest_a[] = "{faces: [{person: a, box: [0.2, 0.2, 0.1, 0.2]}]}";
    const struct sladd_box boxes[] = {SAME, LARGER, HEAD};
    char text[2000];
    (void)state;
    for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++) {
        notes_of(manifest_a, "Kari", boxes[i], text, sizeof text);
        assert_string_equal(text, "");
        notes_of(manifest_a, "Ola", boxes[i], text, sizeof text);
        assert_non_null(strstr(text, "different names"));
        assert_non_null(strstr(text, "a / b"));
        notes_of(manifest_a, "Somebody else", boxes[i], text, sizeof text);
        assert_non_null(strstr(text, "a / -"));
        assert_null(strstr(text, "Somebody"));
    }
}

static void what_counts_for_nothing_is_said(void **state) {
    char text[2000];
    (void)state;
    notes_of("{faces: [{person: a, wrong_tags: [b], box: [0.2, 0.2, 0.1, 0.2]}]}", "Ola", LARGER, text, sizeof text);
    assert_non_null(strstr(text, "counts for nothing"));
    assert_non_null(strstr(text, "a / b"));
    notes_of("{keep: [{what: no-face, wrong_tags: [Ola], box: [0.2, 0.2, 0.1, 0.2]}]}", "Ola", LARGER, text,
             sizeof text);
    assert_non_null(strstr(text, "- / b"));
    notes_of("{}", "Ola", LARGER, text, sizeof text);
    assert_string_equal(text, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_other_names_contradict),
        cmocka_unit_test(what_counts_for_nothing_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
