/* One process a photo: whatever a hostile file does to it, the others and the parent go on, and nothing of one photo is
 * left in memory for the next. The parent owns the names and the disk; a child gets open descriptors. */
#ifndef WORK_WORKERS_H
#define WORK_WORKERS_H

#include "work/task.h"

#include <stdbool.h>
#include <stddef.h>

/* The status by which a child says that it could not even answer for lack of memory: main.c sets it for the process. */
enum { WORKER_OUT_OF_MEMORY = 3 };

/* What the parent is told and asks; `context` is handed through. */
struct crew {
    size_t count;    /* pieces of work; may grow while they are worked on */
    int at_once;     /* processes in parallel, at least 1 */
    bool open_doors; /* --no-sandbox: children may open files (work/sandbox.h) */
    void *context;
    /* In the parent: open what piece `index` needs (`files` holds none yet; what is opened is closed after `finished`).
     * An error ends the piece before it began. */
    enum sladd_status (*open)(void *context, size_t index, struct task_files *files, struct sladd_error *err);
    /* In the parent, behind `open`: is there nothing to do? True: `outcome` is the result, and no child is made for it.
     * NULL: there always is. */
    bool (*settled)(void *context, size_t index, const struct task_files *files, struct sladd_outcome *outcome);
    /* In the child: do the piece. `outcome` is sent to the parent; the child ends when this returns. */
    void (*work)(void *context, size_t index, const struct task_files *files, struct sladd_outcome *outcome);
    /* In the parent, in the order of finishing: what the child said, checked (work/wire.h), or a failure that says what
     * became of it. `outcome` is taken over. */
    void (*finished)(void *context, size_t index, const struct task_files *files, struct sladd_outcome *outcome);
    /* In the parent, several times a second. NULL: never. */
    void (*tick)(void *context);
    const int *also; /* a descriptor: `tick` is called at once when it is readable, too. NULL: there is none */
};

/* Before anything is written. SLADD_USAGE: this system offers no sandbox, and working without one was not asked for.
 * Other errors: as sandbox_is_offered (work/sandbox.h). */
enum sladd_status workers_ready(bool open_doors, struct sladd_error *err);

/* Run all pieces. Those that are at work at once share the run's memory (--limit run-memory-mb); one that has too
 * little beside the others is done again when it can be alone. `*interrupted`: the user stopped the run; the rest was
 * not started, and what ran was stopped. */
enum sladd_status workers_run(const struct crew *crew, bool *interrupted, struct sladd_error *err);

#endif
