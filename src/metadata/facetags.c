#include "metadata/facetags.h"

#include "base/array.h"
#include "sladd/image.h"

#include <math.h>
#include <stdlib.h>

/* The frame that tags are written in.
 *
 * The Metadata Working Group (Guidelines 2.0, 5.4 and 5.9) applies regions to the image as it is stored, before the
 * orientation; Microsoft's are read the same way. Some programs write upright coordinates instead, and some crop or
 * turn a photo and leave its regions as they were. AppliedToDimensions, the size of the photo that the regions were
 * drawn on, tells them apart by its shape (a photo that was only resized keeps its shape):
 *   1. the shape as stored, or no size at all: the tags are in the stored frame;
 *   2. else, the shape as a person sees it (only where the orientation swaps the sides): they are in the upright frame;
 *   3. else the photo was cropped or turned after they were written, and all tags of that packet, Microsoft's
 *      included, are nobody's: nothing says where they lie now. */
enum frame { FRAME_STORED, FRAME_UPRIGHT, FRAME_LOST };

/* Are these two sizes of one picture, up to one pixel of rounding? */
static bool same_shape(double width, double height, double other_width, double other_height) {
    return fabs(width * other_height - height * other_width) <= fmax(width, height);
}

static enum frame find_frame(const struct xmp_faces *faces, int width, int height, int orientation) {
    if (!faces->has_size)
        return FRAME_STORED;
    if (faces->width < 1 || faces->height < 1)
        return FRAME_LOST;
    if (same_shape(faces->width, faces->height, width, height))
        return FRAME_STORED;
    bool upright = sladd_orientation_swaps(orientation) && same_shape(faces->width, faces->height, height, width);
    return upright ? FRAME_UPRIGHT : FRAME_LOST;
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

static struct sladd_box turn_box(struct sladd_box box, int orientation) {
    struct sladd_point a = turn(box.x, box.y, orientation);
    struct sladd_point b = turn(box.x + box.width, box.y + box.height, orientation);
    return (struct sladd_box){fmin(a.x, b.x), fmin(a.y, b.y), fabs(a.x - b.x), fabs(a.y - b.y)};
}

/* False: the box lies, by its centre, outside the photo, or is none. */
static bool place(struct sladd_box box, enum frame frame, int orientation, struct sladd_box *placed) {
    static const struct sladd_box photo = {0, 0, 1, 1};
    double x = box.x + box.width / 2, y = box.y + box.height / 2;
    if (!(box.width > 0 && box.width <= 1 && box.height > 0 && box.height <= 1 && x >= 0 && x <= 1 && y >= 0 && y <= 1))
        return false;
    box = sladd_box_intersect(box, photo);
    *placed = sladd_box_intersect(frame == FRAME_STORED ? turn_box(box, orientation) : box, photo);
    return sladd_box_area(*placed) > 0;
}

static enum sladd_status take(struct face_tags *tags, struct xmp_face *face, struct sladd_box box,
                              struct sladd_error *err) {
    if (!array_grow((void **)&tags->items, &tags->capacity, tags->count + 1, sizeof *tags->items))
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for %zu face tags", tags->count + 1);
    tags->items[tags->count++] = (struct face_tag){face->name, box};
    face->name = NULL;
    return SLADD_OK;
}

static enum sladd_status add_packet(struct span packet, int width, int height, int orientation, struct face_tags *tags,
                                    struct sladd_error *err) {
    struct xmp_faces faces;
    enum xmp_problem problem;
    enum sladd_status status = xmp_read_faces(packet, &faces, &problem, err);
    enum frame frame = find_frame(&faces, width, height, orientation);
    for (size_t i = 0; status == SLADD_OK && frame != FRAME_LOST && i < faces.count; i++) {
        struct sladd_box box = faces.items[i].box, placed;
        if (faces.items[i].in_pixels) {
            bool swapped = frame == FRAME_UPRIGHT;
            double columns = faces.has_size ? faces.width : swapped ? height : width;
            double rows = faces.has_size ? faces.height : swapped ? width : height;
            box = (struct sladd_box){box.x / columns, box.y / rows, box.width / columns, box.height / rows};
        }
        if (!faces.items[i].unread && place(box, frame, orientation, &placed))
            status = take(tags, &faces.items[i], placed, err);
    }
    xmp_faces_clear(&faces);
    return status;
}

enum sladd_status face_tags_read(const struct xmp_packets *packets, int width, int height, int orientation,
                                 struct face_tags *tags, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < packets->count && status == SLADD_OK; i++)
        status = add_packet(bytes_span(&packets->items[i]), width, height, orientation, tags, err);
    if (tags->count > FACE_TAGS_MAX)
        face_tags_clear(tags);
    return status;
}

void face_tags_clear(struct face_tags *tags) {
    for (size_t i = 0; i < tags->count; i++)
        free(tags->items[i].name);
    free(tags->items);
    *tags = (struct face_tags){0};
}
