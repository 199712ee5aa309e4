/* Private to the HEIF reader (ISO/IEC 23008-12: HEIC and AVIF): the one place that opens a file with libheif. */
#ifndef FORMAT_HEIF_HEIF_FILE_H
#define FORMAT_HEIF_HEIF_FILE_H

#include "base/bytes.h"

#include <libheif/heif.h>

/* Zero-initialise to start; to be closed. */
struct heif_file {
    struct heif_context *context;
    struct heif_image_handle *primary; /* the photo; every other picture in the file is left behind */
};

/* Parse the boxes and find the primary image. No pixel is decoded, and no thread started. */
enum sladd_status heif_file_open(struct span file, struct heif_file *heif, struct sladd_error *err);
void heif_file_close(struct heif_file *heif);

/* libheif's error as ours. */
enum sladd_status heif_fail(struct heif_error error, struct sladd_error *err);

#endif
