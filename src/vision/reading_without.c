/* In place of reading.c where Tesseract is not installed. */
#include "vision/reading.h"

enum sladd_status reader_open(struct reader **reader, struct sladd_error *err) {
    (void)err;
    *reader = NULL;
    return SLADD_OK;
}

void reader_close(struct reader *reader) {
    (void)reader;
}

const char *reader_name(const struct reader *reader) {
    (void)reader;
    return "";
}

enum sladd_status reader_read(struct reader *reader, const struct sladd_image *photo, int turn,
                              const struct sladd_region *line, struct reading *reading, struct sladd_error *err) {
    (void)reader;
    (void)photo;
    (void)turn;
    (void)line;
    (void)err;
    *reading = (struct reading){0};
    return SLADD_OK;
}

enum sladd_status reader_read_plate(struct reader *reader, const struct sladd_image *photo, int turn,
                                    const struct sladd_region *line, struct reading *reading, struct sladd_error *err) {
    return reader_read(reader, photo, turn, line, reading, err);
}

void reading_clear(struct reading *reading) {
    *reading = (struct reading){0};
}
