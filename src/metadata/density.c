#include "metadata/density.h"

#include "metadata/tiff.h"

#include <libexif/exif-tag.h>
#include <math.h>

static const double cm_per_inch = 2.54;

/* Of `across` and `down` pixels per unit, `units` of which are an inch. */
static unsigned density_of(double across, double down, double units) {
    double larger = fmax(across, down), dpi = round(across * units);
    if (!(dpi >= 1 && dpi <= DENSITY_MOST) || fabs(across - down) > larger / 100)
        return 0;
    return (unsigned)dpi;
}

unsigned density_of_jfif(struct span payload) {
    enum { HEADER = 14, NO_UNIT = 0, PER_INCH = 1, PER_CM = 2 };
    if (!SPAN_STARTS(payload, "JFIF\0") || payload.size < HEADER)
        return 0;
    unsigned unit = payload.data[7];
    if (unit != PER_INCH && unit != PER_CM)
        return 0;
    return density_of(big16(payload.data + 8), big16(payload.data + 10), unit == PER_CM ? cm_per_inch : 1);
}

unsigned density_of_phys(struct span data) {
    enum { SIZE = 9, PER_METRE = 1 };
    if (data.size != SIZE || data.data[8] != PER_METRE)
        return 0;
    return density_of(big32(data.data), big32(data.data + 4), cm_per_inch / 100);
}

/* One fraction; 0 where there is none. */
static double fraction(struct span tiff, uint16_t tag) {
    uint32_t parts[2] = {0};
    return tiff_numbers(tiff, tag, parts, 2) && parts[1] > 0 ? (double)parts[0] / parts[1] : 0;
}

unsigned density_of_tiff(struct span tiff) {
    enum { PER_INCH = 2, PER_CM = 3 };
    uint32_t unit = PER_INCH;
    if (tiff_find(tiff, EXIF_TAG_RESOLUTION_UNIT).data != NULL &&
        !tiff_numbers(tiff, EXIF_TAG_RESOLUTION_UNIT, &unit, 1))
        return 0;
    if (unit != PER_INCH && unit != PER_CM)
        return 0;
    return density_of(fraction(tiff, EXIF_TAG_X_RESOLUTION), fraction(tiff, EXIF_TAG_Y_RESOLUTION),
                      unit == PER_CM ? cm_per_inch : 1);
}

uint32_t density_per_metre(unsigned dpi) {
    return (uint32_t)lround(dpi * 100 / cm_per_inch);
}
