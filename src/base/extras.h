/* What goes into an output besides the picture, and what is allowed in it: exactly this. */
#ifndef BASE_EXTRAS_H
#define BASE_EXTRAS_H

#include "base/bytes.h"

/* Borrowed; each may be empty, or 0. */
struct extras {
    struct span exif; /* a TIFF stream as Exif 2.32 defines it, without "Exif\0\0" */
    struct span icc;  /* an ICC profile */
    struct span xmp;  /* an XMP packet (ISO 16684-1), uncompressed */
    unsigned dpi;     /* pixels per inch, 1..10000; 0: the output says none */
};

#endif
