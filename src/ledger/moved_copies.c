#include "ledger/moved_copies.h"

#include "base/array.h"
#include "base/paths.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void add(struct moved_copies *moved, char *path, off_t size) {
    if (!array_grow((void **)&moved->files, &moved->capacity, moved->count + 1, sizeof *moved->files))
        return free(path);
    moved->files[moved->count++] = (struct unlisted_file){.path = path, .size = size};
}

/* What cannot be looked at is passed over: it cannot be told to be anything. */
static void list(struct moved_copies *moved, int folder_fd, const char *below, int depth,
                 const struct receipts *receipts) {
    DIR *folder = fdopendir(folder_fd);
    if (folder == NULL) {
        (void)close(folder_fd);
        return;
    }
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        struct stat facts;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
            fstatat(dirfd(folder), entry->d_name, &facts, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        char *path = below[0] != '\0' ? path_join(below, entry->d_name) : strdup(entry->d_name);
        if (path != NULL && S_ISREG(facts.st_mode) && receipts_find(receipts, path) == NULL) {
            add(moved, path, facts.st_size);
            continue;
        }
        const int inner = path != NULL && S_ISDIR(facts.st_mode) && depth < MAX_FOLDER_DEPTH
                              ? openat(dirfd(folder), entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
                              : -1;
        if (inner >= 0)
            list(moved, inner, path, depth + 1, receipts);
        free(path);
    }
    (void)closedir(folder);
}

static bool is_of_run(const struct output_folder *folder, const char *path, const struct inputs *inputs) {
    char *full = path_join(folder->path, path);
    bool is = full == NULL;
    for (size_t i = 0; i < inputs->count && !is; i++)
        is = path_is_same_file(inputs->items[i].path, full);
    free(full);
    return is;
}

static bool holds(struct unlisted_file *file, const struct output_folder *folder, const char *sha256, int64_t size) {
    if (size > 0 && file->size != size)
        return false;
    const int fd = file->sha256[0] == '\0' ? output_folder_open_copy(folder, file->path) : -1;
    if (fd >= 0) {
        (void)sha256_of_fd(fd, SIZE_MAX / 2, file->sha256);
        (void)close(fd);
    }
    return strcmp(file->sha256, sha256) == 0;
}

const char *moved_copies_next(struct moved_copies *moved, const struct output_folder *folder,
                              const struct receipts *receipts, const struct inputs *inputs, const char *sha256,
                              int64_t size, size_t *at) {
    if (!moved->listed && folder->fd >= 0) {
        const int fd = openat(folder->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd >= 0)
            list(moved, fd, "", 0, receipts);
        moved->listed = true;
    }
    while (*at < moved->count) {
        struct unlisted_file *file = &moved->files[(*at)++];
        if (sha256[0] != '\0' && holds(file, folder, sha256, size) && !is_of_run(folder, file->path, inputs))
            return file->path;
    }
    return NULL;
}

void moved_copies_clear(struct moved_copies *moved) {
    for (size_t i = 0; i < moved->count; i++)
        free(moved->files[i].path);
    free(moved->files);
    *moved = (struct moved_copies){0};
}
