#include "metadata/metadata.h"

#include "sladd/image.h"

#include <libexif/exif-data.h>
#include <stdlib.h>

enum { EXIF_PREFIX = 6 }; /* "Exif\0\0", which a JPEG has and a PNG has not */

/* One entry of one SHORT in IFD0; libexif adds nothing unless asked to fix the data, which is never done here. */
static ExifData *build(int orientation) {
    ExifData *data = exif_data_new();
    ExifEntry *entry = exif_entry_new();
    if (data != NULL && entry != NULL) {
        exif_data_unset_option(data, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
        exif_data_set_byte_order(data, EXIF_BYTE_ORDER_INTEL);
        exif_content_add_entry(data->ifd[EXIF_IFD_0], entry);
        exif_entry_initialize(entry, EXIF_TAG_ORIENTATION);
        if (entry->data != NULL && entry->format == EXIF_FORMAT_SHORT && entry->components == 1) {
            exif_set_short(entry->data, EXIF_BYTE_ORDER_INTEL, (ExifShort)orientation);
            exif_entry_unref(entry);
            return data;
        }
    }
    if (entry != NULL)
        exif_entry_unref(entry);
    if (data != NULL)
        exif_data_unref(data);
    return NULL;
}

enum sladd_status exif_build(int orientation, struct bytes *exif, struct sladd_error *err) {
    *exif = (struct bytes){0};
    if (orientation <= SLADD_UPRIGHT || orientation > 8)
        return SLADD_OK;
    ExifData *data = build(orientation);
    unsigned char *saved = NULL;
    unsigned int size = 0;
    if (data != NULL) {
        exif_data_save_data(data, &saved, &size);
        exif_data_unref(data);
    }
    enum sladd_status status =
        saved != NULL && size > EXIF_PREFIX
            ? bytes_copy(exif, saved + EXIF_PREFIX, size - EXIF_PREFIX, err)
            : sladd_fail(err, SLADD_NO_MEMORY, "out of memory for the orientation of the output");
    free(saved);
    return status;
}
