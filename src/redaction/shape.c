#include "redaction/redaction.h"

#include "base/image.h"

#include <math.h>

/* A detector's box runs from brow to chin and from ear to ear; hair, ears and jaw lie outside it. */
const struct head_growth WHOLE_HEAD = {.side = 0.45, .above = 0.6, .below = 0.3};

/* What is more probably none than a head, mostly a hand, a bag or a drum, gets less room to spare. Room is for a box
 * that lies a little off its face, and that is some pixels however small the face is. */
static const double PROBABLE = 0.5, CLOSE = 0.83, CLOSE_LEAST = 5 /* pixels beyond the box, each side */;

static const double GROW_TEXT = 0.2, GROW_TEXT_LEAST = 2;

static struct sladd_point stored_vector(struct sladd_point upright, int orientation) {
    if (orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8)
        upright.y = -upright.y;
    if (orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7)
        upright.x = -upright.x;
    if (sladd_orientation_swaps(orientation))
        return (struct sladd_point){upright.y, upright.x};
    return upright;
}

/* The way back of sladd_image_upright: mirrored sides count from the far edge. */
static struct sladd_point stored_point(struct sladd_point upright, const struct grid *grid, int orientation) {
    struct sladd_point p = stored_vector(upright, orientation);
    struct sladd_point right = stored_vector((struct sladd_point){1, 0}, orientation);
    struct sladd_point down = stored_vector((struct sladd_point){0, 1}, orientation);
    if (right.x + down.x < 0)
        p.x += grid->width;
    if (right.y + down.y < 0)
        p.y += grid->height;
    return p;
}

static double side(struct sladd_point a, struct sladd_point b) {
    return hypot(b.x - a.x, b.y - a.y);
}

/* Corners in order around a shape without dents and without sides of no length. */
static bool is_convex(const struct sladd_point quad[4]) {
    int left = 0, right = 0;
    for (int i = 0; i < 4; i++) {
        struct sladd_point a = quad[i], b = quad[(i + 1) % 4], c = quad[(i + 2) % 4];
        double turn = (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x);
        left += turn < -1e-9;
        right += turn > 1e-9;
    }
    return left == 4 || right == 4;
}

static void grow_text(const struct sladd_region *region, struct sladd_point quad[4]) {
    if (region->has_quad && is_convex(region->quad)) {
        for (int i = 0; i < 4; i++)
            quad[i] = region->quad[i];
    } else {
        sladd_quad_of_box(region->has_quad ? sladd_box_of_quad(region->quad) : region->box, quad);
    }
    struct sladd_point old[4] = {quad[0], quad[1], quad[2], quad[3]};
    /* A line may be written downwards, so its height is the shorter side. */
    double height = fmin(side(old[0], old[1]) + side(old[2], old[3]), side(old[1], old[2]) + side(old[3], old[0])) / 2;
    double margin = fmax(GROW_TEXT * height, GROW_TEXT_LEAST);
    if (!is_convex(old)) { /* a box of no width or no height */
        struct sladd_box box = sladd_box_of_quad(old);
        sladd_quad_of_box(
            (struct sladd_box){box.x - margin, box.y - margin, box.width + 2 * margin, box.height + 2 * margin}, quad);
        return;
    }
    for (int i = 0; i < 4; i++) {
        struct sladd_point p = old[i], before = old[(i + 3) % 4], after = old[(i + 1) % 4];
        double a = margin / side(before, p), b = margin / side(after, p);
        quad[i].x += (p.x - before.x) * a + (p.x - after.x) * b;
        quad[i].y += (p.y - before.y) * a + (p.y - after.y) * b;
    }
}

static bool is_finite(const struct sladd_region *region) {
    double sum = region->box.x + region->box.y + region->box.width + region->box.height;
    for (int i = 0; i < 4 && region->has_quad; i++)
        sum += region->quad[i].x + region->quad[i].y;
    return isfinite(sum) && fabs(sum) < 1e9;
}

struct sladd_box head_box(struct sladd_box face) {
    const struct head_growth grow = WHOLE_HEAD;
    return (struct sladd_box){face.x - grow.side * face.width, face.y - grow.above * face.height,
                              face.width * (1 + 2 * grow.side), face.height * (1 + grow.above + grow.below)};
}

const double enough_overlap = 0.3;

double face_overlap(struct sladd_box face, struct sladd_box drawn) {
    return fmax(sladd_box_iou(face, drawn), sladd_box_iou(head_box(face), drawn));
}

bool may_be_drawn_for(struct sladd_box face, struct sladd_box drawn) {
    return sladd_boxes_share_centres(face, drawn) && face_overlap(face, drawn) >= enough_overlap;
}

struct shape shape_of_head(struct sladd_box face, struct head_growth grow, const struct grid *grid, int orientation) {
    const double across = (0.5 + grow.side) * fmax(face.width, 1), up = 0.5 * (1 + grow.above + grow.below);
    const struct sladd_point centre = {face.x + face.width / 2, face.y + (up - grow.above) * face.height};
    return (struct shape){.head = true,
                          .centre = stored_point(centre, grid, orientation),
                          .axis = {stored_vector((struct sladd_point){across, 0}, orientation),
                                   stored_vector((struct sladd_point){0, up * fmax(face.height, 1)}, orientation)}};
}

/* The share of a whole head's width and height that this one's are. */
static double reach_of_head(const struct sladd_region *face) {
    if (!face->detected || face->score >= PROBABLE || face->person != 0 || face->tag != 0)
        return 1;
    const double shorter = fmax(fmin(face->box.width, face->box.height), 1);
    return fmin(1, fmax(CLOSE, (1 + 2 * CLOSE_LEAST / shorter) / (1 + 2 * WHOLE_HEAD.side)));
}

static struct shape shape_of_face(const struct sladd_region *face, const struct grid *grid, int orientation) {
    struct shape shape = shape_of_head(face->box, WHOLE_HEAD, grid, orientation);
    const double reach = reach_of_head(face);
    for (int i = 0; i < 2; i++)
        shape.axis[i] = (struct sladd_point){reach * shape.axis[i].x, reach * shape.axis[i].y};
    return shape;
}

struct shape shape_of_region(const struct sladd_region *region, const struct grid *grid, int orientation) {
    struct shape shape = {.head = false};
    if (!is_finite(region)) {
        /* Nobody can say where this is, so all of the photo is. */
        sladd_quad_of_box((struct sladd_box){0, 0, grid->width, grid->height}, shape.quad);
        return shape;
    }
    if (region->kind == SLADD_FACE)
        return shape_of_face(region, grid, orientation);
    if (region->kind == SLADD_TEXT || region->kind == SLADD_CODE)
        grow_text(region, shape.quad);
    else
        sladd_quad_of_box(region->box, shape.quad);
    for (int i = 0; i < 4; i++)
        shape.quad[i] = stored_point(shape.quad[i], grid, orientation);
    return shape;
}

void shape_box_corners(struct sladd_box box, const struct grid *grid, int orientation, struct sladd_point corners[4]) {
    sladd_quad_of_box(box, corners);
    for (int i = 0; i < 4; i++)
        corners[i] = stored_point(corners[i], grid, orientation);
}

struct sladd_box shape_bounds(const struct shape *shape) {
    if (!shape->head)
        return sladd_box_of_quad(shape->quad);
    /* The axes are turned by multiples of 90 degrees only. */
    double x = fabs(shape->axis[0].x) + fabs(shape->axis[1].x), y = fabs(shape->axis[0].y) + fabs(shape->axis[1].y);
    return (struct sladd_box){shape->centre.x - x, shape->centre.y - y, 2 * x, 2 * y};
}

/* |t|^2.5: a superellipse, fuller at the corners than an ellipse, so that a box that sits a little off its face still
 * has all of the face inside. */
static double power(double t) {
    return t * t * sqrt(fabs(t));
}

/* Where a point lies along an axis, in half axes. */
static double along(struct sladd_point axis, double dx, double dy) {
    return (dx * axis.x + dy * axis.y) / (axis.x * axis.x + axis.y * axis.y);
}

double shape_distance(const struct shape *head, double x, double y) {
    double dx = x - head->centre.x, dy = y - head->centre.y;
    return power(along(head->axis[0], dx, dy)) + power(along(head->axis[1], dx, dy));
}

double shape_radius(const struct shape *head, double x, double y) {
    return pow(shape_distance(head, x, y), 1 / 2.5);
}

static bool head_touches(const struct shape *shape, struct sladd_box bounds, struct sladd_box cell) {
    double dx = fmax(0, fmax(cell.x - shape->centre.x, shape->centre.x - cell.x - cell.width));
    double dy = fmax(0, fmax(cell.y - shape->centre.y, shape->centre.y - cell.y - cell.height));
    return power(2 * dx / bounds.width) + power(2 * dy / bounds.height) < 1;
}

/* Separating axes: the quad's four normals (the cell's own two are the caller's bounding rectangle). */
static bool quad_touches(const struct sladd_point quad[4], struct sladd_box cell) {
    struct sladd_point corners[4];
    sladd_quad_of_box(cell, corners);
    for (int i = 0; i < 4; i++) {
        struct sladd_point a = quad[i], b = quad[(i + 1) % 4];
        double nx = b.y - a.y, ny = a.x - b.x;
        double quad_low = INFINITY, quad_high = -INFINITY, cell_low = INFINITY, cell_high = -INFINITY;
        for (int k = 0; k < 4; k++) {
            double q = nx * quad[k].x + ny * quad[k].y, c = nx * corners[k].x + ny * corners[k].y;
            quad_low = fmin(quad_low, q);
            quad_high = fmax(quad_high, q);
            cell_low = fmin(cell_low, c);
            cell_high = fmax(cell_high, c);
        }
        if (cell_high <= quad_low || quad_high <= cell_low)
            return false;
    }
    return true;
}

static int clamp_cell(double cell, int count) {
    return cell <= 0 ? 0 : cell >= count ? count : (int)cell;
}

struct cell_rect cells_met(struct sladd_box box, const struct grid *grid) {
    struct cell_rect rect = {0};
    if (box.x >= grid->width || box.y >= grid->height || box.x + box.width < 0 || box.y + box.height < 0)
        return rect;
    rect.col = clamp_cell(floor(box.x / grid->cell_width), grid->cols - 1);
    rect.row = clamp_cell(floor(box.y / grid->cell_height), grid->rows - 1);
    int right = clamp_cell(ceil((box.x + box.width) / grid->cell_width), grid->cols);
    int bottom = clamp_cell(ceil((box.y + box.height) / grid->cell_height), grid->rows);
    rect.cols = right > rect.col ? right - rect.col : 1;
    rect.rows = bottom > rect.row ? bottom - rect.row : 1;
    return rect;
}

void shape_mark(const struct shape *shape, const struct grid *grid, struct cell_mask *mask, struct cell_rect *rect) {
    struct sladd_box bounds = shape_bounds(shape);
    struct cell_rect near = cells_met(bounds, grid);
    int left = near.col + near.cols, right = near.col - 1, top = near.row + near.rows, bottom = near.row - 1;
    bool single = near.cols == 1 && near.rows == 1, upright = !shape->head && !is_convex(shape->quad);
    for (int row = near.row; row < near.row + near.rows; row++)
        for (int col = near.col; col < near.col + near.cols; col++) {
            struct sladd_box cell = {(double)col * grid->cell_width, (double)row * grid->cell_height, grid->cell_width,
                                     grid->cell_height};
            /* A quad with dents or of no area is marked as its bounding box. */
            if (!single && !upright &&
                !(shape->head ? head_touches(shape, bounds, cell) : quad_touches(shape->quad, cell)))
                continue;
            mask->cells[(size_t)row * (size_t)mask->cols + (size_t)col] = 1;
            left = col < left ? col : left;
            right = col > right ? col : right;
            top = row < top ? row : top;
            bottom = row > bottom ? row : bottom;
        }
    *rect = right < left ? (struct cell_rect){0} : (struct cell_rect){left, top, right - left + 1, bottom - top + 1};
}

struct sladd_box cells_upright(struct cell_rect rect, const struct grid *grid, int orientation) {
    double x = (double)rect.col * grid->cell_width, y = (double)rect.row * grid->cell_height;
    double right = fmin(grid->width, (double)(rect.col + rect.cols) * grid->cell_width);
    double bottom = fmin(grid->height, (double)(rect.row + rect.rows) * grid->cell_height);
    if (orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8) {
        double keep = x;
        x = grid->width - right;
        right = grid->width - keep;
    }
    if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7) {
        double keep = y;
        y = grid->height - bottom;
        bottom = grid->height - keep;
    }
    if (sladd_orientation_swaps(orientation))
        return (struct sladd_box){y, x, bottom - y, right - x};
    return (struct sladd_box){x, y, right - x, bottom - y};
}

struct sladd_box cells_of_box(const struct sladd_region *region, const struct grid *grid, int orientation) {
    const struct shape shape = shape_of_region(region, grid, orientation);
    const struct cell_rect cells = cells_met(shape_bounds(&shape), grid);
    return cells.cols > 0 && cells.rows > 0 ? cells_upright(cells, grid, orientation) : (struct sladd_box){0};
}
