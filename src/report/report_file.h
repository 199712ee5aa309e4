/* The file of --report, --html or --sheet. Its place is opened before the work, so that a report that cannot be written
 * costs no work, and it gets its name only when it is complete. It replaces no file but an empty one and an earlier
 * report or page of sladd's; a link is followed, and the same holds for what it leads to. A terminal, a pipe and an
 * open descriptor (/dev/fd/3, /dev/stdout) are written into. */
#ifndef REPORT_REPORT_FILE_H
#define REPORT_REPORT_FILE_H

#include "base/outfile.h"
#include "base/permissions.h"

#include <stdbool.h>
#include <stdio.h>

struct report_file {
    const char *path; /* borrowed; NULL: no report was asked for */
    char *target;     /* what gets the report's name, behind all links; owned; NULL: it is written into */
    FILE *to;         /* to write into, NULL for none; memory, or standard output for "-" */
    char *text;       /* what was written so far; owned */
    size_t size;
    struct outfile out;
    int folder_fd;
};

#define NO_REPORT_FILE ((struct report_file){.out = {.dir_fd = -1, .fd = -1}, .folder_fd = -1})

/* SLADD_USAGE: nothing can be written there, or a file would be lost. `option` ("report") is for messages, `most` are
 * the permissions, less the umask's. */
enum sladd_status report_file_open(struct report_file *file, const char *option, const char *path,
                                   struct permissions most, struct sladd_error *err);

/* SLADD_USAGE: --html and --report are one file, by whatever names. */
enum sladd_status report_files_differ(const struct report_file *a, const struct report_file *b,
                                      struct sladd_error *err);

/* What was written is the report now, unless `complete` is false or writing it failed. */
enum sladd_status report_file_commit(struct report_file *file, bool complete, struct sladd_error *err);

/* Without a commit nothing is left behind. */
void report_file_close(struct report_file *file);

#endif
