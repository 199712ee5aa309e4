/* Nothing that hides in a PNG survives; nothing that is wrong with one does harm. */
#include "../support/forge_png.h"
#include "format/format.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

static const uint8_t signature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

/* Open and render from memory of exactly the file's size; both must agree. */
static enum sladd_status try_file(struct span file, struct sladd_error *err) {
    struct bytes copy;
    struct picture *picture = NULL;
    struct sladd_image image;
    assert_int_equal(bytes_copy(&copy, file.data, file.size, NULL), SLADD_OK);
    enum sladd_status opened = codec_png.open(bytes_span(&copy), &picture, err);
    enum sladd_status rendered = codec_png.render(bytes_span(&copy), (struct span){0}, &image, NULL);
    assert_int_equal(opened, rendered);
    assert_int_equal(picture != NULL, opened == SLADD_OK);
    codec_png.close(picture);
    sladd_image_clear(&image);
    bytes_clear(&copy);
    return opened;
}

static struct forge cleaned(const struct forge *source) {
    struct picture *picture;
    struct extras none = {0};
    struct sladd_error err = {0};
    char *data = NULL;
    size_t size = 0;
    if (codec_png.open(forge_span(source), &picture, &err) != SLADD_OK)
        fail_msg("cannot open: %s", err.text);
    FILE *stream = open_memstream(&data, &size);
    assert_int_equal(codec_png.write(picture, &none, stream, &err), SLADD_OK);
    assert_int_equal(fclose(stream), 0);
    codec_png.close(picture);
    if (codec_png.check_allowlist((struct span){(uint8_t *)data, size}, &none, &err) != SLADD_OK)
        fail_msg("not allowed: %s", err.text);
    return (struct forge){(uint8_t *)data, size};
}

static void assert_no_canary(const struct forge *file) {
    struct forge_pixels pixels = forge_png_read(forge_span(file));
    assert_int_equal(forge_find(forge_span(file), "CANARY", 6, 0), file->size);
    assert_int_equal(forge_find(forge_span(&pixels.rows), "CANARY", 6, 0), pixels.rows.size);
    forge_clear(&pixels.rows);
}

/* Width 4, one row: a file from its parts. */
static struct forge small_png(int type, const void *row, size_t row_size, const struct forge *front,
                              const char *idat_tail, const struct forge *behind, const char *trailer) {
    uint8_t header[13] = {0, 0, 0, 4, 0, 0, 0, 1, 8, (uint8_t)type, 0, 0, 0}, packed[256];
    uLongf size = sizeof packed;
    struct forge file = {0}, filtered = {0}, idat = {0};
    forge_add(&filtered, "", 1);
    forge_add(&filtered, row, row_size);
    assert_int_equal(compress2(packed, &size, filtered.data, filtered.size, 0), Z_OK);
    forge_add(&idat, packed, size);
    forge_add(&idat, idat_tail, strlen(idat_tail));
    forge_add(&file, signature, sizeof signature);
    forge_chunk(&file, "IHDR", header, sizeof header);
    forge_add(&file, front->data, front->size);
    forge_chunk(&file, "IDAT", idat.data, idat.size);
    forge_add(&file, behind->data, behind->size);
    forge_chunk(&file, "IEND", NULL, 0);
    forge_add(&file, trailer, strlen(trailer));
    forge_clear(&filtered), forge_clear(&idat);
    return file;
}

static void drops_every_chunk(void **state) {
    (void)state;
    static const char *const types[] = {"tEXt", "zTXt", "iTXt", "tIME", "pHYs", "sPLT", "hIST", "bKGD",
                                        "sBIT", "caBX", "eXIf", "iCCP", "oFFs", "pCAL", "sCAL", "sTER",
                                        "dSIG", "fcTL", "fdAT", "prVt", "cICP", "PLTE"};
    struct forge none = {0}, chunks = {0};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        for (int behind = 0; behind < 2; behind++) {
            if (behind && strcmp(types[i], "PLTE") == 0)
                continue; /* critical, and only in front */
            forge_chunk(&chunks, types[i], "CANARYCANARY", 12);
            struct forge file =
                small_png(2, "abcdefghijkl", 12, behind ? &none : &chunks, "", behind ? &chunks : &none, "");
            struct forge out = cleaned(&file);
            assert_no_canary(&out);
            forge_clear(&file), forge_clear(&out), forge_clear(&chunks);
        }
}

static void drops_what_no_chunk_shows(void **state) {
    (void)state;
    struct forge none = {0}, palette = {0};
    /* Behind the end of the zlib stream, behind IEND. */
    struct forge file = small_png(2, "abcdefghijkl", 12, &none, "CANARY", &none, "CANARY"), out = cleaned(&file);
    assert_no_canary(&out);
    forge_clear(&file), forge_clear(&out);
    /* Colour under full transparency: 4 pixels of RGBA, alpha 0 in the first three. */
    file = small_png(6, "CAN\0ARY\0CAN\0xyz\1", 16, &none, "", &none, "");
    out = cleaned(&file);
    struct forge_pixels pixels = forge_png_read(forge_span(&out));
    assert_memory_equal(pixels.rows.data, "\0\0\0\0\0\0\0\0\0\0\0\0xyz\1", 16);
    forge_clear(&pixels.rows), forge_clear(&file), forge_clear(&out);
    /* Palette entries that no pixel uses, and one that a transparent pixel does. */
    forge_chunk(&palette, "PLTE", "abcCANARYCANdef", 15);
    forge_chunk(&palette, "tRNS", "\xFF\0\xFF\xFF\xFF", 5);
    file = small_png(3, "\0\4\1\0", 4, &palette, "", &none, "");
    out = cleaned(&file);
    assert_no_canary(&out);
    pixels = forge_png_read(forge_span(&out));
    assert_memory_equal(pixels.rows.data,
                        "abc\xFF"
                        "def\xFF\0\0\0\0abc\xFF",
                        16);
    forge_clear(&pixels.rows), forge_clear(&file), forge_clear(&out), forge_clear(&palette);
}

static void refuses_truncated_files(void **state) {
    (void)state;
    struct png_kind kinds[64];
    for (size_t count = forge_png_kinds(kinds), i = 0; i < count; i += 5) {
        struct forge file = forge_png(&kinds[i]);
        enum { END_MARKER = 12 }; /* without it the pixels are whole */
        assert_int_equal(try_file((struct span){file.data, file.size - 1}, NULL), SLADD_OK);
        for (size_t size = 0; size < file.size - END_MARKER; size++) {
            struct sladd_error err = {0};
            assert_int_equal(try_file((struct span){file.data, size}, &err), SLADD_DAMAGED);
            assert_true(strlen(err.text) > 0);
        }
        assert_int_equal(try_file(forge_span(&file), NULL), SLADD_OK);
        forge_clear(&file);
    }
}

static void survives_damage(void **state) {
    (void)state;
    struct png_kind kinds[64];
    uint32_t random = 3;
    for (size_t count = forge_png_kinds(kinds), i = 0; i < count; i++) {
        struct forge file = forge_png(&kinds[i]);
        for (int n = 0; n < 100; n++) {
            random = random * 1664525u + 1013904223u;
            size_t at = 8 + (random >> 8) % (file.size - 8);
            uint8_t was = file.data[at];
            file.data[at] = (uint8_t)(random >> 3);
            enum sladd_status status = try_file(forge_span(&file), NULL);
            /* Every byte is under a checksum, or a length or type that must fit; only the end marker may be missing. */
            if (file.data[at] != was && at + 12 < file.size)
                assert_int_not_equal(status, SLADD_OK);
            file.data[at] = was;
        }
        forge_clear(&file);
    }
}

/* A checksum that does not fit is damage, but in a chunk that is dropped, and under the name of such a chunk. */
static void believes_no_wrong_checksum(void **state) {
    (void)state;
    static const char *const types[] = {"IHDR", "gAMA", "PLTE", "tRNS", "tEXt", "IDAT", "IEND"};
    struct forge none = {0}, chunks = {0};
    forge_chunk(&chunks, "gAMA", "\0\0\xB1\x8F", 4);
    forge_chunk(&chunks, "PLTE", "abcdef", 6);
    forge_chunk(&chunks, "tRNS", "\x80", 1);
    forge_chunk(&chunks, "tEXt", "Title\0text", 10);
    struct forge file = small_png(3, "\0\1\0\1", 4, &chunks, "", &none, "");
    assert_int_equal(try_file(forge_span(&file), NULL), SLADD_OK);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        size_t at = forge_find(forge_span(&file), types[i], 4, 0), length = file.data[at - 1];
        file.data[at + 4 + length] ^= 1;
        bool dropped = strcmp(types[i], "tEXt") == 0;
        assert_int_equal(try_file(forge_span(&file), NULL), dropped ? SLADD_OK : SLADD_DAMAGED);
        file.data[at + 4 + length] ^= 1;
    }
    size_t at = forge_find(forge_span(&file), "tEXt", 4, 0);
    file.data[at] = 'u';
    assert_int_equal(try_file(forge_span(&file), NULL), SLADD_DAMAGED);
    forge_clear(&file), forge_clear(&chunks);
}

/* All rows are there and every chunk is sound, but the zlib stream's own checksum says otherwise. */
static void believes_no_wrong_stream(void **state) {
    (void)state;
    static const uint8_t header[13] = {0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0}, pixel[2] = {0, 77};
    uint8_t packed[64];
    uLongf size = sizeof packed;
    assert_int_equal(compress(packed, &size, pixel, sizeof pixel), Z_OK);
    for (int wrong = 0; wrong < 2; wrong++) {
        struct forge file = {0};
        packed[size - 1] ^= (uint8_t)wrong;
        forge_add(&file, signature, sizeof signature);
        forge_chunk(&file, "IHDR", header, sizeof header);
        forge_chunk(&file, "IDAT", packed, size);
        forge_chunk(&file, "IEND", NULL, 0);
        assert_int_equal(try_file(forge_span(&file), NULL), wrong ? SLADD_DAMAGED : SLADD_OK);
        forge_clear(&file);
    }
}

/* An index beyond the palette is black, as in every viewer, and reads nothing that is not there. */
static void shows_missing_palette_entries_black(void **state) {
    (void)state;
    struct forge none = {0}, chunks = {0};
    forge_chunk(&chunks, "PLTE", "abcdef", 6);
    struct forge file = small_png(3, "\0\1\2\xFF", 4, &chunks, "", &none, ""), out = cleaned(&file);
    struct forge_pixels pixels = forge_png_read(forge_span(&out));
    assert_memory_equal(pixels.rows.data, "abcdef\0\0\0\0\0\0", 12);
    forge_clear(&pixels.rows), forge_clear(&file), forge_clear(&out), forge_clear(&chunks);
}

static struct forge claiming(uint32_t width, uint32_t height) {
    struct forge file = {0}, header = {0};
    forge_add(&file, signature, sizeof signature);
    forge_big32(&header, width);
    forge_big32(&header, height);
    forge_add(&header, "\10\6\0\0\0", 5);
    forge_chunk(&file, "IHDR", header.data, header.size);
    forge_chunk(&file, "IDAT", "\x78\x9C\x63\x60", 4);
    forge_chunk(&file, "IEND", NULL, 0);
    forge_clear(&header);
    return file;
}

static void keeps_to_the_limits(void **state) {
    (void)state;
    static const struct {
        uint32_t width, height;
        enum sladd_status status;
    } cases[] = {{0, 5, SLADD_DAMAGED},
                 {0x7FFFFFFF, 0x7FFFFFFF, SLADD_TOO_LARGE},
                 {0xFFFFFFFF, 1, SLADD_TOO_LARGE},
                 {CODEC_MAX_SIDE + 1, 1, SLADD_TOO_LARGE},
                 {16000, 13201, SLADD_TOO_LARGE},
                 {10000, 10000, SLADD_DAMAGED}}; /* allowed, but the data ends */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct forge file = claiming(cases[i].width, cases[i].height);
        assert_int_equal(try_file(forge_span(&file), NULL), cases[i].status);
        forge_clear(&file);
    }
}

static void survives_a_flood_of_chunks(void **state) {
    (void)state;
    struct forge none = {0}, chunks = {0};
    for (int i = 0; i < 5000; i++)
        forge_chunk(&chunks, "tEXt", "Title\0CANARY", 12);
    struct forge file = small_png(2, "abcdefghijkl", 12, &chunks, "", &none, ""), out = cleaned(&file);
    assert_no_canary(&out);
    forge_clear(&file), forge_clear(&out), forge_clear(&chunks);
}

/* Files that broke decoders before, where they are at hand. */
static void reads_fuzz_seeds(void **state) {
    (void)state;
    const char *data = getenv("SLADD_DATA");
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/fuzz-seeds/png", data != NULL ? data : SLADD_ROOT "/../shared/data");
    DIR *dir = opendir(path);
    if (dir == NULL) {
        print_message("skipped: no fuzz seeds (set SLADD_DATA to the folder above fuzz-seeds)\n");
        skip();
    }
    size_t count = 0;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        int fd = openat(dirfd(dir), entry->d_name, O_RDONLY);
        struct bytes file = {0};
        if (fd >= 0 && bytes_read_fd(&file, fd, 1 << 20, NULL) == SLADD_OK) {
            (void)try_file(bytes_span(&file), NULL);
            count++;
        }
        bytes_clear(&file);
        if (fd >= 0)
            close(fd);
    }
    closedir(dir);
    print_message("%zu seeds read\n", count);
    assert_true(count > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drops_every_chunk),
        cmocka_unit_test(drops_what_no_chunk_shows),
        cmocka_unit_test(refuses_truncated_files),
        cmocka_unit_test(survives_damage),
        cmocka_unit_test(believes_no_wrong_checksum),
        cmocka_unit_test(believes_no_wrong_stream),
        cmocka_unit_test(shows_missing_palette_entries_black),
        cmocka_unit_test(keeps_to_the_limits),
        cmocka_unit_test(survives_a_flood_of_chunks),
        cmocka_unit_test(reads_fuzz_seeds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
