/* A session that cannot be opened says why, and closes nothing that is not its own. */
#include "serve/session.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

/* Stands in for the C library's. */
int memfd_create(const char *name, unsigned flags) {
    (void)name;
    (void)flags;
    errno = EMFILE;
    return -1;
}

static void no_descriptor_is_left(void **state) {
    char folder[] = "/tmp/sladd-session-XXXXXX", path[64], *paths[] = {folder};
    const struct selection selection = {.paths = paths, .path_count = 1};
    const struct sladd_settings settings = {0};
    const struct session_options options = {.settings = &settings, .selection = &selection, .jobs = 1};
    struct session session;
    struct sladd_error err = {0};
    (void)state;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/a.jpg", folder);
    FILE *photo = fopen(path, "w");
    assert_true(photo != NULL && fputs("\xFF\xD8\xFF\xE0", photo) >= 0 && fclose(photo) == 0);
    int taken = open("/dev/null", O_RDONLY | O_CLOEXEC);
    assert_true(taken >= 0);
    for (int fd = 0; fd < 3; fd++)
        assert_true(fcntl(fd, F_GETFD) >= 0 || dup2(taken, fd) == fd);
    assert_int_equal(session_open(&session, &options, &err), SLADD_IO);
    assert_non_null(strstr(err.text, strerror(EMFILE)));
    session_clear(&session);
    for (int fd = 0; fd < 3; fd++)
        assert_true(fcntl(fd, F_GETFD) >= 0);
    (void)close(taken);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_descriptor_is_left)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
