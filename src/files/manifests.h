/* The manifests of a run's photos: found beside them and in the folders above, read once each, and resolved
 * (consent/resolver.h).
 *
 * The folders above a photo are searched up to one that holds `.git`, or to the root. A folder above that everybody may
 * write into (sticky, such as /tmp) ends the search: a stranger's manifest must not speak of anybody's photos.
 *
 * Others are read for the people alone who say no in them: the sidecars of the photos beside, and the manifests below
 * the uppermost folder that has one (files/manifest_tree.h). */
#ifndef FILES_MANIFESTS_H
#define FILES_MANIFESTS_H

#include "consent/resolver.h"
#include "files/file_stamp.h"
#include "files/inputs.h"

#include <stdio.h>

/* A text that stands for the file of this path (as it is opened: absolute, or --manifest as given), which may not be
 * there yet: a manifest that is being edited. Both are borrowed. */
struct manifest_text {
    const char *path;
    struct span text;
};

/* Pointers into it stay good until manifests_clear. Zero-initialise to start. */
struct manifests {
    struct resolver resolver; /* its photos are in the order in which they were added */
    struct manifest_file {
        char *path; /* absolute */
        struct manifest *manifest;
        char sha256[SLADD_SHA256_HEX]; /* of the text */
    } * files;                         /* all that were read */
    size_t file_count, file_capacity;
    void *by_file; /* the same by path: a tree of tsearch(3) */
    struct seen {
        char *path;
        struct file_stamp stamp;
    } * seen; /* files and folders, as they were when they were read */
    size_t seen_count, seen_capacity;
    void *folders;                       /* by path: such a tree */
    void *digests;                       /* of photos that were read for it, by path: such a tree */
    void *by_path;                       /* the resolver's photos, once one is sought: such a tree, too */
    size_t added, indexed;               /* so many of them are the run's; and so many of these are in the tree */
    char *here;                          /* the working folder */
    const struct manifest_text *unsaved; /* instead of what is on the disk; borrowed */
    size_t unsaved_count;
    const char *given;
    size_t given_source;
    char **strings; /* paths that the resolver borrows */
    size_t string_count, string_capacity;
};

/* Begin. `given` is --manifest, or NULL: then the folders' consent.yaml (or .json) are read. A sidecar beside the photo
 * counts in both cases. `folders` are those that were walked for the photos (files/inputs.h); borrowed. `unsaved` (NULL
 * and 0: none) stands for files on the disk, also for the one that is given. */
enum sladd_status manifests_open(struct manifests *manifests, const char *given, const struct sladd_names *folders,
                                 const struct manifest_text *unsaved, size_t unsaved_count, struct sladd_error *err);

/* After that: let it know of photos that did not change since what `before` read of them, which forgets it. */
void manifests_inherit(struct manifests *manifests, struct manifests *before);

/* A photo of the run, whose index is the number of calls before. The first error in any manifest (SLADD_MANIFEST), or a
 * file whose name is nearly a manifest's, is to end the run before anything is written. */
enum sladd_status manifests_add(struct manifests *manifests, const struct input *input, struct sladd_error *err);

/* After all photos: what the manifests say of each. */
enum sladd_status manifests_resolve(struct manifests *manifests, struct sladd_error *err);
const struct manifest_entry *manifests_entry(const struct manifests *manifests, size_t photo);

/* After that: what the manifests say of any photo by its real path, which need not be there any more, nor its folder;
 * so many `folders` of it belong to its path below what was given. `*of_run`: it is one that was added, and this is
 * what was said of it. After an error `entry` has what was found. */
enum sladd_status manifests_find_late(struct manifests *manifests, const char *path, size_t folders,
                                      struct manifest_entry *entry, bool *of_run, struct sladd_error *err);

/* After that was asked of all photos but the run's: where nobody mentions a photo of this SHA-256, `*doubt` says which
 * entry without a photo has it; borrowed; NULL: none. No photo is read. */
enum sladd_status manifests_find_moved(struct manifests *manifests, const char *sha256, const char **doubt,
                                       struct sladd_error *err);

/* The same, entry by entry: the next one, as manifests_find_late knows the photo that it speaks of, with its errors.
 * `*found`: there is one, also after an error. `beside`: as of moved_photos_next. `*at` is 0 for the first. */
enum sladd_status manifests_next_moved(struct manifests *manifests, const char *sha256, const char *beside, size_t *at,
                                       struct manifest_entry *entry, bool *found, struct sladd_error *err);

/* The photo as seen from the uppermost folder that is searched for it: for finding receipts. `view->root` and
 * `view->relative` are borrowed. */
void manifests_view(const struct manifests *manifests, size_t photo, struct input *view);

/* Where a new entry for the photo belongs: the nearest manifest in a folder and the photo's name there, both borrowed;
 * false: there is none. */
bool manifests_home(const struct manifests *manifests, size_t photo, const char **file, const char **key);

/* Print what is worth a word in the entries, at most a few lines of a kind: those first that say no,
 * or name somebody. */
void manifests_print_remarks(const struct manifests *manifests, FILE *to);

/* The manifest of the file of this path, as it was opened; NULL: it was not read. */
struct manifest *manifests_of_file(const struct manifests *manifests, const char *path);

/* Does any of those that speak of a photo know a line of text that may stay? */
bool manifests_know_text(const struct manifests *manifests);

/* Is on the disk what was there when they were read? What stands for a file (`unsaved`) is not asked about. False also
 * where nobody can tell; then they are to be read anew, and compared. */
bool manifests_are_current(const struct manifests *manifests);

/* All their texts and paths as one digest (SHA-256), but for the file `except` (NULL: none). False: out of memory. */
bool manifests_digest(const struct manifests *manifests, const char *except, char hex[SLADD_SHA256_HEX]);

void manifests_clear(struct manifests *manifests);

#endif
