/* How closely a photo's pixels are to be printed. Of what a source says only one whole number in a plausible range is
 * ever taken, so that it tells no more of the source than that. */
#ifndef METADATA_DENSITY_H
#define METADATA_DENSITY_H

#include "base/bytes.h"

enum { DENSITY_MOST = 10000 }; /* pixels per inch */

/* Pixels per inch, rounded, from 1 to DENSITY_MOST, 0 for anything else, and where the two directions differ by more
 * than a hundredth (the pixels of a fax are no squares, and no copy says so): of a JFIF segment (ITU-T T.871, 10.1;
 * from "JFIF" on), */
unsigned density_of_jfif(struct span payload);

/* of a PNG's pHYs chunk (PNG 1.2, 4.2.4.2), */
unsigned density_of_phys(struct span data);

/* and of XResolution, YResolution and ResolutionUnit in the first directory of a TIFF stream (TIFF 6.0, section 8; no
 * unit means inches). Each must stand there as the standard has it. */
unsigned density_of_tiff(struct span tiff);

/* The nearest number of pixels per metre, as pHYs has it. */
uint32_t density_per_metre(unsigned dpi);

#endif
