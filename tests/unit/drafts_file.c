/* A manifest is replaced as a whole or not at all: never by what is no manifest, never over somebody else's change. */
#include "consent/manifest.h"
#include "drafts/manifest_file.h"

// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
// clang-format on

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

static char folder[] = "/tmp/sladd-drafts-XXXXXX";

static int enter(void **state) {
    (void)state;
    return mkdtemp(folder) != NULL && chdir(folder) == 0 ? 0 : -1;
}

static int leave(void **state) {
    (void)state;
    (void)unlink("m.yaml");
    (void)unlink("other.yaml");
    return rmdir(folder);
}

static struct span text_of(const char *text) {
    return (struct span){(const uint8_t *)text, strlen(text)};
}

static void put(const char *name, const char *text) {
    FILE *file = fopen(name, "w");
    assert_non_null(file);
    (void)fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void require(const char *name, const char *text) {
    struct bytes there = {0};
    assert_int_equal(bytes_read_path(&there, name, 4096, NULL), SLADD_OK);
    assert_true(span_equal(bytes_span(&there), text_of(text)));
    bytes_clear(&there);
}

static const char old[] = "version: 1\n", new[] = "version: 1\nevent: Fest\n", theirs[] = "version: 1\nevent: Deres\n";

/* user::rw user:65534:rw group::- mask::rw other::-, as the kernel takes it: the mode says 0660. */
static void test_replaced_with_its_list(void **state) {
    static const uint8_t list[] = {2, 0,   0,   0,   1,   0,   6,  0, 255, 255, 255, 255, 2,   0,  6,
                                   0, 254, 255, 0,   0,   4,   0,  0, 0,   255, 255, 255, 255, 16, 0,
                                   6, 0,   255, 255, 255, 255, 32, 0, 0,   0,   255, 255, 255, 255};
    (void)state;
    struct manifest_file_text file;
    uint8_t now[sizeof list];
    put("m.yaml", old);
    if (setxattr("m.yaml", "system.posix_acl_access", list, sizeof list, 0) != 0)
        skip();
    assert_int_equal(manifest_file_read("m.yaml", &file, NULL), SLADD_OK);
    assert_int_equal(manifest_file_replace(&file, text_of(new), NULL), SLADD_OK);
    assert_false(file.narrowed);
    manifest_file_clear(&file);
    assert_int_equal(getxattr("m.yaml", "system.posix_acl_access", now, sizeof now), sizeof list);
    assert_memory_equal(now, list, sizeof list);
    /* Whoever the folder's list names was none of the file's. */
    assert_int_equal(unlink("m.yaml"), 0);
    put("m.yaml", old);
    assert_int_equal(chmod("m.yaml", 0660), 0);
    assert_int_equal(setxattr(".", "system.posix_acl_default", list, sizeof list, 0), 0);
    assert_int_equal(manifest_file_read("m.yaml", &file, NULL), SLADD_OK);
    assert_int_equal(manifest_file_replace(&file, text_of(new), NULL), SLADD_OK);
    manifest_file_clear(&file);
    assert_int_equal(removexattr(".", "system.posix_acl_default"), 0);
    assert_int_equal(getxattr("m.yaml", "system.posix_acl_access", now, sizeof now), -1);
}

/* A colleague of the group can still read and change it. */
static void test_replaced_with_its_group(void **state) {
    static const gid_t team = 12345;
    (void)state;
    struct manifest_file_text file;
    struct stat facts;
    put("m.yaml", old);
    if (chown("m.yaml", (uid_t)-1, team) != 0)
        skip();
    assert_int_equal(chmod("m.yaml", 0660), 0);
    assert_int_equal(manifest_file_read("m.yaml", &file, NULL), SLADD_OK);
    assert_int_equal(manifest_file_replace(&file, text_of(new), NULL), SLADD_OK);
    assert_false(file.narrowed);
    manifest_file_clear(&file);
    assert_int_equal(stat("m.yaml", &facts), 0);
    assert_int_equal(facts.st_gid, team);
    assert_int_equal(facts.st_mode & 0777, 0660);
}

/* Root gives it back to whom it belongs; nobody else can, and says so where its owner has less from then on. */
static void test_replaced_with_its_owner(void **state) {
    static const uid_t owner = 12345, colleague = 12346;
    static const gid_t team = 12345;
    static const struct {
        uid_t user, now;
        mode_t mode;
        bool narrowed;
    } cases[] = {{0, owner, 0640, false},
                 {0, owner, 0600, false},
                 {colleague, colleague, 0644, true},
                 {colleague, colleague, 0666, false},
                 {colleague, colleague, 0444, false}};
    struct stat facts;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct manifest_file_text file;
        (void)unlink("m.yaml");
        put("m.yaml", old);
        assert_int_equal(chmod("m.yaml", cases[i].mode), 0);
        if (chown("m.yaml", owner, cases[i].user == 0 ? team : 0) != 0 || chown(".", cases[i].user, (gid_t)-1) != 0 ||
            seteuid(cases[i].user) != 0)
            skip();
        assert_int_equal(manifest_file_read("m.yaml", &file, NULL), SLADD_OK);
        const enum sladd_status status = manifest_file_replace(&file, text_of(new), NULL);
        assert_int_equal(seteuid(0), 0);
        assert_int_equal(chown(".", 0, (gid_t)-1), 0);
        assert_int_equal(status, SLADD_OK);
        assert_int_equal(file.narrowed, cases[i].narrowed);
        manifest_file_clear(&file);
        assert_int_equal(stat("m.yaml", &facts), 0);
        assert_int_equal(facts.st_uid, cases[i].now);
        assert_int_equal(facts.st_gid, cases[i].user == 0 ? team : 0);
        assert_int_equal(facts.st_mode & 07777, cases[i].mode);
    }
    assert_int_equal(unlink("m.yaml"), 0);
}

static void test_replaced_with_its_permissions(void **state) {
    (void)state;
    struct manifest_file_text file;
    struct stat facts;
    put("m.yaml", old);
    assert_int_equal(chmod("m.yaml", 0640), 0);
    assert_int_equal(manifest_file_read("m.yaml", &file, NULL), SLADD_OK);
    assert_true(file.exists);
    assert_int_equal(manifest_file_replace(&file, text_of(new), NULL), SLADD_OK);
    require("m.yaml", new);
    assert_int_equal(stat("m.yaml", &facts), 0);
    assert_int_equal(facts.st_mode & 0777, 0640);
    manifest_file_clear(&file);
}

static void test_not_over_somebody_elses(void **state) {
    (void)state;
    struct manifest_file_text file;
    struct sladd_error err = {0};
    put("m.yaml", old);
    assert_int_equal(manifest_file_read("m.yaml", &file, NULL), SLADD_OK);
    put("m.yaml", theirs);
    assert_int_equal(manifest_file_replace(&file, text_of(new), &err), SLADD_COLLISION);
    assert_non_null(strstr(err.text, "somebody else changed it"));
    require("m.yaml", theirs);
    manifest_file_clear(&file);
    /* Nor over one that was not there before. */
    assert_int_equal(manifest_file_read("other.yaml", &file, NULL), SLADD_OK);
    assert_false(file.exists);
    put("other.yaml", theirs);
    assert_int_equal(manifest_file_replace(&file, text_of(new), &err), SLADD_COLLISION);
    require("other.yaml", theirs);
    assert_int_equal(unlink("other.yaml"), 0);
    assert_int_equal(manifest_file_replace(&file, text_of(new), &err), SLADD_OK);
    require("other.yaml", new);
    manifest_file_clear(&file);
}

static void test_not_by_what_is_no_manifest(void **state) {
    (void)state;
    struct manifest_file_text file;
    struct sladd_error err = {0};
    put("m.yaml", old);
    assert_int_equal(manifest_file_read("m.yaml", &file, NULL), SLADD_OK);
    assert_int_equal(manifest_file_replace(&file, text_of("version: 1\npeopel: {}\n"), &err), SLADD_MANIFEST);
    assert_int_equal(manifest_file_replace(&file, text_of(""), &err), SLADD_MANIFEST);
    require("m.yaml", old);
    manifest_file_clear(&file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_replaced_with_its_permissions), cmocka_unit_test(test_replaced_with_its_list),
        cmocka_unit_test(test_replaced_with_its_group),       cmocka_unit_test(test_replaced_with_its_owner),
        cmocka_unit_test(test_not_over_somebody_elses),       cmocka_unit_test(test_not_by_what_is_no_manifest),
    };
    return cmocka_run_group_tests(tests, enter, leave);
}
