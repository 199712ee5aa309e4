#include "metadata/allowlist.h"

#include "metadata/segments.h"

enum sladd_status allowlist_check(struct span file, struct span exif, struct span icc, struct sladd_error *err) {
    if (is_jpeg(file))
        return allowlist_jpeg(file, exif, icc, err);
    if (is_png(file))
        return allowlist_png(file, exif, icc, err);
    return sladd_fail(err, SLADD_VERIFY, "the finished file is neither a JPEG nor a PNG");
}
