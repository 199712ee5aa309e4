#include "serve/found.h"

#include "base/bytes.h"
#include "base/limits.h"
#include "ledger/receipt_key.h"
#include "record/detected_json.h"
#include "stages/stages.h"

#include <string.h>

enum { MOST_BYTES = 32 << 20 };

void found_keep(struct session *session, int fd, int source_fd, const char *filled) {
    struct bytes text = {0};
    struct detected detected = {0};
    if (fd >= 0 && bytes_read_fd(&text, fd, MOST_BYTES, NULL) == SLADD_OK &&
        detected_from_json(bytes_span(&text), &detected) && strcmp(detected.filled, filled) == 0 &&
        detected.regions.count + detected.doubtful.count <= limit_of(LIMIT_REGIONS) &&
        sha256_fd_is(source_fd, limit_bytes(LIMIT_FILE_MB), detected.source_sha256))
        detections_keep(&session->detections, &detected);
    detected_clear(&detected);
    bytes_clear(&text);
}

/* As it was before anything was decided. What a finished copy showed was found in the copy. */
static bool undecided(const struct sladd_outcome *outcome, struct sladd_regions *regions) {
    bool good = outcome->width > 0;
    for (size_t i = 0; i < outcome->regions.count && good; i++) {
        const struct sladd_region *row = &outcome->regions.items[i];
        struct sladd_region region = {
            .kind = row->kind, .box = row->box, .has_quad = row->has_quad, .detected = true, .score = row->score};
        memcpy(region.quad, row->quad, sizeof region.quad);
        if (row->detected && row->reason != SLADD_REASON_FOUND_AGAIN && row->reason != SLADD_REASON_NO_TEXT)
            good = sladd_regions_add(regions, &region, NULL) == SLADD_OK;
    }
    return good;
}

static void recall(struct session *session, size_t photo, const struct receipt *receipt) {
    const struct session_options *options = &session->options;
    const struct rules rules = {options->settings, options->seeded, options->policy, options->vision};
    const struct manifest_entry *entry = &session->plan.jobs[photo].entry;
    struct detected detected = {.turn = receipt->outcome.turn};
    char key[SLADD_SHA256_HEX];
    receipt_key(&rules, entry, &receipt->outcome, key);
    if (key[0] == '\0' || strcmp(key, receipt->key) != 0)
        return;
    memcpy(detected.source_sha256, receipt->outcome.source_sha256, sizeof detected.source_sha256);
    stage_mark_digest(entry, detected.filled);
    if (undecided(&receipt->outcome, &detected.regions))
        detections_keep(&session->detections, &detected);
    detected_clear(&detected);
}

void found_recall(struct session *session) {
    struct receipts receipts = {.folder_fd = -1, .append_fd = -1};
    const char *path = session->options.selection->output;
    if (path == NULL || output_folder_open(&session->folder, path, NULL) != SLADD_OK)
        return;
    detections_open(&session->detections, &session->folder, session->options.vision, true);
    bool good = session->folder.fd >= 0 && receipts_open(&receipts, session->folder.fd, path, 0, 0, NULL) == SLADD_OK;
    for (size_t i = 0; i < session->plan.count && good; i++) {
        const struct receipt *receipt = receipts_find(&receipts, session->plan.jobs[i].output);
        if (receipt != NULL)
            recall(session, i, receipt);
    }
    receipts_clear(&receipts);
}
