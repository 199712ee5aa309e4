/* A consent policy: which consents are enough to show somebody, and which photos are not published at all. A small file
 * of the manifest's syntax, read as strictly, in which every rule names the guideline it carries out.
 *
 * What a policy does not mention falls to the safe side (see the members). What no policy can change: nobody is kept
 * without a consent that counts, every doubt redacts or withholds, and `publish: no` is obeyed. */
#ifndef CONSENT_POLICY_H
#define CONSENT_POLICY_H

#include "consent/manifest.h"

enum { ROLE_COUNT = ROLE_PUBLIC_FIGURE + 1, POLICY_MAX_BYTES = 256 << 10 };

/* Values of 0 are those of a policy that is silent. */
enum identity_rule { IDENTITY_NEVER, IDENTITY_WRITTEN }; /* when somebody with a protected identity may be shown */
enum rights_rule { RIGHTS_REPORT, RIGHTS_WITHHOLD };     /* when nobody says that the owner permits publication */
enum text_rule { TEXT_BY_DEFAULT, TEXT_ALWAYS };         /* may --text keep readable text? */

/* Some roles, perhaps only below an age. */
struct role_rule {
    unsigned roles;   /* bits 1u << enum role */
    int younger_than; /* years; 0: whatever the age */
    char *source;
};

/* The rules that have one value each, for `sources`. */
enum rule {
    RULE_DEFAULT,
    RULE_DOUBT,
    RULE_OWN_AGE,
    RULE_CHILD_AGREES,
    RULE_FORM,
    RULE_IDENTITY,
    RULE_RIGHTS,
    RULE_REMIND,
    RULE_TEXT,
    RULE_DOCUMENTATION,
    RULE_COUNT
};

struct policy {
    char *name, *version, *title;
    struct sladd_date date;
    char sha256[65];             /* of the file's bytes */
    char *sources[RULE_COUNT];   /* guideline and paragraph; NULL: the policy has no such rule */
    int own_decision_age;        /* years from which a person decides alone; 15 in a silent policy */
    enum answer child_agrees;    /* below that age the child must agree, too; yes in a silent policy */
    enum form forms[ROLE_COUNT]; /* FORM_VERBAL: any consent is enough. [ROLE_UNKNOWN] is for all roles not named */
    enum identity_rule protected_identity;
    enum rights_rule rights_missing;
    enum text_rule text;
    unsigned remind;              /* roles as in struct role_rule: a notice, where one of them is in a photo */
    struct role_rule *never_kept; /* redacted whatever they agreed to */
    size_t never_kept_count;
    struct role_rule *withhold; /* the whole photo is withheld, whatever they agreed to */
    size_t withhold_count;
};

/* Parse `text`, which came from the file shown as `path`; an error begins with FILE:LINE:COLUMN (SLADD_MANIFEST). Free
 * with policy_free. */
enum sladd_status policy_parse(struct span text, const char *path, struct policy **policy, struct sladd_error *err);

/* Read a policy by name, from the folder `shipped` of those that came with sladd, or by file: `given` has a '/' or ends
 * in .yaml, .yml or .json. SLADD_USAGE: there is no policy of this name, and the error lists those that there are;
 * SLADD_MANIFEST: it cannot be read. Free with policy_free. */
enum sladd_status policy_open(const char *given, const char *shipped, struct policy **policy, struct sladd_error *err);

void policy_free(struct policy *policy);

#endif
