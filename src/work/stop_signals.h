/* Ctrl+C and its kin, asked for between two pieces of work instead of ending the process in the middle of one. */
#ifndef WORK_STOP_SIGNALS_H
#define WORK_STOP_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

struct stop_signals {
    int fd; /* readable once one came; -1 when none can be asked for */
    sigset_t before;
};

/* From here on SIGINT, SIGTERM and SIGHUP wait to be asked for, unless they are ignored. False: the system has no room
 * for it; release even so.
 */
bool stop_signals_hold(struct stop_signals *signals);

/* Did one come? */
bool stop_signals_came(const struct stop_signals *signals);

/* In a child, whose parent holds them: Ctrl+C reaches both, and it is for the parent to end the child, and to know why.
 * Every other signal arrives. */
void stop_signals_leave_to_parent(void);

/* As before; what came does not arrive a second time, but whoever held them before goes on being told of it. */
void stop_signals_release(struct stop_signals *signals);

#endif
