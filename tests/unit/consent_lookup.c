/* What several manifests together say of one photo: a sidecar, its folder's and two further up. The nearest that
 * answers is right, and what only the last one protects stays protected. */
#include "manifest_of.h"

enum { PARTS = 4 };

#define OF_ANOTHER "sha256: 00000000000000000000000000000000000000000000000000000000000000ab"
static const char sha256[] = "00000000000000000000000000000000000000000000000000000000000000CD";

struct speaking {
    struct manifest *manifests[PARTS];
    const struct photo_entry *farther[2];
    struct manifest_entry entry;
};

/* What each of them says, nearest first. */
static void speak(struct speaking *all, const char *const said[PARTS]) {
    for (int i = 0; i < PARTS; i++)
        all->manifests[i] = manifest_of("people: {a: {}, b: {}, c: {}},", said[i]);
    for (int i = 0; i < 2; i++)
        all->farther[i] = manifest_photo(all->manifests[2 + i], "p.jpg");
    all->entry = (struct manifest_entry){.sidecar = all->manifests[0],
                                         .folder = all->manifests[1],
                                         .photo = manifest_photo(all->manifests[0], "p.jpg"),
                                         .folder_photo = manifest_photo(all->manifests[1], "p.jpg"),
                                         .farther = all->farther,
                                         .farther_count = 2,
                                         .manifests = (const struct manifest *const *)all->manifests,
                                         .manifest_count = PARTS};
}

static void fall_silent(struct speaking *all) {
    for (int i = 0; i < PARTS; i++)
        manifest_free(all->manifests[i]);
}

static void the_nearest_answer_counts(void **state) {
    (void)state;
    for (int no = 0; no < PARTS; no++)
        for (int yes = 0; yes < PARTS; yes++) {
            const char *said[PARTS] = {"", "", "", ""};
            struct speaking all;
            said[yes] = "publish: yes, rights: {permission: yes}";
            said[no] = "publish: no, rights: {permission: no}";
            speak(&all, said);
            const enum answer wanted = yes < no ? ANSWER_YES : ANSWER_NO;
            assert_int_equal(entry_publish(&all.entry, sha256), wanted);
            assert_int_equal(entry_permission(&all.entry, sha256), wanted);
            fall_silent(&all);
        }
}

/* What a manifest says of all its photos counts behind its own entry, and before the manifests further up. */
static void the_whole_is_asked_level_by_level(void **state) {
    static const char *const silent[PARTS] = {"", "", "", ""},
                             *const yes[PARTS] = {"", "", "rights: {permission: yes}", ""},
                             *const no[PARTS] = {"", "", "rights: {permission: no}", ""};
    (void)state;
    for (int level = 0; level < PARTS; level++) {
        struct speaking all;
        speak(&all, silent);
        assert_int_equal(entry_permission(&all.entry, sha256), ANSWER_NONE);
        all.manifests[level]->permission = ANSWER_NO;
        assert_int_equal(entry_permission(&all.entry, sha256), ANSWER_NO);
        fall_silent(&all);
        speak(&all, yes);
        all.manifests[level]->permission = ANSWER_NO;
        assert_int_equal(entry_permission(&all.entry, sha256), level < 2 ? ANSWER_NO : ANSWER_YES);
        fall_silent(&all);
        speak(&all, no); /* what is said of many photos does not undo what is said of this one */
        all.manifests[level]->permission = ANSWER_YES;
        assert_int_equal(entry_permission(&all.entry, sha256), ANSWER_NO);
        fall_silent(&all);
    }
}

static void an_entry_for_another_file_only_says_no(void **state) {
    static const char *const said[2] = {"publish: yes, rights: {permission: yes}, " OF_ANOTHER,
                                        "publish: no, rights: {permission: no}, " OF_ANOTHER};
    (void)state;
    for (int level = 0; level < PARTS; level++)
        for (int no = 0; no < 2; no++) {
            const char *all_say[PARTS] = {"", "", "", ""};
            struct speaking all;
            all_say[level] = said[no];
            speak(&all, all_say);
            assert_int_equal(entry_publish(&all.entry, sha256), no ? ANSWER_NO : ANSWER_NONE);
            assert_int_equal(entry_permission(&all.entry, sha256), no ? ANSWER_NO : ANSWER_NONE);
            fall_silent(&all);
        }
}

/* The persons of the faces in their order, in brackets where the entry only hides. */
static void expect_faces(const char *const said[PARTS], const char *wanted) {
    struct speaking all;
    struct face_walk walk = {.source_sha256 = sha256};
    const struct face_entry *face;
    char text[100] = "";
    speak(&all, said);
    size_t count = 0;
    while ((face = entry_next_face(&all.entry, &walk)) != NULL) {
        const char *person = face->person != NULL ? face->person : "?";
        (void)snprintf(text + strlen(text), sizeof text - strlen(text), walk.hides_only ? "(%s)" : "%s", person);
        count++;
    }
    assert_true(entry_most_faces(&all.entry) >= count);
    assert_string_equal(text, wanted);
    fall_silent(&all);
}

#define AT(person, x) "{person: " person ", box: [" x ", 0.2, 0.1, 0.2]}"

static void the_farther_ones_only_hide(void **state) {
    (void)state;
    expect_faces((const char *const[]){"faces: [" AT("a", "0.1") "]", "faces: [" AT("b", "0.3") "]",
                                       "faces: [" AT("c", "0.5") "]", "faces: [" AT("'?'", "0.7") "]"},
                 "ab(c)(?)");
    /* also where the nearer ones say nothing */
    expect_faces((const char *const[]){"", "", "faces: [" AT("a", "0.5") "]", ""}, "(a)");
    expect_faces((const char *const[]){"", "", "", "faces: [" AT("a", "0.5") "]"}, "(a)");
}

/* An entry of an earlier version of the photo: that somebody was there hides them, and no more. */
static void those_of_another_file_only_hide(void **state) {
    (void)state;
    expect_faces(
        (const char *const[]){"faces: [" AT("a", "0.1") "]", "faces: [" AT("b", "0.3") "], " OF_ANOTHER, "", ""},
        "a(b)");
    expect_faces(
        (const char *const[]){"faces: [" AT("a", "0.1") "], " OF_ANOTHER, "faces: [" AT("b", "0.3") "]", "", ""},
        "(a)b");
    /* where the same person is now may be where the other entry says */
    expect_faces(
        (const char *const[]){"faces: [" AT("a", "0.1") "], " OF_ANOTHER, "faces: [" AT("a", "0.5") "]", "", ""},
        "(a)a");
}

/* The nearer one knows better who is at a place, and where somebody is. */
static void what_was_said_nearer_is_not_said_again(void **state) {
    (void)state;
    expect_faces((const char *const[]){"faces: [" AT("a", "0.1") "]", "faces: [" AT("b", "0.11") "]", "",
                                       "faces: [" AT("a", "0.7") "]"},
                 "a");
    expect_faces((const char *const[]){"faces: [" AT("'?'", "0.1") "]", "faces: [" AT("'?'", "0.3") "]", "", ""}, "??");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_answer_counts),
        cmocka_unit_test(the_whole_is_asked_level_by_level),
        cmocka_unit_test(an_entry_for_another_file_only_says_no),
        cmocka_unit_test(the_farther_ones_only_hide),
        cmocka_unit_test(those_of_another_file_only_hide),
        cmocka_unit_test(what_was_said_nearer_is_not_said_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
