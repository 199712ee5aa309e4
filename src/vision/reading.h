/* What a line of text says, read by Tesseract, so that it can be told whether it may stay. What was read lives in
 * memory only and is wiped: neither a report nor a log ever has it. */
#ifndef VISION_READING_H
#define VISION_READING_H

#include "base/image.h"
#include "base/outcome_parts.h"

/* Tesseract with its languages (nor, swe, eng, those that are installed); one thread at a time. */
struct reader;

/* A line as it was read; zero-initialise. `text` is owned, UTF-8 without a line end, or NULL: nothing was read. */
struct reading {
    char *text;
    double confidence; /* of the least sure word, 0..1; 0 where words may be missing */
    bool ordinary;     /* every word is a known one, or one in small letters: none may be a name that is not known */
};

/* Opens files: to be called before the sandbox closes. `*reader` is NULL, and the status SLADD_OK, where sladd was
 * built without Tesseract or none of its languages is installed: then nothing is read, and everything is redacted. */
enum sladd_status reader_open(struct reader **reader, struct sladd_error *err);
void reader_close(struct reader *reader);

/* Whose reading it is: Tesseract's version and its languages, as "5.3.0 nor+swe+eng". Borrowed. */
const char *reader_name(const struct reader *reader);

/* Read a line that the text detector found in this photo, at any angle but upside down, once the photo is turned by
 * `turn` (1, 3, 6 or 8 as Exif's orientation). Opens no file and starts no thread. */
enum sladd_status reader_read(struct reader *reader, const struct sladd_image *photo, int turn,
                              const struct sladd_region *line, struct reading *reading, struct sladd_error *err);

/* The same for a line that may be a number plate, whose band, frame and mounting are easily read as letters: the
 * characters alone (characters.h), as capital letters and digits. Nothing is read of a line of any other look. */
enum sladd_status reader_read_plate(struct reader *reader, const struct sladd_image *photo, int turn,
                                    const struct sladd_region *line, struct reading *reading, struct sladd_error *err);

/* Wipe and free. */
void reading_clear(struct reading *reading);

#endif
