#include "work/workers.h"

#include "base/array.h"
#include "work/sandbox.h"
#include "work/stop_signals.h"
#include "work/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    TICK_MILLISECONDS = 200,
    PHOTO_SECONDS = 900, /* no photo may take longer; 128 megapixels take about one of these fifteen minutes */
};

struct worker {
    pid_t pid; /* 0: free */
    size_t index;
    int fd;
    struct task_files files; /* owned */
    time_t deadline;         /* by the monotonic clock */
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

/* By a clock that nobody sets, in seconds. */
static time_t now(void) {
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec;
}

/* What cannot be sent is a failure that says so. */
static bool send_outcome(int fd, struct sladd_outcome *outcome) {
    struct bytes message;
    struct sladd_error err = {0};
    if (wire_pack(outcome, &message, &err) != SLADD_OK) {
        struct sladd_outcome failed = {.result = SLADD_FAILED, .error = err};
        if (wire_pack(&failed, &message, NULL) != SLADD_OK)
            return false;
    }
    bool sent = span_write(bytes_span(&message), fd);
    bytes_clear(&message);
    return sent;
}

/* Nothing is left open but what this piece needs. */
static void keep_only(const struct task_files *files, int fd) {
    int keep[SIDECARS + 5] = {fd, files->source_fd, files->copy_fd, files->output_fd};
    for (int i = 0; i < SIDECARS; i++)
        keep[4 + i] = files->sidecar_fds[i];
#ifdef SLADD_SANITIZED /* a sanitizer's complaint must be heard */
    keep[4 + SIDECARS] = STDERR_FILENO;
#else
    keep[4 + SIDECARS] = -1;
#endif
    sandbox_close_others(keep, sizeof keep / sizeof *keep);
}

static _Noreturn void run_child(const struct crew *crew, size_t index, const struct task_files *files, int fd) {
    struct sladd_outcome outcome = {.result = SLADD_FAILED};
    sigset_t all;
    (void)sigemptyset(&all);
    (void)sigprocmask(SIG_SETMASK, &all, NULL);
    limit_child();
    keep_only(files, fd);
    if (crew->open_doors || sandbox_enter(&outcome.error) == SLADD_OK)
        crew->work(crew->context, index, files, &outcome);
    _exit(send_outcome(fd, &outcome) ? 0 : 1);
}

static enum sladd_status spawn(const struct crew *crew, struct worker *worker, struct sladd_error *err) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return sladd_fail(err, SLADD_IO, "cannot start a worker: %s", strerror(errno));
    (void)fflush(NULL); /* or the child would print the parent's buffers again */
    pid_t pid = fork();
    if (pid == 0) {
        (void)close(ends[0]);
        run_child(crew, worker->index, &worker->files, ends[1]);
    }
    (void)close(ends[1]);
    if (pid < 0) {
        (void)close(ends[0]);
        return sladd_fail(err, SLADD_IO, "cannot start a worker: %s", strerror(errno));
    }
    worker->pid = pid;
    worker->fd = ends[0];
    worker->deadline = now() + PHOTO_SECONDS;
    return SLADD_OK;
}

static bool is_settled(const struct crew *crew, size_t index, const struct task_files *files,
                       struct sladd_outcome *outcome) {
    return crew->settled != NULL && crew->settled(crew->context, index, files, outcome);
}

/* A piece whose files cannot be opened is finished; one that cannot be begun ends the run. */
static enum sladd_status start(const struct crew *crew, size_t index, struct worker *worker, struct sladd_error *err) {
    struct sladd_outcome outcome = {.result = SLADD_FAILED};
    *worker = (struct worker){.index = index, .files = TASK_NO_FILES, .fd = -1};
    enum sladd_status status = SLADD_OK;
    if (crew->open(crew->context, index, &worker->files, &outcome.error) == SLADD_OK &&
        !is_settled(crew, index, &worker->files, &outcome)) {
        status = spawn(crew, worker, err);
        if (status == SLADD_OK)
            return SLADD_OK;
        outcome.error = *err;
    }
    crew->finished(crew->context, index, &worker->files, &outcome);
    task_files_close(&worker->files);
    *worker = (struct worker){0};
    return status;
}

/* Take what the child wrote. False at the end of its result. */
static bool take(struct worker *worker) {
    enum { CHUNK = 65536 };
    if (worker->size > WIRE_MAX_BYTES ||
        !array_grow((void **)&worker->text, &worker->capacity, worker->size + CHUNK, 1))
        return false;
    ssize_t got = read(worker->fd, worker->text + worker->size, CHUNK);
    if (got < 0)
        return errno == EINTR || errno == EAGAIN;
    worker->size += (size_t)got;
    return got > 0;
}

/* What became of the child, as an error; OK when it ended well. */
static struct sladd_error trouble_with(const struct worker *worker, int ended, bool interrupted) {
    struct sladd_error trouble = {0};
    if (interrupted)
        (void)sladd_fail(&trouble, SLADD_INTERRUPTED, "interrupted");
    else if (worker->timed_out)
        (void)sladd_fail(&trouble, SLADD_TOO_LARGE, "took longer than %d seconds", PHOTO_SECONDS);
    else if (WIFSIGNALED(ended))
        (void)sladd_fail(&trouble, SLADD_CRASHED, "processing it was ended by signal %d (%s)", WTERMSIG(ended),
                         strsignal(WTERMSIG(ended)));
    else if (WEXITSTATUS(ended) != 0)
        (void)sladd_fail(&trouble, SLADD_CRASHED, "processing it ended early (status %d)", WEXITSTATUS(ended));
    return trouble;
}

static void finish(const struct crew *crew, struct worker *worker, bool interrupted) {
    struct sladd_outcome outcome = {.result = SLADD_FAILED};
    int ended = 0;
    (void)close(worker->fd);
    while (waitpid(worker->pid, &ended, 0) < 0 && errno == EINTR)
        ;
    outcome.error = trouble_with(worker, ended, interrupted);
    if (outcome.error.status == SLADD_OK)
        (void)wire_unpack((struct span){(const uint8_t *)worker->text, worker->size}, &outcome, NULL);
    crew->finished(crew->context, worker->index, &worker->files, &outcome);
    task_files_close(&worker->files);
    free(worker->text);
    *worker = (struct worker){0};
}

static void kill_overdue(struct worker *workers, int count) {
    time_t time = now();
    for (int i = 0; i < count; i++)
        if (workers[i].pid != 0 && time > workers[i].deadline) {
            workers[i].timed_out = true;
            (void)kill(workers[i].pid, SIGKILL);
        }
}

/* Wait for results or a signal, but not where there is more to begin; true when the user wants to stop. */
static bool wait_for_news(const struct crew *crew, struct worker *workers, struct pollfd *polls, int signal_fd,
                          bool more) {
    int count = crew->at_once;
    bool idle = false;
    for (int i = 0; i < count; i++)
        idle = idle || workers[i].pid == 0;
    for (int i = 0; i < count; i++)
        polls[i] = (struct pollfd){workers[i].pid != 0 ? workers[i].fd : -1, POLLIN, 0};
    polls[count] = (struct pollfd){signal_fd, POLLIN, 0};
    int ready = poll(polls, (nfds_t)count + 1, idle && more ? 0 : TICK_MILLISECONDS);
    for (int i = 0; i < count && ready > 0; i++)
        if (polls[i].revents != 0 && !take(&workers[i]))
            finish(crew, &workers[i], false);
    kill_overdue(workers, count);
    if (crew->tick != NULL)
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

/* Give each free worker something to do. False: there is nothing left, and nobody works. */
static bool keep_busy(const struct crew *crew, struct worker *workers, size_t *next, enum sladd_status *status,
                      struct sladd_error *err) {
    bool busy = false;
    for (int i = 0; i < crew->at_once; i++) {
        if (workers[i].pid == 0 && *next < crew->count && *status == SLADD_OK)
            *status = start(crew, (*next)++, &workers[i], err);
        busy = busy || workers[i].pid != 0;
    }
    return busy || *next < crew->count;
}

static enum sladd_status run(const struct crew *crew, struct worker *workers, struct pollfd *polls, int signal_fd,
                             bool *interrupted, struct sladd_error *err) {
    size_t next = 0;
    enum sladd_status status = SLADD_OK;
    while (!*interrupted && keep_busy(crew, workers, &next, &status, err) && status == SLADD_OK)
        *interrupted = wait_for_news(crew, workers, polls, signal_fd, next < crew->count);
    stop_all(crew, workers);
    return status;
}

enum sladd_status workers_run(const struct crew *crew, bool *interrupted, struct sladd_error *err) {
    struct stop_signals stop;
    *interrupted = false;
    if (crew->count > 0 && !crew->open_doors && !sandbox_is_offered())
        return sladd_fail(err, SLADD_USAGE,
                          "this system has no sandbox in which strangers' photos can be opened safely; add "
                          "--no-sandbox to do without one");
    bool held = stop_signals_hold(&stop);
    struct worker *workers = array_new_zero((size_t)crew->at_once, sizeof *workers);
    struct pollfd *polls = array_new_zero((size_t)crew->at_once + 1, sizeof *polls);
    enum sladd_status status = !held || workers == NULL || polls == NULL
                                   ? sladd_fail(err, SLADD_NO_MEMORY, "cannot prepare %d workers", crew->at_once)
                                   : run(crew, workers, polls, stop.fd, interrupted, err);
    free(workers);
    free(polls);
    stop_signals_release(&stop);
    return status;
}
