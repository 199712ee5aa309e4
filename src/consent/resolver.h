/* Which entry of which manifest speaks of which photo: one answer for every command and for the library, however a path
 * was given. The path below the manifest's own folder decides; the nearest manifest that mentions the photo counts, and
 * what those further up protect stays protected. Where the photos are copied away from a manifest that is given by
 * name, the end of their path does, down to the path below the folder that was given; an entry whose own photo is
 * another one, or that two photos would share, puts them in doubt.
 *
 * Names are compared as a person sees them (base/names.h): an entry that differs from a photo in case, Unicode form or
 * slash speaks of it, when it is the only such entry and the only such photo. An entry whose photo is not there, but
 * which nearly fits a photo that nobody mentions, or has the SHA-256 of one, puts that photo in doubt: it is withheld.
 * What remains of the entries is listed, so that nothing which is written down is lost in silence. An entry speaks of
 * one photo: one for a folder or a pattern is an error, for whoever wrote it means every photo there.
 *
 * Paths here are absolute, with links resolved and no slash at their ends ("" is the root). Nothing is opened: what
 * only the disk knows is asked through struct resolver_disk. Entries and photos are not compared each with each,
 * however many there are of both, and no search ends before it is through. */
#ifndef CONSENT_RESOLVER_H
#define CONSENT_RESOLVER_H

#include "base/outcome_parts.h"
#include "consent/manifest.h"

#define RESOLVER_NONE ((size_t)-1)

/* What there is at a path. */
enum presence { PRESENCE_UNKNOWN, PRESENCE_ABSENT, PRESENCE_SAME, PRESENCE_OTHER, PRESENCE_FOLDER };

/* Questions to the disk. Without a disk every answer is unknown, and so is that to `twins`, `digest` and `same` where
 * they are NULL: the library's photos have no folder, of which only names can be judged. */
struct resolver_disk {
    void *context;
    /* Is there a file of this path, and is it the same as `photo` (case-insensitive file systems, links)? */
    enum presence (*presence)(void *context, const char *path, const char *photo);
    /* How many other files beside the photo have the same name to a person? */
    size_t (*twins)(void *context, const char *photo);
    /* The photo's digest; false: it cannot be read. */
    bool (*digest)(void *context, const char *photo, char sha256[SLADD_SHA256_HEX]);
    /* Do two files surely hold the same bytes? */
    bool (*same)(void *context, const char *one, const char *other);
};

/* A manifest and where its names are seen from. All pointers are borrowed. */
struct resolver_source {
    const struct manifest *manifest;
    const char *folder;
    size_t parent; /* the source of the next folder up that has a manifest, or RESOLVER_NONE */
    bool given;    /* by name (--manifest): photos that do not lie below `folder` are known by the end of their path */
    size_t *used;  /* one an entry: the photo (from 1) that it speaks of; 0: none; owned by the resolver */
};

/* Where a photo lies. */
struct resolver_place {
    const char *path;
    size_t source; /* the nearest one, or RESOLVER_NONE */
    const struct manifest *sidecar;
};

/* Borrowed pointers, and the answer. */
struct resolver_photo {
    struct resolver_place places[2]; /* as it is called; and, where that is a link, what it leads to */
    size_t place_count;
    const char *relative; /* the path below the folder that was given: its copy's name */

    struct manifest_entry entry;
    size_t source;                      /* where entry.folder comes from, or RESOLVER_NONE */
    char *doubt;                        /* owned; entry.doubt points to it */
    char *sha256;                       /* once it was asked for; empty: it cannot be had; owned */
    struct person *joined;              /* owned; entry.joined points to them */
    const struct manifest **manifests;  /* owned; entry.manifests points to them */
    const struct photo_entry **farther; /* owned; entry.farther points to them */
    size_t farther_count, farther_capacity;
};

/* An entry that somebody should look at. */
enum remark_kind {
    REMARK_NO_PHOTO,   /* there is no such photo where all of them were looked for */
    REMARK_NOT_USED,   /* the same, of a manifest that was given by name and lies elsewhere than all photos */
    REMARK_OTHER_NAME, /* it was taken for the entry of a photo that is called a little differently */
    REMARK_NOT_BESIDE, /* a sidecar's entry of another photo */
    REMARK_KINDS
};
struct remark {
    enum remark_kind kind;
    const struct manifest *manifest;
    const struct photo_entry *entry;
    size_t photo; /* OTHER_NAME: whose entry it was taken for; otherwise RESOLVER_NONE */
};

/* Zero-initialise to start. */
struct left_behind;
struct resolver {
    struct resolver_source *sources;
    size_t source_count, source_capacity;
    struct resolver_photo *photos;
    size_t photo_count, photo_capacity;
    /* Folders (real paths) of which all photos are added: entries that lie there and have no photo are remarked on.
     * Borrowed; NULL: none. */
    const struct sladd_names *roots;
    struct remark *remarks; /* by manifest and line, once resolved */
    size_t remark_count, remark_capacity;
    struct left_behind *left; /* of consent/moved_photos.h: in the order of the digests; owned */
    size_t left_count, left_capacity;
    size_t left_sources; /* whose entries are in it, or need not be */
};

enum sladd_status resolver_add_source(struct resolver *resolver, struct resolver_source source, size_t *index,
                                      struct sladd_error *err);
enum sladd_status resolver_add_photo(struct resolver *resolver, struct resolver_photo photo, struct sladd_error *err);

/* Answer for all photos. SLADD_MANIFEST: an entry names a person who is in no manifest, or is that of a folder or a
 * pattern. `disk` may be NULL. */
enum sladd_status resolver_run(struct resolver *resolver, const struct resolver_disk *disk, struct sladd_error *err);

/* After that, answer for one photo that was added since. Entries that nearly fit it are not looked for; those that have
 * its SHA-256 are by consent/moved_photos.h, once all such photos were answered for. */
enum sladd_status resolver_run_late(struct resolver *resolver, size_t photo, const struct resolver_disk *disk,
                                    struct sladd_error *err);

/* No photo is missing where these entries speak of a copy: that there is none is not remarked on. */
void resolver_forget_missing(struct resolver *resolver, const struct manifest_entry *entry);

/* Put a photo in doubt: it is withheld. `format` is in English and marked for translation; the first doubt stays. */
enum sladd_status resolver_doubt(struct resolver_photo *photo, struct sladd_error *err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The entry under this name, or the only one whose name is the same to a person; NULL: none. */
const struct photo_entry *resolver_find(const struct manifest *manifest, const char *name);

void resolver_clear(struct resolver *resolver);

#endif
