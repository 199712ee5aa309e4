#include "metadata/coded_frame.h"

#include "base/image.h"

#include <math.h>

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

struct coded_frame coded_frame_of(double width, double height) {
    return (struct coded_frame){
        .width = width, .height = height, .shown_width = width, .shown_height = height, .to = {1, 1}};
}

void coded_frame_turn(struct coded_frame *frame, int orientation) {
    frame->differs = true;
    frame->from = turn(frame->from.x, frame->from.y, orientation);
    frame->to = turn(frame->to.x, frame->to.y, orientation);
    if (!sladd_orientation_swaps(orientation))
        return;
    const double width = frame->shown_width;
    frame->shown_width = frame->shown_height;
    frame->shown_height = width;
    frame->swapped = !frame->swapped;
}

static struct sladd_point cropped(const struct coded_frame *frame, struct sladd_point at, double left, double top,
                                  double width, double height) {
    return (struct sladd_point){(at.x * frame->shown_width - left) / width,
                                (at.y * frame->shown_height - top) / height};
}

void coded_frame_crop(struct coded_frame *frame, double left, double top, double width, double height) {
    frame->differs = true;
    frame->from = cropped(frame, frame->from, left, top, width, height);
    frame->to = cropped(frame, frame->to, left, top, width, height);
    frame->shown_width = width;
    frame->shown_height = height;
}

static struct sladd_point place(const struct coded_frame *frame, double x, double y) {
    return (struct sladd_point){frame->from.x + (frame->swapped ? y : x) * (frame->to.x - frame->from.x),
                                frame->from.y + (frame->swapped ? x : y) * (frame->to.y - frame->from.y)};
}

static struct sladd_box box_between(struct sladd_point a, struct sladd_point b) {
    return (struct sladd_box){fmin(a.x, b.x), fmin(a.y, b.y), fabs(a.x - b.x), fabs(a.y - b.y)};
}

struct sladd_box coded_frame_box(const struct coded_frame *frame, struct sladd_box box) {
    return box_between(place(frame, box.x, box.y), place(frame, box.x + box.width, box.y + box.height));
}

struct sladd_box box_turned(struct sladd_box box, int orientation) {
    return box_between(turn(box.x, box.y, orientation), turn(box.x + box.width, box.y + box.height, orientation));
}
