#include "metadata/caption.h"

#include "base/image.h"

#include <libexif/exif-data.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { EXIF_PREFIX = 6 }; /* "Exif\0\0", which a JPEG has and a PNG has not */
enum { MAX_CREDIT = 1000 };

/* An entry of IFD0 with room for its value; libexif adds nothing unless asked to fix the data, which is never done
 * here. NULL: out of memory. */
static ExifEntry *add_entry(ExifData *data, ExifTag tag, ExifFormat format, size_t components, size_t size) {
    ExifMem *memory = exif_mem_new_default();
    ExifEntry *entry = memory != NULL ? exif_entry_new_mem(memory) : NULL, *added = NULL;
    if (entry != NULL) {
        entry->data = exif_mem_alloc(memory, (ExifLong)size);
        entry->tag = tag;
        entry->format = format;
        entry->components = components;
        entry->size = (unsigned int)size;
    }
    if (entry != NULL && entry->data != NULL) {
        exif_content_add_entry(data->ifd[EXIF_IFD_0], entry);
        added = entry;
    }
    if (entry != NULL)
        exif_entry_unref(entry);
    if (memory != NULL)
        exif_mem_unref(memory);
    return added;
}

static bool add_orientation(ExifData *data, int orientation) {
    ExifEntry *entry = add_entry(data, EXIF_TAG_ORIENTATION, EXIF_FORMAT_SHORT, 1, 2);
    if (entry != NULL)
        exif_set_short(entry->data, EXIF_BYTE_ORDER_INTEL, (ExifShort)orientation);
    return entry != NULL;
}

/* UTF-8 where Exif says ASCII, as everybody writes it. */
static bool add_text(ExifData *data, ExifTag tag, const char *text) {
    size_t size = strlen(text) + 1;
    ExifEntry *entry = add_entry(data, tag, EXIF_FORMAT_ASCII, size, size);
    if (entry != NULL)
        memcpy(entry->data, text, size);
    return entry != NULL;
}

static ExifData *build(bool oriented, int orientation, const char *credit) {
    ExifData *data = exif_data_new();
    if (data == NULL)
        return NULL;
    exif_data_unset_option(data, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
    exif_data_set_byte_order(data, EXIF_BYTE_ORDER_INTEL);
    if ((!oriented || add_orientation(data, orientation)) &&
        (credit == NULL || (add_text(data, EXIF_TAG_ARTIST, credit) && add_text(data, EXIF_TAG_COPYRIGHT, credit))))
        return data;
    exif_data_unref(data);
    return NULL;
}

enum sladd_status exif_build(int orientation, const struct caption *caption, struct bytes *exif,
                             struct sladd_error *err) {
    *exif = (struct bytes){0};
    bool oriented = orientation > SLADD_UPRIGHT && orientation <= 8;
    if (!oriented && caption->credit == NULL)
        return SLADD_OK;
    if (caption->credit != NULL && strlen(caption->credit) > MAX_CREDIT)
        return sladd_fail(err, SLADD_TOO_LARGE, "'photographer' is longer than %d bytes; shorten it", MAX_CREDIT);
    ExifData *data = build(oriented, orientation, caption->credit);
    unsigned char *saved = NULL;
    unsigned int size = 0;
    if (data != NULL) {
        exif_data_save_data(data, &saved, &size);
        exif_data_unref(data);
    }
    enum sladd_status status = saved != NULL && size > EXIF_PREFIX
                                   ? bytes_copy(exif, saved + EXIF_PREFIX, size - EXIF_PREFIX, err)
                                   : fail_memory(err);
    free(saved);
    return status;
}
