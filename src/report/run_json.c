#include "base/date.h"
#include "base/memstream.h"
#include "record/outcome_json.h"
#include "report/run_report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static json_t *takedowns_to_json(const struct takedowns *takedowns) {
    json_t *list = json_array();
    for (size_t i = 0; i < takedowns->count; i++) {
        const struct takedown *takedown = &takedowns->items[i];
        (void)json_array_append_new(
            list,
            json_pack("{s:o, s:o, s:s, s:o}", "output", text_to_json(takedown->output), "person",
                      takedown->person != NULL ? text_to_json(takedown->person) : json_null(), "reason",
                      takedown->decided ? sladd_reason_name(takedown->reason) : sladd_result_name(takedown->result),
                      "cause", takedown->decided ? json_null() : json_string(sladd_status_name(takedown->cause))));
    }
    return json_whole(list, takedowns->count);
}

static json_t *tally_to_json(const struct tally *tally) {
    return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:o}", "photos", (json_int_t)tally->photos,
                     "sanitised", (json_int_t)tally->sanitised, "withheld", (json_int_t)tally->withheld, "failed",
                     (json_int_t)tally->failed, "unchanged", (json_int_t)tally->unchanged, "faces_redacted",
                     (json_int_t)tally->faces_redacted, "faces_kept", (json_int_t)tally->faces_kept, "text_redacted",
                     (json_int_t)tally->text_redacted, "codes_redacted", (json_int_t)tally->codes_redacted,
                     "manual_redacted", (json_int_t)tally->manual_redacted, "risk",
                     tally->risk >= 0 ? json_real(round(tally->risk * 1e4) / 1e4) : json_null());
}

/* What is to be said of the manifests and of no photo: a line each, as it is printed. */
static json_t *warnings_to_json(const struct manifests *manifests) {
    json_t *list = json_array();
    char *text = NULL, *rest;
    size_t size = 0, lines = 0;
    FILE *stream = manifests != NULL ? open_memstream(&text, &size) : NULL;
    if (stream != NULL)
        manifests_print_remarks(manifests, stream);
    const bool whole = manifests == NULL || (stream != NULL && memstream_close(stream, &text));
    for (char *line = whole && text != NULL ? strtok_r(text, "\n", &rest) : NULL; line != NULL;
         line = strtok_r(NULL, "\n", &rest), lines++)
        (void)json_array_append_new(list, text_to_json(line + strspn(line, " ")));
    free(text);
    return json_whole(list, whole ? lines : SIZE_MAX);
}

/* What is said of photos, each once, with those that it is said of. */
static json_t *notes_to_json(const struct run *run) {
    json_t *list = json_array();
    struct run_notes notes;
    size_t texts = 0;
    run_notes_list(run, &notes);
    for (size_t first = 0, count; first < notes.count; first += count, texts++) {
        json_t *photos = json_array();
        count = run_notes_same(&notes, first);
        for (size_t i = first; i < first + count; i++)
            (void)json_array_append_new(photos, text_to_json(run->photos[notes.items[i].photo].source));
        const char *notice = notes.items[first].notice;
        (void)json_array_append_new(
            list, json_pack("{s:o, s:o, s:o}", "notice", notice != NULL ? text_to_json(notice) : json_null(), "text",
                            text_to_json(notes.items[first].text), "photos", json_whole(photos, count)));
    }
    run_notes_clear(&notes);
    return json_whole(list, texts);
}

static json_t *run_to_json(const struct run *run) {
    char date[DATE_TEXT];
    struct tally tally = run_tally(run);
    json_t *photos = json_array();
    date_print(run->settings->date, date);
    for (size_t i = 0; i < run->count; i++)
        (void)json_array_append_new(photos, outcome_to_json(run->photos[i].source, run->photos[i].output, run->timings,
                                                            run->photos[i].outcome));
    photos = json_whole(photos, run->count);
    return json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:b, s:o, s:o, s:o, s:o, s:o}", "sladd", SLADD_VERSION, "command",
                     "clean", "date", date, "channel", text_to_json(run->settings->channel), "policy",
                     policy_to_json(run->policy), "models", models_to_json(run->vision, true), "dry_run",
                     run->settings->dry_run ? 1 : 0, "photos", photos, "summary", tally_to_json(&tally), "take_down",
                     takedowns_to_json(run->takedowns), "notes", notes_to_json(run), "warnings",
                     warnings_to_json(run->manifests));
}

bool run_write_json(const struct run *run, FILE *to) {
    json_t *whole = run_to_json(run);
    bool complete =
        whole != NULL && json_dumpf(whole, to, JSON_INDENT(2) | JSON_REAL_PRECISION(12)) == 0 && fputc('\n', to) != EOF;
    json_decref(whole);
    return complete;
}
