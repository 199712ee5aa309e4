#include "files/folder_names.h"

#include "base/array.h"
#include "base/names.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b) {
    const struct folder_name *left = a, *right = b;
    int order = strcmp(left->folded, right->folded);
    return order != 0 ? order : strcmp(left->name, right->name);
}

static bool add(struct folder_names *names, const char *name) {
    struct folder_name item = {strdup(name), name_fold(name)};
    bool good = item.name != NULL && item.folded != NULL &&
                array_grow((void **)&names->items, &names->capacity, names->count + 1, sizeof *names->items);
    if (good) {
        names->items[names->count++] = item;
    } else {
        free(item.name);
        free(item.folded);
    }
    return good;
}

enum sladd_status folder_names_read(struct folder_names *names, const char *path, struct sladd_error *err) {
    DIR *folder;
    bool good = true;
    do
        folder = opendir(path);
    while (folder == NULL && errno == EINTR);
    if (folder == NULL)
        return errno == ENOENT || errno == ENOTDIR || errno == EACCES || errno == ELOOP || errno == ENAMETOOLONG
                   ? SLADD_OK
                   : sladd_fail(err, fail_as(SLADD_IO, errno), "%s: cannot read the folder: %s", path,
                                fail_reason(errno));
    errno = 0;
    for (const struct dirent *entry; good && (entry = readdir(folder)) != NULL; errno = 0)
        good = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 || entry->d_type == DT_DIR ||
               add(names, entry->d_name);
    int why = errno;
    (void)closedir(folder);
    if (names->count > 0)
        qsort(names->items, names->count, sizeof *names->items, compare);
    if (good && why != 0)
        return sladd_fail(err, fail_as(SLADD_IO, why), "%s: cannot read the folder: %s", path, fail_reason(why));
    return good ? SLADD_OK : fail_memory(err);
}

static int against_folded(const void *folded, const void *item) {
    const struct folder_name *name = item;
    return strcmp(folded, name->folded);
}

size_t folder_names_from(const struct folder_names *names, const char *folded) {
    return array_first(folded, names->items, names->count, sizeof *names->items, against_folded);
}

size_t folder_names_alike(const struct folder_names *names, const char *folded, const struct folder_name **first) {
    size_t from = folder_names_from(names, folded), found = 0;
    while (from + found < names->count && strcmp(names->items[from + found].folded, folded) == 0)
        found++;
    *first = found > 0 ? &names->items[from] : NULL;
    return found;
}

bool folder_names_has(const struct folder_names *names, const char *name, const char *folded) {
    const struct folder_name *first;
    size_t count = folder_names_alike(names, folded, &first);
    for (size_t i = 0; i < count; i++)
        if (strcmp(first[i].name, name) == 0)
            return true;
    return false;
}

void folder_names_clear(struct folder_names *names) {
    for (size_t i = 0; i < names->count; i++) {
        free(names->items[i].name);
        free(names->items[i].folded);
    }
    free(names->items);
    *names = (struct folder_names){0};
}
