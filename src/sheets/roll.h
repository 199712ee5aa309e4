/* The people of a manifest together with those of a sheet: what the sheet adds, and where the two disagree.
 *
 * Somebody in the sheet is somebody in the manifest when the names are the same (base/names.h), an alias included. A
 * fact that the manifest does not have is added; one that it has otherwise is a conflict. A consent is one that is
 * there already when everything that the row says of it is the same; then only a withdrawal is added to it. A consent
 * of another day is a new one. Everything else is a conflict: nothing is guessed, and where there is one, nothing may
 * be written. */
#ifndef SHEETS_ROLL_H
#define SHEETS_ROLL_H

#include "drafts/edit.h"
#include "sheets/entries.h"

/* A consent and where it is written. */
struct agreed {
    const struct entry *row;       /* of a new consent; NULL: in the manifest */
    const struct consent *consent; /* borrowed from the manifest or the row */
    struct sladd_date withdrawn;   /* what is added to a consent of the manifest; year 0: nothing */
    int withdrawn_line;
};

struct member {
    const struct person *known; /* in the manifest; NULL: new */
    const char *name, *key;     /* borrowed, but for the key of somebody new */
    char *new_key;              /* owned */
    enum role role;
    struct sladd_date born;
    enum answer minor, protected_identity;
    int role_line, born_line, minor_line, protected_line; /* the rows that say so; 0: nobody, or the manifest */
    struct agreed *consents;                              /* those of the manifest first, in its order; owned */
    size_t consent_count, consent_capacity;
    bool named;    /* a row is about them */
    int none_line; /* the row that says no, or names no channel and nothing else of a consent; 0: there is none */
    int line;      /* where the person stands: in the manifest, or of the first row */
};

/* A name that somebody on the roll goes by. */
struct called {
    const char *name;     /* borrowed */
    char *folded;         /* as it is compared; NULL for the key of somebody without a name. Owned */
    char *bones, *sorted; /* as it is nearly the same as another: see keys.h. Owned */
    size_t member;
};

struct roll {
    const struct manifest *manifest;
    struct sheet *sheet;  /* conflicts become its problems */
    struct called *names; /* owned */
    size_t name_count, name_capacity;
    struct member *members; /* those of the manifest first, in its order; owned */
    size_t count, capacity;
};

/* Manifest and sheet must outlive the roll. Conflicts are added to sheet->problems; SLADD_OK with them, too. */
enum sladd_status roll_call(struct roll *roll, const struct manifest *manifest, struct sheet *sheet,
                            struct sladd_error *err);
void roll_clear(struct roll *roll);

/* Does the sheet add anything to this person, or the person at all? */
bool member_is_new(const struct member *member);
bool member_changes(const struct member *member);

/* Write all additions into the text of the manifest. */
enum sladd_status roll_apply(const struct roll *roll, struct edit *edit, struct sladd_error *err);

/* Everything that is added to a person, in words and in the language of the locale: a line for the person, then one
 * for each fact and each consent. */
void member_print(const struct member *member, FILE *to);

#endif
