#include "vision/protobuf.h"

bool take_varint(struct span *list, uint64_t *value) {
    *value = 0;
    for (int shift = 0; shift < 64 && list->size > 0; shift += 7) {
        uint8_t byte = *list->data++;
        list->size--;
        *value |= (uint64_t)(byte & 127) << shift;
        if (byte < 128)
            return true;
    }
    return false;
}

static bool take_bytes(struct span *from, uint64_t size, struct span *bytes) {
    if (size > from->size)
        return false;
    *bytes = (struct span){from->data, (size_t)size};
    from->data += size;
    from->size -= (size_t)size;
    return true;
}

bool take_field(struct span *message, struct field *field) {
    uint64_t key;
    *field = (struct field){0};
    if (!take_varint(message, &key))
        return false;
    field->number = key >> 3;
    field->wire = (int)(key & 7);
    switch (field->wire) {
    case WIRE_VARINT:
        return take_varint(message, &field->varint);
    case WIRE_64:
        return take_bytes(message, 8, &field->bytes);
    case WIRE_32:
        return take_bytes(message, 4, &field->bytes);
    case WIRE_BYTES:
        return take_varint(message, &field->varint) && take_bytes(message, field->varint, &field->bytes);
    default:
        return false;
    }
}
