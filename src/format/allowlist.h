/* The two halves of allowlist_check. */
#ifndef FORMAT_ALLOWLIST_H
#define FORMAT_ALLOWLIST_H

#include "metadata/metadata.h"

/* The name that an iCCP chunk's profile gets; a PNG requires one. */
#define ALLOWED_ICC_NAME "icc"

enum sladd_status allowlist_jpeg(struct span file, const struct extras *extras, struct sladd_error *err);
enum sladd_status allowlist_png(struct span file, const struct extras *extras, struct sladd_error *err);

#endif
