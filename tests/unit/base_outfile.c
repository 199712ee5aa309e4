/* What stands in the way of a new file, and who sweeps where it is made, with calls that fail as they do on real disks:
 * nobody else's file is ever removed, and the error says what was wrong. */
#include "base/outfile.h"

#include "base/bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

static int renames_left = -1; /* so many succeed; negative: all */
static bool plain_renames_fail;
static bool only_plain_renames; /* the file system has no others */
static bool unreadable;         /* what stands under the name is on a disk that does not answer */
static int unlinks_to_fail;
static int locks_taken; /* so many files are being swept away when they are to be locked */
static bool no_unnamed; /* the file system has no O_TMPFILE */
static int flushes;     /* so far */
static int bad_flush;   /* the how manieth of them fails; 0: none */
static int flush_error;
static bool was_there[2]; /* had the file its name before each of the first two? */
static int folder_fd;

/* These stand in for the C library's. */
int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags) {
    if (renames_left == 0 || only_plain_renames) {
        errno = only_plain_renames ? EINVAL : EIO;
        return -1;
    }
    renames_left -= renames_left > 0;
    return (int)syscall(SYS_renameat2, from_dir, from, to_dir, to, flags);
}

int renameat(int from_dir, const char *from, int to_dir, const char *to) {
    if (plain_renames_fail) {
        errno = EIO;
        return -1;
    }
    return (int)syscall(SYS_renameat2, from_dir, from, to_dir, to, 0);
}

int unlinkat(int dir, const char *name, int flags) {
    if (unlinks_to_fail > 0) {
        unlinks_to_fail--;
        errno = EIO;
        return -1;
    }
    return (int)syscall(SYS_unlinkat, dir, name, flags);
}

static void sweep_everything(void) {
    assert_int_equal(system("rm -f .sladd-*.part"), 0);
}

int flock(int fd, int how) {
    if (locks_taken > 0) {
        locks_taken--;
        if (locks_taken % 2 == 0)
            sweep_everything();
        errno = EWOULDBLOCK;
        return -1;
    }
    return (int)syscall(SYS_flock, fd, how);
}

int openat(int dir, const char *name, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    if (no_unnamed && (flags & O_TMPFILE) == O_TMPFILE) {
        errno = EOPNOTSUPP;
        return -1;
    }
    if (unreadable && (flags & O_ACCMODE) == O_RDONLY) {
        errno = EIO;
        return -1;
    }
    return (int)syscall(SYS_openat, dir, name, flags, mode);
}

int fsync(int fd) {
    struct stat facts;
    if (flushes < 2)
        was_there[flushes] = fstatat(folder_fd, "photo", &facts, AT_SYMLINK_NOFOLLOW) == 0;
    if (++flushes == bad_flush) {
        errno = flush_error;
        return -1;
    }
    return (int)syscall(SYS_fsync, fd);
}

static void put(const char *name, const char *text) {
    FILE *file = fopen(name, "we");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* Is there a file of this content, by any name? */
static bool is_somewhere(const char *text) {
    char command[128];
    (void)snprintf(command, sizeof command, "grep -rqx '%s' .", text);
    return system(command) == 0;
}

static bool holds(const char *name, const char *text) {
    char hex[65];
    sha256_hex((struct span){(const uint8_t *)text, strlen(text)}, hex);
    const char *known[2] = {hex, NULL};
    return outfile_may_replace(folder_fd, name, known);
}

static enum sladd_status publish(const char *text, const char *const *known) {
    struct outfile out;
    struct sladd_error err = {0};
    assert_int_equal(outfile_open(&out, folder_fd, 0600, &err), SLADD_OK);
    assert_true(span_write((struct span){(const uint8_t *)text, strlen(text)}, out.fd));
    enum sladd_status status = outfile_commit(&out, "photo", known, &err);
    outfile_abort(&out);
    return status;
}

static int set_up(void **state) {
    static char folder[] = "/tmp/sladd-outfile-XXXXXX";
    (void)state;
    memcpy(strchr(folder, '\0') - 6, "XXXXXX", 6);
    if (mkdtemp(folder) == NULL || chdir(folder) != 0)
        return -1;
    folder_fd = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    renames_left = -1;
    plain_renames_fail = no_unnamed = only_plain_renames = unreadable = false;
    locks_taken = unlinks_to_fail = flushes = bad_flush = 0;
    *state = folder;
    return folder_fd < 0;
}

static int tear_down(void **state) {
    char command[64];
    (void)snprintf(command, sizeof command, "rm -rf %s", (const char *)*state);
    (void)close(folder_fd);
    return chdir("/") != 0 || system(command) != 0;
}

static void a_strangers_file_stays_whatever_fails(void **state) {
    const char *none[2] = {NULL, NULL};
    (void)state;
    for (int unnamed = 0; unnamed < 2; unnamed++) {
        no_unnamed = unnamed == 1;
        /* -1: all succeed. Of the others, in their order: the one that replaces nothing, the exchange, the one back. */
        for (int left = -1; left <= 3; left++) {
            put("photo", "not ours");
            renames_left = left;
            assert_int_not_equal(publish("a new copy", none), SLADD_OK);
            renames_left = -1;
            assert_true(holds("photo", "not ours"));
            assert_false(is_somewhere("a new copy"));
        }
        renames_left = 2;
        plain_renames_fail = true; /* nothing can be moved any more: it is there, by whatever name */
        assert_int_not_equal(publish("a new copy", none), SLADD_OK);
        assert_true(is_somewhere("not ours"));
        renames_left = -1;
        plain_renames_fail = false;
        sweep_everything();
    }
}

static void a_known_file_is_replaced(void **state) {
    char hex[65];
    (void)state;
    sha256_hex((struct span){(const uint8_t *)"earlier", 7}, hex);
    const char *first[2] = {hex, NULL}, *second[2] = {NULL, hex};
    put("photo", "earlier");
    assert_int_equal(publish("later", first), SLADD_OK);
    assert_true(holds("photo", "later"));
    put("photo", "earlier");
    assert_int_equal(publish("later still", second), SLADD_OK);
    assert_true(holds("photo", "later still"));
    assert_false(is_somewhere("earlier"));
}

/* Else it would stay as a file of which no receipt knows, and that nobody who withdrew would be looked for in. */
static void what_cannot_be_removed_is_not_replaced(void **state) {
    char hex[65];
    (void)state;
    sha256_hex((struct span){(const uint8_t *)"earlier", 7}, hex);
    const char *known[2] = {hex, NULL};
    for (int unnamed = 0; unnamed < 2; unnamed++) {
        no_unnamed = unnamed == 1;
        put("photo", "earlier");
        unlinks_to_fail = 1;
        assert_int_equal(publish("later", known), SLADD_IO);
        assert_int_equal(unlinks_to_fail, 0);
        assert_true(holds("photo", "earlier"));
        assert_false(is_somewhere("later"));
        assert_int_equal(system("test $(ls -A | wc -l) = 1"), 0);
        assert_int_equal(publish("later", known), SLADD_OK);
        assert_false(is_somewhere("earlier"));
    }
}

/* Whose it is nobody can tell; and nothing is said of it that nobody knows. */
static void what_cannot_be_looked_at_stays(void **state) {
    char hex[65];
    (void)state;
    sha256_hex((struct span){(const uint8_t *)"earlier", 7}, hex);
    const char *known[2] = {hex, NULL};
    for (int way = 0; way < 2; way++) {
        only_plain_renames = way == 1;
        put("photo", "earlier");
        unreadable = true;
        assert_int_equal(publish("later", known), SLADD_IO);
        unreadable = false;
        assert_true(holds("photo", "earlier"));
        assert_false(is_somewhere("later"));
        assert_int_equal(publish("later", known), SLADD_OK);
    }
    only_plain_renames = true;
    assert_int_equal(unlink("photo"), 0);
    assert_int_equal(publish("later", known), SLADD_OK);
}

static void what_is_swept_away_is_made_again(void **state) {
    const char *none[2] = {NULL, NULL};
    (void)state;
    no_unnamed = true;
    locks_taken = 3; /* the second one is still there when it is to be locked, and gone a moment later */
    assert_int_equal(publish("a new copy", none), SLADD_OK);
    assert_true(holds("photo", "a new copy"));
}

/* The bytes are on the disk before the name is, and the name before anybody hears of it. */
static void nothing_has_a_name_before_it_is_on_the_disk(void **state) {
    const char *none[2] = {NULL, NULL};
    (void)state;
    for (int unnamed = 0; unnamed < 2; unnamed++) {
        no_unnamed = unnamed == 1;
        flushes = bad_flush = 0;
        assert_int_equal(publish("a new copy", none), SLADD_OK);
        assert_int_equal(flushes, 2);
        assert_false(was_there[0]);
        assert_true(was_there[1]);
        assert_int_equal(unlink("photo"), 0);

        flushes = 0;
        bad_flush = 1;
        flush_error = EIO;
        assert_int_equal(publish("a new copy", none), SLADD_IO);
        assert_false(is_somewhere("a new copy"));

        flushes = 0;
        bad_flush = 2;
        assert_int_equal(publish("a new copy", none), SLADD_IO);
        (void)unlink("photo");

        flushes = 0;
        flush_error = EINVAL; /* a folder cannot be flushed there */
        assert_int_equal(publish("a new copy", none), SLADD_OK);
        assert_int_equal(unlink("photo"), 0);
    }
}

/* What somebody is at work on stays, and what only looks like a private name. */
static void only_what_nobody_holds_is_swept_away(void **state) {
    static const char *const others[] = {"photo.part", ".sladd-0123456789abcdeg.part", ".sladd-0123456789abcde.part",
                                         ".sladd-0123456789abcdef.parts", ".sladdx0123456789abcdef.part"};
    struct outfile out;
    (void)state;
    no_unnamed = true;
    assert_int_equal(outfile_open(&out, folder_fd, 0600, NULL), SLADD_OK);
    put(".sladd-0123456789abcdef.part", "left over");
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        put(others[i], "somebody's");
    outfile_sweep(folder_fd);
    assert_false(is_somewhere("left over"));
    assert_int_equal(access(out.temporary, F_OK), 0);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_int_equal(access(others[i], F_OK), 0);
    outfile_abort(&out);
    outfile_sweep(folder_fd);
    assert_int_equal(system("test $(ls -A | wc -l) = 5"), 0);
}

static void the_error_is_that_of_the_file(void **state) {
    struct outfile out;
    struct sladd_error err = {0};
    (void)state;
    assert_int_equal(mkdir("gone", 0700), 0);
    int gone = open("gone", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_int_equal(rmdir("gone"), 0);
    no_unnamed = true;
    assert_int_equal(outfile_open(&out, gone, 0600, &err), SLADD_IO);
    assert_non_null(strstr(err.text, strerror(ENOENT)));
    assert_int_equal(out.fd, -1);
    (void)close(gone);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_strangers_file_stays_whatever_fails, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_known_file_is_replaced, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_cannot_be_removed_is_not_replaced, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_cannot_be_looked_at_stays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_swept_away_is_made_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_has_a_name_before_it_is_on_the_disk, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_what_nobody_holds_is_swept_away, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_error_is_that_of_the_file, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
