/* Editing, undoing and saving: what of a session's knowledge is out of date afterwards. */
#include "base/array.h"
#include "base/ascii.h"
#include "base/boxes.h"
#include "base/limits.h"
#include "consent/judge.h"
#include "drafts/draft.h"
#include "serve/session.h"
#include "sheets/keys.h"

#include <stdlib.h>
#include <string.h>

static bool names(const struct view *view, const char *person) {
    for (size_t i = 0; person != NULL && i < view->outcome.regions.people.count; i++)
        if (strcmp(view->outcome.regions.people.items[i], person) == 0)
            return true;
    return view->outcome.face_tags > 0;
}

/* `edit` NULL: anything may have changed. */
static void out_of_date(struct session *session, const json_t *edit) {
    bool of_photo = edit != NULL && edit_is_of_photo(edit);
    json_int_t photo = edit != NULL ? json_integer_value(json_object_get(edit, "photo")) : -1;
    const char *person = edit != NULL ? edit_text(edit, "person") : NULL;
    const char *what = edit != NULL ? edit_text(edit, "do") : NULL;
    bool of_all = edit == NULL || (what != NULL && strcmp(what, "permit") == 0);
    for (size_t i = 0; i < session->plan.count; i++)
        if (of_all || (of_photo ? (json_int_t)i == photo : names(&session->views[i], person)))
            session_look_again(session, i);
    if (!of_photo)
        session->people_told = session_tick(session);
}

/* Which photos have edits that are not saved. */
static void mark_unsaved(struct session *session) {
    bool *unsaved = array_new_zero(session->plan.count, sizeof *unsaved);
    for (size_t i = 0; unsaved != NULL && i < session->books.edit_count; i++) {
        const json_t *photo = json_object_get(session->books.edits[i].edit, "photo");
        json_int_t number = json_is_integer(photo) ? json_integer_value(photo) : -1;
        if (number >= 0 && (size_t)number < session->plan.count)
            unsaved[number] = true;
    }
    for (size_t i = 0; unsaved != NULL && i < session->plan.count; i++)
        if (session->views[i].unsaved != unsaved[i]) {
            session->views[i].unsaved = unsaved[i];
            session->views[i].told = session_tick(session);
        }
    free(unsaved);
    (void)session_tick(session);
}

static void changed(struct session *session, const json_t *edit) {
    out_of_date(session, edit);
    mark_unsaved(session);
}

/* The files are read anew for it: what others wrote into those that are not edited here comes into force with it, and
 * everything is looked at again. What fails behind that leaves a text in force that nobody may have kept:
 * session_notice goes back to those that are. */
static enum sladd_status resolve_with(struct session *session, size_t book, struct span text, struct sladd_error *err) {
    size_t count;
    const char *edited = book != RESOLVER_NONE ? session->books.items[book].path : NULL;
    char before[SLADD_SHA256_HEX], after[SLADD_SHA256_HEX];
    bool known = manifests_digest(&session->plan.manifests, edited, before);
    const struct manifest_text *texts = books_texts(&session->books, book, text, &count);
    enum sladd_status status = plan_resolve(&session->plan, session->options.selection, texts, count, err);
    if (status != SLADD_OK)
        return status;
    status = session_open_reader(session, err);
    if (status == SLADD_OK) /* an entry that comes or goes may be another manifest's turn */
        status = session_find_places(session, err);
    session->stale = session->stale || status != SLADD_OK;
    known = manifests_digest(&session->plan.manifests, edited, after) && known;
    if (known && strcmp(before, after) == 0)
        return status;
    out_of_date(session, NULL);
    session->reread = session_tick(session);
    return status;
}

void session_notice(struct session *session) {
    struct sladd_error why = {0};
    if (session->conflict == RESOLVER_NONE) {
        session->conflict = books_changed_outside(&session->books);
        if (session->conflict != RESOLVER_NONE)
            (void)session_tick(session);
    }
    /* Until somebody chooses, nothing is read anew, but where theirs came into force by a choice that failed. */
    const bool settled = session->conflict == RESOLVER_NONE, was_broken = session->broken.status != SLADD_OK;
    if (!session->stale && (!settled || (!was_broken && manifests_are_current(&session->plan.manifests))))
        return;
    session->stale = resolve_with(session, RESOLVER_NONE, (struct span){NULL, 0}, &why) != SLADD_OK;
    if (strcmp(session->broken.text, why.text) != 0)
        (void)session_tick(session);
    session->broken = why;
}

/* A new person gets a short name that nobody has. */
static enum sladd_status choose_key(const struct session *session, size_t book, json_t *edit, struct sladd_error *err) {
    const char *what = edit_text(edit, "do"), *name = edit_text(edit, "name");
    struct manifest *manifest = NULL;
    struct sheet nobody = {0};
    struct roll roll = {0};
    char *key = NULL;
    if (what == NULL || strcmp(what, "person") != 0 || name == NULL || json_object_get(edit, "person") != NULL)
        return SLADD_OK;
    const struct book *of = &session->books.items[book];
    enum sladd_status status = manifest_parse(bytes_span(&of->text), of->path, &manifest, err);
    if (status == SLADD_OK)
        status = roll_call(&roll, manifest, &nobody, err);
    if (status == SLADD_OK)
        key = key_make(&roll, name);
    if (status == SLADD_OK && (key == NULL || json_object_set_new(edit, "person", json_string(key)) != 0))
        status = fail_memory(err);
    free(key);
    roll_clear(&roll);
    manifest_free(manifest);
    return status;
}

static const char *withheld_for(const struct session *session, size_t photo) {
    return entry_may_be_withheld_for(&session->plan.jobs[photo].entry, session->options.settings->date);
}

static enum sladd_status apply(struct session *session, size_t book, size_t photo, json_t *edit, struct bytes *after,
                               struct sladd_error *err) {
    const bool of_photo = photo != RESOLVER_NONE && edit_is_of_photo(edit);
    const struct view *view = of_photo ? &session->views[photo] : NULL;
    const struct edit_photo about = {.key = of_photo ? view->key : NULL,
                                     .sha256 = of_photo ? view->outcome.source_sha256 : NULL,
                                     .withheld_for = of_photo ? withheld_for(session, photo) : NULL};
    enum sladd_status status = books_open(&session->books, book, err);
    if (status == SLADD_OK)
        status = choose_key(session, book, edit, err);
    const struct book *of = &session->books.items[book];
    return status == SLADD_OK ? edits_apply(edit, of_photo ? &about : NULL, bytes_span(&of->text), of->path, after, err)
                              : status;
}

/* Where a manifest still has a face, also one that nobody edits here, it stays one whatever else is said
 * (stages/no_faces.c): whoever says that nobody is there is told, and by which. */
static enum sladd_status check_nobody(const struct session *session, size_t photo, const json_t *edit,
                                      struct sladd_error *err) {
    const struct manifest_entry *entry = photo != RESOLVER_NONE ? &session->plan.jobs[photo].entry : NULL;
    const char *what = edit_text(edit, "do");
    const struct face_entry *face;
    struct face_walk walk = {0};
    struct sladd_box box;
    if (entry == NULL || what == NULL || strcmp(what, "no-face") != 0 ||
        !edit_box_of(json_object_get(edit, "box"), &box))
        return SLADD_OK;
    walk.source_sha256 = session->views[photo].outcome.source_sha256;
    while ((face = entry_next_face(entry, &walk)) != NULL)
        if (sladd_box_area(sladd_box_intersect(box, face->box)) > 0)
            return sladd_fail(err, SLADD_MANIFEST,
                              "'%s' (line %d) has a face here, so this stays a face; change that first",
                              entry_part(entry, walk.part)->home->opened_as, face->line);
    return SLADD_OK;
}

static enum sladd_status edit_book(struct session *session, size_t book, size_t photo, json_t *edit,
                                   struct sladd_error *err) {
    struct bytes after = {0};
    enum sladd_status status = apply(session, book, photo, edit, &after, err);
    if (status == SLADD_OK && after.size > limit_bytes(LIMIT_MANIFEST_MB))
        status = sladd_fail(err, SLADD_TOO_LARGE, "the manifest would be larger than the limits allow");
    if (status == SLADD_OK)
        status = books_reserve(&session->books, err);
    if (status == SLADD_OK)
        status = resolve_with(session, book, bytes_span(&after), err);
    if (status == SLADD_OK) {
        status = check_nobody(session, photo, edit, err);
        if (status != SLADD_OK &&
            resolve_with(session, book, bytes_span(&session->books.items[book].text), NULL) != SLADD_OK)
            session->stale = true;
    }
    if (status == SLADD_OK)
        books_change(&session->books, book, &after, edit);
    bytes_clear(&after);
    return status;
}

static enum sladd_status fail_conflict(struct sladd_error *err) {
    return sladd_fail(err, SLADD_COLLISION, "somebody else changed the manifest; settle that first");
}

/* Two manifests may give one short name to two people: whoever was chosen must be the one whom it means here. */
static enum sladd_status check_person(const struct session *session, size_t photo, const json_t *edit,
                                      struct sladd_error *err) {
    const json_t *file = json_object_get(edit, "file");
    const char *person = edit_text(edit, "person");
    if (!edit_is_of_photo(edit) || file == NULL || person == NULL)
        return SLADD_OK;
    const size_t book = session_person_book(session, photo, person);
    return book != RESOLVER_NONE && json_is_integer(file) && json_integer_value(file) == (json_int_t)book
               ? SLADD_OK
               : sladd_fail(err, SLADD_USAGE,
                            "this person is in another manifest than the one that speaks of this photo; add the person "
                            "there as well");
}

/* What is said of a photo is said of the picture that the page showed, by its digest, and of no other. */
static enum sladd_status check_picture(struct session *session, size_t photo, json_t *edit, struct sladd_error *err) {
    const char *now = session->views[photo].outcome.source_sha256, *shown = edit_text(edit, "sha256");
    if (now[0] == '\0')
        return sladd_fail(err, SLADD_USAGE, "this photo has not been looked at yet");
    if (!draft_can_name(session->views[photo].key))
        return sladd_fail(err, SLADD_USAGE,
                          "this name is not UTF-8 text, or has control characters in it, so that no manifest can name "
                          "the photo; rename it");
    if (!session_notice_photo(session, photo) || (shown != NULL && !ascii_same(shown, now)))
        return sladd_fail(err, SLADD_COLLISION,
                          "somebody else changed this photo meanwhile; look at it once more, then say it again");
    return json_object_set_new(edit, "sha256", json_string(now)) == 0 ? SLADD_OK : fail_memory(err);
}

enum sladd_status session_edit(struct session *session, size_t photo, json_t *edit, struct sladd_error *err) {
    const json_t *file = json_object_get(edit, "file");
    const char *what = edit_text(edit, "do");
    session_notice(session); /* first of all: an entry's place may be another by now */
    size_t book = photo != RESOLVER_NONE ? session->views[photo].book : RESOLVER_NONE;
    if (!edit_is_of_photo(edit) && json_is_integer(file) && json_integer_value(file) >= 0 &&
        (size_t)json_integer_value(file) < session->books.count)
        book = (size_t)json_integer_value(file);
    if (book == RESOLVER_NONE || what == NULL || (edit_is_of_photo(edit) && photo == RESOLVER_NONE))
        return sladd_fail(err, SLADD_USAGE, "this is no change that sladd knows");
    if (session->conflict != RESOLVER_NONE)
        return fail_conflict(err);
    enum sladd_status status = edit_is_of_photo(edit) ? check_picture(session, photo, edit, err) : SLADD_OK;
    if (!edit_is_of_photo(edit) && strcmp(what, "person") == 0)
        (void)json_object_del(edit, "person"); /* the short name is chosen here */
    if (status == SLADD_OK)
        status = check_person(session, photo, edit, err);
    if (status == SLADD_OK)
        status = edit_book(session, book, photo, edit, err);
    if (status == SLADD_OK)
        changed(session, edit);
    return status;
}

static enum sladd_status undo_one(struct session *session, const struct edited *last, struct sladd_error *err) {
    enum sladd_status status = resolve_with(session, last->book, bytes_span(&last->before), err);
    if (status != SLADD_OK)
        return status;
    json_t *edit = json_incref(last->edit);
    books_undo(&session->books);
    session->stale = true;
    changed(session, edit);
    json_decref(edit);
    return SLADD_OK;
}

/* The group that an edit is part of; 0: none. */
static json_int_t group_of(const struct edited *edited) {
    return json_integer_value(json_object_get(edited->edit, "group"));
}

enum sladd_status session_undo(struct session *session, struct sladd_error *err) {
    struct edited last;
    if (!books_last(&session->books, &last))
        return sladd_fail(err, SLADD_USAGE, "there is nothing to undo");
    const json_int_t group = group_of(&last);
    enum sladd_status status;
    do {
        status = undo_one(session, &last, err);
    } while (status == SLADD_OK && group != 0 && books_last(&session->books, &last) && group_of(&last) == group);
    return status;
}

enum sladd_status session_save(struct session *session, struct sladd_error *err) {
    size_t book;
    session_notice(session);
    if (session->conflict != RESOLVER_NONE)
        return fail_conflict(err);
    enum sladd_status status = books_save(&session->books, &book, err);
    if (status == SLADD_COLLISION)
        session->conflict = book;
    session->stale = true;
    mark_unsaved(session);
    return status;
}

/* Of the very picture that it was said of, where it is of one. */
static bool is_of_this_picture(const struct session *session, const json_t *edit) {
    const json_int_t photo = json_integer_value(json_object_get(edit, "photo"));
    const char *shown = edit_text(edit, "sha256");
    return !edit_is_of_photo(edit) || (shown != NULL && ascii_same(shown, session->views[photo].outcome.source_sha256));
}

/* Where a new person could not be added, because the short name is taken by now, no face may go to whoever has it. */
static bool edit_again(struct session *session, size_t book, json_t *edit, json_t *gone) {
    json_int_t photo = edit_is_of_photo(edit) ? json_integer_value(json_object_get(edit, "photo")) : -1;
    const char *person = edit_text(edit, "person"), *what = edit_text(edit, "do");
    const bool here = photo < 0 || session->views[photo].book == book; /* or it would name another photo there */
    bool good = (person == NULL || json_object_get(gone, person) == NULL) && here &&
                is_of_this_picture(session, edit) &&
                edit_book(session, book, photo >= 0 ? (size_t)photo : RESOLVER_NONE, edit, NULL) == SLADD_OK;
    if (!good && person != NULL && strcmp(what, "person") == 0)
        (void)json_object_set_new(gone, person, json_true());
    return good;
}

/* Whatever may fail comes before anything of the session's own is given up. */
static enum sladd_status take_theirs(struct session *session, size_t book, json_t **edits, struct sladd_error *err) {
    struct book theirs;
    enum sladd_status status = books_read_theirs(&session->books, book, &theirs, err);
    *edits = status == SLADD_OK ? books_edits(&session->books, book) : NULL;
    if (status == SLADD_OK && *edits == NULL)
        status = fail_memory(err);
    const struct span text = theirs.file.exists ? bytes_span(&theirs.text) : (struct span){NULL, 0};
    if (status == SLADD_OK)
        status = resolve_with(session, book, text, err);
    if (status == SLADD_OK)
        books_take(&session->books, book, &theirs);
    else
        books_drop(&theirs);
    return status;
}

enum sladd_status session_settle(struct session *session, bool again, size_t *lost, struct sladd_error *err) {
    json_t *edits = NULL, *edit;
    size_t book = session->conflict, i;
    *lost = 0;
    if (book == RESOLVER_NONE)
        return sladd_fail(err, SLADD_USAGE, "nobody else changed the manifest");
    enum sladd_status status = take_theirs(session, book, &edits, err);
    if (status != SLADD_OK) {
        json_decref(edits);
        return status;
    }
    session->conflict = RESOLVER_NONE;
    session->stale = true;
    json_t *gone = json_object(); /* short names that came to mean somebody else */
    json_array_foreach(edits, i, edit) *lost += again && !edit_again(session, book, edit, gone);
    json_decref(gone);
    json_decref(edits);
    changed(session, NULL);
    return SLADD_OK;
}
