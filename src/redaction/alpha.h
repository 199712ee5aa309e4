/* How opaque a fill is where the picture has an alpha channel. */
#ifndef REDACTION_ALPHA_H
#define REDACTION_ALPHA_H

#include "redaction/samples.h"

/* Set the alpha of the SAMPLE_FILL places of `kinds`, which are those of the first colour plane, whose samples alpha
 * has. Within the shapes it is opaque, since a hole would say where what was destroyed had one. Between a shape's edge,
 * which is drawn smoothly, and that of its cells it goes on as it is around them: a head that stands out against
 * nothing ends in no stairs. A function of the geometry and of the alpha outside all redacted cells. Without an alpha
 * channel nothing happens. */
enum sladd_status alpha_fill(struct window *window, const struct cover *cover, const uint8_t *kinds,
                             const struct shape *shapes, size_t count, struct sladd_error *err);

/* The same for styles that are drawn by whole cells: all of them are opaque. */
void alpha_fill_cells(struct window *window, const uint8_t *kinds);

#endif
