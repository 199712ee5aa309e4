/* Searching again around places, for verification. */
#include "vision/geometry.h"
#include "vision/nms.h"
#include "vision/search.h"

#include <math.h>

/* An area is looked at so that its longer side has at most this many pixels: a face that fills it, or a third of it,
 * then lies in the range that the networks see best, and the search stays cheap. Below the second number it is looked
 * at enlarged too. */
static const double AREA_SIDE = 112, ENLARGE_SIDE = 64;

/* A line that is higher than this is looked for in a view in which it is so high: letters are read well at less. */
static const double LINE_HEIGHT = 96;

/* Share of a found face that must lie in the areas: what lies outside them is unchanged and has been judged already. */
static const double SHARE_INSIDE = 0.25;

/* The area with `share` of its longer side around it, clipped. */
static struct sladd_box surroundings(struct sladd_box area, double share, const struct sladd_image *photo) {
    enum { LEAST = 32 };
    const double side = share * fmax(fmax(area.width, area.height), LEAST);
    struct sladd_box wide = {floor(area.x - side), floor(area.y - side), ceil(area.width + 2 * side),
                             ceil(area.height + 2 * side)};
    return sladd_box_intersect(wide, (struct sladd_box){0, 0, photo->width, photo->height});
}

static bool lies_in(struct sladd_box face, const struct sladd_box *areas, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (sladd_box_area(sladd_box_intersect(face, areas[i])) >= SHARE_INSIDE * sladd_box_area(face))
            return true;
    return false;
}

void lines_to_photo(struct sladd_regions *lines, size_t first, struct sladd_box crop, double scale) {
    for (size_t i = first; i < lines->count; i++) {
        struct sladd_region line = lines->items[i];
        for (int k = 0; k < 4; k++)
            line.quad[k] = (struct sladd_point){crop.x + line.quad[k].x * scale, crop.y + line.quad[k].y * scale};
        line.box = sladd_box_of_quad(line.quad);
        lines->items[i] = line;
    }
}

static enum sladd_status search_crop(struct vision *vision, const struct sladd_image *photo, struct sladd_box crop,
                                     double area_side, struct sladd_regions *found, struct sladd_error *err) {
    struct sladd_image view = photo_view(photo, crop);
    struct search_options options = faces_search_options(vision);
    const size_t before = found->count;
    options.upsample_below = area_side < ENLARGE_SIDE ? (long)view.width * view.height : 0;
    options.skip_finest = area_side > AREA_SIDE ? (int)ceil(log2(area_side / AREA_SIDE)) : 0;
    enum sladd_status status = search_faces(&vision->models[VISION_FACE], &view, &options, found, NULL, err);
    for (size_t i = before; i < found->count; i++) {
        found->items[i].box.x += crop.x;
        found->items[i].box.y += crop.y;
    }
    return status;
}

enum sladd_status vision_find_faces_in(struct vision *vision, const struct sladd_image *photo,
                                       const struct sladd_box *areas, size_t count, struct sladd_regions *found,
                                       struct sladd_error *err) {
    const size_t before = found->count;
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < count && status == SLADD_OK; i++) {
        struct sladd_box crop = surroundings(areas[i], 1, photo);
        if (crop.width >= 1 && crop.height >= 1)
            status = search_crop(vision, photo, crop, fmax(areas[i].width, areas[i].height), found, err);
    }
    vision_rest(vision);
    size_t kept = before;
    for (size_t i = before; i < found->count; i++)
        if (lies_in(found->items[i].box, areas, count))
            found->items[kept++] = found->items[i];
    found->count = kept;
    nms_boxes(found, before);
    return status;
}

enum sladd_status vision_find_text_in(struct vision *vision, const struct sladd_image *photo, struct sladd_box area,
                                      struct sladd_regions *found, struct sladd_error *err) {
    const size_t before = found->count;
    const struct sladd_box crop = surroundings(area, 0.5, photo);
    const double smaller = fmin(area.width, area.height) / LINE_HEIGHT;
    if (crop.width < 1 || crop.height < 1)
        return SLADD_OK;
    const struct sladd_image part = photo_view(photo, crop);
    struct sladd_image view = {0};
    struct search_options options = text_search_options(vision);
    enum sladd_status status = SLADD_OK;
    if (smaller > 1) {
        options.upsample_below = 0;
        status = image_resize(&part, (int)ceil(part.width / smaller), (int)ceil(part.height / smaller), &view, err);
    }
    if (status == SLADD_OK)
        status = search_text(&vision->models[VISION_TEXT], smaller > 1 ? &view : &part, &options, found, err);
    lines_to_photo(found, before, crop, fmax(smaller, 1));
    sladd_image_clear(&view);
    vision_rest(vision);
    return status;
}
