/* What `check` has to say of its photos. */
#ifndef AUDIT_VERDICT_H
#define AUDIT_VERDICT_H

#include "audit/findings.h"
#include "consent/policy.h"
#include "sladd/settings.h"

struct judged {
    const char *path;              /* as it was given; borrowed */
    char sha256[SLADD_SHA256_HEX]; /* empty: the file could not be read */
    int width, height;             /* of the upright photo; 0: not known */
    bool vouched;                  /* a receipt of `clean` speaks of exactly this file */
    bool failed;                   /* it could not be checked */
    struct findings findings;      /* owned */
};

struct verdict {
    const struct sladd_settings *settings;
    enum severity fail_on; /* the least severe finding that counts as a failure */
    bool quiet;            /* only findings, no summary */
    const struct policy *policy;
    struct judged *photos; /* in the order of the inputs; owned by whoever fills the verdict */
    size_t count;
    size_t manifests; /* the last so many of `photos` are manifests whose entries have findings */
    size_t by_severity[SEVERITY_ERROR + 1], with_findings, vouched, failed;
    size_t passed_over, gone; /* files that are no photos; paths of the list that are not there any more */
    size_t system_folders;    /* that were not looked into */
};

struct resolver;

/* What is left over of the manifests, each in a place of its own behind the photos; `*room` is the room in the array.
 */
enum sladd_status verdict_add_remarks(struct verdict *verdict, size_t *room, const struct resolver *resolver,
                                      struct sladd_error *err);

#endif
