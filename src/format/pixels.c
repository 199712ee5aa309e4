#include "format/pixels.h"

#include "base/array.h"
#include "base/limits.h"
#include "format/format.h"

#include <stdlib.h>

enum { MAX_CHANNELS = 4 };

enum sladd_status pixels_check_size(uint64_t width, uint64_t height, struct sladd_error *err) {
    if (width == 0 || height == 0)
        return sladd_fail(err, SLADD_DAMAGED, "the photo is damaged: it has no pixels");
    if (width > CODEC_MAX_SIDE || height > CODEC_MAX_SIDE)
        return sladd_fail(err, SLADD_TOO_LARGE,
                          "the photo has %llu x %llu pixels; no side may be longer than %d pixels, so make it smaller",
                          (unsigned long long)width, (unsigned long long)height, CODEC_MAX_SIDE);
    if (width * height > limit_of(LIMIT_MEGAPIXELS) * 1000000)
        return sladd_fail(
            err, SLADD_TOO_LARGE,
            "the photo has %llu x %llu pixels; the limit is %llu megapixels, and --limit megapixels=N raises it",
            (unsigned long long)width, (unsigned long long)height, (unsigned long long)limit_of(LIMIT_MEGAPIXELS));
    return SLADD_OK;
}

enum sladd_status pixels_init(struct pixels *pixels, uint64_t width, uint64_t height, int channels,
                              struct sladd_error *err) {
    *pixels = (struct pixels){0};
    enum sladd_status status = pixels_check_size(width, height, err);
    if (status != SLADD_OK)
        return status;
    if (channels < 1 || channels > MAX_CHANNELS)
        return sladd_fail(err, SLADD_DAMAGED, "the photo is damaged: it has no pixels");
    uint8_t *data = array_new_zero((size_t)height, (size_t)width * (size_t)channels);
    if (data == NULL)
        return fail_memory(err);
    *pixels = (struct pixels){.width = (int)width, .height = (int)height, .channels = channels, .data = data};
    return SLADD_OK;
}

void pixels_clear(struct pixels *pixels) {
    free(pixels->data);
    *pixels = (struct pixels){0};
}

static bool has_alpha(const struct pixels *pixels) {
    return !pixels->is_cmyk && pixels->channels % 2 == 0;
}

static size_t count_of(const struct pixels *pixels) {
    return (size_t)pixels->width * (size_t)pixels->height;
}

void pixels_unmultiply(struct pixels *pixels) {
    int colours = pixels->channels - 1;
    uint8_t *pixel = pixels->data;
    for (size_t i = 0; has_alpha(pixels) && i < count_of(pixels); i++, pixel += pixels->channels) {
        unsigned alpha = pixel[colours];
        for (int c = 0; c < colours && alpha > 0 && alpha < 255; c++) {
            unsigned value = (pixel[c] * 255u + alpha / 2) / alpha;
            pixel[c] = (uint8_t)(value < 255 ? value : 255);
        }
    }
}

void pixels_flatten(struct pixels *pixels) {
    if (!has_alpha(pixels))
        return;
    int colours = pixels->channels - 1;
    uint8_t *to = pixels->data;
    const uint8_t *from = pixels->data;
    for (size_t i = 0; i < count_of(pixels); i++, from += colours + 1) {
        unsigned alpha = from[colours];
        for (int c = 0; c < colours; c++)
            *to++ = (uint8_t)((from[c] * alpha + 255 * (255 - alpha) + 127) / 255);
    }
    pixels->channels = colours;
}

void pixels_drop_colour(struct pixels *pixels) {
    const uint8_t *from = pixels->data;
    uint8_t *to = pixels->data;
    if (!pixels->is_grey || pixels->is_cmyk || pixels->channels < 3)
        return;
    for (size_t i = 0; i < count_of(pixels); i++, from += pixels->channels) {
        *to++ = from[0];
        if (pixels->channels == 4)
            *to++ = from[3];
    }
    pixels->channels -= 2;
}
