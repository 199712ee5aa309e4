#include "work/workers.h"

#include "base/array.h"
#include "base/clock.h"
#include "base/limits.h"
#include "work/sandbox.h"
#include "work/stop_signals.h"
#include "work/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    TICK_MILLISECONDS = 200,
};

static const rlim_t COPY_MAX_BYTES = (rlim_t)2 << 30; /* of what a child writes: 128 megapixels of 16 bits, and more */

struct worker {
    pid_t pid;  /* 0: nobody is at work */
    bool alone; /* nobody else is at work meanwhile */
    bool again; /* its photo needs more memory than there is beside others, and waits to be done alone */
    size_t index;
    int fd;
    struct task_files files; /* owned */
    time_t deadline;         /* by the monotonic clock */
    bool timed_out;
    bool ended; /* it is dead, and its pipe was still open */
    char *text; /* the result so far; owned */
    size_t size, capacity;
};

/* What a child has mapped before it has done anything: the program, its libraries, the models. */
static size_t inherited_memory(void) {
    unsigned long pages = 0;
    char text[32] = "";
    int fd = TEMP_FAILURE_RETRY(open("/proc/self/statm", O_RDONLY | O_CLOEXEC));
    if (fd >= 0 && TEMP_FAILURE_RETRY(read(fd, text, sizeof text - 1)) > 0)
        pages = strtoul(text, NULL, 10);
    if (fd >= 0)
        (void)close(fd);
    return (size_t)pages * (size_t)sysconf(_SC_PAGESIZE);
}

static void bound(int resource, rlim_t value, rlim_t most) {
    struct rlimit limits = {value, most};
    (void)setrlimit((__rlimit_resource_t)resource, &limits);
}

/* Pictures come and go by the dozen megabytes. A page that goes back to the kernel is cleared before it comes again,
 * which was an eighth of a photo's time; the child ends with its photo, so that nothing is kept for long. */
static void keep_freed_memory(void) {
#ifdef M_MMAP_THRESHOLD
    (void)mallopt(M_MMAP_THRESHOLD, INT_MAX);
    (void)mallopt(M_TRIM_THRESHOLD, INT_MAX);
#endif
}

/* A core file would hold the photo; a runaway must not take the machine or the disk with it. Who is told that the time
 * is over (SIGXCPU) and goes on has one second more. */
static void limit_child(pid_t parent, size_t memory) {
    rlim_t seconds = (rlim_t)limit_of(LIMIT_SECONDS);
    keep_freed_memory();
    bound(RLIMIT_CORE, 0, 0);
    bound(RLIMIT_CPU, seconds, seconds + 1);
    bound(RLIMIT_FSIZE, COPY_MAX_BYTES, COPY_MAX_BYTES);
#ifndef SLADD_SANITIZED /* the sanitizers reserve terabytes */
    bound(RLIMIT_AS, memory, memory);
#else
    (void)memory;
#endif
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) /* it died before that */
        _exit(1);
}

/* As the machine or the container has it, in bytes. */
static size_t machine_memory(void) {
    size_t memory = (size_t)sysconf(_SC_PHYS_PAGES) * (size_t)sysconf(_SC_PAGESIZE);
    char text[32] = "";
    int fd = TEMP_FAILURE_RETRY(open("/sys/fs/cgroup/memory.max", O_RDONLY | O_CLOEXEC));
    ssize_t got = fd >= 0 ? TEMP_FAILURE_RETRY(read(fd, text, sizeof text - 1)) : -1;
    if (fd >= 0)
        (void)close(fd);
    unsigned long long most = got > 0 ? strtoull(text, NULL, 10) : 0; /* "max": none */
    return most > 0 && most < memory ? (size_t)most : memory;
}

static size_t memory_of_run(void) {
    return limit_of(LIMIT_RUN_MEMORY_MB) > 0 ? limit_bytes(LIMIT_RUN_MEMORY_MB) : machine_memory() / 4 * 3;
}

/* What a child may have besides what it inherits, in bytes: its share of the run's memory, or all of it. */
static size_t memory_for(const struct crew *crew, const struct worker *worker) {
    size_t of_run = memory_of_run() / (worker->alone ? 1 : (size_t)crew->at_once), limit = limit_bytes(LIMIT_MEMORY_MB);
    return of_run < limit ? of_run : limit;
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
static enum sladd_status keep_only(const struct task_files *files, int fd, struct sladd_error *err) {
    int keep[SIDECARS + 5] = {fd, files->source_fd, files->copy_fd, files->output_fd};
    for (int i = 0; i < SIDECARS; i++)
        keep[4 + i] = files->sidecar_fds[i];
#ifdef SLADD_SANITIZED /* a sanitizer's complaint must be heard */
    keep[4 + SIDECARS] = STDERR_FILENO;
#else
    keep[4 + SIDECARS] = -1;
#endif
    return sandbox_close_others(keep, sizeof keep / sizeof *keep, err);
}

static _Noreturn void run_child(const struct crew *crew, const struct worker *worker, int fd, pid_t parent) {
    struct sladd_outcome outcome = {.result = SLADD_FAILED};
    stop_signals_leave_to_parent();
    limit_child(parent, inherited_memory() + memory_for(crew, worker));
    if (keep_only(&worker->files, fd, &outcome.error) == SLADD_OK &&
        (crew->open_doors || sandbox_enter(&outcome.error) == SLADD_OK))
        crew->work(crew->context, worker->index, &worker->files, &outcome);
    _exit(send_outcome(fd, &outcome) ? 0 : 1);
}

static enum sladd_status spawn(const struct crew *crew, struct worker *worker, struct sladd_error *err) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return sladd_fail(err, fail_as(SLADD_IO, errno), "cannot start a worker: %s", fail_reason(errno));
    (void)fflush(NULL); /* or the child would print the parent's buffers again */
    pid_t parent = getpid(), pid = fork();
    if (pid == 0) {
        (void)close(ends[0]);
        run_child(crew, worker, ends[1], parent);
    }
    (void)close(ends[1]);
    if (pid < 0) {
        (void)close(ends[0]);
        return sladd_fail(err, fail_as(SLADD_IO, errno), "cannot start a worker: %s", fail_reason(errno));
    }
    worker->pid = pid;
    worker->fd = ends[0];
    worker->deadline = clock_seconds() + (time_t)limit_of(LIMIT_SECONDS);
    return SLADD_OK;
}

static bool is_settled(const struct crew *crew, size_t index, const struct task_files *files,
                       struct sladd_outcome *outcome) {
    return crew->settled != NULL && crew->settled(crew->context, index, files, outcome);
}

/* The photo of this worker is finished, or failed for the reason that `outcome` gives. */
static void hand_over(const struct crew *crew, struct worker *worker, struct sladd_outcome *outcome) {
    crew->finished(crew->context, worker->index, &worker->files, outcome);
    task_files_close(&worker->files);
    free(worker->text);
    *worker = (struct worker){0};
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
    hand_over(crew, worker, &outcome);
    return status;
}

static enum sladd_status start_alone(const struct crew *crew, struct worker *worker, struct sladd_error *err) {
    struct sladd_outcome outcome = {.result = SLADD_FAILED};
    worker->again = false;
    worker->alone = true;
    enum sladd_status status = spawn(crew, worker, err);
    if (status == SLADD_OK)
        return SLADD_OK;
    outcome.error = *err;
    hand_over(crew, worker, &outcome);
    return status;
}

/* Take what the child wrote. False at the end of its result. */
static bool take(struct worker *worker) {
    enum { CHUNK = 65536 };
    if (worker->size > WIRE_MAX_BYTES ||
        !array_grow((void **)&worker->text, &worker->capacity, worker->size + CHUNK, 1))
        return false;
    ssize_t got = TEMP_FAILURE_RETRY(read(worker->fd, worker->text + worker->size, CHUNK));
    if (got < 0)
        return errno == EAGAIN;
    worker->size += (size_t)got;
    return got > 0;
}

/* What became of the child, as an error; OK when it ended well. */
static struct sladd_error trouble_with(const struct worker *worker, int ended, bool interrupted) {
    struct sladd_error trouble = {0};
    if (interrupted)
        (void)sladd_fail(&trouble, SLADD_INTERRUPTED, "interrupted");
    else if (worker->timed_out || (WIFSIGNALED(ended) && WTERMSIG(ended) == SIGXCPU))
        (void)sladd_fail(&trouble, SLADD_TOO_LARGE, "took longer than %llu seconds; --limit seconds=N gives it more",
                         (unsigned long long)limit_of(LIMIT_SECONDS));
    else if (WIFSIGNALED(ended))
        (void)sladd_fail(&trouble, SLADD_CRASHED, "processing it was ended by signal %d (%s)", WTERMSIG(ended),
                         strsignal(WTERMSIG(ended)));
    else if (WEXITSTATUS(ended) == WORKER_OUT_OF_MEMORY)
        (void)fail_memory(&trouble);
    else if (WEXITSTATUS(ended) != 0)
        (void)sladd_fail(&trouble, SLADD_CRASHED, "processing it ended early (status %d)", WEXITSTATUS(ended));
    return trouble;
}

/* Beside others it had not the memory that it may have alone: it waits for that. */
static void put_back(struct worker *worker, struct sladd_outcome *outcome) {
    sladd_outcome_clear(outcome);
    free(worker->text);
    /* What it wrote goes, and the next one begins where it began. */
    if (worker->files.output_fd >= 0 && TEMP_FAILURE_RETRY(ftruncate(worker->files.output_fd, 0)) == 0)
        (void)lseek(worker->files.output_fd, 0, SEEK_SET);
    *worker = (struct worker){.again = true, .index = worker->index, .files = worker->files, .fd = -1};
}

static void name_limit(struct sladd_error *error, size_t memory) {
    char why[sizeof error->text];
    memcpy(why, error->text, sizeof why);
    (void)sladd_fail(error, SLADD_NO_MEMORY,
                     "%s (a photo may use %zu MiB; --limit memory-mb=N and --limit run-memory-mb=N raise that)", why,
                     memory >> 20);
}

static void finish(const struct crew *crew, struct worker *worker, bool interrupted) {
    struct sladd_outcome outcome = {.result = SLADD_FAILED};
    int ended = 0;
    (void)close(worker->fd);
    /* Whoever has closed its end has nothing more to say. A child that goes on even so would be waited for for ever;
     * one that is on its way out keeps the status that it chose. */
    (void)kill(worker->pid, SIGKILL);
    (void)TEMP_FAILURE_RETRY(waitpid(worker->pid, &ended, 0));
    outcome.error = trouble_with(worker, ended, interrupted);
    if (outcome.error.status == SLADD_OK)
        (void)wire_unpack((struct span){(const uint8_t *)worker->text, worker->size}, &outcome, NULL);
    if (outcome.error.status == SLADD_NO_MEMORY && !worker->alone && crew->at_once > 1) {
        put_back(worker, &outcome);
        return;
    }
    if (outcome.error.status == SLADD_NO_MEMORY)
        name_limit(&outcome.error, memory_for(crew, worker));
    hand_over(crew, worker, &outcome);
}

/* Is it dead, though something may hold its pipe open? What it said last may lie there still. */
static bool has_ended(const struct worker *w) {
    siginfo_t info = {0};
    return w->pid != 0 && waitid(P_PID, (id_t)w->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == w->pid;
}

static void kill_overdue(struct worker *workers, int count) {
    time_t time = clock_seconds();
    for (int i = 0; i < count; i++)
        if (workers[i].pid != 0 && time > workers[i].deadline) {
            workers[i].timed_out = true;
            (void)kill(workers[i].pid, SIGKILL);
        }
}

/* One that waits to be alone or is, beside which nothing is begun, or NULL; `*working` says whether anybody is at work.
 */
static struct worker *find_waiting(const struct crew *crew, struct worker *workers, bool *working) {
    struct worker *waiting = NULL;
    *working = false;
    for (int i = 0; i < crew->at_once; i++) {
        *working = *working || workers[i].pid != 0;
        if (workers[i].again || workers[i].alone)
            waiting = &workers[i];
    }
    return waiting;
}

/* Wait for results or a signal, but not where there is more to begin; `*stop` when the user wants to stop. */
static enum sladd_status wait_for_news(const struct crew *crew, struct worker *workers, struct pollfd *polls,
                                       int signal_fd, bool more, bool *stop, struct sladd_error *err) {
    int count = crew->at_once;
    bool working, idle = false;
    for (int i = 0; i < count; i++)
        idle = idle || workers[i].pid == 0;
    idle = idle && (find_waiting(crew, workers, &working) == NULL || !working);
    for (int i = 0; i < count; i++)
        polls[i] = (struct pollfd){workers[i].pid != 0 ? workers[i].fd : -1, POLLIN, 0};
    polls[count] = (struct pollfd){signal_fd, POLLIN, 0};
    polls[count + 1] = (struct pollfd){crew->also != NULL ? *crew->also : -1, POLLIN, 0};
    int ready = TEMP_FAILURE_RETRY(poll(polls, (nfds_t)count + 2, idle && more ? 0 : TICK_MILLISECONDS));
    if (ready < 0)
        return sladd_fail(err, fail_as(SLADD_IO, errno), "cannot wait for a worker: %s", fail_reason(errno));
    for (int i = 0; i < count; i++) {
        if (polls[i].revents != 0 ? !take(&workers[i]) : workers[i].ended)
            finish(crew, &workers[i], false);
        workers[i].ended = has_ended(&workers[i]);
    }
    kill_overdue(workers, count);
    if (crew->tick != NULL)
        crew->tick(crew->context);
    *stop = ready > 0 && polls[count].revents != 0;
    return SLADD_OK;
}

static void stop_all(const struct crew *crew, struct worker *workers) {
    for (int i = 0; i < crew->at_once; i++) {
        struct sladd_outcome outcome = {.result = SLADD_FAILED};
        if (workers[i].pid != 0) {
            (void)kill(workers[i].pid, SIGKILL);
            finish(crew, &workers[i], true);
        } else if (workers[i].again) {
            (void)sladd_fail(&outcome.error, SLADD_INTERRUPTED, "interrupted");
            hand_over(crew, &workers[i], &outcome);
        }
    }
}

/* Give each free worker something to do; where one waits to be alone, nothing new is begun before it was, and is done.
 * False: there is nothing left, and nobody works. */
static bool keep_busy(const struct crew *crew, struct worker *workers, size_t *next, enum sladd_status *status,
                      struct sladd_error *err) {
    bool working;
    struct worker *waiting = find_waiting(crew, workers, &working);
    if (waiting != NULL && !working)
        *status = start_alone(crew, waiting, err);
    for (int i = 0; i < crew->at_once && waiting == NULL; i++)
        if (workers[i].pid == 0 && *next < crew->count && *status == SLADD_OK)
            *status = start(crew, (*next)++, &workers[i], err);
    return find_waiting(crew, workers, &working) != NULL || working || *next < crew->count;
}

static enum sladd_status run(const struct crew *crew, struct worker *workers, struct pollfd *polls, int signal_fd,
                             bool *interrupted, struct sladd_error *err) {
    size_t next = 0;
    enum sladd_status status = SLADD_OK;
    while (!*interrupted && keep_busy(crew, workers, &next, &status, err) && status == SLADD_OK)
        status = wait_for_news(crew, workers, polls, signal_fd, next < crew->count, interrupted, err);
    stop_all(crew, workers);
    return status;
}

enum sladd_status workers_ready(bool open_doors, struct sladd_error *err) {
    return open_doors ? SLADD_OK : sandbox_is_offered(err);
}

enum sladd_status workers_run(const struct crew *crew, bool *interrupted, struct sladd_error *err) {
    struct stop_signals stop;
    *interrupted = false;
    bool held = stop_signals_hold(&stop);
    struct worker *workers = array_new_zero((size_t)crew->at_once, sizeof *workers);
    struct pollfd *polls = array_new_zero((size_t)crew->at_once + 2, sizeof *polls);
    enum sladd_status status = !held || workers == NULL || polls == NULL
                                   ? sladd_fail(err, SLADD_NO_MEMORY, "cannot prepare %d workers", crew->at_once)
                                   : run(crew, workers, polls, stop.fd, interrupted, err);
    free(workers);
    free(polls);
    stop_signals_release(&stop);
    return status;
}
