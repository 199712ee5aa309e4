/* Where are faces and lines of text? In the photo as it is; in the turn in which it seems to stand, too, where it lies
 * on its side or upside down, as scans and stripped exports do that say nothing of it; as it looks from afar, where it
 * is made of dots; and in all of its looks, where one does not show all that its file holds (`also` of struct
 * sladd_image). Nothing of what is found in it as it is gets lost by any. Whatever comes of it is said in the photo's
 * own frame, the one that whoever looks at it sees and that the manifest speaks of. */
#include "redaction/redaction.h"
#include "stages/stages.h"
#include "vision/dots.h"
#include "vision/nms.h"

#include <math.h>
#include <string.h>

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

/* A line of a turned photo, `width` x `height` pixels large before it was turned, in the photo as it is. */
static void turn_line_back(struct sladd_region *line, int orientation, int width, int height) {
    const struct grid grid = {width, height, 1, 1, width, height};
    struct sladd_point corners[4];
    for (int i = 0; i < 4; i++) {
        shape_box_corners((struct sladd_box){line->quad[i].x, line->quad[i].y, 0, 0}, &grid, orientation, corners);
        line->quad[i] = corners[0];
    }
    shape_box_corners(line->box, &grid, orientation, corners);
    line->box = sladd_box_of_quad(corners);
}

/* What was found from `first` on in a turned part of a photo joins what is known of the photo as it is; `part` is the
 * part's frame there. */
static enum sladd_status add_turned_back(const struct sladd_regions *found, size_t first, int orientation,
                                         struct sladd_box part, struct sladd_regions *to, struct sladd_error *err) {
    const int width = (int)part.width, height = (int)part.height;
    enum sladd_status status = SLADD_OK;
    for (size_t i = first; i < found->count && status == SLADD_OK; i++) {
        struct sladd_region region = found->items[i];
        if (region.kind == SLADD_FACE)
            region.box = turned_face(region.box, orientation, width, height);
        else
            turn_line_back(&region, orientation, width, height);
        region.box.x += part.x;
        region.box.y += part.y;
        for (int k = 0; k < 4 && region.has_quad; k++)
            region.quad[k] = (struct sladd_point){region.quad[k].x + part.x, region.quad[k].y + part.y};
        status = sladd_regions_add(to, &region, err);
    }
    return status;
}

/* What two searches of a photo found is there once. NULL: nobody asked. */
static void drop_twins(struct sladd_regions *faces) {
    if (faces != NULL && faces->count > 0)
        nms_boxes(faces, 0);
}

/* Faces of all of a turned photo. */
static enum sladd_status take_over(const struct sladd_regions *found, int orientation, struct sladd_box photo,
                                   struct sladd_regions *to, struct sladd_error *err) {
    enum sladd_status status = add_turned_back(found, 0, orientation, photo, to, err);
    drop_twins(to);
    return status;
}

/* The photo is turned in place, and back: a second one might not fit into memory. */
static enum sladd_status search_turned(struct vision *vision, struct sladd_image *upright, int orientation,
                                       struct sladd_regions *faces, struct sladd_regions *doubtful,
                                       struct sladd_error *err) {
    struct sladd_regions found = {0}, unsure = {0};
    const struct sladd_box photo = {0, 0, upright->width, upright->height};
    enum sladd_status status = sladd_image_upright(upright, orientation, err);
    if (status == SLADD_OK)
        status = vision_find_faces(vision, upright, &found, &unsure, err);
    if (status == SLADD_OK)
        status = sladd_image_upright(upright, undone(orientation), err);
    if (status == SLADD_OK)
        status = take_over(&found, orientation, photo, faces, err);
    if (status == SLADD_OK && doubtful != NULL)
        status = take_over(&unsure, orientation, photo, doubtful, err);
    sladd_regions_clear(&found);
    sladd_regions_clear(&unsure);
    return status;
}

/* In one look; joins what is known of the others. */
static enum sladd_status search_look(struct vision *vision, struct sladd_image *look, struct sladd_regions *faces,
                                     struct sladd_regions *doubtful, int *turn, struct sladd_error *err) {
    struct sladd_image smooth, *seen = look;
    enum sladd_status status = dots_smoothed(look, &smooth, err);
    if (status == SLADD_OK)
        status = vision_find_faces(vision, look, faces, doubtful, err);
    if (status == SLADD_OK && smooth.data != NULL) {
        seen = &smooth;
        status = vision_find_faces(vision, seen, faces, doubtful, err);
        drop_twins(faces);
        drop_twins(doubtful);
    }
    if (status == SLADD_OK)
        status = vision_find_turn(vision, seen, faces, turn, err);
    if (status == SLADD_OK && *turn != SLADD_UPRIGHT)
        status = search_turned(vision, seen, *turn, faces, doubtful, err);
    sladd_image_clear(&smooth);
    return status;
}

enum sladd_status stage_find_faces(struct vision *vision, struct sladd_image *upright, struct sladd_regions *faces,
                                   struct sladd_regions *doubtful, int *turn, struct sladd_error *err) {
    *turn = SLADD_UPRIGHT;
    enum sladd_status status = search_look(vision, upright, faces, doubtful, turn, err);
    for (struct sladd_image *look = upright->also; look != NULL && status == SLADD_OK; look = look->also) {
        int also = SLADD_UPRIGHT;
        status = search_look(vision, look, faces, doubtful, &also, err);
        *turn = *turn == SLADD_UPRIGHT ? also : *turn;
        drop_twins(faces);
        drop_twins(doubtful);
    }
    heads_join(faces);
    return status;
}

/* Lines of text in a photo as it is (`known`, unless that is NULL), and what the faces in the list wear. */
static enum sladd_status search_text(struct vision *vision, const struct sladd_image *photo,
                                     const struct sladd_regions *known, struct sladd_regions *list,
                                     struct sladd_error *err) {
    const size_t first_line = list->count;
    enum sladd_status status = known != NULL ? SLADD_OK : vision_find_text(vision, photo, list, err);
    for (size_t i = 0; known != NULL && i < known->count && status == SLADD_OK; i++)
        status = sladd_regions_add(list, &known->items[i], err);
    return status == SLADD_OK ? vision_find_badges(vision, photo, list, first_line, err) : status;
}

/* The faces of a photo, in the photo that is turned by `orientation`, `width` x `height` pixels large then. */
static enum sladd_status turn_faces(const struct sladd_regions *from, int orientation, int width, int height,
                                    struct sladd_regions *to, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < from->count && status == SLADD_OK; i++) {
        struct sladd_region face = from->items[i];
        face.box = turned_face(face.box, undone(orientation), width, height);
        if (face.kind == SLADD_FACE)
            status = sladd_regions_add(to, &face, err);
    }
    return status;
}

/* Lines in the turn of a photo that lies so, in its own frame. */
static enum sladd_status search_text_turned(struct vision *vision, struct sladd_image *upright, int turn,
                                            struct sladd_regions *regions, struct sladd_error *err) {
    const struct sladd_box photo = {0, 0, upright->width, upright->height};
    struct sladd_regions found = {0};
    enum sladd_status status = sladd_image_upright(upright, turn, err);
    if (status == SLADD_OK)
        status = turn_faces(regions, turn, upright->width, upright->height, &found, err);
    const size_t first_line = found.count;
    if (status == SLADD_OK)
        status = search_text(vision, upright, NULL, &found, err);
    if (status == SLADD_OK)
        status = sladd_image_upright(upright, undone(turn), err);
    if (status == SLADD_OK)
        status = add_turned_back(&found, first_line, turn, photo, regions, err);
    sladd_regions_clear(&found);
    return status;
}

/* `known` is of this look, or NULL. */
static enum sladd_status search_text_of_look(struct vision *vision, struct sladd_image *look, int turn,
                                             const struct sladd_regions *known, struct sladd_regions *regions,
                                             struct sladd_error *err) {
    const size_t before = regions->count;
    struct sladd_image smooth = {0};
    enum sladd_status status = search_text(vision, look, known, regions, err);
    if (status == SLADD_OK && turn > SLADD_UPRIGHT)
        status = search_text_turned(vision, look, turn, regions, err);
    if (status == SLADD_OK)
        status = dots_smoothed(look, &smooth, err);
    const bool dots = smooth.data != NULL;
    if (status == SLADD_OK && dots)
        status = search_text(vision, &smooth, NULL, regions, err);
    if (status == SLADD_OK && dots && turn > SLADD_UPRIGHT)
        status = search_text_turned(vision, &smooth, turn, regions, err);
    if (status == SLADD_OK && (dots || turn > SLADD_UPRIGHT))
        nms_quads(regions, before);
    sladd_image_clear(&smooth);
    return status;
}

enum sladd_status stage_find_text(struct vision *vision, struct sladd_image *upright, int turn,
                                  const struct sladd_regions *known, struct sladd_regions *regions,
                                  struct sladd_error *err) {
    const size_t before = regions->count;
    enum sladd_status status = search_text_of_look(vision, upright, turn, known, regions, err);
    for (struct sladd_image *look = upright->also; look != NULL && status == SLADD_OK; look = look->also) {
        status = search_text_of_look(vision, look, turn, NULL, regions, err);
        nms_quads(regions, before);
    }
    return status;
}

/* A part of a photo as a picture of its own; `frame` is what it shows of the photo. */
struct part {
    struct sladd_image image; /* owned */
    struct sladd_box frame;
};

/* What lies within `around` of a box's longer side of it, and so much at least that dots can be told. */
static struct sladd_box frame_around(const struct sladd_image *photo, struct sladd_box box, double around) {
    const double least = 32, side = fmax(around * fmax(box.width, box.height), least);
    const struct sladd_box wide = {floor(box.x - side), floor(box.y - side), ceil(box.width + 2 * side) + 1,
                                   ceil(box.height + 2 * side) + 1};
    return sladd_box_intersect(wide, (struct sladd_box){0, 0, photo->width, photo->height});
}

static enum sladd_status copy_part(const struct sladd_image *view, struct sladd_image *copy, struct sladd_error *err) {
    enum sladd_status status = sladd_image_init(copy, view->width, view->height, err);
    for (int y = 0; y < copy->height && status == SLADD_OK; y++)
        memcpy(copy->data + (size_t)y * copy->stride, view->data + (size_t)y * view->stride, 3 * (size_t)view->width);
    return status;
}

/* How a part of a photo is looked at more closely. `box` lies in the part. */
typedef enum sladd_status look_at(struct vision *vision, const struct sladd_image *part, struct sladd_box box,
                                  struct sladd_regions *found, struct sladd_error *err);

static enum sladd_status look_at_face(struct vision *vision, const struct sladd_image *part, struct sladd_box box,
                                      struct sladd_regions *found, struct sladd_error *err) {
    return vision_find_faces_in(vision, part, &box, 1, found, err);
}

static enum sladd_status look_at_text(struct vision *vision, const struct sladd_image *part, struct sladd_box box,
                                      struct sladd_regions *found, struct sladd_error *err) {
    return vision_find_text_in(vision, part, box, found, err);
}

/* The part in a turn, or as it is. */
static enum sladd_status look_turned(struct vision *vision, struct part *part, int turn, struct sladd_box box,
                                     look_at *look, struct sladd_regions *to, struct sladd_error *err) {
    struct sladd_regions found = {0};
    struct sladd_box inside = {box.x - part->frame.x, box.y - part->frame.y, box.width, box.height};
    enum sladd_status status = sladd_image_upright(&part->image, turn, err);
    if (status == SLADD_OK && turn > SLADD_UPRIGHT)
        inside = turned_face(inside, undone(turn), part->image.width, part->image.height);
    if (status == SLADD_OK)
        status = look(vision, &part->image, inside, &found, err);
    if (status == SLADD_OK)
        status = sladd_image_upright(&part->image, undone(turn), err);
    if (status == SLADD_OK)
        status = add_turned_back(&found, 0, turn, part->frame, to, err);
    sladd_regions_clear(&found);
    return status;
}

/* Besides the photo as it is: in the turn in which it seems to stand, and with its dots run together. */
static enum sladd_status look_otherwise(struct vision *vision, const struct sladd_image *photo, int turn,
                                        struct sladd_box box, double around, look_at *look, struct sladd_regions *to,
                                        struct sladd_error *err) {
    const struct sladd_box frame = frame_around(photo, box, around);
    struct part part = {.frame = frame}, smooth = {.frame = frame};
    if (frame.width < 1 || frame.height < 1) /* nothing is beside a photo */
        return SLADD_OK;
    const struct sladd_image view = photo_view(photo, frame);
    enum sladd_status status = dots_smoothed(&view, &smooth.image, err);
    const bool dots = smooth.image.data != NULL;
    if (status == SLADD_OK && turn > SLADD_UPRIGHT)
        status = copy_part(&view, &part.image, err);
    if (status == SLADD_OK && turn > SLADD_UPRIGHT)
        status = look_turned(vision, &part, turn, box, look, to, err);
    if (status == SLADD_OK && dots)
        status = look_turned(vision, &smooth, SLADD_UPRIGHT, box, look, to, err);
    if (status == SLADD_OK && dots && turn > SLADD_UPRIGHT)
        status = look_turned(vision, &smooth, turn, box, look, to, err);
    sladd_image_clear(&part.image);
    sladd_image_clear(&smooth.image);
    return status;
}

enum sladd_status stage_find_faces_at(struct vision *vision, const struct sladd_image *photo, int turn,
                                      struct sladd_box box, struct sladd_regions *faces, struct sladd_error *err) {
    enum sladd_status status = vision_find_faces_in(vision, photo, &box, 1, faces, err);
    if (status == SLADD_OK)
        status = look_otherwise(vision, photo, turn, box, 1, look_at_face, faces, err);
    return status == SLADD_OK && photo->also != NULL ? stage_find_faces_at(vision, photo->also, turn, box, faces, err)
                                                     : status;
}

enum sladd_status stage_find_text_at(struct vision *vision, const struct sladd_image *photo, int turn,
                                     struct sladd_box box, struct sladd_regions *lines, struct sladd_error *err) {
    enum sladd_status status = vision_find_text_in(vision, photo, box, lines, err);
    if (status == SLADD_OK)
        status = look_otherwise(vision, photo, turn, box, 0.5, look_at_text, lines, err);
    return status == SLADD_OK && photo->also != NULL ? stage_find_text_at(vision, photo->also, turn, box, lines, err)
                                                     : status;
}
