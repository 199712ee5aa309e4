/* XMP packets (ISO 16684-1): where they are in a file, and what they say about faces. Nothing of them is ever copied.
 */
#ifndef METADATA_XMP_H
#define METADATA_XMP_H

#include "base/boxes.h"
#include "base/bytes.h"

#include <stdbool.h>

enum {
    XMP_MAX_BYTES = 64 << 20, /* of a file's packets together: depth maps and the like stand in them, too */
    XMP_MAX_DEPTH = 64,       /* of elements in each other */
    XMP_MAX_PACKETS = 8,
    XMP_MAX_FACES = 10000, /* in one packet */
    XMP_MAX_NAME = 1024,   /* bytes; longer ones are no names */
};

/* Why a packet says nothing that can be relied on. Somebody may be tagged in it who must not be shown. */
enum xmp_problem {
    XMP_SOUND,
    XMP_DAMAGED,    /* no XML, or it breaks off */
    XMP_DOCTYPE,    /* it declares a document type, as no XMP does */
    XMP_TOO_LARGE,  /* over one of the limits above */
    XMP_UNREADABLE, /* a sidecar that cannot be opened or read, or a packet that tags who knows whom */
};

/* Zero-initialise to start; owned. */
struct xmp_packets {
    struct bytes items[XMP_MAX_PACKETS];
    size_t count, total;      /* packets, and their bytes together */
    enum xmp_problem problem; /* the first of what should be a packet and is none, not XMP_SOUND where there is one */
};

/* Add a copy of a packet. What is empty or over a limit is a problem instead; the only error is SLADD_NO_MEMORY. */
enum sladd_status xmp_packets_add(struct xmp_packets *packets, struct span packet, struct sladd_error *err);
void xmp_packets_clear(struct xmp_packets *packets);

/* XMP in places that several containers have. The only error is SLADD_NO_MEMORY.
 *
 * Of a packet of which nobody can tell whether it speaks of this picture: a problem where it tags somebody, or cannot
 * be read. */
enum sladd_status xmp_packets_doubt(struct xmp_packets *packets, struct span packet, struct sladd_error *err);
/* Of a TIFF stream: the packet of its first directory, and doubtful ones of all others. */
enum sladd_status xmp_packets_in_tiff(struct xmp_packets *packets, struct span tiff, struct sladd_error *err);
enum sladd_status xmp_packets_in_photoshop(struct xmp_packets *packets, struct span resources, struct sladd_error *err);

/* Does it look like XMP, whatever it is called? */
bool xmp_is_packet(struct span packet);

/* Note a problem, unless there was one before. */
void xmp_packets_blame(struct xmp_packets *packets, enum xmp_problem problem);

enum xmp_list { XMP_LIST_MWG, XMP_LIST_MICROSOFT };

/* One face as it is written: left, top, width and height in the writer's own frame. */
struct xmp_face {
    char *name; /* UTF-8; NULL: none; owned */
    struct sladd_box box;
    bool in_pixels;     /* of the writer's frame; else fractions of it */
    bool unread;        /* it says that somebody is there, but not where: `box` means nothing; */
    bool undrawn;       /* and nobody ever drew a place, as some programs write of whole photos */
    enum xmp_list list; /* where it stands, */
    size_t item;        /* from 1; 0: outside every list */
};

/* Zero-initialise to start; owned. */
struct xmp_faces {
    struct xmp_face *items;
    size_t count, capacity;
    bool has_size; /* the packet says how large the photo was that these faces lie in */
    double width, height;
};

/* The regions of MWG (Metadata Working Group, Guidelines 2.0, 5.9) but those that say they are no faces (Pet, Focus,
 * BarCode), then those of Microsoft's People tags, also where they cannot be understood. Where `*problem` is not
 * XMP_SOUND there are none. The only error is SLADD_NO_MEMORY. */
enum sladd_status xmp_read_faces(struct span packet, struct xmp_faces *faces, enum xmp_problem *problem,
                                 struct sladd_error *err);
void xmp_faces_clear(struct xmp_faces *faces);

#endif
