#include "consent/holds.h"
#include "consent/known_text.h"
#include "stages/stages.h"
#include "vision/reading.h"

/* How sure the reader must be of every word before a line stays, and before its kind is told. */
static const double SURELY_READ = 0.8, READ = 0.5;

static enum sladd_holds kind_of(const struct manifest_entry *entry, const char *text) {
    enum sladd_holds holds = holds_of(text, NULL, 0); /* where no manifest names anybody, too */
    if (entry->sidecar != NULL)
        holds = holds_of(text, entry->sidecar->people, entry->sidecar->person_count);
    if (entry->folder != NULL && holds != SLADD_HOLDS_NAME) {
        enum sladd_holds folder = holds_of(text, entry->folder->people, entry->folder->person_count);
        holds = folder != SLADD_HOLDS_NOTHING ? folder : holds;
    }
    return holds;
}

enum sladd_status stage_read_lines(struct vision *vision, const struct sladd_image *upright,
                                   const struct manifest_entry *entry, struct sladd_regions *regions,
                                   struct sladd_error *err) {
    struct reader *reader = vision_reader(vision);
    enum sladd_status status = SLADD_OK;
    if (reader == NULL || !entry_asks_for_reading(entry))
        return SLADD_OK;
    for (size_t i = 0; i < regions->count && status == SLADD_OK; i++) {
        struct sladd_region *line = &regions->items[i];
        struct reading reading = {0};
        if (line->kind != SLADD_TEXT)
            continue;
        status = reader_read(reader, upright, line, &reading, err);
        if (status == SLADD_OK && reading.text != NULL && reading.confidence >= READ)
            line->holds = kind_of(entry, reading.text);
        if (status == SLADD_OK && reading.confidence >= SURELY_READ && entry_knows_text(entry, reading.text))
            line->reason = SLADD_REASON_KNOWN_TEXT;
        reading_clear(&reading);
    }
    return status;
}
