/* What is in a folder, by the names that a person sees. */
#ifndef FILES_FOLDER_NAMES_H
#define FILES_FOLDER_NAMES_H

#include "base/fail.h"

#include <stdbool.h>
#include <stddef.h>

struct folder_name {
    char *name, *folded; /* owned; base/names.h */
};

/* Sorted by `folded`, then by `name`; owned. Zero-initialise to start. */
struct folder_names {
    struct folder_name *items;
    size_t count, capacity;
};

/* Read a folder. One that cannot be listed has no names: what is in it is opened by name all the same. */
enum sladd_status folder_names_read(struct folder_names *names, const char *path, struct sladd_error *err);

/* Those that are the same to a person: `*first` and as many as are returned. */
size_t folder_names_alike(const struct folder_names *names, const char *folded, const struct folder_name **first);

/* Where in `items` the first name is that does not come before this folded one. */
size_t folder_names_from(const struct folder_names *names, const char *folded);

/* Is there exactly this name, of which `folded` is the folded form? */
bool folder_names_has(const struct folder_names *names, const char *name, const char *folded);

void folder_names_clear(struct folder_names *names);

#endif
