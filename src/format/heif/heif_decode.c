/* The pixels of a HEIF photo: its primary image with rotation, mirroring and clean aperture applied, at 8 bits. */
#include "format/heif/heif_boxes.h"
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

/* An auxiliary image of alpha (ISO/IEC 23008-12, 6.10.1.1; MIAF). */
static bool names_alpha(struct span boxes) {
    return span_holds(boxes, "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha") ||
           span_holds(boxes, "urn:mpeg:hevc:2015:auxid:1") || span_holds(boxes, "urn:mpeg:avc:2015:auxid:1");
}

/* The boxes in front of the pixels name it. */
bool heif_wants_png(struct span file) {
    return names_alpha(span_part(file, 0, FORMAT_COPY_BYTES));
}

/* libheif lays alpha over the picture as each is turned and cropped for itself. */
static bool alpha_fits(const struct heif_file *heif, struct span file) {
    enum { MOST_AUXILIARY = 32 };
    heif_item_id primary = 0, ids[MOST_AUXILIARY];
    struct heif_turns turns, other;
    const int count = heif_image_handle_get_list_of_auxiliary_image_IDs(heif->primary, 0, ids, MOST_AUXILIARY);
    bool fits = count < MOST_AUXILIARY && heif_context_get_primary_image_ID(heif->context, &primary).code == 0 &&
                heif_turns_read(file, primary, &turns);
    for (int i = 0; i < count && fits; i++) {
        struct heif_image_handle *handle = NULL;
        const char *type = NULL;
        if (heif_image_handle_get_auxiliary_image_handle(heif->primary, ids[i], &handle).code != heif_error_Ok)
            return false;
        if (heif_image_handle_get_auxiliary_type(handle, &type).code != heif_error_Ok)
            fits = false;
        else if (names_alpha((struct span){(const uint8_t *)type, strlen(type)}))
            fits = heif_turns_read(file, ids[i], &other) && heif_turns_equal(&turns, &other);
        if (type != NULL)
            heif_image_handle_free_auxiliary_types(handle, &type);
        heif_image_handle_release(handle);
    }
    return fits;
}

/* What alpha hides must stay hidden: libheif leaves one of another size than the picture out, and one whose name stands
 * far behind in the file comes too late for a copy that can hold it. */
static enum sladd_status check_alpha(const struct heif_file *heif, struct span file, struct sladd_error *err) {
    if (!names_alpha(file) ||
        (heif_image_handle_has_alpha_channel(heif->primary) != 0 && heif_wants_png(file) && alpha_fits(heif, file)))
        return SLADD_OK;
    return sladd_fail(err, SLADD_UNSUPPORTED,
                      "a HEIF photo whose transparency sladd cannot read: open it in a picture viewer and export it as "
                      "PNG");
}

static enum sladd_status decode(struct heif_file *heif, struct heif_image **image, struct sladd_error *err) {
    bool alpha = heif_image_handle_has_alpha_channel(heif->primary) != 0;
    struct heif_decoding_options *options = heif_decoding_options_alloc();
    if (options == NULL)
        return fail_memory(err);
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
        status = check_alpha(&heif, file, err);
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
