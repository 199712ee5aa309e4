#include "report/progress.h"

#include "base/clock.h"
#include "base/language.h"
#include "base/utf8.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { BAR_WIDTH = 30, SMALLEST_TERMINAL = 60 };

static int terminal_width(void) {
    struct winsize size;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

void progress_init(struct progress *progress, size_t total, bool wanted) {
    *progress = (struct progress){
        .shown = wanted && total > 0 && isatty(STDERR_FILENO) == 1, .total = total, .started = clock_milliseconds()};
}

void progress_draw(struct progress *progress) {
    if (!progress->shown)
        return;
    static const char full[] = "##############################", empty[] = "..............................";
    double seconds = (clock_milliseconds() - progress->started) / 1e3;
    double rate = seconds > 0 ? (double)progress->done / seconds : 0;
    char left[32] = "";
    if (progress->done > 0) {
        long rest = (long)((double)(progress->total - progress->done) / rate + 0.5);
        (void)snprintf(left, sizeof left, _(", %ld:%02ld left"), rest / 60, rest % 60);
    }
    int filled = (int)(BAR_WIDTH * progress->done / progress->total);
    if (terminal_width() < SMALLEST_TERMINAL)
        (void)fprintf(stderr, "\r\033[K%zu/%zu%s", progress->done, progress->total, left);
    else
        (void)fprintf(stderr, "\r\033[K[%.*s%.*s] %zu/%zu, %.1f %s%s", filled, full, BAR_WIDTH - filled, empty,
                      progress->done, progress->total, rate, _("photos/s"), left);
    (void)fflush(stderr);
    progress->drawn = true;
}

void progress_erase(struct progress *progress) {
    if (progress->drawn)
        (void)fputs("\r\033[K", stderr);
    progress->drawn = false;
}

void progress_say(struct progress *progress, const char *path, const char *text) {
    progress_erase(progress);
    (void)fputs("sladd: ", stderr);
    text_print(path, stderr);
    (void)fputs(": ", stderr);
    text_print(text, stderr);
    (void)fputc('\n', stderr);
}
