/* A photo's digest is that of what the file holds, and is read again only where the file may have changed. */
#include "files/manifest_disk.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static char path[] = "/tmp/sladd-digest.XXXXXX";

/* The file as of that day, of the same length each time. */
static void write_file(const char *text, time_t day) {
    const struct timespec times[2] = {{.tv_sec = day}, {.tv_sec = day}};
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    assert_int_equal(write(fd, text, 4), 4);
    assert_int_equal(futimens(fd, times), 0);
    (void)close(fd);
}

static void expect_digest(struct manifests *manifests, const char *text) {
    const struct resolver_disk disk = manifest_disk(manifests);
    char got[SLADD_SHA256_HEX], wanted[SLADD_SHA256_HEX];
    sha256_hex((struct span){(const uint8_t *)text, 4}, wanted);
    assert_true(disk.digest(disk.context, path, got));
    assert_string_equal(got, wanted);
}

static void only_what_changed(void **state) {
    struct manifests before = {0}, after = {0};
    (void)state;
    write_file("one.", 1000);
    expect_digest(&before, "one.");
    manifests_inherit(&after, &before);
    write_file("two.", 1000); /* nobody would do so: it shows that the file is not read */
    expect_digest(&after, "one.");
    expect_digest(&before, "two."); /* that one knows nothing any more */
    write_file("six.", 2000);
    expect_digest(&after, "six.");
    write_file("ten.", time(NULL)); /* it may change again within the tick */
    expect_digest(&after, "ten.");
    write_file("old.", time(NULL));
    expect_digest(&after, "old.");
    manifests_clear(&before);
    manifests_clear(&after);
}

static void one_that_is_gone(void **state) {
    struct manifests manifests = {0};
    const struct resolver_disk disk = manifest_disk(&manifests);
    char got[SLADD_SHA256_HEX];
    (void)state;
    write_file("one.", 1000);
    expect_digest(&manifests, "one.");
    assert_int_equal(unlink(path), 0);
    assert_false(disk.digest(disk.context, path, got));
    (void)close(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    write_file("two.", 2000);
    expect_digest(&manifests, "two.");
    manifests_clear(&manifests);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(only_what_changed), cmocka_unit_test(one_that_is_gone)};
    int fd = mkstemp(path);
    if (fd < 0)
        return 1;
    (void)close(fd);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    (void)unlink(path);
    return failed;
}
