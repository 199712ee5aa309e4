#include "metadata/photoshop.h"

/* "8BIM", id, padded Pascal string, length, padded data. */
bool photoshop_next(struct span *rest, uint32_t *id, struct span *data) {
    if (rest->size < 12)
        return false;
    const size_t label = ((size_t)rest->data[6] + 2) & ~(size_t)1, head = 6 + label + 4;
    if (!SPAN_STARTS(*rest, "8BIM") || rest->size < head)
        return false;
    const size_t length = big32(rest->data + 6 + label);
    *id = big16(rest->data + 4);
    *data = span_part(*rest, head, length);
    *rest = span_part(*rest, head + length + (length & 1), SIZE_MAX);
    return true;
}
