/* The numbers of an ICC profile, made anew so that they say what colour needs and nothing else.
 *
 * A curve is a row of words, and so is a table: bytes enough for a letter. So no number of a source goes through as it
 * is. Curves are sampled at places of our own, tables at a grid whose points are not the source's (their counts of
 * steps are primes, which no source has), and all are rounded; what is out of the range of colours or goes up and down
 * as text does is refused. Made anew once more they stay as they are. */
#ifndef METADATA_ICC_VALUES_H
#define METADATA_ICC_VALUES_H

#include <lcms2.h>
#include <stdbool.h>

/* X, Y and Z of a white or a colorant, or the nine numbers of a chromatic adaptation: rounded to 1/8192. False: they
 * are no such numbers. */
bool icc_rebuild_numbers(const double *source, size_t count, double *rebuilt);

/* A curve that only rises or only falls: the same gamma, or a table of its values. NULL: it is no such curve, or out of
 * memory. To be freed by the caller. */
cmsToneCurve *icc_rebuild_curve(cmsContext context, const cmsToneCurve *source);

/* One table of what all parts of the source make of inks, or of a colour for inks, together. Between its points it is
 * straight, so that no part can fold or stretch what lies between two of them. NULL: it is no such table, or out of
 * memory. To be freed by the caller. */
cmsPipeline *icc_rebuild_pipeline(cmsContext context, const cmsPipeline *source);

#endif
