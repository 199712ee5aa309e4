/* libFuzzer: any bytes are a photo of which a place is destroyed and a copy is made that holds nothing but what is on
 * the allow-list, and of which a second copy can be made; or they are a message. The whole path but for the detectors.
 */
#include "base/limits.h"
#include "stages/stages.h"

#include <stdlib.h>

#include "photo_mutator.h"

static enum sladd_status make_copy(struct span file, bool with_box, struct bytes *copy, struct sladd_error *err) {
    static const struct sidecars none;
    struct sladd_settings settings;
    struct source source = {0};
    struct redacted redacted = {0};
    struct kept_metadata kept = {0};
    struct sladd_regions regions = {0};
    struct sladd_names removed = {0};
    const struct caption caption = {0};
    enum sladd_status status = sladd_settings_init(&settings, err);
    settings.seed = 1;
    if (status == SLADD_OK)
        status = stage_read(file, &none, &source, err);
    struct sladd_region box = {.kind = SLADD_MANUAL,
                               .action = SLADD_REDACT,
                               .box = {0.2 * source.upright.width, 0.3 * source.upright.height,
                                       0.4 * source.upright.width, 0.4 * source.upright.height}};
    if (status == SLADD_OK && with_box)
        status = sladd_regions_add(&regions, &box, err);
    if (status == SLADD_OK)
        status = stage_redact(&source, &regions, &settings, &redacted, err);
    if (status == SLADD_OK)
        status = stage_scrub(&source, &redacted, &settings, &caption, &kept, &removed, err);
    if (status == SLADD_OK)
        status = stage_write(&redacted, &kept, copy, err);
    if (status == SLADD_OK)
        status = stage_verify(&source, &redacted, &kept, bytes_span(copy), err);
    sladd_names_clear(&removed);
    sladd_regions_clear(&regions);
    kept_metadata_clear(&kept);
    redacted_clear(&redacted);
    source_clear(&source);
    return status;
}

int LLVMFuzzerInitialize(int *argc, char ***argv);

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc;
    (void)argv;
    return limit_set("megapixels=1", NULL) == SLADD_OK ? 0 : 1; /* larger pictures only cost time here */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct bytes copy = {0}, again = {0};
    struct sladd_error err = {0};
    if (make_copy((struct span){data, size}, true, &copy, &err) == SLADD_OK) {
        if (make_copy(bytes_span(&copy), false, &again, &err) != SLADD_OK)
            abort();
    } else if (err.text[0] == '\0') {
        abort();
    }
    bytes_clear(&again);
    bytes_clear(&copy);
    return 0;
}
