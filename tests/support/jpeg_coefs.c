/* The DCT coefficients of JPEG files as libjpeg reads them, judged without any code of sladd's. A box is X Y WIDTH
 * HEIGHT in stored pixels and stands for every MCU that it touches.
 *
 *     jpeg-coefs same A B          every coefficient, size and sampling is equal
 *     jpeg-coefs outside A B BOX   every coefficient outside the box is equal, every block of detail inside it differs;
 *                                  blocks that reach beyond the visible edge are made anew and do not count
 *     jpeg-coefs edit A OUT BOX    write A with other coefficients inside the box, and nothing else changed
 *     jpeg-coefs steep A OUT MOST  write a grey A with DC coefficients that no encoder makes, up to about this
 *     jpeg-coefs wild A OUT COMPONENT K MOST STEP
 *                                  write A with step K of this component, and coefficient K of its blocks as MOST or
 *                                  less MOST, and nothing else changed
 *     jpeg-coefs dark A            no block beyond the visible edge holds more than its neighbour's tone */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

struct photo {
    struct jpeg_decompress_struct in;
    struct jpeg_error_mgr errors;
    jvirt_barray_ptr *coefs;
    FILE *file;
};

struct box {
    int x, y, width, height;
};

static void open_photo(struct photo *photo, const char *path) {
    photo->file = fopen(path, "rb");
    if (photo->file == NULL) {
        perror(path);
        exit(2);
    }
    photo->in.err = jpeg_std_error(&photo->errors);
    jpeg_create_decompress(&photo->in);
    jpeg_stdio_src(&photo->in, photo->file);
    (void)jpeg_read_header(&photo->in, TRUE);
    photo->coefs = jpeg_read_coefficients(&photo->in);
}

static void close_photo(struct photo *photo) {
    jpeg_destroy_decompress(&photo->in);
    (void)fclose(photo->file);
}

static JCOEF *block(struct photo *photo, int component, int row, int col) {
    return photo->in.mem->access_virt_barray((j_common_ptr)&photo->in, photo->coefs[component], (JDIMENSION)row, 1,
                                             TRUE)[0][col];
}

/* Whether a block of a component belongs to an MCU that the box touches. */
static int in_box(const struct photo *photo, int component, int row, int col, struct box box) {
    const jpeg_component_info *info = &photo->in.comp_info[component];
    int width = 8 * photo->in.max_h_samp_factor, height = 8 * photo->in.max_v_samp_factor;
    int x = col / info->h_samp_factor * width, y = row / info->v_samp_factor * height;
    return x < box.x + box.width && x + width > box.x && y < box.y + box.height && y + height > box.y;
}

static int same_shape(const struct photo *a, const struct photo *b) {
    if (a->in.image_width != b->in.image_width || a->in.image_height != b->in.image_height ||
        a->in.num_components != b->in.num_components || a->in.jpeg_color_space != b->in.jpeg_color_space)
        return 0;
    for (int c = 0; c < a->in.num_components; c++) {
        const jpeg_component_info *p = &a->in.comp_info[c], *q = &b->in.comp_info[c];
        if (p->h_samp_factor != q->h_samp_factor || p->v_samp_factor != q->v_samp_factor ||
            memcmp(p->quant_table->quantval, q->quant_table->quantval, sizeof p->quant_table->quantval) != 0)
            return 0;
    }
    return 1;
}

/* A block of one tone may well be replaced by itself. */
static int has_detail(const JCOEF *coefs) {
    for (int k = 1; k < 64; k++)
        if (coefs[k] != 0)
            return 1;
    return 0;
}

static int at_edge(struct photo *photo, int component, int row, int col) {
    const jpeg_component_info *info = &photo->in.comp_info[component];
    return (row + 1) * DCTSIZE > (int)info->downsampled_height || (col + 1) * DCTSIZE > (int)info->downsampled_width;
}

static int compare(struct photo *a, struct photo *b, struct box box) {
    long inside = 0, stayed = 0, outside = 0, changed = 0;
    if (!same_shape(a, b)) {
        puts("size, colours, sampling or quantisation differ");
        return 1;
    }
    for (int c = 0; c < a->in.num_components; c++)
        for (int row = 0; row < (int)a->in.comp_info[c].height_in_blocks; row++)
            for (int col = 0; col < (int)a->in.comp_info[c].width_in_blocks; col++) {
                int same = memcmp(block(a, c, row, col), block(b, c, row, col), sizeof(JBLOCK)) == 0;
                int in = in_box(a, c, row, col, box);
                if (box.width > 0 && !in && at_edge(a, c, row, col))
                    continue;
                inside += in;
                stayed += in && same && has_detail(block(a, c, row, col));
                outside += !in;
                changed += !in && !same;
            }
    printf("inside %ld blocks, %ld as before; outside %ld, %ld changed\n", inside, stayed, outside, changed);
    return stayed > 0 || changed > 0 || (box.width > 0 && inside == 0);
}

static int write_photo(struct photo *a, const char *path) {
    struct jpeg_compress_struct out;
    struct jpeg_error_mgr errors;
    FILE *file = fopen(path, "wb");
    if (file == NULL)
        return 2;
    out.err = jpeg_std_error(&errors);
    jpeg_create_compress(&out);
    jpeg_stdio_dest(&out, file);
    jpeg_copy_critical_parameters(&a->in, &out);
    if (a->in.progressive_mode)
        jpeg_simple_progression(&out);
    else
        out.optimize_coding = TRUE;
    jpeg_write_coefficients(&out, a->coefs);
    jpeg_finish_compress(&out);
    jpeg_destroy_compress(&out);
    return fclose(file) == 0 ? 0 : 1;
}

/* Every step can be coded, but what they add up to is more than any sample gives. */
static int steepen(struct photo *a, const char *path, int most) {
    int dc = 0;
    for (int row = 0; row < (int)a->in.comp_info[0].height_in_blocks; row++)
        for (int col = 0; col < (int)a->in.comp_info[0].width_in_blocks; col++) {
            dc = dc < most ? dc + 1500 : dc;
            block(a, 0, row, col)[0] = (JCOEF)dc;
        }
    return write_photo(a, path);
}

/* In a pattern in which a face could be drawn, and which no filter of a decoder evens out. */
static int make_wild(struct photo *a, const char *path, int c, int k, int most, int step) {
    const jpeg_component_info *info = &a->in.comp_info[c];
    for (int row = 0; row < (int)info->height_in_blocks; row++)
        for (int col = 0; col < (int)info->width_in_blocks; col++)
            block(a, c, row, col)[k] = (JCOEF)((row * row + 3 * col) % 5 < 2 ? most : -most);
    a->in.quant_tbl_ptrs[info->quant_tbl_no]->quantval[k] = (UINT16)step;
    for (int i = 0; i < a->in.num_components; i++) /* each has a copy of its own of what was read */
        if (a->in.comp_info[i].quant_tbl_no == info->quant_tbl_no)
            a->in.comp_info[i].quant_table->quantval[k] = (UINT16)step;
    return write_photo(a, path);
}

static int edit(struct photo *a, const char *path, struct box box) {
    for (int c = 0; c < a->in.num_components; c++)
        for (int row = 0; row < (int)a->in.comp_info[c].height_in_blocks; row++)
            for (int col = 0; col < (int)a->in.comp_info[c].width_in_blocks; col++) {
                if (!in_box(a, c, row, col, box))
                    continue;
                JCOEF *coefs = block(a, c, row, col);
                coefs[0] = (JCOEF)(coefs[0] > 0 ? coefs[0] - 3 : coefs[0] + 3);
                for (int k = 1; k < DCTSIZE2; k++) /* all of them: what survives may hide in any */
                    coefs[k] = (JCOEF)(k < 6 ? 2 - coefs[k] % 5 : coefs[k] + (k % 2 == 0 ? 1 : -1));
            }
    return write_photo(a, path);
}

/* libjpeg keeps whole MCUs, also where the picture ends inside one: what an encoder puts there has no detail. */
static int is_dark(struct photo *a) {
    int worst = 0;
    for (int c = 0; c < a->in.num_components; c++) {
        const jpeg_component_info *info = &a->in.comp_info[c];
        int rows = ((int)info->height_in_blocks + info->v_samp_factor - 1) / info->v_samp_factor * info->v_samp_factor;
        int cols = ((int)info->width_in_blocks + info->h_samp_factor - 1) / info->h_samp_factor * info->h_samp_factor;
        for (int row = 0; row < rows; row++)
            for (int col = 0; col < cols; col++) {
                if (row < (int)info->height_in_blocks && col < (int)info->width_in_blocks)
                    continue;
                const JCOEF *coefs = block(a, c, row, col);
                for (int k = 1; k < 64; k++)
                    worst = abs(coefs[k]) > worst ? abs(coefs[k]) : worst;
            }
    }
    printf("largest coefficient in a hidden block: %d\n", worst);
    return worst > 0;
}

int main(int argc, char *argv[]) {
    struct photo a, b;
    struct box box = {0};
    if (argc == 8)
        box = (struct box){atoi(argv[4]), atoi(argv[5]), atoi(argv[6]), atoi(argv[7])};
    if (argc < 3)
        return 2;
    open_photo(&a, argv[2]);
    int status = 2;
    if (strcmp(argv[1], "dark") == 0) {
        status = is_dark(&a);
    } else if (strcmp(argv[1], "steep") == 0 && argc == 5) {
        status = steepen(&a, argv[3], atoi(argv[4]));
    } else if (strcmp(argv[1], "wild") == 0 && argc == 8) {
        status = make_wild(&a, argv[3], atoi(argv[4]), atoi(argv[5]), atoi(argv[6]), atoi(argv[7]));
    } else if (strcmp(argv[1], "edit") == 0 && argc == 8) {
        status = edit(&a, argv[3], box);
    } else if (argc == 8 || (argc == 4 && strcmp(argv[1], "same") == 0)) {
        open_photo(&b, argv[3]);
        status = compare(&a, &b, box);
        close_photo(&b);
    }
    close_photo(&a);
    return status;
}
