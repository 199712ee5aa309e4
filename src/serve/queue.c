#include "serve/queue.h"

#include "base/array.h"
#include "serve/found.h"
#include "stages/stages.h"
#include "work/thumbnail.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_LARGE = 24 }; /* of each kind */

/* What one worker is at. */
struct running {
    enum errand errand; /* ERRAND_NONE: nothing was left to do */
    size_t photo;
    uint64_t asked;
    struct file_stamp stamp;       /* of the photo, before it is opened */
    char filled[SLADD_SHA256_HEX]; /* the boxes that are filled before it looks, as a digest */
};

/* What the crew is handed. */
struct queue {
    struct session *session;
    void (*tick)(void *context);
    void *context; /* of tick */
};

/* Is it wanted and neither there nor being made? */
static bool is_open(const struct session *session, size_t photo, enum errand errand) {
    const struct wanted *wanted = &session->views[photo].errands[errand];
    return wanted->wanted && !wanted->failed && wanted->running == 0 && wanted->done != wanted->asked;
}

/* May it be begun now? */
static bool waits(const struct session *session, size_t photo, enum errand errand) {
    bool patient = errand == ERRAND_LOOK || errand == ERRAND_SMALL;
    return is_open(session, photo, errand) && !session->ended && !((session->hold || session->loading) && patient);
}

static size_t count(const struct session *session,
                    bool (*is)(const struct session *session, size_t photo, enum errand errand)) {
    size_t found = 0;
    for (size_t i = 0; i < session->plan.count; i++)
        for (int errand = 0; errand < ERRANDS; errand++)
            found += is(session, i, (enum errand)errand);
    return found;
}

static size_t running(const struct session *session) {
    size_t found = 0;
    for (size_t i = 0; i < session->plan.count; i++)
        for (int errand = 0; errand < ERRANDS; errand++)
            found += session->views[i].errands[errand].running;
    return found;
}

size_t queue_length(const struct session *session) {
    return count(session, waits) + running(session);
}

size_t queue_open(const struct session *session) {
    return count(session, is_open) + running(session);
}

/* What somebody waits for; then the photo that is looked at; thumbnails; the others in their order. */
static bool choose(const struct session *session, struct running *chosen) {
    static const enum errand order[] = {ERRAND_COPY, ERRAND_LARGE, ERRAND_SMALL, ERRAND_LOOK};
    const size_t view = session->in_view;
    *chosen = (struct running){.errand = ERRAND_NONE};
    for (int errand = 0; view != RESOLVER_NONE && errand < ERRANDS; errand++)
        if (waits(session, view, (enum errand)errand)) {
            *chosen = (struct running){.errand = (enum errand)errand, .photo = view};
            return true;
        }
    for (size_t o = 0; o < ERRANDS; o++)
        for (size_t i = 0; i < session->plan.count; i++)
            if (waits(session, i, order[o])) {
                *chosen = (struct running){.errand = order[o], .photo = i};
                return true;
            }
    return false;
}

static enum sladd_status open_files(void *context, size_t index, struct task_files *files, struct sladd_error *err) {
    struct session *session = ((struct queue *)context)->session;
    struct running *running;
    if (!array_grow((void **)&session->running, &session->running_capacity, index + 1, sizeof *session->running))
        return fail_memory(err);
    session->running_count = index + 1;
    running = &session->running[index];
    if (!choose(session, running))
        return sladd_fail(err, SLADD_INTERRUPTED, "not processed");
    struct view *view = &session->views[running->photo];
    running->asked = view->errands[running->errand].asked;
    view->errands[running->errand].running++;
    (void)file_stamp_take(&running->stamp, session->plan.jobs[running->photo].input->path);
    stage_mark_digest(&session->plan.jobs[running->photo].entry, running->filled);
    files->output_fd = memfd_create(running->errand == ERRAND_LOOK ? "detected" : "picture", MFD_CLOEXEC);
    if (files->output_fd < 0)
        return sladd_fail(err, fail_as(SLADD_IO, errno), "cannot create the output: %s", fail_reason(errno));
    return task_files_open(files, session->plan.jobs[running->photo].input, err);
}

/* In the child. */
static void work(void *context, size_t index, const struct task_files *files, struct sladd_outcome *outcome) {
    const struct session *session = ((const struct queue *)context)->session;
    const struct running *running = &session->running[index];
    struct sladd_settings settings = *session->options.settings;
    settings.dry_run = settings.tell_tags = running->errand == ERRAND_LOOK;
    const struct task task = {.entry = &session->plan.jobs[running->photo].entry,
                              .policy = session->options.policy,
                              .settings = &settings,
                              .vision = session->options.vision,
                              .known = &session->detections.set,
                              .tell_detected = settings.dry_run};
    if (running->errand == ERRAND_SMALL || running->errand == ERRAND_LARGE)
        thumbnail_run(files, running->errand == ERRAND_SMALL ? SMALL_PIXELS : LARGE_PIXELS, NULL, outcome);
    else
        task_run(&task, files, outcome);
}

static void drop_picture(struct picture_file *picture) {
    if (picture->fd >= 0)
        (void)close(picture->fd);
    *picture = (struct picture_file){.fd = -1};
}

/* What goes is made again when somebody asks. */
static void forget_picture(struct session *session, size_t photo, enum errand errand) {
    struct view *view = &session->views[photo];
    drop_picture(&view->pictures[errand]);
    view->errands[errand].wanted = false;
    view->errands[errand].asked = session_tick(session);
}

static void keep_picture(struct picture_file *picture, int fd, size_t size) {
    drop_picture(picture);
    int copy = size > 0 ? fcntl(fd, F_DUPFD_CLOEXEC, 0) : -1;
    if (copy >= 0)
        *picture = (struct picture_file){.fd = copy, .size = size};
}

/* Append a thumbnail to the file that holds them all; by the kernel, not through this process' memory, of which every
 * worker has a copy. */
static bool keep_thumbnail(struct session *session, struct picture_file *picture, int fd, size_t size) {
    off_t from = 0, to = lseek(session->thumbnails, 0, SEEK_END);
    while (to >= 0 && (size_t)from < size)
        if (sendfile(session->thumbnails, fd, &from, size - (size_t)from) <= 0)
            break;
    if (to < 0 || size == 0 || (size_t)from < size)
        return false;
    *picture = (struct picture_file){session->thumbnails, to, size};
    return true;
}

/* Large pictures are many megabytes: those that were made longest ago go. */
static void drop_oldest(struct session *session, enum errand errand) {
    size_t held = 0, oldest = 0;
    uint64_t since = UINT64_MAX;
    for (size_t i = 0; i < session->plan.count; i++) {
        const struct view *view = &session->views[i];
        if (view->pictures[errand].fd < 0)
            continue;
        held++;
        if (view->errands[errand].done < since) {
            since = view->errands[errand].done;
            oldest = i;
        }
    }
    if (held > MOST_LARGE)
        forget_picture(session, oldest, errand);
}

/* The file is another than the one that was looked at before: its pictures are, too. */
static void keep_look(struct session *session, const struct running *running, const struct task_files *files,
                      struct sladd_outcome *outcome) {
    struct view *view = &session->views[running->photo];
    const char *before = view->outcome.source_sha256, *now = outcome->source_sha256;
    if (strcmp(before, now) != 0 && (view->replaced || before[0] != '\0')) { /* not the first look */
        session_want(session, running->photo, ERRAND_SMALL);
        forget_picture(session, running->photo, ERRAND_LARGE);
        forget_picture(session, running->photo, ERRAND_COPY);
        session->replaced = session_tick(session);
    }
    view->replaced = false;
    view->stamp = running->stamp;
    sladd_outcome_clear(&view->outcome);
    view->outcome = *outcome;
    *outcome = (struct sladd_outcome){0};
    if (view->outcome.result == SLADD_SANITISED || view->outcome.result == SLADD_WITHHELD)
        found_keep(session, files->output_fd, files->source_fd, running->filled);
}

/* The copy is shown only when it is the one that the child says it verified. */
static void keep_copy(struct view *view, const struct task_files *files, struct sladd_outcome *outcome) {
    struct stat facts;
    bool good = outcome->result == SLADD_SANITISED && files->output_fd >= 0 &&
                sha256_fd_is(files->output_fd, SIZE_MAX / 2, outcome->output_sha256) &&
                fstat(files->output_fd, &facts) == 0;
    keep_picture(&view->pictures[ERRAND_COPY], files->output_fd, good ? (size_t)facts.st_size : 0);
    sladd_outcome_clear(&view->copied);
    view->copied = *outcome;
    *outcome = (struct sladd_outcome){0};
}

static void finished(void *context, size_t index, const struct task_files *files, struct sladd_outcome *outcome) {
    struct session *session = ((struct queue *)context)->session;
    const struct running running =
        index < session->running_count ? session->running[index] : (struct running){.errand = ERRAND_NONE};
    if (running.errand == ERRAND_NONE) {
        sladd_outcome_clear(outcome);
        return;
    }
    struct view *view = &session->views[running.photo];
    struct wanted *wanted = &view->errands[running.errand];
    wanted->running--;
    wanted->done = running.asked;
    if (running.errand == ERRAND_LOOK) {
        keep_look(session, &running, files, outcome);
    } else if (running.errand == ERRAND_COPY) {
        keep_copy(view, files, outcome);
    } else {
        int most = running.errand == ERRAND_SMALL ? SMALL_PIXELS : LARGE_PIXELS;
        size_t size = files->output_fd >= 0 ? thumbnail_size(files, most, outcome) : 0;
        struct picture_file *picture = &view->pictures[running.errand];
        if (running.errand == ERRAND_LARGE)
            keep_picture(picture, files->output_fd, size);
        else if (!keep_thumbnail(session, picture, files->output_fd, size))
            size = 0;
        wanted->failed = size == 0;
    }
    if (running.errand == ERRAND_COPY || running.errand == ERRAND_LARGE)
        drop_oldest(session, running.errand);
    view->told = session_tick(session);
    sladd_outcome_clear(outcome);
}

static void tick(void *context) {
    const struct queue *queue = context;
    queue->tick(queue->context);
    queue_grew(queue->session);
}

void queue_grew(struct session *session) {
    session->crew.count = session->running_count + count(session, waits);
}

enum sladd_status queue_run(struct session *session, void (*each)(void *context), void *context, const int *also,
                            bool *interrupted, struct sladd_error *err) {
    struct queue queue = {session, each, context};
    session->running_count = 0;
    session->crew = (struct crew){.count = count(session, waits),
                                  .at_once = session->options.jobs,
                                  .open_doors = session->options.open_doors,
                                  .context = &queue,
                                  .open = open_files,
                                  .work = work,
                                  .finished = finished,
                                  .tick = tick,
                                  .also = also};
    return workers_run(&session->crew, interrupted, err);
}
