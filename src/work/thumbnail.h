/* Small pictures of photos, made behind the walls (work/workers.h): decoded as every photo is, turned upright, shrunk
 * by averaging whole squares of pixels, and coded as a JPEG that holds a picture and nothing else. */
#ifndef WORK_THUMBNAIL_H
#define WORK_THUMBNAIL_H

#include "base/bytes.h"

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

/* A picture that cannot be read, or is another than it must be, has no thumbnail, which is no error. */
enum sladd_status thumbnails_make(struct thumbnails *thumbnails, bool *interrupted, struct sladd_error *err);
void thumbnails_clear(struct thumbnails *thumbnails);

#endif
