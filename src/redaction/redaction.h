/* Which cells of a picture are destroyed, and what takes their place.
 *
 * The promise (non-interference): the new content of a redacted cell is a function of the cells outside every redacted
 * cell, of the regions' geometry and of the seed, and of nothing else. */
#ifndef REDACTION_REDACTION_H
#define REDACTION_REDACTION_H

#include "base/boxes.h"
#include "base/window.h"
#include "sladd/settings.h"

/* The shape that a region is destroyed in, in stored pixels: an ellipse (of a head) or a quadrilateral. */
struct shape {
    bool head;                  /* ellipse with a tone in the middle; else quad, surroundings only */
    struct sladd_point centre;  /* head: centre of the ellipse */
    struct sladd_point axis[2]; /* head: half axes, upright x and upright y direction, as stored-pixel vectors */
    struct sladd_point quad[4]; /* not head: the corners, already grown */
};

/* How far a head reaches beyond the detector's box, in parts of the box's sides. */
struct head_growth {
    double side, above, below;
};
/* To the hair, the ears and the line of the chin, and no further. */
extern const struct head_growth WHOLE_HEAD;

/* The box of the whole head around the box of its face. */
struct sladd_box head_box(struct sladd_box face);

/* By how much a detected face (brow to chin) and what somebody drew for it overlap: intersection over union, with the
 * face or with the head that it stands for, whichever is larger, because people draw either. */
double face_overlap(struct sladd_box face, struct sladd_box drawn);

/* Less than this is not drawn for the face. */
extern const double enough_overlap;

/* May a face be the one that was drawn: the first rule of pairing (stages/match.c). */
bool may_be_drawn_for(struct sladd_box face, struct sladd_box drawn);

/* The ellipse of a head around the box of its face (upright pixels); `grid` and `orientation` as below. */
struct shape shape_of_head(struct sladd_box face, struct head_growth grow, const struct grid *grid, int orientation);

/* The shape of a region: heads grown from the detector's brow-to-chin box to the whole head (with less room to spare
 * where the detector thinks it more probable that there is none and nobody names it), text lines by a margin, boxes
 * from the manifest as they are. `orientation` (1..8) maps the upright region into the stored picture `grid`. */
struct shape shape_of_region(const struct sladd_region *region, const struct grid *grid, int orientation);

/* The cells that a box in the stored picture meets; a box of no area counts for the cell it lies in. Empty (no columns)
 * when all of it is outside. */
struct cell_rect cells_met(struct sladd_box box, const struct grid *grid);

/* Set every cell that the shape touches, with the bounding rectangle of those cells in `*rect` (clipped; may be
 * empty: cols or rows 0). */
void shape_mark(const struct shape *shape, const struct grid *grid, struct cell_mask *mask, struct cell_rect *rect);

/* How far a point of the stored picture is from the middle of a head, measured in that head's own size: below 1 inside
 * its shape. Comparable between heads; not a length. */
double shape_distance(const struct shape *head, double x, double y);

/* The same as a length: the point's distance from the middle in parts of the way to the shape's edge. */
double shape_radius(const struct shape *head, double x, double y);

/* The rectangle around a shape, stored pixels. */
struct sladd_box shape_bounds(const struct shape *shape);

/* The corners of an upright box in the stored picture, in order around it. */
void shape_box_corners(struct sladd_box box, const struct grid *grid, int orientation, struct sladd_point corners[4]);

/* The upright pixel box of a rectangle of cells, for searching it again. */
struct sladd_box cells_upright(struct cell_rect rect, const struct grid *grid, int orientation);

/* The same of the cells that a `redact` box destroys; of no size when all of it is outside. */
struct sladd_box cells_of_box(const struct sladd_region *region, const struct grid *grid, int orientation);

struct claims;

/* What is redacted in a picture, and what is not looked at. */
struct cover {
    const struct cell_mask *mask;  /* of the whole picture: what is redacted */
    const struct cell_mask *aside; /* cells whose colours go nowhere else; NULL: none */
    const struct claims *claims;   /* whose the samples of a CELL_CUT are; NULL: there is none */
};

/* Replace the redacted samples of a window; `shapes` are those whose cells lie in it. Redacted samples are never read
 * (except for SLADD_MOSAIC, which is cosmetic and says so), nor are those that stay in a CELL_CUT. */
enum sladd_status fill_window(struct window *window, const struct cover *cover, const struct shape *shapes,
                              size_t count, enum sladd_style style, uint64_t seed, struct sladd_error *err);

#endif
