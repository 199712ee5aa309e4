/* Which manifests speak of a photo: found beside it, read once each. */
#ifndef FILES_CONSENTS_H
#define FILES_CONSENTS_H

#include "consent/manifest.h"
#include "files/inputs.h"

/* The manifests read so far. Owned; pointers into them stay good until consents_clear. */
struct consents {
    struct loaded {
        char *path;
        struct manifest *manifest; /* NULL: there is no such file */
    } * items;
    size_t count, capacity;
};

/* What the manifests say about `input`. `given` is --manifest, or NULL: then the nearest consent.yaml (or .json) in the
 * photo's folder or a parent, up to the input's root, is read. A sidecar beside the photo counts in both cases. The
 * first error in any manifest ends the run before anything is written. */
enum sladd_status consents_find(struct consents *consents, const struct input *input, const char *given,
                                struct manifest_entry *entry, struct sladd_error *err);

void consents_clear(struct consents *consents);

#endif
