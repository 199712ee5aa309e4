/* A file read line by line: however many there are, no more than one is held in memory. */
#ifndef BASE_LINE_READER_H
#define BASE_LINE_READER_H

#include "base/bytes.h"

/* One reading. Of its members only `whole` and `passed_over` are for others. */
struct line_reader {
    int fd; /* borrowed */
    uint8_t *data;
    size_t begin, end, capacity;
    bool whole;       /* every line so far ended in a line feed, and none was passed over */
    bool passed_over; /* one was */
    bool inside;      /* a line that is being passed over */
};

/* Begin to read an open regular file, from where its descriptor stands. What is no file is SLADD_IO. */
enum sladd_status line_reader_open(struct line_reader *reader, int fd, struct sladd_error *err);

/* JSON takes up to a hundred times its size once it is parsed. The receipt of a photo with 20,000 regions, which is the
 * limit, has 5 MiB, and 7 where each names somebody by a key of 64 bytes. */
enum { LONGEST_LINE = 8 << 20 };

/* The next line, without its line feed and borrowed until the next call; one that is longer than LONGEST_LINE bytes is
 * passed over. Behind the last one `line->data` is NULL. */
enum sladd_status line_reader_next(struct line_reader *reader, struct span *line, struct sladd_error *err);

/* Free what it holds; harmless on one that is zero. */
void line_reader_clear(struct line_reader *reader);

#endif
