/* A manifest on the disk: read, and replaced in one step by a text that was read as a manifest first. */
#ifndef DRAFTS_MANIFEST_FILE_H
#define DRAFTS_MANIFEST_FILE_H

#include "base/bytes.h"
#include "base/permissions.h"

#include <stdbool.h>
#include <stdio.h>

/* A manifest as it was when it was read; cleared with manifest_file_clear. */
struct manifest_file_text {
    char *path;        /* where it really lies: links are followed */
    struct bytes text; /* empty where there is no such file */
    bool exists;
    struct permissions permissions;
    bool narrowed; /* what replaced it grants less */
};

/* A file that does not exist is no error; one that cannot be read is (SLADD_IO). */
enum sladd_status manifest_file_read(const char *path, struct manifest_file_text *file, struct sladd_error *err);

/* Can it be replaced or made here, as far as one can tell before it is tried? */
bool manifest_file_may_be_written(const char *path);

/* Put `text` in its place: atomically, with the owner, group and permissions that it had, and only when manifest_parse
 * takes the text and the file is still what was read: otherwise SLADD_COLLISION, and nothing has changed. Where owner
 * or group cannot be kept, nobody else gets more than before, and `narrowed` says whether somebody has less. */
enum sladd_status manifest_file_replace(struct manifest_file_text *file, struct span text, struct sladd_error *err);

/* Say of a file that was replaced, in the language of the locale, that others may have lost their access; else nothing.
 */
void manifest_file_remark(const struct manifest_file_text *file, FILE *to);
void manifest_file_clear(struct manifest_file_text *file);

#endif
