/* The two halves of allowlist_check. */
#ifndef METADATA_ALLOWLIST_H
#define METADATA_ALLOWLIST_H

#include "metadata/metadata.h"

/* The name that an iCCP chunk's profile gets; a PNG requires one. */
#define ALLOWED_ICC_NAME "icc"

enum sladd_status allowlist_jpeg(struct span file, const struct extras *extras, struct sladd_error *err);
enum sladd_status allowlist_png(struct span file, const struct extras *extras, struct sladd_error *err);

#endif
