/* What an EXIF block says beside its tags is named: bytes that belong to nothing, and values longer than they can be.
 */
#include "../support/forge.h"
#include "audit/leaks.h"
#include "metadata/tiff.h"
#include "metadata/xmp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <time.h>

#include <cmocka.h>

static const struct forge_tag sound[] = {{0x0112, 6}, {0x0128, 2}, {0x0213, 1}};

static bool has(struct span tiff, const char *name) {
    struct sladd_names names = {0};
    int orientation = 0;
    bool found = false;
    assert_true(tiff_survey(tiff, "exif:", &orientation, &names));
    for (size_t i = 0; i < names.count; i++)
        found = found || strcmp(names.items[i], name) == 0;
    sladd_names_clear(&names);
    return found;
}

static void bytes_that_belong_to_nothing(void **state) {
    (void)state;
    enum check_rule rule;
    for (int little = 0; little < 2; little++) {
        struct forge tiff = forge_tiff(little, sound, 3, 0);
        assert_false(has(forge_span(&tiff), "exif:hidden-bytes"));
        forge_add(&tiff, "\0\0\0\0", 4);
        assert_false(has(forge_span(&tiff), "exif:hidden-bytes")); /* padding */
        forge_add(&tiff, "Kari", 4);
        assert_true(has(forge_span(&tiff), "exif:hidden-bytes"));
        forge_clear(&tiff);
        tiff = forge_tiff(little, sound, 3, 0); /* in a value's field, beside the value */
        tiff.data[21] = 'K';
        assert_true(has(forge_span(&tiff), "exif:hidden-bytes"));
        forge_clear(&tiff);
    }
    struct forge gap = {0}, plain = forge_tiff(1, sound, 3, 0);
    forge_add(&gap, "II*\0\x0E\0\0\0Secret", 14);
    forge_add(&gap, plain.data + 8, plain.size - 8);
    assert_true(has(forge_span(&gap), "exif:hidden-bytes"));
    assert_true(leaks_rule("exif:hidden-bytes", false, &rule) && rule == RULE_ID_HIDDEN_BYTES);
    forge_clear(&gap), forge_clear(&plain);
}

/* One entry whose value lies behind the directory. */
static struct forge with_value(uint16_t tag, uint16_t type, uint32_t count, size_t size) {
    struct forge made = {0};
    forge_add(&made, "II*\0\x08\0\0\0\x01\0", 10);
    forge_16(&made, 1, tag);
    forge_16(&made, 1, type);
    forge_32(&made, 1, count);
    forge_32(&made, 1, 26);
    forge_32(&made, 1, 0);
    for (size_t i = 0; i < size; i++)
        forge_add(&made, "Kari" + i % 4, 1);
    return made;
}

static void values_longer_than_they_can_be(void **state) {
    static const struct {
        uint16_t tag;
        const char *tail;
    } tags[] = {
        {0x0100, "exif:ImageWidth-tail"},      {0x0101, "exif:ImageLength-tail"},
        {0x0102, "exif:BitsPerSample-tail"},   {0x0103, "exif:Compression-tail"},
        {0x0112, "exif:Orientation-tail"},     {0x011A, "exif:XResolution-tail"},
        {0x0128, "exif:ResolutionUnit-tail"},  {0x0211, "exif:YCbCrCoefficients-tail"},
        {0x9000, "exif:ExifVersion-tail"},     {0x9101, "exif:ComponentsConfiguration-tail"},
        {0xA000, "exif:FlashpixVersion-tail"}, {0xA001, "exif:ColorSpace-tail"},
        {0xA002, "exif:PixelXDimension-tail"},
    };
    enum check_rule rule;
    (void)state;
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        for (uint16_t type = 1; type <= 7; type += 6) {
            struct forge tiff = with_value(tags[i].tag, type, 10000, 10000);
            if (!has(forge_span(&tiff), tags[i].tail))
                fail_msg("%s", tags[i].tail);
            assert_true(has(forge_span(&tiff), "exif:hidden-bytes"));
            assert_true(leaks_rule(tags[i].tail, false, &rule) && rule == RULE_ID_HIDDEN_BYTES);
            forge_clear(&tiff);
        }
    struct forge tiff = with_value(0x011A, 5, 1, 8); /* a resolution as it should be */
    assert_false(has(forge_span(&tiff), "exif:XResolution-tail") || has(forge_span(&tiff), "exif:hidden-bytes"));
    forge_clear(&tiff);
    tiff = with_value(0x010E, 2, 5000, 5000); /* a text is named for itself, however long */
    assert_true(has(forge_span(&tiff), "exif:ImageDescription"));
    assert_false(has(forge_span(&tiff), "exif:hidden-bytes"));
    forge_clear(&tiff);
}

/* Values that the end of the block cuts off within a number, which is then no number: nothing beyond is read. */
static void values_cut_off(void **state) {
    static const struct {
        uint16_t tag, type, count, part;
        const char *odd;
    } values[] = {
        {0x0102, 3, 4, 2, "exif:BitsPerSample-odd"},       {0x0102, 4, 2, 4, "exif:BitsPerSample-odd"},
        {0x011A, 5, 1, 8, "exif:XResolution-odd"},         {0x0211, 5, 3, 8, "exif:YCbCrCoefficients-odd"},
        {0x0214, 5, 6, 8, "exif:ReferenceBlackWhite-odd"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        for (size_t size = 0; size < (size_t)values[i].count * values[i].part; size++) {
            struct forge tiff = with_value(values[i].tag, values[i].type, values[i].count, 0);
            uint8_t *bytes = calloc(tiff.size + size, 1); /* not one byte more than there is */
            assert_non_null(bytes);
            memcpy(bytes, tiff.data, tiff.size);
            assert_int_equal(has((struct span){bytes, tiff.size + size}, values[i].odd), size % values[i].part != 0);
            free(bytes);
            forge_clear(&tiff);
        }
}

/* Thousands of values on one place, each as long as the block: quickly done with. */
static void values_on_one_another(void **state) {
    (void)state;
    enum { COUNT = 1000, SIZE = 4 << 20 };
    struct forge tiff = {0};
    forge_add(&tiff, "II*\0\x08\0\0\0", 8);
    forge_16(&tiff, 1, COUNT);
    for (int i = 0; i < COUNT; i++) {
        forge_16(&tiff, 1, (uint16_t)(0xC000 + i));
        forge_16(&tiff, 1, 7);
        forge_32(&tiff, 1, SIZE);
        forge_32(&tiff, 1, 8);
    }
    char *rest = malloc(SIZE);
    assert_non_null(rest);
    memset(rest, 'K', SIZE);
    forge_add(&tiff, rest, SIZE);
    assert_false(has(forge_span(&tiff), "exif:damaged"));
    free(rest);
    forge_clear(&tiff);
}

/* A first directory of `below` directories without entries, each of which has a place of its own behind the list. */
static struct forge with_directories(uint32_t below) {
    struct forge made = with_value(0x014A, 4, below, 0);
    for (uint32_t i = 0; i < below; i++)
        forge_32(&made, 1, 26 + 4 * below + 6 * i);
    for (uint32_t i = 0; i < below; i++)
        forge_add(&made, "\0\0\0\0\0\0", 6);
    return made;
}

static void directories_without_end(void **state) {
    (void)state;
    enum { MOST = 8 };
    struct tiff_value values[MOST];
    struct forge tiff = with_directories(63); /* as many as are followed */
    assert_int_equal(tiff_find_all(forge_span(&tiff), 700, values, MOST), 0);
    forge_clear(&tiff);
    tiff = with_directories(64);
    assert_int_equal(tiff_find_all(forge_span(&tiff), 700, values, MOST), MOST + 1);
    forge_clear(&tiff);
}

/* What was on the stack before is nothing that was found: here it would look like empty packets. */
static void clear_the_stack(void) {
    volatile uint8_t nothing[8192];
    for (size_t i = 0; i < sizeof nothing; i++)
        nothing[i] = 0;
}

/* No packet is looked for in what was not found. */
static void directories_beyond_which_nobody_looks(void **state) {
    (void)state;
    void (*volatile clear)(void) = clear_the_stack;
    struct forge tiff = with_directories(64);
    struct xmp_packets packets = {0};
    clear();
    assert_int_equal(xmp_packets_in_tiff(&packets, forge_span(&tiff), NULL), SLADD_OK);
    assert_int_equal(packets.count, 0);
    assert_int_equal(packets.problem, XMP_TOO_LARGE);
    forge_clear(&tiff);
}

/* Thousands of lists of directories on one place, each as long as the block and all of its offsets nothing: quickly
 * done with, and not believed. */
static void lists_on_one_another(void **state) {
    (void)state;
    enum { COUNT = 60000, SIZE = 1 << 20 };
    struct tiff_value value;
    struct forge tiff = {0};
    forge_add(&tiff, "II*\0\x08\0\0\0", 8);
    forge_16(&tiff, 1, COUNT);
    for (uint32_t i = 0; i < COUNT; i++) {
        forge_16(&tiff, 1, 0x014A);
        forge_16(&tiff, 1, 4);
        forge_32(&tiff, 1, SIZE / 4);
        forge_32(&tiff, 1, 10 + COUNT * 12);
    }
    char *rest = calloc(SIZE, 1);
    assert_non_null(rest);
    forge_add(&tiff, rest, SIZE);
    free(rest);
    const clock_t start = clock();
    assert_int_equal(tiff_find_all(forge_span(&tiff), 700, &value, 1), 2);
    assert_true(clock() - start < CLOCKS_PER_SEC);
    forge_clear(&tiff);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_that_belong_to_nothing),
        cmocka_unit_test(values_longer_than_they_can_be),
        cmocka_unit_test(values_cut_off),
        cmocka_unit_test(values_on_one_another),
        cmocka_unit_test(directories_without_end),
        cmocka_unit_test(directories_beyond_which_nobody_looks),
        cmocka_unit_test(lists_on_one_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
