/* `sladd review`: the page and the workers behind it, until somebody ends it. */
#ifndef SERVE_REVIEW_H
#define SERVE_REVIEW_H

#include "serve/cleaning.h"
#include "serve/session.h"

struct review {
    struct session_options session;
    unsigned port; /* 0: any */
    bool open;     /* show the page where there is a desktop */
    bool quiet;    /* print the address and nothing else */
    clean_folder *clean;
    void *clean_context; /* borrowed */
};

/* SLADD_OK: it was ended by the user, from the page or by a signal. */
enum sladd_status review_run(const struct review *review, struct sladd_error *err);

#endif
