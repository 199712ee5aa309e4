/* Whatever a JPEG carries besides its pixels gets a name and never a value; the orientation is the one viewers see. */
#include "../support/forge.h"
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

/* Every kind of segment, in front of the picture. */
struct planted {
    uint8_t marker;
    const char *payload;
    size_t size;
    const char *name;
};
#define SEGMENT(marker, payload, name)                                                                                 \
    { marker, payload, sizeof(payload) - 1, name }
static const struct planted planted[] = {
    SEGMENT(0xE0, "JFXX\0\x10 CANARY", "jpeg:jfxx-thumbnail"),
    SEGMENT(0xE0, "CANARY", "jpeg:app0"),
    SEGMENT(0xE0, "JFIF\0\1\1\0\0\1\0\1\1\1CANARY", "jpeg:jfif-thumbnail"),
    SEGMENT(0xE0, "JFIF\0\1\1\0\0\1\0\1\0\0CANARY", "jpeg:jfif-tail"),
    SEGMENT(0xE0, "JFIF\0\1\1\1\0\x48\0\x48\0\0", "jpeg:jfif-density"),
    SEGMENT(0xE1, "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>CANARY", "xmp"),
    SEGMENT(0xE1, "http://ns.adobe.com/xap/1.0/\0http://www.metadataworkinggroup.com/schemas/regions/", "xmp:regions"),
    SEGMENT(0xE1, "http://ns.adobe.com/xmp/extension/\0CANARY", "xmp:extended"),
    SEGMENT(0xE1, "CANARY", "jpeg:app1"),
    SEGMENT(0xE1, "Exif\0\0CANARY!!", "exif:damaged"),
    SEGMENT(0xE2, "MPF\0CANARY", "jpeg:mpf"),
    SEGMENT(0xE2, "urn:iso:std:iso:ts:21496:-1\0CANARY", "jpeg:gainmap"),
    SEGMENT(0xE2, "FPXR\0CANARY", "jpeg:flashpix"),
    SEGMENT(0xE2, "CANARY", "jpeg:app2"),
    SEGMENT(0xE2, "ICC_PROFILE\0\2\3CANARY", "icc:damaged"),
    SEGMENT(0xE3, "CANARY", "jpeg:app3"),
    SEGMENT(0xE5, "CANARY", "jpeg:app5"),
    SEGMENT(0xEB, "JP CANARY c2pa", "jpeg:c2pa"),
    SEGMENT(0xEB, "CANARY", "jpeg:app11"),
    SEGMENT(0xED, "CANARY", "jpeg:app13"),
    SEGMENT(0xED,
            "Photoshop 3.0\0"
            "8BIM\4\4\0\0\0\0\0\6CANARY",
            "iptc"),
    SEGMENT(0xED,
            "Photoshop 3.0\0"
            "8BIM\3\xED\0\0\0\0\0\5CANAR\0"
            "8BIM\4\x0C\0\0\0\0\0\6CANARY",
            "photoshop:thumbnail"),
    SEGMENT(0xED, "Photoshop 3.0\0CANARYCANARY", "photoshop"),
    SEGMENT(0xEE, "Adobe\0\x64\0\0\0\0\1CANARY", "jpeg:adobe-tail"),
    SEGMENT(0xEE, "CANARY", "jpeg:app14"),
    SEGMENT(0xEF, "CANARY", "jpeg:app15"),
    SEGMENT(0xFE, "CANARY", "jpeg:comment"),
    SEGMENT(0xF3, "CANARY", "jpeg:marker-f3"),
    SEGMENT(0xDB, "\3CANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARYCANA", "jpeg:unused-table"),
    SEGMENT(0xDB, "\0CANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARY", "jpeg:table-tail"),
    SEGMENT(0xC4, "\3\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0C", "jpeg:unused-table"),
};

static void names_every_segment(void **state) {
    (void)state;
    for (int progressive = 0; progressive < 2; progressive++) {
        struct forge plain = forge_jpeg(40, 24, progressive, 0);
        struct survey clean = survey_of(forge_span(&plain));
        assert_int_equal(clean.names.count, 0);
        survey_clear(&clean);
        for (size_t i = 0; i < sizeof planted / sizeof *planted; i++) {
            struct forge segment = {0};
            forge_segment(&segment, planted[i].marker, planted[i].payload, planted[i].size);
            struct forge file = forge_insert(forge_span(&plain), 2, forge_span(&segment));
            struct survey survey = survey_of(forge_span(&file));
            if (!has_name(&survey, planted[i].name))
                fail_msg("%s is not named", planted[i].name);
            survey_clear(&survey);
            forge_clear(&file);
            forge_clear(&segment);
        }
        forge_clear(&plain);
    }
}

static void names_what_hides_between_scans_and_behind_the_end(void **state) {
    (void)state;
    struct forge plain = forge_jpeg(40, 24, 1, 0), comment = {0};
    forge_segment(&comment, 0xFE, "CANARY", 6);
    forge_segment(&comment, 0xE1, "http://ns.adobe.com/xap/1.0/\0CANARY", 35);
    size_t third = forge_find(forge_span(&plain), "\xFF\xDA", 2, 2);
    assert_true(third < plain.size);
    struct forge file = forge_insert(forge_span(&plain), third, forge_span(&comment));
    forge_add(&file, "....ftypCANARYHDRGainMap", 24);
    forge_add(&file, plain.data, plain.size);
    struct survey survey = survey_of(forge_span(&file));
    static const char *const names[] = {"jpeg:comment",      "xmp",         "jpeg:trailer", "jpeg:second-image",
                                        "jpeg:motion-video", "jpeg:gainmap"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_true(has_name(&survey, names[i]));
    survey_clear(&survey);
    forge_clear(&file);
    file = forge_insert(forge_span(&plain), 20, (struct span){(const uint8_t *)"CANARY", 6});
    survey = survey_of(forge_span(&file));
    assert_true(has_name(&survey, "jpeg:junk"));
    survey_clear(&survey);
    forge_clear(&file);
    file = forge_insert(forge_span(&plain), plain.size - 2, forge_span(&plain)); /* a whole one before EOI */
    survey = survey_of(forge_span(&file));
    assert_true(has_name(&survey, "jpeg:second-image"));
    survey_clear(&survey);
    forge_clear(&file);
    forge_clear(&comment);
    forge_clear(&plain);
}

static struct forge jpeg_with_exif(const struct forge *const *tiffs, size_t count) {
    struct forge plain = forge_jpeg(16, 16, 0, 0), segments = {0};
    for (size_t i = 0; i < count; i++) {
        struct forge payload = {0};
        forge_add(&payload, "Exif\0\0", 6);
        forge_add(&payload, tiffs[i]->data, tiffs[i]->size);
        forge_segment(&segments, 0xE1, payload.data, payload.size);
        forge_clear(&payload);
    }
    struct forge file = forge_insert(forge_span(&plain), 2, forge_span(&segments));
    forge_clear(&plain);
    forge_clear(&segments);
    return file;
}

/* Viewers have stopped looking there. */
static void ignores_orientation_behind_the_first_scan(void **state) {
    (void)state;
    static const struct forge_tag six[] = {{0x0112, 6}};
    struct forge tiff = forge_tiff(0, six, 1, 0), payload = {0}, segment = {0}, plain = forge_jpeg(40, 24, 1, 0);
    forge_add(&payload, "Exif\0\0", 6);
    forge_add(&payload, tiff.data, tiff.size);
    forge_segment(&segment, 0xE1, payload.data, payload.size);
    for (int scan = 0; scan < 2; scan++) {
        size_t place = forge_find(forge_span(&plain), "\xFF\xDA", 2, scan);
        struct forge file = forge_insert(forge_span(&plain), place, forge_span(&segment));
        struct survey survey = survey_of(forge_span(&file));
        assert_int_equal(survey.orientation, scan == 0 ? 6 : 1);
        survey_clear(&survey);
        forge_clear(&file);
    }
    forge_clear(&tiff), forge_clear(&payload), forge_clear(&segment), forge_clear(&plain);
}

static void reads_the_orientation_that_viewers_see(void **state) {
    (void)state;
    static const struct forge_tag six[] = {{0x0112, 6}}, three[] = {{0x0112, 3}}, wild[] = {{0x0112, 9}},
                                  twice[] = {{0x0112, 77}, {0x0112, 5}, {0x0112, 2}}, none[] = {{0x0128, 2}};
    for (int little = 0; little < 2; little++) {
        struct forge a = forge_tiff(little, six, 1, 0), b = forge_tiff(!little, three, 1, 0),
                     c = forge_tiff(little, wild, 1, 0), d = forge_tiff(little, twice, 3, 0),
                     e = forge_tiff(little, none, 1, 0), broken = forge_tiff(little, six, 1, 0);
        broken.data[2] = broken.data[3] = 0; /* not 42 */
        const struct {
            const struct forge *blocks[2];
            size_t count;
            int orientation;
        } cases[] = {{{&a}, 1, 6}, {{&a, &b}, 2, 6}, {{&b, &a}, 2, 3},      {{&c}, 1, 1},
                     {{&d}, 1, 5}, {{&e, &a}, 2, 1}, {{&broken, &b}, 2, 3}, {{&broken}, 1, 1}};
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            struct forge file = jpeg_with_exif(cases[i].blocks, cases[i].count);
            struct survey survey = survey_of(forge_span(&file));
            assert_int_equal(survey.orientation, cases[i].orientation);
            assert_false(has_name(&survey, "exif:Orientation"));
            survey_clear(&survey);
            forge_clear(&file);
        }
        forge_clear(&a), forge_clear(&b), forge_clear(&c), forge_clear(&d), forge_clear(&e), forge_clear(&broken);
    }
}

/* IFD0 points at an Exif and a GPS directory behind it, and at a thumbnail's directory. */
static struct forge deep_tiff(int little) {
    static const struct forge_tag first[] = {{0x010F, 1}, {0x8769, 74}, {0x8825, 104}, {0x9999, 1}, {0x0112, 8}};
    struct forge tiff = forge_tiff(little, first, 5, 122);
    static const struct {
        uint16_t tags[3];
        size_t count;
    } below[] = {{{0x927C, 0x9003}, 2}, {{0x0002}, 1}, {{0x0201}, 1}};
    static const size_t offsets[] = {74, 104, 122};
    for (size_t d = 0; d < 3; d++) {
        assert_int_equal(tiff.size, offsets[d]);
        forge_16(&tiff, little, (uint16_t)below[d].count);
        for (size_t i = 0; i < below[d].count; i++) {
            forge_16(&tiff, little, below[d].tags[i]);
            forge_16(&tiff, little, 2);
            forge_32(&tiff, little, 4);
            forge_add(&tiff, "CAN", 4);
        }
        forge_32(&tiff, little, 0);
    }
    return tiff;
}

static void names_every_tag(void **state) {
    (void)state;
    static const char *const expected[] = {"exif:0x9999", "exif:DateTimeOriginal", "exif:GPSLatitude",
                                           "exif:Make",   "exif:MakerNote",        "exif:thumbnail"};
    for (int little = 0; little < 2; little++) {
        struct forge tiff = deep_tiff(little);
        const struct forge *blocks[] = {&tiff};
        struct forge file = jpeg_with_exif(blocks, 1);
        struct survey survey = survey_of(forge_span(&file));
        assert_int_equal(survey.orientation, 8);
        assert_int_equal(survey.names.count, sizeof expected / sizeof *expected);
        for (size_t i = 0; i < survey.names.count; i++)
            assert_string_equal(survey.names.items[i], expected[i]);
        survey_clear(&survey);
        forge_clear(&file);
        forge_clear(&tiff);
    }
}

static void names_damage(void **state) {
    (void)state;
    static const struct forge_tag make[] = {{0x010F, 1}};
    struct forge jpeg = forge_jpeg(16, 16, 0, 0);
    struct forge tiff = forge_tiff(0, make, 1, 0);
    struct survey survey = survey_of((struct span){jpeg.data, jpeg.size - 2}); /* only the end marker is missing */
    assert_true(!has_name(&survey, "jpeg:damaged") && survey.notices.count == 1);
    survey_clear(&survey);
    survey = survey_of(forge_span(&jpeg));
    assert_int_equal(survey.notices.count, 0);
    survey_clear(&survey);
    survey = survey_of((struct span){jpeg.data, 100});
    assert_true(has_name(&survey, "jpeg:damaged"));
    survey_clear(&survey);
    tiff.data[9] = 5; /* entries, of which there is one */
    const struct forge *blocks[] = {&tiff};
    struct forge with = jpeg_with_exif(blocks, 1);
    survey = survey_of(forge_span(&with));
    assert_true(has_name(&survey, "exif:damaged") && has_name(&survey, "exif:Make"));
    survey_clear(&survey);
    forge_clear(&with), forge_clear(&tiff), forge_clear(&jpeg);
}

/* Parts in the wrong order are put in order; a missing one makes the profile useless. */
static void joins_an_icc_profile(void **state) {
    (void)state;
    struct forge plain = forge_jpeg(16, 16, 0, 0), segments = {0};
    forge_segment(&segments, 0xE2, "ICC_PROFILE\0\2\2def", 17);
    forge_segment(&segments, 0xE2, "ICC_PROFILE\0\1\2abc", 17);
    struct forge file = forge_insert(forge_span(&plain), 2, forge_span(&segments));
    struct survey survey = survey_of(forge_span(&file));
    assert_int_equal(survey.icc.size, 6);
    assert_memory_equal(survey.icc.data, "abcdef", 6);
    survey_clear(&survey);
    forge_clear(&file);
    file = forge_insert(forge_span(&plain), 2, (struct span){segments.data, segments.size / 2});
    survey = survey_of(forge_span(&file));
    assert_int_equal(survey.icc.size, 0);
    assert_true(has_name(&survey, "icc:damaged"));
    survey_clear(&survey);
    forge_clear(&file);
    forge_clear(&segments);
    forge_clear(&plain);
}

/* By one of other colours than its own no two viewers need to show a picture alike. */
static void leaves_the_profile_of_other_colours(void **state) {
    (void)state;
    static const struct {
        uint8_t components;
        const char *space;
        bool fits;
    } cases[] = {{1, "GRAY", true},  {1, "RGB ", true},  {1, "CMYK", false}, {3, "GRAY", false}, {3, "RGB ", true},
                 {3, "CMYK", false}, {4, "GRAY", false}, {4, "RGB ", false}, {4, "CMYK", true},  {3, "Lab ", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct forge plain = forge_jpeg(16, 16, 0, 0), segments = {0}, payload = {0};
        const uint8_t head[16] = {0};
        forge_add(&payload, "ICC_PROFILE\0\1\1", 14);
        forge_add(&payload, head, sizeof head);
        forge_add(&payload, cases[i].space, 4);
        forge_segment(&segments, 0xE2, payload.data, payload.size);
        struct forge file = forge_insert(forge_span(&plain), 2, forge_span(&segments));
        file.data[forge_find(forge_span(&file), "\xFF\xC0", 2, 0) + 9] = cases[i].components;
        struct survey survey = survey_of(forge_span(&file));
        assert_int_equal(survey.icc.size, cases[i].fits ? 20 : 0);
        assert_int_equal(has_name(&survey, "icc:mismatch"), !cases[i].fits);
        survey_clear(&survey);
        forge_clear(&file), forge_clear(&payload), forge_clear(&segments), forge_clear(&plain);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_every_segment),
        cmocka_unit_test(names_what_hides_between_scans_and_behind_the_end),
        cmocka_unit_test(reads_the_orientation_that_viewers_see),
        cmocka_unit_test(ignores_orientation_behind_the_first_scan),
        cmocka_unit_test(names_every_tag),
        cmocka_unit_test(names_damage),
        cmocka_unit_test(joins_an_icc_profile),
        cmocka_unit_test(leaves_the_profile_of_other_colours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
