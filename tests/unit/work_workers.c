/* Who has too little memory beside others is done again, and then nobody else is at work; whoever is dead is done with,
 * even where its pipe cannot be closed; and a child has what its piece needs and nothing else. */
#include "base/limits.h"
#include "work/workers.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { PIECES = 5 };

/* What the children leave for the parent; in memory that they share. */
struct seen {
    atomic_int at_work, tries;
    atomic_bool company; /* somebody else was at work while one was to be alone */
};

struct run {
    struct seen *seen;
    size_t greedy; /* the piece that needs more memory than it has beside others */
    int done[PIECES];
    char text[16]; /* what the greedy one wrote */
};

static void wait_a_little(void) {
    (void)nanosleep(&(struct timespec){0, 10 * 1000 * 1000}, NULL);
}

static enum sladd_status open_output(void *context, size_t index, struct task_files *files, struct sladd_error *err) {
    const struct run *run = context;
    if (index == run->greedy)
        files->output_fd = memfd_create("output", MFD_CLOEXEC);
    return index != run->greedy || files->output_fd >= 0 ? SLADD_OK : sladd_fail(err, SLADD_IO, "no output");
}

static void work(void *context, size_t index, const struct task_files *files, struct sladd_outcome *outcome) {
    const struct run *run = context;
    struct seen *seen = run->seen;
    (void)atomic_fetch_add(&seen->at_work, 1);
    bool again = index == run->greedy && atomic_fetch_add(&seen->tries, 1) > 0;
    for (int i = 0; i < (again ? 40 : 4); i++) {
        wait_a_little();
        if (again && atomic_load(&seen->at_work) > 1)
            atomic_store(&seen->company, true);
    }
    const char *text = again ? "whole" : "much of it";
    outcome->result = index == run->greedy && !again ? SLADD_FAILED : SLADD_WITHHELD;
    if (index == run->greedy && !span_write((struct span){(const uint8_t *)text, strlen(text)}, files->output_fd))
        outcome->result = SLADD_FAILED;
    (void)sladd_fail(&outcome->error, index == run->greedy && !again ? SLADD_NO_MEMORY : SLADD_POLICY, "for the test");
    (void)atomic_fetch_sub(&seen->at_work, 1);
}

static void finished(void *context, size_t index, const struct task_files *files, struct sladd_outcome *outcome) {
    struct run *run = context;
    run->done[index] += outcome->result == SLADD_WITHHELD;
    if (index == run->greedy)
        assert_true(pread(files->output_fd, run->text, sizeof run->text - 1, 0) >= 0);
    sladd_outcome_clear(outcome);
}

static void run_pieces(struct run *run, int at_once) {
    struct sladd_error err;
    bool interrupted;
    const struct crew crew = {.count = PIECES,
                              .at_once = at_once,
                              .open_doors = true,
                              .context = run,
                              .open = open_output,
                              .work = work,
                              .finished = finished};
    run->seen = mmap(NULL, sizeof *run->seen, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(run->seen != MAP_FAILED);
    assert_int_equal(workers_run(&crew, &interrupted, &err), SLADD_OK);
    assert_false(interrupted);
    for (size_t i = 0; i < PIECES; i++)
        assert_int_equal(run->done[i], 1);
    assert_int_equal(run->seen->tries, 2);
    assert_string_equal(run->text, "whole"); /* nothing of the first try, and no hole where it was */
}

static void whoever_is_to_be_alone_is_alone(void **state) {
    (void)state;
    for (size_t greedy = 0; greedy < PIECES; greedy += 2)
        for (int at_once = 2; at_once <= 3; at_once++) {
            struct run run = {.greedy = greedy};
            run_pieces(&run, at_once);
            assert_false(run.seen->company);
            (void)munmap(run.seen, sizeof *run.seen);
        }
}

/* The process that cannot close the writing end of a pipe; 0: all can. */
static pid_t clumsy;
static int left_open;

int close(int fd) {
    struct stat about;
    if (getpid() == clumsy && fstat(fd, &about) == 0 && S_ISFIFO(about.st_mode) &&
        (fcntl(fd, F_GETFL) & O_ACCMODE) == O_WRONLY) {
        left_open++;
        errno = EIO;
        return -1;
    }
    return (int)syscall(SYS_close, fd);
}

static void a_dead_worker_is_not_waited_for(void **state) {
    (void)state;
    struct run run = {.greedy = 0};
    (void)alarm(60); /* or it would be for ever */
    clumsy = getpid();
    run_pieces(&run, 2);
    clumsy = 0;
    (void)alarm(0);
    assert_int_equal(left_open, PIECES + 1);
    (void)munmap(run.seen, sizeof *run.seen);
}

enum { SAID = sizeof((struct sladd_error *)NULL)->text };

/* Something of the parent's that is no child's business. */
static int secret_fd;
static bool no_walls; /* the kernel refuses the sandbox */

/* Stands in for the C library's. */
int prctl(int option, ...) {
    unsigned long arguments[4];
    va_list list;
    va_start(list, option);
    for (int i = 0; i < 4; i++)
        arguments[i] = va_arg(list, unsigned long);
    va_end(list);
    if (no_walls && option == PR_SET_NO_NEW_PRIVS) {
        errno = EINVAL;
        return -1;
    }
    return (int)syscall(SYS_prctl, option, arguments[0], arguments[1], arguments[2], arguments[3]);
}

static int no_range; /* close_range fails with this */
static bool no_list; /* and nothing lists the open descriptors */

int close_range(unsigned first, unsigned last, int flags) {
    errno = no_range;
    return no_range != 0 ? -1 : (int)syscall(SYS_close_range, first, last, flags);
}

DIR *opendir(const char *name) {
    int fd = no_list ? -1 : open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fd >= 0 ? fdopendir(fd) : NULL;
}

static rlim_t most(int resource) {
    struct rlimit limits = {0, 0};
    return getrlimit((__rlimit_resource_t)resource, &limits) == 0 ? limits.rlim_max : RLIM_INFINITY;
}

/* Withheld where all is as it should be; else the error says what is not. */
static void look_around(void *context, size_t index, const struct task_files *files, struct sladd_outcome *outcome) {
    int death = 0;
    (void)context;
    (void)index;
    const char *wrong = fcntl(secret_fd, F_GETFD) >= 0                                 ? "an open file of the parent's"
                        : fcntl(STDIN_FILENO, F_GETFD) >= 0                            ? "standard input"
                        : files->output_fd < 0 || fcntl(files->output_fd, F_GETFD) < 0 ? "no output"
                        : most(RLIMIT_CORE) != 0                                       ? "a core file"
                        : most(RLIMIT_FSIZE) == RLIM_INFINITY                          ? "a file without end"
                        : most(RLIMIT_CPU) == RLIM_INFINITY                            ? "time without end"
                        : prctl(PR_GET_PDEATHSIG, &death, 0UL, 0UL, 0UL) != 0 || death != SIGKILL ? "a life of its own"
                                                                                                  : "nothing";
    outcome->result = SLADD_WITHHELD;
    (void)sladd_fail(&outcome->error, SLADD_POLICY, "%s", wrong);
}

static void take_word(void *context, size_t index, const struct task_files *files, struct sladd_outcome *outcome) {
    (void)index;
    (void)files;
    memcpy(context, outcome->error.text, sizeof outcome->error.text);
    sladd_outcome_clear(outcome);
}

static enum sladd_status open_any(void *context, size_t index, struct task_files *files, struct sladd_error *err) {
    (void)context;
    (void)index;
    files->output_fd = memfd_create("output", MFD_CLOEXEC);
    return files->output_fd >= 0 ? SLADD_OK : sladd_fail(err, SLADD_IO, "no output");
}

static void say_what_is_wrong(bool open_doors, char text[SAID]) {
    struct sladd_error err;
    bool interrupted;
    const struct crew crew = {.count = 1,
                              .at_once = 1,
                              .open_doors = open_doors,
                              .context = text,
                              .open = open_any,
                              .work = look_around,
                              .finished = take_word};
    assert_int_equal(workers_run(&crew, &interrupted, &err), SLADD_OK);
}

static void a_child_has_what_it_needs(void **state) {
    char text[SAID] = "";
    (void)state;
    secret_fd = memfd_create("secret", 0);
    assert_true(secret_fd >= 0);
    say_what_is_wrong(true, text);
    assert_string_equal(text, "nothing");
    (void)close(secret_fd);
}

/* Also where the kernel, or a container's list of calls, has no close_range; and where there is no other way, either,
 * the photo is not looked at. */
static void what_is_the_parents_is_closed(void **state) {
    static const int reasons[] = {ENOSYS, EPERM};
    (void)state;
    secret_fd = memfd_create("secret", 0);
    assert_true(secret_fd >= 0);
    for (size_t i = 0; i < 2; i++)
        for (int listed = 0; listed < 2; listed++) {
            char text[SAID] = "";
            no_range = reasons[i];
            no_list = listed == 0;
            say_what_is_wrong(true, text);
            if (listed)
                assert_string_equal(text, "nothing");
            else
                assert_non_null(strstr(text, "close_range"));
        }
    no_range = 0;
    no_list = false;
    (void)close(secret_fd);
}

/* Where the walls cannot be put up, a stranger's photo is not looked at. */
static void without_walls_nothing_is_done(void **state) {
    char text[SAID] = "";
    (void)state;
    no_walls = true;
    say_what_is_wrong(false, text);
    no_walls = false;
    assert_non_null(strstr(text, "no sandbox"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_dead_worker_is_not_waited_for), cmocka_unit_test(whoever_is_to_be_alone_is_alone),
        cmocka_unit_test(a_child_has_what_it_needs),       cmocka_unit_test(what_is_the_parents_is_closed),
        cmocka_unit_test(without_walls_nothing_is_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
