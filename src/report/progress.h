/* A progress bar on a terminal: count, rate and time left, on standard error, redrawn in place. */
#ifndef REPORT_PROGRESS_H
#define REPORT_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

struct progress {
    bool shown; /* false: there is no bar, only what progress_say says */
    size_t total, done;
    double started; /* clock_milliseconds */
    bool drawn;     /* a line stands on the terminal */
};

/* Shown only where `wanted` and standard error is a terminal. */
void progress_init(struct progress *progress, size_t total, bool wanted);
void progress_draw(struct progress *progress);
/* Take the line away, so that something else can be printed. */
void progress_erase(struct progress *progress);
/* A message about a photo on standard error, with the line out of the way. */
void progress_say(struct progress *progress, const char *path, const char *text);

#endif
