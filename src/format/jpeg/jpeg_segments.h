/* A bounded walker over the segments of a JPEG (ITU-T T.81, annex B).
 *
 * It trusts nothing: every length is checked against the file, every step goes forwards, and what belongs to no segment
 * is handed out too, so that nothing in a file stays unseen. All spans are borrowed from the file. */
#ifndef FORMAT_JPEG_JPEG_SEGMENTS_H
#define FORMAT_JPEG_JPEG_SEGMENTS_H

#include "base/bytes.h"

enum {
    JPEG_SOF0 = 0xC0,
    JPEG_SOF1 = 0xC1,
    JPEG_SOF2 = 0xC2,
    JPEG_DHT = 0xC4,
    JPEG_JPG = 0xC8,
    JPEG_DAC = 0xCC,
    JPEG_SOF15 = 0xCF,
    JPEG_RST0 = 0xD0,
    JPEG_RST7 = 0xD7,
    JPEG_SOI = 0xD8,
    JPEG_EOI = 0xD9,
    JPEG_SOS = 0xDA,
    JPEG_DQT = 0xDB,
    JPEG_DRI = 0xDD,
    JPEG_APP0 = 0xE0,
    JPEG_APP15 = 0xEF,
    JPEG_COM = 0xFE,
};

struct jpeg_segment {
    uint8_t marker;      /* the byte after 0xFF */
    struct span gap;     /* bytes before the marker that belong to nothing; 0xFF is a fill byte, all else is junk */
    struct span payload; /* without the length field; empty for markers that have none */
    struct span scan;    /* SOS: the entropy-coded data up to the next marker */
    size_t restarts;     /* SOS: RST markers in it */
    bool out_of_order;   /* SOS: RST markers that do not count 0, 1 ... 7, 0 ... */
    size_t fills;        /* SOS: fill bytes in it */
};

/* Start with the file and zeroes. */
struct jpeg_walk {
    struct span file;
    size_t at;    /* the next unread byte; behind EOI once `ended` */
    bool ended;   /* EOI was reached */
    bool damaged; /* the file stopped making sense at `at` */
};

/* The next segment, from SOI to EOI. False after EOI, at the end of the file and where the file is damaged. */
bool jpeg_next(struct jpeg_walk *walk, struct jpeg_segment *segment);

/* True for SOF0..SOF15, the markers that begin a frame. */
bool jpeg_is_frame(uint8_t marker);

#endif
