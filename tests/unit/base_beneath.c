/* Below a folder: what is opened there, and that nothing else is. */
#include "base/beneath.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* A folder with inner/file, a folder, a FIFO, a link to the file, and a link to the folder. */
static int make_root(char *path) {
    assert_non_null(mkdtemp(path));
    int root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_true(root >= 0);
    assert_int_equal(mkdirat(root, "inner", 0700), 0);
    assert_int_equal(mkdirat(root, "inner/folder", 0700), 0);
    assert_int_equal(mkfifoat(root, "inner/fifo", 0600), 0);
    assert_int_equal(symlinkat("file", root, "inner/link"), 0);
    assert_int_equal(symlinkat("inner", root, "lead"), 0);
    int file = openat(root, "inner/file", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    assert_true(file >= 0 && close(file) == 0);
    return root;
}

static void remove_root(int root, const char *path) {
    static const char *const files[] = {"inner/file", "inner/fifo", "inner/link", "lead"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        assert_int_equal(unlinkat(root, files[i], 0), 0);
    assert_int_equal(unlinkat(root, "inner/folder", AT_REMOVEDIR), 0);
    assert_int_equal(unlinkat(root, "inner", AT_REMOVEDIR), 0);
    assert_int_equal(close(root), 0);
    assert_int_equal(rmdir(path), 0);
}

static void only_files(void **state) {
    static const struct {
        const char *path;
        int why;
    } refused[] = {{"inner/folder", EEXIST},
                   {"inner/fifo", EEXIST},
                   {"inner", EEXIST},
                   {"inner/link", ELOOP},
                   {"lead/file", ENOTDIR},
                   {"none", ENOENT},
                   {"..", EXDEV},
                   {".", EXDEV},
                   {"inner/..", EXDEV},
                   {"../x", EXDEV},
                   {"inner/", EXDEV},
                   {"/etc/passwd", EXDEV},
                   {"inner/../x", EXDEV},
                   {"", EXDEV},
                   {"./inner/file", EXDEV}};
    char path[] = "/tmp/sladd-beneath-XXXXXX";
    int root = make_root(path);
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        errno = 0;
        int fd = beneath_open_file(root, refused[i].path);
        if (fd >= 0 || errno != refused[i].why)
            fail_msg("%s: %d, %s", refused[i].path, fd, strerror(errno));
    }
    int fd = beneath_open_file(root, "inner/file");
    assert_true(fd >= 0 && close(fd) == 0);
    remove_root(root, path);
}

static void folders_are_made(void **state) {
    static const char *const refused[] = {"new/..", "new/.", "new/", "/new/x", "new/../x"};
    const char *name;
    char path[] = "/tmp/sladd-beneath-XXXXXX";
    int root = make_root(path);
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_int_equal(beneath_open_folder(root, refused[i], true, &name), -1);
    assert_int_equal(faccessat(root, "new", F_OK, 0), -1);
    assert_int_equal(beneath_open_folder(root, "lead/x", true, &name), -1);
    int fd = beneath_open_folder(root, "new/deep/x", true, &name);
    assert_true(fd >= 0 && close(fd) == 0);
    assert_string_equal(name, "x");
    assert_int_equal(unlinkat(root, "new/deep", AT_REMOVEDIR), 0);
    assert_int_equal(unlinkat(root, "new", AT_REMOVEDIR), 0);
    remove_root(root, path);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(only_files), cmocka_unit_test(folders_are_made)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
