#include "base/array.h"
#include "base/language.h"
#include "format/png/png_codec.h"

#include "format/pixels.h"
#include "metadata/icc_effect.h"

#include <stdlib.h>
#include <string.h>

enum { SIGNATURE = 8, COLOUR_TYPE_AT = 25, IHDR_END = 33, MAX_CHUNK = 4 << 20, MAX_CACHED = 16 };

/* One decoding: everything that must outlive an escape from libpng. */
struct reader {
    struct png_guard guard;
    struct span file;
    size_t at;  /* next byte that libpng gets */
    bool whole; /* all rows have been read, and their checksums were right */
    png_structp png;
    png_infop info;
    bool interlaced;
    struct png_layout layout;
    struct png_colours colours;
    uint8_t *pixels;           /* owned: the whole picture, or one row of it */
    struct sladd_image *image; /* borrowed: where rows are rendered to; NULL: they stay in `pixels` */
    struct icc_show *show;     /* owned: what the profile shows of the rows; NULL: nothing else */
    struct icc_show *flat;     /* owned: and of rows that lie over a ground; NULL: nothing else, or there are none */
    struct sladd_image *shown; /* borrowed: the first of the looks by these */
    bool hides;                /* a pixel under full transparency was seen, the first of which is */
    uint8_t hidden[8];         /* four channels of 16 bits at most */
};

/* Before libpng sees a byte, and before anything is allocated. */
static enum sladd_status check_limits(struct span file, struct sladd_error *err) {
    if (file.size < IHDR_END || png_sig_cmp(file.data, 0, SIGNATURE) != 0 || memcmp(file.data + 12, "IHDR", 4) != 0)
        return sladd_fail(err, SLADD_DAMAGED, "the PNG is damaged: it has no header");
    uint32_t width = big32(file.data + 16), height = big32(file.data + 20);
    if (width == 0 || height == 0)
        return sladd_fail(err, SLADD_DAMAGED, "the PNG is damaged: it has no pixels");
    return pixels_check_size(width, height, err);
}

static void feed(png_structp png, png_bytep to, size_t size) {
    struct reader *reader = png_get_io_ptr(png);
    if (size > reader->file.size - reader->at) {
        if (reader->whole)
            longjmp(reader->guard.escape, 1); /* only the end marker is missing: that is no error */
        png_error(png, "the file ends too early");
    }
    memcpy(to, reader->file.data + reader->at, size);
    reader->at += size;
}

/* Of the ancillary chunks only those that say how the pixels look are parsed at all. */
static void discard_metadata(png_structp png) {
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, 0);
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, (png_const_bytep)png_dropped_chunks, PNG_DROPPED_CHUNKS);
}

static void read_colours(struct reader *reader) {
    struct png_colours *colours = &reader->colours;
    colours->has_srgb = png_get_sRGB(reader->png, reader->info, &colours->intent) != 0;
}

static void begin(void *argument) {
    struct reader *reader = argument;
    png_structp png = reader->png;
    png_set_user_limits(png, CODEC_MAX_SIDE, CODEC_MAX_SIDE);
    png_set_chunk_cache_max(png, MAX_CACHED);
    png_set_chunk_malloc_max(png, MAX_CHUNK);
    png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_WARN_DISCARD); /* png_guard_warning decides */
    discard_metadata(png);
    png_set_read_fn(png, reader, feed);
    png_read_info(png, reader->info);
    read_colours(reader);
    /* Palette to RGB, grey to 8 bits, tRNS to alpha: every value exactly what the file means. */
    png_set_expand(png);
    reader->interlaced = png_set_interlace_handling(png) > 1;
    png_read_update_info(png, reader->info);
    reader->layout = (struct png_layout){.width = (int)png_get_image_width(png, reader->info),
                                         .height = (int)png_get_image_height(png, reader->info),
                                         .channels = png_get_channels(png, reader->info),
                                         .depth = png_get_bit_depth(png, reader->info),
                                         .row_bytes = png_get_rowbytes(png, reader->info)};
}

/* Levels of 16 bits below which nothing is told apart on a screen, and by how much they are spread to be seen. */
enum { FAINT = 1024, SPREAD = 4 };

static unsigned level_of(const uint8_t *sample) {
    return (unsigned)sample[0] << 8 | sample[1];
}

/* `faint`: spread over all levels. */
static unsigned sample_of(const uint8_t *sample, int bytes, bool faint) {
    return bytes == 1 ? *sample : faint ? level_of(sample) / SPREAD : level_of(sample) * 255u / 65535u;
}

static bool is_faint(const struct png_layout *layout, const uint8_t *samples, int count) {
    bool faint = layout->depth == 16;
    for (int c = 0; c < count && faint; c++)
        faint = level_of(samples + 2 * c) < FAINT;
    return faint;
}

/* A pixel as 8-bit levels: as a viewer has it, or with what nobody tells apart in 16 bits spread over all of them. A
 * picture of 8 bits that a program saved in 16 as it was is black on every screen, and clear where that is its alpha.
 */
struct levels {
    unsigned colours[3], opacity; /* blue, green, red */
    bool thin;                    /* of the opacity, which no ground shows */
};

static struct levels levels_of(const struct png_layout *layout, const uint8_t *pixel, bool spread) {
    const int step = layout->depth / 8, colours = layout->channels < 3 ? 1 : 3;
    const uint8_t *alpha = png_has_alpha(layout) ? pixel + colours * step : NULL;
    const bool faint = spread && is_faint(layout, pixel, colours);
    struct levels levels = {.opacity = 255, .thin = spread && alpha != NULL && is_faint(layout, alpha, 1)};
    for (int c = 0; c < 3; c++)
        levels.colours[c] = sample_of(pixel + (colours == 1 ? 0 : 2 - c) * step, step, faint);
    if (alpha != NULL)
        levels.opacity = sample_of(alpha, step, levels.thin);
    return levels;
}

static uint8_t over(unsigned ground, unsigned colour, unsigned opacity) {
    return (uint8_t)((colour * opacity + ground * (255 - opacity) + 127) / 255);
}

/* With its alpha dropped, as programs do that know none, a pixel shows its colour under next to no opacity. An alpha
 * that no ground shows counts for as much as the colour. */
static uint8_t without_alpha(unsigned colour, const struct levels *levels) {
    return (uint8_t)(levels->thin ? (colour + 255 - levels->opacity) / 2 : colour);
}

/* 8 bits without alpha. */
static void render_opaque(const struct png_layout *layout, const uint8_t *row, uint8_t *bgr) {
    const int channels = layout->channels, blue = channels == 1 ? 0 : 2;
    for (int x = 0; x < layout->width; x++, row += channels, bgr += 3) {
        bgr[0] = row[blue];
        bgr[1] = row[blue / 2];
        bgr[2] = row[0];
    }
}

/* Over white and over black nothing of a see-through pixel is hidden, for over any other ground it looks like something
 * between the two. What is opaque and lit looks alike in all looks. `bare`: NULL where there is no alpha. */
static void render_looks(const struct png_layout *layout, const uint8_t *row, uint8_t *white, uint8_t *black,
                         uint8_t *bare) {
    const size_t size = (size_t)layout->channels * (size_t)layout->depth / 8, end = 3 * (size_t)layout->width;
    for (size_t x = 0; x < end; x += 3, row += size) {
        const struct levels seen = levels_of(layout, row, false), all = levels_of(layout, row, true);
        const bool hidden = png_is_hidden(layout, row);
        for (size_t c = 0; c < 3; c++) {
            white[x + c] = over(255, seen.colours[c], seen.opacity);
            black[x + c] = over(0, all.colours[c], all.opacity);
            if (bare != NULL)
                bare[x + c] = hidden ? 0 : without_alpha(all.colours[c], &all);
        }
    }
}

static uint8_t *row_of(const struct sladd_image *image, int y) {
    return image != NULL ? image->data + (size_t)y * image->stride : NULL;
}

static void render_to(const struct png_layout *layout, const uint8_t *row, const struct sladd_image *image, int y) {
    if (layout->depth == 8 && !png_has_alpha(layout))
        render_opaque(layout, row, row_of(image, y));
    else
        render_looks(layout, row, row_of(image, y), row_of(image->also, y),
                     png_has_alpha(layout) ? row_of(image->also->also, y) : NULL);
}

/* By a profile, of the bare numbers over a ground, as programs show them that flatten a picture in its own colours. */
static void render_flat(const struct reader *reader, const uint8_t *row, int y) {
    const struct png_layout *layout = &reader->layout;
    const struct sladd_image *flat = reader->shown->also->also->also;
    const size_t size = (size_t)layout->channels * (size_t)layout->depth / 8, end = 3 * (size_t)layout->width;
    uint8_t *black = row_of(reader->shown->also, y); /* as it is for now; the other one has what is faint spread */
    for (size_t x = 0; x < end; x += 3, row += size) {
        const struct levels seen = levels_of(layout, row, false);
        for (size_t c = 0; c < 3; c++)
            black[x + c] = over(0, seen.colours[c], seen.opacity);
    }
    icc_show_row(reader->flat, row_of(reader->image, y), layout->width, row_of(flat, y));
    icc_show_row(reader->flat, black, layout->width, row_of(flat->also, y));
}

/* By a profile: a viewer puts over a ground, or drops the alpha of, what that shows. */
static void render_shown(const struct reader *reader, const uint8_t *row, int y) {
    const struct png_layout *layout = &reader->layout;
    uint8_t *white = row_of(reader->shown, y);
    icc_show_row(reader->show, row, layout->width, white);
    if (!png_has_alpha(layout))
        return;
    render_flat(reader, row, y);
    const size_t size = (size_t)layout->channels * (size_t)layout->depth / 8, end = 3 * (size_t)layout->width;
    uint8_t *black = row_of(reader->shown->also, y), *bare = row_of(reader->shown->also->also, y);
    for (size_t x = 0; x < end; x += 3, row += size) {
        const unsigned opacity = levels_of(layout, row, false).opacity;
        const bool hidden = png_is_hidden(layout, row);
        for (size_t c = 0; c < 3; c++) {
            bare[x + c] = hidden ? 0 : white[x + c];
            black[x + c] = over(0, white[x + c], opacity);
            white[x + c] = over(255, white[x + c], opacity);
        }
    }
}

static enum sladd_status add_looks(struct sladd_image *image, int count, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    for (int i = 0; i < count && status == SLADD_OK; i++)
        status = sladd_image_add_look(image, err);
    return status;
}

/* Those that the kind of the picture and the profile may have; what is alike is dropped once it is known. */
static enum sladd_status prepare_looks(struct reader *reader, struct span profile, struct sladd_image *image,
                                       struct sladd_error *err) {
    const struct png_layout *layout = &reader->layout;
    const struct icc_samples samples = {.count = layout->channels, .depth = layout->depth},
                             flat = {.count = 3, .depth = 8, .blue_first = true};
    const bool alpha = png_has_alpha(layout);
    enum sladd_status status = sladd_image_init(image, layout->width, layout->height, err);
    if (status == SLADD_OK)
        status = add_looks(image, alpha ? 2 : layout->depth == 16 ? 1 : 0, err); /* black, none; or what is faint */
    if (status == SLADD_OK)
        status = icc_show_open(profile, &samples, &reader->show, err);
    struct sladd_image *last = sladd_image_last_look(image);
    if (status == SLADD_OK && reader->show != NULL)
        status = add_looks(image, alpha ? 5 : 1, err); /* white, black, none; and by the profile, white and black */
    if (status == SLADD_OK && reader->show != NULL && alpha)
        status = icc_show_open(profile, &flat, &reader->flat, err);
    reader->image = image;
    reader->shown = last->also;
    return status;
}

/* Colours under full transparency, of which no two differ, show nothing. */
static void look_for_hidden(struct reader *reader, const uint8_t *row) {
    const struct png_layout *layout = &reader->layout;
    const size_t size = (size_t)layout->channels * (size_t)layout->depth / 8;
    for (int x = 0; png_has_alpha(layout) && x < layout->width; x++, row += size) {
        if (!png_is_hidden(layout, row))
            continue;
        if (!reader->hides)
            memcpy(reader->hidden, row, size);
        else if (memcmp(reader->hidden, row, size) != 0)
            reader->image->left_out = "alpha:hidden-colours";
        reader->hides = true;
    }
}

static void show_row(struct reader *reader, const uint8_t *row, int y) {
    render_to(&reader->layout, row, reader->image, y);
    if (reader->show != NULL)
        render_shown(reader, row, y);
    look_for_hidden(reader, row);
}

static void read_rows(void *argument) {
    struct reader *reader = argument;
    const struct png_layout *layout = &reader->layout;
    bool single = reader->image != NULL && !reader->interlaced; /* `pixels` is one row */
    for (int pass = 0; pass < (reader->interlaced ? 7 : 1); pass++)
        for (int y = 0; y < layout->height; y++) {
            uint8_t *row = reader->pixels + (single ? 0 : (size_t)y * layout->row_bytes);
            png_read_row(reader->png, row, NULL);
            if (single)
                show_row(reader, row, y);
        }
    reader->whole = true;
    png_read_end(reader->png, NULL);
}

static void reader_clear(struct reader *reader) {
    png_destroy_read_struct(&reader->png, &reader->info, NULL);
    icc_show_close(reader->show);
    icc_show_close(reader->flat);
    free(reader->pixels);
    reader->pixels = NULL;
}

static enum sladd_status start(struct reader *reader, struct span file, struct sladd_error *err) {
    *reader = (struct reader){.guard = {.err = err, .doing = N_("the PNG is damaged")}, .file = file};
    enum sladd_status status = check_limits(file, err);
    if (status != SLADD_OK)
        return status;
    reader->guard.colour_type = file.data[COLOUR_TYPE_AT];
    reader->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reader->guard, png_guard_error, png_guard_warning);
    reader->info = reader->png != NULL ? png_create_info_struct(reader->png) : NULL;
    if (reader->info == NULL)
        return fail_memory(err);
    return png_guarded(&reader->guard, begin, reader);
}

/* Whole picture, or one row where that is enough. Zeroed: interlaced rows are filled in seven passes. */
static enum sladd_status decode(struct reader *reader, struct sladd_error *err) {
    const struct png_layout *layout = &reader->layout;
    bool single = reader->image != NULL && !reader->interlaced;
    reader->pixels = array_new_zero(single ? 1 : (size_t)layout->height, layout->row_bytes);
    if (reader->pixels == NULL)
        return fail_memory(err);
    return png_guarded(&reader->guard, read_rows, reader);
}

enum sladd_status png_codec_render(struct span file, struct span profile, struct sladd_image *image,
                                   struct sladd_error *err) {
    struct reader reader;
    *image = (struct sladd_image){0};
    enum sladd_status status = start(&reader, file, err);
    if (status == SLADD_OK)
        status = prepare_looks(&reader, profile, image, err);
    if (status == SLADD_OK)
        status = decode(&reader, err);
    if (status == SLADD_OK && reader.interlaced)
        for (int y = 0; y < image->height; y++)
            show_row(&reader, reader.pixels + (size_t)y * reader.layout.row_bytes, y);
    if (status == SLADD_OK)
        sladd_image_drop_same_looks(image);
    else
        sladd_image_clear(image);
    reader_clear(&reader);
    return status;
}

static void clear_transparent(const struct png_layout *layout, uint8_t *pixels) {
    const size_t pixel = (size_t)layout->channels * (size_t)layout->depth / 8;
    size_t count = png_has_alpha(layout) ? (size_t)layout->width * (size_t)layout->height : 0;
    for (uint8_t *p = pixels; count > 0; count--, p += pixel)
        png_clear_hidden(layout, p);
}

static struct grid grid_of(const struct png_layout *layout) {
    return (struct grid){layout->width,
                         layout->height,
                         PNG_CELL,
                         PNG_CELL,
                         (layout->width + PNG_CELL - 1) / PNG_CELL,
                         (layout->height + PNG_CELL - 1) / PNG_CELL};
}

enum sladd_status png_codec_measure(struct span file, struct grid *grid, struct sladd_error *err) {
    struct reader reader;
    enum sladd_status status = start(&reader, file, err);
    if (status == SLADD_OK)
        *grid = grid_of(&reader.layout);
    reader_clear(&reader);
    return status;
}

enum sladd_status png_codec_open(struct span file, struct picture **picture, struct sladd_error *err) {
    struct reader reader;
    *picture = NULL;
    enum sladd_status status = start(&reader, file, err);
    if (status == SLADD_OK)
        status = decode(&reader, err);
    struct png_picture *made = status == SLADD_OK ? calloc(1, sizeof *made) : NULL;
    if (status == SLADD_OK && made == NULL)
        status = fail_memory(err);
    if (made != NULL) {
        *made = (struct png_picture){.base = {&codec_png, grid_of(&reader.layout)},
                                     .layout = reader.layout,
                                     .colours = reader.colours,
                                     .pixels = reader.pixels};
        reader.pixels = NULL;
        clear_transparent(&made->layout, made->pixels);
        *picture = &made->base;
    }
    reader_clear(&reader);
    return status;
}
