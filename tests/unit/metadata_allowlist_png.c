/* The same of PNG files as metadata_allowlist.c has of JPEG files.
 * Release test 3. */
#define JUDGE codec_png
#include "allowlist_judge.h"

/* Three grey pixels beside each other, with what the caller wants in front of and behind the image data; `idat_tail`:
 * what follows it, or NULL: its checksum is cut off. */
static struct forge png_of(const struct forge *front, const struct forge *behind, const char *idat_tail) {
    static const uint8_t header[13] = {0, 0, 0, 3, 0, 0, 0, 1, 8, 0, 0, 0, 0}, pixels[4] = {0, 10, 20, 30};
    uint8_t packed[64];
    uLongf size = sizeof packed;
    assert_int_equal(compress(packed, &size, pixels, sizeof pixels), Z_OK);
    struct forge file = {0};
    forge_add(&file, "\x89PNG\r\n\x1A\n", 8);
    forge_chunk(&file, "IHDR", header, sizeof header);
    forge_add(&file, front->data, front->size);
    forge_chunk(&file, "IDAT", packed, 5); /* the stream goes through several chunks */
    struct forge rest = {0};
    forge_add(&rest, packed + 5, size - 5 - (idat_tail == NULL ? 3 : 0));
    if (idat_tail != NULL)
        forge_add(&rest, idat_tail, strlen(idat_tail));
    forge_chunk(&file, "IDAT", rest.data, rest.size);
    forge_add(&file, behind->data, behind->size);
    forge_chunk(&file, "IEND", NULL, 0);
    forge_clear(&rest);
    return file;
}

static void add_iccp(struct forge *chunks, const char *name, const char *tail) {
    struct forge data = {0};
    uint8_t packed[256];
    uLongf size = sizeof packed;
    assert_int_equal(compress(packed, &size, icc.data, icc.size), Z_OK);
    forge_add(&data, name, strlen(name) + 1);
    forge_add(&data, "", 1);
    forge_add(&data, packed, size);
    forge_add(&data, tail, strlen(tail));
    forge_chunk(chunks, "iCCP", data.data, data.size);
    forge_clear(&data);
}

static void judges_a_png(void **state) {
    (void)state;
    struct bytes exif = new_exif();
    struct forge none = {0}, chunks = {0}, file = png_of(&none, &none, "");
    assert_allowed(&file, nothing, nothing);
    assert_refused(&file, nothing, icc, "no profile");
    assert_refused(&file, bytes_span(&exif), nothing, "no EXIF");
    forge_add(&file, "C", 1);
    assert_refused(&file, nothing, nothing, "a byte behind IEND");
    forge_clear(&file);
    forge_chunk(&chunks, "sRGB", "", 1);
    add_iccp(&chunks, "icc", "");
    forge_chunk(&chunks, "eXIf", exif.data, exif.size);
    file = png_of(&chunks, &none, "");
    assert_allowed(&file, bytes_span(&exif), icc);
    assert_refused(&file, nothing, icc, "EXIF that nobody asked for");
    assert_refused(&file, bytes_span(&exif), (struct span){icc.data, icc.size - 1}, "a longer profile");
    for (size_t i = 8; i < file.size; i++) {
        file.data[i] ^= 0x20;
        assert_refused(&file, bytes_span(&exif), icc, "a flipped bit");
        file.data[i] ^= 0x20;
    }
    for (size_t size = 0; size < file.size; size++) {
        struct forge part = {file.data, size};
        assert_refused(&part, bytes_span(&exif), icc, "a truncated PNG");
    }
    forge_clear(&file), forge_clear(&chunks);
    file = png_of(&none, &none, "C");
    assert_refused(&file, nothing, nothing, "a byte behind the end of the zlib stream");
    forge_clear(&file);
    file = png_of(&none, &none, NULL);
    assert_refused(&file, nothing, nothing, "image data without an end");
    forge_clear(&file);
    const char *names[] = {"CANARY", "icc"}, *tails[] = {"", "C"};
    for (int i = 0; i < 2; i++) {
        add_iccp(&chunks, names[i], tails[i]);
        file = png_of(&chunks, &none, "");
        assert_refused(&file, nothing, icc, "a profile's name or tail");
        forge_clear(&file), forge_clear(&chunks);
    }
    forge_chunk(&chunks, "gAMA", "\0\0\xB1\x8F", 4); /* a profile says it, which is searched by */
    file = png_of(&chunks, &none, "");
    assert_refused(&file, nothing, nothing, "a gamma");
    forge_clear(&file), forge_clear(&chunks);
    for (uint8_t intent = 3; intent <= 4; intent++) {
        forge_chunk(&chunks, "sRGB", &intent, 1);
        file = png_of(&chunks, &none, "");
        if (intent == 3)
            assert_allowed(&file, nothing, nothing);
        else
            assert_refused(&file, nothing, nothing, "an intent that there is not");
        forge_clear(&file), forge_clear(&chunks);
    }
    bytes_clear(&exif);
}

/* Kinds of PNG that are fine elsewhere but that the writer never makes; the last one has more pixels than data. */
static void refuses_other_headers(void **state) {
    (void)state;
    static const uint8_t changes[][2] = {{8, 4}, {9, 3}, {9, 1}, {12, 1}, {11, 1}, {10, 1}, {7, 2}};
    struct forge none = {0};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct forge file = png_of(&none, &none, ""), made = {0};
        file.data[16 + changes[i][0]] = changes[i][1];
        forge_add(&made, file.data, 8);
        forge_chunk(&made, "IHDR", file.data + 16, 13); /* with the right CRC */
        forge_add(&made, file.data + 33, file.size - 33);
        assert_refused(&made, nothing, nothing, "a header of another kind");
        forge_clear(&file), forge_clear(&made);
    }
}

static void refuses_another_exif_in_a_png(void **state) {
    (void)state;
    struct bytes asked = new_exif(), other;
    struct forge none = {0}, chunks = {0};
    assert_int_equal(exif_build(3, &(struct caption){0}, &other, NULL), SLADD_OK);
    forge_chunk(&chunks, "eXIf", other.data, other.size);
    struct forge file = png_of(&chunks, &none, "");
    assert_refused(&file, bytes_span(&asked), nothing, "another orientation");
    forge_clear(&file), forge_clear(&chunks);
    bytes_clear(&asked), bytes_clear(&other);
}

static void refuses_every_foreign_chunk(void **state) {
    (void)state;
    static const char *const types[] = {"PLTE", "tRNS", "bKGD", "hIST", "pHYs", "sBIT", "sPLT", "tIME", "tEXt", "zTXt",
                                        "iTXt", "eXIf", "acTL", "fcTL", "fdAT", "caBX", "oFFs", "pCAL", "sCAL", "sTER",
                                        "dSIG", "cICP", "prVt", "IHDR", "sRGB", "gAMA", "cHRM", "iCCP", "CgBI"};
    struct forge none = {0};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        for (int behind = 0; behind < 2; behind++) {
            struct forge chunks = {0};
            forge_chunk(&chunks, types[i], "CANARY", 6);
            struct forge file = behind ? png_of(&none, &chunks, "") : png_of(&chunks, &none, "");
            assert_refused(&file, nothing, nothing, types[i]);
            forge_clear(&file), forge_clear(&chunks);
        }
}

static enum sladd_status judged_with_phys(const uint8_t *content, size_t size, int times, unsigned dpi) {
    struct forge none = {0}, chunks = {0};
    for (int i = 0; i < times; i++)
        forge_chunk(&chunks, "pHYs", content, size);
    struct forge file = png_of(&chunks, &none, "");
    enum sladd_status status = judged(&file, dpi);
    forge_clear(&file), forge_clear(&chunks);
    return status;
}

static void allows_no_density_but_the_chosen_in_a_png(void **state) {
    const uint8_t phys[] = {0, 0, 0x2E, 0x23, 0, 0, 0x2E, 0x23, 1, 0}; /* 11811 per metre; and one byte more */
    struct forge none = {0}, late = {0};
    (void)state;
    assert_int_equal(judged_with_phys(phys, 9, 0, 0), SLADD_OK);
    assert_int_equal(judged_with_phys(phys, 9, 0, 300), SLADD_VERIFY);
    assert_int_equal(judged_with_phys(phys, 9, 1, 300), SLADD_OK);
    assert_int_equal(judged_with_phys(phys, 9, 1, 0), SLADD_VERIFY);
    assert_int_equal(judged_with_phys(phys, 9, 1, 299), SLADD_VERIFY);
    assert_int_equal(judged_with_phys(phys, 9, 2, 300), SLADD_VERIFY);
    assert_int_equal(judged_with_phys(phys, 8, 1, 300), SLADD_VERIFY);
    assert_int_equal(judged_with_phys(phys, 10, 1, 300), SLADD_VERIFY);
    for (size_t at = 0; at < 9; at++) {
        uint8_t other[sizeof phys];
        memcpy(other, phys, sizeof phys);
        other[at] ^= 1;
        assert_int_equal(judged_with_phys(other, 9, 1, 300), SLADD_VERIFY);
    }
    forge_chunk(&late, "pHYs", phys, 9);
    struct forge file = png_of(&none, &late, "");
    assert_int_equal(judged(&file, 300), SLADD_VERIFY);
    forge_clear(&file), forge_clear(&late);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(judges_a_png),
        cmocka_unit_test(refuses_other_headers),
        cmocka_unit_test(refuses_another_exif_in_a_png),
        cmocka_unit_test(refuses_every_foreign_chunk),
        cmocka_unit_test(allows_no_density_but_the_chosen_in_a_png),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
