#include "base/language.h"
#include "base/utf8.h"
#include "ledger/publish.h"

#include <stdio.h>
#include <string.h>

static void tell_moved(struct publishing *run, const struct receipt *receipt) {
    char shown[SHOWN_PATH], text[SHOWN_PATH + 160];
    text_clean_to(shown, sizeof shown, receipt->moved_from);
    (void)snprintf(text, sizeof text,
                   _("this is what %s was, which may not be published any more; somebody gave it another name, so "
                     "remove it yourself"),
                   shown);
    run->say(run->context, receipt->output, text);
    run->stuck++;
}

bool publish_remove(struct publishing *run, const struct receipt *receipt, const char *why) {
    struct sladd_error err = {0};
    if (receipt->moved_from != NULL) {
        tell_moved(run, receipt);
        return false;
    }
    const bool missing = output_folder_lacks(run->folder, receipt);
    const bool removed = output_folder_remove(run->folder, receipt, &err) == SLADD_OK;
    if (removed && missing)
        why = _("this copy may not be published any more, and it is not here any more; if somebody moved it, they must "
                "take it down");
    run->say(run->context, receipt->output, removed ? why : err.text);
    run->stuck += !removed;
    if (removed && run->unseen.count == 0)
        receipts_drop(run->receipts, receipt->output);
    return removed;
}

enum sladd_status publish_may_replace(const struct publishing *run, const struct receipt *earlier,
                                      const struct sladd_outcome *now, bool condemned, struct sladd_error *err) {
    const bool other =
        earlier != NULL && strcmp(earlier->outcome.output_sha256, now->output_sha256) != 0 && run->unseen.count > 0;
    return other && (condemned || output_folder_lacks(run->folder, earlier))
               ? sladd_fail(err, SLADD_COLLISION,
                            "its earlier copy may have been moved to %s, which cannot be looked at, and would not be "
                            "known there any more: grant access to that",
                            run->unseen.items[0])
               : SLADD_OK;
}

void publish_tell_unseen(struct publishing *run) {
    for (size_t i = 0; i < run->unseen.count && run->takedowns.count > 0; i++) {
        run->say(run->context, run->unseen.items[i],
                 _("this cannot be looked at, so that nobody knows whether a copy that may not be published any more "
                   "was moved there: grant access to it, or look yourself and move it away"));
        run->stuck++;
    }
}
