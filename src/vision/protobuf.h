/* Protocol buffers' wire format, as far as ONNX files need it: fields of a number, a wire type and a value, nested
 * (protobuf.dev, "Encoding"). Nothing is trusted: every length is checked against the bytes that are there. */
#ifndef VISION_PROTOBUF_H
#define VISION_PROTOBUF_H

#include "base/bytes.h"

#include <stdbool.h>

enum { WIRE_VARINT = 0, WIRE_64 = 1, WIRE_BYTES = 2, WIRE_32 = 5 };

struct field {
    uint64_t number;
    int wire;
    uint64_t varint;   /* the value, or the length of `bytes` */
    struct span bytes; /* borrowed from the message; of the two fixed widths, too */
};

/* Take the next field off the front of a message. False: it is damaged, or cut off. */
bool take_field(struct span *message, struct field *field);

/* Take a number off the front of a packed list of them. */
bool take_varint(struct span *list, uint64_t *value);

#endif
