#include "base/language.h"
#include "consent/holds.h"
#include "consent/known_text.h"
#include "consent/plain_text.h"
#include "stages/stages.h"
#include "vision/reading.h"

#include <math.h>

/* How sure the reader must be of every word before a line stays, and before its kind is told. */
static const double SURELY_READ = 0.8, READ = 0.5;

/* A page of a book is no sign: so many lines are read, the largest; the rest is redacted unread. */
enum { MOST_LINES = 200 };

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

/* Whoever expects lines to stay must know why they do not. */
static enum sladd_status note_unread(const struct sladd_settings *settings, const struct manifest_entry *entry,
                                     const struct sladd_regions *regions, struct sladd_names *notices,
                                     struct sladd_error *err) {
    static const char unread[] = N_("nobody has read the lines of text, so that all of them are blurred: sladd reads "
                                    "them with Tesseract and its languages (tesseract-ocr-nor, -swe, -eng)");
    bool lines = false;
    for (size_t i = 0; i < regions->count; i++)
        lines = lines || regions->items[i].kind == SLADD_TEXT;
    bool expected = settings->text == SLADD_TEXT_PERSONAL || entry_has_known_text(entry);
    return lines && expected ? sladd_names_add(notices, unread, err) : SLADD_OK;
}

/* What a line says may let it stay. */
static enum sladd_reason reason_of(const struct sladd_settings *settings, const struct manifest_entry *entry,
                                   const struct reading *reading, enum sladd_holds holds) {
    if (reading->text == NULL || reading->confidence < SURELY_READ)
        return SLADD_REASON_UNDECIDED;
    if (entry_knows_text(entry, reading->text))
        return SLADD_REASON_KNOWN_TEXT;
    bool plain = settings->text == SLADD_TEXT_PERSONAL && holds == SLADD_HOLDS_NOTHING && reading->ordinary &&
                 text_is_plain(reading->text);
    return plain ? SLADD_REASON_PLAIN_TEXT : SLADD_REASON_UNDECIDED;
}

/* A line of a turned photo may be somebody's later writing on it, which stands upright as the photo is. */
static enum sladd_status read_either_way(struct reader *reader, const struct sladd_image *upright, int turn,
                                         const struct sladd_region *line, struct reading *reading,
                                         struct sladd_error *err) {
    struct reading turned = {0};
    enum sladd_status status = reader_read(reader, upright, SLADD_UPRIGHT, line, reading, err);
    if (status == SLADD_OK && turn > SLADD_UPRIGHT && reading->confidence < SURELY_READ)
        status = reader_read(reader, upright, turn, line, &turned, err);
    if (turned.confidence > reading->confidence) {
        reading_clear(reading);
        *reading = turned;
    } else {
        reading_clear(&turned);
    }
    return status;
}

/* A plate whose band or frame was read as letters of it holds nothing at first. */
static enum sladd_status look_for_plate(struct reader *reader, const struct sladd_image *upright, int turn,
                                        struct sladd_region *line, struct sladd_error *err) {
    struct reading plate = {0};
    enum sladd_status status = reader_read_plate(reader, upright, turn, line, &plate, err);
    if (status == SLADD_OK && plate.text != NULL && plate.confidence >= READ &&
        holds_of(plate.text, NULL, 0) == SLADD_HOLDS_PLATE)
        line->holds = SLADD_HOLDS_PLATE;
    reading_clear(&plate);
    return status;
}

/* In one look of the photo: what kind of data the line holds, and whether what it says may let it stay. */
static enum sladd_status read_line(const struct sladd_settings *settings, struct reader *reader,
                                   const struct sladd_image *look, int turn, const struct manifest_entry *entry,
                                   struct sladd_region *line, struct sladd_error *err) {
    struct reading reading = {0};
    enum sladd_status status = read_either_way(reader, look, turn, line, &reading, err);
    if (status == SLADD_OK && reading.text != NULL && reading.confidence >= READ)
        line->holds = kind_of(entry, reading.text);
    if (status == SLADD_OK && line->holds == SLADD_HOLDS_NOTHING)
        status = look_for_plate(reader, look, turn, line, err);
    if (status == SLADD_OK)
        line->reason = reason_of(settings, entry, &reading, line->holds);
    reading_clear(&reading);
    return status;
}

/* A line and what is around it: something may stand there that one look does not show, and that two searches took for
 * one line. */
static struct sladd_box around(struct sladd_box line) {
    const double by = fmin(line.width, line.height);
    return (struct sladd_box){line.x - by, line.y - by, line.width + 2 * by, line.height + 2 * by};
}

enum sladd_status stage_read_lines(const struct sladd_settings *settings, struct vision *vision,
                                   const struct sladd_image *upright, int turn, const struct manifest_entry *entry,
                                   struct sladd_regions *regions, struct sladd_names *notices,
                                   struct sladd_error *err) {
    struct reader *reader = vision_reader(vision);
    enum sladd_status status = SLADD_OK;
    int most = MOST_LINES;
    if (!lines_are_read(settings, entry_has_known_text(entry)))
        return SLADD_OK;
    if (reader == NULL)
        return note_unread(settings, entry, regions, notices, err);
    for (size_t i = 0; i < regions->count && status == SLADD_OK && most > 0; i++) {
        struct sladd_region *line = &regions->items[i];
        if (line->kind != SLADD_TEXT)
            continue;
        most--;
        status = read_line(settings, reader, upright, turn, entry, line, err);
        if (status == SLADD_OK && !sladd_image_looks_alike(upright, around(line->box)))
            line->reason = SLADD_REASON_UNDECIDED; /* what stands there for whoever looks otherwise, nobody has read */
    }
    return status;
}
