/* A manifest on the disk: read, and replaced in one step by a text that was read as a manifest first. */
#ifndef DRAFTS_MANIFEST_FILE_H
#define DRAFTS_MANIFEST_FILE_H

#include "base/bytes.h"
#include "base/permissions.h"

#include <stdbool.h>

/* A manifest as it was when it was read; cleared with manifest_file_clear. */
struct manifest_file_text {
    char *path;        /* where it really lies: links are followed */
    struct bytes text; /* empty where there is no such file */
    bool exists;
    struct permissions permissions;
};

/* A file that does not exist is no error; one that cannot be read is (SLADD_IO). */
enum sladd_status manifest_file_read(const char *path, struct manifest_file_text *file, struct sladd_error *err);

/* Put `text` in its place: atomically, with the permissions that it had, and only when manifest_parse takes the text
 * and the file is still what was read: otherwise SLADD_COLLISION, and nothing has changed. */
enum sladd_status manifest_file_replace(const struct manifest_file_text *file, struct span text,
                                        struct sladd_error *err);
void manifest_file_clear(struct manifest_file_text *file);

#endif
