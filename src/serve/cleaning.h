/* `sladd clean`, started from the page: in a process of its own, which is told nothing by the browser but to begin, and
 * says on its two outputs how far it is and what became of it. */
#ifndef SERVE_CLEANING_H
#define SERVE_CLEANING_H

#include "base/bytes.h"

#include <jansson.h>
#include <sys/types.h>

/* Does the work; the result is the exit status. The report (--report -) goes to standard output, a line for every photo
 * to standard error. */
typedef int clean_folder(void *context);

/* Zero-initialise to start. */
struct cleaning {
    pid_t pid; /* 0: not running */
    int out_fd, err_fd;
    char *report, *lines; /* what it said so far; owned */
    size_t report_size, report_capacity, lines_size, lines_capacity;
    size_t done; /* lines */
    bool ended;
    int code;
    json_t *result; /* the report; owned; NULL: there is none */
};

/* SLADD_IO: it cannot be started; SLADD_USAGE: it runs. */
enum sladd_status cleaning_start(struct cleaning *cleaning, clean_folder *clean, void *context,
                                 struct sladd_error *err);

/* Take what it said; never waits. True when it has just ended. */
bool cleaning_take(struct cleaning *cleaning);

/* For the page; the caller's. NULL: out of memory. */
json_t *cleaning_answer(const struct cleaning *cleaning);

/* Ends it, where it runs. */
void cleaning_clear(struct cleaning *cleaning);

#endif
