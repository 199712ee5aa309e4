/* libFuzzer: any XMP sidecar gives tags inside the photo, or none. */
#include "metadata/facetags.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct face_tags tags = {0};
    struct xmp_packets packets = {0};
    (void)xmp_packets_add(&packets, (struct span){data, size}, NULL);
    const struct coded_frame as_coded = {0};
    (void)face_tags_read(&packets, true, 400, 300, 6, &as_coded, &tags, NULL);
    xmp_packets_clear(&packets);
    for (size_t i = 0; i < tags.count; i++) {
        struct sladd_box box = tags.items[i].box;
        if (!(box.x >= 0 && box.y >= 0 && box.x + box.width <= 1.000001 && box.y + box.height <= 1.000001))
            abort();
    }
    face_tags_clear(&tags);
    return 0;
}
