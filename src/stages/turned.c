/* Faces of a photo that lies on its side or upside down, as scans and stripped exports do that say nothing of it: it is
 * searched in the turn in which it seems to stand, too. Whatever comes of it is said in the photo's own frame, the one
 * that whoever looks at it sees and that the manifest speaks of. */
#include "redaction/redaction.h"
#include "stages/stages.h"
#include "vision/nms.h"

/* The turns in which a photo stands are undone by these. */
static int undone(int orientation) {
    return orientation == 6 ? 8 : orientation == 8 ? 6 : orientation;
}

struct sladd_box turned_face(struct sladd_box face, int orientation, int width, int height) {
    const struct grid grid = {width, height, 1, 1, width, height};
    struct sladd_point corners[4];
    shape_box_corners(head_box(face), &grid, orientation, corners);
    const struct sladd_box head = sladd_box_of_quad(corners);
    const double across = head.width / (1 + 2 * WHOLE_HEAD.side),
                 down = head.height / (1 + WHOLE_HEAD.above + WHOLE_HEAD.below);
    return (struct sladd_box){head.x + WHOLE_HEAD.side * across, head.y + WHOLE_HEAD.above * down, across, down};
}

/* What was found in a turned photo joins what was found in it as it is. */
static enum sladd_status take_over(const struct sladd_regions *found, int orientation, int width, int height,
                                   struct sladd_regions *to, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < found->count && status == SLADD_OK; i++) {
        struct sladd_region face = found->items[i];
        face.box = turned_face(face.box, orientation, width, height);
        status = sladd_regions_add(to, &face, err);
    }
    if (to->count > 0)
        nms_boxes(to, 0);
    return status;
}

/* The photo is turned in place, and back: a second one might not fit into memory. */
static enum sladd_status search_turned(struct vision *vision, struct sladd_image *upright, int orientation,
                                       struct sladd_regions *faces, struct sladd_regions *doubtful,
                                       struct sladd_error *err) {
    struct sladd_regions found = {0}, unsure = {0};
    const int width = upright->width, height = upright->height;
    enum sladd_status status = sladd_image_upright(upright, orientation, err);
    if (status == SLADD_OK)
        status = vision_find_faces(vision, upright, &found, &unsure, err);
    if (status == SLADD_OK)
        status = sladd_image_upright(upright, undone(orientation), err);
    if (status == SLADD_OK)
        status = take_over(&found, orientation, width, height, faces, err);
    if (status == SLADD_OK && doubtful != NULL)
        status = take_over(&unsure, orientation, width, height, doubtful, err);
    sladd_regions_clear(&found);
    sladd_regions_clear(&unsure);
    return status;
}

enum sladd_status stage_find_faces(struct vision *vision, struct sladd_image *upright, struct sladd_regions *faces,
                                   struct sladd_regions *doubtful, bool *turned, struct sladd_error *err) {
    int orientation = SLADD_UPRIGHT;
    enum sladd_status status = vision_find_faces(vision, upright, faces, doubtful, err);
    if (status == SLADD_OK)
        status = vision_find_turn(vision, upright, faces, &orientation, err);
    *turned = orientation != SLADD_UPRIGHT;
    if (status == SLADD_OK && *turned)
        status = search_turned(vision, upright, orientation, faces, doubtful, err);
    heads_join(faces);
    return status;
}
