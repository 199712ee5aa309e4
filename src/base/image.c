#include "base/image.h"

#include "base/array.h"
#include "base/boxes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum sladd_status sladd_image_init(struct sladd_image *image, int width, int height, struct sladd_error *err) {
    *image = (struct sladd_image){0};
    if (width < 1 || height < 1 || width > 65535 || height > 65535)
        return sladd_fail(err, SLADD_TOO_LARGE, "a photo of %d x %d pixels is outside the limits", width, height);
    size_t stride = (size_t)width * 3;
    uint8_t *data = array_new_zero((size_t)height, stride);
    if (data == NULL)
        return fail_memory(err);
    *image = (struct sladd_image){.width = width, .height = height, .stride = stride, .data = data};
    return SLADD_OK;
}

/* The look behind this one; what is behind that one follows. */
static void drop_next_look(struct sladd_image *image) {
    struct sladd_image *look = image->also;
    image->also = look->also;
    free(look->data);
    free(look);
}

void sladd_image_clear(struct sladd_image *image) {
    while (image->also != NULL)
        drop_next_look(image);
    free(image->data);
    *image = (struct sladd_image){0};
}

struct sladd_image *sladd_image_last_look(struct sladd_image *image) {
    while (image->also != NULL)
        image = image->also;
    return image;
}

enum sladd_status sladd_image_add_look(struct sladd_image *image, struct sladd_error *err) {
    struct sladd_image *look = malloc(sizeof *look);
    if (look == NULL)
        return fail_memory(err);
    enum sladd_status status = sladd_image_init(look, image->width, image->height, err);
    if (status != SLADD_OK)
        free(look);
    else
        sladd_image_last_look(image)->also = look;
    return status;
}

static bool are_alike(const struct sladd_image *a, const struct sladd_image *b, struct sladd_box part) {
    const struct sladd_box all = {0, 0, a->width, a->height}, seen = sladd_box_intersect(part, all);
    const size_t left = (size_t)seen.x, right = (size_t)ceil(seen.x + seen.width);
    bool alike = true;
    if (seen.width <= 0 || seen.height <= 0)
        return true;
    for (size_t y = (size_t)seen.y; alike && y < (size_t)ceil(seen.y + seen.height); y++)
        alike = memcmp(a->data + y * a->stride + 3 * left, b->data + y * b->stride + 3 * left, 3 * (right - left)) == 0;
    return alike;
}

bool sladd_image_looks_alike(const struct sladd_image *image, struct sladd_box part) {
    bool alike = true;
    for (const struct sladd_image *look = image->also; look != NULL && alike; look = look->also)
        alike = are_alike(image, look, part);
    return alike;
}

void sladd_image_drop_same_looks(struct sladd_image *image) {
    const struct sladd_box all = {0, 0, image->width, image->height};
    struct sladd_image *last = image;
    while (last->also != NULL) {
        bool known = false;
        for (const struct sladd_image *at = image; at != last->also && !known; at = at->also)
            known = are_alike(at, last->also, all);
        if (known)
            drop_next_look(last);
        else
            last = last->also;
    }
}

struct sladd_image photo_view(const struct sladd_image *photo, struct sladd_box crop) {
    return (struct sladd_image){.width = (int)crop.width,
                                .height = (int)crop.height,
                                .stride = photo->stride,
                                .data = photo->data + (size_t)crop.y * photo->stride + 3 * (size_t)crop.x};
}

int sladd_orientation_swaps(int orientation) {
    return orientation >= 5;
}

static void swap_pixels(uint8_t *a, uint8_t *b) {
    uint8_t keep[3];
    memcpy(keep, a, 3);
    memcpy(a, b, 3);
    memcpy(b, keep, 3);
}

static void mirror_rows(struct sladd_image *image) {
    for (int y = 0; y < image->height; y++) {
        uint8_t *row = image->data + (size_t)y * image->stride;
        for (int x = 0; x < image->width / 2; x++)
            /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): it loses sight of the image that takes another's place */
            swap_pixels(row + 3 * x, row + 3 * (image->width - 1 - x));
    }
}

static void flip_columns(struct sladd_image *image) {
    for (int y = 0; y < image->height / 2; y++) {
        uint8_t *top = image->data + (size_t)y * image->stride;
        uint8_t *bottom = image->data + (size_t)(image->height - 1 - y) * image->stride;
        for (int x = 0; x < image->width; x++)
            swap_pixels(top + 3 * x, bottom + 3 * x);
    }
}

/* In tiles, so that the column-wise side stays in the cache. */
static void transpose(const struct sladd_image *from, struct sladd_image *to) {
    enum { TILE = 32 };
    for (int y0 = 0; y0 < from->height; y0 += TILE)
        for (int x0 = 0; x0 < from->width; x0 += TILE)
            for (int y = y0; y < y0 + TILE && y < from->height; y++)
                for (int x = x0; x < x0 + TILE && x < from->width; x++)
                    memcpy(to->data + (size_t)x * to->stride + 3 * (size_t)y,
                           from->data + (size_t)y * from->stride + 3 * (size_t)x, 3);
}

/* One look of it. */
static enum sladd_status turn_look(struct sladd_image *look, int orientation, struct sladd_error *err) {
    struct sladd_image turned;
    const bool swaps = sladd_orientation_swaps(orientation);
    enum sladd_status status = swaps ? sladd_image_init(&turned, look->height, look->width, err) : SLADD_OK;
    if (status != SLADD_OK)
        return status;
    if (swaps) {
        transpose(look, &turned);
        turned.also = look->also;
        turned.left_out = look->left_out;
        free(look->data);
        *look = turned;
    }
    /* After the transposition of 5..8, each orientation is at most two mirrorings. */
    if (orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7)
        mirror_rows(look);
    if (orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8)
        flip_columns(look);
    return SLADD_OK;
}

enum sladd_status sladd_image_upright(struct sladd_image *image, int orientation, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    for (struct sladd_image *look = image; look != NULL && status == SLADD_OK; look = look->also)
        status = turn_look(look, orientation, err);
    return status;
}
