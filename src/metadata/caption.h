/* What the manifest asks to have written into an output, in metadata built anew: the only words that ever are. */
#ifndef METADATA_CAPTION_H
#define METADATA_CAPTION_H

#include "base/bytes.h"

/* UTF-8; borrowed; each may be NULL, then nothing is written for it. */
struct caption {
    const char *alt_text; /* what the photo shows, for those who do not see it */
    const char *credit;   /* the photographer: Artist and Copyright in EXIF, creator and rights in XMP */
};

/* A new EXIF block (TIFF stream) that holds `orientation` and the credit and nothing else; empty for 1 and none. `exif`
 * is the caller's. */
enum sladd_status exif_build(int orientation, const struct caption *caption, struct bytes *exif,
                             struct sladd_error *err);

/* A new XMP packet that holds the caption and nothing else, small enough for one JPEG segment; empty for an empty
 * caption. `xmp` is the caller's. SLADD_TOO_LARGE: the text is too long. */
enum sladd_status xmp_build(const struct caption *caption, struct bytes *xmp, struct sladd_error *err);

#endif
