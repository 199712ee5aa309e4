/* The plain styles: one flat colour a shape, and tiles. */
#ifndef REDACTION_FLAT_H
#define REDACTION_FLAT_H

#include "redaction/samples.h"
#include "redaction/tone.h"

/* Which shape a cell belongs to. */
struct owners {
    uint32_t *cells;         /* one a cell of the window: the shape's number plus one, 0 none; owned */
    struct cell_rect *rects; /* one a shape: its cells, clipped to the window, in the window's own cells; owned */
};

enum sladd_status owners_init(struct owners *owners, const struct window *window, const struct cell_mask *mask,
                              const struct shape *shapes, size_t count, struct sladd_error *err);
void owners_clear(struct owners *owners);

/* Whose cell a sample of a plane is in, as in `cells`. */
static inline uint32_t owner_of_sample(const struct owners *owners, const struct window *window,
                                       const struct plane *plane, int x, int y) {
    return owners
        ->cells[(size_t)(y / plane->cell_height) * (size_t)window->rect.cols + (size_t)(x / plane->cell_width)];
}

/* Give the cells of shape `index` one value in colour plane `plane`: the tone of `head`, or where that is NULL the
 * median of the samples beside the shape. The membrane is in place. */
void flat_fill(struct window *window, int plane, const uint8_t *kinds, const struct owners *owners, size_t index,
               const struct head *head);

/* Averages of `original`, up to about six tiles across. For SLADD_PIXEL that is the filled plane. For SLADD_MOSAIC it
 * is the region's OWN samples, the plane before it was filled, which is cosmetic: what was there can be guessed from
 * them, and the promise of non-interference does not hold for this style. */
enum sladd_status mosaic_fill(struct window *window, int plane, const float *original, const uint8_t *kinds,
                              const struct owners *owners, const struct shape *shape, size_t index,
                              struct sladd_error *err);

#endif
