#include "serve/session.h"

#include "base/array.h"
#include "base/ascii.h"
#include "base/boxes.h"
#include "base/paths.h"
#include "consent/known_text.h"
#include "redaction/redaction.h"
#include "stages/no_faces.h"
#include "work/open_reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

uint64_t session_tick(struct session *session) {
    return ++session->clock;
}

void session_want(struct session *session, size_t photo, enum errand errand) {
    struct wanted *wanted = &session->views[photo].errands[errand];
    wanted->wanted = true;
    wanted->failed = false;
    wanted->asked = session_tick(session);
}

static size_t book_of(const struct session *session, const struct manifest *manifest) {
    return manifest != NULL ? books_find(&session->books, manifest->opened_as) : RESOLVER_NONE;
}

size_t session_people_books(const struct session *session, size_t photo, size_t books[2]) {
    const struct manifest_entry *entry = &session->plan.jobs[photo].entry;
    size_t count = 0;
    books[count] = book_of(session, entry->sidecar);
    count += books[count] != RESOLVER_NONE;
    books[count] = book_of(session, entry->folder);
    count += books[count] != RESOLVER_NONE;
    if (count == 0) /* where the first person would be added */
        books[count++] = session->views[photo].book;
    return count;
}

size_t session_person_book(const struct session *session, size_t photo, const char *person) {
    const struct manifest_entry *entry = &session->plan.jobs[photo].entry;
    const struct manifest *near = manifest_person(entry->sidecar, person) != NULL ? entry->sidecar : entry->folder;
    return manifest_person(near, person) != NULL ? book_of(session, near) : RESOLVER_NONE;
}

/* Both manifests of a photo are books, also the one that has no entry of a photo in it: its people can be named. */
static bool know_people(struct session *session, const struct manifest_entry *entry) {
    const struct manifest *near[] = {entry->sidecar, entry->folder};
    bool good = true;
    for (size_t i = 0; i < 2 && good; i++)
        good = near[i] == NULL || books_number(&session->books, near[i]->opened_as) != RESOLVER_NONE;
    return good;
}

void session_look_again(struct session *session, size_t photo) {
    struct view *view = &session->views[photo];
    session_want(session, photo, ERRAND_LOOK);
    view->errands[ERRAND_COPY].wanted = false;
    view->errands[ERRAND_COPY].asked = session_tick(session);
    view->told = session->clock;
}

/* Where the photo's entry is, or would be. */
static enum sladd_status find_place(struct session *session, size_t photo, struct sladd_error *err) {
    const struct planned *planned = &session->plan.jobs[photo];
    const struct manifest_entry *entry = &planned->entry;
    const struct manifest *near = entry->folder;
    const char *shown, *key = NULL;
    if (entry->photo != NULL) {
        near = entry->folder_photo != NULL || entry->photo->home == entry->sidecar ? entry->sidecar : entry->folder;
        key = entry->photo->file;
    } else if (!manifests_home(&session->plan.manifests, planned->resolved, &shown, &key)) {
        near = NULL;
    }
    size_t book = books_number(&session->books, near != NULL ? near->opened_as : session->main_manifest);
    char *copy = strdup(near != NULL ? key : planned->input->relative);
    if (book == RESOLVER_NONE || copy == NULL || !know_people(session, entry)) {
        free(copy);
        return fail_memory(err);
    }
    free(session->views[photo].key);
    session->views[photo].key = copy;
    session->views[photo].book = book;
    return SLADD_OK;
}

enum sladd_status session_find_places(struct session *session, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < session->plan.count && status == SLADD_OK; i++)
        status = find_place(session, i, err);
    return status;
}

static enum sladd_status open_views(struct session *session, struct sladd_error *err) {
    session->views = array_new_zero(session->plan.count, sizeof *session->views);
    if (session->views == NULL)
        return fail_memory(err);
    for (size_t i = 0; i < session->plan.count; i++) {
        for (int errand = 0; errand < ERRANDS; errand++)
            session->views[i].pictures[errand].fd = -1;
        session_want(session, i, ERRAND_SMALL);
        session_want(session, i, ERRAND_LOOK);
        session->views[i].told = session->clock;
    }
    session->people_told = session->clock;
    session->thumbnails = memfd_create("thumbnails", MFD_CLOEXEC);
    return session->thumbnails >= 0 ? SLADD_OK
                                    : sladd_fail(err, fail_as(SLADD_IO, errno),
                                                 "cannot make room for the small pictures: %s", fail_reason(errno));
}

/* Where entries go that belong nowhere else. */
static enum sladd_status choose_manifest(struct session *session, struct sladd_error *err) {
    const char *folder = session->options.selection->paths[0], *given = session->options.selection->manifest;
    char *real = given == NULL ? realpath(folder, NULL) : NULL;
    if (given == NULL && real == NULL)
        return sladd_fail(err, fail_as(SLADD_USAGE, errno), "%s: cannot read the folder: %s", folder,
                          fail_reason(errno));
    session->main_manifest = given != NULL ? strdup(given) : real != NULL ? path_join(real, "consent.yaml") : NULL;
    free(real);
    return session->main_manifest != NULL ? SLADD_OK : fail_memory(err);
}

enum sladd_status session_open(struct session *session, const struct session_options *options,
                               struct sladd_error *err) {
    *session = (struct session){.options = *options,
                                .conflict = RESOLVER_NONE,
                                .closed = RESOLVER_NONE,
                                .in_view = RESOLVER_NONE,
                                .thumbnails = -1,
                                .folder = {.fd = -1},
                                .detections = NO_DETECTIONS};
    enum sladd_status status = plan_make(&session->plan, options->selection, err);
    if (status == SLADD_OK)
        status = plan_refuse_empty(&session->plan, options->selection, err);
    if (status == SLADD_OK)
        status = open_views(session, err);
    if (status == SLADD_OK)
        status = choose_manifest(session, err);
    if (status != SLADD_OK)
        return status;
    status = session_find_places(session, err);
    session->closed = books_closed(&session->books);
    return status == SLADD_OK ? session_open_reader(session, err) : status;
}

enum sladd_status session_open_reader(struct session *session, struct sladd_error *err) {
    bool read = lines_are_read(session->options.settings, manifests_know_text(&session->plan.manifests));
    return read ? open_reader(session->options.vision, err) : SLADD_OK;
}

void session_clear(struct session *session) {
    for (size_t i = 0; session->views != NULL && i < session->plan.count; i++) {
        struct view *view = &session->views[i];
        for (int errand = 0; errand < ERRANDS; errand++)
            if (errand != ERRAND_SMALL && view->pictures[errand].fd >= 0)
                (void)close(view->pictures[errand].fd);
        sladd_outcome_clear(&view->outcome);
        sladd_outcome_clear(&view->copied);
        free(view->key);
    }
    if (session->thumbnails >= 0)
        (void)close(session->thumbnails);
    free(session->views);
    free(session->main_manifest);
    free(session->running);
    books_clear(&session->books);
    detections_clear(&session->detections);
    output_folder_close(&session->folder);
    plan_clear(&session->plan);
    *session = (struct session){.thumbnails = -1, .folder = {.fd = -1}, .detections = NO_DETECTIONS};
}

const struct face_entry *session_face_said(const struct session *session, size_t photo,
                                           const struct sladd_region *region) {
    const struct sladd_outcome *outcome = &session->views[photo].outcome;
    const struct face_entry *face;
    struct face_walk walk = {0};
    while ((face = entry_next_face(&session->plan.jobs[photo].entry, &walk)) != NULL)
        if (!walk.hides_only && (face->blur == ANSWER_YES || face->person != NULL) &&
            face_overlap(region->box, sladd_box_in_pixels(face->box, outcome->width, outcome->height)) >=
                enough_overlap)
            return face;
    return NULL;
}

/* Has somebody looked at this face and said that it is to be blurred? */
static bool is_settled(const struct session *session, size_t photo, const struct sladd_region *region) {
    const struct face_entry *face = session_face_said(session, photo, region);
    return face != NULL && face->blur == ANSWER_YES;
}

bool session_is_open(const struct session *session, size_t photo, const struct sladd_region *region) {
    return region->kind == SLADD_FACE && region->action == SLADD_REDACT && region->person == 0 &&
           region->reason != SLADD_REASON_FOUND_AGAIN && !is_settled(session, photo, region);
}

static bool lies_on(const struct box_entry *boxes, size_t count, const struct sladd_outcome *outcome,
                    const struct sladd_region *region) {
    for (size_t i = 0; i < count; i++)
        if (sladd_box_iou(region->box, sladd_box_in_pixels(boxes[i].box, outcome->width, outcome->height)) >=
            same_place)
            return true;
    return false;
}

bool session_has_said(const struct session *session, size_t photo, const struct sladd_region *region) {
    const struct photo_entry *entry = session->plan.jobs[photo].entry.photo;
    const struct sladd_outcome *outcome = &session->views[photo].outcome;
    if (region->kind == SLADD_FACE && session_face_said(session, photo, region) != NULL)
        return true;
    return entry != NULL && (lies_on(entry->keep, entry->keep_count, outcome, region) ||
                             lies_on(entry->redact, entry->redact_count, outcome, region));
}

bool session_is_outdated(const struct session *session, size_t photo) {
    const struct photo_entry *entry = session->plan.jobs[photo].entry.photo;
    const char *now = session->views[photo].outcome.source_sha256;
    return entry != NULL && entry->sha256 != NULL && now[0] != '\0' && !ascii_same(entry->sha256, now);
}

size_t view_open_faces(const struct session *session, size_t photo) {
    const struct sladd_regions *regions = &session->views[photo].outcome.regions;
    size_t open = 0;
    for (size_t i = 0; i < regions->count; i++)
        open += session_is_open(session, photo, &regions->items[i]);
    return open;
}
