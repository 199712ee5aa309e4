#include "stages/stages.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A stream on a duplicate of the file's descriptor, so that closing it (which is checked) leaves the file open. */
static FILE *open_stream(const struct outfile *out) {
    int fd = dup(out->fd);
    FILE *stream = fd >= 0 ? fdopen(fd, "wb") : NULL;
    if (stream == NULL && fd >= 0)
        (void)close(fd);
    return stream;
}

static enum sladd_status close_stream(FILE *stream, enum sladd_status status, struct sladd_error *err) {
    if (fclose(stream) != 0 && status == SLADD_OK)
        return sladd_fail(err, SLADD_IO, "cannot write the output: %s", strerror(errno));
    return status;
}

enum sladd_status stage_write(struct redacted *redacted, const struct kept_metadata *kept, struct outfile *out,
                              struct sladd_error *err) {
    enum sladd_status status = outfile_restart(out, err);
    if (status != SLADD_OK)
        return status;
    FILE *stream = open_stream(out);
    if (stream == NULL)
        return sladd_fail(err, SLADD_IO, "cannot write the output: %s", strerror(errno));
    struct extras extras = kept_extras(kept);
    status = redacted->picture->codec->write(redacted->picture, &extras, stream, err);
    return close_stream(stream, status, err);
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
    enum sladd_status status = codec->render(before, &old, err);
    if (status == SLADD_OK)
        status = codec->render(after, &new, err);
    if (status == SLADD_OK &&
        (old.width != new.width || old.height != new.height || image_difference(&old, &new) > largest_difference))
        status = sladd_fail(err, SLADD_VERIFY, "verification failed: the re-encoded photo shows something else");
    sladd_image_clear(&old);
    sladd_image_clear(&new);
    return status;
}

enum sladd_status stage_reencode(const struct codec *codec, int quality, const struct kept_metadata *kept,
                                 struct outfile *out, struct sladd_error *err) {
    struct bytes before = {0}, after = {0};
    FILE *stream = NULL;
    struct extras extras = kept_extras(kept);
    if (codec->reencode == NULL)
        return SLADD_OK;
    enum sladd_status status = bytes_read_fd(&before, out->fd, SIZE_MAX / 2, err);
    if (status == SLADD_OK)
        status = outfile_restart(out, err);
    if (status == SLADD_OK && (stream = open_stream(out)) == NULL)
        status = sladd_fail(err, SLADD_IO, "cannot write the output: %s", strerror(errno));
    if (status == SLADD_OK)
        status = close_stream(stream, codec->reencode(bytes_span(&before), quality, &extras, stream, err), err);
    if (status == SLADD_OK)
        status = bytes_read_fd(&after, out->fd, SIZE_MAX / 2, err);
    if (status == SLADD_OK)
        status = format_check_allowlist(bytes_span(&after), &extras, err);
    if (status == SLADD_OK)
        status = compare_pictures(codec, bytes_span(&before), bytes_span(&after), err);
    bytes_clear(&before);
    bytes_clear(&after);
    return status;
}
