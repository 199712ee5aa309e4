#include "base/language.h"
#include "base/notice.h"
#include "stages/stages.h"
#include "vision/codes.h"

enum sladd_status stage_detect(struct vision *vision, struct sladd_image *upright, struct detected *detected,
                               struct sladd_error *err) {
    struct sladd_regions *regions = &detected->regions;
    enum sladd_status status = stage_find_faces(vision, upright, regions, &detected->doubtful, &detected->turn, err);
    if (status == SLADD_OK)
        status = stage_find_text(vision, upright, detected->turn, regions, err);
    if (status == SLADD_OK)
        status = vision_find_codes(upright, regions, err);
    detected->exact = status == SLADD_OK;
    return status;
}

enum sladd_status stage_tell_turned(int turn, struct sladd_names *notices, struct sladd_error *err) {
    static const char lies[] =
        N_("this photo seems to lie on its side or upside down, and its file does not say so: faces and text were "
           "searched for in that turn, too; turn it upright in a photo program and clean it again to be surer");
    return turn > SLADD_UPRIGHT ? notice_add(notices, lies, NULL, err) : SLADD_OK;
}
