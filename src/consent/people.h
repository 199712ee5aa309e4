/* One person in several places: a folder's manifest, its parents' and sidecars each have people of their own, so
 * whoever is in photos of two folders stands in both. What is said no to in one of them must count in all. */
#ifndef CONSENT_PEOPLE_H
#define CONSENT_PEOPLE_H

#include "consent/manifest.h"

/* Set `elsewhere` of everybody in these manifests: the same person under another key or in another of them, where a
 * consent was taken back, a child did not agree, or the identity is protected. The same is whoever may have the same
 * name or alias (alike_name in base/names.h: blanks that nobody sees, and marks, must not hide a no), or the same key
 * where one of the two has no name. What was set before is forgotten. The manifests must outlive each other.
 * SLADD_MANIFEST: more than a thousand say no under one name, each in another way; so time and memory grow with the
 * people, and not with their square. */
enum sladd_status people_link(struct manifest *const *manifests, size_t count, struct sladd_error *err);

/* The records in which somebody may say no: the person's own, or both of whoever stands in two manifests of a photo,
 * and those elsewhere. `index` counts up from 0; NULL: there are no more. */
const struct person *person_record(const struct person *person, size_t index);

/* Whoever stands in a photo's sidecar and in its folder's manifest under the same key is one person: name, aliases,
 * role and age that the sidecar leaves out are the folder's, and where the two differ, consent/judge.h goes by both.
 * The consents are the sidecar's alone. The result is the caller's (people_free_joined) and borrows from both
 * manifests, which may be NULL. */
enum sladd_status people_join(const struct manifest *sidecar, const struct manifest *folder, struct person **joined,
                              size_t *count, struct sladd_error *err);
void people_free_joined(struct person *joined, size_t count);

#endif
