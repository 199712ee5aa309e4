/* Photos that somebody replaces while they are being looked at. */
#include "serve/session.h"

#include <string.h>

/* A file that was changed just before it was looked at may have been changed once more since, within the same tick of
 * the clock: there its bytes are asked. */
static bool is_as_it_was(struct view *view, const struct input *input) {
    struct file_stamp now;
    char digest[SLADD_SHA256_HEX];
    if (view->stamp.sure)
        return file_stamp_holds(&view->stamp, input->path);
    (void)file_stamp_take(&now, input->path);
    input_digest(input, digest);
    if (strcmp(digest, view->outcome.source_sha256) != 0)
        return false;
    view->stamp = now;
    return true;
}

bool session_notice_photo(struct session *session, size_t photo) {
    struct view *view = &session->views[photo];
    if (view->replaced)
        return false;
    if (view->errands[ERRAND_LOOK].done == 0 || is_as_it_was(view, session->plan.jobs[photo].input))
        return true;
    view->replaced = true;
    session_look_again(session, photo);
    return false;
}

void session_notice_photos(struct session *session, size_t others) {
    const size_t count = session->plan.count;
    if (session->in_view != RESOLVER_NONE)
        (void)session_notice_photo(session, session->in_view);
    for (size_t i = 0; i < others && i < count; i++) {
        (void)session_notice_photo(session, session->asked_about % count);
        session->asked_about = (session->asked_about + 1) % count;
    }
}
