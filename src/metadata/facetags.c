#include "metadata/facetags.h"

#include "base/array.h"
#include "base/image.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Are these two sizes of one picture, up to one pixel of rounding? */
static bool same_shape(double width, double height, double other_width, double other_height) {
    return fabs(width * other_height - height * other_width) <= fmax(width, height);
}

/* The photo whose tags are read, and the frames in which they may be written. */
struct stored {
    int width, height, orientation;
    const struct coded_frame *coded;
};

enum frame { IN_STORED = 1, IN_UPRIGHT = 2 };

static struct sladd_point size_in(const struct stored *photo, enum frame frame) {
    if (photo->coded->differs && frame == IN_STORED)
        return (struct sladd_point){photo->coded->width, photo->coded->height};
    return frame == IN_UPRIGHT && sladd_orientation_swaps(photo->orientation)
               ? (struct sladd_point){photo->height, photo->width}
               : (struct sladd_point){photo->width, photo->height};
}

static bool fits(const struct xmp_faces *faces, const struct stored *photo, enum frame frame) {
    const struct sladd_point size = size_in(photo, frame);
    return faces->has_size && same_shape(faces->width, faces->height, size.x, size.y);
}

/* Are tags written in the frame of the photo as a person sees it, or in that of the stored one?
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
 * the faces that are found decide (stages/tag_frame.h).
 *
 * Where the container itself turns or crops, as HEIF does, many programs never see the picture as it is coded: a shape
 * that fits one of the two alone decides, and else the tags may be in either frame. */
static int frames_of(const struct xmp_faces *faces, const struct stored *photo) {
    const bool stored = fits(faces, photo, IN_STORED), upright = fits(faces, photo, IN_UPRIGHT);
    if (photo->coded->differs)
        return stored == upright ? IN_STORED | IN_UPRIGHT : stored ? IN_STORED : IN_UPRIGHT;
    return upright && !stored && sladd_orientation_swaps(photo->orientation) ? IN_UPRIGHT : IN_STORED;
}

/* Where a box lies in the photo as a person sees it; it may lie outside. */
static struct sladd_box upright_box(struct sladd_box box, enum frame frame, const struct stored *photo) {
    return frame == IN_UPRIGHT     ? box
           : photo->coded->differs ? coded_frame_box(photo->coded, box)
                                   : box_turned(box, photo->orientation);
}

/* False: the box lies, by its centre, outside the photo, or is none. */
static bool place(struct sladd_box box, enum frame frame, const struct stored *photo, struct sladd_box *placed) {
    static const struct sladd_box whole = {0, 0, 1, 1};
    double x = box.x + box.width / 2, y = box.y + box.height / 2;
    if (!(box.width > 0 && box.width <= 1 && box.height > 0 && box.height <= 1 && x >= 0 && x <= 1 && y >= 0 && y <= 1))
        return false;
    *placed = sladd_box_intersect(upright_box(sladd_box_intersect(box, whole), frame, photo), whole);
    return sladd_box_area(*placed) > 0;
}

/* Does no part of the box lie in the photo, as of somebody who was cut away? */
static bool is_outside(struct sladd_box box) {
    return box.width > 0 && box.height > 0 &&
           (box.x >= 1 || box.y >= 1 || box.x + box.width <= 0 || box.y + box.height <= 0);
}

/* Fractions of the writer's frame. Division by nothing gives a box that cannot be placed. */
static struct sladd_box in_fractions(const struct xmp_faces *faces, const struct xmp_face *face, enum frame frame,
                                     const struct stored *photo) {
    struct sladd_point size = size_in(photo, frame);
    if (!face->in_pixels)
        return face->box;
    if (faces->has_size)
        size = (struct sladd_point){faces->width, faces->height};
    return size.x >= 1 && size.y >= 1 ? (struct sladd_box){face->box.x / size.x, face->box.y / size.y,
                                                           face->box.width / size.x, face->box.height / size.y}
                                      : (struct sladd_box){0};
}

static bool is_same_size(const struct xmp_faces *faces, enum frame frame, const struct stored *photo) {
    const struct sladd_point size = size_in(photo, frame);
    return faces->has_size && faces->width == size.x && faces->height == size.y;
}

static enum sladd_status leave_unplaced(struct face_tags *tags, struct xmp_face *face, bool lost,
                                        struct sladd_error *err) {
    if (!array_grow((void **)&tags->unplaced, &tags->unplaced_capacity, tags->unplaced_count + 1,
                    sizeof *tags->unplaced))
        return fail_memory(err);
    struct unplaced_tag *tag = &tags->unplaced[tags->unplaced_count++];
    *tag = (struct unplaced_tag){.name = face->name, .lost = lost};
    (void)snprintf(tag->path, sizeof tag->path, "%s[%zu]",
                   face->list == XMP_LIST_MWG ? "mwg-rs:RegionList" : "MPRI:Regions", face->item);
    face->name = NULL;
    return SLADD_OK;
}

static enum sladd_status take(struct face_tags *tags, const struct xmp_face *face, struct sladd_box box, bool same_size,
                              struct sladd_error *err) {
    char *name = face->name != NULL ? strdup(face->name) : NULL;
    if ((face->name != NULL && name == NULL) ||
        !array_grow((void **)&tags->items, &tags->capacity, tags->count + 1, sizeof *tags->items)) {
        free(name);
        return fail_memory(err);
    }
    tags->items[tags->count++] = (struct face_tag){name, box, same_size};
    return SLADD_OK;
}

static struct sladd_box both_of(struct sladd_box a, struct sladd_box b) {
    const double x = fmin(a.x, b.x), y = fmin(a.y, b.y);
    return (struct sladd_box){x, y, fmax(a.x + a.width, b.x + b.width) - x, fmax(a.y + a.height, b.y + b.height) - y};
}

/* At every place where it may be meant; two that touch are one, since of two tags at one place the first alone counts.
 */
static enum sladd_status add_face(const struct xmp_faces *faces, struct xmp_face *face, const struct stored *photo,
                                  struct face_tags *tags, struct sladd_error *err) {
    static const enum frame all[] = {IN_STORED, IN_UPRIGHT};
    const int frames = frames_of(faces, photo);
    struct sladd_box placed[2];
    size_t count = 0;
    bool outside = true, same_size = false;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if ((frames & all[i]) == 0)
            continue;
        const struct sladd_box box = in_fractions(faces, face, all[i], photo);
        outside = outside && is_outside(upright_box(box, all[i], photo));
        same_size = is_same_size(faces, all[i], photo);
        count += !face->unread && place(box, all[i], photo, &placed[count]);
    }
    if (count == 0)
        return leave_unplaced(tags, face, face->unread ? !face->undrawn : !outside, err);
    if (count == 2 && sladd_box_area(sladd_box_intersect(placed[0], placed[1])) > 0)
        placed[0] = both_of(placed[0], placed[--count]);
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < count && status == SLADD_OK; i++)
        status = take(tags, face, placed[i], same_size, err);
    tags->second += count - 1;
    tags->in_doubt = tags->in_doubt || frames == (IN_STORED | IN_UPRIGHT);
    return status;
}

/* Is what the container says of the frame true of the photo that its decoder made? A fraction of a pixel goes. */
static bool frame_is_sound(const struct stored *photo) {
    return !photo->coded->differs || (fabs(photo->coded->shown_width - photo->width) <= 1 &&
                                      fabs(photo->coded->shown_height - photo->height) <= 1);
}

static enum sladd_status add_packet(struct span packet, const struct stored *photo, struct face_tags *tags,
                                    enum xmp_problem *problem, struct sladd_error *err) {
    struct xmp_faces faces;
    enum sladd_status status = xmp_read_faces(packet, &faces, problem, err);
    if (faces.count > 0 && *problem == XMP_SOUND && !frame_is_sound(photo))
        *problem = XMP_UNREADABLE;
    for (size_t i = 0; status == SLADD_OK && i < faces.count; i++)
        status = add_face(&faces, &faces.items[i], photo, tags, err);
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
    tags->count = tags->capacity = tags->second = tags->unplaced_count = tags->unplaced_capacity = 0;
}

enum sladd_status face_tags_read(const struct xmp_packets *packets, bool beside, int width, int height, int orientation,
                                 const struct coded_frame *coded, struct face_tags *tags, struct sladd_error *err) {
    const struct stored photo = {width, height, orientation, coded};
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
