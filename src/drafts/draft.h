/* Drafts of manifests: what was detected, with the people still to be filled in. */
#ifndef DRAFTS_DRAFT_H
#define DRAFTS_DRAFT_H

#include "base/boxes.h"
#include "base/bytes.h"
#include "consent/manifest.h"

#include <stdbool.h>
#include <stddef.h>

/* All pointers are borrowed. */
struct draft_face {
    struct sladd_box box; /* fractions of the upright photo */
    const char *person;   /* key of a person, or NULL: somebody has to fill it in */
    const char *tag;      /* a name in a face tag that nobody in the manifests has, or NULL; not written */
};

struct draft_photo {
    const char *file; /* as the manifest names it */
    const char *sha256;
    const struct draft_face *faces;
    size_t face_count;
    int width, height; /* of the upright photo, in pixels */
    bool edited;       /* what the manifest says of it is about an earlier version, and is to be superseded */
    /* Somebody whom that names and for whom a policy may withhold the photo (consent/judge.h), or NULL. */
    const char *withheld_for;
};

/* Somebody to add, with nothing but a name: no consent and no role, so that nobody is kept for it. */
struct draft_person {
    const char *key, *name;
};

/* What is added to a manifest. */
struct draft_parts {
    const struct draft_photo *photos;
    size_t photo_count;
    const struct draft_person *people;
    size_t people_count;
    const struct manifest *now; /* the manifest as it is, where photos of it were edited; NULL: there are none */
};

/* Can a manifest name a photo so? A file's name is bytes; a manifest is UTF-8 text without control characters. */
bool draft_can_name(const char *file);

/* The same of a person's name: is it read again as it is? */
bool draft_can_hold(const char *name);

/* A new manifest. Parsing it gives these people and photos and keeps no face. `text` is the caller's. */
enum sladd_status draft_new(const struct draft_parts *parts, struct bytes *text, struct sladd_error *err);

/* Add people and photos to a manifest that somebody wrote, byte for byte as it was but for the lines added. None of
 * them may be in it yet, but for edited photos, and it must be one that manifest_parse takes. What stood there of an
 * edited photo becomes a comment, and only what hides is said again (drafts/photo_value.h); SLADD_MANIFEST where it
 * stands in brackets, which have no place for comments. `path` is for messages. */
enum sladd_status draft_merge(struct span existing, const char *path, const struct draft_parts *parts,
                              struct bytes *text, struct sladd_error *err);

#endif
