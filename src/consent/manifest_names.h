/* How manifests' files are called, and what is nearly called so: a file that its author takes for a manifest and nobody
 * reads would be consent, or a refusal, that is lost in silence. */
#ifndef CONSENT_MANIFEST_NAMES_H
#define CONSENT_MANIFEST_NAMES_H

#include <stddef.h>

enum manifest_name {
    NAME_OTHER,        /* not a manifest; also an editor's backup of one */
    NAME_FOLDER,       /* consent.yaml or consent.json */
    NAME_SIDECAR,      /* PHOTO.consent.yaml or PHOTO.consent.json */
    NAME_LIKE_FOLDER,  /* consent.yml, Consent.yaml, consents.yaml, consent.yaml.txt, consent (1).yaml ... */
    NAME_LIKE_SIDECAR, /* PHOTO.consent.yml, PHOTO-consent.yaml, PHOTO.consent ...: only where there is such a photo */
};

/* Judge a file's name. Where it has a photo's name in it, that is `*length` bytes from `*start`. */
enum manifest_name manifest_name_of(const char *name, size_t *start, size_t *length);

#endif
