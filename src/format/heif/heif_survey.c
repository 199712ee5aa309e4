/* What a HEIF photo carries besides its primary image. */
#include "base/ascii.h"
#include "format/heif/heif_boxes.h"
#include "format/heif/heif_file.h"
#include "format/readers.h"
#include "metadata/icc.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_BLOCKS = 32, MAX_BLOCK_BYTES = 64 << 20, MAX_BOXES = 10000 };

static const char xmp_type[] = "application/rdf+xml";

/* One metadata block; `content` is the caller's. Empty where there is none or it is over the limit. */
static enum sladd_status read_block(const struct heif_file *heif, heif_item_id id, struct bytes *content,
                                    struct sladd_error *err) {
    size_t size = heif_image_handle_get_metadata_size(heif->primary, id);
    *content = (struct bytes){0};
    if (size == 0 || size > MAX_BLOCK_BYTES)
        return SLADD_OK;
    content->data = malloc(size);
    if (content->data == NULL)
        return fail_memory(err);
    content->size = size;
    if (heif_image_handle_get_metadata(heif->primary, id, content->data).code != heif_error_Ok)
        bytes_clear(content);
    return SLADD_OK;
}

/* Whatever its type is called: some writers have others than the one of ISO/IEC 23008-12. */
static bool is_xmp(const char *type, struct span block) {
    return (type != NULL && ascii_starts_with(type, xmp_type)) || xmp_is_packet(block);
}

static bool is_exif(const struct heif_file *heif, heif_item_id id) {
    const char *type = heif_image_handle_get_metadata_type(heif->primary, id);
    return type != NULL && strcmp(type, "Exif") == 0;
}

/* Four bytes say how far behind them the TIFF stream begins. */
static struct span tiff_in(struct span block) {
    size_t skip = block.size >= 4 ? big32(block.data) : 0;
    return skip <= block.size ? span_part(block, 4 + skip, SIZE_MAX) : span_part(block, 4, SIZE_MAX);
}

static bool is_among(const heif_item_id *ids, int count, uint32_t id) {
    for (int i = 0; i < count; i++)
        if (ids[i] == id)
            return true;
    return false;
}

/* What libheif does not tell of, since it describes no picture, or another than the primary one: named, and no more. */
static void survey_others(struct span file, const heif_item_id *ids, int count, struct survey *survey) {
    struct span rest = heif_items(file);
    struct heif_item item;
    for (int items = 0; items < MAX_BLOCKS && heif_item_next(&rest, &item);) {
        if (is_among(ids, count, item.id))
            continue;
        const struct span content = heif_item_content(file, item.id);
        items++;
        if (!item.exif && is_xmp(item.type, content))
            survey_xmp(survey, content);
        else
            survey_name(&survey->names, "heif:metadata");
    }
}

static enum sladd_status survey_blocks(struct span file, const struct heif_file *heif, struct survey *survey,
                                       struct sladd_error *err) {
    heif_item_id ids[MAX_BLOCKS];
    struct exif_blocks exif = {.decided = true}; /* the boxes say how the photo stands, not the EXIF (6.5.10, A.2) */
    int count = heif_image_handle_get_list_of_metadata_block_IDs(heif->primary, NULL, ids, MAX_BLOCKS);
    enum sladd_status status = SLADD_OK;
    for (int i = 0; i < count && status == SLADD_OK; i++) {
        struct bytes block;
        status = read_block(heif, ids[i], &block, err);
        if (status != SLADD_OK)
            break;
        if (is_exif(heif, ids[i]))
            survey_exif(survey, &exif, tiff_in(bytes_span(&block)), "exif:");
        else if (is_xmp(heif_image_handle_get_metadata_content_type(heif->primary, ids[i]), bytes_span(&block)))
            survey_xmp(survey, bytes_span(&block));
        else
            survey_name(&survey->names, "heif:metadata");
        bytes_clear(&block);
    }
    if (status == SLADD_OK)
        survey_others(file, ids, count, survey);
    return status;
}

static void survey_auxiliary(const struct heif_file *heif, struct survey *survey) {
    heif_item_id ids[MAX_BLOCKS];
    int count = heif_image_handle_get_list_of_auxiliary_image_IDs(heif->primary, LIBHEIF_AUX_IMAGE_FILTER_OMIT_ALPHA,
                                                                  ids, MAX_BLOCKS);
    for (int i = 0; i < count; i++) {
        struct heif_image_handle *handle = NULL;
        const char *type = NULL;
        if (heif_image_handle_get_auxiliary_image_handle(heif->primary, ids[i], &handle).code != heif_error_Ok)
            continue;
        if (heif_image_handle_get_auxiliary_type(handle, &type).code != heif_error_Ok)
            type = NULL;
        bool depth = type != NULL && (strstr(type, "auxid:2") != NULL || strstr(type, "depth") != NULL);
        bool gain = type != NULL && strstr(type, "gainmap") != NULL;
        survey_name(&survey->names, gain ? "heif:gainmap" : depth ? "heif:depthmap" : "heif:auxiliary-image");
        if (type != NULL)
            heif_image_handle_free_auxiliary_types(handle, &type);
        heif_image_handle_release(handle);
    }
    if (heif_image_handle_has_depth_image(heif->primary))
        survey_name(&survey->names, "heif:depthmap");
    if (heif_image_handle_get_number_of_thumbnails(heif->primary) > 0)
        survey_name(&survey->names, "heif:thumbnail");
    if (heif_context_get_number_of_top_level_images(heif->context) > 1)
        survey_name(&survey->names, "heif:second-image");
}

static void survey_box(struct survey *survey, const struct heif_box *box) {
    static const struct {
        const char *type, *name;
    } known[] = {{"ftyp", NULL},
                 {"meta", NULL},
                 {"mdat", NULL},
                 {"idat", NULL},
                 {"moov", "heif:motion-video"},
                 {"mpvd", "heif:motion-video"},
                 {"moof", "heif:motion-video"},
                 {"sefd", "heif:trailer"},
                 {"uuid", "heif:uuid"},
                 {"jumb", "heif:c2pa"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (heif_box_is(box, known[i].type)) {
            if (known[i].name != NULL)
                survey_name(&survey->names, known[i].name);
            return;
        }
    survey_name(&survey->names, "heif:box");
}

/* The boxes of the file itself; those in `meta` are libheif's business. */
static void survey_boxes(struct span rest, struct survey *survey) {
    struct heif_box box;
    for (int boxes = 0; boxes < MAX_BOXES && heif_box_next(&rest, &box); boxes++)
        survey_box(survey, &box);
    if (rest.size > 0)
        survey_name(&survey->names, "heif:trailer");
}

/* The profile in the file, or the one that its code points (ISO/IEC 23091-2) stand for. */
static enum sladd_status survey_colour(const struct heif_file *heif, struct survey *survey, struct sladd_error *err) {
    size_t size = heif_image_handle_get_raw_color_profile_size(heif->primary);
    struct heif_color_profile_nclx *nclx = NULL;
    if (size > 0 && size <= ICC_MAX_BYTES) {
        survey->icc.data = malloc(size);
        if (survey->icc.data == NULL)
            return fail_memory(err);
        survey->icc.size = size;
        if (heif_image_handle_get_raw_color_profile(heif->primary, survey->icc.data).code == heif_error_Ok)
            return SLADD_OK;
        bytes_clear(&survey->icc);
    }
    if (heif_image_handle_get_nclx_color_profile(heif->primary, &nclx).code != heif_error_Ok) {
        heif_nclx_color_profile_free(nclx);
        return SLADD_OK;
    }
    survey->icc_built_of = "heif:nclx";
    enum sladd_status status =
        icc_of_code_points((int)nclx->color_primaries, (int)nclx->transfer_characteristics, &survey->icc, err);
    heif_nclx_color_profile_free(nclx);
    return status;
}

/* What cannot be understood is a frame that fits no photo, so that no tag in it is believed. */
static void survey_turns(struct span file, const struct heif_file *heif, struct survey *survey) {
    struct heif_turns turns;
    heif_item_id primary = 0;
    if (heif_context_get_primary_image_ID(heif->context, &primary).code != heif_error_Ok ||
        !heif_turns_read(file, primary, &turns) ||
        !heif_turns_frame(&turns, heif_image_handle_get_ispe_width(heif->primary),
                          heif_image_handle_get_ispe_height(heif->primary), &survey->coded))
        survey->coded = (struct coded_frame){.differs = true};
}

enum sladd_status heif_survey(struct span file, struct survey *survey, struct sladd_error *err) {
    struct heif_file heif;
    enum sladd_status status = heif_file_open(file, &heif, err);
    if (status != SLADD_OK)
        return status;
    survey_boxes(file, survey);
    survey_auxiliary(&heif, survey);
    survey_turns(file, &heif, survey);
    status = survey_blocks(file, &heif, survey, err);
    if (status == SLADD_OK)
        status = survey_colour(&heif, survey, err);
    heif_file_close(&heif);
    return status;
}

/* EXIF, or a block with a content type, that cannot be read may be one, too. */
static enum sladd_status add_block(bool exif, const char *type, struct span block, struct xmp_packets *packets,
                                   struct sladd_error *err) {
    if (block.size > 0 && exif)
        return xmp_packets_in_tiff(packets, tiff_in(block), err);
    if (block.size > 0)
        return is_xmp(type, block) ? xmp_packets_add(packets, block, err) : SLADD_OK;
    if (exif || (type != NULL && type[0] != '\0'))
        xmp_packets_blame(packets, XMP_UNREADABLE);
    return SLADD_OK;
}

/* What describes no picture, or another than the primary one, as a tile of it: libheif tells only of the `count` others
 * in `ids`. Whether it speaks of this photo nobody can tell. */
static enum sladd_status doubt_others(struct span file, const heif_item_id *ids, int count, struct xmp_packets *packets,
                                      struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    struct span rest = heif_items(file);
    struct heif_item item;
    int tries = MAX_BLOCKS;
    while (status == SLADD_OK && heif_item_next(&rest, &item)) {
        if (is_among(ids, count, item.id))
            continue;
        if (tries-- == 0) {
            xmp_packets_blame(packets, XMP_TOO_LARGE);
            break;
        }
        struct xmp_packets own = {0};
        status = add_block(item.exif, item.type, heif_item_content(file, item.id), &own, err);
        for (size_t i = 0; i < own.count && status == SLADD_OK; i++)
            status = xmp_packets_doubt(packets, bytes_span(&own.items[i]), err);
        if (own.problem != XMP_SOUND)
            xmp_packets_blame(packets, own.problem);
        xmp_packets_clear(&own);
    }
    return status;
}

enum sladd_status heif_find_xmp(struct span file, struct xmp_packets *packets, struct sladd_error *err) {
    heif_item_id ids[MAX_BLOCKS];
    struct heif_file heif;
    enum sladd_status status = heif_file_open(file, &heif, NULL);
    if (status != SLADD_OK)
        return status == SLADD_NO_MEMORY ? fail_memory(err) : SLADD_OK;
    const int count = heif_image_handle_get_list_of_metadata_block_IDs(heif.primary, NULL, ids, MAX_BLOCKS);
    for (int i = 0; i < count && status == SLADD_OK; i++) {
        struct bytes block = {0};
        const char *type = heif_image_handle_get_metadata_content_type(heif.primary, ids[i]);
        status = read_block(&heif, ids[i], &block, err);
        if (status == SLADD_OK)
            status = add_block(is_exif(&heif, ids[i]), type, bytes_span(&block), packets, err);
        bytes_clear(&block);
    }
    if (heif_image_handle_get_number_of_metadata_blocks(heif.primary, NULL) > MAX_BLOCKS)
        xmp_packets_blame(packets, XMP_TOO_LARGE);
    else if (status == SLADD_OK)
        status = doubt_others(file, ids, count, packets, err);
    heif_file_close(&heif);
    return status;
}
