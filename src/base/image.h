/* 8-bit pixels for whoever looks, detectors and people: no copy is ever written from these, though a page's small
 * pictures of finished copies are (work/thumbnail.h). */
#ifndef BASE_IMAGE_H
#define BASE_IMAGE_H

#include "base/fail.h"
#include "sladd/region.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Interleaved blue, green, red; rows from the top, `stride` bytes apart (at least 3 * width). `data` is owned.
 *
 * Where one look does not show all that a file holds, `also` is the same photo as it looks otherwise, of the same size,
 * and its `also` as it looks in a third way: owned, or NULL. Whoever searches a photo searches all of them. */
struct sladd_image {
    int width, height;
    size_t stride;
    uint8_t *data;
    struct sladd_image *also;
    const char *left_out; /* what the file codes as its picture and nobody sees, as a survey names it; NULL: nothing */
};

/* Allocate zeroed pixels. Sides must be 1..65535. On failure `image` is empty and needs no clear. */
enum sladd_status sladd_image_init(struct sladd_image *image, int width, int height, struct sladd_error *err);

/* Free the pixels, those of `also` too, and empty `image`; harmless on an empty one. */
void sladd_image_clear(struct sladd_image *image);

/* Add one more look behind the last, zeroed. On failure `image` is as it was. */
enum sladd_status sladd_image_add_look(struct sladd_image *image, struct sladd_error *err);

/* The last of its looks; `image` itself where there is one alone. */
struct sladd_image *sladd_image_last_look(struct sladd_image *image);

/* Is a part of the photo the same in all looks? True where there is one alone, and of what lies outside. */
bool sladd_image_looks_alike(const struct sladd_image *image, struct sladd_box part);

/* Free each further look whose pixels are those of one before it: it shows nothing more. */
void sladd_image_drop_same_looks(struct sladd_image *image);

/* A part of a photo, in this look alone; borrows its pixels. `crop` lies inside it, in whole pixels. */
struct sladd_image photo_view(const struct sladd_image *photo, struct sladd_box crop);

/* EXIF orientation 1..8 (Exif 2.32, tag 0x0112): how the stored rows and columns map to the upright photo. */
enum { SLADD_UPRIGHT = 1 };

/* True for orientations 5..8, where the upright photo's width is the stored height. */
int sladd_orientation_swaps(int orientation);

/* Replace `image`, whose pixels are as stored, by the upright one, its other looks with it, each in turn, for there may
 * be no memory to have all of them twice. On failure it is only to be cleared: some looks may be turned and others not.
 */
enum sladd_status sladd_image_upright(struct sladd_image *image, int orientation, struct sladd_error *err);

#endif
