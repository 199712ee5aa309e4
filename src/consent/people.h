/* One person in several manifests: a folder's, its parents' and sidecars each have people of their own, so whoever is
 * in photos of two folders stands in both. What is said no to in one of them must count in all. */
#ifndef CONSENT_PEOPLE_H
#define CONSENT_PEOPLE_H

#include "consent/manifest.h"

/* Set `elsewhere` of everybody in these manifests: the same person in the others, where a consent was taken back, a
 * child did not agree, or the identity is protected. The same is whoever has the same name or alias (same_name in
 * base/names.h), or the same key where one of the two has no name. What was set before is forgotten. The manifests must
 * outlive each other. n log n in people. */
enum sladd_status people_link(struct manifest *const *manifests, size_t count, struct sladd_error *err);

#endif
