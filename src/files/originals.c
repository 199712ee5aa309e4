#include "files/originals.h"

#include "base/array.h"

#include <stdlib.h>
#include <sys/stat.h>

/* Which file a path is, whatever its name: links and bind mounts show the same one. */
struct identity {
    dev_t device;
    ino_t inode;
    const char *path; /* borrowed */
};

static int compare_identities(const void *a, const void *b) {
    const struct identity *left = a, *right = b;
    if (left->device != right->device)
        return left->device < right->device ? -1 : 1;
    return (left->inode > right->inode) - (left->inode < right->inode);
}

static void add_original(struct originals *originals, const char *path) {
    struct stat facts;
    if (path != NULL && stat(path, &facts) == 0)
        originals->items[originals->count++] = (struct identity){facts.st_dev, facts.st_ino, path};
}

enum sladd_status originals_list(struct originals *originals, const struct inputs *inputs,
                                 const struct manifests *manifests, const char *files_from, struct sladd_error *err) {
    originals->items = array_new(inputs->count + manifests->file_count + 1, sizeof *originals->items);
    if (originals->items == NULL)
        return fail_memory(err);
    for (size_t i = 0; i < inputs->count; i++)
        add_original(originals, inputs->items[i].path);
    for (size_t i = 0; i < manifests->file_count; i++)
        add_original(originals, manifests->files[i].path);
    add_original(originals, files_from);
    qsort(originals->items, originals->count, sizeof *originals->items, compare_identities);
    return SLADD_OK;
}

enum sladd_status originals_protect(const struct originals *originals, const char *path, struct sladd_error *err) {
    struct stat facts;
    if (stat(path, &facts) != 0)
        return SLADD_OK;
    struct identity key = {facts.st_dev, facts.st_ino, NULL};
    const struct identity *hit =
        bsearch(&key, originals->items, originals->count, sizeof *originals->items, compare_identities);
    return hit == NULL
               ? SLADD_OK
               : sladd_fail(err, SLADD_COLLISION, "writing %s would overwrite the original %s; choose another folder",
                            path, hit->path);
}

void originals_clear(struct originals *originals) {
    free(originals->items);
    *originals = (struct originals){0};
}
