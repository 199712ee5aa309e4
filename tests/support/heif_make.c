/* Make a HEIC or AVIF photo from a PPM, with libheif's encoder, for tests.
 *
 *     heif-make IN.ppm OUT heic|avif [exif=FILE] [xmp=FILE] [icc=FILE] [nclx=PRIMARIES,TRANSFER] [turn=1..8] [alpha]
 *                                    [ten] [thumbnail] [second] [quality=N] [blocks=N]
 *
 * `turn` is written as irot and imir, as phones do it; `ten` codes at 10 bits; `second` adds another picture,
 * `blocks` so many blocks of nothing before the XMP. */
#include <libheif/heif.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct wish {
    const char *exif, *xmp, *icc;
    int primaries, transfer, turn, alpha, ten, thumbnail, second, quality, blocks;
};

static void check(struct heif_error error, const char *what) {
    if (error.code == heif_error_Ok)
        return;
    fprintf(stderr, "heif-make: %s: %s\n", what, error.message);
    exit(1);
}

static uint8_t *read_file(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    uint8_t *data = malloc(64 << 20);
    if (file == NULL || data == NULL)
        exit(2);
    *size = fread(data, 1, 64 << 20, file);
    fclose(file);
    return data;
}

static struct heif_image *read_ppm(const char *path, const struct wish *wish) {
    int width, height, most, stride;
    FILE *file = fopen(path, "rb");
    if (file == NULL || fscanf(file, "P6 %d %d %d", &width, &height, &most) != 3 || fgetc(file) == EOF)
        exit(2);
    struct heif_image *image;
    enum heif_chroma chroma = wish->ten     ? heif_chroma_interleaved_RRGGBB_LE
                              : wish->alpha ? heif_chroma_interleaved_RGBA
                                            : heif_chroma_interleaved_RGB;
    check(heif_image_create(width, height, heif_colorspace_RGB, chroma, &image), "create");
    check(heif_image_add_plane(image, heif_channel_interleaved, width, height, wish->ten ? 10 : 8), "plane");
    uint8_t *plane = heif_image_get_plane(image, heif_channel_interleaved, &stride);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            for (int c = 0; c < 3 + wish->alpha; c++) {
                int value = c < 3 ? fgetc(file) : x < width / 4 ? 0 : 255;
                if (wish->ten) {
                    int wide = value * 1023 / 255;
                    plane[y * stride + (x * 3 + c) * 2] = (uint8_t)wide;
                    plane[y * stride + (x * 3 + c) * 2 + 1] = (uint8_t)(wide >> 8);
                } else {
                    plane[y * stride + x * (3 + wish->alpha) + c] = (uint8_t)value;
                }
            }
    fclose(file);
    return image;
}

static void add_metadata(struct heif_context *context, const struct heif_image_handle *handle,
                         const struct wish *wish) {
    size_t size;
    if (wish->exif != NULL) {
        uint8_t *data = read_file(wish->exif, &size);
        check(heif_context_add_exif_metadata(context, handle, data, (int)size), "exif");
        free(data);
    }
    for (int i = 0; i < wish->blocks; i++)
        check(heif_context_add_generic_metadata(context, handle, "nothing", 7, "none", NULL), "block");
    if (wish->xmp != NULL) {
        uint8_t *data = read_file(wish->xmp, &size);
        check(heif_context_add_XMP_metadata(context, handle, data, (int)size), "xmp");
        free(data);
    }
}

static void add_colours(struct heif_image *image, const struct wish *wish) {
    size_t size;
    if (wish->icc != NULL) {
        uint8_t *data = read_file(wish->icc, &size);
        check(heif_image_set_raw_color_profile(image, "prof", data, size), "icc");
        free(data);
    }
    if (wish->primaries != 0) {
        struct heif_color_profile_nclx *nclx = heif_nclx_color_profile_alloc();
        check(heif_nclx_color_profile_set_color_primaries(nclx, (uint16_t)wish->primaries), "primaries");
        check(heif_nclx_color_profile_set_transfer_characteristics(nclx, (uint16_t)wish->transfer), "transfer");
        check(heif_image_set_nclx_color_profile(image, nclx), "nclx");
        heif_nclx_color_profile_free(nclx);
    }
}

static int parse(struct wish *wish, int argc, char *argv[]) {
    *wish = (struct wish){.quality = 95, .turn = 1};
    for (int i = 4; i < argc; i++) {
        const char *a = argv[i];
        if (strncmp(a, "exif=", 5) == 0)
            wish->exif = a + 5;
        else if (strncmp(a, "xmp=", 4) == 0)
            wish->xmp = a + 4;
        else if (strncmp(a, "icc=", 4) == 0)
            wish->icc = a + 4;
        else if (sscanf(a, "nclx=%d,%d", &wish->primaries, &wish->transfer) == 2 ||
                 sscanf(a, "turn=%d", &wish->turn) == 1 || sscanf(a, "quality=%d", &wish->quality) == 1 ||
                 sscanf(a, "blocks=%d", &wish->blocks) == 1)
            continue;
        else if (strcmp(a, "alpha") == 0)
            wish->alpha = 1;
        else if (strcmp(a, "ten") == 0)
            wish->ten = 1;
        else if (strcmp(a, "thumbnail") == 0)
            wish->thumbnail = 1;
        else if (strcmp(a, "second") == 0)
            wish->second = 1;
        else
            return 0;
    }
    return argc >= 4;
}

int main(int argc, char *argv[]) {
    struct wish wish;
    if (!parse(&wish, argc, argv))
        return 2;
    struct heif_context *context = heif_context_alloc();
    struct heif_encoder *encoder;
    struct heif_image_handle *handle;
    enum heif_compression_format format = strcmp(argv[3], "avif") == 0 ? heif_compression_AV1 : heif_compression_HEVC;
    check(heif_context_get_encoder_for_format(context, format, &encoder), "encoder");
    check(heif_encoder_set_lossy_quality(encoder, wish.quality), "quality");
    struct heif_image *image = read_ppm(argv[1], &wish);
    add_colours(image, &wish);
    struct heif_encoding_options *options = heif_encoding_options_alloc();
    options->image_orientation = (enum heif_orientation)wish.turn;
    options->save_alpha_channel = 1;
    options->macOS_compatibility_workaround_no_nclx_profile = 0;
    check(heif_context_encode_image(context, image, encoder, options, &handle), "encode");
    add_metadata(context, handle, &wish);
    if (wish.second) {
        struct heif_image_handle *more;
        check(heif_context_encode_image(context, image, encoder, NULL, &more), "second");
        heif_image_handle_release(more);
    }
    check(heif_context_set_primary_image(context, handle), "primary");
    if (wish.thumbnail) {
        struct heif_image_handle *small;
        check(heif_context_encode_thumbnail(context, image, handle, encoder, NULL, 64, &small), "thumbnail");
        heif_image_handle_release(small);
    }
    check(heif_context_write_to_file(context, argv[2]), "write");
    return 0;
}
