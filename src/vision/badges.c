/* Small print that people wear: a badge's name undoes a blurred face, and it is legible to a person at sizes where it
 * is nothing yet to the look at the whole photo. A look at every place of a photo enlarged would cost too much and take
 * textures for print; so the chests of those whose faces were found are looked at, each in the same size. */
#include "vision/geometry.h"
#include "vision/nms.h"
#include "vision/search.h"

#include <math.h>

/* Of the face's height, brow to chin: how wide the chest is, and how far below the chin badges hang. */
static const double CHEST_WIDTH = 2.6, CHEST_HEIGHT = 3;

/* Pixels that a face is high in the view: a badge's letters are then 5 to 10, and twice that enlarged. */
static const double FACE_IN_VIEW = 110;

/* Below the first a badge shows nothing that a person could read; above the second the photo's own look reads it. */
static const double SMALLEST_FACE = 64, LARGEST_FACE = 330;

/* What is higher than this share of the face is no badge's line, and seen without this. */
static const double HIGHEST_PRINT = 0.3;

/* Somebody who stands in front: what looks like print on a face is eyes. */
static bool lies_on_a_face(struct sladd_box line, const struct sladd_regions *found) {
    bool on = false;
    for (size_t i = 0; i < found->count && !on; i++)
        on = found->items[i].kind == SLADD_FACE && sladd_box_holds_centre(found->items[i].box, line);
    return on;
}

/* Add the lines of a view of the chest below a face. */
static enum sladd_status search_chest(struct vision *vision, const struct sladd_image *photo, struct sladd_box face,
                                      struct sladd_regions *found, struct sladd_error *err) {
    const struct sladd_box whole = {0, 0, photo->width, photo->height};
    const double width = CHEST_WIDTH * face.height, scale = face.height / FACE_IN_VIEW;
    struct sladd_box chest =
        sladd_box_intersect((struct sladd_box){floor(face.x + face.width / 2 - width / 2), floor(face.y + face.height),
                                               ceil(width), ceil(CHEST_HEIGHT * face.height)},
                            whole);
    const int view_width = (int)(chest.width / scale), view_height = (int)(chest.height / scale);
    struct sladd_image view;
    struct sladd_regions lines = {0};
    if (view_width < TILE_STEP || view_height < TILE_STEP)
        return SLADD_OK;
    const struct sladd_image crop = photo_view(photo, chest);
    enum sladd_status status = image_resize(&crop, view_width, view_height, &view, err);
    if (status != SLADD_OK)
        return status;
    struct search_options options = text_search_options(vision);
    options.upsample_below = (long)view_width * view_height;
    options.dense_below = 0;
    status = search_text(&vision->models[VISION_TEXT], &view, &options, &lines, err);
    lines_to_photo(&lines, 0, chest, scale);
    for (size_t i = 0; i < lines.count && status == SLADD_OK; i++) {
        struct sladd_region line = lines.items[i];
        line.box = sladd_box_intersect(line.box, whole);
        if (quad_height(line.quad) <= HIGHEST_PRINT * face.height && !lies_on_a_face(line.box, found))
            status = sladd_regions_add(found, &line, err);
    }
    sladd_image_clear(&view);
    sladd_regions_clear(&lines);
    return status;
}

enum sladd_status vision_find_badges(struct vision *vision, const struct sladd_image *photo,
                                     struct sladd_regions *found, size_t first_line, struct sladd_error *err) {
    const size_t count = found->count;
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < count && status == SLADD_OK; i++) {
        const struct sladd_region face = found->items[i];
        if (face.kind == SLADD_FACE && face.box.height >= SMALLEST_FACE && face.box.height <= LARGEST_FACE)
            status = search_chest(vision, photo, face.box, found, err);
    }
    vision_rest(vision);
    nms_quads(found, first_line);
    return status;
}
