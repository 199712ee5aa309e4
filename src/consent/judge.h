/* The decision to keep a face is made here: does this person's consent cover this publication? */
#ifndef CONSENT_JUDGE_H
#define CONSENT_JUDGE_H

#include "consent/policy.h"

/* SLADD_REASON_CONSENT when one consent of `person` counts under `policy` on settings->date for settings->channel;
 * otherwise why not: the reason of the consent that came closest. Anything doubtful counts against keeping; a date, an
 * expiry or a list of channels that is absent does not limit the consent.
 *
 * Somebody who withdraws a consent takes back everything agreed to until that day for the channels it covered, whatever
 * else is on file: only a consent dated later counts for them again. So does a child who does not agree, and growing up
 * does not undo it.
 *
 * Whoever stands in two manifests of a photo (people_join) is shown only if the consent counts for the role and the age
 * that each of them has. */
enum sladd_reason judge_person(const struct person *person, const struct policy *policy,
                               const struct sladd_settings *settings);

/* The rule by which no photo of `person` may be published, or NULL. Borrowed from the policy. */
const struct role_rule *judge_withholding(const struct person *person, const struct policy *policy,
                                          struct sladd_date day);

/* Somebody whom the photo's own entry names, and for whose role or age a policy may publish no photo: everybody but
 * staff, visitors and public figures of whom nothing says that they are minors on `day` (year 0: not known). Their
 * short name, borrowed; NULL: there is nobody. */
const char *entry_may_be_withheld_for(const struct manifest_entry *entry, struct sladd_date day);

/* Is somebody who was born then an adult on `day` and called a minor, or the other way? False where one of the three is
 * not given. */
bool age_contradicts(struct sladd_date born, enum answer minor, struct sladd_date day);

/* Does the policy remind of single traits where this person is named? */
bool judge_reminds(const struct person *person, const struct policy *policy);

#endif
