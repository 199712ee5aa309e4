/* Arithmetic of boxes; units are the caller's unless a function says otherwise. */
#ifndef BASE_BOXES_H
#define BASE_BOXES_H

#include "sladd/region.h"

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

double sladd_box_area(struct sladd_box box);
struct sladd_box sladd_box_intersect(struct sladd_box a, struct sladd_box b); /* empty: area 0 */
struct sladd_box sladd_box_in_pixels(struct sladd_box fractions, int width, int height);
double sladd_box_iou(struct sladd_box a, struct sladd_box b); /* intersection over union, 0..1 */
struct sladd_box sladd_box_of_quad(const struct sladd_point quad[4]);
void sladd_quad_of_box(struct sladd_box box, struct sladd_point quad[4]); /* clockwise from the upper left corner */
/* A quad's middle and its two directions, each as long as it is: along its longer side, and across. */
struct sladd_axes {
    struct sladd_point middle, along, across;
};

struct sladd_axes sladd_axes_of_quad(const struct sladd_point quad[4]);

/* Is a point in a box or on its edge? Here, because it is asked of every pixel. */
static inline bool sladd_box_holds(struct sladd_box box, double x, double y) {
    return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
}

bool sladd_box_holds_centre(struct sladd_box outer, struct sladd_box inner);

/* Has each of the two boxes the other's centre in it? */
bool sladd_boxes_share_centres(struct sladd_box a, struct sladd_box b);

#ifdef __cplusplus
}
#endif

#endif
