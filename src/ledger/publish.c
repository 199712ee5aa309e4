#include "ledger/publish.h"

#include "base/array.h"
#include "base/clock.h"
#include "base/language.h"
#include "base/limits.h"
#include "base/paths.h"
#include "base/permissions.h"
#include "ledger/risk_choice.h"
#include "ledger/standing.h"
#include "stages/called.h"
#include "work/stop_signals.h"
#include "work/workers.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* A copy that more people may read than its source is made again. */
static bool is_wider(int output_fd, int source_fd) {
    struct stat output;
    return fstat(output_fd, &output) != 0 ||
           (output.st_mode & 0777 & ~permissions_for(permissions_of(source_fd), output.st_gid)) != 0;
}

/* What an earlier run made under the same rules, where its copy may still be good; else NULL. */
static const struct sladd_outcome *earlier_of(const struct publishing *run, size_t index,
                                              const struct task_files *files) {
    const struct planned *planned = &run->plan->jobs[index];
    const struct receipt *receipt = receipts_find(run->receipts, planned->output);
    char key[SLADD_SHA256_HEX];
    if (receipt == NULL || files->copy_fd < 0 || run->photos[index].wider ||
        (run->max_risk >= 0 && receipt->outcome.risk < 0) || !called_as_today(&planned->entry, &receipt->outcome))
        return NULL;
    receipt_key(&run->rules, &planned->entry, &receipt->outcome, key);
    return key[0] != '\0' && strcmp(key, receipt->key) == 0 ? &receipt->outcome : NULL;
}

/* In the parent: everything that the child needs, open. The new file only once it is known that one is needed: a disk
 * without room for it hinders nothing that stands as it should. */
static enum sladd_status open_files(void *context, size_t turn, struct task_files *files, struct sladd_error *err) {
    struct publishing *run = context;
    const size_t index = run->turns[turn];
    struct publication *photo = &run->photos[index];
    const struct planned *planned = &run->plan->jobs[index];
    enum sladd_status status = task_files_open(files, planned->input, err);
    if (status != SLADD_OK)
        return status;
    if (receipts_find(run->receipts, planned->output) != NULL)
        files->copy_fd = output_folder_open_copy(run->folder, planned->output);
    photo->wider = files->copy_fd >= 0 && is_wider(files->copy_fd, files->source_fd);
    const struct sladd_outcome *earlier = earlier_of(run, index, files);
    photo->settled = earlier != NULL && task_is_unchanged(earlier, files, &photo->outcome);
    if (photo->settled || run->rules.settings->dry_run)
        return SLADD_OK;
    status = output_folder_begin(run->folder, planned->output, permissions_of(files->source_fd), &photo->copy, err);
    if (status == SLADD_OK)
        files->output_fd = fcntl(photo->copy.out.fd, F_DUPFD_CLOEXEC, 0);
    return status == SLADD_OK && files->output_fd < 0
               ? sladd_fail(err, fail_as(SLADD_IO, errno), "cannot create the output: %s", fail_reason(errno))
               : status;
}

static bool settled(void *context, size_t turn, const struct task_files *files, struct sladd_outcome *outcome) {
    const struct publishing *run = context;
    const struct publication *photo = &run->photos[run->turns[turn]];
    (void)files;
    if (photo->settled)
        *outcome = photo->outcome;
    return photo->settled;
}

/* In the child. */
static void work(void *context, size_t turn, const struct task_files *files, struct sladd_outcome *outcome) {
    const struct publishing *run = context;
    const struct task task = {.entry = &run->plan->jobs[run->turns[turn]].entry,
                              .policy = run->rules.policy,
                              .settings = run->rules.settings,
                              .vision = run->vision,
                              .known = &run->detections->set};
    task_run(&task, files, outcome);
}

/* The child's word is not enough for a copy to get a name: its bytes have to be those that it says it verified. */
static enum sladd_status check_copy(const struct new_copy *copy, const struct sladd_outcome *outcome,
                                    struct sladd_error *err) {
    return sha256_fd_is(copy->out.fd, SIZE_MAX / 2, outcome->output_sha256)
               ? SLADD_OK
               : sladd_fail(err, SLADD_VERIFY, "verification failed: the output is not what was verified");
}

static enum sladd_status make_receipt(const struct publishing *run, size_t index, struct receipt *receipt,
                                      struct sladd_error *err) {
    const struct planned *planned = &run->plan->jobs[index];
    struct stat facts = {0};
    *receipt = (struct receipt){
        .output = strdup(planned->output), .origin = path_real(planned->input->path), .makers = strdup(run->makers)};
    if (receipt->output == NULL || receipt->makers == NULL || receipt->origin == NULL)
        return fail_memory(err);
    if (fstat(run->photos[index].copy.out.fd, &facts) == 0)
        receipt_set_facts(receipt, &facts);
    receipt_key(&run->rules, &planned->entry, &run->photos[index].outcome, receipt->key);
    enum sladd_status status = sladd_outcome_copy(&receipt->outcome, &run->photos[index].outcome, err);
    return status == SLADD_OK ? called_list(&planned->entry, &receipt->outcome, &receipt->outcome.called, err) : status;
}

/* One after another by the least that a clock tells: copies of one size would be told apart by nothing else. The order
 * is that of the neutral names. */
static void set_time(const struct publishing *run, const struct publication *photo) {
    const size_t turn = photo->turn + (size_t)run->begun.tv_nsec;
    const struct timespec time = {run->begun.tv_sec + (time_t)(turn / 1000000000), (long)(turn % 1000000000)};
    (void)futimens(photo->copy.out.fd, (const struct timespec[]){time, time});
}

/* Receipt, then name: no crash and no lack of memory leaves a copy that nobody knows. */
static enum sladd_status commit(struct publishing *run, size_t index, struct sladd_error *err) {
    struct publication *photo = &run->photos[index];
    const char *output = run->plan->jobs[index].output;
    const struct receipt *earlier = receipts_find(run->receipts, output);
    struct receipt receipt = {0}, before = {0};
    enum sladd_status status = check_copy(&photo->copy, &photo->outcome, err);
    if (run->renamed) /* a disk that does not take it still has them in the order of their names */
        set_time(run, photo);
    if (status == SLADD_OK)
        status = make_receipt(run, index, &receipt, err);
    if (status == SLADD_OK && earlier != NULL)
        memcpy(receipt.earlier_sha256, output_folder_standing(run->folder, earlier), sizeof receipt.earlier_sha256);
    if (status == SLADD_OK)
        status = receipts_announce(run->receipts, &receipt, &before, err);
    if (status == SLADD_OK) {
        status = output_folder_commit(&photo->copy, before.output != NULL ? receipts_find(run->receipts, output) : NULL,
                                      err);
        if (status == SLADD_OK)
            receipts_confirm(run->receipts, output);
        else
            receipts_retract(run->receipts, output, &before);
    }
    receipt_clear(&receipt);
    receipt_clear(&before);
    return status;
}

static void fail_photo(struct publication *photo, const struct sladd_error *err) {
    photo->outcome.result = SLADD_FAILED;
    photo->outcome.error = *err;
    photo->outcome.verified = false;
    photo->outcome.output_sha256[0] = '\0';
}

/* What a child says of the files, the parent knows; and that nothing is to be done is not a child's to say. The photo
 * may have been written to since the child read it, which its owner can mend. */
static enum sladd_status check_word(const struct task_files *files, const struct sladd_outcome *outcome,
                                    struct sladd_error *err) {
    char now[SLADD_SHA256_HEX];
    if (outcome->result == SLADD_UNCHANGED)
        return sladd_fail(err, SLADD_VERIFY,
                          "verification failed: the process that worked on it gave an impossible answer");
    errno = 0;
    if (outcome->source_sha256[0] != '\0' && !sha256_of_fd(files->source_fd, limit_bytes(LIMIT_FILE_MB), now) &&
        errno != 0)
        return sladd_fail(err, fail_as(SLADD_IO, errno), "cannot read: %s", fail_reason(errno));
    return outcome->source_sha256[0] == '\0' || strcmp(now, outcome->source_sha256) == 0
               ? SLADD_OK
               : sladd_fail(err, SLADD_VERIFY,
                            "verification failed: the photo was changed while it was worked on; run sladd again");
}

/* A photo without a copy: that of an earlier run may not stay, either. */
static void remove_earlier(struct publishing *run, size_t index) {
    const struct receipt *receipt = receipts_find(run->receipts, run->plan->jobs[index].output);
    if (receipt != NULL)
        (void)publish_remove(run, receipt, _("the copy of an earlier run was removed"));
}

/* What must come down, before anything takes the place of the earlier copy or of its receipt (NULL: there is none); in
 * the place of what was listed of this photo. */
static enum sladd_status list_takedowns(struct publishing *run, size_t index, size_t listed,
                                        const struct receipt *receipt, struct sladd_error *err) {
    takedowns_cut(&run->takedowns, listed);
    return receipt != NULL ? takedowns_compare(&run->takedowns, run->plan->jobs[index].output, &receipt->outcome,
                                               &run->photos[index].outcome, err)
                           : SLADD_OK;
}

/* What the machine lacks (the disk, room on it, memory) says nothing of the photo: what an earlier run made of it is
 * judged by its receipt, as where the original is gone (other_copies.h). But not where the photo is another by now or
 * fewer people may read it, and with --max-risk only if it fits whatever the others carry. */
static bool leaves_earlier(const struct publishing *run, const struct publication *photo,
                           const struct receipt *receipt) {
    const enum sladd_status cause = photo->outcome.error.status;
    const char *source = photo->outcome.source_sha256;
    return receipt != NULL && !photo->wider && photo->outcome.result == SLADD_FAILED &&
           (cause == SLADD_IO || cause == SLADD_NO_MEMORY || cause == SLADD_CRASHED) &&
           (source[0] == '\0' || strcmp(source, receipt->outcome.source_sha256) == 0) &&
           (run->max_risk < 0 || risk_fits_anyhow(receipt->outcome.risk, run->plan->count, run->max_risk));
}

/* A photo that lies elsewhere than its receipt has it is found there from now on. */
static enum sladd_status follow(struct publishing *run, size_t index, struct sladd_error *err) {
    char *origin = path_real(run->plan->jobs[index].input->path);
    enum sladd_status status = origin != NULL ? SLADD_OK : fail_memory(err);
    if (status == SLADD_OK && origin[0] != '\0')
        status = receipts_move_origin(run->receipts, run->plan->jobs[index].output, origin, err);
    free(origin);
    return status;
}

/* The books: what was published earlier, what there is now. */
static void keep_books(struct publishing *run, size_t index) {
    struct publication *photo = &run->photos[index];
    const char *output = run->plan->jobs[index].output;
    const struct receipt *receipt = receipts_find(run->receipts, output);
    const size_t listed = run->takedowns.count;
    struct sladd_error err = {0};
    if (photo->outcome.error.status == SLADD_INTERRUPTED)
        return; /* nothing was found out about it: what stands there stands until the next run, as for those not begun
                 */
    photo->left = leaves_earlier(run, photo, receipt);
    if (photo->left)
        return;
    if (photo->outcome.result == SLADD_UNCHANGED && receipt != NULL) {
        sladd_outcome_clear(&photo->outcome);
        if (sladd_outcome_copy(&photo->outcome, &receipt->outcome, &err) == SLADD_OK &&
            (run->rules.settings->dry_run || follow(run, index, &err) == SLADD_OK))
            photo->outcome.result = SLADD_UNCHANGED;
        else
            fail_photo(photo, &err);
        return;
    }
    enum sladd_status told = list_takedowns(run, index, listed, receipt, &err);
    if (told == SLADD_OK && photo->outcome.result == SLADD_SANITISED && !run->rules.settings->dry_run &&
        (publish_may_replace(run, receipt, &photo->outcome, run->takedowns.count > listed, &err) != SLADD_OK ||
         commit(run, index, &err) != SLADD_OK)) {
        fail_photo(photo, &err);
        photo->left = leaves_earlier(run, photo, receipt);
        told = list_takedowns(run, index, listed, photo->left ? NULL : receipt, &err);
    }
    if (told != SLADD_OK) /* the next run compares once more, with what stands there */
        fail_photo(photo, &err);
    else if (photo->outcome.result != SLADD_SANITISED && !photo->left && !run->rules.settings->dry_run)
        remove_earlier(run, index);
}

/* The last step of a photo: whatever has to wait for others is over. */
static void conclude(struct publishing *run, size_t index) {
    struct publication *photo = &run->photos[index];
    const double started = clock_milliseconds();
    photo->done = true;
    keep_books(run, index);
    output_folder_abandon(&photo->copy);
    photo->outcome.milliseconds[SLADD_STEP_COMMIT] += clock_milliseconds() - started;
    run->done(run->context, index);
}

/* May this copy stand whatever the others carry? */
static bool fits_anyhow(const struct publishing *run, const struct sladd_outcome *outcome) {
    return run->max_risk < 0 || !sladd_outcome_has_copy(outcome) ||
           risk_fits_anyhow(outcome->risk, run->plan->count, run->max_risk);
}

static void finished(void *context, size_t turn, const struct task_files *files, struct sladd_outcome *outcome) {
    struct publishing *run = context;
    const size_t index = run->turns[turn];
    struct publication *photo = &run->photos[index];
    struct sladd_error err = {0};
    photo->outcome = *outcome;
    if (!photo->settled && check_word(files, outcome, &err) != SLADD_OK)
        fail_photo(photo, &err);
    if (photo->outcome.result == SLADD_FAILED && photo->outcome.source_sha256[0] == '\0')
        (void)sha256_of_fd(files->source_fd, limit_bytes(LIMIT_FILE_MB), photo->outcome.source_sha256);
    photo->held = !fits_anyhow(run, &photo->outcome);
    if (!photo->held)
        conclude(run, index);
}

/* Of a copy that stood, what is in it is known from its receipt. */
static void withhold_risky(struct publishing *run, size_t index) {
    struct publication *photo = &run->photos[index];
    const struct receipt *receipt = receipts_find(run->receipts, run->plan->jobs[index].output);
    struct sladd_error err = {0};
    if (photo->settled && receipt != NULL && sladd_outcome_copy(&photo->outcome, &receipt->outcome, &err) != SLADD_OK)
        photo->outcome = (struct sladd_outcome){.risk = -1};
    photo->outcome.result = SLADD_WITHHELD;
    photo->outcome.verified = false;
    photo->outcome.output_sha256[0] = '\0';
    (void)sladd_fail(
        &photo->outcome.error, SLADD_RISK,
        "withheld: faces probably still seen in it: %.2f; with those in the other copies that is more than "
        "--max-risk %g allows",
        photo->outcome.risk, run->max_risk);
}

static void run_tick(void *context) {
    const struct publishing *run = context;
    run->tick(run->context);
}

/* Those that had to wait get their names while the sum stays within the limit; the rest is withheld. */
static enum sladd_status settle_held(struct publishing *run, struct sladd_error *err) {
    struct risky *held = array_new(run->plan->count + 1, sizeof *held);
    size_t count = 0;
    double sum = 0;
    if (held == NULL)
        return fail_memory(err);
    for (size_t i = 0; i < run->plan->count; i++) {
        const struct publication *photo = &run->photos[i];
        const struct receipt *left = photo->left ? receipts_find(run->receipts, run->plan->jobs[i].output) : NULL;
        if (photo->held)
            held[count++] = (struct risky){photo->outcome.risk, run->plan->jobs[i].output, i, false};
        else if (left != NULL)
            sum += left->outcome.risk;
        else if (sladd_outcome_has_copy(&photo->outcome))
            sum += photo->outcome.risk;
    }
    risk_choose(held, count, sum, run->max_risk);
    for (size_t i = 0; i < count; i++) {
        if (!held[i].fits)
            withhold_risky(run, held[i].index);
        conclude(run, held[i].index);
        run_tick(run);
    }
    free(held);
    return SLADD_OK;
}

/* Every held copy is an open file until the end. */
static void allow_many_files(void) {
    struct rlimit limits;
    if (getrlimit(RLIMIT_NOFILE, &limits) == 0) {
        limits.rlim_cur = limits.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &limits);
    }
}

/* The work itself, and what had to wait for its end. Once it is known which copies may stand, no signal comes between
 * those that get their names and those of an earlier run that go. */
static enum sladd_status run_crew(struct publishing *run, const struct crew *crew, bool *interrupted,
                                  struct sladd_error *err) {
    struct stop_signals stop;
    if (run->max_risk < 0)
        return workers_run(crew, interrupted, err);
    allow_many_files();
    bool held = stop_signals_hold(&stop);
    enum sladd_status status = held ? workers_run(crew, interrupted, err)
                                    : sladd_fail(err, SLADD_NO_MEMORY, "cannot prepare %d workers", crew->at_once);
    if (status == SLADD_OK && !*interrupted) {
        status = settle_held(run, err);
        *interrupted = stop_signals_came(&stop);
    }
    stop_signals_release(&stop);
    return status;
}

enum sladd_status publish_all(struct publishing *run, bool *interrupted, struct sladd_error *err) {
    const struct crew crew = {.count = run->plan->count,
                              .at_once = run->at_once,
                              .open_doors = run->open_doors,
                              .context = run,
                              .open = open_files,
                              .settled = settled,
                              .work = work,
                              .finished = finished,
                              .tick = run_tick};
    struct sladd_error left_out;
    run->turns = plan_turns(run->plan, run->renamed);
    run->photos = run->turns != NULL ? array_new_zero(run->plan->count + 1, sizeof *run->photos) : NULL;
    if (run->photos == NULL)
        return fail_memory(err);
    for (size_t i = 0; i < run->plan->count; i++) {
        run->photos[i].copy = NO_NEW_COPY;
        run->photos[run->turns[i]].turn = i;
    }
    (void)clock_gettime(CLOCK_REALTIME, &run->begun);
    enum sladd_status status = run_crew(run, &crew, interrupted, err);
    (void)sladd_fail(&left_out, SLADD_INTERRUPTED, "not processed");
    for (size_t i = 0; i < run->plan->count; i++) {
        struct publication *photo = &run->photos[i];
        if (photo->done)
            continue;
        output_folder_abandon(&photo->copy);
        sladd_outcome_clear(&photo->outcome);
        photo->outcome = (struct sladd_outcome){.result = SLADD_FAILED, .error = left_out, .risk = -1};
    }
    return status;
}

void publishing_clear(struct publishing *run) {
    for (size_t i = 0; run->photos != NULL && i < run->plan->count; i++)
        sladd_outcome_clear(&run->photos[i].outcome);
    free(run->photos);
    free(run->turns);
    takedowns_clear(&run->takedowns);
    sladd_names_clear(&run->unseen);
    run->photos = NULL;
    run->turns = NULL;
}
