#include "redaction/alpha.h"

#include "base/array.h"
#include "redaction/membrane.h"

#include <math.h>
#include <stdlib.h>

static const float OPAQUE = 255;

static struct plane *alpha_of(const struct window *window) {
    return (struct plane *)&window->planes[window->count - 1];
}

void alpha_fill_cells(struct window *window, const uint8_t *kinds) {
    struct plane *alpha = alpha_of(window);
    const size_t count = (size_t)alpha->width * (size_t)alpha->height;
    for (size_t i = 0; i < count && window->has_alpha; i++)
        if (kinds[i] == SAMPLE_FILL)
            alpha->samples[i] = OPAQUE;
}

/* Alpha is read where the picture stays as it is and nobody's head is, transparent places among them. */
static void classify(const struct window *window, const struct cover *cover, const uint8_t *fill, uint8_t *kinds) {
    const struct plane *alpha = alpha_of(window);
    const struct cell_rect rect = window->rect;
    size_t at = 0;
    for (int y = 0; y < alpha->height; y++)
        for (int x = 0; x < alpha->width; x++, at++) {
            const int col = rect.col + x / alpha->cell_width, row = rect.row + y / alpha->cell_height;
            const bool stays = !cell_masked(cover->mask, col, row) &&
                               (cover->aside == NULL || !cell_masked(cover->aside, col, row)) &&
                               pixel_of_column(window, alpha, x) < window->grid.width &&
                               pixel_of_row(window, alpha, y) < window->grid.height;
            kinds[at] = fill[at] == SAMPLE_FILL ? SAMPLE_FILL : stays ? SAMPLE_KNOWN : SAMPLE_ABSENT;
        }
}

/* How far a point lies inside a quadrilateral, in pixels: negative outside. */
static double depth_in_quad(const struct sladd_point quad[4], double x, double y) {
    double area = 0, depth = INFINITY;
    for (int i = 0; i < 4; i++)
        area += quad[i].x * quad[(i + 1) % 4].y - quad[(i + 1) % 4].x * quad[i].y;
    for (int i = 0; i < 4; i++) {
        const struct sladd_point a = quad[i], b = quad[(i + 1) % 4];
        const double length = hypot(b.x - a.x, b.y - a.y);
        const double cross = (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
        if (length > 0)
            depth = fmin(depth, (area < 0 ? -cross : cross) / length);
    }
    return depth;
}

/* The same of any shape, for a head along the ray from its middle. One of no area is destroyed by its cells. */
static double depth_in(const struct shape *shape, double x, double y) {
    if (!shape->head) {
        const struct sladd_box bounds = shape_bounds(shape);
        return bounds.width > 1 && bounds.height > 1 ? depth_in_quad(shape->quad, x, y) : INFINITY;
    }
    const double parts = shape_radius(shape, x, y);
    return parts > 0 ? hypot(x - shape->centre.x, y - shape->centre.y) * (1 / parts - 1) : INFINITY;
}

/* What part of the pixel around a point the shapes cover. */
static float covered(const struct shape *shapes, size_t count, double x, double y) {
    double depth = -INFINITY;
    for (size_t i = 0; i < count && depth < 0.5; i++)
        depth = fmax(depth, depth_in(&shapes[i], x, y));
    return (float)fmin(1, fmax(0, depth + 0.5));
}

enum sladd_status alpha_fill(struct window *window, const struct cover *cover, const uint8_t *kinds,
                             const struct shape *shapes, size_t count, struct sladd_error *err) {
    if (!window->has_alpha)
        return SLADD_OK;
    struct plane *alpha = alpha_of(window);
    uint8_t *own = array_new((size_t)alpha->width * (size_t)alpha->height, 1);
    if (own == NULL)
        return fail_memory(err);
    classify(window, cover, kinds, own);
    enum sladd_status status =
        membrane_fill(alpha->samples, own, alpha->width, alpha->height, MEMBRANE_SOFT, OPAQUE, err);
    size_t at = 0;
    for (int y = 0; y < alpha->height && status == SLADD_OK; y++)
        for (int x = 0; x < alpha->width; x++, at++) {
            if (own[at] != SAMPLE_FILL)
                continue;
            const float part =
                covered(shapes, count, pixel_of_column(window, alpha, x), pixel_of_row(window, alpha, y));
            alpha->samples[at] = fminf(OPAQUE, part * OPAQUE + (1 - part) * fmaxf(0, alpha->samples[at]));
        }
    free(own);
    return status;
}
