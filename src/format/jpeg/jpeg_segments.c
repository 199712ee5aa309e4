#include "format/jpeg/jpeg_segments.h"

#include <string.h>

bool jpeg_is_frame(uint8_t marker) {
    return marker >= JPEG_SOF0 && marker <= JPEG_SOF15 && marker != JPEG_DHT && marker != JPEG_JPG &&
           marker != JPEG_DAC;
}

/* SOI, EOI, RST and TEM stand alone; every other marker has a length. */
static bool stands_alone(uint8_t marker) {
    return marker == 0x01 || (marker >= JPEG_RST0 && marker <= JPEG_EOI);
}

/* Find the next marker as decoders do: whatever is not 0xFF and a non-zero byte is skipped. */
static bool find_marker(struct jpeg_walk *walk, struct jpeg_segment *segment) {
    const uint8_t *data = walk->file.data;
    size_t start = walk->at, at = start;
    while (at + 1 < walk->file.size && (data[at] != 0xFF || data[at + 1] == 0xFF || data[at + 1] == 0))
        at++;
    if (at + 1 >= walk->file.size)
        return false;
    segment->marker = data[at + 1];
    segment->gap = (struct span){data + start, at - start};
    walk->at = at + 2;
    return true;
}

static void skip_scan(struct jpeg_walk *walk, struct jpeg_segment *segment) {
    const uint8_t *data = walk->file.data;
    size_t start = walk->at, at = start, size = walk->file.size;
    while (at < size) {
        const uint8_t *found = memchr(data + at, 0xFF, size - at);
        at = found == NULL ? size : (size_t)(found - data);
        if (at + 1 >= size) {
            at = size;
            break;
        }
        uint8_t next = data[at + 1];
        if (next == 0xFF) {
            segment->fills++;
            at += 1;
        } else if (next == 0) {
            at += 2;
        } else if (next >= JPEG_RST0 && next <= JPEG_RST7) {
            segment->out_of_order |= (next & 7u) != (segment->restarts & 7u);
            segment->restarts++;
            at += 2;
        } else {
            break;
        }
    }
    segment->scan = (struct span){data + start, at - start};
    walk->at = at;
}

bool jpeg_next(struct jpeg_walk *walk, struct jpeg_segment *segment) {
    *segment = (struct jpeg_segment){0};
    if (walk->ended || walk->damaged)
        return false;
    if ((walk->at == 0 && !SPAN_STARTS(walk->file, "\xFF\xD8\xFF")) || !find_marker(walk, segment)) {
        walk->damaged = true;
        return false;
    }
    walk->ended = segment->marker == JPEG_EOI;
    if (stands_alone(segment->marker))
        return true;
    size_t rest = walk->file.size - walk->at;
    size_t length = rest < 2 ? 0 : big16(walk->file.data + walk->at);
    if (length < 2 || length > rest) {
        walk->at -= 2; /* back to the marker: what follows it is nobody's */
        walk->damaged = true;
        return false;
    }
    segment->payload = (struct span){walk->file.data + walk->at + 2, length - 2};
    walk->at += length;
    if (segment->marker == JPEG_SOS)
        skip_scan(walk, segment);
    return true;
}
