#include "stages/tag_frame.h"

#include "base/image.h"
#include "redaction/redaction.h"

#include <math.h>

/* Another way of turning the tags that fits nearly as well (a part of the fit) puts it in doubt which is right. */
static const double NEARLY = 0.9;

/* How far tags may lie from where they lie on average, as a part of a face (root of the mean square). */
static const double CARELESS = 0.15;

enum { NO_FACE = -1 };

struct frame_view {
    const struct face_tags *tags;
    const struct sladd_regions *regions;
    int width, height;
};

static struct sladd_box tag_box(const struct frame_view *view, size_t tag, int orientation) {
    return sladd_box_in_pixels(box_turned(view->tags->items[tag].box, orientation), view->width, view->height);
}

static struct sladd_point centre(struct sladd_box box) {
    return (struct sladd_point){box.x + box.width / 2, box.y + box.height / 2};
}

/* 1 where the centres agree, 0 a whole face apart. */
static double agreement(struct sladd_box face, struct sladd_box tag) {
    struct sladd_point a = centre(face), b = centre(tag);
    return fmax(0, 1 - hypot((a.x - b.x) / face.width, (a.y - b.y) / face.height));
}

/* The face that a tag lines up with once it is turned, by its index; NO_FACE: none. */
static long face_of(const struct frame_view *view, size_t tag, int orientation) {
    struct sladd_box box = tag_box(view, tag, orientation);
    double best = enough_overlap;
    long found = NO_FACE;
    for (size_t i = 0; i < view->regions->count; i++) {
        const struct sladd_region *face = &view->regions->items[i];
        if (face->kind != SLADD_FACE || !face->detected || !sladd_boxes_share_centres(face->box, box))
            continue;
        double overlap = face_overlap(face->box, box);
        if (overlap >= best) {
            best = overlap;
            found = (long)i;
        }
    }
    return found;
}

/* Does turning the tags fit as well as leaving them, and give somebody another's face? */
static bool is_rivalled(const struct frame_view *view, int orientation) {
    double fit = 0, turned_fit = 0;
    bool different = false;
    for (size_t i = 0; i < view->tags->count; i++) {
        long face = face_of(view, i, SLADD_UPRIGHT), other = face_of(view, i, orientation);
        if (face != NO_FACE)
            fit += agreement(view->regions->items[face].box, tag_box(view, i, SLADD_UPRIGHT));
        if (other != NO_FACE)
            turned_fit += agreement(view->regions->items[other].box, tag_box(view, i, orientation));
        different = different || (other != NO_FACE && other != face);
    }
    return different && turned_fit >= NEARLY * fit;
}

/* Do the tags lie in the same way on their faces, as those of one program do? After a crop each is off in another
 * direction, by as much as it is far from the middle. `lined_up` of them have a face. */
static bool lie_alike(const struct frame_view *view, size_t lined_up) {
    struct sladd_point sum = {0};
    double square = 0, count = (double)lined_up;
    for (size_t i = 0; i < view->tags->count; i++) {
        long face = face_of(view, i, SLADD_UPRIGHT);
        if (face == NO_FACE)
            continue;
        struct sladd_box box = view->regions->items[face].box;
        struct sladd_point tag = centre(tag_box(view, i, SLADD_UPRIGHT)), at = centre(box);
        struct sladd_point off = {(tag.x - at.x) / box.width, (tag.y - at.y) / box.height};
        sum = (struct sladd_point){sum.x + off.x, sum.y + off.y};
        square += off.x * off.x + off.y * off.y;
    }
    double spread = (square - (sum.x * sum.x + sum.y * sum.y) / count) / (count - 1);
    return lined_up >= 2 && spread <= CARELESS * CARELESS;
}

bool tags_line_up(const struct face_tags *tags, const struct sladd_regions *regions, int width, int height) {
    const struct frame_view view = {tags, regions, width, height};
    size_t lined_up = 0;
    bool same_size = true;
    for (size_t i = 0; i < tags->count; i++) {
        lined_up += face_of(&view, i, SLADD_UPRIGHT) != NO_FACE;
        same_size = same_size && tags->items[i].same_size;
    }
    if (tags->count == 0)
        return true;
    if (tags->unplaced_count > 0 || tags->in_doubt || 2 * lined_up <= tags->count)
        return false;
    if (!same_size && (4 * lined_up < 3 * tags->count || !lie_alike(&view, lined_up)))
        return false;
    for (int orientation = SLADD_UPRIGHT + 1; orientation <= 8; orientation++)
        if (is_rivalled(&view, orientation))
            return false;
    return true;
}
