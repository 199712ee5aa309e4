/* QR and bar codes: what a machine reads is as good as a name. What a code says never leaves this file: its place does,
 * and the rest is wiped. */
#ifndef VISION_CODES_H
#define VISION_CODES_H

#include "base/image.h"
#include "base/outcome_parts.h"

/* Was this sladd built with ZBar? Without it no code is ever found, and whoever relies on that must be told. */
bool codes_are_sought(void);

/* Add the codes of an upright photo of any size, as boxes with quads in its pixels, clipped to it: QR, EAN and UPC,
 * Code 128, 39 and 93, Interleaved 2 of 5, Codabar; at any angle, from about 1.9 pixels a module on, and QR codes that
 * are light on dark. A box covers the symbol with its quiet zone. Opens no file and starts no thread. */
enum sladd_status vision_find_codes(const struct sladd_image *photo, struct sladd_regions *found,
                                    struct sladd_error *err);

#endif
