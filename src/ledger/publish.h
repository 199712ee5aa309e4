/* The way of every photo in the parent: its files are opened, a child makes the copy, the copy gets its name, the books
 * are kept. What a child does with the pixels is pipeline.h's. */
#ifndef LEDGER_PUBLISH_H
#define LEDGER_PUBLISH_H

#include "files/plan.h"
#include "ledger/detections.h"
#include "ledger/output_folder.h"
#include "ledger/receipt_key.h"
#include "ledger/takedowns.h"
#include "vision/vision.h"

#include <time.h>

/* One photo of the plan on its way. */
struct publication {
    struct new_copy copy;         /* while its child works */
    struct sladd_outcome outcome; /* owned; good once `done` */
    bool settled;                 /* it stands as an earlier run left it, which the parent found out itself */
    bool wider;                   /* more people may read what an earlier run made than its source */
    bool left;                    /* it failed, and what an earlier run made of it is still to be judged */
    bool held;                    /* finished but for its name: how risky the others are decides */
    bool done;
    size_t turn; /* its place in `turns` */
};

/* A run. What is not said to be owned is borrowed. */
struct publishing {
    struct plan *plan;
    struct rules rules;
    struct vision *vision;
    struct output_folder *folder;
    struct receipts *receipts;
    const struct detections *detections; /* of the photos that somebody reviewed before */
    const char *makers;                  /* policy and models as JSON, for the receipts */
    int at_once;                         /* processes in parallel */
    bool open_doors;                     /* --no-sandbox */
    bool renamed;                        /* --rename: nothing of the copies may tell the order of the photos' names */
    double max_risk; /* so many faces may probably still be seen in all copies together; negative: no limit */
    void *context;   /* for these two, which are called in the parent */
    void (*say)(void *context, const char *path, const char *text);
    void (*done)(void *context, size_t index); /* a photo is finished */
    void (*tick)(void *context);

    struct publication *photos; /* one a job of the plan; owned */
    size_t *turns;              /* the jobs, in the order in which they are begun; owned */
    struct timespec begun;
    struct takedowns takedowns; /* owned */
    struct sladd_names unseen;  /* where copies may lie that somebody moved, and nobody can look; owned */
    size_t stuck;               /* copies that must come down, and could not be removed */
};

/* Numbers of --rename stay with their photos; copies that somebody moved get receipts of their own (moved_copies.h);
 * then nothing is begun before every name is known to be free, or ours. SLADD_COLLISION names the file and the way out.
 * Writes nothing. */
enum sladd_status publish_check(struct publishing *run, bool keep_numbers, struct sladd_error *err);

/* All photos. Afterwards each has an outcome, also those that an interruption left out. */
enum sladd_status publish_all(struct publishing *run, bool *interrupted, struct sladd_error *err);

/* May a new copy get its name? Not where the earlier one must come down (`condemned`), or is not where it was, and may
 * lie where nobody can look: its receipt is all that it is known by there. `earlier` may be NULL. */
enum sladd_status publish_may_replace(const struct publishing *run, const struct receipt *earlier,
                                      const struct sladd_outcome *now, bool condemned, struct sladd_error *err);

/* Remove the copy that an earlier run made, and say so with `why`; or that it could not be removed, is another file by
 * now, or got its name from somebody else, who has to remove it: then false. `receipt` is gone afterwards, or still
 * there: where nobody could look everywhere, it is what the copy is known by if it lies there. */
bool publish_remove(struct publishing *run, const struct receipt *receipt, const char *why);

/* After all copies were judged: where something must come down, name what could not be looked at. */
void publish_tell_unseen(struct publishing *run);

void publishing_clear(struct publishing *run);

#endif
