/* One process a photo: whatever a hostile file does to it, the others and the parent go on, and nothing of one photo is
 * left in memory for the next. */
#ifndef WORK_WORKERS_H
#define WORK_WORKERS_H

#include "base/bytes.h"

#include <stdbool.h>
#include <stddef.h>

/* What the parent is told and asks; `context` is handed through. */
struct crew {
    size_t count; /* pieces of work */
    int at_once;  /* processes in parallel, at least 1 */
    void *context;
    /* In the child: do piece `index` and write its result to the descriptor. The child ends when this returns; false
     * means that the result is incomplete. */
    bool (*work)(void *context, size_t index, int result_fd);
    /* In the parent, in the order of finishing: the result, or an empty span and the trouble with the child. */
    void (*finished)(void *context, size_t index, struct span result, const struct sladd_error *trouble);
    /* In the parent, several times a second. */
    void (*tick)(void *context);
};

/* Run all pieces. False when the user interrupted: the rest was not started, and what ran was stopped. */
enum sladd_status workers_run(const struct crew *crew, bool *interrupted, struct sladd_error *err);

#endif
