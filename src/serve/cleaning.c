#include "serve/cleaning.h"

#include "base/array.h"
#include "record/outcome_json.h"
#include "serve/page_sentences.h"
#include "work/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_REPORT = 256 << 20, MOST_LINES = 8 << 20, SHOWN_LINES = 200 };

static _Noreturn void run_child(clean_folder *clean, void *context, pid_t parent, int out_fd, int err_fd) {
    static const int standard[] = {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO};
    struct sladd_error err = {0};
    sigset_t none;
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent || /* it died before that */
        dup2(out_fd, STDOUT_FILENO) < 0 || dup2(err_fd, STDERR_FILENO) < 0)
        _exit(3);
    if (sandbox_close_others(standard, 3, &err) != SLADD_OK) {
        (void)fprintf(stderr, "sladd: %s\n", err.text);
        _exit(3);
    }
    int code = clean(context);
    (void)fflush(NULL);
    _exit(code);
}

enum sladd_status cleaning_start(struct cleaning *cleaning, clean_folder *clean, void *context,
                                 struct sladd_error *err) {
    int out[2] = {-1, -1}, errors[2] = {-1, -1};
    if (cleaning->pid != 0)
        return sladd_fail(err, SLADD_USAGE, "the copies are being made already");
    cleaning_clear(cleaning);
    (void)fflush(NULL);
    bool good = pipe2(out, O_CLOEXEC) == 0 && pipe2(errors, O_CLOEXEC) == 0;
    pid_t parent = getpid(), pid = good ? fork() : -1;
    if (pid == 0)
        run_child(clean, context, parent, out[1], errors[1]);
    enum sladd_status status = SLADD_OK;
    if (pid < 0)
        status = sladd_fail(err, fail_as(SLADD_IO, errno), "cannot start a worker: %s", fail_reason(errno));
    const int ours[] = {out[1], errors[1], pid < 0 ? out[0] : -1, pid < 0 ? errors[0] : -1};
    for (size_t i = 0; i < 4; i++)
        if (ours[i] >= 0)
            (void)close(ours[i]);
    if (pid < 0)
        return status;
    (void)fcntl(out[0], F_SETFL, O_NONBLOCK);
    (void)fcntl(errors[0], F_SETFL, O_NONBLOCK);
    *cleaning = (struct cleaning){.pid = pid, .out_fd = out[0], .err_fd = errors[0]};
    return SLADD_OK;
}

/* False at the end. More than `most` is thrown away, so that nobody waits for us. */
static bool take(int fd, char **text, size_t *size, size_t *capacity, size_t most) {
    enum { CHUNK = 65536 };
    char thrown[4096];
    bool room = *size + CHUNK <= most && array_grow((void **)text, capacity, *size + CHUNK + 1, 1);
    ssize_t got = TEMP_FAILURE_RETRY(room ? read(fd, *text + *size, CHUNK) : read(fd, thrown, sizeof thrown));
    if (got > 0 && room)
        (*text)[ *size += (size_t)got] = '\0';
    return got > 0 || (got < 0 && errno == EAGAIN);
}

static void end(struct cleaning *cleaning) {
    int status = 0;
    (void)TEMP_FAILURE_RETRY(waitpid(cleaning->pid, &status, 0));
    (void)close(cleaning->out_fd);
    (void)close(cleaning->err_fd);
    cleaning->pid = 0;
    cleaning->ended = true;
    cleaning->code = WIFEXITED(status) ? WEXITSTATUS(status) : 3;
    if (cleaning->report_size > 0)
        cleaning->result = json_loadb(cleaning->report, cleaning->report_size, 0, NULL);
    free(cleaning->report);
    cleaning->report = NULL;
}

bool cleaning_take(struct cleaning *cleaning) {
    if (cleaning->pid == 0)
        return false;
    size_t before = cleaning->lines_size;
    bool more =
        take(cleaning->out_fd, &cleaning->report, &cleaning->report_size, &cleaning->report_capacity, MOST_REPORT);
    bool lines = take(cleaning->err_fd, &cleaning->lines, &cleaning->lines_size, &cleaning->lines_capacity, MOST_LINES);
    for (size_t i = before; i < cleaning->lines_size; i++)
        cleaning->done += cleaning->lines[i] == '\n';
    if (!more && !lines)
        end(cleaning);
    return cleaning->ended && cleaning->pid == 0 && !more && !lines;
}

/* The last of its lines; control characters go. */
static json_t *lines_of(const struct cleaning *cleaning) {
    json_t *lines = json_array();
    bool good = true;
    const char *at = cleaning->lines != NULL ? cleaning->lines : "";
    for (size_t number = 0; *at != '\0' && good; number++) {
        const bool shown = number + SHOWN_LINES >= cleaning->done;
        size_t length = strcspn(at, "\n");
        char *line = shown ? strndup(at, length) : NULL;
        good = !shown || json_array_append_new(lines, text_to_json(line)) == 0;
        free(line);
        at += length + (at[length] == '\n');
    }
    return json_all(lines, good);
}

/* What must come down, each with the sentence that says why. */
static json_t *take_down_of(const json_t *result) {
    json_t *list = json_deep_copy(json_object_get(result, "take_down")), *row;
    bool good = true;
    size_t i;
    json_array_foreach(list, i, row) {
        const char *reason = json_string_value(json_object_get(row, "reason"));
        good = json_object_set_new(row, "why", json_string(page_take_down(reason != NULL ? reason : ""))) == 0 && good;
    }
    return json_all(list, good);
}

json_t *cleaning_answer(const struct cleaning *cleaning) {
    const json_t *result = cleaning->result;
    json_t *answer =
        json_pack("{s:b, s:b, s:i, s:I, s:o}", "running", cleaning->pid != 0 ? 1 : 0, "ended", cleaning->ended ? 1 : 0,
                  "code", cleaning->code, "done", (json_int_t)cleaning->done, "lines", lines_of(cleaning));
    const bool good = result == NULL || (json_object_set(answer, "summary", json_object_get(result, "summary")) == 0 &&
                                         json_object_set_new(answer, "take_down", take_down_of(result)) == 0);
    return json_all(answer, good);
}

/* It still reports after the signal, and a full pipe would make both wait for ever. */
static void stop(struct cleaning *cleaning) {
    (void)kill(cleaning->pid, SIGTERM);
    while (cleaning->pid != 0) {
        struct pollfd polls[] = {{cleaning->out_fd, POLLIN, 0}, {cleaning->err_fd, POLLIN, 0}};
        (void)poll(polls, sizeof polls / sizeof *polls, -1);
        (void)cleaning_take(cleaning);
    }
}

void cleaning_clear(struct cleaning *cleaning) {
    if (cleaning->pid != 0)
        stop(cleaning);
    free(cleaning->report);
    free(cleaning->lines);
    json_decref(cleaning->result);
    *cleaning = (struct cleaning){0};
}
