#include "work/workers.h"

#include "base/array.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    TICK_MILLISECONDS = 200,
    PHOTO_SECONDS = 900, /* no photo may take longer; 128 megapixels take about one of these fifteen minutes */
    MAX_RESULT_BYTES = 256 << 20,
};

struct worker {
    pid_t pid; /* 0: free */
    size_t index;
    int fd;
    time_t deadline;
    bool timed_out;
    char *text; /* the result so far; owned */
    size_t size, capacity;
};

static void limit(int resource, rlim_t value) {
    struct rlimit limits = {value, value};
    (void)setrlimit((__rlimit_resource_t)resource, &limits);
}

/* A core file would hold the photo; a runaway must not take the machine with it. */
static void limit_child(void) {
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, PHOTO_SECONDS);
#ifndef SLADD_SANITIZED /* the sanitizers reserve terabytes */
    limit(RLIMIT_AS, (rlim_t)8 << 30);
#endif
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static _Noreturn void run_child(const struct crew *crew, size_t index, int fd) {
    sigset_t all;
    (void)sigemptyset(&all);
    (void)sigprocmask(SIG_SETMASK, &all, NULL);
    limit_child();
    bool complete = crew->work(crew->context, index, fd);
    _exit(complete ? 0 : 1);
}

static enum sladd_status start(const struct crew *crew, size_t index, struct worker *worker, struct sladd_error *err) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return sladd_fail(err, SLADD_IO, "cannot start a worker: %s", strerror(errno));
    (void)fflush(NULL); /* or the child would print the parent's buffers again */
    pid_t pid = fork();
    if (pid == 0) {
        (void)close(ends[0]);
        run_child(crew, index, ends[1]);
    }
    (void)close(ends[1]);
    if (pid < 0) {
        (void)close(ends[0]);
        return sladd_fail(err, SLADD_IO, "cannot start a worker: %s", strerror(errno));
    }
    *worker = (struct worker){.pid = pid, .index = index, .fd = ends[0], .deadline = time(NULL) + PHOTO_SECONDS};
    return SLADD_OK;
}

/* Take what the child wrote. False at the end of its result. */
static bool take(struct worker *worker) {
    enum { CHUNK = 65536 };
    if (worker->size > MAX_RESULT_BYTES ||
        !array_grow((void **)&worker->text, &worker->capacity, worker->size + CHUNK, 1))
        return false;
    ssize_t got = read(worker->fd, worker->text + worker->size, CHUNK);
    if (got < 0)
        return errno == EINTR || errno == EAGAIN;
    worker->size += (size_t)got;
    return got > 0;
}

static void finish(const struct crew *crew, struct worker *worker, bool interrupted) {
    struct sladd_error trouble = {0};
    int ended = 0;
    (void)close(worker->fd);
    while (waitpid(worker->pid, &ended, 0) < 0 && errno == EINTR)
        ;
    if (interrupted)
        (void)sladd_fail(&trouble, SLADD_INTERRUPTED, "interrupted");
    else if (worker->timed_out)
        (void)sladd_fail(&trouble, SLADD_TOO_LARGE, "took longer than %d seconds", PHOTO_SECONDS);
    else if (WIFSIGNALED(ended))
        (void)sladd_fail(&trouble, SLADD_CRASHED, "the work on it was ended by signal %d (%s)", WTERMSIG(ended),
                         strsignal(WTERMSIG(ended)));
    else if (WEXITSTATUS(ended) != 0)
        (void)sladd_fail(&trouble, SLADD_CRASHED, "the work on it ended early (status %d)", WEXITSTATUS(ended));
    bool good = trouble.status == SLADD_OK;
    struct span result = {(const uint8_t *)worker->text, good ? worker->size : 0};
    crew->finished(crew->context, worker->index, result, good ? NULL : &trouble);
    free(worker->text);
    *worker = (struct worker){0};
}

static void kill_overdue(struct worker *workers, int count) {
    time_t now = time(NULL);
    for (int i = 0; i < count; i++)
        if (workers[i].pid != 0 && now > workers[i].deadline) {
            workers[i].timed_out = true;
            (void)kill(workers[i].pid, SIGKILL);
        }
}

/* Wait for results or a signal; true when the user wants to stop. */
static bool wait_for_news(const struct crew *crew, struct worker *workers, struct pollfd *polls, int signal_fd) {
    int count = crew->at_once;
    for (int i = 0; i < count; i++)
        polls[i] = (struct pollfd){workers[i].pid != 0 ? workers[i].fd : -1, POLLIN, 0};
    polls[count] = (struct pollfd){signal_fd, POLLIN, 0};
    int ready = poll(polls, (nfds_t)count + 1, TICK_MILLISECONDS);
    for (int i = 0; i < count && ready > 0; i++)
        if (polls[i].revents != 0 && !take(&workers[i]))
            finish(crew, &workers[i], false);
    kill_overdue(workers, count);
    crew->tick(crew->context);
    return ready > 0 && polls[count].revents != 0;
}

static void stop_all(const struct crew *crew, struct worker *workers) {
    for (int i = 0; i < crew->at_once; i++)
        if (workers[i].pid != 0) {
            (void)kill(workers[i].pid, SIGKILL);
            finish(crew, &workers[i], true);
        }
}

static enum sladd_status run(const struct crew *crew, struct worker *workers, struct pollfd *polls, int signal_fd,
                             bool *interrupted, struct sladd_error *err) {
    size_t next = 0;
    enum sladd_status status = SLADD_OK;
    for (bool busy = true; busy && !*interrupted && status == SLADD_OK;) {
        busy = next < crew->count;
        for (int i = 0; i < crew->at_once && status == SLADD_OK; i++) {
            if (workers[i].pid == 0 && next < crew->count)
                status = start(crew, next++, &workers[i], err);
            busy = busy || workers[i].pid != 0;
        }
        if (busy && status == SLADD_OK)
            *interrupted = wait_for_news(crew, workers, polls, signal_fd);
    }
    stop_all(crew, workers);
    return status;
}

enum sladd_status workers_run(const struct crew *crew, bool *interrupted, struct sladd_error *err) {
    sigset_t stop, before;
    *interrupted = false;
    (void)sigemptyset(&stop);
    (void)sigaddset(&stop, SIGINT);
    (void)sigaddset(&stop, SIGTERM);
    (void)sigaddset(&stop, SIGHUP);
    (void)sigprocmask(SIG_BLOCK, &stop, &before);
    int signal_fd = signalfd(-1, &stop, SFD_CLOEXEC | SFD_NONBLOCK);
    struct worker *workers = array_new_zero((size_t)crew->at_once, sizeof *workers);
    struct pollfd *polls = array_new_zero((size_t)crew->at_once + 1, sizeof *polls);
    enum sladd_status status = signal_fd < 0 || workers == NULL || polls == NULL
                                   ? sladd_fail(err, SLADD_NO_MEMORY, "cannot prepare %d workers", crew->at_once)
                                   : run(crew, workers, polls, signal_fd, interrupted, err);
    free(workers);
    free(polls);
    /* What was noticed must not arrive a second time when it is let through again, and end the run before its report.
     */
    for (struct signalfd_siginfo seen; signal_fd >= 0 && read(signal_fd, &seen, sizeof seen) > 0;)
        ;
    if (signal_fd >= 0)
        (void)close(signal_fd);
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    return status;
}
