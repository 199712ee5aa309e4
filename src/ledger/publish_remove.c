#include "base/language.h"
#include "base/paths.h"
#include "base/utf8.h"
#include "ledger/publish.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool publish_tell_moved(struct publishing *run, const char *output, const char *sha256, int64_t size) {
    char shown[SHOWN_PATH], text[SHOWN_PATH + 160];
    bool any = false;
    size_t at = 0;
    if (strcmp(run->receipts->own, RECEIPTS_FILE) != 0)
        return false; /* a share does not know the receipts that the others write */
    text_clean_to(shown, sizeof shown, output);
    (void)snprintf(text, sizeof text,
                   _("this is what %s was, which may not be published any more; somebody gave it another name, so "
                     "remove it yourself"),
                   shown);
    for (const char *path; (path = moved_copies_next(&run->moved, run->folder, run->receipts, &run->plan->inputs,
                                                     sha256, size, &at)) != NULL;) {
        run->say(run->context, path, text);
        run->stuck++;
        any = true;
    }
    return any;
}

static bool is_missing(const struct output_folder *folder, const char *output) {
    const int fd = output_folder_open_copy(folder, output);
    const bool missing = fd < 0 && path_is_missing(errno);
    if (fd >= 0)
        (void)close(fd);
    return missing;
}

bool publish_remove(struct publishing *run, const struct receipt *receipt, const char *why) {
    struct sladd_error err = {0};
    const bool missing = is_missing(run->folder, receipt->output);
    const bool removed = output_folder_remove(run->folder, receipt, &err) == SLADD_OK;
    const bool moved = publish_tell_moved(run, receipt->output, receipt->outcome.output_sha256, receipt->size);
    if (!removed || !missing)
        run->say(run->context, receipt->output, removed ? why : err.text);
    else if (!moved)
        run->say(run->context, receipt->output,
                 _("this copy may not be published any more, and it is not here any more: whoever moved it must take "
                   "it down"));
    run->stuck += !removed;
    if (removed && !moved)
        receipts_drop(run->receipts, receipt->output);
    return removed && !moved;
}
