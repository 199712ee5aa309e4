#include "serve/site.h"

#include "ledger/output_folder.h"
#include "serve/answers.h"
#include "serve/page_files.h"
#include "serve/page_sentences.h"
#include "serve/page_words.h"
#include "serve/queue.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* One request being answered. */
struct turn {
    struct site *site;
    struct session *session;
    const struct request *request;
    struct reply *reply;
    size_t photo; /* of the query, or of the body; RESOLVER_NONE: none that there is */
    json_t *body; /* of a POST: an object; owned */
};

static void send_json(struct turn *turn, unsigned status, json_t *json) {
    char *text = json != NULL ? json_dumps(json, JSON_COMPACT) : NULL;
    json_decref(json);
    turn->reply->status = text != NULL ? status : HTTP_SERVER_ERROR;
    turn->reply->type = "application/json; charset=utf-8";
    if (text != NULL)
        turn->reply->body = (struct bytes){(uint8_t *)text, strlen(text)};
}

/* What an edit or a save came to. */
static void send_result(struct turn *turn, enum sladd_status status, const struct sladd_error *err) {
    if (status == SLADD_OK)
        send_json(turn, HTTP_OK, json_pack("{s:I}", "clock", (json_int_t)turn->session->clock));
    else
        send_json(turn, status == SLADD_COLLISION ? HTTP_CONFLICT : HTTP_BAD_REQUEST,
                  json_pack("{s:s, s:s}", "error", err->text, "cause", sladd_status_name(status)));
}

static void send_picture(struct turn *turn, const struct picture_file *picture) {
    uint8_t start[8] = {0};
    (void)!pread(picture->fd, start, sizeof start, (off_t)picture->offset);
    bool png = memcmp(start, "\x89PNG\r\n\x1A\n", sizeof start) == 0;
    *turn->reply = (struct reply){.status = HTTP_OK,
                                  .type = png ? "image/png" : "image/jpeg",
                                  .fd = picture->fd,
                                  .size = picture->size,
                                  .offset = picture->offset};
}

/* A picture that somebody waits for: made, being made, or not to be had. */
static void answer_picture(struct turn *turn, enum errand errand) {
    struct view *view = &turn->session->views[turn->photo];
    struct wanted *wanted = &view->errands[errand];
    bool made = wanted->wanted && wanted->done == wanted->asked;
    if (!wanted->wanted) {
        session_want(turn->session, turn->photo, errand);
        queue_grew(turn->session);
    }
    if (made && view->pictures[errand].size > 0)
        send_picture(turn, &view->pictures[errand]);
    else
        send_json(turn, made ? HTTP_NOT_FOUND : HTTP_ACCEPTED, json_object());
}

static void get_small(struct turn *turn) {
    answer_picture(turn, ERRAND_SMALL);
}

static void get_large(struct turn *turn) {
    answer_picture(turn, ERRAND_LARGE);
}

static void get_copy(struct turn *turn) {
    answer_picture(turn, ERRAND_COPY);
}

/* What became of the copy that get_copy asked for. */
static void get_copied(struct turn *turn) {
    const struct view *view = &turn->session->views[turn->photo];
    const struct wanted *wanted = &view->errands[ERRAND_COPY];
    const struct sladd_outcome *copied = &view->copied;
    bool made = wanted->wanted && wanted->done == wanted->asked;
    send_json(turn, HTTP_OK,
              json_pack("{s:b, s:s, s:s, s:s}", "made", made ? 1 : 0, "result",
                        made ? sladd_result_name(copied->result) : "unknown", "trouble",
                        made && page_trouble(copied) != NULL ? page_trouble(copied) : "", "sha256",
                        made ? copied->output_sha256 : ""));
}

/* The published copy, of which the receipts know; by the server's own name for it. */
static void get_output(struct turn *turn) {
    struct output_folder folder = {.fd = -1};
    struct picture_file picture = {.fd = -1};
    struct stat facts;
    const char *path = turn->session->options.selection->output;
    if (path != NULL && output_folder_open(&folder, path, NULL) == SLADD_OK && folder.fd >= 0)
        picture.fd = output_folder_open_copy(&folder, turn->session->plan.jobs[turn->photo].output);
    output_folder_close(&folder);
    if (picture.fd >= 0 && fstat(picture.fd, &facts) == 0 && facts.st_size > 0) {
        picture.size = (size_t)facts.st_size;
        send_picture(turn, &picture);
        turn->reply->close = true;
        return;
    }
    if (picture.fd >= 0)
        (void)close(picture.fd);
    turn->reply->status = HTTP_NOT_FOUND;
}

/* Whoever asks for a photo looks at it. */
static void get_photo(struct turn *turn) {
    turn->session->in_view = turn->photo;
    send_json(turn, HTTP_OK, answer_photo(turn->session, turn->photo));
}

static void get_state(struct turn *turn) {
    send_json(turn, HTTP_OK, answer_state(turn->session, turn->request->since));
}

static void get_words(struct turn *turn) {
    send_json(turn, HTTP_OK, page_words());
}

static void get_cleaning(struct turn *turn) {
    send_json(turn, HTTP_OK, cleaning_answer(&turn->site->cleaning));
}

static void post_edit(struct turn *turn) {
    struct sladd_error err = {0};
    enum sladd_status status = session_edit(turn->session, turn->photo, turn->body, &err);
    queue_grew(turn->session);
    send_result(turn, status, &err);
}

/* Only edits that the page has seen are saved, taken back, or made again or dropped: another window may have made some
 * since, or taken one back and made another. */
static enum sladd_status check_seen(const struct turn *turn, struct sladd_error *err) {
    const json_t *seen = json_object_get(turn->body, "seen");
    return json_is_integer(seen) && (uint64_t)json_integer_value(seen) == turn->session->books.edition
               ? SLADD_OK
               : sladd_fail(err, SLADD_COLLISION,
                            "something was changed in another window; look at it, then do this once more");
}

static void post_undo(struct turn *turn) {
    struct sladd_error err = {0};
    enum sladd_status status = check_seen(turn, &err);
    if (status == SLADD_OK)
        status = session_undo(turn->session, &err);
    queue_grew(turn->session);
    send_result(turn, status, &err);
}

static void post_save(struct turn *turn) {
    struct sladd_error err = {0};
    enum sladd_status status = check_seen(turn, &err);
    if (status == SLADD_OK)
        status = session_save(turn->session, &err);
    send_result(turn, status, &err);
}

static void post_settle(struct turn *turn) {
    struct sladd_error err = {0};
    size_t lost = 0;
    bool again = json_is_true(json_object_get(turn->body, "again"));
    enum sladd_status status = check_seen(turn, &err);
    if (status == SLADD_OK)
        status = session_settle(turn->session, again, &lost, &err);
    queue_grew(turn->session);
    if (status == SLADD_OK)
        send_json(turn, HTTP_OK, json_pack("{s:I}", "lost", (json_int_t)lost));
    else
        send_result(turn, status, &err);
}

/* The photos that the copies would be made of are those that the page has shown by `seen`, of the session's clock. */
static enum sladd_status check_photos(struct session *session, uint64_t seen, struct sladd_error *err) {
    char *other = NULL;
    session_notice_photos(session, session->plan.count);
    for (size_t i = 0; i < session->plan.count; i++)
        if (session->views[i].replaced)
            return sladd_fail(
                err, SLADD_COLLISION,
                "somebody else changed the photo '%s' meanwhile; look at it once more before you make the "
                "copies",
                session->plan.jobs[i].input->relative);
    if (session->replaced > seen)
        return sladd_fail(err, SLADD_COLLISION,
                          "somebody else changed a photo meanwhile; look at the photos once more before you make the "
                          "copies");
    enum sladd_status status = plan_find_other(&session->plan, session->options.selection, &other, err);
    if (status == SLADD_OK && other != NULL)
        status = sladd_fail(err, SLADD_COLLISION,
                            "the photo '%s' came into the folder after this page was opened; finish, and start sladd "
                            "review once more to see it before you make the copies",
                            other);
    free(other);
    return status;
}

/* The copies are made of what is on the disk: it must be what the page shows. */
static enum sladd_status check_clean(struct turn *turn, struct sladd_error *err) {
    struct session *session = turn->session;
    const json_t *clock = json_object_get(turn->body, "clock");
    const uint64_t seen = json_is_integer(clock) ? (uint64_t)json_integer_value(clock) : session->clock;
    session_notice(session);
    if (session->conflict != RESOLVER_NONE || session->reread > seen)
        return sladd_fail(
            err, SLADD_COLLISION,
            "somebody else changed a manifest meanwhile; look at the photos once more before you make the "
            "copies");
    *err = session->broken;
    if (err->status != SLADD_OK)
        return err->status;
    if (turn->site->clean == NULL || session->options.selection->output == NULL)
        return sladd_fail(err, SLADD_USAGE, "no folder for the copies was given");
    if (books_unsaved(&session->books) > 0)
        return sladd_fail(err, SLADD_USAGE, "save first; the copies are made of what is saved");
    return check_photos(session, seen, err);
}

static void post_clean(struct turn *turn) {
    struct sladd_error err = {0};
    enum sladd_status status = check_clean(turn, &err);
    queue_grew(turn->session);
    if (status == SLADD_OK)
        status = cleaning_start(&turn->site->cleaning, turn->site->clean, turn->site->clean_context, &err);
    turn->session->hold = turn->site->cleaning.pid != 0;
    send_result(turn, status, &err);
}

static void post_copies(struct turn *turn) {
    struct sladd_error err = {0};
    const char *person = edit_text(turn->body, "person");
    json_t *copies = person != NULL ? site_copies_of(turn->site, person, &err) : json_array();
    if (copies != NULL)
        send_json(turn, HTTP_OK, json_pack("{s:o}", "copies", copies));
    else
        send_result(turn, err.status, &err);
}

static void post_end(struct turn *turn) {
    turn->session->ended = true;
    queue_grew(turn->session);
    send_result(turn, SLADD_OK, NULL);
}

static const struct {
    const char *name;
    bool post, of_photo;
    void (*answer)(struct turn *turn);
} rows[] = {
    {"state", false, false, get_state},   {"words", false, false, get_words},  {"cleaning", false, false, get_cleaning},
    {"photo", false, true, get_photo},    {"small", false, true, get_small},   {"large", false, true, get_large},
    {"copy", false, true, get_copy},      {"copied", false, true, get_copied}, {"output", false, true, get_output},
    {"edit", true, false, post_edit},     {"undo", true, false, post_undo},    {"save", true, false, post_save},
    {"settle", true, false, post_settle}, {"clean", true, false, post_clean},  {"copies", true, false, post_copies},
    {"end", true, false, post_end},
};

static bool answer_file(struct turn *turn) {
    const char *name = turn->request->name[0] != '\0' ? turn->request->name : "page.html";
    for (size_t i = 0; i < page_file_count && !turn->request->post; i++)
        if (strcmp(page_files[i].name, name) == 0) {
            *turn->reply = (struct reply){HTTP_OK, page_files[i].type, .whole = page_files[i].content};
            return true;
        }
    return false;
}

static size_t photo_of(const struct turn *turn) {
    const json_t *number = json_object_get(turn->body, "photo");
    long long photo = json_is_integer(number) ? json_integer_value(number) : turn->request->photo;
    return photo >= 0 && (size_t)photo < turn->session->plan.count ? (size_t)photo : RESOLVER_NONE;
}

void site_answer(void *context, const struct request *request, struct reply *reply) {
    struct site *site = context;
    struct turn turn = {site, &site->session, request, reply, RESOLVER_NONE, NULL};
    if (answer_file(&turn))
        return;
    if (request->post)
        turn.body = json_loadb((const char *)request->body.data, request->body.size, JSON_REJECT_DUPLICATES, NULL);
    turn.photo = photo_of(&turn);
    reply->status = HTTP_NOT_FOUND;
    reply->type = "text/plain";
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(rows[i].name, request->name) != 0)
            continue;
        if (rows[i].post != request->post)
            reply->status = HTTP_BAD_METHOD;
        else if (request->post && !json_is_object(turn.body))
            reply->status = HTTP_BAD_REQUEST;
        else if (!rows[i].of_photo || turn.photo != RESOLVER_NONE)
            rows[i].answer(&turn);
    }
    json_decref(turn.body);
}
