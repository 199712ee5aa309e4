/* The review page as a whole: what a request asks for, and what is done about it. */
#ifndef SERVE_SITE_H
#define SERVE_SITE_H

#include "serve/cleaning.h"
#include "serve/request.h"
#include "serve/session.h"

struct site {
    struct session session;
    struct cleaning cleaning;
    clean_folder *clean; /* NULL: copies cannot be made from the page */
    void *clean_context;
};

/* Answer one request (an `answer_request` of serve/listener.h; `context` is the site). Nothing of it is believed. */
void site_answer(void *context, const struct request *request, struct reply *reply);

/* The copies in the output folder that show this person, by their receipts: a list of paths below it. The caller's;
 * NULL: they cannot be read. */
json_t *site_copies_of(const struct site *site, const char *person, struct sladd_error *err);

#endif
