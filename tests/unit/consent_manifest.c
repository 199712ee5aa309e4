/* The parser against plain files: tests/manifests/valid is accepted, tests/manifests/invalid is refused with exactly
 * the message that stands beside it.
 * Release tests 17 and 23. */
#include "base/limits.h"
#include "consent/judge.h"
#include "consent/manifest.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define MANIFESTS SLADD_ROOT "/tests/manifests/"

static struct bytes read_file(const char *folder, const char *name) {
    char path[4096];
    struct bytes bytes = {0};
    (void)snprintf(path, sizeof path, "%s%s/%s", MANIFESTS, folder, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        fail_msg("cannot open %s", path);
    assert_int_equal(bytes_read_fd(&bytes, fd, 8 << 20, NULL), SLADD_OK);
    (void)close(fd);
    return bytes;
}

static struct manifest *parse_valid(const char *name) {
    struct bytes text = read_file("valid", name);
    struct manifest *manifest;
    struct sladd_error err = {0};
    if (manifest_parse(bytes_span(&text), name, &manifest, &err) != SLADD_OK)
        fail_msg("refused: %s", err.text);
    bytes_clear(&text);
    return manifest;
}

static enum sladd_status parse_text(const char *text, size_t size, struct sladd_error *err) {
    struct manifest *manifest;
    enum sladd_status status = manifest_parse((struct span){(const uint8_t *)text, size}, "m.yaml", &manifest, err);
    assert_true((manifest != NULL) == (status == SLADD_OK));
    manifest_free(manifest);
    return status;
}

static int is_manifest(const struct dirent *entry) {
    const char *dot = strrchr(entry->d_name, '.');
    return dot != NULL && (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".json") == 0);
}

static void valid_files_are_accepted(void **state) {
    struct dirent **names;
    int count = scandir(MANIFESTS "valid", &names, is_manifest, alphasort);
    (void)state;
    assert_true(count > 5);
    for (int i = 0; i < count; i++) {
        manifest_free(parse_valid(names[i]->d_name));
        free(names[i]);
    }
    free(names);
}

/* Every file is judged before the test fails, so that one run shows every wrong message. */
static void invalid_files_are_refused_with_their_message(void **state) {
    struct dirent **names;
    int count = scandir(MANIFESTS "invalid", &names, is_manifest, alphasort), wrong = 0;
    (void)state;
    assert_true(count > 40);
    for (int i = 0; i < count; i++) {
        char expected[300], beside[300];
        (void)snprintf(beside, sizeof beside, "%.*s.error", (int)(strlen(names[i]->d_name) - 5), names[i]->d_name);
        struct bytes text = read_file("invalid", names[i]->d_name), message = read_file("invalid", beside);
        struct manifest *manifest;
        struct sladd_error err = {0};
        enum sladd_status status = manifest_parse(bytes_span(&text), names[i]->d_name, &manifest, &err);
        (void)snprintf(expected, sizeof expected, "%.*s", (int)message.size, (const char *)message.data);
        expected[strcspn(expected, "\n")] = '\0';
        if (status != SLADD_MANIFEST || strcmp(err.text, expected) != 0) {
            print_error("%s: expected\n  %s\ngot status %d\n  %s\n", names[i]->d_name, expected, (int)status, err.text);
            wrong++;
        }
        assert_null(manifest);
        bytes_clear(&text);
        bytes_clear(&message);
        free(names[i]);
    }
    free(names);
    assert_int_equal(wrong, 0);
}

static void assert_date(struct sladd_date date, int year, int month, int day) {
    assert_int_equal(date.year, year);
    assert_int_equal(date.month, month);
    assert_int_equal(date.day, day);
}

static void check_full(const char *name) {
    struct manifest *manifest = parse_valid(name);
    assert_string_equal(manifest->event, "Sommerfest 2026");
    assert_int_equal(manifest->person_count, 2);
    const struct person *kari = &manifest->people[0];
    assert_string_equal(kari->key, "kari");
    assert_string_equal(kari->name, "Kari Nordmann");
    assert_int_equal(kari->alias_count, 2);
    assert_string_equal(kari->aliases[1], "K. Nordmann");
    assert_int_equal(kari->role, ROLE_STAFF);
    assert_date(kari->born, 1984, 5, 2);
    assert_int_equal(kari->protected_identity, ANSWER_NO);
    assert_int_equal(kari->minor, ANSWER_NONE);
    assert_int_equal(kari->consent_count, 1);
    const struct consent *consent = &kari->consents[0];
    assert_int_equal(consent->form, FORM_WRITTEN);
    assert_int_equal(consent->given_by, GIVER_SELF);
    assert_int_equal(consent->child_agrees, ANSWER_YES);
    assert_date(consent->date, 2026, 5, 1);
    assert_date(consent->expires, 2027, 5, 1);
    assert_date(consent->withdrawn, 2026, 9, 14);
    assert_true(consent->has_channels);
    assert_int_equal(consent->channel_count, 2);
    assert_string_equal(consent->channels[1], "instagram");
    assert_string_equal(consent->legal_basis, "consent");
    assert_int_equal(manifest->people[1].minor, ANSWER_YES);
    assert_false(manifest->people[1].consents[0].has_channels);
    assert_string_equal(manifest->photographer, "Eva");
    assert_int_equal(manifest->permission, ANSWER_NO);
    assert_int_equal(manifest->known_text_count, 2);
    assert_string_equal(manifest->known_text[1], "112");
    const struct photo_entry *photo = manifest_photo(manifest, "IMG_0001.jpg");
    assert_non_null(photo);
    assert_string_equal(photo->sha256, "9f2c000000000000000000000000000000000000000000000000000000abcdef");
    assert_string_equal(photo->photographer, "Ola");
    assert_int_equal(photo->permission, ANSWER_YES);
    assert_int_equal(photo->publish, ANSWER_YES);
    assert_int_equal(photo->credit, ANSWER_YES);
    assert_string_equal(photo->alt_text, "Three colleagues by the lake");
    assert_int_equal(photo->face_count, 3);
    assert_string_equal(photo->faces[0].person, "kari");
    assert_true(photo->faces[0].box.x == 0.412 && photo->faces[0].box.y == 0.180);
    assert_true(photo->faces[0].box.width == 0.095 && photo->faces[0].box.height == 0.141);
    assert_null(photo->faces[1].person);
    assert_null(photo->faces[2].person);
    assert_int_equal(photo->keep_count, 2);
    assert_int_equal(photo->keep[0].what, KEEP_TEXT);
    assert_string_equal(photo->keep[0].why, "our own banner");
    assert_int_equal(photo->keep[1].what, KEEP_NO_FACE);
    assert_int_equal(photo->redact_count, 1);
    assert_string_equal(photo->redact[0].why, "tattoo");
    assert_null(manifest_photo(manifest, "IMG_0002.jpg"));
    manifest_free(manifest);
}

static void every_key_reaches_its_member(void **state) {
    (void)state;
    check_full("full.yaml");
    check_full("full.json");
}

/* `no`, `on`, `true`, 123 and dates are words wherever the key is a word, answers only where it is an answer. */
static void words_mean_what_the_key_says(void **state) {
    (void)state;
    struct manifest *manifest = parse_valid("words.yaml");
    assert_string_equal(manifest->event, "2026-05-01");
    assert_string_equal(manifest->people[0].key, "no");
    assert_string_equal(manifest->people[0].name, "Yes");
    assert_string_equal(manifest->people[1].key, "12");
    assert_string_equal(manifest->people[1].name, "Null");
    assert_string_equal(manifest->people[0].consents[0].channels[0], "on");
    assert_string_equal(manifest->people[0].consents[0].channels[1], "off");
    assert_string_equal(manifest->people[0].consents[0].channels[2], "1.50");
    assert_int_equal(manifest->people[0].consents[0].child_agrees, ANSWER_YES);
    assert_int_equal(manifest->people[0].protected_identity, ANSWER_NO);
    assert_int_equal(manifest->people[1].protected_identity, ANSWER_YES);
    assert_int_equal(manifest->people[1].consents[0].channel_count, 0);
    assert_true(manifest->people[1].consents[0].has_channels);
    assert_string_equal(manifest->photos[0].alt_text, "true");
    assert_string_equal(manifest->photos[0].faces[0].person, "no");
    assert_int_equal(manifest->photos[0].publish, ANSWER_NO);
    manifest_free(manifest);
}

static void boxes_at_the_edge_are_clipped(void **state) {
    (void)state;
    struct manifest *manifest = parse_valid("rounding.yaml");
    const struct photo_entry *photo = &manifest->photos[0];
    for (size_t i = 0; i < photo->redact_count; i++) {
        struct sladd_box box = photo->redact[i].box;
        assert_true(box.x + box.width <= 1 && box.y + box.height <= 1);
        assert_true(box.width > 0 && box.height > 0);
    }
    assert_true(photo->redact[1].box.x == 5e-05);
    manifest_free(manifest);
}

static struct manifest_entry entry_of(const char *sidecar, const char *folder, const char *photo) {
    struct manifest_entry entry = {.sidecar = sidecar != NULL ? parse_valid(sidecar) : NULL,
                                   .folder = folder != NULL ? parse_valid(folder) : NULL};
    if (entry.sidecar != NULL)
        entry.photo = manifest_photo(entry.sidecar, photo);
    if (entry.photo == NULL && entry.folder != NULL)
        entry.photo = manifest_photo(entry.folder, photo);
    return entry;
}

static void entry_clear(struct manifest_entry *entry) {
    manifest_free((struct manifest *)entry->sidecar);
    manifest_free((struct manifest *)entry->folder);
}

static void people_are_looked_up_in_both_manifests(void **state) {
    struct sladd_error err = {0};
    (void)state;
    struct manifest_entry both = entry_of("sidecar.yaml", "full.yaml", "IMG_0001.jpg");
    assert_int_equal(entry_check(&both, &err), SLADD_OK);
    assert_string_equal(entry_person(&both, "kari")->name, "The sidecar's Kari");
    assert_int_equal(entry_person(&both, "per")->role, ROLE_PUPIL);
    assert_null(entry_person(&both, "nobody"));
    entry_clear(&both);

    struct manifest_entry sidecar_only = entry_of("sidecar.yaml", NULL, "IMG_0001.jpg");
    assert_int_equal(entry_check(&sidecar_only, &err), SLADD_MANIFEST);
    assert_string_equal(err.text,
                        "sidecar.yaml:8:18: 'per' is not in 'people'; add this person there, or write person: \"?\"");
    entry_clear(&sidecar_only);

    struct manifest_entry slip = entry_of(NULL, "slip.yaml", "a.jpg");
    assert_int_equal(entry_check(&slip, &err), SLADD_MANIFEST);
    assert_string_equal(err.text, "slip.yaml:6:34: 'kair' is not in 'people'; did you mean 'kari'?");
    entry_clear(&slip);

    struct manifest_entry silent = {0};
    assert_int_equal(entry_check(&silent, &err), SLADD_OK);
}

/* Any start of a good file, and any file with one byte changed, is either a manifest or a message with a place. */
static void mutations_are_answered(void **state) {
    struct bytes text = read_file("valid", "full.yaml");
    char *copy = malloc(text.size);
    unsigned random = 1;
    (void)state;
    assert_non_null(copy);
    for (size_t i = 0; i < text.size + 4000; i++) {
        struct sladd_error err = {0};
        size_t size = i < text.size ? i : text.size;
        memcpy(copy, text.data, text.size);
        if (i >= text.size) {
            random = random * 1664525u + 1013904223u;
            copy[random / 65536 % text.size] = (char)(random >> 8);
        }
        if (parse_text(copy, size, &err) != SLADD_OK) {
            assert_int_equal(err.status, SLADD_MANIFEST);
            assert_ptr_equal(strstr(err.text, "m.yaml:"), err.text);
        }
    }
    free(copy);
    bytes_clear(&text);
}

static void fill(char *text, size_t size, const char *pattern) {
    size_t length = strlen(pattern);
    for (size_t i = 0; i < size; i++)
        text[i] = pattern[i % length];
}

static double seconds(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Whatever costs a YAML parser most, when a file is made of nothing else. */
static const char *const patterns[] = {
    "[",
    "{",
    "- ",
    "? ",
    "a: ",
    "[]\n",
    "- a\n",
    "\"",
    "'",
    "a",
    " ",
    "\n",
    "#",
    "&a ",
    "*a ",
    "!!x ",
    "---\n",
    "|\n",
    "[a, ",
    "{a: ",
    "a:\n ",
    "\\",
    "\t",
    ",",
    ": ",
    "- - - - - ",
    "[[[[[[]",
    "%YAML 1.1\n",
    "a b ",
    "\xef\xbb\xbf",
    "\xff",
    "{a: b, ",
    "a: b\n",
    "[1,2],",
    "\xc3\xb8",
    "- {}\n",
    "- [1, 2, 3, 4]\n",
    "\r\n",
};

/* The largest files that are read at all. */
static void bombs_are_cheap(void **state) {
    const size_t SIZE = limit_bytes(LIMIT_MANIFEST_MB);
    char *text = malloc(SIZE + 1);
    struct rusage before, after;
    (void)state;
    assert_non_null(text);
    (void)getrusage(RUSAGE_SELF, &before);
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        struct sladd_error err = {0};
        double start = seconds();
        fill(text, SIZE, patterns[i]);
        assert_int_equal(parse_text(text, SIZE, &err), SLADD_MANIFEST);
        double took = seconds() - start;
        if (took > 5) /* under valgrind; a release build takes a tenth of a second */
            fail_msg("'%s' repeated took %.1f s: %s", patterns[i], took, err.text);
    }
    (void)getrusage(RUSAGE_SELF, &after);
    struct sladd_error err = {0};
    assert_int_equal(parse_text(text, SIZE + 1, &err), SLADD_MANIFEST);
    assert_non_null(strstr(err.text, "limit"));
    free(text);
#ifndef SLADD_SANITIZED
    const char *preloaded = getenv("LD_PRELOAD"); /* valgrind keeps more books than the parser keeps nodes */
    if (preloaded == NULL || strstr(preloaded, "valgrind") == NULL)
        assert_true(after.ru_maxrss - before.ru_maxrss < 64 * 1024);
#endif
}

static void long_paths_leave_room_for_the_message(void **state) {
    char path[2000];
    struct manifest *manifest;
    struct sladd_error err = {0};
    (void)state;
    memset(path, 'x', sizeof path);
    memcpy(path + sizeof path - 10, "/end.yaml", 10);
    assert_int_equal(manifest_parse((struct span){(const uint8_t *)"version: 2", 10}, path, &manifest, &err),
                     SLADD_MANIFEST);
    assert_non_null(strstr(err.text, "/end.yaml:1:10: 'version' must be 1"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(valid_files_are_accepted),
        cmocka_unit_test(invalid_files_are_refused_with_their_message),
        cmocka_unit_test(every_key_reaches_its_member),
        cmocka_unit_test(words_mean_what_the_key_says),
        cmocka_unit_test(boxes_at_the_edge_are_clipped),
        cmocka_unit_test(people_are_looked_up_in_both_manifests),
        cmocka_unit_test(mutations_are_answered),
        cmocka_unit_test(bombs_are_cheap),
        cmocka_unit_test(long_paths_leave_room_for_the_message),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
