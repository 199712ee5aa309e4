/* From inside the sandbox, for real: what a child that a hostile photo has taken over would try.
 * Release test 25. */
#include "work/sandbox.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static int other_fd; /* something of the parent's that the child was not given */

static bool reads_a_file(void) {
    return open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0;
}

static bool reads_by_the_oldest_call(void) {
    return syscall(SYS_open, "/etc/passwd", O_RDONLY) >= 0;
}

static bool makes_a_file(void) {
    return open("made-in-the-sandbox", O_WRONLY | O_CREAT | O_CLOEXEC, 0600) >= 0;
}

static bool makes_a_folder(void) {
    return mkdir("made-in-the-sandbox", 0700) == 0;
}

static bool removes_a_file(void) {
    return unlink("there") == 0;
}

static bool renames_a_file(void) {
    return rename("there", "elsewhere") == 0;
}

static bool looks_at_a_name(void) {
    struct stat facts;
    return stat("/etc/passwd", &facts) == 0;
}

static bool makes_a_socket(void) {
    return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) >= 0 || socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0) >= 0;
}

static bool starts_a_process(void) {
    pid_t pid = fork();
    if (pid == 0)
        _exit(0);
    return pid > 0;
}

static bool runs_a_program(void) {
    char *const arguments[] = {(char *)"true", NULL};
    (void)execve("/bin/true", arguments, NULL);
    return false; /* when it is run, the child ends with status 0 and without an answer */
}

static bool signals_the_parent(void) {
    return kill(getppid(), 0) == 0 || kill(getppid(), SIGUSR1) == 0;
}

static bool traces_the_parent(void) {
    return ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) == 0;
}

static bool writes_elsewhere(void) {
    return write(other_fd, "x", 1) == 1;
}

/* The last two would stop this test, were they tried outside. */
static bool (*const attempts[])(void) = {
    reads_a_file,     reads_by_the_oldest_call, makes_a_file,   makes_a_folder,   removes_a_file,
    renames_a_file,   looks_at_a_name,          makes_a_socket, starts_a_process, signals_the_parent,
    writes_elsewhere, traces_the_parent,        runs_a_program,
};
enum { ATTEMPTS = sizeof attempts / sizeof *attempts, OUTSIDE = ATTEMPTS - 2 };

/* One letter an attempt: '+' it worked, '-' it did not. */
static void try_all(bool inside, char answer[ATTEMPTS + 1]) {
    int ends[2], status;
    ssize_t got;
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        const int keep[] = {ends[1], STDERR_FILENO, -1};
        char said[ATTEMPTS];
        if (inside) {
            if (sandbox_close_others(keep, 3, NULL) != SLADD_OK || sandbox_enter(NULL) != SLADD_OK)
                _exit(9);
        }
        size_t count = inside ? ATTEMPTS : OUTSIDE;
        for (size_t i = 0; i < count; i++)
            said[i] = attempts[i]() ? '+' : '-';
        _exit(write(ends[1], said, count) == (ssize_t)count ? 0 : 1);
    }
    (void)close(ends[1]);
    memset(answer, 0, ATTEMPTS + 1);
    got = read(ends[0], answer, ATTEMPTS);
    (void)close(ends[0]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_int_equal(got, inside ? ATTEMPTS : OUTSIDE);
}

static void nothing_leads_out(void **state) {
    char answer[ATTEMPTS + 1], folder[] = "/tmp/sladd-sandbox.XXXXXX";
    (void)state;
    if (sandbox_is_offered(NULL) != SLADD_OK)
        skip();
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder), 0);
    int there = open("there", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    other_fd = open("other", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    assert_true(there >= 0 && other_fd >= 0);
    try_all(true, answer);
    for (int i = 0; i < ATTEMPTS; i++)
        if (answer[i] != '-')
            fail_msg("attempt %d worked inside the sandbox (%s)", i, answer);
    struct stat facts;
    assert_int_equal(stat("there", &facts), 0);
    assert_int_not_equal(stat("made-in-the-sandbox", &facts), 0);
    assert_int_equal(fstat(other_fd, &facts), 0);
    assert_int_equal(facts.st_size, 0);

    /* The same attempts outside: most of them work, or the test would show nothing. */
    try_all(false, answer);
    int worked = 0;
    for (int i = 0; i < OUTSIDE; i++)
        worked += answer[i] == '+';
    assert_true(worked >= 8);
    (void)close(there);
    (void)close(other_fd);
    assert_int_equal(chdir("/"), 0);
    static const char *const left[] = {"there", "elsewhere", "other", "made-in-the-sandbox"};
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        if (unlinkat(fd, left[i], 0) != 0)
            (void)unlinkat(fd, left[i], AT_REMOVEDIR);
    (void)close(fd);
    (void)rmdir(folder);
}

/* More than there is room for are not closed without a word. */
static void all_are_kept_or_none(void **state) {
    int keep[64];
    (void)state;
    for (int i = 0; i < 64; i++)
        keep[i] = i;
    assert_int_equal(sandbox_close_others(keep, 64, NULL), SLADD_IO);
}

#ifndef SLADD_SANITIZED
static bool makes_memory_executable(void) {
    void *page = malloc(1);
    void *start = (void *)((uintptr_t)page & ~(uintptr_t)4095);
    bool made = syscall(SYS_mprotect, start, 4096, 7) == 0;
    free(page);
    return made;
}

static void memory_stays_as_it_is(void **state) {
    int status;
    (void)state;
    if (sandbox_is_offered(NULL) != SLADD_OK)
        skip();
    pid_t pid = fork();
    if (pid == 0)
        _exit(sandbox_enter(NULL) != SLADD_OK || makes_memory_executable() ? 1 : 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}
#endif

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_leads_out),
        cmocka_unit_test(all_are_kept_or_none),
#ifndef SLADD_SANITIZED
        cmocka_unit_test(memory_stays_as_it_is),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
