/* Make a JPEG of any kind that libjpeg can write, for tests: a soft gradient with grain, in which nobody is seen.
 *
 *     jpeg-make OUT WIDTH HEIGHT grey|ycc|rgb|cmyk|ycck HxV
 * [progressive|arithmetic|scans|NAME=N]...
 *
 * HxV is the sampling of the first component (of the last, too, for YCCK); NAME is restart, seed, quality or grain
 * (its height, of 256); `scans` codes every bit of every
 * coefficient in a scan of its own, which is legal and makes about 2,000 of them. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

struct wish {
    const char *colour;
    int width, height, h, v, quality;
    unsigned seed, restart, grain;
    int progressive, arithmetic, scans;
};

static unsigned grain(unsigned *state) {
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static int parse(struct wish *wish, int argc, char *argv[]) {
    if (argc < 6 || sscanf(argv[5], "%dx%d", &wish->h, &wish->v) != 2)
        return 0;
    wish->width = atoi(argv[2]);
    wish->height = atoi(argv[3]);
    wish->colour = argv[4];
    for (int i = 6; i < argc; i++) {
        if (strcmp(argv[i], "progressive") == 0)
            wish->progressive = 1;
        else if (strcmp(argv[i], "arithmetic") == 0)
            wish->arithmetic = 1;
        else if (strcmp(argv[i], "scans") == 0)
            wish->scans = 1;
        else if (sscanf(argv[i], "restart=%u", &wish->restart) != 1 && sscanf(argv[i], "seed=%u", &wish->seed) != 1 &&
                 sscanf(argv[i], "quality=%d", &wish->quality) != 1 && sscanf(argv[i], "grain=%u", &wish->grain) != 1)
            return 0;
    }
    return 1;
}

static int set_colours(struct jpeg_compress_struct *out, const struct wish *wish) {
    static const struct {
        const char *name;
        int components;
        J_COLOR_SPACE in, coded;
    } spaces[] = {{"grey", 1, JCS_GRAYSCALE, JCS_GRAYSCALE},
                  {"ycc", 3, JCS_RGB, JCS_YCbCr},
                  {"rgb", 3, JCS_RGB, JCS_RGB},
                  {"cmyk", 4, JCS_CMYK, JCS_CMYK},
                  {"ycck", 4, JCS_CMYK, JCS_YCCK}};
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
        if (strcmp(spaces[i].name, wish->colour) != 0)
            continue;
        out->input_components = spaces[i].components;
        out->in_color_space = spaces[i].in;
        jpeg_set_defaults(out);
        jpeg_set_colorspace(out, spaces[i].coded);
        for (int c = 0; c < out->num_components; c++) {
            int full = c == 0 || c == 3;
            out->comp_info[c].h_samp_factor = full ? wish->h : 1;
            out->comp_info[c].v_samp_factor = full ? wish->v : 1;
        }
        return 1;
    }
    return 0;
}

/* One scan a bit of a coefficient: DC first, then every AC coefficient of every component from its highest bit. */
static void set_scans(struct jpeg_compress_struct *out) {
    enum { HIGHEST = 10, MOST = 1 + 4 * 63 * (HIGHEST + 1) };
    static jpeg_scan_info script[MOST];
    int count = 0;
    script[count++] =
        (jpeg_scan_info){.comps_in_scan = out->num_components, .component_index = {0, 1, 2, 3}, .Ss = 0, .Se = 0};
    for (int c = 0; c < out->num_components; c++)
        for (int k = 1; k < 64; k++)
            for (int bit = HIGHEST; bit >= 0; bit--)
                script[count++] = (jpeg_scan_info){.comps_in_scan = 1,
                                                   .component_index = {c},
                                                   .Ss = k,
                                                   .Se = k,
                                                   .Ah = bit == HIGHEST ? 0 : bit + 1,
                                                   .Al = bit};
    out->scan_info = script;
    out->num_scans = count;
}

static void write_rows(struct jpeg_compress_struct *out, const struct wish *wish) {
    int channels = out->input_components;
    unsigned state = wish->seed * 2654435761u + 1;
    JSAMPLE *row = malloc((size_t)wish->width * (size_t)channels);
    if (row == NULL)
        abort();
    for (int y = 0; y < wish->height; y++) {
        for (int x = 0; x < wish->width; x++)
            for (int c = 0; c < channels; c++)
                row[x * channels + c] = (JSAMPLE)(80 + x * 60 / wish->width + y * 40 / wish->height + 10 * c +
                                                  (int)((grain(&state) >> 8) % wish->grain));
        JSAMPROW rows[1] = {row};
        (void)jpeg_write_scanlines(out, rows, 1);
    }
    free(row);
}

int main(int argc, char *argv[]) {
    struct wish wish = {.quality = 85, .seed = 1, .grain = 24};
    struct jpeg_compress_struct out;
    struct jpeg_error_mgr errors;
    FILE *file = parse(&wish, argc, argv) ? fopen(argv[1], "wb") : NULL;
    if (file == NULL)
        return 2;
    out.err = jpeg_std_error(&errors);
    jpeg_create_compress(&out);
    jpeg_stdio_dest(&out, file);
    out.image_width = (JDIMENSION)wish.width;
    out.image_height = (JDIMENSION)wish.height;
    if (!set_colours(&out, &wish))
        return 2;
    jpeg_set_quality(&out, wish.quality, TRUE);
    out.restart_interval = wish.restart;
    out.arith_code = wish.arithmetic;
    if (wish.progressive)
        jpeg_simple_progression(&out);
    if (wish.scans)
        set_scans(&out);
    jpeg_start_compress(&out, TRUE);
    write_rows(&out, &wish);
    jpeg_finish_compress(&out);
    jpeg_destroy_compress(&out);
    return fclose(file) == 0 ? 0 : 1;
}
