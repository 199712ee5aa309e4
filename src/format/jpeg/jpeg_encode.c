/* Pixels of another format as a JPEG in memory. */
#include "format/jpeg/jpeg_codec.h"
#include "format/pixels.h"

#include <stdlib.h>

struct encode_work {
    struct jpeg_guard guard;
    struct jpeg_compress_struct out;
    const struct pixels *pixels;
    int quality;
    JSAMPLE *inks; /* one row of them, turned around as Adobe's programs have them; owned */
    unsigned char *data;
    unsigned long size;
};

/* Adobe's CMYK: 255 is no ink. */
static void turn_inks(const uint8_t *from, JSAMPLE *to, size_t count) {
    for (size_t i = 0; i < count; i++)
        to[i] = (JSAMPLE)(255 - from[i]);
}

static void encode_rows(void *argument) {
    struct encode_work *work = argument;
    struct jpeg_compress_struct *out = &work->out;
    const struct pixels *pixels = work->pixels;
    jpeg_create_compress(out);
    jpeg_mem_dest(out, &work->data, &work->size);
    out->image_width = (JDIMENSION)pixels->width;
    out->image_height = (JDIMENSION)pixels->height;
    out->input_components = pixels->channels;
    out->in_color_space = pixels->is_cmyk ? JCS_CMYK : pixels->channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(out);
    jpeg_set_quality(out, work->quality, TRUE);
    if (pixels->full_chroma)
        out->comp_info[0].h_samp_factor = out->comp_info[0].v_samp_factor = 1;
    size_t row_size = (size_t)pixels->width * (size_t)pixels->channels;
    if (pixels->is_cmyk && (work->inks = malloc(row_size)) == NULL)
        jpeg_escape(&work->guard, SLADD_NO_MEMORY, "out of memory");
    jpeg_start_compress(out, TRUE);
    while (out->next_scanline < out->image_height) {
        JSAMPROW row = pixels_row(pixels, (int)out->next_scanline);
        if (pixels->is_cmyk) {
            turn_inks(row, work->inks, row_size);
            row = work->inks;
        }
        (void)jpeg_write_scanlines(out, &row, 1);
    }
    jpeg_finish_compress(out);
}

enum sladd_status jpeg_from_pixels(const struct pixels *pixels, int quality, struct bytes *file,
                                   struct sladd_error *err) {
    *file = (struct bytes){0};
    struct encode_work *work = calloc(1, sizeof *work);
    if (work == NULL)
        return fail_memory(err);
    work->pixels = pixels;
    work->quality = quality;
    jpeg_guard_init(&work->guard, err);
    work->out.err = &work->guard.manager;
    enum sladd_status status = jpeg_guarded(&work->guard, encode_rows, work);
    jpeg_destroy_compress(&work->out);
    if (status == SLADD_OK)
        *file = (struct bytes){work->data, work->size};
    else
        free(work->data);
    free(work->inks);
    free(work);
    return status;
}
