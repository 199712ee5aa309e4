#include "base/boxes.h"

#include <math.h>

double sladd_box_area(struct sladd_box box) {
    return box.width > 0 && box.height > 0 ? box.width * box.height : 0;
}

struct sladd_box sladd_box_intersect(struct sladd_box a, struct sladd_box b) {
    double x = fmax(a.x, b.x), y = fmax(a.y, b.y);
    double right = fmin(a.x + a.width, b.x + b.width), bottom = fmin(a.y + a.height, b.y + b.height);
    return (struct sladd_box){x, y, fmax(0, right - x), fmax(0, bottom - y)};
}

struct sladd_box sladd_box_in_pixels(struct sladd_box fractions, int width, int height) {
    return (struct sladd_box){fractions.x * width, fractions.y * height, fractions.width * width,
                              fractions.height * height};
}

double sladd_box_iou(struct sladd_box a, struct sladd_box b) {
    double common = sladd_box_area(sladd_box_intersect(a, b));
    double all = sladd_box_area(a) + sladd_box_area(b) - common;
    return all > 0 ? common / all : 0;
}

struct sladd_box sladd_box_of_quad(const struct sladd_point quad[4]) {
    double left = quad[0].x, right = left, top = quad[0].y, bottom = top;
    for (int i = 1; i < 4; i++) {
        left = fmin(left, quad[i].x);
        right = fmax(right, quad[i].x);
        top = fmin(top, quad[i].y);
        bottom = fmax(bottom, quad[i].y);
    }
    return (struct sladd_box){left, top, right - left, bottom - top};
}

void sladd_quad_of_box(struct sladd_box box, struct sladd_point quad[4]) {
    quad[0] = (struct sladd_point){box.x, box.y};
    quad[1] = (struct sladd_point){box.x + box.width, box.y};
    quad[2] = (struct sladd_point){box.x + box.width, box.y + box.height};
    quad[3] = (struct sladd_point){box.x, box.y + box.height};
}

struct sladd_axes sladd_axes_of_quad(const struct sladd_point quad[4]) {
    const struct sladd_point a = {(quad[1].x + quad[2].x - quad[0].x - quad[3].x) / 2,
                                  (quad[1].y + quad[2].y - quad[0].y - quad[3].y) / 2};
    const struct sladd_point b = {(quad[2].x + quad[3].x - quad[0].x - quad[1].x) / 2,
                                  (quad[2].y + quad[3].y - quad[0].y - quad[1].y) / 2};
    const bool turned = hypot(b.x, b.y) > hypot(a.x, a.y);
    return (struct sladd_axes){
        {(quad[0].x + quad[1].x + quad[2].x + quad[3].x) / 4, (quad[0].y + quad[1].y + quad[2].y + quad[3].y) / 4},
        turned ? b : a,
        turned ? a : b};
}

bool sladd_box_holds_centre(struct sladd_box outer, struct sladd_box inner) {
    return sladd_box_holds(outer, inner.x + inner.width / 2, inner.y + inner.height / 2);
}

bool sladd_boxes_share_centres(struct sladd_box a, struct sladd_box b) {
    return sladd_box_holds_centre(a, b) && sladd_box_holds_centre(b, a);
}
