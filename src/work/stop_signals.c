#include "work/stop_signals.h"

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* But for those that whoever started sladd wants ignored, as nohup does, and a shell for what its scripts run in the
 * background: Linux keeps a signal that is blocked even so. */
static sigset_t all_of_them(void) {
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    sigset_t stop;
    (void)sigemptyset(&stop);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction now;
        if (sigaction(numbers[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
            (void)sigaddset(&stop, numbers[i]);
    }
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
    const sigset_t stop = all_of_them();
    sigset_t held_before;
    (void)sigandset(&held_before, &stop, &signals->before);
    const bool outermost = sigisemptyset(&held_before) != 0;
    /* Or it would end the run before its report. */
    for (struct signalfd_siginfo seen; outermost && signals->fd >= 0 && read(signals->fd, &seen, sizeof seen) > 0;)
        ;
    if (signals->fd >= 0)
        (void)close(signals->fd);
    signals->fd = -1;
    (void)sigprocmask(SIG_SETMASK, &signals->before, NULL);
}
