#include "serve/review.h"

#include "base/clock.h"
#include "base/language.h"
#include "base/utf8.h"
#include "serve/browser.h"
#include "serve/found.h"
#include "serve/listener.h"
#include "serve/queue.h"
#include "serve/site.h"
#include "work/stop_signals.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    IDLE_MILLISECONDS = 500,
    NOTICE_SECONDS = 2,
    NOTICE_PHOTOS = 200,        /* at a time, so that a slow disk keeps nobody waiting */
    LOADING_MILLISECONDS = 700, /* from the first list to the first worker, so that the page is there before */
    UNSEEN_MILLISECONDS = 3000, /* after so long work begins without anybody looking */
    CLOSED_SECONDS = 1800,      /* a page that is open asks every few seconds, one in the background every minute */
};

struct desk {
    struct site site;
    struct listener *listener;
    struct browser_lead lead;
    double begin;   /* when the workers begin, in milliseconds by the monotonic clock */
    bool listed;    /* the list of photos was asked for */
    time_t asked;   /* the last request that was let in, by the monotonic clock */
    time_t noticed; /* when the manifests and photos were looked at last */
    bool seen;      /* a request was let in */
    bool unseen;    /* no browser opens, and the address is where nobody reads it */
};

static void answer(void *context, const struct request *request, struct reply *reply) {
    struct desk *desk = context;
    desk->asked = clock_seconds();
    desk->seen = true;
    browser_arrived(&desk->lead);
    if (!desk->listed && strcmp(request->name, "state") == 0) {
        desk->listed = true;
        desk->begin = clock_milliseconds() + LOADING_MILLISECONDS;
    }
    site_answer(&desk->site, request, reply);
}

/* Nobody looks any more, and there is nothing to lose. */
static bool is_forgotten(const struct desk *desk) {
    const struct session *session = &desk->site.session;
    return clock_seconds() - desk->asked > CLOSED_SECONDS && books_unsaved(&session->books) == 0 &&
           desk->site.cleaning.pid == 0;
}

/* Where no browser opens, the address is still on the terminal; without one, whoever started this sees nothing at all.
 */
static void notice_browser(struct desk *desk) {
    if (!browser_failed(&desk->lead) || desk->seen)
        return;
    desk->unseen = isatty(STDOUT_FILENO) == 0;
    desk->site.session.ended |= desk->unseen;
    if (!desk->unseen)
        (void)fprintf(stderr, "sladd: %s\n", _("no browser could be opened; open the address yourself"));
}

/* Whatever has come in since. */
static void tick(void *context) {
    struct desk *desk = context;
    struct site *site = &desk->site;
    listener_run(desk->listener);
    notice_browser(desk);
    if (cleaning_take(&site->cleaning))
        (void)session_tick(&site->session);
    if (clock_seconds() - desk->noticed >= NOTICE_SECONDS) {
        session_notice(&site->session);
        session_notice_photos(&site->session, NOTICE_PHOTOS);
        desk->noticed = clock_seconds();
    }
    site->session.hold = site->cleaning.pid != 0;
    site->session.loading = clock_milliseconds() < desk->begin;
}

static bool wait_for_news(const struct desk *desk, const struct stop_signals *stop) {
    const struct cleaning *cleaning = &desk->site.cleaning;
    bool cleans = cleaning->pid != 0;
    struct pollfd polls[] = {{*listener_fd(desk->listener), POLLIN, 0},
                             {stop->fd, POLLIN, 0},
                             {cleans ? cleaning->out_fd : -1, POLLIN, 0},
                             {cleans ? cleaning->err_fd : -1, POLLIN, 0}};
    (void)poll(polls, sizeof polls / sizeof *polls, IDLE_MILLISECONDS);
    return stop_signals_came(stop);
}

static enum sladd_status serve(struct desk *desk, struct sladd_error *err) {
    struct session *session = &desk->site.session;
    struct stop_signals stop;
    bool interrupted = false;
    enum sladd_status status = SLADD_OK;
    session->loading = true;
    if (!stop_signals_hold(&stop))
        status = fail_memory(err);
    while (status == SLADD_OK && !interrupted && !session->ended && !is_forgotten(desk)) {
        if (queue_length(session) > 0)
            status = queue_run(session, tick, desk, listener_fd(desk->listener), &interrupted, err);
        if (status == SLADD_OK && !interrupted && queue_length(session) == 0)
            interrupted = wait_for_news(desk, &stop);
        tick(desk);
    }
    stop_signals_release(&stop);
    if (status == SLADD_OK && desk->unseen)
        status = sladd_fail(err, SLADD_IO,
                            "no browser could be opened (xdg-open failed); with --no-open the page waits for whoever "
                            "opens its address");
    return status;
}

static void say_where(const struct review *review, const struct session *session, struct browser_lead *lead,
                      const char *address) {
    bool opened = review->open && browser_open(lead, address);
    if (!review->quiet)
        (void)printf("%s\n", opened ? _("The page opens in your browser. If it does not, open this address yourself; "
                                        "it is for you alone:")
                                    : _("Open this address in your browser; it is for you alone:"));
    (void)printf("%s\n", address);
    if (session->closed != RESOLVER_NONE) {
        char shown[SHOWN_PATH];
        text_clean_to(shown, sizeof shown, session->books.items[session->closed].path);
        (void)fprintf(stderr, _("sladd: %s cannot be written: you can look, and change nothing\n"), shown);
    }
    if (!review->quiet)
        (void)printf("%s\n", _("End with Ctrl+C, or on the page. No manifest is written until you save."));
    (void)fflush(stdout);
}

enum sladd_status review_run(const struct review *review, struct sladd_error *err) {
    struct desk desk = {.site = {.clean = review->clean, .clean_context = review->clean_context},
                        .begin = clock_milliseconds() + UNSEEN_MILLISECONDS,
                        .asked = clock_seconds()};
    enum sladd_status status = session_open(&desk.site.session, &review->session, err);
    if (status == SLADD_OK)
        found_recall(&desk.site.session);
    if (status == SLADD_OK)
        status = listener_open(&desk.listener, review->port, answer, &desk, err);
    if (status == SLADD_OK) {
        say_where(review, &desk.site.session, &desk.lead, listener_address(desk.listener));
        status = serve(&desk, err);
    }
    browser_arrived(&desk.lead);
    listener_close(desk.listener);
    cleaning_clear(&desk.site.cleaning);
    session_clear(&desk.site.session);
    return status;
}
