/* A PNG of any kind keeps exactly the pixels that it means, except where a cell is replaced.
 * Release test 10. */
#include "../support/forge_png.h"
#include "format/format.h"
#include "metadata/caption.h"
#include "metadata/icc.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <math.h>

#include "../support/forge_icc.h"

static const struct extras no_extras;

static struct picture *open_picture(const struct forge *file) {
    struct picture *picture;
    struct sladd_error err = {0};
    if (codec_png.open(forge_span(file), &picture, &err) != SLADD_OK)
        fail_msg("cannot open: %s", err.text);
    return picture;
}

static struct forge written(struct picture *picture, const struct extras *extras) {
    char *data = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&data, &size);
    struct sladd_error err = {0};
    if (codec_png.write(picture, extras, stream, &err) != SLADD_OK)
        fail_msg("cannot write: %s", err.text);
    assert_int_equal(fclose(stream), 0);
    if (codec_png.check_allowlist((struct span){(uint8_t *)data, size}, extras, &err) != SLADD_OK)
        fail_msg("not allowed: %s", err.text);
    return (struct forge){(uint8_t *)data, size};
}

/* Every pixel but those of cell (`col`, `row`) is what the source means; -1: no cell was replaced. */
static void assert_pixels(const struct png_kind *kind, const struct forge_pixels *pixels, int col, int row) {
    for (int y = 0; y < FORGE_HEIGHT; y++)
        for (int x = 0; x < FORGE_WIDTH; x++) {
            unsigned expected[4] = {0};
            int channels = forge_meaning(kind, x, y, expected);
            assert_int_equal(pixels->channels, channels);
            for (int c = 0; c < channels && !(x / 8 == col && y / 8 == row); c++)
                if (forge_pixel(pixels, x, y, c) != expected[c])
                    fail_msg("type %d depth %d interlaced %d tRNS %d: sample %d of (%d, %d) is %u, not %u", kind->type,
                             kind->depth, kind->interlaced, kind->transparent, c, x, y, forge_pixel(pixels, x, y, c),
                             expected[c]);
        }
}

static void keeps_every_kind_exactly(void **state) {
    (void)state;
    struct png_kind kinds[64];
    for (size_t count = forge_png_kinds(kinds), i = 0; i < count; i++) {
        struct forge source = forge_png(&kinds[i]);
        struct picture *picture = open_picture(&source);
        struct forge out = written(picture, &no_extras), again = written(picture, &no_extras);
        struct forge_pixels pixels = forge_png_read(forge_span(&out));
        assert_int_equal(pixels.depth, kinds[i].depth == 16 ? 16 : 8);
        assert_int_equal(pixels.interlace, PNG_INTERLACE_NONE);
        assert_int_equal(pixels.width, FORGE_WIDTH);
        assert_int_equal(pixels.height, FORGE_HEIGHT);
        assert_pixels(&kinds[i], &pixels, -1, -1);
        assert_int_equal(out.size, again.size);
        assert_memory_equal(out.data, again.data, out.size);
        codec_png.close(picture);
        forge_clear(&source), forge_clear(&out), forge_clear(&again), forge_clear(&pixels.rows);
    }
}

/* The middle cell of the lower row, which reaches beyond the bottom edge. */
enum { COL = 1, ROW = 1, COLS = 3, ROWS = 2 };

static void replace_cell(struct picture *picture, float value) {
    struct window window;
    struct cell_mask mask;
    struct cell_rect all = {0, 0, COLS, ROWS};
    assert_int_equal(codec_png.get(picture, all, &window, NULL), SLADD_OK);
    for (int p = 0; p < window.count; p++)
        for (int i = 0; i < window.planes[p].width * window.planes[p].height; i++)
            window.planes[p].samples[i] = value; /* everywhere: only the masked cell may take it */
    assert_int_equal(cell_mask_init(&mask, &picture->grid, NULL), SLADD_OK);
    mask.cells[ROW * COLS + COL] = 1;
    assert_int_equal(codec_png.put(picture, &window, &mask, NULL), SLADD_OK);
    cell_mask_clear(&mask);
    window_clear(&window);
}

static void replaces_only_masked_cells(void **state) {
    (void)state;
    static const struct {
        float value;
        unsigned narrow, wide;
    } cases[] = {{100.7f, 101, 25880}, {300, 255, 65535}, {-3, 0, 0}, {NAN, 0, 0}, {INFINITY, 255, 65535}};
    struct png_kind kinds[64];
    for (size_t count = forge_png_kinds(kinds), i = 0; i < count; i++)
        for (size_t n = 0; n < sizeof cases / sizeof *cases; n++) {
            struct forge source = forge_png(&kinds[i]);
            struct picture *picture = open_picture(&source);
            uint64_t before[COLS * ROWS], after[COLS * ROWS];
            codec_png.digest(picture, before);
            replace_cell(picture, cases[n].value);
            codec_png.digest(picture, after);
            for (int cell = 0; cell < COLS * ROWS; cell++)
                assert_int_equal(before[cell] != after[cell], cell == ROW * COLS + COL);
            struct forge out = written(picture, &no_extras);
            struct forge_pixels pixels = forge_png_read(forge_span(&out));
            assert_pixels(&kinds[i], &pixels, COL, ROW);
            for (int y = ROW * 8; y < FORGE_HEIGHT; y++)
                for (int x = COL * 8; x < (COL + 1) * 8; x++)
                    for (int c = 0; c < pixels.channels; c++)
                        assert_int_equal(forge_pixel(&pixels, x, y, c),
                                         pixels.depth == 16 ? cases[n].wide : cases[n].narrow);
            codec_png.close(picture);
            forge_clear(&source), forge_clear(&out), forge_clear(&pixels.rows);
        }
}

/* Every sample of every visible pixel counts; one that nobody can see has no colour, whatever is put there. */
static void digests_see_every_sample(void **state) {
    (void)state;
    struct png_kind kinds[64];
    for (size_t count = forge_png_kinds(kinds), i = 0; i < count; i++) {
        struct forge source = forge_png(&kinds[i]);
        struct picture *picture = open_picture(&source);
        struct cell_rect cell = {COL, ROW, 1, 1};
        struct cell_mask mask;
        struct window window;
        assert_int_equal(cell_mask_init(&mask, &picture->grid, NULL), SLADD_OK);
        mask.cells[ROW * COLS + COL] = 1;
        assert_int_equal(codec_png.get(picture, cell, &window, NULL), SLADD_OK);
        assert_int_equal(codec_png.put(picture, &window, &mask, NULL), SLADD_OK);
        for (int p = 0; p < window.count; p++)
            for (int n = 0; n < 8 * (FORGE_HEIGHT - 8); n++) {
                uint64_t before[COLS * ROWS], after[COLS * ROWS];
                float *sample = &window.planes[p].samples[n];
                bool hidden =
                    window.has_alpha && p + 1 < window.count && window.planes[window.count - 1].samples[n] == 0;
                codec_png.digest(picture, before);
                *sample = *sample > 128 ? *sample - 1 : *sample + 1;
                assert_int_equal(codec_png.put(picture, &window, &mask, NULL), SLADD_OK);
                codec_png.digest(picture, after);
                assert_int_equal(before[ROW * COLS + COL] == after[ROW * COLS + COL], hidden);
            }
        window_clear(&window);
        cell_mask_clear(&mask);
        codec_png.close(picture);
        forge_clear(&source);
    }
}

/* What `get` gives, `put` brings back without loss. */
static void get_and_put_are_inverse(void **state) {
    (void)state;
    struct png_kind kinds[64];
    for (size_t count = forge_png_kinds(kinds), i = 0; i < count; i++) {
        struct forge source = forge_png(&kinds[i]);
        struct picture *picture = open_picture(&source);
        assert_int_equal(picture->grid.cols, COLS);
        assert_int_equal(picture->grid.rows, ROWS);
        struct window window;
        struct cell_mask mask;
        struct cell_rect part = {1, 0, 2, 2};
        assert_int_equal(codec_png.get(picture, part, &window, NULL), SLADD_OK);
        assert_int_equal(window.model, window.count < 3 ? COLOUR_GREY : COLOUR_RGB);
        assert_int_equal(cell_mask_init(&mask, &picture->grid, NULL), SLADD_OK);
        memset(mask.cells, 1, COLS * ROWS);
        assert_int_equal(codec_png.put(picture, &window, &mask, NULL), SLADD_OK);
        struct forge out = written(picture, &no_extras);
        struct forge_pixels pixels = forge_png_read(forge_span(&out));
        assert_pixels(&kinds[i], &pixels, -1, -1);
        struct cell_rect outside[] = {{-1, 0, 1, 1}, {0, 0, 4, 1}, {3, 0, 1, 1}, {0, 1, 1, 2}, {0, 0, 0, 1}};
        for (size_t n = 0; n < sizeof outside / sizeof *outside; n++)
            assert_int_equal(codec_png.get(picture, outside[n], &(struct window){0}, NULL), SLADD_USAGE);
        window_clear(&window);
        cell_mask_clear(&mask);
        codec_png.close(picture);
        forge_clear(&source), forge_clear(&out), forge_clear(&pixels.rows);
    }
}

/* A sample of a look of the picture, from 0 to 255; what the file means has no colour under full transparency. */
static void assert_look(const struct png_kind *kind, const struct sladd_image *image, int x, int y, double ground) {
    unsigned value[4];
    int channels = forge_meaning(kind, x, y, value), colours = channels < 3 ? 1 : 3;
    double most = kind->depth == 16 ? 65535 : 255, alpha = channels % 2 == 0 ? value[channels - 1] / most : 1;
    for (int c = 0; c < 3; c++) {
        double colour = value[colours == 1 ? 0 : 2 - c] / most * 255;
        double expected = ground < 0 ? colour : colour * alpha + ground * (1 - alpha);
        double got = image->data[(size_t)y * image->stride + 3 * (size_t)x + (size_t)c];
        assert_true(fabs(got - expected) <= 2);
    }
}

/* Over white; and, where that is not the same, over black and without alpha. Of 16 bits other looks show what is faint,
 * too. */
static void renders_for_the_detectors(void **state) {
    static const double black = 0, without_alpha = -1;
    int looks[4] = {0};
    (void)state;
    struct png_kind kinds[64];
    for (size_t count = forge_png_kinds(kinds), i = 0; i < count; i++) {
        struct forge source = forge_png(&kinds[i]);
        struct sladd_image image;
        assert_int_equal(codec_png.render(forge_span(&source), (struct span){0}, &image, NULL), SLADD_OK);
        assert_int_equal(image.width, FORGE_WIDTH);
        assert_int_equal(image.height, FORGE_HEIGHT);
        const struct sladd_image *also = image.also, *third = also != NULL ? also->also : NULL;
        looks[third != NULL ? 3 : also != NULL ? 2 : 1]++;
        for (int y = 0; y < FORGE_HEIGHT; y++)
            for (int x = 0; x < FORGE_WIDTH; x++) {
                assert_look(&kinds[i], &image, x, y, 255);
                if (kinds[i].depth < 16)
                    assert_look(&kinds[i], also != NULL ? also : &image, x, y, black);
                if (kinds[i].depth < 16)
                    assert_look(&kinds[i], third != NULL ? third : also != NULL ? also : &image, x, y, without_alpha);
            }
        sladd_image_clear(&image);
        forge_clear(&source);
    }
    for (int i = 1; i <= 3; i++)
        assert_true(looks[i] > 0);
}

/* What a profile shows of a level: three times as much, at most white. */
static double tripled(double level) {
    return fmin(3 * level, 255);
}

static struct bytes tripling(bool grey) {
    cmsUInt16Number table[1024];
    for (int i = 0; i < 1024; i++) {
        const double at = tripled(255 * i / 1023.0) / 255;
        table[i] = (cmsUInt16Number)lrint(65535 * (at <= 0.04045 ? at / 12.92 : pow((at + 0.055) / 1.055, 2.4)));
    }
    static const cmsCIExyYTRIPLE srgb = {{0.64, 0.33, 1}, {0.30, 0.60, 1}, {0.15, 0.06, 1}};
    cmsToneCurve *curve = cmsBuildTabulatedToneCurve16(NULL, 1024, table);
    cmsHPROFILE profile = grey ? cmsCreateGrayProfile(cmsD50_xyY(), curve) : rgb_profile(&srgb, curve, 2.1);
    cmsFreeToneCurve(curve);
    struct forge source = planted(profile);
    struct sladd_names names = {0};
    struct bytes clean;
    assert_int_equal(icc_sanitise(forge_span(&source), &clean, &names, NULL), SLADD_OK);
    assert_true(clean.size > 0);
    sladd_names_clear(&names);
    forge_clear(&source);
    return clean;
}

/* Over white or black; by the profile, or with the ground, or without alpha. */
static const struct way {
    double ground;
    bool flat, bare; /* over the ground before the profile; over none */
} ways[] = {{255, false, false}, {0, false, false}, {0, false, true}, {255, true, false}, {0, true, false}};
enum { WAYS = sizeof ways / sizeof *ways };

/* Is this look the picture as the profile shows it in this way? */
static bool is_shown(const struct png_kind *kind, const struct sladd_image *look, const struct way *way) {
    for (int y = 0; y < FORGE_HEIGHT; y++)
        for (int x = 0; x < FORGE_WIDTH; x++) {
            unsigned value[4];
            const int channels = forge_meaning(kind, x, y, value), colours = channels < 3 ? 1 : 3;
            const double most = kind->depth == 16 ? 65535 : 255,
                         alpha = channels % 2 == 0 ? value[channels - 1] / most : 1;
            for (int c = 0; c < 3; c++) {
                const double colour = value[colours == 1 ? 0 : 2 - c] / most * 255, ground = way->ground * (1 - alpha);
                const double expected = way->bare   ? (alpha > 0 ? tripled(colour) : 0)
                                        : way->flat ? tripled(colour * alpha + ground)
                                                    : tripled(colour) * alpha + ground;
                const double got = look->data[(size_t)y * look->stride + 3 * (size_t)x + (size_t)c];
                if (fabs(got - expected) > 4)
                    return false;
            }
        }
    return true;
}

/* What a profile shows is made of the numbers in the file, and only then put over a ground; or of those over it. */
static void renders_by_the_profile(void **state) {
    (void)state;
    struct bytes profiles[2] = {tripling(false), tripling(true)};
    struct png_kind kinds[64];
    for (size_t count = forge_png_kinds(kinds), i = 0; i < count; i++) {
        struct forge source = forge_png(&kinds[i]);
        struct sladd_image image;
        const struct span profile = bytes_span(&profiles[(kinds[i].type & PNG_COLOR_MASK_COLOR) == 0]);
        assert_int_equal(codec_png.render(forge_span(&source), profile, &image, NULL), SLADD_OK);
        for (size_t w = 0; w < WAYS; w++) {
            bool found = false;
            for (const struct sladd_image *look = &image; look != NULL && !found; look = look->also)
                found = is_shown(&kinds[i], look, &ways[w]);
            if (!found)
                fail_msg("type %d depth %d interlaced %d tRNS %d: no look in way %zu", kinds[i].type, kinds[i].depth,
                         kinds[i].interlaced, kinds[i].transparent, w);
        }
        sladd_image_clear(&image);
        forge_clear(&source);
    }
    bytes_clear(&profiles[0]);
    bytes_clear(&profiles[1]);
}

/* The source with chunks behind its header. */
static struct forge with_chunks(const struct forge *chunks) {
    struct png_kind kind = {PNG_COLOR_TYPE_RGB, 8, false, false};
    struct forge plain = forge_png(&kind), file = forge_insert(forge_span(&plain), 33, forge_span(chunks));
    forge_clear(&plain);
    return file;
}

static void assert_chunk(const struct forge *out, const char *type, const void *data, size_t size, bool there) {
    struct forge chunk = {0};
    forge_chunk(&chunk, type, data, size);
    bool found = forge_find(forge_span(out), (const char *)chunk.data, chunk.size, 0) < out->size;
    if (found != there)
        fail_msg("%s is %s", type, there ? "missing" : "there");
    forge_clear(&chunk);
}

/* Of colours it says sRGB, or what a profile from outside says, and never the source's own numbers. */
static void says_of_colours_what_was_searched(void **state) {
    (void)state;
    static const uint8_t gamma[4] = {0, 0, 0xB1, 0x8F}, intent[1] = {1};
    static const uint32_t adobe[8] = {31270, 32900, 64000, 33000, 21003, 71000, 15000, 6000};
    struct forge chunks = {0}, primaries = {0};
    for (int i = 0; i < 8; i++)
        forge_big32(&primaries, adobe[i]);
    forge_chunk(&chunks, "gAMA", gamma, 4);
    forge_chunk(&chunks, "cHRM", primaries.data, primaries.size);
    struct forge source = with_chunks(&chunks);
    struct picture *picture = open_picture(&source);
    /* A profile and an orientation from outside; the profile says it all. */
    static const char profile[] = "any bytes will do";
    struct bytes exif;
    assert_int_equal(exif_build(3, &(struct caption){0}, &exif, NULL), SLADD_OK);
    struct extras extras = {.exif = bytes_span(&exif), .icc = {(const uint8_t *)profile, sizeof profile}};
    struct forge out = written(picture, &extras); /* and judged there */
    assert_chunk(&out, "gAMA", gamma, 4, false);
    assert_chunk(&out, "cHRM", primaries.data, primaries.size, false);
    assert_chunk(&out, "eXIf", exif.data, exif.size, true);
    bytes_clear(&exif);
    codec_png.close(picture);
    forge_clear(&source), forge_clear(&out);
    forge_chunk(&chunks, "sRGB", intent, 1);
    source = with_chunks(&chunks);
    picture = open_picture(&source);
    out = written(picture, &no_extras);
    assert_chunk(&out, "sRGB", intent, 1, true);
    assert_chunk(&out, "gAMA", gamma, 4, false);
    codec_png.close(picture);
    forge_clear(&source), forge_clear(&out), forge_clear(&chunks), forge_clear(&primaries);
}

static void reports_a_full_disk(void **state) {
    (void)state;
    struct png_kind kind = {PNG_COLOR_TYPE_RGB, 8, false, false};
    struct forge source = forge_png(&kind);
    struct picture *picture = open_picture(&source);
    struct sladd_error err = {0};
    FILE *full = fopen("/dev/full", "wb");
    assert_non_null(full);
    setvbuf(full, NULL, _IONBF, 0);
    assert_int_equal(codec_png.write(picture, &no_extras, full, &err), SLADD_IO);
    assert_non_null(strstr(err.text, "No space left"));
    (void)fclose(full);
    codec_png.close(picture);
    forge_clear(&source);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_every_kind_exactly),          cmocka_unit_test(replaces_only_masked_cells),
        cmocka_unit_test(digests_see_every_sample),          cmocka_unit_test(get_and_put_are_inverse),
        cmocka_unit_test(renders_for_the_detectors),         cmocka_unit_test(renders_by_the_profile),
        cmocka_unit_test(says_of_colours_what_was_searched), cmocka_unit_test(reports_a_full_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
