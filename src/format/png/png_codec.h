/* Private to the PNG codec: the picture, and the one place where libpng's errors are caught. */
#ifndef FORMAT_PNG_PNG_CODEC_H
#define FORMAT_PNG_PNG_CODEC_H

#include "format/format.h"

#include <png.h>
#include <setjmp.h>
#include <string.h>

enum { PNG_CELL = 8 }; /* pixels; a PNG has no blocks of its own */

/* libpng reports through this. */
struct png_guard {
    jmp_buf escape;
    struct sladd_error *err;
    enum sladd_status status;
    const char *doing; /* N_(...): begins the sentence of an error */
    int colour_type;   /* of IHDR, while reading */
};

/* Run `work(argument)`; when libpng gives up inside it, the status says why and `err` is filled. Nothing that `work`
 * must release may live in its own locals: they are gone after an escape. */
enum sladd_status png_guarded(struct png_guard *guard, void (*work)(void *), void *argument);

/* Ancillary chunks that say nothing about how the pixels look: never copied, and their checksums matter to nobody. The
 * names, each with its terminator, as libpng takes them. */
extern const char png_dropped_chunks[];
enum { PNG_DROPPED_CHUNKS = 15 };

/* For png_create_*_struct, with a struct png_guard as their pointer. */
void png_guard_error(png_structp png, png_const_charp message);
void png_guard_warning(png_structp png, png_const_charp message);

/* What a picture's pixels look like: 1..4 interleaved channels, the last of 2 or 4 being alpha, of 8 or 16 bits (big
 * endian, as the file has them). */
struct png_layout {
    int width, height, channels, depth;
    size_t row_bytes;
};

/* Does the source say that its colours are sRGB? All else that it may say of them is told by a profile. */
struct png_colours {
    bool has_srgb;
    int intent; /* 0..3 */
};

/* The name that an embedded profile gets; a PNG requires one. */
#define PNG_ICC_NAME "icc"

struct png_picture {
    struct picture base;
    struct png_layout layout;
    struct png_colours colours;
    uint8_t *pixels; /* owned; height * row_bytes */
};

static inline bool png_has_alpha(const struct png_layout *layout) {
    return layout->channels == 2 || layout->channels == 4;
}

static inline bool png_is_hidden(const struct png_layout *layout, const uint8_t *pixel) {
    const size_t sample = (size_t)layout->depth / 8, size = sample * (size_t)layout->channels;
    return png_has_alpha(layout) && pixel[size - 1] == 0 && pixel[size - sample] == 0;
}

/* Nobody sees colour under full transparency, so nobody shall find any there: a picture's pixels never have any. */
static inline void png_clear_hidden(const struct png_layout *layout, uint8_t *pixel) {
    if (png_is_hidden(layout, pixel))
        memset(pixel, 0, (size_t)layout->depth / 8 * (size_t)layout->channels);
}

enum sladd_status png_codec_measure(struct span file, struct grid *grid, struct sladd_error *err);
enum sladd_status png_codec_open(struct span file, struct picture **picture, struct sladd_error *err);
enum sladd_status png_codec_render(struct span file, struct span profile, struct sladd_image *image,
                                   struct sladd_error *err);
void png_codec_digest(struct picture *picture, uint64_t *digests);
enum sladd_status png_codec_get(struct picture *picture, struct cell_rect rect, struct window *window,
                                struct sladd_error *err);
enum sladd_status png_codec_put(struct picture *picture, const struct window *window, const struct cell_mask *mask,
                                struct sladd_error *err);
enum sladd_status png_codec_write(struct picture *picture, const struct extras *extras, FILE *stream,
                                  struct sladd_error *err);

#endif
