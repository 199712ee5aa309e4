/* Photoshop's image resource blocks, in a JPEG's APP13, a TIFF's tag 34377 and elsewhere. */
#ifndef METADATA_PHOTOSHOP_H
#define METADATA_PHOTOSHOP_H

#include "base/bytes.h"

#include <stdbool.h>

enum { PHOTOSHOP_IPTC = 0x0404, PHOTOSHOP_XMP = 0x0424 };

/* Take the next block from the front of `rest`; `data` is shorter than the block says where it breaks off. False: what
 * is left, if anything is, is none. */
bool photoshop_next(struct span *rest, uint32_t *id, struct span *data);

#endif
