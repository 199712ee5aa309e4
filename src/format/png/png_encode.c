/* Pixels of another format as a PNG in memory. */
#include "base/memstream.h"
#include "format/pixels.h"
#include "format/png/png_codec.h"

#include <stdlib.h>
#include <string.h>

enum sladd_status png_from_pixels(const struct pixels *pixels, struct bytes *file, struct sladd_error *err) {
    static const struct extras none;
    char *data = NULL;
    size_t size = 0;
    *file = (struct bytes){0};
    struct png_picture picture = {
        .base.codec = &codec_png,
        .layout = {pixels->width, pixels->height, pixels->channels, 8,
                   (size_t)pixels->width * (size_t)pixels->channels},
        .pixels = pixels->data,
    };
    FILE *stream = open_memstream(&data, &size);
    if (stream == NULL)
        return fail_memory(err);
    enum sladd_status status = png_codec_write(&picture.base, &none, stream, err);
    if (!memstream_close(stream, &data) && status == SLADD_OK)
        status = fail_memory(err);
    if (status == SLADD_OK)
        *file = (struct bytes){(uint8_t *)data, size};
    else
        free(data);
    return status;
}
