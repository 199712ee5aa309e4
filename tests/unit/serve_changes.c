/* A session's edits, without a page and without workers: whatever fails, nothing of what somebody said is lost, and
 * what is in force is what is shown. */
#include "files/shipped_models.h"
#include "serve/session.h"
#include "work/open_reader.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
// clang-format on

static const char MANIFEST[] = "version: 1\npeople: {per: {role: staff}}\nphotos:\n  b.jpg: {publish: no}\n";

static int fails_at; /* the so-manyth time from now on that the reader is opened; 0: never */

/* Stands in for the true one. */
enum sladd_status open_reader(struct vision *vision, struct sladd_error *err) {
    if (fails_at > 0 && --fails_at == 0)
        return sladd_fail(err, SLADD_NO_MEMORY, "for the test");
    return vision != NULL ? vision_open_reader(vision, err) : SLADD_OK;
}

struct scene {
    char folder[32];
    char *paths[1];
    struct selection selection;
    struct sladd_settings settings;
    struct session session;
};

static void put(const struct scene *scene, const char *name, const char *text, size_t size) {
    char path[64];
    (void)snprintf(path, sizeof path, "%s/%s", scene->folder, name);
    FILE *to = fopen(path, "w");
    assert_non_null(to);
    assert_int_equal(fwrite(text, 1, size, to), size);
    assert_int_equal(fclose(to), 0);
}

static void put_text(const struct scene *scene, const char *name, const char *text) {
    put(scene, name, text, strlen(text));
}

static void drop(const struct scene *scene, const char *name) {
    char path[64];
    (void)snprintf(path, sizeof path, "%s/%s", scene->folder, name);
    (void)unlink(path);
}

/* Two photos and a manifest; a worker has looked at both. */
static int set_up(void **state) {
    static const char photo[] = "\xFF\xD8\xFF\xE0 not much of one";
    struct scene *scene = calloc(1, sizeof *scene);
    struct sladd_error err = {0};
    assert_non_null(scene);
    (void)snprintf(scene->folder, sizeof scene->folder, "/tmp/sladd-XXXXXX");
    assert_non_null(mkdtemp(scene->folder));
    put(scene, "a.jpg", photo, sizeof photo);
    put(scene, "b.jpg", photo, sizeof photo);
    put_text(scene, "consent.yaml", MANIFEST);
    scene->paths[0] = scene->folder;
    scene->selection = (struct selection){.paths = scene->paths, .path_count = 1};
    const struct session_options options = {
        .settings = &scene->settings, .selection = &scene->selection, .jobs = 1, .open_doors = true};
    if (session_open(&scene->session, &options, &err) != SLADD_OK)
        fail_msg("%s", err.text);
    assert_int_equal(scene->session.plan.count, 2);
    for (size_t i = 0; i < 2; i++)
        memset(scene->session.views[i].outcome.source_sha256, 'a', SLADD_SHA256_HEX - 1);
    *state = scene;
    return 0;
}

static int tear_down(void **state) {
    struct scene *scene = *state;
    session_clear(&scene->session);
    drop(scene, "a.jpg");
    drop(scene, "b.jpg");
    drop(scene, "consent.yaml");
    drop(scene, "a.jpg.consent.yaml");
    assert_int_equal(rmdir(scene->folder), 0);
    free(scene);
    return 0;
}

static enum sladd_status edit(struct scene *scene, size_t photo, const char *json) {
    json_t *change = json_loads(json, 0, NULL);
    assert_non_null(change);
    assert_int_equal(json_object_set_new(change, "photo", json_integer((json_int_t)photo)), 0);
    enum sladd_status status = session_edit(&scene->session, photo, change, NULL);
    json_decref(change);
    return status;
}

static enum answer publish(const struct scene *scene, size_t photo) {
    return entry_publish(&scene->session.plan.jobs[photo].entry, NULL);
}

/* One edit too many is refused before it counts. */
static void test_too_many(void **state) {
    struct scene *scene = *state;
    size_t count = 0;
    static const char *const edits[] = {"{\"do\": \"publish\", \"answer\": \"yes\"}",
                                        "{\"do\": \"publish\", \"answer\": \"no\"}"};
    while (count < 5000 && edit(scene, 0, edits[count % 2]) == SLADD_OK)
        count++;
    assert_in_range(count, 100, 4999);
    assert_int_equal(edit(scene, 1, "{\"do\": \"publish\", \"answer\": \"yes\"}"), SLADD_TOO_LARGE);
    assert_int_equal(publish(scene, 1), ANSWER_NO);
    assert_int_equal(books_unsaved(&scene->session.books), count);
    assert_int_equal(session_undo(&scene->session, NULL), SLADD_OK);
    assert_int_equal(edit(scene, 1, "{\"do\": \"publish\", \"answer\": \"yes\"}"), SLADD_OK);
    assert_int_equal(publish(scene, 1), ANSWER_YES);
}

/* One press of a button that became many edits is taken back by one press; what was done before and behind it stands.
 */
static void test_undone_together(void **state) {
    struct scene *scene = *state;
    struct session *session = &scene->session;
    static const char *const edits[] = {"{\"do\": \"publish\", \"answer\": \"yes\", \"group\": 6}",
                                        "{\"do\": \"publish\", \"answer\": \"yes\", \"group\": 7}",
                                        "{\"do\": \"publish\", \"answer\": \"no\", \"group\": 7}"};
    assert_int_equal(edit(scene, 1, edits[0]), SLADD_OK);
    for (size_t photo = 0; photo < 2; photo++)
        for (size_t i = 1; i < 3; i++)
            assert_int_equal(edit(scene, photo, edits[i]), SLADD_OK);
    assert_int_equal(edit(scene, 0, "{\"do\": \"publish\", \"answer\": \"yes\"}"), SLADD_OK);
    assert_int_equal(session_undo(session, NULL), SLADD_OK);
    assert_int_equal(books_unsaved(&session->books), 5);
    assert_int_equal(session_undo(session, NULL), SLADD_OK);
    assert_int_equal(books_unsaved(&session->books), 1);
    assert_int_equal(publish(scene, 0), ANSWER_NONE);
    assert_int_equal(publish(scene, 1), ANSWER_YES);
    assert_false(session->views[0].unsaved);
    assert_int_equal(session_undo(session, NULL), SLADD_OK);
    assert_int_equal(publish(scene, 1), ANSWER_NO);
    assert_int_equal(session_undo(session, NULL), SLADD_USAGE);
}

/* What somebody else makes of the manifest is no manifest, or is one that this session cannot go on with: nothing of
 * either side is lost, and once it is mended both are there. */
static void test_theirs_cannot_be_used(void **state) {
    struct scene *scene = *state;
    struct session *session = &scene->session;
    static const char *const theirs[] = {"", "\n", "oops: 1\n",
                                         "version: 1\npeople: {per: {role: staff}}\nphotos: 1\n"};
    size_t lost;
    assert_int_equal(edit(scene, 0, "{\"do\": \"name\", \"box\": [0.1, 0.1, 0.2, 0.2], \"person\": \"per\"}"),
                     SLADD_OK);
    assert_int_equal(edit(scene, 1, "{\"do\": \"publish\", \"answer\": \"yes\"}"), SLADD_OK);
    for (size_t i = 0; i < sizeof theirs / sizeof *theirs; i++)
        for (int again = 0; again < 2; again++) {
            put_text(scene, "consent.yaml", theirs[i]);
            assert_int_equal(session_save(session, NULL), SLADD_COLLISION);
            assert_int_equal(session_settle(session, again == 1, &lost, NULL), SLADD_MANIFEST);
            assert_int_equal(books_unsaved(&session->books), 2);
            assert_int_equal(publish(scene, 1), ANSWER_YES);
            assert_non_null(session->plan.jobs[0].entry.photo);
        }
    put_text(scene, "consent.yaml", "version: 1\npeople: {per: {role: staff}} # by hand\n");
    assert_int_equal(session_settle(session, true, &lost, NULL), SLADD_OK);
    assert_int_equal(lost, 0);
    assert_int_equal(session_save(session, NULL), SLADD_OK);
    assert_int_equal(publish(scene, 1), ANSWER_YES);
    assert_int_equal(session->plan.jobs[0].entry.photo->face_count, 1);
}

/* Tesseract takes a second and some memory: it is there when a manifest makes use of what it reads, and not before. */
static void test_reader(void **state) {
    struct scene *scene = *state;
    struct session *session = &scene->session;
    struct vision *vision = NULL;
    struct sladd_error err = {0};
    size_t lost;
    if (models_open(SLADD_ROOT "/models", &vision, &err) != SLADD_OK)
        fail_msg("%s", err.text);
    session->options.vision = vision;
    assert_int_equal(session_open_reader(session, &err), SLADD_OK);
    assert_int_equal(edit(scene, 0, "{\"do\": \"publish\", \"answer\": \"no\"}"), SLADD_OK);
    assert_null(vision_reader(vision));
    put_text(scene, "consent.yaml", "version: 1\nknown_text: [Sommerfest]\n");
    assert_int_equal(session_save(session, NULL), SLADD_COLLISION);
    assert_int_equal(session_settle(session, false, &lost, NULL), SLADD_OK);
    bool opened = vision_reader(vision) != NULL;
    assert_int_equal(vision_open_reader(vision, &err), SLADD_OK);
    assert_int_equal(opened, vision_reader(vision) != NULL); /* where there is Tesseract at all */
    session->options.vision = NULL;
    vision_close(vision);
}

static bool is_asked_anew(const struct session *session, size_t photo, uint64_t since) {
    const struct wanted *look = &session->views[photo].errands[ERRAND_LOOK];
    return look->wanted && look->asked > since;
}

/* What others write into a manifest that is not edited here comes into force, and everything is looked at anew. */
static void test_others_write(void **state) {
    struct scene *scene = *state;
    struct session *session = &scene->session;
    static const struct {
        const char *name, *text; /* NULL: it is taken away */
        enum answer a, b;
    } steps[] = {{"consent.yaml", "version: 1\nphotos:\n  b.jpg: {publish: yes}\n", ANSWER_NONE, ANSWER_YES},
                 {"a.jpg.consent.yaml", "version: 1\nphotos:\n  a.jpg: {publish: no}\n", ANSWER_NO, ANSWER_YES},
                 {"a.jpg.consent.yaml", NULL, ANSWER_NONE, ANSWER_YES},
                 {"consent.yaml", NULL, ANSWER_NONE, ANSWER_NONE},
                 {"consent.yaml", MANIFEST, ANSWER_NONE, ANSWER_NO}};
    session_notice(session);
    assert_int_equal(session->reread, 0);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        const uint64_t before = session->clock, reread = session->reread;
        if (steps[i].text != NULL)
            put_text(scene, steps[i].name, steps[i].text);
        else
            drop(scene, steps[i].name);
        session_notice(session);
        assert_int_equal(publish(scene, 0), steps[i].a);
        assert_int_equal(publish(scene, 1), steps[i].b);
        assert_true(session->reread > reread);
        assert_true(is_asked_anew(session, 0, before) && is_asked_anew(session, 1, before));
        const uint64_t after = session->reread;
        session_notice(session);
        assert_int_equal(session->reread, after);
    }
}

/* An edit elsewhere does not bring it into force unseen. */
static void test_others_write_beside_an_edit(void **state) {
    struct scene *scene = *state;
    struct session *session = &scene->session;
    assert_int_equal(edit(scene, 0, "{\"do\": \"publish\", \"answer\": \"no\"}"), SLADD_OK);
    const uint64_t before = session->clock;
    put_text(scene, "b.jpg.consent.yaml", "version: 1\nphotos:\n  b.jpg: {publish: yes}\n");
    assert_int_equal(edit(scene, 0, "{\"do\": \"publish\", \"answer\": \"yes\"}"), SLADD_OK);
    assert_int_equal(publish(scene, 1), ANSWER_YES);
    assert_true(is_asked_anew(session, 1, before));
    assert_true(session->reread > before);
    drop(scene, "b.jpg.consent.yaml");
}

/* A manifest that came meanwhile, beside the photo, has the photo's entry: the next edit goes there. */
static void test_entry_moves(void **state) {
    struct scene *scene = *state;
    struct session *session = &scene->session;
    put_text(scene, "a.jpg.consent.yaml", "version: 1\nphotos:\n  a.jpg: {publish: no}\n");
    assert_int_equal(edit(scene, 0, "{\"do\": \"publish\", \"answer\": \"yes\"}"), SLADD_OK);
    assert_non_null(strstr(session->books.items[session->books.edits[0].book].path, "/a.jpg.consent.yaml"));
    assert_int_equal(publish(scene, 0), ANSWER_YES);
}

/* What cannot be used is said, and what it said before stays in force until it can be. */
static void test_others_break(void **state) {
    struct scene *scene = *state;
    struct session *session = &scene->session;
    static const char *const broken[] = {"", "oops: 1\n", "version: 1\nphotos: [\n"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        put_text(scene, "consent.yaml", broken[i]);
        session_notice(session);
        assert_int_equal(session->broken.status, SLADD_MANIFEST);
        assert_int_equal(publish(scene, 1), ANSWER_NO);
        assert_int_equal(edit(scene, 1, "{\"do\": \"publish\", \"answer\": \"yes\"}"), SLADD_MANIFEST);
        put_text(scene, "consent.yaml", MANIFEST);
        session_notice(session);
        assert_int_equal(session->broken.status, SLADD_OK);
    }
    assert_int_equal(session->reread, 0);
}

#define READ                                                                                                           \
    "version: 1\nknown_text: [Sommerfest]\nphotos:\n  b.jpg: {publish: no, faces: [{box: [0.1, 0.1, 0.2, 0.2]}]}\n"

/* As if all of it had been written long ago, so that nothing is read again before it changes. */
static void take_for_old(struct scene *scene, const char *const *names, size_t count) {
    static time_t long_ago = 1000000000; /* and each time another */
    const struct timespec then[2] = {{.tv_sec = long_ago}, {.tv_sec = long_ago}};
    long_ago++;
    int folder = open(scene->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(utimensat(folder, names[i], then, 0), 0);
    assert_true(futimens(folder, then) == 0 && close(folder) == 0);
    session_notice(&scene->session);
    assert_int_equal(scene->session.broken.status, SLADD_OK);
    assert_true(manifests_are_current(&scene->session.plan.manifests));
}

/* What is refused late, when its text is in force already, does not stay in force. */
static void test_refused_late(void **state) {
    struct scene *scene = *state;
    struct session *session = &scene->session;
    static const char nobody[] = "{\"do\": \"no-face\", \"box\": [0.1, 0.1, 0.2, 0.2]}";
    static const char *const files[] = {"consent.yaml", "b.jpg.consent.yaml"};
    put_text(scene, "consent.yaml", READ);
    take_for_old(scene, files, 1);
    fails_at = 1;
    assert_int_equal(edit(scene, 1, "{\"do\": \"publish\", \"answer\": \"yes\"}"), SLADD_NO_MEMORY);
    assert_int_equal(books_unsaved(&session->books), 0);
    session_notice(session);
    assert_int_equal(publish(scene, 1), ANSWER_NO);
    /* The face of another manifest stands against it; and the way back fails. */
    put_text(scene, "b.jpg.consent.yaml", "version: 1\nphotos:\n  b.jpg: {alt_text: A hall}\n");
    take_for_old(scene, files, 2);
    fails_at = 2;
    assert_int_equal(edit(scene, 1, nobody), SLADD_MANIFEST);
    assert_int_equal(fails_at, 0);
    session_notice(session);
    assert_int_equal(session->plan.jobs[1].entry.photo->keep_count, 0);
    assert_int_equal(session->broken.status, SLADD_OK);
    drop(scene, "b.jpg.consent.yaml");
}

/* Theirs were chosen, and that failed late: until it does not, what this session says stays in force. */
static void test_theirs_fail_late(void **state) {
    struct scene *scene = *state;
    struct session *session = &scene->session;
    size_t lost;
    assert_int_equal(edit(scene, 0, "{\"do\": \"publish\", \"answer\": \"no\"}"), SLADD_OK);
    put_text(scene, "consent.yaml", READ);
    session_notice(session);
    for (int tries = 0; tries < 2; tries++) {
        fails_at = 1;
        assert_int_equal(session_settle(session, true, &lost, NULL), SLADD_NO_MEMORY);
        session_notice(session);
        assert_int_equal(publish(scene, 0), ANSWER_NO);
        assert_int_not_equal(session->conflict, RESOLVER_NONE);
        assert_int_equal(books_unsaved(&session->books), 1);
    }
    assert_int_equal(session_settle(session, true, &lost, NULL), SLADD_OK);
    assert_true(lost == 0 && publish(scene, 0) == ANSWER_NO);
}

/* What others wrote and could not be gone on with at first is looked at all the same. */
static void test_others_write_and_it_fails_late(void **state) {
    struct scene *scene = *state;
    struct session *session = &scene->session;
    const uint64_t before = session->clock;
    put_text(scene, "consent.yaml", READ);
    fails_at = 1;
    session_notice(session);
    assert_int_equal(session->broken.status, SLADD_NO_MEMORY);
    session_notice(session);
    assert_true(session->broken.status == SLADD_OK && session->reread > before && is_asked_anew(session, 1, before));
}

/* Where this session has said something, too, both are offered; also when the file is gone. */
static void test_both_write(void **state) {
    struct scene *scene = *state;
    struct session *session = &scene->session;
    size_t lost;
    for (int gone = 0; gone < 2; gone++) {
        assert_int_equal(edit(scene, 0, "{\"do\": \"publish\", \"answer\": \"no\"}"), SLADD_OK);
        session_notice(session);
        assert_int_equal(session->conflict, RESOLVER_NONE);
        if (gone == 0)
            put_text(scene, "consent.yaml", "version: 1\nphotos:\n  b.jpg: {publish: yes}\n");
        else
            drop(scene, "consent.yaml");
        session_notice(session);
        assert_int_not_equal(session->conflict, RESOLVER_NONE);
        assert_int_equal(edit(scene, 1, "{\"do\": \"publish\", \"answer\": \"no\"}"), SLADD_COLLISION);
        assert_int_equal(session_save(session, NULL), SLADD_COLLISION);
        assert_int_equal(session_settle(session, true, &lost, NULL), SLADD_OK);
        assert_int_equal(lost, 0);
        assert_int_equal(publish(scene, 0), ANSWER_NO);
        assert_int_equal(publish(scene, 1), gone == 0 ? ANSWER_YES : ANSWER_NONE);
        assert_int_equal(session_save(session, NULL), SLADD_OK);
        const uint64_t reread = session->reread;
        session_notice(session);
        assert_int_equal(session->reread, reread);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_too_many, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_undone_together, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_theirs_cannot_be_used, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_others_write, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_others_write_beside_an_edit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_entry_moves, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_others_break, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_both_write, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_refused_late, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_others_write_and_it_fails_late, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_theirs_fail_late, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_reader, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
