/* A decoded picture on its way from a format that is only read into one that is written.
 *
 * Such a photo is coded once, in memory, as the JPEG or PNG that its copy will be; from there on it goes the exact path
 * of every other photo, so that redaction, verification and the allow-list know two formats and no more. */
#ifndef FORMAT_PIXELS_H
#define FORMAT_PIXELS_H

#include "base/bytes.h"

#include <stdbool.h>

/* Interleaved 8-bit samples, rows from the top without gaps. */
struct pixels {
    int width, height;
    int channels;     /* 1 grey, 2 grey and alpha, 3 red, green, blue, 4 and alpha (not premultiplied) */
    bool is_cmyk;     /* four channels of ink instead, 255 full */
    bool is_grey;     /* the file's header knows no colours, however many channels hold them here */
    bool full_chroma; /* the source's chroma has the resolution of its luma */
    uint8_t *data;    /* owned */
};

/* SLADD_DAMAGED: no pixels; SLADD_TOO_LARGE: more than CODEC_MAX_SIDE or --limit megapixels. Ask before
 * decoding, whatever the format. */
enum sladd_status pixels_check_size(uint64_t width, uint64_t height, struct sladd_error *err);

/* Zeroed. What pixels_check_size refuses is refused. On failure it is empty. */
enum sladd_status pixels_init(struct pixels *pixels, uint64_t width, uint64_t height, int channels,
                              struct sladd_error *err);
void pixels_clear(struct pixels *pixels);

static inline uint8_t *pixels_row(const struct pixels *pixels, int y) {
    return pixels->data + (size_t)y * (size_t)pixels->width * (size_t)pixels->channels;
}

/* Undo premultiplication: colour times alpha becomes colour. */
void pixels_unmultiply(struct pixels *pixels);

/* Show the picture over white, without alpha. */
void pixels_flatten(struct pixels *pixels);

/* One channel of lightness for the three of a picture that `is_grey`; any other stays as it is. */
void pixels_drop_colour(struct pixels *pixels);

/* Code the picture, without alpha in a JPEG, without ink in a PNG. `file` is the caller's. */
enum sladd_status jpeg_from_pixels(const struct pixels *pixels, int quality, struct bytes *file,
                                   struct sladd_error *err);
enum sladd_status png_from_pixels(const struct pixels *pixels, struct bytes *file, struct sladd_error *err);

#endif
