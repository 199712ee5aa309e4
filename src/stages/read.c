#include "stages/stages.h"

#include "base/language.h"

#include <stdio.h>
#include <string.h>

static enum sladd_status add_sidecar(struct xmp_packets *packets, enum sidecar_state state, const struct bytes *text,
                                     struct sladd_error *err) {
    if (state == SIDECAR_READ)
        return xmp_packets_add(packets, bytes_span(text), err);
    if (state != SIDECAR_ABSENT)
        xmp_packets_blame(packets, state == SIDECAR_TOO_LARGE ? XMP_TOO_LARGE : XMP_UNREADABLE);
    return SLADD_OK;
}

/* While the picture is still as it is stored. */
static enum sladd_status read_tags(struct source *source, const struct sidecars *beside, struct sladd_error *err) {
    const struct sladd_image *stored = &source->upright;
    int orientation = source->survey.orientation;
    memcpy(source->sidecar_sha256, beside->sha256, sizeof source->sidecar_sha256);
    struct xmp_packets packets = {0};
    enum sladd_status status = format_find_xmp(source->file, &packets, err);
    if (status == SLADD_OK)
        status = face_tags_read(&packets, false, stored->width, stored->height, orientation, &source->survey.coded,
                                &source->tags, err);
    xmp_packets_clear(&packets);
    for (int i = 0; i < SIDECARS && status == SLADD_OK; i++) {
        status = add_sidecar(&packets, beside->states[i], &beside->items[i], err);
        if (status == SLADD_OK)
            status = face_tags_read(&packets, true, stored->width, stored->height, orientation, &source->survey.coded,
                                    &source->tags, err);
        xmp_packets_clear(&packets);
    }
    return status;
}

/* A program that still shows the photo can write it without the fault. */
static enum sladd_status add_way_out(enum sladd_status status, struct sladd_error *err) {
    const size_t length = err != NULL ? strlen(err->text) : 0;
    if (status == SLADD_DAMAGED && length > 0)
        (void)snprintf(err->text + length, sizeof err->text - length, "%s",
                       _("; save it anew in a photo program, as JPEG or PNG"));
    return status;
}

enum sladd_status source_render(const struct source *source, struct span file, struct sladd_image *image,
                                struct sladd_error *err) {
    return source->codec->render(file, bytes_span(&source->icc), image, err);
}

enum sladd_status stage_read(struct span file, const struct sidecars *beside, struct source *source,
                             struct sladd_error *err) {
    *source = (struct source){.file = file};
    sha256_hex(file, source->sha256);
    const struct format *format = format_of_photo(file, err);
    if (format == NULL)
        return err != NULL ? err->status : SLADD_NOT_A_PHOTO;
    source->codec = format_of_copy(format, file)->codec;
    enum sladd_status status = format_survey(file, &source->survey, err);
    if (status == SLADD_OK && format->codec == NULL)
        status = format_convert(format, file, &source->survey, &source->converted, err);
    if (status == SLADD_OK)
        status = source->codec->measure(source_picture(source), &source->grid, err);
    if (status == SLADD_OK)
        status = survey_removed(&source->survey, &source->icc, &source->removed, err);
    if (status == SLADD_OK)
        status = source_render(source, source_picture(source), &source->upright, err);
    if (status == SLADD_OK && source->upright.left_out != NULL)
        status = sladd_names_add(&source->removed, source->upright.left_out, err);
    if (status == SLADD_OK)
        status = read_tags(source, beside, err);
    if (status == SLADD_OK)
        status = sladd_image_upright(&source->upright, source->survey.orientation, err);
    return add_way_out(status, err);
}

void source_clear(struct source *source) {
    bytes_clear(&source->converted);
    bytes_clear(&source->icc);
    sladd_names_clear(&source->removed);
    survey_clear(&source->survey);
    face_tags_clear(&source->tags);
    sladd_image_clear(&source->upright);
}
