/* The folders in which manifests are looked for; a part of files/manifests.h. */
#ifndef FILES_MANIFEST_FOLDERS_H
#define FILES_MANIFEST_FOLDERS_H

#include "files/folder_names.h"
#include "files/manifests.h"

/* A folder that holds photos of the run, or one above. */
struct folder {
    char *path;               /* absolute; "" is the root; owned */
    const struct folder *top; /* the uppermost one that is searched from here; borrowed */
    size_t source;            /* of the nearest manifest, here or above; RESOLVER_NONE: there is none */
    bool has_photos;          /* then its names were read */
    bool tree_read;           /* the manifests of all folders below it, too */
    struct folder_names names;
    struct sladd_error *trouble; /* what is wrong with its manifests; NULL: nothing, or nobody knows yet; owned */
};

/* For the tree of folders. */
int manifest_folder_compare(const void *a, const void *b);

/* The folder of this absolute path, read once: its manifest and those of the folders above. `*folder` is borrowed; NULL
 * after an error. */
enum sladd_status manifest_folder_open(struct manifests *manifests, const char *path, struct folder **folder,
                                       struct sladd_error *err);

/* Whoever opens the folder again gets this error again, and nothing is read for it. Returns its status. */
enum sladd_status manifest_folder_refuse(struct folder *folder, enum sladd_status status,
                                         const struct sladd_error *err);

/* May the folder above speak of what is in `path` (an absolute one)? Not of what is in a repository, nor below a folder
 * that everybody may write into. */
enum sladd_status manifest_folder_is_ruled(const char *path, bool *is, struct sladd_error *err);

/* Read what lies beside its photos, once: the sidecars of all of them, given or not, since whoever says no in one says
 * it to the neighbours, too; sidecars without a photo; and files that are nearly called like a sidecar. */
enum sladd_status manifest_folder_beside(struct manifests *manifests, struct folder *folder, struct sladd_error *err);

/* Refuse what is nearly called like a manifest in a folder with photos of which none was given. */
enum sladd_status manifest_folder_nearly(struct manifests *manifests, const char *path, struct sladd_error *err);

/* The same beside a manifest that is given by name and called as every folder's: it is that folder's own, and so is
 * what is nearly called so. */
enum sladd_status manifest_folder_beside_given(const struct manifests *manifests, const char *path,
                                               struct sladd_error *err);

/* Read one manifest, once, which `manifests` then owns; NULL where there is none. A link that leads nowhere is not
 * nothing. */
enum sladd_status manifest_load(struct manifests *manifests, const char *path, bool must_exist,
                                struct manifest **manifest, struct sladd_error *err);

/* To be called before a file or folder of this path is read: what it is like now, for manifests_are_current. One that
 * is not there yet changes its folder when it comes. */
enum sladd_status manifest_seen(struct manifests *manifests, const char *path, struct sladd_error *err);

/* FOLDER/STEM.yaml or FOLDER/STEM.json; both at once is an error, since nobody can say which one was meant. */
enum sladd_status manifest_load_either(struct manifests *manifests, const char *folder, const char *stem,
                                       struct manifest **manifest, struct sladd_error *err);

#endif
