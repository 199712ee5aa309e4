/* Non-maximum suppression: over the tiles of a scale, then over the scales. */
#ifndef VISION_NMS_H
#define VISION_NMS_H

#include "base/boxes.h"
#include "base/outcome_parts.h"

/* More than this in one photo is no photo of people or text but an attack on the search, which is quadratic. */
enum { NMS_MOST = 20000 };

/* Two boxes that share more of their union than this are one face. */
extern const double nms_same_face;

/* Of boxes that show the same face keep the one with the best score, placed at the mean of all that nearly agree with
 * it, weighed by their scores (above 0). Keeps the first `keep` regions of the list out of it; what survives stands
 * behind them, best score first. */
void nms_boxes(struct sladd_regions *list, size_t keep);

/* The same for boxes that several scales saw, each of which gives a face one box at most: the score becomes how sure
 * they are together, 1 - (1 - a)(1 - b)..., of those that nearly agree, as if each erred by itself (noisy or, Pearl,
 * 1988). What is a face looks like one at several sizes; most other things do so at one. */
void nms_scales(struct sladd_regions *list, size_t keep);

/* Best score first, from `first` on. */
void nms_order(struct sladd_regions *list, size_t first);

/* Drop lines of text that lie within another one, up to a margin that every redaction adds anyway: the list gets tidy,
 * the area it covers stays. `keep` as above; the largest first. */
void nms_quads(struct sladd_regions *list, size_t keep);

/* Area that two convex quadrilaterals share; corners in one sense of rotation, either. */
double quad_common_area(const struct sladd_point a[4], const struct sladd_point b[4]);

/* The area of one. */
double quad_area(const struct sladd_point quad[4]);

/* The shorter side of a rectangle at any angle: the height of a line of text. */
double quad_height(const struct sladd_point quad[4]);

/* The same quadrilateral with every side moved outwards by `margin` (a rectangle at any angle). A line or a point,
 * whose corners are those of a rectangle without height or size, becomes a rectangle around it. */
void quad_grow(struct sladd_point quad[4], double margin);

#endif
