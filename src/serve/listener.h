/* The review page's HTTP server: libmicrohttpd on the loopback address, in the caller's own thread. It reads requests
 * within the limits of request.h, asks the guard, and hands on what is let in. */
#ifndef SERVE_LISTENER_H
#define SERVE_LISTENER_H

#include "serve/guard.h"
#include "serve/request.h"

struct listener;

/* Answer one request; `reply` is zeroed, and what is put there is taken over. */
typedef void answer_request(void *context, const struct request *request, struct reply *reply);

/* Listen on 127.0.0.1, on `port` or, if it is 0, one that the system chooses. SLADD_IO: the port is taken. Close with
 * listener_close. */
enum sladd_status listener_open(struct listener **listener, unsigned port, answer_request *answer, void *context,
                                struct sladd_error *err);

/* The page's address; borrowed. */
const char *listener_address(const struct listener *listener);

/* A descriptor that is readable when listener_run has something to do; it has also once a second. */
const int *listener_fd(const struct listener *listener);

/* Do what can be done now; never waits. */
void listener_run(struct listener *listener);

/* Harmless on NULL. */
void listener_close(struct listener *listener);

#endif
