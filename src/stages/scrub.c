#include "stages/stages.h"

enum sladd_status stage_scrub(const struct source *source, const struct redacted *redacted,
                              const struct caption *caption, struct kept_metadata *kept, struct sladd_names *removed,
                              struct sladd_error *err) {
    *kept = (struct kept_metadata){0};
    enum sladd_status status = exif_build(source->survey.orientation, caption, &kept->exif, err);
    if (status == SLADD_OK)
        status = xmp_build(caption, &kept->xmp, err);
    if (status == SLADD_OK)
        status = survey_removed(&source->survey, &kept->icc, removed, err);
    if (status == SLADD_OK && redacted->edge_changed && source->converted.size == 0)
        status = sladd_names_add(removed, "jpeg:hidden-edge", err);
    sladd_names_sort(removed);
    return status;
}

void kept_metadata_clear(struct kept_metadata *kept) {
    bytes_clear(&kept->exif);
    bytes_clear(&kept->icc);
    bytes_clear(&kept->xmp);
}
