/* libFuzzer: any packet gives faces with sound names and numbers, or says why it gives none. */
#include "metadata/xmp.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct xmp_faces faces;
    enum xmp_problem problem;
    if (xmp_read_faces((struct span){data, size}, &faces, &problem, NULL) != SLADD_OK)
        return 0;
    if ((problem != XMP_SOUND && faces.count > 0) || faces.count > XMP_MAX_FACES)
        abort();
    for (size_t i = 0; i < faces.count; i++) {
        const struct xmp_face *face = &faces.items[i];
        const double numbers[] = {face->box.x, face->box.y, face->box.width, face->box.height};
        for (size_t n = 0; n < 4 && !face->unread; n++)
            if (!isfinite(numbers[n]))
                abort();
        if (face->name != NULL && (*face->name == '\0' || strlen(face->name) > XMP_MAX_NAME))
            abort();
    }
    xmp_faces_clear(&faces);
    return 0;
}
