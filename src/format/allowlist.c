#include "format/allowlist.h"

#include "format/segments.h"

enum sladd_status allowlist_check(struct span file, const struct extras *extras, struct sladd_error *err) {
    if (is_jpeg(file))
        return allowlist_jpeg(file, extras, err);
    if (is_png(file))
        return allowlist_png(file, extras, err);
    return sladd_fail(err, SLADD_VERIFY, "the finished file is neither a JPEG nor a PNG");
}
