#include "files/manifest_tree.h"

#include "base/limits.h"
#include "base/paths.h"
#include "consent/manifest_names.h"
#include "files/receipt_names.h"
#include "files/system_folders.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What stays the same during one walk. */
struct walk {
    struct manifests *manifests;
    const char *top;  /* the uppermost manifest, as messages show it */
    uint64_t folders; /* so many were entered */
    struct sladd_error *err;
};

static int compare_entries(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

static bool is_manifest(const struct dirent *entry, bool of_folder) {
    size_t start, length;
    const enum manifest_name kind = manifest_name_of(entry->d_name, &start, &length);
    return entry->d_type != DT_DIR && (kind == NAME_SIDECAR || (of_folder && kind == NAME_FOLDER));
}

/* Something that only the folder's photos tell to be a manifest: it may be called nearly like one. */
static bool may_be_nearly(const struct dirent *entry) {
    size_t start, length;
    const enum manifest_name kind = manifest_name_of(entry->d_name, &start, &length);
    return entry->d_type != DT_DIR && (kind == NAME_SIDECAR || kind == NAME_LIKE_FOLDER || kind == NAME_LIKE_SIDECAR);
}

/* What begins with a dot is a program's folder, not a person's. */
static bool is_folder(const struct dirent *entry) {
    return (entry->d_type == DT_DIR || entry->d_type == DT_UNKNOWN) && entry->d_name[0] != '.' &&
           !system_folder(entry->d_name);
}

static int may_matter(const struct dirent *entry) {
    return is_manifest(entry, true) || may_be_nearly(entry) || is_folder(entry);
}

/* A folder that nobody may look into says nothing of the photos that were given: else one locked folder would end every
 * run beside it. One over the whole tree names it as what could not be read. */
static enum sladd_status fail_unread(const struct walk *walk, const char *path, int why) {
    if (why == EACCES || why == ENOENT || why == ENOTDIR || why == ELOOP)
        return SLADD_OK;
    return sladd_fail(walk->err, fail_as(SLADD_IO, why), "%s: cannot read the folder: %s", path, fail_reason(why));
}

static enum sladd_status read_below(struct walk *walk, const char *path, int depth);

/* With a manifest that is given by name, those of the folders count for nothing. */
static enum sladd_status read_entry(struct walk *walk, const char *folder, const struct dirent *entry, int depth) {
    char *path = path_join(folder, entry->d_name);
    struct manifest *manifest;
    bool ruled = false;
    enum sladd_status status = path != NULL ? SLADD_OK : fail_memory(walk->err);
    if (status == SLADD_OK && is_manifest(entry, walk->manifests->given == NULL))
        status = manifest_load(walk->manifests, path, false, &manifest, walk->err);
    else if (status == SLADD_OK && is_folder(entry))
        status = manifest_folder_is_ruled(path, &ruled, walk->err);
    if (status == SLADD_OK && ruled)
        status = read_below(walk, path, depth + 1);
    free(path);
    return status;
}

static enum sladd_status read_entries(struct walk *walk, const char *path, int folder, int depth) {
    struct dirent **entries = NULL;
    enum sladd_status status = manifest_seen(walk->manifests, path, walk->err);
    int count =
        status == SLADD_OK ? TEMP_FAILURE_RETRY(scandirat(folder, ".", &entries, may_matter, compare_entries)) : 0;
    if (count < 0)
        status = fail_unread(walk, path, errno);
    bool nearly = false;
    for (int i = 0; i < count; i++)
        nearly |= may_be_nearly(entries[i]);
    if (status == SLADD_OK && nearly)
        status = manifest_folder_nearly(walk->manifests, path, walk->err);
    for (int i = 0; i < count; i++) {
        if (status == SLADD_OK)
            status = read_entry(walk, path, entries[i], depth);
        free(entries[i]);
    }
    free(entries);
    return status;
}

/* Deeper, or among copies of an earlier run, nobody looks for photos. */
static enum sladd_status read_below(struct walk *walk, const char *path, int depth) {
    int folder = TEMP_FAILURE_RETRY(open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    enum sladd_status status = folder >= 0 ? SLADD_OK : fail_unread(walk, path, errno);
    if (folder >= 0 && depth > 0 && ++walk->folders > limit_of(LIMIT_FOLDERS))
        status = sladd_fail(walk->err, SLADD_TOO_LARGE,
                            "%s: more than %llu folders lie below this manifest's, and nobody can tell whether theirs "
                            "say no to somebody; move it nearer to the photos, or raise the limit with --limit "
                            "folders=N",
                            walk->top, (unsigned long long)limit_of(LIMIT_FOLDERS));
    else if (folder >= 0 && depth < MAX_FOLDER_DEPTH && (depth == 0 || !receipts_are_in(folder)))
        status = read_entries(walk, path, folder, depth);
    if (folder >= 0)
        (void)close(folder);
    return status;
}

enum sladd_status manifest_tree_read(struct manifests *manifests, const struct folder *folder,
                                     struct sladd_error *err) {
    const struct resolver_source *top = NULL;
    for (size_t s = folder->source; s != RESOLVER_NONE; s = top->parent)
        top = &manifests->resolver.sources[s];
    if (top == NULL || !path_is_within(folder->path, top->folder))
        return SLADD_OK;
    struct walk walk = {.manifests = manifests, .top = top->manifest->path, .err = err};
    struct folder *root;
    enum sladd_status status = manifest_folder_open(manifests, top->folder, &root, err);
    if (status != SLADD_OK || root->tree_read)
        return status;
    status = read_below(&walk, root->path[0] != '\0' ? root->path : "/", 0);
    root->tree_read = status == SLADD_OK;
    return status;
}
