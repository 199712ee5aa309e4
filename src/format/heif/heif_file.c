#include "format/heif/heif_file.h"

#include "format/format.h"

enum sladd_status heif_fail(struct heif_error error, struct sladd_error *err) {
    switch (error.code) {
    case heif_error_Memory_allocation_error:
        if (error.subcode == heif_suberror_Security_limit_exceeded)
            return sladd_fail(err, SLADD_TOO_LARGE,
                              "the HEIF photo is larger than can be read; make it smaller, or save it as a JPEG");
        return fail_memory(err);
    case heif_error_Unsupported_feature:
    case heif_error_Unsupported_filetype:
    case heif_error_Plugin_loading_error:
        return sladd_fail(err, SLADD_UNSUPPORTED,
                          "a HEIF photo of a kind that sladd cannot read (%s): open it in a picture viewer and export "
                          "it as JPEG or PNG",
                          error.message);
    default:
        return sladd_fail(err, SLADD_DAMAGED, "the HEIF photo is damaged (%s)", error.message);
    }
}

enum sladd_status heif_file_open(struct span file, struct heif_file *heif, struct sladd_error *err) {
    *heif = (struct heif_file){.context = heif_context_alloc()};
    if (heif->context == NULL)
        return fail_memory(err);
    heif_context_set_maximum_image_size_limit(heif->context, CODEC_MAX_SIDE);
    heif_context_set_max_decoding_threads(heif->context, 0);
    struct heif_error error = heif_context_read_from_memory_without_copy(heif->context, file.data, file.size, NULL);
    if (error.code == heif_error_Ok)
        error = heif_context_get_primary_image_handle(heif->context, &heif->primary);
    if (error.code == heif_error_Ok)
        return SLADD_OK;
    enum sladd_status status = heif_fail(error, err); /* the message is the context's */
    heif_file_close(heif);
    return status;
}

void heif_file_close(struct heif_file *heif) {
    if (heif->primary != NULL)
        heif_image_handle_release(heif->primary);
    if (heif->context != NULL)
        heif_context_free(heif->context);
    *heif = (struct heif_file){0};
}
