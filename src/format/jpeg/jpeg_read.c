/* JPEG in: pixels for the eye of the detectors, coefficients for everything that is written. */
#include "format/jpeg/jpeg_codec.h"

#include "format/pixels.h"
#include "format/readers.h"
#include "metadata/icc_effect.h"

#include <stdlib.h>

static enum colour_model model_of(const struct jpeg_decompress_struct *in, struct jpeg_guard *guard) {
    switch (in->jpeg_color_space) {
    case JCS_GRAYSCALE:
        return COLOUR_GREY;
    case JCS_YCbCr:
        return COLOUR_YCC;
    case JCS_RGB:
        return COLOUR_RGB;
    case JCS_CMYK:
        return COLOUR_CMYK;
    case JCS_YCCK:
        return COLOUR_YCCK;
    default:
        jpeg_escape(guard, SLADD_UNSUPPORTED, "a JPEG of %d components in an unknown colour space", in->num_components);
    }
}

void jpeg_begin(struct jpeg_decompress_struct *in, struct jpeg_guard *guard, struct span file) {
    jpeg_create_decompress(in);
    in->progress = &guard->progress;
    jpeg_mem_src(in, file.data, file.size);
    (void)jpeg_read_header(in, TRUE);
    if (in->arith_code)
        jpeg_escape(guard, SLADD_UNSUPPORTED, "an arithmetic-coded JPEG; save it as an ordinary (Huffman-coded) JPEG");
    if (in->data_precision != 8)
        jpeg_escape(guard, SLADD_UNSUPPORTED, "a JPEG with %d bits a sample; save it as an ordinary 8-bit JPEG",
                    in->data_precision);
    struct sladd_error err;
    if (pixels_check_size(in->image_width, in->image_height, &err) != SLADD_OK)
        jpeg_escape(guard, err.status, "%s", err.text);
    (void)model_of(in, guard);
}

/* Everything has been read: leave the guarded work with an error where some of the picture was never coded or is coded
 * in no steps (T.81, B.2.4.1), or where a file without an end stopped before the last scan. */
static void require_whole(const struct jpeg_decompress_struct *in, struct jpeg_guard *guard) {
    for (int i = 0; i < in->num_components; i++) {
        if (in->comp_info[i].quant_table == NULL)
            jpeg_escape(guard, SLADD_DAMAGED, "the JPEG is damaged: a component was never coded");
        for (int k = 0; k < DCTSIZE2; k++) /* nobody would see what stands there, and with another step everybody */
            if (in->comp_info[i].quant_table->quantval[k] == 0)
                jpeg_escape(guard, SLADD_DAMAGED, "the JPEG is damaged: it has a quantisation step of 0");
        /* Bits of each coefficient that are still to come; -1: it was not coded at all. */
        for (int k = 0; k < DCTSIZE2 && guard->no_end && in->progressive_mode; k++)
            if (in->coef_bits[i][k] != 0)
                jpeg_escape(guard, SLADD_DAMAGED, "the JPEG is damaged: it ends before its last scan");
    }
}

struct render_work {
    struct jpeg_guard guard;
    struct jpeg_decompress_struct in;
    struct span file, profile;
    struct sladd_image *image;
    JSAMPLE *row;                       /* one row of four inks, where there are four; owned */
    struct icc_show *shows[ICC_BLACKS]; /* what the profile shows of the rows; NULL: nothing else; owned */
    struct sladd_image *shown;          /* the look by the first of them, behind which is that by the next */
};

/* 255 - ink is light; a pixel is the light that both its colour and the black let through. The other looks are what
 * each of them lets through alone, so that colours show under full black, and what is black on all colours. */
static void inks_to_bgr(const JSAMPLE *inks, const struct sladd_image *image, size_t at, bool ink_is_high) {
    uint8_t *bgr = image->data + at, *colours = image->also->data + at, *blacks = image->also->also->data + at;
    for (int x = 0; x < image->width; x++, inks += 4, bgr += 3, colours += 3, blacks += 3)
        for (int i = 0; i < 3; i++) {
            int colour = ink_is_high ? 255 - inks[i] : inks[i], black = ink_is_high ? 255 - inks[3] : inks[3];
            bgr[2 - i] = (uint8_t)(colour * black / 255);
            colours[2 - i] = (uint8_t)colour;
            blacks[2 - i] = (uint8_t)black;
        }
}

/* All that rows are rendered to. */
static enum sladd_status prepare_looks(struct render_work *work, bool four, struct sladd_error *err) {
    const struct jpeg_decompress_struct *in = &work->in;
    struct icc_samples samples = {
        .count = four ? 4 : 3, .depth = 8, .blue_first = !four, .light = four && in->saw_Adobe_marker};
    struct sladd_image *image = work->image;
    enum sladd_status status = sladd_image_init(image, (int)in->output_width, (int)in->output_height, err);
    for (int i = 0; i < 2 && four && status == SLADD_OK; i++)
        status = sladd_image_add_look(image, err);
    if (status == SLADD_OK && four && (work->row = malloc((size_t)in->output_width * 4)) == NULL)
        status = fail_memory(err);
    struct sladd_image *last = sladd_image_last_look(image);
    for (int i = 0; i < (four ? ICC_BLACKS : 1) && status == SLADD_OK; i++) {
        samples.black = i;
        status = icc_show_open(work->profile, &samples, &work->shows[i], err);
        if (status == SLADD_OK && work->shows[i] != NULL)
            status = sladd_image_add_look(image, err);
    }
    work->shown = last->also;
    return status;
}

static void render_rows(void *argument) {
    struct render_work *work = argument;
    struct jpeg_decompress_struct *in = &work->in;
    jpeg_begin(in, &work->guard, work->file);
    bool four = in->num_components == 4;
    in->out_color_space = four ? JCS_CMYK : JCS_EXT_BGR;
    in->do_block_smoothing = FALSE; /* it would paint what a redacted cell held into its neighbours */
    (void)jpeg_start_decompress(in);
    struct sladd_image *image = work->image;
    struct sladd_error err;
    if (prepare_looks(work, four, &err) != SLADD_OK)
        jpeg_escape(&work->guard, err.status, "%s", err.text);
    while (in->output_scanline < in->output_height) {
        const size_t at = (size_t)in->output_scanline * image->stride;
        JSAMPROW row = four ? work->row : image->data + at;
        (void)jpeg_read_scanlines(in, &row, 1);
        if (four)
            inks_to_bgr(row, image, at, !in->saw_Adobe_marker);
        struct sladd_image *shown = work->shown;
        for (int i = 0; i < ICC_BLACKS && work->shows[i] != NULL; i++, shown = shown->also)
            icc_show_row(work->shows[i], row, image->width, shown->data + at);
    }
    require_whole(in, &work->guard); /* of several scans, all have been read by now */
    (void)jpeg_finish_decompress(in);
    sladd_image_drop_same_looks(image); /* without black, or of nothing else, or by the profile */
    image->left_out = work->guard.surplus ? "jpeg:scan-tail" : NULL;
}

static enum sladd_status jpeg_render(struct span file, struct span profile, struct sladd_image *image,
                                     struct sladd_error *err) {
    struct render_work *work = calloc(1, sizeof *work);
    *image = (struct sladd_image){0};
    if (work == NULL)
        return fail_memory(err);
    jpeg_guard_init(&work->guard, err);
    work->in.err = &work->guard.manager;
    work->file = file;
    work->profile = profile;
    work->image = image;
    enum sladd_status status = jpeg_guarded(&work->guard, render_rows, work);
    jpeg_destroy_decompress(&work->in);
    for (int i = 0; i < ICC_BLACKS; i++)
        icc_show_close(work->shows[i]);
    free(work->row);
    free(work);
    if (status != SLADD_OK)
        sladd_image_clear(image);
    return status;
}

static struct grid grid_of(const struct jpeg_decompress_struct *in) {
    int width = in->max_h_samp_factor * DCTSIZE, height = in->max_v_samp_factor * DCTSIZE;
    return (struct grid){.width = (int)in->image_width,
                         .height = (int)in->image_height,
                         .cell_width = width,
                         .cell_height = height,
                         .cols = ((int)in->image_width + width - 1) / width,
                         .rows = ((int)in->image_height + height - 1) / height};
}

struct measure_work {
    struct jpeg_guard guard;
    struct jpeg_decompress_struct in;
    struct span file;
    struct grid *grid;
};

static void read_header(void *argument) {
    struct measure_work *work = argument;
    jpeg_begin(&work->in, &work->guard, work->file);
    *work->grid = grid_of(&work->in);
}

static enum sladd_status jpeg_measure(struct span file, struct grid *grid, struct sladd_error *err) {
    struct measure_work work = {.file = file, .grid = grid};
    jpeg_guard_init(&work.guard, err);
    work.in.err = &work.guard.manager;
    enum sladd_status status = jpeg_guarded(&work.guard, read_header, &work);
    jpeg_destroy_decompress(&work.in);
    return status;
}

struct open_work {
    struct jpeg_picture *picture;
    struct span file;
};

static void read_coefficients(void *argument) {
    struct open_work *work = argument;
    struct jpeg_picture *picture = work->picture;
    struct jpeg_decompress_struct *in = &picture->in;
    jpeg_begin(in, &picture->guard, work->file);
    picture->coefficients = jpeg_read_coefficients(in);
    picture->model = model_of(in, &picture->guard);
    picture->ink_is_high = in->num_components == 4 && !in->saw_Adobe_marker;
    require_whole(in, &picture->guard);
    picture->base.grid = grid_of(in);
}

static void jpeg_close(struct picture *base) {
    struct jpeg_picture *picture = (struct jpeg_picture *)base;
    if (picture == NULL)
        return;
    jpeg_destroy_decompress(&picture->in);
    free(picture);
}

static enum sladd_status jpeg_open(struct span file, struct picture **base, struct sladd_error *err) {
    *base = NULL;
    struct jpeg_picture *picture = calloc(1, sizeof *picture);
    if (picture == NULL)
        return fail_memory(err);
    picture->base.codec = &codec_jpeg;
    jpeg_guard_init(&picture->guard, err);
    picture->in.err = &picture->guard.manager;
    struct open_work work = {picture, file};
    enum sladd_status status = jpeg_guarded(&picture->guard, read_coefficients, &work);
    picture->guard.err = NULL; /* the caller's; it may be gone the next time */
    if (status != SLADD_OK)
        jpeg_close(&picture->base);
    else
        *base = &picture->base;
    return status;
}

/* Outside guarded work: it cannot fail, since the rows asked for exist and libjpeg-turbo keeps its arrays in memory. */
JBLOCKROW jpeg_block_row(struct jpeg_picture *picture, int component, int row, bool writable) {
    return picture->in.mem->access_virt_barray((j_common_ptr)&picture->in, picture->coefficients[component],
                                               (JDIMENSION)row, 1, writable)[0];
}

const struct codec codec_jpeg = {
    .render = jpeg_render,
    .measure = jpeg_measure,
    .open = jpeg_open,
    .close = jpeg_close,
    .digest = jpeg_digest,
    .get = jpeg_get,
    .put = jpeg_put,
    .neutralise_edge = jpeg_neutralise_edge,
    .write = jpeg_write,
    .check_allowlist = jpeg_check_allowlist,
    .reencode = jpeg_reencode,
};
