/* What one run was asked to do, as far as it concerns a photo. Filled once from the command line, const afterwards. */
#ifndef SLADD_SETTINGS_H
#define SLADD_SETTINGS_H

#include "sladd/status.h"

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How a redacted region is destroyed. */
enum sladd_style {
    SLADD_BLUR,   /* looks like a soft blur; computed from the surroundings only */
    SLADD_PIXEL,  /* squares of the same soft blur's colours: the look that readers know, and nothing of the region */
    SLADD_SOLID,  /* one flat colour taken from the surroundings */
    SLADD_MOSAIC, /* averages of the region itself: cosmetic, can be undone in part */
};

/* What happens to readable text. */
enum sladd_text_mode {
    SLADD_TEXT_BLUR,     /* it goes, unless the manifest lets it stay */
    SLADD_TEXT_PERSONAL, /* what was read with confidence as nobody's data stays, too */
    SLADD_TEXT_KEEP,     /* it stays */
};

/* A day of the proleptic Gregorian calendar; year 0 means "not given", which no setting may be. */
struct sladd_date {
    int year, month, day;
};

struct sladd_settings {
    enum sladd_style style;
    enum sladd_text_mode text;
    int reencode;           /* JPEG quality 1..100 for --reencode; 0 keeps untouched blocks */
    bool dry_run;           /* decide and report, write nothing */
    bool tell_holds;        /* read lines of text only to say what kind of data they hold: 30 ms each */
    bool tell_tags;         /* tell the names in face tags that nobody in the manifests has: for drafts of these only */
    uint64_t seed;          /* of the grain; random unless --seed was given */
    const char *channel;    /* where the photos will be published; NULL: no consent that names channels covers it */
    struct sladd_date date; /* the day consent is judged for */
};

/* What the command does when no option is given: blur, readable text too, consent for the web, judged for today (by the
 * local clock), grain from a random seed. Errors: SLADD_USAGE (`settings` is NULL, or there is no clock), SLADD_IO,
 * SLADD_NO_MEMORY. `err` may be NULL. */
enum sladd_status sladd_settings_init(struct sladd_settings *settings, struct sladd_error *err);

#ifdef __cplusplus
}
#endif

#endif
