/* JPEG out: every marker is written here, none is copied. */
#include "format/jpeg/jpeg_codec.h"

#include <stdlib.h>

struct write_work {
    struct jpeg_guard guard;
    struct jpeg_compress_struct out;
    struct jpeg_picture *picture;
    struct jpeg_decompress_struct in;
    struct span file;
    int quality;
    JSAMPLE *row;
    const struct extras *extras;
    FILE *stream;
};

static void write_app1(struct write_work *work, const char *signature, size_t length, struct span content) {
    if (content.size == 0)
        return;
    if (content.size > 65533 - length)
        jpeg_escape(&work->guard, SLADD_TOO_LARGE, "the new metadata does not fit a JPEG segment");
    jpeg_write_m_header(&work->out, JPEG_APP0 + 1, (unsigned)(length + content.size));
    for (size_t i = 0; i < length; i++)
        jpeg_write_m_byte(&work->out, signature[i]);
    for (size_t i = 0; i < content.size; i++)
        jpeg_write_m_byte(&work->out, content.data[i]);
}

/* The terminators belong to the signatures. */
static void write_extras(struct write_work *work) {
    static const char exif[] = "Exif\0", xmp[] = "http://ns.adobe.com/xap/1.0/";
    const struct extras *extras = work->extras;
    write_app1(work, exif, sizeof exif, extras->exif);
    write_app1(work, xmp, sizeof xmp, extras->xmp);
    if (extras->icc.size > 0)
        jpeg_write_icc_profile(&work->out, extras->icc.data, (unsigned)extras->icc.size);
}

/* The usual component numbers and Adobe marker for the colour space, whatever the source wrote. */
static void set_colours(struct jpeg_compress_struct *out, const struct jpeg_decompress_struct *in) {
    int h[MAX_COMPONENTS], v[MAX_COMPONENTS], table[MAX_COMPONENTS];
    for (int i = 0; i < in->num_components; i++) {
        h[i] = in->comp_info[i].h_samp_factor;
        v[i] = in->comp_info[i].v_samp_factor;
        table[i] = in->comp_info[i].quant_tbl_no;
    }
    jpeg_set_colorspace(out, in->jpeg_color_space);
    for (int i = 0; i < in->num_components; i++) {
        out->comp_info[i].h_samp_factor = h[i];
        out->comp_info[i].v_samp_factor = v[i];
        out->comp_info[i].quant_tbl_no = table[i];
    }
    if (in->jpeg_color_space == JCS_CMYK)
        out->write_Adobe_marker = in->saw_Adobe_marker; /* it decides which way round the inks are */
}

/* Constant whatever the source said, but for one number where the output may tell a density: which version and which
 * unit is the photographer's software, not the picture. A picture that is neither grey nor YCbCr has no JFIF header. */
static void set_density(struct jpeg_compress_struct *out, unsigned dpi) {
    enum { NO_UNIT = 0, PER_INCH = 1 };
    out->JFIF_major_version = 1;
    out->JFIF_minor_version = 1;
    out->density_unit = dpi > 0 ? PER_INCH : NO_UNIT;
    out->X_density = out->Y_density = (UINT16)(dpi > 0 ? dpi : 1);
}

static void write_coefficients(void *argument) {
    struct write_work *work = argument;
    struct jpeg_decompress_struct *in = &work->picture->in;
    struct jpeg_compress_struct *out = &work->out;
    jpeg_create_compress(out);
    jpeg_stdio_dest(out, work->stream);
    jpeg_copy_critical_parameters(in, out);
    set_colours(out, in);
    set_density(out, work->extras->dpi);
    /* Fitted to what is written, whatever tables the source has: those tell of coefficients that are destroyed. */
    out->optimize_coding = TRUE;
    if (in->progressive_mode)
        jpeg_simple_progression(out);
    jpeg_write_coefficients(out, work->picture->coefficients);
    write_extras(work);
    jpeg_finish_compress(out);
}

enum sladd_status jpeg_write(struct picture *base, const struct extras *extras, FILE *stream, struct sladd_error *err) {
    struct write_work *work = calloc(1, sizeof *work);
    if (work == NULL)
        return fail_memory(err);
    work->picture = (struct jpeg_picture *)base;
    work->extras = extras;
    work->stream = stream;
    jpeg_guard_init(&work->guard, err);
    work->out.err = &work->guard.manager;
    enum sladd_status status = jpeg_guarded(&work->guard, write_coefficients, work);
    jpeg_destroy_compress(&work->out);
    free(work);
    return status;
}

/* Decode into the space that the output is coded in, so that colours are converted as little as possible. */
static void begin_reencode(struct write_work *work) {
    struct jpeg_decompress_struct *in = &work->in;
    struct jpeg_compress_struct *out = &work->out;
    jpeg_begin(in, &work->guard, work->file);
    bool four = in->num_components == 4;
    in->out_color_space = four ? JCS_CMYK : in->jpeg_color_space;
    (void)jpeg_start_decompress(in);
    out->image_width = in->output_width;
    out->image_height = in->output_height;
    out->input_components = in->output_components;
    out->in_color_space = in->out_color_space;
    jpeg_set_defaults(out);
    if (four)
        out->write_Adobe_marker = in->saw_Adobe_marker;
    set_density(out, work->extras->dpi);
    jpeg_set_quality(out, work->quality, TRUE);
    out->optimize_coding = TRUE;
    work->row = malloc((size_t)in->output_width * (size_t)in->output_components);
    if (work->row == NULL)
        jpeg_escape(&work->guard, SLADD_NO_MEMORY, "out of memory");
}

static void reencode_rows(void *argument) {
    struct write_work *work = argument;
    jpeg_create_compress(&work->out);
    jpeg_stdio_dest(&work->out, work->stream);
    begin_reencode(work);
    jpeg_start_compress(&work->out, TRUE);
    write_extras(work);
    JSAMPROW row = work->row;
    while (work->in.output_scanline < work->in.output_height) {
        (void)jpeg_read_scanlines(&work->in, &row, 1);
        (void)jpeg_write_scanlines(&work->out, &row, 1);
    }
    (void)jpeg_finish_decompress(&work->in);
    jpeg_finish_compress(&work->out);
}

enum sladd_status jpeg_reencode(struct span file, int quality, const struct extras *extras, FILE *stream,
                                struct sladd_error *err) {
    struct write_work *work = calloc(1, sizeof *work);
    if (work == NULL)
        return fail_memory(err);
    work->file = file;
    work->quality = quality;
    work->extras = extras;
    work->stream = stream;
    /* One guard for both ends: an error of either ends the work. */
    jpeg_guard_init(&work->guard, err);
    work->in.err = work->out.err = &work->guard.manager;
    enum sladd_status status = jpeg_guarded(&work->guard, reencode_rows, work);
    jpeg_destroy_compress(&work->out);
    jpeg_destroy_decompress(&work->in);
    free(work->row);
    free(work);
    return status;
}
