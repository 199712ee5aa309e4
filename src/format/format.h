/* The file formats behind one signature, chosen by content and never by name.
 *
 * A codec turns bytes into a picture whose untouched cells can be written back exactly: DCT coefficients for a JPEG,
 * the pixels' own values for a PNG. It reads nothing of the metadata and writes only what `struct extras` holds.
 */
#ifndef FORMAT_FORMAT_H
#define FORMAT_FORMAT_H

#include "base/extras.h"
#include "base/window.h"
#include "sladd/image.h"

#include <stdio.h>

/* Limits that a hostile file meets before it costs anything. */
enum {
    CODEC_MAX_PIXELS = 128 * 1000 * 1000,
    CODEC_MAX_SIDE = 65500,
    CODEC_MAX_SCANS = 100, /* of a progressive JPEG */
};

/* A decoded picture; each codec begins its own structure with this one. */
struct picture {
    const struct codec *codec;
    struct grid grid;
};

struct codec {
    const char *name; /* "jpeg", "png"; also the usual file extension's family */

    /* The pixels as stored (orientation not applied) in 8-bit BGR, transparent parts over grey. */
    enum sladd_status (*render)(struct span file, struct sladd_image *image, struct sladd_error *err);

    /* The exact representation. `*picture` is the caller's, to be given to `close`. */
    enum sladd_status (*open)(struct span file, struct picture **picture, struct sladd_error *err);
    void (*close)(struct picture *picture);

    /* One 64-bit digest a cell, row by row, into grid.cols * grid.rows places: equal digests mean equal content. */
    void (*digest)(struct picture *picture, uint64_t *digests);

    /* Copy the cells of `rect` into a new window (to be cleared by the caller), and back, only where `mask` is set.
     * Putting quantises to what the file can hold and makes the cells opaque. */
    enum sladd_status (*get)(struct picture *picture, struct cell_rect rect, struct window *window,
                             struct sladd_error *err);
    enum sladd_status (*put)(struct picture *picture, const struct window *window, const struct cell_mask *mask,
                             struct sladd_error *err);

    /* Replace whatever lies beyond the visible edge but inside the file's last blocks. True in `*changed` when
     * something was there. Cells it touched are set in `touched`. */
    enum sladd_status (*neutralise_edge)(struct picture *picture, struct cell_mask *touched, bool *changed,
                                         struct sladd_error *err);

    /* Write the whole file from the picture. The stream is not closed. */
    enum sladd_status (*write)(struct picture *picture, const struct extras *extras, FILE *stream,
                               struct sladd_error *err);

    /* Write every pixel of a finished file anew with constant tables (--reencode). NULL: writing is always anew. */
    enum sladd_status (*reencode)(struct span file, int quality, const struct extras *extras, FILE *stream,
                                  struct sladd_error *err);
};

/* The codec for these bytes, or NULL with `err` saying what the file is instead (HEIC, GIF, APNG, MP4, text ...). */
const struct codec *codec_sniff(struct span file, struct sladd_error *err);

extern const struct codec codec_jpeg, codec_png;

#endif
