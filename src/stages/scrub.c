#include "stages/stages.h"

#include <stdlib.h>
#include <string.h>

/* Only a printer asks how large a pixel is. */
static bool is_printed(const struct sladd_settings *settings) {
    return settings->channel != NULL && strcmp(settings->channel, "print") == 0;
}

/* What stands in the copy as it stood in the source has not been removed. */
static void unname_density(struct sladd_names *removed) {
    size_t left = 0;
    for (size_t i = 0; i < removed->count; i++) {
        char *name = removed->items[i];
        if (strcmp(name, "jpeg:jfif-density") == 0 || strcmp(name, "png:pHYs") == 0)
            free(name);
        else
            removed->items[left++] = name;
    }
    removed->count = left;
}

enum sladd_status stage_scrub(const struct source *source, const struct redacted *redacted,
                              const struct sladd_settings *settings, const struct caption *caption,
                              struct kept_metadata *kept, struct sladd_names *removed, struct sladd_error *err) {
    *kept = (struct kept_metadata){.dpi = is_printed(settings) ? source->survey.dpi : 0};
    enum sladd_status status = exif_build(source->survey.orientation, caption, &kept->exif, err);
    if (status == SLADD_OK)
        status = xmp_build(caption, &kept->xmp, err);
    if (status == SLADD_OK)
        status = bytes_copy(&kept->icc, source->icc.data, source->icc.size, err);
    for (size_t i = 0; i < source->removed.count && status == SLADD_OK; i++)
        status = sladd_names_add(removed, source->removed.items[i], err);
    if (status == SLADD_OK && redacted->edge_hid && source->converted.size == 0)
        status = sladd_names_add(removed, "jpeg:hidden-edge", err);
    if (kept->dpi > 0 && source->survey.dpi_is_own)
        unname_density(removed);
    sladd_names_sort(removed);
    return status;
}

void kept_metadata_clear(struct kept_metadata *kept) {
    bytes_clear(&kept->exif);
    bytes_clear(&kept->icc);
    bytes_clear(&kept->xmp);
}
