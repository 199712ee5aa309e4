#include "vision/pyramid.h"

#include "vision/geometry.h"

#include <stdlib.h>
#include <string.h>

/* The mean of two rows' pairs of pixels; an odd last pixel stands for its missing neighbour too. */
static void halve_row(const uint8_t *a, const uint8_t *b, int width, uint8_t *to) {
    int pairs = width / 2;
    for (int x = 0; x < pairs; x++, a += 6, b += 6, to += 3)
        for (int c = 0; c < 3; c++)
            to[c] = (uint8_t)((a[c] + a[c + 3] + b[c] + b[c + 3] + 2) >> 2);
    if (width % 2 != 0)
        for (int c = 0; c < 3; c++)
            to[c] = (uint8_t)((a[c] + b[c] + 1) >> 1);
}

static enum sladd_status halve(const struct sladd_image *from, struct sladd_image *to, struct sladd_error *err) {
    enum sladd_status status = sladd_image_init(to, (from->width + 1) / 2, (from->height + 1) / 2, err);
    if (status != SLADD_OK)
        return status;
    for (int y = 0; y < to->height; y++) {
        const uint8_t *a = from->data + 2 * (size_t)y * from->stride;
        const uint8_t *b = 2 * y + 1 < from->height ? a + from->stride : a;
        halve_row(a, b, from->width, to->data + (size_t)y * to->stride);
    }
    return SLADD_OK;
}

enum sladd_status pyramid_init(struct pyramid *pyramid, const struct sladd_image *photo, long upsample_below,
                               struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    *pyramid = (struct pyramid){0};
    if ((long)photo->width * photo->height <= upsample_below && photo->width <= 32767 && photo->height <= 32767) {
        struct level *level = &pyramid->levels[0];
        status = image_resize(photo, 2 * photo->width, 2 * photo->height, &level->image, err);
        if (status != SLADD_OK)
            return status;
        *level = (struct level){level->image, 0.5, true};
        pyramid->count++;
    }
    pyramid->levels[pyramid->count++] = (struct level){*photo, 1, false};
    while (pyramid->count < PYRAMID_LEVELS) {
        const struct level *last = &pyramid->levels[pyramid->count - 1];
        if (last->image.width <= PYRAMID_COARSEST && last->image.height <= PYRAMID_COARSEST)
            break;
        struct level *next = &pyramid->levels[pyramid->count];
        status = halve(&last->image, &next->image, err);
        if (status != SLADD_OK) {
            pyramid_clear(pyramid);
            return status;
        }
        *next = (struct level){next->image, last->scale * 2, true};
        pyramid->count++;
    }
    return SLADD_OK;
}

void pyramid_clear(struct pyramid *pyramid) {
    for (int i = 0; i < pyramid->count; i++)
        if (pyramid->levels[i].owned)
            sladd_image_clear(&pyramid->levels[i].image);
    *pyramid = (struct pyramid){0};
}

struct tile tile_inside(const struct sladd_image *level, const struct tile *tile) {
    const int width = level->width - tile->x, height = level->height - tile->y;
    return (struct tile){tile->x, tile->y, width < tile->width ? width : tile->width,
                         height < tile->height ? height : tile->height};
}

double tile_gain(const struct sladd_image *level, const struct tile *tile) {
    enum { BRIGHT = 150, MOST = 8, HUNDREDTH = 100, SMALL = 200, STEP = 4 };
    const struct tile seen = tile_inside(level, tile);
    const int step = seen.width > SMALL ? STEP : 1;
    size_t count[UINT8_MAX + 1] = {0}, all = 0, brighter = 0;
    for (int y = 0; y < seen.height; y += step) {
        const uint8_t *from = level->data + (size_t)(seen.y + y) * level->stride + 3 * (size_t)seen.x;
        for (int x = 0; x < seen.width; x += step, all++) {
            const uint8_t *pixel = from + 3 * (size_t)x;
            const uint8_t more = pixel[0] > pixel[1] ? pixel[0] : pixel[1];
            count[more > pixel[2] ? more : pixel[2]]++;
        }
    }
    int value = UINT8_MAX;
    for (; value > 1 && brighter + count[value] <= all / HUNDREDTH; value--)
        brighter += count[value];
    const double gain = (double)BRIGHT / value;
    return gain < 1 ? 1 : gain > MOST ? MOST : gain;
}

static void fill_row(const uint8_t *from, size_t width, float gain, const float *scale, const float *offset,
                     const struct input_view *input, float *to) {
    for (size_t x = 0; x < width; x++)
        for (size_t c = 0; c < 3; c++) {
            const float value = (float)from[3 * x + c] * gain;
            to[x * input->pixel_stride + c * input->plane_stride] =
                (value < UINT8_MAX ? value : UINT8_MAX) * scale[c] + offset[c];
        }
}

void tile_fill(const struct sladd_image *level, const struct tile *tile, const float scale[3], const float offset[3],
               const struct input_view *input) {
    const struct tile seen = tile_inside(level, tile);
    const float gain = (float)tile_gain(level, tile);
    if (seen.width < tile->width || seen.height < tile->height)
        memset(input->data, 0, 3 * (size_t)tile->width * (size_t)tile->height * sizeof *input->data);
    for (int y = 0; y < seen.height; y++) {
        float *to = input->data + (size_t)y * (size_t)tile->width * input->pixel_stride;
        const uint8_t *from = level->data + (size_t)(seen.y + y) * level->stride + 3 * (size_t)seen.x;
        fill_row(from, (size_t)seen.width, gain, scale, offset, input, to);
    }
}
