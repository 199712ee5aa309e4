/* XMP packets (ISO 16684-1): where they are in a file, and what they say about faces. Nothing of them is ever copied.
 */
#ifndef METADATA_XMP_H
#define METADATA_XMP_H

#include "base/bytes.h"
#include "sladd/region.h"

#include <stdbool.h>

enum {
    XMP_MAX_BYTES = 4 << 20, /* of one packet, and of a file's packets together */
    XMP_MAX_DEPTH = 64,      /* of elements in each other */
    XMP_MAX_PACKETS = 8,
    XMP_MAX_FACES = 10000, /* in one packet */
    XMP_MAX_NAME = 1024,   /* bytes */
};

/* Zero-initialise to start; owned. */
struct xmp_packets {
    struct bytes items[XMP_MAX_PACKETS];
    size_t count, total; /* packets, and their bytes together */
};

/* Add a copy of a packet. What is empty or over a limit is no packet; the only error is SLADD_NO_MEMORY. */
enum sladd_status xmp_packets_add(struct xmp_packets *packets, struct span packet, struct sladd_error *err);
void xmp_packets_clear(struct xmp_packets *packets);

/* One face as it is written: left, top, width and height in the writer's own frame. */
struct xmp_face {
    char *name; /* UTF-8; NULL: none; owned */
    struct sladd_box box;
    bool in_pixels; /* of the writer's frame; else fractions of it */
};

/* Zero-initialise to start; owned. */
struct xmp_faces {
    struct xmp_face *items;
    size_t count, capacity;
    bool has_size; /* the packet says how large the photo was that these faces lie in */
    double width, height;
};

/* The rectangles of type Face in MWG regions (Metadata Working Group, Guidelines 2.0, 5.9), then those of Microsoft's
 * People tags. A packet that is no XMP, or that is over a limit anywhere, holds none; the only error is
 * SLADD_NO_MEMORY. */
enum sladd_status xmp_read_faces(struct span packet, struct xmp_faces *faces, struct sladd_error *err);
void xmp_faces_clear(struct xmp_faces *faces);

#endif
