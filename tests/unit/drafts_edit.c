/* Editing the text of a manifest: what was there stays byte for byte, in every way of writing it, and what was added is
 * read back as it was meant. */
#include "consent/manifest.h"
#include "drafts/draft.h"
#include "drafts/edit.h"

// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
// clang-format on

static struct span text_of(const char *text) {
    return (struct span){(const uint8_t *)text, strlen(text)};
}

/* Ways in which people and programs write the same manifest. Kari has one consent, Ola has none. */
static const char *const manifests[] = {
    "version: 1\n# who\npeople:\n  kari: # boss\n    name: Kari Nordmann\n    consent:\n      - form: written # paper\n"
    "        date: 2026-05-01\n\n  ola:\n    role: staff   # since 2020\n# the photos\nphotos:\n  a.jpg: {publish: "
    "no}\n# end\n",
    "version: 1\r\npeople:\r\n    kari:\r\n        name: Kari Nordmann\r\n        consent:\r\n"
    "        - form: written\r\n          date: 2026-05-01\r\n    ola: {role: staff}\r\nphotos:\r\n    a.jpg: "
    "{publish: no}\r\n",
    "\xEF\xBB\xBFversion: 1\npeople:\n  kari:\n    name: \"K\xC3\xA5ri\"\n    consent: [{form: written, date: "
    "2026-05-01}]\n"
    "  ola:\n    name: \"\xC3\x98l\xC3\xA5 \xF0\x9F\x98\x80\"\n    role: staff\nphotos: {a.jpg: {publish: no}}",
    "{\"version\": 1, \"people\": {\"kari\": {\"consent\": [{\"form\": \"written\", \"date\": \"2026-05-01\"}]},\n"
    " \"ola\": {\"role\": \"staff\"}}, \"photos\": {\"a.jpg\": {\"publish\": \"no\"}}}\n",
    "photos:\n  a.jpg:\n    publish: no\n    alt_text: >\n      One line\n      and more\n\npeople:\n  kari:\n    "
    "consent:\n"
    "    - {form: written,\n       date: 2026-05-01, # comma\n      }\n\n    # about Ola\n  ola:\n    role: "
    "staff\nversion: 1",
    "version: 1\npeople: {kari: {consent: [{form: written, date: 2026-05-01,},]}, ola: {role: staff}}\nphotos:\n"
    "  a.jpg: {publish: no}\n...\n",
    "---\nversion: 1\npeople:\n  ola:\n    role: staff\n  kari:\n    consent:\n      - form: written\n        date: "
    "2026-05-01\n"
    "photos:\n  a.jpg:\n    publish: no\n    redact:\n    - box: [0.1, 0.1, 0.2, 0.2]\n      why: |\n        a\n       "
    " \n",
};
enum { MANIFESTS = sizeof manifests / sizeof *manifests };

static const struct person *person(const struct manifest *manifest, const char *key) {
    for (size_t i = 0; i < manifest->person_count; i++)
        if (strcmp(manifest->people[i].key, key) == 0)
            return &manifest->people[i];
    fail_msg("no %s", key);
    return NULL;
}

/* Is `before` left when something is taken out of `after`? */
static bool is_within(struct span before, struct span after) {
    size_t at = 0;
    for (size_t i = 0; i < after.size && at < before.size; i++)
        at += after.data[i] == before.data[at];
    return at == before.size;
}

static const struct yaml_value when = {.kind = VALUE_WORD, .key = "withdrawn", .text = "2026-09-14"};
static const struct yaml_value webs[] = {{.kind = VALUE_TEXT, .text = "web"}, {.kind = VALUE_TEXT, .text = "no"}};
static const struct yaml_value agreed[] = {{.kind = VALUE_WORD, .key = "form", .text = "verbal"},
                                           {.kind = VALUE_WORD, .key = "date", .text = "2026-10-01"},
                                           {.kind = VALUE_LIST, .key = "channels", .items = webs, .count = 2}};
static const struct yaml_value item = {.kind = VALUE_MAPPING, .items = agreed, .count = 3, .one_line = true};
static const struct yaml_value list = {.kind = VALUE_LIST, .key = "consent", .items = &item, .count = 1};
static const struct yaml_value facts[] = {{.kind = VALUE_TEXT, .key = "name", .text = "\xC3\x85se \"Z\": # {x}\\"},
                                          {.kind = VALUE_WORD, .key = "born", .text = "1984-05-02"},
                                          {.kind = VALUE_LIST, .key = "consent", .items = &item, .count = 1}};
static const struct yaml_value aase = {.kind = VALUE_MAPPING, .key = "null", .items = facts, .count = 3};
static const struct yaml_value born = {.kind = VALUE_WORD, .key = "born", .text = "1990-01-02"};

static struct manifest *edited(struct span before, void (*changes)(struct edit *), struct bytes *after) {
    struct edit *edit = NULL;
    struct manifest *manifest = NULL;
    struct sladd_error err = {0};
    assert_int_equal(edit_open(&edit, before, "m", &err), SLADD_OK);
    changes(edit);
    assert_int_equal(edit_finish(edit, after, &err), SLADD_OK);
    edit_free(edit);
    if (manifest_parse(bytes_span(after), "m", &manifest, &err) != SLADD_OK)
        fail_msg("%s in:\n%.*s", err.text, (int)after->size, (char *)after->data);
    return manifest;
}

/* Outer before inner, and the last person last: the order of the calls must not matter. */
static void add_all(struct edit *edit) {
    const struct place *people = place_member(edit_root(edit), "people");
    const struct place *kari = place_member(people, "kari"), *ola = place_member(people, "ola");
    const struct place *consents = place_member(kari, "consent");
    assert_int_equal(edit_add(edit, people, &aase, NULL), SLADD_OK);
    assert_int_equal(edit_add(edit, ola, &born, NULL), SLADD_OK);
    assert_int_equal(edit_add(edit, ola, &list, NULL), SLADD_OK);
    assert_int_equal(edit_add(edit, kari, &born, NULL), SLADD_OK);
    assert_int_equal(edit_add(edit, consents, &item, NULL), SLADD_OK);
    assert_int_equal(edit_add(edit, place_item(consents, 0), &when, NULL), SLADD_OK);
}

static void test_everything_is_added_and_nothing_lost(void **state) {
    (void)state;
    for (size_t i = 0; i < MANIFESTS; i++) {
        struct bytes after = {0};
        struct span before = text_of(manifests[i]);
        struct manifest *manifest = edited(before, add_all, &after);
        const struct person *kari = person(manifest, "kari"), *ola = person(manifest, "ola");
        assert_true(is_within(before, bytes_span(&after)));
        assert_int_equal(manifest->person_count, 3);
        assert_int_equal(manifest->photo_count, 1);
        assert_int_equal(manifest->photos[0].publish, ANSWER_NO);
        assert_int_equal(kari->consent_count, 2);
        assert_int_equal(kari->consents[0].form, FORM_WRITTEN);
        assert_int_equal(kari->consents[0].withdrawn.year, 2026);
        assert_int_equal(kari->consents[1].withdrawn.year, 0);
        assert_int_equal(kari->consents[1].form, FORM_VERBAL);
        assert_int_equal(kari->consents[1].channel_count, 2);
        assert_string_equal(kari->consents[1].channels[1], "no");
        assert_int_equal(kari->born.year, 1990);
        assert_int_equal(ola->role, ROLE_STAFF);
        assert_int_equal(ola->born.year, 1990);
        assert_int_equal(ola->consent_count, 1);
        assert_string_equal(person(manifest, "null")->name, facts[0].text);
        assert_int_equal(person(manifest, "null")->born.day, 2);
        /* Line ends as the file has them. */
        bool windows = strchr(manifests[i], '\r') != NULL;
        for (size_t c = 0; c < after.size; c++)
            if (after.data[c] == '\n')
                assert_int_equal(c > 0 && after.data[c - 1] == '\r', windows);
        manifest_free(manifest);
        bytes_clear(&after);
    }
}

static void comments_stay(struct edit *edit) {
    assert_int_equal(edit_add(edit, place_member(edit_root(edit), "people"), &aase, NULL), SLADD_OK);
}

static void test_comments_stay_where_they_are(void **state) {
    (void)state;
    struct bytes after = {0};
    manifest_free(edited(text_of(manifests[0]), comments_stay, &after));
    assert_true(span_holds(bytes_span(&after), "    role: staff   # since 2020\n  \"null\":\n    name: "));
    assert_true(span_holds(bytes_span(&after), "web, \"no\"]}\n# the photos\nphotos:"));
    bytes_clear(&after);
}

static void test_empty_and_missing(void **state) {
    (void)state;
    static const char *const empty[] = {"version: 1\npeople:\n  # kari:\n  #   role: staff\nphotos:\n",
                                        "version: 1\npeople: # nobody yet", "version: 1\npeople: {}\n",
                                        "{\"version\": 1, \"people\": {}}"};
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        struct bytes after = {0};
        struct manifest *manifest = edited(text_of(empty[i]), comments_stay, &after);
        assert_true(is_within(text_of(empty[i]), bytes_span(&after)));
        assert_string_equal(person(manifest, "null")->name, facts[0].text);
        manifest_free(manifest);
        bytes_clear(&after);
    }
    struct edit *edit = NULL;
    struct sladd_error err = {0};
    assert_int_equal(edit_open(&edit, text_of("version: 1\npeople: ~\n"), "m.yaml", &err), SLADD_OK);
    assert_int_equal(edit_add(edit, place_member(edit_root(edit), "people"), &aase, &err), SLADD_MANIFEST);
    assert_non_null(strstr(err.text, "m.yaml: nothing can be added"));
    edit_free(edit);
}

/* What is added to empty brackets in several steps is a list, in the order of the steps. */
static void add_many(struct edit *edit) {
    const struct yaml_value bea = {.kind = VALUE_MAPPING, .key = "bea", .items = facts, .count = 2};
    const struct place *people = place_member(edit_root(edit), "people");
    const struct place *kari = place_member(people, "kari"), *photos = place_member(edit_root(edit), "photos");
    const struct place *consents = place_member(kari, "consent");
    const struct place *faces = place_member(place_member(photos, "a.jpg"), "faces");
    struct box_value box;
    box_value_make((struct sladd_box){0.25, 0.25, 0.25, 0.25}, &box);
    const struct yaml_value nobody = {.kind = VALUE_MAPPING, .items = &box.value, .count = 1};
    for (size_t i = 0; i < 3 && consents != NULL; i++)
        assert_int_equal(edit_add(edit, consents, &item, NULL), SLADD_OK);
    for (size_t i = 0; i < 3 && faces != NULL; i++)
        assert_int_equal(edit_add(edit, faces, &nobody, NULL), SLADD_OK);
    assert_int_equal(edit_add(edit, kari != NULL ? kari : people, kari != NULL ? &born : &aase, NULL), SLADD_OK);
    assert_int_equal(edit_add(edit, people, &bea, NULL), SLADD_OK);
}

static void test_empty_brackets_take_more_than_one(void **state) {
    (void)state;
    static const char *const empty[] = {
        "version: 1\npeople: {}\n",
        "version: 1\npeople: { # nobody\n  }\n",
        "{\"version\": 1, \"people\": {}}",
        "version: 1\npeople: {kari: {consent: []}}\nphotos: {a.jpg: {faces: []}}\n",
        "version: 1\npeople:\n  kari:\n    consent: [ ]\nphotos:\n  a.jpg:\n    faces: []\n",
        "{\"version\": 1, \"people\": {\"kari\": {\"consent\": []}}, \"photos\": {\"a.jpg\": {\"faces\": []}}}"};
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        struct bytes after = {0};
        struct manifest *manifest = edited(text_of(empty[i]), add_many, &after);
        assert_true(is_within(text_of(empty[i]), bytes_span(&after)));
        assert_int_equal(manifest->person_count, 2);
        assert_string_equal(manifest->people[1].key, "bea");
        if (i >= 3) {
            assert_int_equal(person(manifest, "kari")->consent_count, 3);
            assert_int_equal(manifest_photo(manifest, "a.jpg")->face_count, 3);
        }
        manifest_free(manifest);
        bytes_clear(&after);
    }
}

static void replace(struct edit *edit) {
    const struct yaml_value yes = {.kind = VALUE_WORD, .text = "yes"};
    const struct place *photo = place_member(place_member(edit_root(edit), "photos"), "a.jpg");
    assert_int_equal(edit_replace(edit, place_member(photo, "publish"), &yes, NULL), SLADD_OK);
}

static void replace_alt_text(struct edit *edit) {
    const struct yaml_value one = {.kind = VALUE_TEXT, .text = "One"};
    const struct place *photo = place_member(place_member(edit_root(edit), "photos"), "a.jpg");
    assert_int_equal(edit_replace(edit, place_member(photo, "alt_text"), &one, NULL), SLADD_OK);
}

static void test_a_value_is_replaced(void **state) {
    (void)state;
    for (size_t i = 0; i < MANIFESTS; i++) {
        struct bytes after = {0};
        struct manifest *manifest = edited(text_of(manifests[i]), replace, &after);
        assert_int_equal(manifest->photos[0].publish, ANSWER_YES);
        assert_int_equal(manifest->person_count, 2);
        assert_int_equal(after.size, strlen(manifests[i]) + 1);
        manifest_free(manifest);
        bytes_clear(&after);
    }
}

/* A text in lines of its own is replaced without the end of its last line, and without what stands below. */
static void test_a_block_of_text_is_replaced(void **state) {
    (void)state;
    static const char *const below[] = {"",
                                        "# said of Kari\n",
                                        "    # of the photo\n",
                                        "    publish: no\n",
                                        "\n\n# two\n",
                                        "    # and\n    publish: no\n"};
    static const char *const blocks[] = {">", "|", ">-", "|+", "|2-", "> # why"};
    for (size_t i = 0; i < sizeof below / sizeof *below; i++)
        for (size_t b = 0; b < sizeof blocks / sizeof *blocks; b++)
            for (int windows = 0; windows < 2; windows++) {
                const char *end = windows ? "\r\n" : "\n";
                char text[300], rest[100] = "", wanted[300];
                for (const char *c = below[i]; *c != '\0'; c++)
                    (void)snprintf(rest + strlen(rest), sizeof rest - strlen(rest), "%s",
                                   *c == '\n' ? end : (char[]){*c, 0});
                (void)snprintf(text, sizeof text,
                               "version: 1%sphotos:%s  a.jpg:%s    alt_text: %s%s      Two%s      more%s%s", end, end,
                               end, blocks[b], end, end, end, rest);
                (void)snprintf(wanted, sizeof wanted, "version: 1%sphotos:%s  a.jpg:%s    alt_text: One%s%s", end, end,
                               end, end, rest);
                struct bytes after = {0};
                struct manifest *manifest = edited(text_of(text), replace_alt_text, &after);
                assert_string_equal(manifest->photos[0].alt_text, "One");
                assert_int_equal(manifest->photos[0].publish,
                                 strstr(below[i], "publish") != NULL ? ANSWER_NO : ANSWER_NONE);
                assert_int_equal(after.size, strlen(wanted));
                assert_memory_equal(after.data, wanted, after.size);
                manifest_free(manifest);
                bytes_clear(&after);
            }
}

/* libyaml takes some marks of Unicode for a line's end: what follows stands on a line of its own, a comment say. */
static void test_a_line_ends_in_more_ways(void **state) {
    (void)state;
    static const char *const ends[] = {"\xE2\x80\xA8", "\xE2\x80\xA9", "\xC2\x85"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        char text[200];
        (void)snprintf(text, sizeof text, "version: 1\nphotos:\n  a.jpg:\n    alt_text: >\n      Two%s# Kari\n",
                       ends[i]);
        struct bytes after = {0};
        struct manifest *manifest = edited(text_of(text), replace_alt_text, &after);
        assert_string_equal(manifest->photos[0].alt_text, "One");
        manifest_free(manifest);
        bytes_clear(&after);
    }
}

/* Of three faces in every way of writing them; what is around the one that goes stays. */
static void test_an_item_is_removed(void **state) {
    (void)state;
    static const char *const texts[] = {
        "version: 1\nphotos:\n  a.jpg:\n    faces: # who\n      - {box: [0.1, 0.1, 0.2, 0.2]} # first\n"
        "      - {box: [0.2, 0.1, 0.2, 0.2]} # second\n      # third is below\n      - {box: [0.3, 0.1, 0.2, 0.2]}\n"
        "    publish: no # said so\n",
        "version: 1\nphotos:\n  a.jpg:\n    faces:\n    - person: \"?\"\n      box: [0.1, 0.1, 0.2, 0.2]\n    - box:\n"
        "      - 0.2\n      - 0.1\n      - 0.2\n      - 0.2 # end\n    -   box: [0.3, 0.1, 0.2, 0.2]",
        "version: 1\nphotos: {a.jpg: {faces: [{box: [0.1, 0.1, 0.2, 0.2]}, {box: [0.2, 0.1, 0.2, 0.2]},\n"
        "  {box: [0.3, 0.1, 0.2, 0.2]}], publish: no}}\n",
        "version: 1\r\nphotos:\r\n  a.jpg:\r\n    faces: [\r\n      {box: [0.1, 0.1, 0.2, 0.2]}, # first\r\n"
        "      {box: [0.2, 0.1, 0.2, 0.2]}, # second\r\n      {box: [0.3, 0.1, 0.2, 0.2]}, # third\r\n    ]\r\n",
        "{\"version\": 1, \"photos\": {\"a.jpg\": {\"faces\": [{\"box\": [0.1, 0.1, 0.2, 0.2]},\n"
        " {\"box\": [0.2, 0.1, 0.2, 0.2]}, {\"box\": [0.3, 0.1, 0.2, 0.2]}]}}}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t gone = 0; gone < 3; gone++) {
            struct edit *edit = NULL;
            struct bytes after = {0};
            struct manifest *manifest = NULL;
            struct sladd_error err = {0};
            assert_int_equal(edit_open(&edit, text_of(texts[i]), "m", &err), SLADD_OK);
            const struct place *faces =
                place_member(place_member(place_member(edit_root(edit), "photos"), "a.jpg"), "faces");
            assert_int_equal(edit_remove(edit, faces, place_item(faces, gone), &err), SLADD_OK);
            assert_int_equal(edit_finish(edit, &after, &err), SLADD_OK);
            edit_free(edit);
            if (manifest_parse(bytes_span(&after), "m", &manifest, &err) != SLADD_OK)
                fail_msg("%s in:\n%.*s", err.text, (int)after.size, (char *)after.data);
            size_t at = 0;
            const struct photo_entry *photo = manifest_photo(manifest, "a.jpg");
            for (size_t f = 0; f < 3; f++)
                if (f != gone)
                    assert_float_equal(photo->faces[at++].box.x, 0.1 * (double)(f + 1), 1e-9);
            assert_int_equal(photo->face_count, 2);
            assert_int_equal(photo->publish, strstr(texts[i], "publish") != NULL ? ANSWER_NO : ANSWER_NONE);
            assert_true(is_within(bytes_span(&after), text_of(texts[i])));
            static const char *const kept[] = {"# who", "# said so", "# third is below"};
            for (size_t k = 0; k < 3 && i == 0; k++)
                assert_true(span_holds(bytes_span(&after), kept[k]));
            manifest_free(manifest);
            bytes_clear(&after);
        }
}

/* A key behind an item's dash would take the item's beginning with it. */
static void test_what_shares_a_line_stays(void **state) {
    (void)state;
    struct edit *edit = NULL;
    struct sladd_error err = {0};
    assert_int_equal(
        edit_open(&edit,
                  text_of("version: 1\nphotos:\n  a.jpg:\n    faces:\n    - blur: yes\n      box: [0, 0, 1, 1]\n"), "m",
                  &err),
        SLADD_OK);
    const struct place *faces = place_member(place_member(place_member(edit_root(edit), "photos"), "a.jpg"), "faces");
    const struct place *face = place_item(faces, 0);
    assert_int_equal(edit_remove(edit, face, face->first, &err), SLADD_MANIFEST);
    assert_int_equal(edit_remove(edit, face, face->first->next, &err), SLADD_OK);
    edit_free(edit);
}

static void test_a_draft_is_merged(void **state) {
    (void)state;
    const struct draft_face faces[] = {{{0.25, 0.5, 0.125, 0.25}, "kari", NULL},
                                       {{0.5, 0.5, 0.125, 0.25}, "no", "Åse: #1"}};
    const struct draft_photo photo = {
        "B 2.jpg", "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", faces, 2, 640, 480, false, NULL};
    const struct draft_person people[] = {{"no", "Åse: #1"}, {"o-brien", "- \"O'Brien\", \\ {a}"}};
    const struct draft_parts parts = {&photo, 1, people, 2, NULL};
    for (size_t i = 0; i <= MANIFESTS; i++) {
        struct bytes after = {0};
        struct manifest *manifest = NULL;
        struct sladd_error err = {0};
        enum sladd_status status = i < MANIFESTS ? draft_merge(text_of(manifests[i]), "m", &parts, &after, &err)
                                                 : draft_new(&parts, &after, &err);
        assert_int_equal(status, SLADD_OK);
        if (manifest_parse(bytes_span(&after), "m", &manifest, &err) != SLADD_OK)
            fail_msg("%s in:\n%.*s", err.text, (int)after.size, (char *)after.data);
        const struct photo_entry *entry = manifest_photo(manifest, "B 2.jpg");
        assert_non_null(entry);
        assert_int_equal(entry->face_count, 2);
        assert_string_equal(entry->faces[0].person, "kari");
        assert_string_equal(entry->faces[1].person, "no");
        for (size_t p = 0; p < 2; p++) {
            const struct person *person = manifest_person(manifest, people[p].key);
            assert_non_null(person);
            assert_string_equal(person->name, people[p].name);
            assert_int_equal(person->consent_count, 0);
        }
        assert_string_equal(entry->sha256, photo.sha256);
        assert_true(i == MANIFESTS || is_within(text_of(manifests[i]), bytes_span(&after)));
        manifest_free(manifest);
        bytes_clear(&after);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_everything_is_added_and_nothing_lost),
        cmocka_unit_test(test_comments_stay_where_they_are),
        cmocka_unit_test(test_empty_and_missing),
        cmocka_unit_test(test_empty_brackets_take_more_than_one),
        cmocka_unit_test(test_a_value_is_replaced),
        cmocka_unit_test(test_a_block_of_text_is_replaced),
        cmocka_unit_test(test_a_line_ends_in_more_ways),
        cmocka_unit_test(test_an_item_is_removed),
        cmocka_unit_test(test_what_shares_a_line_stays),
        cmocka_unit_test(test_a_draft_is_merged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
