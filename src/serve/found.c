#include "serve/found.h"

#include "base/bytes.h"
#include "ledger/output_folder.h"
#include "ledger/receipt_key.h"
#include "ledger/receipts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void found_digest(const struct manifest_entry *entry, char hex[SLADD_SHA256_HEX]) {
    const struct photo_entry *photos[2] = {entry->photo, entry->folder_photo};
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    for (int p = 0; p < 2 && to != NULL; p++)
        for (size_t i = 0; photos[p] != NULL && i < photos[p]->redact_count; i++)
            (void)fwrite(&photos[p]->redact[i].box, sizeof photos[p]->redact[i].box, 1, to);
    bool good = to != NULL && fclose(to) == 0;
    hex[0] = '\0';
    if (good)
        sha256_hex((struct span){(const uint8_t *)text, size}, hex);
    free(text);
}

void found_keep(struct view *view, const struct sladd_outcome *outcome, const char *redacts) {
    bool good = outcome->width > 0;
    sladd_regions_clear(&view->found);
    view->found_with[0] = '\0';
    for (size_t i = 0; i < outcome->regions.count && good; i++) {
        struct sladd_region region = outcome->regions.items[i];
        if (!region.detected || region.reason == SLADD_REASON_FOUND_AGAIN)
            continue; /* what a finished copy showed was found in the copy */
        region.action = SLADD_REDACT;
        region.reason = SLADD_REASON_UNDECIDED;
        region.person = 0;
        region.visible = 0;
        region.holds = SLADD_HOLDS_NOTHING;
        good = sladd_regions_add(&view->found, &region, NULL) == SLADD_OK;
    }
    if (good)
        (void)snprintf(view->found_with, sizeof view->found_with, "%s", redacts);
    memcpy(view->found_sha256, outcome->source_sha256, sizeof view->found_sha256);
}

bool found_is_good(const struct view *view, const char *redacts) {
    return view->found_with[0] != '\0' && strcmp(view->found_with, redacts) == 0;
}

static void recall(struct session *session, size_t photo, const struct receipt *receipt) {
    const struct session_options *options = &session->options;
    const struct rules rules = {options->settings, options->seeded, options->policy, options->vision};
    const struct manifest_entry *entry = &session->plan.jobs[photo].entry;
    char key[SLADD_SHA256_HEX], redacts[SLADD_SHA256_HEX];
    receipt_key(&rules, entry, &receipt->outcome, key);
    if (key[0] == '\0' || strcmp(key, receipt->key) != 0)
        return;
    found_digest(entry, redacts);
    found_keep(&session->views[photo], &receipt->outcome, redacts);
}

void found_recall(struct session *session) {
    struct output_folder folder = {.fd = -1};
    struct receipts receipts = {.folder_fd = -1, .append_fd = -1};
    const char *path = session->options.selection->output;
    bool good = path != NULL && output_folder_open(&folder, path, NULL) == SLADD_OK && folder.fd >= 0 &&
                receipts_open(&receipts, folder.fd, path, 0, 0, NULL) == SLADD_OK;
    for (size_t i = 0; i < session->plan.count && good; i++) {
        const struct receipt *receipt = receipts_find(&receipts, session->plan.jobs[i].output);
        if (receipt != NULL)
            recall(session, i, receipt);
    }
    receipts_clear(&receipts);
    output_folder_close(&folder);
}
