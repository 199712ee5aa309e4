/* The pixels of a HEIF photo: its primary image with rotation, mirroring and clean aperture applied, at 8 bits. */
#include "format/heif/heif_file.h"
#include "format/pixels.h"
#include "format/readers.h"

#include <string.h>

static enum sladd_status copy_rows(const struct heif_image *image, struct pixels *pixels, struct sladd_error *err) {
    int stride = 0;
    const uint8_t *plane = heif_image_get_plane_readonly(image, heif_channel_interleaved, &stride);
    size_t row = (size_t)pixels->width * (size_t)pixels->channels;
    if (plane == NULL || stride < 0 || (size_t)stride < row)
        return sladd_fail(err, SLADD_DAMAGED, "the HEIF photo is damaged: it has no pixels");
    for (int y = 0; y < pixels->height; y++)
        memcpy(pixels_row(pixels, y), plane + (size_t)y * (size_t)stride, row);
    return SLADD_OK;
}

/* A decoder that had to invent pixels says so. */
static enum sladd_status require_whole(struct heif_image *image, struct sladd_error *err) {
    struct heif_error warning;
    return heif_image_get_decoding_warnings(image, 0, &warning, 1) > 0 ? heif_fail(warning, err) : SLADD_OK;
}

static enum sladd_status decode(struct heif_file *heif, struct heif_image **image, struct sladd_error *err) {
    bool alpha = heif_image_handle_has_alpha_channel(heif->primary) != 0;
    struct heif_decoding_options *options = heif_decoding_options_alloc();
    if (options == NULL)
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for this HEIF photo");
    options->convert_hdr_to_8bit = 1;
    options->strict_decoding = 1;
    struct heif_error error =
        heif_decode_image(heif->primary, image, heif_colorspace_RGB,
                          alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB, options);
    heif_decoding_options_free(options);
    return error.code == heif_error_Ok ? require_whole(*image, err) : heif_fail(error, err);
}

/* The size that the boxes promise is looked at before a pixel is decoded. */
static enum sladd_status check_size(const struct heif_file *heif, struct sladd_error *err) {
    uint64_t width = (uint64_t)heif_image_handle_get_width(heif->primary);
    uint64_t height = (uint64_t)heif_image_handle_get_height(heif->primary);
    return pixels_check_size(width, height, err);
}

enum sladd_status heif_decode(struct span file, struct pixels *pixels, struct sladd_error *err) {
    struct heif_file heif;
    struct heif_image *image = NULL;
    *pixels = (struct pixels){0};
    enum sladd_status status = heif_file_open(file, &heif, err);
    if (status != SLADD_OK)
        return status;
    status = check_size(&heif, err);
    if (status == SLADD_OK)
        status = decode(&heif, &image, err);
    if (status == SLADD_OK)
        status = pixels_init(pixels, (uint64_t)heif_image_get_primary_width(image),
                             (uint64_t)heif_image_get_primary_height(image),
                             heif_image_get_chroma_format(image) == heif_chroma_interleaved_RGBA ? 4 : 3, err);
    if (status == SLADD_OK)
        status = copy_rows(image, pixels, err);
    if (status == SLADD_OK && heif_image_handle_is_premultiplied_alpha(heif.primary))
        pixels_unmultiply(pixels);
    if (status != SLADD_OK)
        pixels_clear(pixels);
    if (image != NULL)
        heif_image_release(image);
    heif_file_close(&heif);
    return status;
}

/* The boxes in front of the pixels name an auxiliary image of alpha (ISO/IEC 23008-12, 6.10.1.1). */
bool heif_wants_png(struct span file) {
    struct span head = span_part(file, 0, FORMAT_COPY_BYTES);
    return span_holds(head, "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha") ||
           span_holds(head, "urn:mpeg:hevc:2015:auxid:1");
}
