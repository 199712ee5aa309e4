/* What `clean` has to say about a run: the JSON report, the counts, the notices, the decisions in words. */
#ifndef REPORT_RUN_REPORT_H
#define REPORT_RUN_REPORT_H

#include "base/outcome_parts.h"
#include "consent/policy.h"
#include "files/manifests.h"
#include "ledger/takedowns.h"
#include "sladd/settings.h"
#include "vision/vision.h"
#include "work/thumbnail.h"

#include <stdio.h>

/* One photo of the run; borrowed. */
struct reported {
    const char *source;
    const char *output; /* path of the copy; NULL: there is none */
    const struct sladd_outcome *outcome;
};

/* What the photos add up to. */
struct tally {
    size_t photos, sanitised, withheld, failed, unchanged;
    size_t faces_redacted, faces_kept, text_redacted, codes_redacted, manual_redacted;
    double risk; /* of the copies; negative: of one of them nobody knows it */
};

/* A whole run, borrowed: the photos in the order of the plan. */
struct run {
    const struct sladd_settings *settings;
    const struct policy *policy;
    const struct vision *vision;
    const struct reported *photos;
    size_t count;
    const struct takedowns *takedowns;
    bool timings;                       /* per step, for each photo */
    const struct thumbnail *thumbnails; /* of the copies, one a photo; NULL: none */
    const struct manifests *manifests;  /* of which there may be something to say; NULL: none */
};

struct tally run_tally(const struct run *run);

/* The report of --report. False: it could not be written whole. */
bool run_write_json(const struct run *run, FILE *to);

/* The page of --html. False: it could not be written whole. */
bool run_write_html(const struct run *run, FILE *to);

/* Results and kinds of regions as a person reads them; static strings. */
const char *run_result_word(enum sladd_result result);
const char *run_kind_word(enum sladd_kind kind);

/* Counts, and the copies that must come down; in the language of the locale. */
void run_print_counts(const struct tally *tally, bool dry_run, FILE *to);
void run_print_takedowns(const struct takedowns *takedowns, FILE *to);

/* What the list of copies that must come down begins with, and why a copy is in it; in the language of the locale. */
const char *run_takedowns_heading(void);
const char *run_takedown_why(const struct takedown *takedown);

/* Less risk than this is not worth naming one photo among others. */
extern const double run_least_risk;

/* How many faces are probably still seen in the copies, and which copies carry most of it; nothing where nobody knows,
 * or where there are no copies. */
void run_print_risk(const struct run *run, FILE *to);

/* What a person should look after, in the language of the locale, and one of the photos it concerns. */
struct run_note {
    const char *notice; /* the same in English, as an outcome has it; borrowed; NULL: it comes from what was decided */
    char *text;         /* owned */
    size_t photo;
};

struct run_notes {
    struct run_note *items; /* owned */
    size_t count, capacity;
};

/* All of a run; those that say the same stand together, by the photos' order. */
void run_notes_list(const struct run *run, struct run_notes *list);
void run_notes_clear(struct run_notes *list);

/* How many from `first` on say the same. */
size_t run_notes_same(const struct run_notes *list, size_t first);

/* Each of them once, with the photos it concerns. */
void run_print_notices(const struct run *run, FILE *to);

/* Every decision about a photo with its reason: one line a region, for somebody who does not read JSON. */
void run_print_decisions(const struct run *run, FILE *to);

/* "sanitised (ms: read 3, detect 120 ...)" into `line`. */
void run_timings(const struct sladd_outcome *outcome, char *line, size_t size);

#endif
