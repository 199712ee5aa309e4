#include "metadata/facetags.h"

#include "base/array.h"
#include "base/image.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Are these two sizes of one picture, up to one pixel of rounding? */
static bool same_shape(double width, double height, double other_width, double other_height) {
    return fabs(width * other_height - height * other_width) <= fmax(width, height);
}

/* Are tags written in the frame of the photo as a person sees it, and not in that of the stored one?
 *
 * The Metadata Working Group (Guidelines 2.0, 5.4 and 5.9) applies regions to the image as it is stored, before the
 * orientation; Microsoft's are read the same way. Some programs write upright coordinates instead, and some crop or
 * turn a photo and leave its regions as they were. AppliedToDimensions, the size of the photo that the regions were
 * drawn on, tells them apart by its shape (a photo that was only resized keeps its shape):
 *   1. the shape as stored, or no size at all: the tags are in the stored frame;
 *   2. else, the shape as a person sees it (only where the orientation swaps the sides): they are in the upright frame;
 *   3. else the photo was cropped or turned after they were written, and nothing says where they lie now: they are
 *      taken for fractions of the stored frame, the least wrong guess.
 * None of this is proof: a mirrored photo keeps its size, and a crop may keep its shape. What the tags are good for,
 * the faces that are found decide (stages/tag_frame.h). */
static bool are_upright(const struct xmp_faces *faces, int width, int height, int orientation) {
    return faces->has_size && sladd_orientation_swaps(orientation) &&
           !same_shape(faces->width, faces->height, width, height) &&
           same_shape(faces->width, faces->height, height, width);
}

/* A point of the stored photo where a person sees it; both in fractions. */
static struct sladd_point turn(double x, double y, int orientation) {
    switch (orientation) {
    case 2:
        return (struct sladd_point){1 - x, y};
    case 3:
        return (struct sladd_point){1 - x, 1 - y};
    case 4:
        return (struct sladd_point){x, 1 - y};
    case 5:
        return (struct sladd_point){y, x};
    case 6:
        return (struct sladd_point){1 - y, x};
    case 7:
        return (struct sladd_point){1 - y, 1 - x};
    case 8:
        return (struct sladd_point){y, 1 - x};
    default:
        return (struct sladd_point){x, y};
    }
}

struct sladd_box face_tag_turned(struct sladd_box box, int orientation) {
    struct sladd_point a = turn(box.x, box.y, orientation);
    struct sladd_point b = turn(box.x + box.width, box.y + box.height, orientation);
    return (struct sladd_box){fmin(a.x, b.x), fmin(a.y, b.y), fabs(a.x - b.x), fabs(a.y - b.y)};
}

/* False: the box lies, by its centre, outside the photo, or is none. */
static bool place(struct sladd_box box, bool upright, int orientation, struct sladd_box *placed) {
    static const struct sladd_box photo = {0, 0, 1, 1};
    double x = box.x + box.width / 2, y = box.y + box.height / 2;
    if (!(box.width > 0 && box.width <= 1 && box.height > 0 && box.height <= 1 && x >= 0 && x <= 1 && y >= 0 && y <= 1))
        return false;
    box = sladd_box_intersect(box, photo);
    *placed = sladd_box_intersect(upright ? box : face_tag_turned(box, orientation), photo);
    return sladd_box_area(*placed) > 0;
}

/* Does no part of the box lie in the photo, as of somebody who was cut away? */
static bool is_outside(struct sladd_box box) {
    return box.width > 0 && box.height > 0 &&
           (box.x >= 1 || box.y >= 1 || box.x + box.width <= 0 || box.y + box.height <= 0);
}

/* The photo whose tags are read. */
struct stored {
    int width, height, orientation;
};

/* Fractions of the writer's frame. Division by nothing gives a box that cannot be placed. */
static struct sladd_box in_fractions(const struct xmp_faces *faces, const struct xmp_face *face, bool upright,
                                     const struct stored *photo) {
    double columns = upright ? photo->height : photo->width, rows = upright ? photo->width : photo->height;
    if (!face->in_pixels)
        return face->box;
    if (faces->has_size) {
        columns = faces->width;
        rows = faces->height;
    }
    return columns >= 1 && rows >= 1 ? (struct sladd_box){face->box.x / columns, face->box.y / rows,
                                                          face->box.width / columns, face->box.height / rows}
                                     : (struct sladd_box){0};
}

static bool is_same_size(const struct xmp_faces *faces, bool upright, const struct stored *photo) {
    return faces->has_size && faces->width == (upright ? photo->height : photo->width) &&
           faces->height == (upright ? photo->width : photo->height);
}

static enum sladd_status leave_unplaced(struct face_tags *tags, struct xmp_face *face, bool lost,
                                        struct sladd_error *err) {
    if (!array_grow((void **)&tags->unplaced, &tags->unplaced_capacity, tags->unplaced_count + 1,
                    sizeof *tags->unplaced))
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for %zu face tags", tags->unplaced_count + 1);
    struct unplaced_tag *tag = &tags->unplaced[tags->unplaced_count++];
    *tag = (struct unplaced_tag){.name = face->name, .lost = lost};
    (void)snprintf(tag->path, sizeof tag->path, "%s[%zu]",
                   face->list == XMP_LIST_MWG ? "mwg-rs:RegionList" : "MPRI:Regions", face->item);
    face->name = NULL;
    return SLADD_OK;
}

static enum sladd_status take(struct face_tags *tags, struct xmp_face *face, struct sladd_box box, bool same_size,
                              struct sladd_error *err) {
    if (!array_grow((void **)&tags->items, &tags->capacity, tags->count + 1, sizeof *tags->items))
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for %zu face tags", tags->count + 1);
    tags->items[tags->count++] = (struct face_tag){face->name, box, same_size};
    face->name = NULL;
    return SLADD_OK;
}

static enum sladd_status add_packet(struct span packet, const struct stored *photo, struct face_tags *tags,
                                    enum xmp_problem *problem, struct sladd_error *err) {
    struct xmp_faces faces;
    enum sladd_status status = xmp_read_faces(packet, &faces, problem, err);
    const bool upright = are_upright(&faces, photo->width, photo->height, photo->orientation);
    for (size_t i = 0; status == SLADD_OK && i < faces.count; i++) {
        struct xmp_face *face = &faces.items[i];
        const struct sladd_box box = in_fractions(&faces, face, upright, photo);
        struct sladd_box placed;
        if (!face->unread && place(box, upright, photo->orientation, &placed))
            status = take(tags, face, placed, is_same_size(&faces, upright, photo), err);
        else
            status = leave_unplaced(tags, face, face->unread ? !face->undrawn : !is_outside(box), err);
    }
    xmp_faces_clear(&faces);
    return status;
}

static void note_problem(struct face_tags *tags, enum xmp_problem problem, bool beside) {
    if (tags->problem != XMP_SOUND || problem == XMP_SOUND)
        return;
    tags->problem = problem;
    tags->problem_beside = beside;
}

static bool are_too_many(const struct face_tags *tags) {
    return tags->problem == XMP_TOO_LARGE || tags->count + tags->unplaced_count > FACE_TAGS_MAX;
}

/* What was wrong with them stays known. */
static void drop(struct face_tags *tags) {
    for (size_t i = 0; i < tags->count; i++)
        free(tags->items[i].name);
    free(tags->items);
    for (size_t i = 0; i < tags->unplaced_count; i++)
        free(tags->unplaced[i].name);
    free(tags->unplaced);
    tags->items = NULL;
    tags->unplaced = NULL;
    tags->count = tags->capacity = tags->unplaced_count = tags->unplaced_capacity = 0;
}

enum sladd_status face_tags_read(const struct xmp_packets *packets, bool beside, int width, int height, int orientation,
                                 struct face_tags *tags, struct sladd_error *err) {
    const struct stored photo = {width, height, orientation};
    enum sladd_status status = SLADD_OK;
    note_problem(tags, packets->problem, beside);
    for (size_t i = 0; i < packets->count && status == SLADD_OK && !are_too_many(tags); i++) {
        enum xmp_problem problem = XMP_SOUND;
        status = add_packet(bytes_span(&packets->items[i]), &photo, tags, &problem, err);
        note_problem(tags, problem, beside);
    }
    if (are_too_many(tags)) {
        note_problem(tags, XMP_TOO_LARGE, beside);
        drop(tags);
    }
    return status;
}

void face_tags_clear(struct face_tags *tags) {
    drop(tags);
    *tags = (struct face_tags){0};
}
