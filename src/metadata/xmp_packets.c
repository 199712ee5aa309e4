#include "metadata/xmp.h"

void xmp_packets_blame(struct xmp_packets *packets, enum xmp_problem problem) {
    if (packets->problem == XMP_SOUND)
        packets->problem = problem;
}

enum sladd_status xmp_packets_add(struct xmp_packets *packets, struct span packet, struct sladd_error *err) {
    bool too_large = packets->count == XMP_MAX_PACKETS || packet.size > XMP_MAX_BYTES - packets->total;
    if (packet.size == 0 || too_large) {
        xmp_packets_blame(packets, too_large ? XMP_TOO_LARGE : XMP_DAMAGED);
        return SLADD_OK;
    }
    enum sladd_status status = bytes_copy(&packets->items[packets->count], packet.data, packet.size, err);
    if (status == SLADD_OK) {
        packets->count++;
        packets->total += packet.size;
    }
    return status;
}

void xmp_packets_clear(struct xmp_packets *packets) {
    for (size_t i = 0; i < packets->count; i++)
        bytes_clear(&packets->items[i]);
    *packets = (struct xmp_packets){0};
}
