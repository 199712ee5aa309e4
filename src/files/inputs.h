/* From the paths of the command line to the list of photos. */
#ifndef FILES_INPUTS_H
#define FILES_INPUTS_H

#include "base/outcome_parts.h"
#include "base/permissions.h"
#include "format/format.h"

#include <stdbool.h>
#include <stddef.h>

enum { MAX_FOLDER_DEPTH = 64 };

/* One photo to be. All strings are owned by the list. */
struct input {
    char *path;     /* to open it */
    char *relative; /* below the output folder: the path under the given folder, or the file's own name */
    char *root;     /* the given folder, or the folder of the given file; never empty */
    bool named;     /* given by name, not found in a folder */
    char *problem;  /* why it cannot be read, or NULL */
};

struct inputs {
    struct input *items;
    size_t count, capacity;
    struct sladd_names folders; /* real paths of those that were walked, also where they hold no photo; owned */
    size_t passed_over;         /* files in folders that are not photos */
    size_t copies;              /* folders that were left out because they hold copies of an earlier run */
    size_t system_folders;      /* and because the system keeps them for itself (files/system_folders.h) */
};

/* What a walk through a given folder leaves out. */
struct left_out {
    dev_t device; /* this folder; 0 and 0: none */
    ino_t inode;
    bool copies; /* folders below the given one in which `clean` keeps its receipts */
    bool hidden; /* files and folders below the given one whose names begin with a dot */
};

/* Add a photo, or all photos under a folder, in a stable order. What looks like a picture or a film, by its content or
 * its name, is a photo: what cannot be cleaned must be reported and not be missed. Consent manifests and other files
 * are passed over, and `.git`, folders of the system and `left_out` (NULL: nothing) are not entered. A path that cannot
 * be read becomes an input with a problem, and so does a link to a photo or a folder, which is not followed. */
enum sladd_status inputs_add(struct inputs *inputs, const char *path, const struct left_out *left_out,
                             struct sladd_error *err);

/* Add the paths that a file lists ("-": standard input), ended by line feed or NUL. */
enum sladd_status inputs_add_list(struct inputs *inputs, const char *file, bool nul, const struct left_out *left_out,
                                  struct sladd_error *err);

/* What a folder's walk makes of files by their names: consent manifests; and photos, or what must be reported as one
 * (by name or, where it can be opened, by content). */
bool inputs_is_manifest(const char *name);
bool inputs_is_photo(const char *path);

/* Take out every input whose flag is set; `out` has one an input. */
void inputs_drop(struct inputs *inputs, const bool *out);

/* Leave each photo once, by whatever path it was given; the first stays. A link to one is another. */
enum sladd_status inputs_drop_repeated(struct inputs *inputs, struct sladd_error *err);

void inputs_clear(struct inputs *inputs);

/* Open a photo for reading; -1 when it has a problem or with errno. Links are followed only where the user named one.
 */
int input_open(const struct input *input);

/* What all photos grant; one that cannot be opened grants nothing. */
struct permissions inputs_permissions(const struct inputs *inputs);

/* What a photo is, by its content; "unknown" where it cannot be read. Never NULL. */
const struct format *input_format(const struct input *input);

/* SHA-256 of its bytes in hexadecimal, 64 digits and a terminator; empty where it cannot be read. */
void input_digest(const struct input *input, char hex[65]);

#endif
