#include "files/targets.h"

#include "base/array.h"
#include "base/paths.h"
#include "files/path_list.h"
#include "files/plan.h"
#include "files/receipt_names.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* These are also true where nobody can tell: then inputs_add finds out, too, and the path has its finding. */
static bool is_folder(const char *path) {
    struct stat facts;
    return stat(path, &facts) == 0 ? S_ISDIR(facts.st_mode) : !path_is_missing(errno);
}

static bool is_there(const char *path) {
    struct stat facts;
    return lstat(path, &facts) == 0 || !path_is_missing(errno);
}

/* Every photo below the folder that a manifest or a file of receipts lies in. */
static enum sladd_status add_folder_of(struct targets *targets, const char *path, struct sladd_error *err) {
    char *folder = path_way(path);
    if (folder == NULL)
        return fail_memory(err);
    for (size_t last = strlen(folder); last > 1 && folder[last - 1] == '/'; last--)
        folder[last - 1] = '\0';
    enum sladd_status status = is_folder(folder) ? inputs_add(&targets->inputs, folder, NULL, err) : SLADD_OK;
    free(folder);
    return status;
}

/* "a.jpg.consent.yaml" speaks of "a.jpg", "consent.yaml" of the folder. */
static enum sladd_status add_spoken_of(struct targets *targets, const char *path, struct sladd_error *err) {
    static const char middle[] = ".consent.";
    const char *name = path_name(path), *found = strstr(name, middle), *end = found;
    for (; found != NULL; found = strstr(found + 1, middle))
        end = found;
    if (end == NULL || end == name)
        return add_folder_of(targets, path, err);
    char *photo = strndup(path, (size_t)(end - path));
    enum sladd_status status = photo == NULL ? fail_memory(err) : SLADD_OK;
    if (status == SLADD_OK && is_there(photo))
        status = inputs_add(&targets->inputs, photo, NULL, err);
    free(photo);
    return status;
}

static bool speaks_of_photos(const char *path) {
    const char *name = path_name(path);
    return !is_folder(path) && (inputs_is_manifest(name) || receipts_is_file(name));
}

/* `git diff` prints paths as seen from the top of the repository, wherever it is started. */
static enum sladd_status refuse_other_folder(const char *path, struct sladd_error *err) {
    enum { MOST_LEVELS = 32 };
    char up[3 * MOST_LEVELS + 1] = "";
    for (size_t level = 0; level < MOST_LEVELS && path[0] != '/'; level++) {
        memcpy(up + 3 * level, "../", sizeof "../");
        char *seen = path_join(up, path);
        bool there = seen != NULL && is_there(seen);
        free(seen);
        if (there)
            return sladd_fail(err, SLADD_USAGE,
                              "--files-from: %s is not here but in %s: the list was made for another folder (git diff "
                              "has --relative)",
                              path, up);
    }
    return SLADD_OK;
}

static enum sladd_status add_listed(struct targets *targets, const char *path, struct sladd_error *err) {
    bool there = is_there(path), speaks = speaks_of_photos(path);
    enum sladd_status status = there ? SLADD_OK : refuse_other_folder(path, err);
    if (speaks && status == SLADD_OK)
        return add_spoken_of(targets, path, err); /* also when it is gone: what it spoke of is now uncovered */
    if (!there) {
        targets->gone++;
        return status;
    }
    if (is_folder(path) || inputs_is_photo(path))
        return inputs_add(&targets->inputs, path, NULL, err);
    targets->inputs.passed_over++;
    return SLADD_OK;
}

static enum sladd_status read_list(struct targets *targets, const struct selection *selection,
                                   struct sladd_error *err) {
    struct path_list list = {0};
    size_t gone = targets->gone;
    enum sladd_status status = path_list_read(&list, selection->files_from, selection->nul, err);
    for (size_t i = 0; i < list.count && status == SLADD_OK; i++)
        status = add_listed(targets, list.paths[i], err);
    if (status == SLADD_OK && list.count > 0 && targets->gone - gone == list.count)
        status = sladd_fail(err, SLADD_USAGE,
                            "--files-from %s: none of the listed files exists (the first is %s); was the list made for "
                            "another folder, or does it name deleted files only (git diff has --diff-filter=d)?",
                            selection->files_from, list.paths[0]);
    path_list_clear(&list);
    return status;
}

/* What is left: each photo once, and only this machine's share (--shard). */
static enum sladd_status drop_surplus(struct inputs *inputs, const struct selection *selection,
                                      struct sladd_error *err) {
    enum sladd_status status = inputs_drop_repeated(inputs, err);
    bool *out = inputs->count > 0 ? array_new_zero(inputs->count, sizeof *out) : NULL;
    if (status == SLADD_OK && inputs->count > 0 && out == NULL)
        status = fail_memory(err);
    for (size_t i = 0; i < inputs->count && out != NULL; i++)
        out[i] = !plan_is_ours(selection, inputs->items[i].relative);
    if (status == SLADD_OK && out != NULL)
        inputs_drop(inputs, out);
    free(out);
    return status;
}

enum sladd_status targets_find(struct targets *targets, const struct selection *selection, struct sladd_error *err) {
    bool folders_only = selection->files_from == NULL;
    enum sladd_status status = SLADD_OK;
    *targets = (struct targets){0};
    for (size_t i = 0; i < selection->path_count && status == SLADD_OK; i++) {
        const char *path = selection->paths[i];
        bool speaks = is_there(path) && speaks_of_photos(path);
        folders_only = folders_only && !speaks;
        status = speaks ? add_spoken_of(targets, path, err) : inputs_add(&targets->inputs, path, NULL, err);
    }
    if (status == SLADD_OK && selection->files_from != NULL)
        status = read_list(targets, selection, err);
    if (status == SLADD_OK && targets->inputs.count == 0 && folders_only)
        status = plan_refuse_nothing(selection, err);
    return status == SLADD_OK ? drop_surplus(&targets->inputs, selection, err) : status;
}

void targets_clear(struct targets *targets) {
    inputs_clear(&targets->inputs);
    *targets = (struct targets){0};
}
