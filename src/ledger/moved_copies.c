#include "ledger/moved_copies.h"

#include "base/array.h"
#include "base/paths.h"
#include "files/system_folders.h"
#include "ledger/standing.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file of which no receipt says, by its name, size and time, what it is, and that has the size of some copy. */
struct suspect {
    char *path;             /* below the folder; owned */
    struct stat facts;      /* of what was read */
    struct receipt adopted; /* owned; without an output: it is no copy that was moved */
};

/* A receipt whose copy may be one of them. */
struct known_copy {
    const struct receipt *receipt;
    bool missing; /* from under its name */
};

struct search {
    struct receipts *receipts;
    const struct output_folder *folder;
    struct sladd_names *unseen;
    struct sladd_error *err;
    int64_t *sizes; /* of the copies, sorted; owned */
    size_t size_count;
    bool any_size; /* of some receipt's copy the size is not known */
    struct suspect *suspects;
    size_t count, capacity;
    struct known_copy *known; /* in the order of their digests; owned */
    size_t known_count;
    struct stat *photos; /* of the run, and the copies' originals, in the order of their inodes; owned */
    size_t photo_count;
};

static int by_size(const void *a, const void *b) {
    const int64_t *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

static enum sladd_status list_sizes(struct search *search, struct receipt *const *all) {
    search->sizes = array_new(search->receipts->count + 1, sizeof *search->sizes);
    if (search->sizes == NULL)
        return fail_memory(search->err);
    for (size_t i = 0; i < search->receipts->count; i++) {
        search->any_size = search->any_size || all[i]->size <= 0;
        search->sizes[search->size_count++] = all[i]->size;
    }
    qsort(search->sizes, search->size_count, sizeof *search->sizes, by_size);
    return SLADD_OK;
}

static bool is_suspect(const struct search *search, const char *path, const struct stat *facts) {
    const struct receipt *own = receipts_find(search->receipts, path);
    const int64_t size = facts->st_size;
    return (own == NULL || !receipt_is_as_written(own, facts)) &&
           (search->any_size ||
            bsearch(&size, search->sizes, search->size_count, sizeof *search->sizes, by_size) != NULL);
}

static enum sladd_status walk(struct search *search, int folder_fd, const char *below, int depth);

/* `path` is taken over. */
static enum sladd_status look_at(struct search *search, int folder_fd, const char *name, char *path, int depth,
                                 const struct stat *facts) {
    enum sladd_status status = SLADD_OK;
    if (S_ISREG(facts->st_mode) && is_suspect(search, path, facts)) {
        if (!array_grow((void **)&search->suspects, &search->capacity, search->count + 1, sizeof *search->suspects)) {
            free(path);
            return fail_memory(search->err);
        }
        search->suspects[search->count++] = (struct suspect){.path = path, .facts = *facts};
        return SLADD_OK;
    }
    if (S_ISDIR(facts->st_mode) && !system_folder(name)) {
        errno = ELOOP;
        const int inner =
            depth < MAX_FOLDER_DEPTH ? openat(folder_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;
        if (inner >= 0)
            status = walk(search, inner, path, depth + 1);
        else if (!path_is_missing(errno))
            status = sladd_names_add(search->unseen, path, search->err);
    }
    free(path);
    return status;
}

static const struct dirent *next_entry(DIR *folder) {
    errno = 0;
    return readdir(folder);
}

/* `folder_fd` is taken over. Of a folder that may be listed and not entered, the folder is named and not all in it. */
static enum sladd_status walk(struct search *search, int folder_fd, const char *below, int depth) {
    DIR *folder = fdopendir(folder_fd);
    enum sladd_status status = SLADD_OK;
    bool seen = true;
    if (folder == NULL) {
        (void)close(folder_fd);
        return fail_memory(search->err);
    }
    const struct dirent *entry;
    while (status == SLADD_OK && seen && (entry = next_entry(folder)) != NULL) {
        struct stat facts;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (fstatat(dirfd(folder), entry->d_name, &facts, AT_SYMLINK_NOFOLLOW) != 0) {
            seen = path_is_missing(errno);
            continue;
        }
        char *path = below[0] != '\0' ? path_join(below, entry->d_name) : strdup(entry->d_name);
        status = path != NULL ? look_at(search, dirfd(folder), entry->d_name, path, depth, &facts)
                              : fail_memory(search->err);
    }
    seen = seen && (status != SLADD_OK || errno == 0);
    (void)closedir(folder);
    return status == SLADD_OK && !seen
               ? sladd_names_add(search->unseen, below[0] != '\0' ? below : search->folder->path, search->err)
               : status;
}

/* Of equal copies one that is missing comes first: it is the one that was moved. */
static int by_digest(const void *a, const void *b) {
    const struct known_copy *left = a, *right = b;
    const int order = strcmp(left->receipt->outcome.output_sha256, right->receipt->outcome.output_sha256);
    return order != 0                        ? order
           : left->missing != right->missing ? right->missing - left->missing
                                             : strcmp(left->receipt->output, right->receipt->output);
}

static int against_digest(const void *sha256, const void *item) {
    return strcmp(sha256, ((const struct known_copy *)item)->receipt->outcome.output_sha256);
}

static int by_file(const void *a, const void *b) {
    const struct stat *left = a, *right = b;
    return left->st_ino != right->st_ino   ? (left->st_ino > right->st_ino) - (left->st_ino < right->st_ino)
           : left->st_dev != right->st_dev ? (left->st_dev > right->st_dev) - (left->st_dev < right->st_dev)
                                           : 0;
}

/* What the suspects are compared with. */
static enum sladd_status prepare(struct search *search, struct receipt *const *all, const struct inputs *inputs) {
    search->known = array_new(search->receipts->count + 1, sizeof *search->known);
    search->photos = array_new(inputs->count + search->receipts->count + 1, sizeof *search->photos);
    if (search->known == NULL || search->photos == NULL)
        return fail_memory(search->err);
    for (size_t i = 0; i < search->receipts->count; i++)
        if (all[i]->outcome.output_sha256[0] != '\0')
            search->known[search->known_count++] =
                (struct known_copy){all[i], output_folder_lacks(search->folder, all[i])};
    for (size_t i = 0; i < inputs->count; i++)
        search->photo_count += stat(inputs->items[i].path, &search->photos[search->photo_count]) == 0;
    for (size_t i = 0; i < search->receipts->count; i++)
        search->photo_count += stat(all[i]->origin, &search->photos[search->photo_count]) == 0;
    qsort(search->known, search->known_count, sizeof *search->known, by_digest);
    qsort(search->photos, search->photo_count, sizeof *search->photos, by_file);
    return SLADD_OK;
}

static bool is_original(const struct search *search, const struct stat *facts) {
    return bsearch(facts, search->photos, search->photo_count, sizeof *search->photos, by_file) != NULL;
}

static enum sladd_status adopt(struct suspect *suspect, const struct receipt *receipt, struct sladd_error *err) {
    const char *was = receipt->moved_from != NULL ? receipt->moved_from : receipt->output;
    const bool back = strcmp(was, suspect->path) == 0;
    struct receipt *adopted = &suspect->adopted;
    *adopted = (struct receipt){.output = strdup(suspect->path),
                                .moved_from = back ? NULL : strdup(was),
                                .origin = strdup(receipt->origin),
                                .makers = strdup(receipt->makers)};
    if (adopted->output == NULL || (adopted->moved_from == NULL) != back || adopted->origin == NULL ||
        adopted->makers == NULL)
        return fail_memory(err);
    memcpy(adopted->key, receipt->key, sizeof adopted->key);
    receipt_set_facts(adopted, &suspect->facts);
    return sladd_outcome_copy(&adopted->outcome, &receipt->outcome, err);
}

/* Is it a copy, and which? What is under its own name is known by its size and time from here on. */
static enum sladd_status recognise(struct search *search, struct suspect *suspect) {
    char hex[SLADD_SHA256_HEX];
    struct receipt *own = receipts_find(search->receipts, suspect->path);
    if (is_original(search, &suspect->facts))
        return SLADD_OK;
    const int fd = output_folder_open_copy(search->folder, suspect->path);
    const bool gone = fd < 0 && path_is_missing(errno);
    const bool read = fd >= 0 && fstat(fd, &suspect->facts) == 0 && sha256_of_fd(fd, SIZE_MAX / 2, hex);
    if (fd >= 0)
        (void)close(fd);
    if (!read)
        return gone ? SLADD_OK : sladd_names_add(search->unseen, suspect->path, search->err);
    if (own != NULL && strcmp(own->outcome.output_sha256, hex) == 0) {
        receipt_set_facts(own, &suspect->facts);
        search->receipts->renewed = true;
        return SLADD_OK;
    }
    if (own != NULL && strcmp(own->earlier_sha256, hex) == 0)
        return SLADD_OK;
    const size_t at = array_first(hex, search->known, search->known_count, sizeof *search->known, against_digest);
    return at < search->known_count && against_digest(hex, &search->known[at]) == 0
               ? adopt(suspect, search->known[at].receipt, search->err)
               : SLADD_OK;
}

/* Only when all are recognised: one may take the place of a receipt by which another was. What that receipt speaks of
 * may lie where nobody can look, and then it is all that is known of it. */
static enum sladd_status keep_adopted(struct search *search) {
    for (size_t i = 0; i < search->count; i++) {
        struct receipt *adopted = &search->suspects[i].adopted;
        if (adopted->output == NULL ||
            (search->unseen->count > 0 && receipts_find(search->receipts, adopted->output) != NULL))
            continue;
        if (!receipts_put(search->receipts, adopted))
            return fail_memory(search->err);
        *adopted = (struct receipt){0};
        search->receipts->renewed = search->receipts->adopted = true;
    }
    return SLADD_OK;
}

/* Is there surely nothing of it any more? Nobody knows where a link stands in its way or in its place. */
static bool is_gone(const struct search *search, const struct receipt *receipt) {
    char hex[SLADD_SHA256_HEX];
    struct stat facts;
    const int fd = output_folder_open_copy(search->folder, receipt->output);
    bool gone = fd < 0 && path_is_missing(errno) &&
                output_folder_check(search->folder, receipt->output, NULL, NULL) == SLADD_OK;
    if (fd >= 0) {
        const bool known = fstat(fd, &facts) == 0;
        gone = known && (is_original(search, &facts) ||
                         (!receipt_is_as_written(receipt, &facts) && sha256_of_fd(fd, SIZE_MAX / 2, hex) &&
                          strcmp(hex, receipt->outcome.output_sha256) != 0));
        (void)close(fd);
    }
    return gone;
}

/* Not where nobody could look everywhere: their receipts are all that they are known by there. */
static enum sladd_status forget_gone(struct search *search) {
    if (search->unseen->count > 0)
        return SLADD_OK;
    struct receipt **all = receipts_list(search->receipts);
    const size_t count = search->receipts->count;
    if (all == NULL)
        return fail_memory(search->err);
    for (size_t i = 0; i < count; i++)
        if (all[i]->moved_from != NULL && is_gone(search, all[i]))
            receipts_forget(search->receipts, all[i]->output);
    free(all);
    return SLADD_OK;
}

static void clear(struct search *search) {
    for (size_t i = 0; i < search->count; i++) {
        receipt_clear(&search->suspects[i].adopted);
        free(search->suspects[i].path);
    }
    free(search->suspects);
    free(search->sizes);
    free(search->known);
    free(search->photos);
}

enum sladd_status moved_copies_adopt(struct receipts *receipts, const struct output_folder *folder,
                                     const struct inputs *inputs, struct sladd_names *unseen, struct sladd_error *err) {
    struct search search = {.receipts = receipts, .folder = folder, .unseen = unseen, .err = err};
    if (folder->fd < 0 || receipts->count == 0)
        return SLADD_OK;
    struct receipt **all = receipts_list(receipts);
    const int fd = openat(folder->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    enum sladd_status status = all != NULL ? list_sizes(&search, all) : fail_memory(err);
    if (status == SLADD_OK && fd < 0)
        status = sladd_names_add(unseen, folder->path, err);
    else if (status == SLADD_OK)
        status = walk(&search, fd, "", 0);
    else if (fd >= 0)
        (void)close(fd);
    bool adopted = false;
    for (size_t i = 0; i < receipts->count && status == SLADD_OK; i++)
        adopted = adopted || all[i]->moved_from != NULL;
    if (status == SLADD_OK && (adopted || search.count > 0))
        status = prepare(&search, all, inputs);
    for (size_t i = 0; i < search.count && status == SLADD_OK; i++)
        status = recognise(&search, &search.suspects[i]);
    if (status == SLADD_OK)
        status = keep_adopted(&search);
    if (status == SLADD_OK)
        status = forget_gone(&search);
    clear(&search);
    free(all);
    return status;
}
