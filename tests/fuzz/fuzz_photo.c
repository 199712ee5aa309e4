/* libFuzzer: any bytes are either a photo that can be read, cut up and written again, or a message. */
#include "format/format.h"
#include "metadata/survey.h"

#include <stdlib.h>

#include "photo_mutator.h"

enum { MAX_PIXELS = 1 << 20 }; /* larger pictures only cost time here */

static void open_and_write(const struct codec *codec, struct span file) {
    struct picture *picture = NULL;
    struct extras none = {0};
    struct sladd_error err = {0};
    if (codec->open(file, &picture, &err) != SLADD_OK) {
        if (picture != NULL || err.text[0] == '\0')
            abort();
        return;
    }
    const struct grid *grid = &picture->grid;
    struct cell_mask edge = {0};
    uint64_t *digests = calloc((size_t)grid->cols * (size_t)grid->rows, sizeof *digests);
    FILE *nowhere = fopen("/dev/null", "wb");
    bool hidden, changed;
    if (digests != NULL && nowhere != NULL && (long)grid->width * grid->height <= MAX_PIXELS &&
        cell_mask_init(&edge, grid, &err) == SLADD_OK) {
        codec->digest(picture, digests);
        codec->neutralise_edge(picture, &edge, &hidden, &changed);
        (void)codec->write(picture, &none, nowhere, &err);
    }
    if (nowhere != NULL)
        (void)fclose(nowhere);
    cell_mask_clear(&edge);
    free(digests);
    codec->close(picture);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct span file = {data, size};
    struct survey survey = {0};
    struct sladd_image image = {0};
    struct sladd_error err = {0};
    const struct format *format = format_of_photo(file, &err);
    if (format == NULL) {
        if (err.text[0] == '\0')
            abort();
        return 0;
    }
    struct xmp_packets packets = {0};
    (void)format_find_xmp(file, &packets, &err);
    xmp_packets_clear(&packets);
    (void)format_survey(file, &survey, &err);
    struct bytes converted = {0};
    const struct codec *codec = format_of_copy(format, file)->codec;
    if (format->codec == NULL && format_convert(format, file, &survey, &converted, &err) == SLADD_OK)
        file = bytes_span(&converted);
    if (codec->render(file, (struct span){0}, &image, &err) == SLADD_OK &&
        (long)image.width * image.height <= MAX_PIXELS)
        open_and_write(codec, file);
    sladd_image_clear(&image);
    bytes_clear(&converted);
    survey_clear(&survey);
    return 0;
}
