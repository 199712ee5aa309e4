#include "ledger/published.h"

#include "base/array.h"
#include "base/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void free_folder(void *item) {
    struct published_folder *folder = item;
    free(folder->path);
    free(folder->by_digest);
    free(folder->by_source);
    receipts_clear(&folder->receipts);
    free(folder);
}

void published_clear(struct published *published) {
    tdestroy(published->folders, free_folder);
    *published = (struct published){0};
}

/* The folders from the photo's own up to its root: `*length` goes down from the length of the relative path. Owned by
 * the caller; NULL: out of memory. */
static char *folder_of(const struct input *input, size_t *length) {
    while (*length > 0 && input->relative[*length - 1] != '/')
        (*length)--;
    char *below = strndup(input->relative, *length), *folder = below != NULL ? path_join(input->root, below) : NULL;
    free(below);
    return folder;
}

static int by_digest(const void *a, const void *b) {
    const struct receipt *const *left = a, *const *right = b;
    int order = strcmp((*left)->outcome.output_sha256, (*right)->outcome.output_sha256);
    return order != 0 ? order : strcmp((*left)->output, (*right)->output);
}

static int by_source(const void *a, const void *b) {
    const struct receipt *const *left = a, *const *right = b;
    int order = strcmp((*left)->outcome.source_sha256, (*right)->outcome.source_sha256);
    return order != 0 ? order : strcmp((*left)->output, (*right)->output);
}

static int by_path(const void *a, const void *b) {
    const struct published_folder *left = a, *right = b;
    return strcmp(left->path, right->path);
}

static const struct published_folder *find(const struct published *published, const char *path) {
    const struct published_folder key = {.path = (char *)path};
    struct published_folder *const *found = tfind(&key, (void *const *)&published->folders, by_path);
    return found != NULL ? *found : NULL;
}

static enum sladd_status load(struct published *published, const char *path, struct sladd_error *err) {
    struct published_folder *folder = calloc(1, sizeof *folder);
    if (folder == NULL || (folder->path = strdup(path)) == NULL ||
        tsearch(folder, &published->folders, by_path) == NULL) {
        free(folder != NULL ? folder->path : NULL);
        free(folder);
        return fail_memory(err);
    }
    int fd = TEMP_FAILURE_RETRY(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    enum sladd_status status = receipts_open(&folder->receipts, fd, path, 0, 0, err);
    if (fd >= 0)
        (void)close(fd);
    folder->receipts.folder_fd = -1;
    if (status == SLADD_OK && ((folder->by_digest = receipts_list(&folder->receipts)) == NULL ||
                               (folder->by_source = receipts_list(&folder->receipts)) == NULL))
        status = fail_memory(err);
    if (status == SLADD_OK) {
        qsort(folder->by_digest, folder->receipts.count, sizeof(struct receipt *), by_digest);
        qsort(folder->by_source, folder->receipts.count, sizeof(struct receipt *), by_source);
    }
    return status;
}

enum sladd_status published_any(struct published *published, const struct input *input, bool *any,
                                struct sladd_error *err) {
    size_t length = strlen(input->relative);
    enum sladd_status status = SLADD_OK;
    *any = false;
    for (bool more = true; more && status == SLADD_OK;) {
        char *path = folder_of(input, &length);
        if (path == NULL)
            return fail_memory(err);
        if (find(published, path) == NULL)
            status = load(published, path, err);
        const struct published_folder *folder = find(published, path);
        *any = *any || (folder != NULL && folder->receipts.count > 0);
        more = length > 0;
        length -= more; /* over the slash, to the parent */
        free(path);
    }
    return status;
}

static int against_digest(const void *sha256, const void *item) {
    const struct receipt *const *receipt = item;
    return strcmp(sha256, (*receipt)->outcome.output_sha256);
}

static void choose(struct receipt *const *receipts, size_t count, const char *place, struct vouched *vouched) {
    *vouched = (struct vouched){vouched->folder, receipts, count, true};
    for (size_t i = 0; i < count && vouched->moved; i++)
        if (strcmp(receipts[i]->output, place) == 0 && receipts[i]->moved_from == NULL)
            *vouched = (struct vouched){vouched->folder, receipts + i, 1, false};
}

enum sladd_status published_find(const struct published *published, const struct input *input, const char *sha256,
                                 struct vouched *vouched, struct sladd_error *err) {
    size_t length = strlen(input->relative), first = 0, count;
    *vouched = (struct vouched){0};
    for (bool more = true; more;) {
        char *path = folder_of(input, &length);
        if (path == NULL)
            return fail_memory(err);
        const struct published_folder *folder = find(published, path);
        free(path);
        vouched->folder = folder != NULL ? folder->path : NULL;
        count = folder != NULL ? array_equal(sha256, folder->by_digest, folder->receipts.count,
                                             sizeof *folder->by_digest, against_digest, &first)
                               : 0;
        if (count > 0) {
            choose(folder->by_digest + first, count, input->relative + length, vouched);
            return SLADD_OK;
        }
        more = length > 0;
        length -= more;
    }
    return SLADD_OK;
}

static int against_source(const void *sha256, const void *item) {
    const struct receipt *const *receipt = item;
    return strcmp(sha256, (*receipt)->outcome.source_sha256);
}

struct receipt *const *published_alike(const struct published *published, const struct vouched *vouched,
                                       const struct receipt *receipt, size_t *count) {
    const struct published_folder *folder = find(published, vouched->folder);
    const char *source = receipt->outcome.source_sha256;
    const size_t all = folder != NULL && source[0] != '\0' ? folder->receipts.count : 0;
    size_t first = 0;
    *count =
        all > 0 ? array_equal(source, folder->by_source, all, sizeof *folder->by_source, against_source, &first) : 0;
    return all > 0 ? folder->by_source + first : NULL;
}
