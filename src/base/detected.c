#include "base/detected.h"

#include <string.h>

void detected_clear(struct detected *detected) {
    sladd_regions_clear(&detected->regions);
    sladd_regions_clear(&detected->doubtful);
    *detected = (struct detected){0};
}

static enum sladd_status copy_places(struct sladd_regions *to, const struct sladd_regions *from,
                                     struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < from->count && status == SLADD_OK; i++)
        status = sladd_regions_add(to, &from->items[i], err);
    return status;
}

enum sladd_status detected_copy(struct detected *to, const struct detected *from, struct sladd_error *err) {
    *to = *from;
    to->regions = to->doubtful = (struct sladd_regions){0};
    enum sladd_status status = copy_places(&to->regions, &from->regions, err);
    if (status == SLADD_OK)
        status = copy_places(&to->doubtful, &from->doubtful, err);
    if (status != SLADD_OK)
        detected_clear(to);
    return status;
}

bool detected_is_of(const struct detected *detected, const char *source_sha256, const char *filled) {
    return detected->source_sha256[0] != '\0' && strcmp(detected->source_sha256, source_sha256) == 0 &&
           detected->filled[0] != '\0' && strcmp(detected->filled, filled) == 0;
}
