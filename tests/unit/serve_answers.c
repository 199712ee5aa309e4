/* What the page is told is all of it, or nothing: a face, a name or a channel that there was no memory for would be
 * taken for one that is not there. */
#include "serve/answers.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include "starved.h"

static const char MANIFEST[] =
    "version: 1\n"
    "people: {kari: {role: staff, born: 1984-05-02, consent: [{form: written, given_by: self, date: 2026-01-01,\n"
    "  channels: [web, print]}]}}\n"
    "photos: {a.jpg: {alt_text: Kari, faces: [{person: kari, box: [0.1, 0.1, 0.5, 0.5]}]}}\n";

static void put(int folder, const char *name, const char *text) {
    int fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    assert_int_equal(close(fd), 0);
}

/* Kari, who is seen; a face tag of somebody else; a line. */
static void look(struct view *view) {
    const struct sladd_region places[] = {
        {.kind = SLADD_FACE, .box = {10, 10, 50, 50}, .detected = true, .action = SLADD_KEEP},
        {.kind = SLADD_FACE, .box = {10, 10, 52, 50}},
        {.kind = SLADD_TEXT, .box = {70, 70, 20, 5}, .detected = true}};
    struct sladd_outcome *outcome = &view->outcome;
    *outcome = (struct sladd_outcome){
        .result = SLADD_FAILED, .error = {.status = SLADD_POLICY, .text = "why"}, .width = 100, .height = 100};
    outcome->face_tags = 1;
    view->errands[ERRAND_LOOK].done = 1;
    for (size_t i = 0; i < 3; i++) {
        struct sladd_region place = places[i];
        const char *const names[] = {"kari", "ola", NULL};
        assert_int_equal(sladd_regions_name(&outcome->regions, &place, names[i], NULL), SLADD_OK);
        assert_int_equal(sladd_regions_add(&outcome->regions, &place, NULL), SLADD_OK);
    }
    assert_int_equal(sladd_names_add(&outcome->notices, "one", NULL), SLADD_OK);
    assert_int_equal(sladd_names_add(&outcome->notices, "two", NULL), SLADD_OK);
}

struct subject {
    const struct session *session;
    bool photo; /* ask for the photo; else for the state */
    json_t *whole;
};

static json_t *answer(const struct subject *subject) {
    return subject->photo ? answer_photo(subject->session, 0) : answer_state(subject->session, -1);
}

static void ask_starved(void *context) {
    const struct subject *subject = context;
    json_t *got = answer(subject);
    starved.at = 0;
    assert_true(got == NULL || json_equal(got, subject->whole));
    json_decref(got);
}

static void all_or_nothing(void **state) {
    char folder[] = "/tmp/sladd-answers-XXXXXX", *paths[] = {folder};
    const struct selection selection = {.paths = paths, .path_count = 1};
    struct sladd_settings settings = {
        .date = {2026, 6, 1}}; /* no channel: one that cannot be compared counts as another */
    struct bytes rules = {0};
    struct policy *policy;
    struct session session;
    struct sladd_error err = {0};
    (void)state;
    assert_non_null(mkdtemp(folder));
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    put(fd, "a.jpg", "\xFF\xD8\xFF\xE0 not much of one");
    put(fd, "consent.yaml", MANIFEST);
    assert_int_equal(bytes_read_path(&rules, SLADD_ROOT "/src/consent/policies/nordic-public.yaml", 1 << 20, NULL),
                     SLADD_OK);
    assert_int_equal(policy_parse(bytes_span(&rules), "p", &policy, NULL), SLADD_OK);
    const struct session_options options = {
        .settings = &settings, .selection = &selection, .policy = policy, .jobs = 1, .open_doors = true};
    if (session_open(&session, &options, &err) != SLADD_OK)
        fail_msg("%s", err.text);
    look(&session.views[0]);
    for (int photo = 0; photo < 2; photo++) {
        struct subject subject = {&session, photo, NULL};
        subject.whole = answer(&subject);
        assert_non_null(subject.whole);
        assert_true(starve(ask_starved, &subject) > 50);
        json_decref(subject.whole);
    }
    session_clear(&session);
    policy_free(policy);
    bytes_clear(&rules);
    assert_int_equal(unlinkat(fd, "a.jpg", 0), 0);
    assert_int_equal(unlinkat(fd, "consent.yaml", 0), 0);
    assert_int_equal(close(fd), 0);
    assert_int_equal(rmdir(folder), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_or_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
