#include "base/line_reader.h"

#include "base/array.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum sladd_status line_reader_open(struct line_reader *reader, int fd, struct sladd_error *err) {
    struct stat facts;
    *reader = (struct line_reader){.fd = fd, .whole = true};
    if (fstat(fd, &facts) != 0)
        return sladd_fail(err, fail_as(SLADD_IO, errno), "cannot read: %s", fail_reason(errno));
    return S_ISREG(facts.st_mode) ? SLADD_OK : sladd_fail(err, SLADD_IO, "cannot read: not a regular file");
}

static void pass_over(struct line_reader *reader) {
    reader->inside = reader->passed_over = true;
    reader->whole = false;
}

/* Read on behind what there is of a line. Of one that is too long nothing is kept. False: nothing follows, or `*status`
 * says why not. */
static bool read_on(struct line_reader *reader, enum sladd_status *status, struct sladd_error *err) {
    enum { STEP = 1 << 16 };
    size_t size = reader->end - reader->begin;
    if (reader->inside || size > LONGEST_LINE) {
        pass_over(reader);
        size = 0;
    } else if (size > 0) {
        memmove(reader->data, reader->data + reader->begin, size);
    }
    reader->begin = 0;
    reader->end = size;
    ssize_t got = -1;
    if (!array_grow((void **)&reader->data, &reader->capacity, size + STEP, 1))
        *status = fail_memory(err);
    else if ((got = TEMP_FAILURE_RETRY(read(reader->fd, reader->data + size, reader->capacity - size))) < 0)
        *status = sladd_fail(err, fail_as(SLADD_IO, errno), "cannot read: %s", fail_reason(errno));
    reader->end += got > 0 ? (size_t)got : 0;
    return got > 0;
}

static const uint8_t *line_feed(const struct line_reader *reader) {
    return reader->begin < reader->end ? memchr(reader->data + reader->begin, '\n', reader->end - reader->begin) : NULL;
}

enum sladd_status line_reader_next(struct line_reader *reader, struct span *line, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    const uint8_t *stop;
    *line = (struct span){0};
    while ((stop = line_feed(reader)) != NULL || read_on(reader, &status, err)) {
        if (stop == NULL)
            continue;
        const struct span found = {reader->data + reader->begin, (size_t)(stop - reader->data) - reader->begin};
        reader->begin += found.size + 1;
        if (!reader->inside && found.size <= LONGEST_LINE) {
            *line = found;
            return SLADD_OK;
        }
        pass_over(reader);
        reader->inside = false;
    }
    if (status == SLADD_OK && reader->begin < reader->end) { /* it was cut short */
        *line = (struct span){reader->data + reader->begin, reader->end - reader->begin};
        reader->begin = reader->end;
        reader->whole = false;
    }
    return status;
}

void line_reader_clear(struct line_reader *reader) {
    free(reader->data);
    *reader = (struct line_reader){0};
}
