/* Where the coded picture of a file lies in the photo that it shows, where the container itself turns, mirrors or crops
 * it, as HEIF does. Somebody may have drawn face tags on either of the two. */
#ifndef METADATA_CODED_FRAME_H
#define METADATA_CODED_FRAME_H

#include "sladd/region.h"

#include <stdbool.h>

/* Zero: the photo shows the picture as it is coded. */
struct coded_frame {
    bool differs;
    double width, height;             /* of the coded picture, in pixels */
    double shown_width, shown_height; /* of what the steps so far make of it */
    struct sladd_point from, to;      /* where its upper left and its lower right corner lie, in fractions of that */
    bool swapped;                     /* its rows have become columns */
};

/* A picture before its first step. */
struct coded_frame coded_frame_of(double width, double height);

/* The steps, one after the other: as an EXIF orientation (1..8) says it, and to a part in pixels. */
void coded_frame_turn(struct coded_frame *frame, int orientation);
void coded_frame_crop(struct coded_frame *frame, double left, double top, double width, double height);

/* A box in fractions of the coded picture, in fractions of the photo; it may lie outside. */
struct sladd_box coded_frame_box(const struct coded_frame *frame, struct sladd_box box);

/* A box in fractions of a stored picture, where it lies once `orientation` (1..8) is applied. */
struct sladd_box box_turned(struct sladd_box box, int orientation);

#endif
