/* Who has too little memory beside others is done again, and then nobody else is at work; and whoever is dead is done
 * with, even where its pipe cannot be closed. */
#include "base/limits.h"
#include "work/workers.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
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
    const char *text = again ? "whole" : "half";
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_dead_worker_is_not_waited_for),
        cmocka_unit_test(whoever_is_to_be_alone_is_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
