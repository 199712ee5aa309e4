#include "base/memstream.h"
#include "stages/stages.h"

#include <stdio.h>
#include <stdlib.h>

/* Into `file`, which grows; whatever was in it before is freed. */
static FILE *open_stream(struct bytes *file, char **text, size_t *size) {
    bytes_clear(file);
    return open_memstream(text, size);
}

/* What was written becomes `file`'s, or is freed after a failure. */
static enum sladd_status close_stream(FILE *stream, char *const *text, const size_t *size, enum sladd_status status,
                                      struct bytes *file, struct sladd_error *err) {
    if (!memstream_close(stream, text) && status == SLADD_OK)
        status = fail_memory(err);
    *file = (struct bytes){(uint8_t *)*text, *size};
    if (status != SLADD_OK)
        bytes_clear(file);
    return status;
}

enum sladd_status stage_write(struct redacted *redacted, const struct kept_metadata *kept, struct bytes *file,
                              struct sladd_error *err) {
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_stream(file, &text, &size);
    if (stream == NULL)
        return fail_memory(err);
    struct extras extras = kept_extras(kept);
    enum sladd_status status = redacted->picture->codec->write(redacted->picture, &extras, stream, err);
    return close_stream(stream, &text, &size, status, file, err);
}

/* Mean difference of two renderings of the same size, 0..255. */
static double image_difference(const struct sladd_image *a, const struct sladd_image *b) {
    double sum = 0;
    for (int y = 0; y < a->height; y++)
        for (size_t x = 0; x < 3 * (size_t)a->width; x++)
            sum += abs((int)a->data[(size_t)y * a->stride + x] - (int)b->data[(size_t)y * b->stride + x]);
    return sum / (3.0 * a->width * a->height);
}

/* The new file must show what the verified one showed; even quality 1 stays well below this. */
static const double largest_difference = 32;

static enum sladd_status compare_pictures(const struct codec *codec, struct span before, struct span after,
                                          struct sladd_error *err) {
    struct sladd_image old = {0}, new = {0};
    enum sladd_status status = codec->render(before, (struct span){0}, &old, err);
    if (status == SLADD_OK)
        status = codec->render(after, (struct span){0}, &new, err);
    if (status == SLADD_OK &&
        (old.width != new.width || old.height != new.height || image_difference(&old, &new) > largest_difference))
        status = sladd_fail(err, SLADD_VERIFY, "verification failed: the re-encoded photo shows something else");
    sladd_image_clear(&old);
    sladd_image_clear(&new);
    return status;
}

enum sladd_status stage_reencode(const struct codec *codec, int quality, const struct kept_metadata *kept,
                                 struct bytes *file, struct sladd_error *err) {
    struct bytes before = *file;
    struct extras extras = kept_extras(kept);
    char *text = NULL;
    size_t size = 0;
    if (codec->reencode == NULL)
        return SLADD_OK;
    *file = (struct bytes){0};
    FILE *stream = open_stream(file, &text, &size);
    enum sladd_status status =
        stream != NULL ? codec->reencode(bytes_span(&before), quality, &extras, stream, err) : fail_memory(err);
    if (stream != NULL)
        status = close_stream(stream, &text, &size, status, file, err);
    if (status == SLADD_OK)
        status = codec->check_allowlist(bytes_span(file), &extras, err);
    if (status == SLADD_OK)
        status = compare_pictures(codec, bytes_span(&before), bytes_span(file), err);
    bytes_clear(&before);
    return status;
}
