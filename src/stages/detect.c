#include "stages/stages.h"
#include "vision/codes.h"

enum sladd_status stage_detect(struct vision *vision, const struct sladd_image *upright, struct sladd_regions *regions,
                               struct sladd_regions *doubtful, struct sladd_error *err) {
    enum sladd_status status = vision_find_faces(vision, upright, regions, doubtful, err);
    heads_join(regions);
    if (status == SLADD_OK)
        status = vision_find_text(vision, upright, regions, err);
    if (status == SLADD_OK)
        status = vision_find_codes(upright, regions, err);
    return status;
}
