/* The workers of a session: what is wanted of which photo, the most urgent first, each in a process of its own behind
 * the walls (work/workers.h). */
#ifndef SERVE_QUEUE_H
#define SERVE_QUEUE_H

#include "serve/session.h"

enum { SMALL_PIXELS = 320, LARGE_PIXELS = 2000 }; /* the longer side of pictures to look at */

/* How many errands can be begun or are being run. */
size_t queue_length(const struct session *session);

/* How many are not done, also of those that cannot be begun now. */
size_t queue_open(const struct session *session);

/* Run errands until none waits; `tick` is called several times a second, and at once when `*also` is readable. What is
 * wanted meanwhile is begun, too. `*interrupted`: as workers_run. */
enum sladd_status queue_run(struct session *session, void (*tick)(void *context), void *context, const int *also,
                            bool *interrupted, struct sladd_error *err);

/* To be called from `tick` after something new is wanted. */
void queue_grew(struct session *session);

#endif
