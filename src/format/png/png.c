#include "format/png/png_codec.h"
#include "format/readers.h"

#include <stdlib.h>

static void close_picture(struct picture *picture) {
    struct png_picture *png = (struct png_picture *)picture;
    if (png == NULL)
        return;
    free(png->pixels);
    free(png);
}

/* A PNG ends at its visible edge. */
static void neutralise_edge(struct picture *picture, struct cell_mask *touched, bool *hidden, bool *changed) {
    (void)picture;
    (void)touched;
    *hidden = *changed = false;
}

const struct codec codec_png = {
    .render = png_codec_render,
    .measure = png_codec_measure,
    .open = png_codec_open,
    .close = close_picture,
    .digest = png_codec_digest,
    .get = png_codec_get,
    .put = png_codec_put,
    .neutralise_edge = neutralise_edge,
    .write = png_codec_write,
    .check_allowlist = png_check_allowlist,
    .reencode = NULL, /* no pixel of a PNG is ever copied in its compressed form */
};
