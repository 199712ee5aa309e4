/* libFuzzer: any bytes are either a manifest or a message with a place, and nothing else. */
#include "consent/manifest.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct manifest *manifest;
    struct sladd_error err = {0};
    enum sladd_status status = manifest_parse((struct span){data, size}, "fuzz.yaml", &manifest, &err);
    if ((status == SLADD_OK) != (manifest != NULL) || (status != SLADD_OK && err.text[0] == '\0'))
        abort();
    if (manifest != NULL) {
        struct manifest_entry entry = {.folder = manifest};
        for (size_t i = 0; i < manifest->photo_count; i++) {
            entry.photo = &manifest->photos[i];
            (void)entry_check(&entry, &err);
        }
    }
    manifest_free(manifest);
    return 0;
}
