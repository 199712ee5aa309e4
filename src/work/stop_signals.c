#include "work/stop_signals.h"

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

static sigset_t all_of_them(void) {
    sigset_t stop;
    (void)sigemptyset(&stop);
    (void)sigaddset(&stop, SIGINT);
    (void)sigaddset(&stop, SIGTERM);
    (void)sigaddset(&stop, SIGHUP);
    return stop;
}

void stop_signals_leave_to_parent(void) {
    const sigset_t stop = all_of_them();
    (void)sigprocmask(SIG_SETMASK, &stop, NULL);
}

bool stop_signals_hold(struct stop_signals *signals) {
    const sigset_t stop = all_of_them();
    (void)sigprocmask(SIG_BLOCK, &stop, &signals->before);
    signals->fd = signalfd(-1, &stop, SFD_CLOEXEC | SFD_NONBLOCK);
    return signals->fd >= 0;
}

bool stop_signals_came(const struct stop_signals *signals) {
    struct pollfd news = {signals->fd, POLLIN, 0};
    return signals->fd >= 0 && poll(&news, 1, 0) > 0;
}

void stop_signals_release(struct stop_signals *signals) {
    const bool outermost = sigismember(&signals->before, SIGTERM) == 0;
    /* Or it would end the run before its report. */
    for (struct signalfd_siginfo seen; outermost && signals->fd >= 0 && read(signals->fd, &seen, sizeof seen) > 0;)
        ;
    if (signals->fd >= 0)
        (void)close(signals->fd);
    signals->fd = -1;
    (void)sigprocmask(SIG_SETMASK, &signals->before, NULL);
}
