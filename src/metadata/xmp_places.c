/* XMP that does not stand where ISO 16684-3 has it in this container, and that other programs read all the same. */
#include "metadata/photoshop.h"
#include "metadata/tiff.h"
#include "metadata/xmp.h"

enum { TAG_XMP = 700, TAG_PHOTOSHOP = 34377 };

bool xmp_is_packet(struct span packet) {
    return span_holds(packet, "http://www.w3.org/1999/02/22-rdf-syntax-ns#");
}

enum sladd_status xmp_packets_doubt(struct xmp_packets *packets, struct span packet, struct sladd_error *err) {
    enum xmp_problem problem = packet.size > XMP_MAX_BYTES ? XMP_TOO_LARGE : XMP_SOUND;
    struct xmp_faces faces = {0};
    enum sladd_status status = problem == XMP_SOUND ? xmp_read_faces(packet, &faces, &problem, err) : SLADD_OK;
    if (faces.count > 0)
        problem = XMP_UNREADABLE;
    if (problem != XMP_SOUND)
        xmp_packets_blame(packets, problem);
    xmp_faces_clear(&faces);
    return status;
}

enum sladd_status xmp_packets_in_photoshop(struct xmp_packets *packets, struct span resources,
                                           struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    struct span data;
    uint32_t id;
    while (status == SLADD_OK && photoshop_next(&resources, &id, &data))
        if (id == PHOTOSHOP_XMP)
            status = xmp_packets_add(packets, data, err);
    if (xmp_is_packet(resources)) /* behind what is no block */
        xmp_packets_blame(packets, XMP_DAMAGED);
    return status;
}

enum sladd_status xmp_packets_in_tiff(struct xmp_packets *packets, struct span tiff, struct sladd_error *err) {
    struct tiff_value found[XMP_MAX_PACKETS];
    size_t count = tiff_find_all(tiff, TAG_XMP, found, XMP_MAX_PACKETS);
    enum sladd_status status = SLADD_OK;
    if (count > XMP_MAX_PACKETS) { /* not all of `found` need be there */
        xmp_packets_blame(packets, XMP_TOO_LARGE);
        return SLADD_OK;
    }
    for (size_t i = 0; i < count && status == SLADD_OK; i++)
        status = found[i].in_first ? xmp_packets_add(packets, found[i].bytes, err)
                                   : xmp_packets_doubt(packets, found[i].bytes, err);
    return status == SLADD_OK ? xmp_packets_in_photoshop(packets, tiff_find(tiff, TAG_PHOTOSHOP), err) : status;
}
