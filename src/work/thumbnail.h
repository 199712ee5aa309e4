/* Small pictures of photos, made behind the walls (work/workers.h): decoded as every photo is, turned upright, shrunk
 * by averaging whole squares of pixels, and coded as a JPEG that holds a picture and nothing else. */
#ifndef WORK_THUMBNAIL_H
#define WORK_THUMBNAIL_H

#include "base/bytes.h"
#include "work/task.h"

#include <stdbool.h>

struct thumbnail {
    struct bytes jpeg; /* owned; empty: none could be made */
    int width, height; /* of the thumbnail, in pixels */
};

/* What is wanted; `items` come out of it. All but them is borrowed. */
struct thumbnails {
    size_t count;
    int longest; /* side, in pixels */
    int at_once; /* processes in parallel */
    bool open_doors;
    void *context; /* for these */
    /* An open file of one picture, which is closed here; -1: it gets no thumbnail. */
    int (*open)(void *context, size_t index);
    /* The SHA-256 (hexadecimal) of the only file that may be shown. NULL: any may. */
    const char *(*digest)(void *context, size_t index);
    struct thumbnail *items; /* one each; owned */
};

/* One of them, for whoever has a crew of its own (work/workers.h). In the child: the picture behind files->source_fd,
 * in the size asked for, goes into files->output_fd. `digest` as above. */
void thumbnail_run(const struct task_files *files, int longest, const char *digest, struct sladd_outcome *outcome);

/* In the parent: what the child wrote is a stranger's: a JPEG of at most so many pixels, or nothing. The size in bytes,
 * 0 when it is no thumbnail. */
size_t thumbnail_size(const struct task_files *files, int longest, const struct sladd_outcome *outcome);

/* A picture that cannot be read, or is another than it must be, has no thumbnail, which is no error. An interruption is
 * one: SLADD_INTERRUPTED. */
enum sladd_status thumbnails_make(struct thumbnails *thumbnails, struct sladd_error *err);
void thumbnails_clear(struct thumbnails *thumbnails);

#endif
