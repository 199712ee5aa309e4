/* Whatever a PNG carries besides its pixels gets a name and never a value; the orientation is the one viewers see. */
#include "../support/forge_png.h"
#include "format/format.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static bool has_name(const struct survey *survey, const char *name) {
    for (size_t i = 0; i < survey->names.count; i++)
        if (strcmp(survey->names.items[i], name) == 0)
            return true;
    return false;
}

static struct survey survey_of(struct span file) {
    struct survey survey;
    struct sladd_error err = {0};
    if (format_survey(file, &survey, &err) != SLADD_OK)
        fail_msg("survey failed: %s", err.text);
    for (size_t i = 0; i < survey.names.count; i++)
        assert_null(strstr(survey.names.items[i], "CANARY"));
    return survey;
}

/* One pixel of grey, with chunks in front of and behind the image data. */
static struct forge png_with(const char *type, struct span data, bool in_front, const char *idat_tail,
                             const char *trailer) {
    static const uint8_t header[13] = {0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0}, pixel[2] = {0, 77};
    uint8_t packed[64];
    uLongf size = sizeof packed;
    assert_int_equal(compress(packed, &size, pixel, sizeof pixel), Z_OK);
    struct forge file = {0}, idat = {0};
    forge_add(&idat, packed, size);
    forge_add(&idat, idat_tail, strlen(idat_tail));
    forge_add(&file, "\x89PNG\r\n\x1A\n", 8);
    forge_chunk(&file, "IHDR", header, sizeof header);
    if (in_front && type != NULL)
        forge_chunk(&file, type, data.data, data.size);
    forge_chunk(&file, "IDAT", idat.data, idat.size);
    if (!in_front && type != NULL)
        forge_chunk(&file, type, data.data, data.size);
    forge_chunk(&file, "IEND", NULL, 0);
    forge_add(&file, trailer, strlen(trailer));
    forge_clear(&idat);
    return file;
}

static void names_every_chunk(void **state) {
    (void)state;
    static const struct {
        const char *type, *data, *name;
    } cases[] = {{"tEXt", "Author_CANARY", "png:tEXt"},
                 {"zTXt", "CANARY", "png:zTXt"},
                 {"iTXt", "CANARY", "png:iTXt"},
                 {"tIME", "CANARY.", "png:tIME"},
                 {"pHYs", "CANARY...", "png:pHYs"},
                 {"sPLT", "CANARY", "png:sPLT"},
                 {"hIST", "CANARY", "png:hIST"},
                 {"bKGD", "CANARY", "png:bKGD"},
                 {"sBIT", "C", "png:sBIT"},
                 {"caBX", "CANARY", "png:c2pa"},
                 {"acTL", "CANARY..", "png:apng"},
                 {"prVt", "CANARY", "png:prVt"},
                 {"PLTE", "CAN", "png:PLTE"},
                 {"eXIf", "CANARY", "png:eXIf:damaged"},
                 {"iCCP", "CANARY", "icc:damaged"},
                 {"tEXt", "Raw profile type exif.CANARY", "png:raw-profile"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int front = 0; front < 2; front++) {
            struct span data = {(const uint8_t *)cases[i].data, strlen(cases[i].data)};
            struct forge file = png_with(cases[i].type, data, front, "", "");
            struct survey survey = survey_of(forge_span(&file));
            if (!has_name(&survey, cases[i].name))
                fail_msg("%s is not named", cases[i].name);
            survey_clear(&survey);
            forge_clear(&file);
        }
    struct span xmp = {(const uint8_t *)"XML:com.adobe.xmp\0\0\0\0\0CANARY", 28};
    struct forge file = png_with("iTXt", xmp, true, "CANARY", "CANARY");
    struct survey survey = survey_of(forge_span(&file));
    assert_true(has_name(&survey, "xmp") && has_name(&survey, "png:trailer") && has_name(&survey, "png:idat-tail"));
    survey_clear(&survey);
    forge_clear(&file);
    file = png_with(NULL, xmp, true, "", "");
    survey = survey_of(forge_span(&file));
    assert_int_equal(survey.names.count, 0);
    survey_clear(&survey);
    forge_clear(&file);
}

/* Behind the image data no viewer takes a profile any more; before it, the first one counts. */
static void takes_a_profile_in_front_only(void **state) {
    (void)state;
    uint8_t profile[200] = {0}, packed[300];
    uLongf size = sizeof packed;
    memcpy(profile + 16, "GRAY", 4);
    assert_int_equal(compress(packed, &size, profile, sizeof profile), Z_OK);
    struct forge data = {0};
    forge_add(&data, "icc\0", 5);
    forge_add(&data, packed, size);
    for (int front = 0; front < 2; front++) {
        struct forge file = png_with("iCCP", forge_span(&data), front, "", "");
        struct survey survey = survey_of(forge_span(&file));
        assert_int_equal(survey.icc.size, front ? sizeof profile : 0);
        assert_int_equal(has_name(&survey, "icc:damaged"), !front);
        survey_clear(&survey);
        forge_clear(&file);
    }
    forge_clear(&data);
}

static void names_damage(void **state) {
    (void)state;
    struct forge png = png_with(NULL, (struct span){0}, true, "", "");
    struct survey survey = survey_of((struct span){png.data, png.size - 1});
    assert_true(has_name(&survey, "png:damaged")); /* bytes of nothing */
    survey_clear(&survey);
    survey = survey_of((struct span){png.data, png.size - 12}); /* only the end marker is missing */
    assert_true(!has_name(&survey, "png:damaged") && survey.notices.count == 1);
    survey_clear(&survey);
    png.data[png.size - 1] ^= 1; /* a CRC */
    survey = survey_of(forge_span(&png));
    assert_int_equal(survey.notices.count, 1);
    survey_clear(&survey);
    forge_clear(&png);
}

/* A profile of the right colour space is unpacked; what is wrong with one is named. */
static void unpacks_the_profile_of_a_png(void **state) {
    (void)state;
    static const struct {
        const char *space, *tail, *name;
        size_t size;
    } cases[] = {{"GRAY", "", NULL, 200},
                 {"GRAY", "CANARY", "icc:trailer", 200},
                 {"RGB ", "", "icc:mismatch", 200},
                 {"GRAY", "", "icc:mismatch", 100}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t profile[200] = {0}, packed[300];
        uLongf size = sizeof packed;
        memcpy(profile + 16, cases[i].space, 4);
        assert_int_equal(compress(packed, &size, profile, cases[i].size), Z_OK);
        struct forge data = {0};
        forge_add(&data, "CANARY\0", 8);
        forge_add(&data, packed, size);
        forge_add(&data, cases[i].tail, strlen(cases[i].tail));
        for (int cut = 0; cut < 2; cut++) {
            struct forge file = png_with("iCCP", (struct span){data.data, data.size - (cut ? 12 : 0)}, true, "", "");
            struct survey survey = survey_of(forge_span(&file));
            const char *name = cut ? "icc:damaged" : cases[i].name;
            assert_int_equal(survey.names.count, name != NULL);
            assert_true(name == NULL || has_name(&survey, name));
            assert_int_equal(survey.icc.size, cut || (name != NULL && strcmp(name, "icc:mismatch") == 0) ? 0 : 200);
            survey_clear(&survey);
            forge_clear(&file);
        }
        forge_clear(&data);
    }
}

static void add_numbers(struct forge *chunks, const char *type, const uint32_t *numbers, size_t count) {
    struct forge data = {0};
    for (size_t i = 0; i < count; i++)
        forge_big32(&data, numbers[i]);
    forge_chunk(chunks, type, data.data, data.size);
    forge_clear(&data);
}

/* What a file says of its colours is in the copy's profile, or the report says that it is not. */
static void names_the_colours_that_a_copy_does_not_have(void **state) {
    (void)state;
    static const uint32_t usual[8] = {31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000},
                          nonsense[8] = {34500, 22000, 6000, 94000, 85000, 94000, 15000, 97000};
    static const struct {
        uint32_t gamma; /* 0: none */
        const uint32_t *primaries;
        bool srgb;
        const char *named; /* NULL: nothing */
        bool profile;
    } cases[] = {{45455, NULL, false, NULL, true},       {45455, usual, false, NULL, true},
                 {0, usual, false, "png:cHRM", false},   {0, usual, true, NULL, false},
                 {500, usual, false, "png:cHRM", false}, {500, NULL, false, "png:gAMA", false},
                 {500, usual, false, "png:gAMA", false}, {45455, nonsense, false, "png:gAMA", false},
                 {45455, nonsense, true, NULL, false}};
    struct png_kind kind = {PNG_COLOR_TYPE_RGB, 8, false, false};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct forge chunks = {0}, plain = forge_png(&kind);
        struct bytes icc;
        struct sladd_names removed = {0};
        bool named = false;
        if (cases[i].gamma > 0)
            add_numbers(&chunks, "gAMA", &cases[i].gamma, 1);
        if (cases[i].primaries != NULL)
            add_numbers(&chunks, "cHRM", cases[i].primaries, 8);
        if (cases[i].srgb)
            forge_chunk(&chunks, "sRGB", "\0", 1);
        struct forge file = forge_insert(forge_span(&plain), 33, forge_span(&chunks));
        struct survey survey = survey_of(forge_span(&file));
        assert_int_equal(survey_removed(&survey, &icc, &removed, NULL), SLADD_OK);
        for (size_t n = 0; n < removed.count; n++)
            named = named || (cases[i].named != NULL && strcmp(removed.items[n], cases[i].named) == 0);
        if ((icc.size > 0) != cases[i].profile || named != (cases[i].named != NULL) ||
            (cases[i].named == NULL && removed.count > 0))
            fail_msg("case %zu: %zu bytes of profile, %zu names", i, icc.size, removed.count);
        bytes_clear(&icc);
        sladd_names_clear(&removed);
        survey_clear(&survey);
        forge_clear(&file), forge_clear(&plain), forge_clear(&chunks);
    }
}

static void reads_the_orientation_of_a_png(void **state) {
    (void)state;
    static const struct forge_tag seven[] = {{0x0112, 7}, {0x010F, 1}};
    struct forge tiff = forge_tiff(1, seven, 2, 0);
    struct forge prefixed = {0};
    forge_add(&prefixed, "Exif\0\0", 6);
    forge_add(&prefixed, tiff.data, tiff.size);
    const struct forge *blocks[] = {&tiff, &prefixed};
    for (int i = 0; i < 4; i++) { /* with and without the prefix of JPEG; in front and behind */
        struct forge file = png_with("eXIf", forge_span(blocks[i % 2]), i / 2, "", "");
        struct survey survey = survey_of(forge_span(&file));
        assert_int_equal(survey.orientation, 7);
        assert_true(has_name(&survey, "png:eXIf:Make"));
        survey_clear(&survey);
        forge_clear(&file);
    }
    forge_clear(&prefixed);
    forge_clear(&tiff);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_every_chunk),
        cmocka_unit_test(takes_a_profile_in_front_only),
        cmocka_unit_test(names_damage),
        cmocka_unit_test(unpacks_the_profile_of_a_png),
        cmocka_unit_test(names_the_colours_that_a_copy_does_not_have),
        cmocka_unit_test(reads_the_orientation_of_a_png),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
