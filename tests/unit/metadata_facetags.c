/* Face tags lie where the person was tagged, whatever the orientation and the container; what cannot be placed or
 * trusted is no tag. */
#include "../support/forge_tags.h"
#include "base/image.h"
#include "format/format.h"
#include "metadata/facetags.h"
#include "metadata/xmp.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { WIDTH = 400, HEIGHT = 300 };

static const struct coded_frame as_coded;

static struct span text_span(const char *text) {
    return (struct span){(const uint8_t *)text, strlen(text)};
}

/* Of a photo's own file, then of a sidecar beside it; either may be empty. */
static enum sladd_status read_tags(struct span file, struct span sidecar, int orientation, struct face_tags *tags) {
    struct xmp_packets packets = {0};
    enum sladd_status status = format_find_xmp(file, &packets, NULL);
    if (status == SLADD_OK && sidecar.data != NULL)
        status = xmp_packets_add(&packets, sidecar, NULL);
    if (status == SLADD_OK)
        status = face_tags_read(&packets, sidecar.data != NULL, WIDTH, HEIGHT, orientation, &as_coded, tags, NULL);
    xmp_packets_clear(&packets);
    return status;
}

static struct face_tags read_text(const char *xmp, int orientation) {
    struct face_tags tags = {0};
    assert_int_equal(read_tags((struct span){0}, text_span(xmp), orientation, &tags), SLADD_OK);
    return tags;
}

static void expect_box(const struct face_tag *tag, const char *name, double x, double y, double width, double height) {
    if (name != NULL)
        assert_string_equal(tag->name, name);
    else
        assert_null(tag->name);
    assert_true(fabs(tag->box.x - x) < 1e-9 && fabs(tag->box.y - y) < 1e-9);
    assert_true(fabs(tag->box.width - width) < 1e-9 && fabs(tag->box.height - height) < 1e-9);
}

/* `same_size`: the packet says that the tag was drawn on a picture of this size. */
static void expect_one(const char *xmp, int orientation, bool same_size, double x, double y, double width,
                       double height) {
    struct face_tags tags = read_text(xmp, orientation);
    assert_int_equal(tags.count, 1);
    assert_int_equal(tags.unplaced_count, 0);
    assert_int_equal(tags.problem, XMP_SOUND);
    assert_int_equal(tags.items[0].same_size, same_size);
    expect_box(&tags.items[0], "Kari", x, y, width, height);
    face_tags_clear(&tags);
}

/* There is a tag, and it is known by its place in the list alone. */
static void expect_unplaced(const char *xmp, const char *path) {
    struct face_tags tags = read_text(xmp, 1);
    assert_int_equal(tags.count, 0);
    assert_int_equal(tags.problem, XMP_SOUND);
    assert_int_equal(tags.unplaced_count, 1);
    assert_string_equal(tags.unplaced[0].path, path);
    face_tags_clear(&tags);
}

static void expect_none(const char *xmp) {
    struct face_tags tags = read_text(xmp, 1);
    assert_int_equal(tags.count + tags.unplaced_count, 0);
    assert_int_equal(tags.problem, XMP_SOUND);
    face_tags_clear(&tags);
}

/* The reference is the pixels: a bright rectangle turned upright by the same function that the detector's image is
 * turned with. */
static void expect_where_the_pixels_are(const char *xmp, int orientation, bool same_size) {
    struct sladd_image image;
    assert_int_equal(sladd_image_init(&image, WIDTH, HEIGHT, NULL), SLADD_OK);
    for (int y = 60; y < 150; y++)
        memset(image.data + (size_t)y * image.stride + (size_t)3 * 40, 255, (size_t)3 * 80);
    assert_int_equal(sladd_image_upright(&image, orientation, NULL), SLADD_OK);
    int left = image.width, top = image.height, right = 0, bottom = 0;
    for (int y = 0; y < image.height; y++)
        for (int x = 0; x < image.width; x++)
            if (image.data[(size_t)y * image.stride + (size_t)3 * (size_t)x] != 0) {
                left = x < left ? x : left;
                top = y < top ? y : top;
                right = x + 1 > right ? x + 1 : right;
                bottom = y + 1 > bottom ? y + 1 : bottom;
            }
    double w = image.width, h = image.height;
    expect_one(xmp, orientation, same_size, left / w, top / h, (right - left) / w, (bottom - top) / h);
    sladd_image_clear(&image);
}

static void every_orientation(void **state) {
    (void)state;
    for (int orientation = 1; orientation <= 8; orientation++) {
        expect_where_the_pixels_are(PLAIN, orientation, true);
        expect_where_the_pixels_are(HEAD REGIONS("", KARI) TAIL, orientation, false);
        expect_where_the_pixels_are(HEAD PEOPLE(PERSON("Kari", "0.1, 0.2, 0.2, 0.3")) TAIL, orientation, false);
        expect_where_the_pixels_are(
            HEAD REGIONS(SIZE("400", "300"), REGION("Face", "Kari", "pixel", "80", "105", "80", "90")) TAIL,
            orientation, true);
    }
}

/* Writers that turn the photo first say so by the size they applied the regions to. */
static void upright_writers(void **state) {
    (void)state;
    for (int orientation = 5; orientation <= 8; orientation++)
        expect_one(HEAD REGIONS(SIZE("300", "400"), KARI) TAIL, orientation, true, 0.1, 0.2, 0.2, 0.3);
    expect_one(HEAD REGIONS(SIZE("600", "800"), KARI) TAIL, 6, false, 0.1, 0.2, 0.2, 0.3);
    for (int orientation = 1; orientation <= 4; orientation++)
        expect_where_the_pixels_are(HEAD REGIONS(SIZE("300", "400"), KARI) TAIL, orientation, false);
}

static void resized_photos(void **state) {
    (void)state;
    expect_where_the_pixels_are(HEAD REGIONS(SIZE("4000", "3000"), KARI) TAIL, 6, false);
    expect_where_the_pixels_are(HEAD REGIONS(SIZE("401", "300"), KARI) TAIL, 1, false);
    expect_where_the_pixels_are(HEAD REGIONS(SIZE("133", "100"), KARI) TAIL, 1, false); /* 133.3 */
    expect_where_the_pixels_are(
        HEAD REGIONS(SIZE("4000", "3000"), REGION("Face", "Kari", "pixel", "800", "1050", "800", "900")) TAIL, 8,
        false);
}

/* Nothing says where these lie: the least wrong guess is the stored frame, and that it is a guess is said. */
static void cropped_photos(void **state) {
    (void)state;
    for (int orientation = 1; orientation <= 8; orientation++) {
        expect_where_the_pixels_are(HEAD REGIONS(SIZE("400", "400"), KARI) TAIL, orientation, false);
        expect_where_the_pixels_are(HEAD REGIONS(SIZE("500", "300"), KARI) TAIL, orientation, false);
        expect_where_the_pixels_are(
            HEAD REGIONS(SIZE("400", "200"), "") PEOPLE(PERSON("Kari", "0.1, 0.2, 0.2, 0.3")) TAIL, orientation, false);
    }
}

static void sizes_that_say_nothing(void **state) {
    static const char pixels[] =
        HEAD REGIONS(SIZE("0", "0"), REGION("Face", "Kari", "pixel", "80", "105", "80", "90")) TAIL;
    (void)state;
    expect_where_the_pixels_are(HEAD REGIONS(SIZE("0", "0"), KARI) TAIL, 1, false);
    expect_where_the_pixels_are(HEAD REGIONS(SIZE("-400", "-300"), KARI) TAIL, 1, false);
    expect_where_the_pixels_are(HEAD REGIONS(SIZE("nan", "300"), KARI) TAIL, 1, false);
    expect_where_the_pixels_are(HEAD REGIONS(SIZE("1e308", "1e308"), KARI) TAIL, 1, false);
    expect_where_the_pixels_are(HEAD REGIONS(SIZE("inf", "inf"), KARI) TAIL, 1, false);
    expect_where_the_pixels_are(HEAD REGIONS("<mwg-rs:AppliedToDimensions stDim:w='400'/>", KARI) TAIL, 1, false);
    expect_unplaced(pixels, "mwg-rs:RegionList[1]");
}

static void what_is_no_face(void **state) {
    static const char mwg[] = "mwg-rs:RegionList[1]", people[] = "MPRI:Regions[1]";
    (void)state;
    expect_none(HEAD REGIONS(SIZE("400", "300"), REGION("Pet", "Kari", "normalized", "0.2", "0.35", "0.2", "0.3"))
                    TAIL);
    expect_unplaced(
        HEAD REGIONS(SIZE("400", "300"), REGION("Face", "Kari", "inches", "0.2", "0.35", "0.2", "0.3")) TAIL, mwg);
    expect_unplaced(
        HEAD REGIONS(SIZE("400", "300"),
                     "<rdf:li><rdf:Description mwg-rs:Name='Kari' mwg-rs:Type='Face'><mwg-rs:Area stArea:x='0.2' "
                     "stArea:y='0.3' stArea:d='0.1' stArea:unit='normalized'/></rdf:Description></rdf:li>") TAIL,
        mwg);
    static const char *const boxes[][4] = {
        {"1.2", "0.35", "0.2", "0.3"},  {"0.2", "-0.1", "0.2", "0.3"}, {"0.2", "0.35", "0", "0.3"},
        {"0.2", "0.35", "-0.2", "0.3"}, {"0.2", "0.35", "1.5", "0.3"}, {"0.2", "0.5", "0.2", "1.5"},
        {"0.2.", "0.35", "0.2", "0.3"}, {"nan", "0.35", "0.2", "0.3"}, {"0x1", "0.35", "0.2", "0.3"},
        {"", "0.35", "0.2", "0.3"},
    };
    for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++) {
        char xmp[4000];
        (void)snprintf(xmp, sizeof xmp, HEAD REGIONS(SIZE("400", "300"), FACE("Kari", "%s", "%s", "%s", "%s")) TAIL,
                       boxes[i][0], boxes[i][1], boxes[i][2], boxes[i][3]);
        expect_unplaced(xmp, mwg);
    }
    expect_unplaced(HEAD PEOPLE(PERSON("Kari", "0.1, 0.2, 0.2")) TAIL, people);
    expect_unplaced(HEAD PEOPLE(PERSON("Kari", "0.1, 0.2, 0.2, 0.3, 0.4")) TAIL, people);
    expect_unplaced(HEAD PEOPLE(PERSON("Kari", "0,1, 0,2")) TAIL, people);
    expect_unplaced(HEAD PEOPLE(PERSON("Kari", "")) TAIL, people);
    /* It stands among others that are well. */
    struct face_tags tags =
        read_text(HEAD REGIONS(SIZE("400", "300"), KARI FACE("Ulf", "", "0.5", "0.1", "0.1") KARI) TAIL, 1);
    assert_int_equal(tags.count, 2);
    assert_int_equal(tags.unplaced_count, 1);
    assert_string_equal(tags.unplaced[0].path, "mwg-rs:RegionList[2]");
    face_tags_clear(&tags);
}

static void names_and_edges(void **state) {
    (void)state;
    struct face_tags tags =
        read_text(HEAD REGIONS(SIZE("400", "300"), FACE("K&#229;re &amp; co", "0.05", "0.05", "0.2", "0.2")
                                                       FACE(" ", "0.5", "0.5", "0.2", "0.2"))
                      PEOPLE(PERSON("Kari", "0.1, 0.2, 0.2, 0.3")) TAIL,
                  1);
    assert_int_equal(tags.count, 3);
    expect_box(&tags.items[0], "K\xC3\xA5re & co", 0, 0, 0.15, 0.15);
    expect_box(&tags.items[1], NULL, 0.4, 0.4, 0.2, 0.2);
    expect_box(&tags.items[2], "Kari", 0.1, 0.2, 0.2, 0.3);
    face_tags_clear(&tags);
}

static void expect_in_file(struct span file, size_t count, enum xmp_problem problem) {
    struct face_tags tags = {0};
    assert_int_equal(read_tags(file, (struct span){0}, 1, &tags), SLADD_OK);
    assert_int_equal(tags.count, count);
    assert_int_equal(tags.problem, problem);
    assert_false(tags.problem_beside);
    for (size_t i = 0; i < count; i++)
        expect_box(&tags.items[i], "Kari", 0.1, 0.2, 0.2, 0.3);
    face_tags_clear(&tags);
}

static void in_a_jpeg(void **state) {
    (void)state;
    struct forge plain = forge_jpeg(16, 16, 0, 0), payload = {0}, segment = {0};
    forge_add(&payload, "http://ns.adobe.com/xap/1.0/", 29);
    forge_add(&payload, PLAIN, sizeof PLAIN - 1);
    forge_segment(&segment, 0xE1, payload.data, payload.size);
    struct forge file = forge_insert(forge_span(&plain), 20, forge_span(&segment));
    expect_in_file(forge_span(&plain), 0, XMP_SOUND);
    expect_in_file(forge_span(&file), 1, XMP_SOUND);
    /* The same in a sidecar: both are heard. */
    struct face_tags tags = {0};
    assert_int_equal(read_tags(forge_span(&file), text_span(PLAIN), 1, &tags), SLADD_OK);
    assert_int_equal(tags.count, 2);
    face_tags_clear(&tags);
    forge_clear(&plain), forge_clear(&payload), forge_clear(&segment), forge_clear(&file);
}

/* The main packet names the extension; its parts come in any order. It names another, it is said to be huge, a part
 * lies outside, a part is missing. */
static void in_an_extension(void **state) {
    (void)state;
    static const char id[] = "0123456789ABCDEF0123456789ABCDEF";
    static const enum xmp_problem problems[] = {XMP_SOUND, XMP_DAMAGED, XMP_TOO_LARGE, XMP_DAMAGED, XMP_DAMAGED};
    for (int variant = 0; variant < 5; variant++) {
        char main[2000];
        (void)snprintf(main, sizeof main,
                       HEAD "<n:HasExtendedXMP xmlns:n='http://ns.adobe.com/xmp/note/'>%s</n:HasExtendedXMP>" TAIL,
                       variant == 1 ? "another" : id);
        struct forge plain = forge_jpeg(16, 16, 0, 0), segments = {0}, payload = {0};
        forge_add(&payload, "http://ns.adobe.com/xap/1.0/", 29);
        forge_add(&payload, main, strlen(main));
        forge_segment(&segments, 0xE1, payload.data, payload.size);
        size_t whole = sizeof PLAIN - 1, cut = whole / 2;
        for (int part = 1; part >= (variant == 4); part--) {
            forge_clear(&payload);
            forge_add(&payload, "http://ns.adobe.com/xmp/extension/", 35);
            forge_add(&payload, id, 32);
            forge_big32(&payload, variant == 2 ? UINT32_MAX : (uint32_t)whole);
            forge_big32(&payload, (uint32_t)(part == 0 ? 0 : cut + (variant == 3 ? whole : 0)));
            forge_add(&payload, &PLAIN[part == 0 ? 0 : cut], part == 0 ? cut : whole - cut);
            forge_segment(&segments, 0xE1, payload.data, payload.size);
        }
        struct forge file = forge_insert(forge_span(&plain), 20, forge_span(&segments));
        expect_in_file(forge_span(&file), variant == 0 ? 1 : 0, problems[variant]);
        forge_clear(&plain), forge_clear(&segments), forge_clear(&payload), forge_clear(&file);
    }
}

static struct forge png_with(const char *flags, const void *text, size_t size) {
    struct forge file = {0}, chunk = {0};
    forge_add(&chunk, "XML:com.adobe.xmp", 18);
    forge_add(&chunk, flags, 2);
    forge_add(&chunk, "\0", 2);
    forge_add(&chunk, text, size);
    forge_add(&file, "\x89PNG\r\n\x1A\n", 8);
    forge_chunk(&file, "iTXt", chunk.data, chunk.size);
    forge_chunk(&file, "IEND", "", 0);
    forge_clear(&chunk);
    return file;
}

static void in_a_png(void **state) {
    (void)state;
    uint8_t packed[sizeof PLAIN + 100];
    uLongf size = sizeof packed;
    assert_int_equal(compress(packed, &size, (const Bytef *)PLAIN, sizeof PLAIN - 1), Z_OK);
    struct forge file = png_with("\0\0", PLAIN, sizeof PLAIN - 1);
    expect_in_file(forge_span(&file), 1, XMP_SOUND);
    forge_clear(&file);
    file = png_with("\1\0", packed, size);
    expect_in_file(forge_span(&file), 1, XMP_SOUND);
    forge_clear(&file);
    file = png_with("\1\0", packed, size - 9);
    expect_in_file(forge_span(&file), 0, XMP_DAMAGED);
    forge_clear(&file);
    file = png_with("\0\0", PLAIN, sizeof PLAIN - 1);
    file.data[20]++; /* a damaged chunk */
    expect_in_file(forge_span(&file), 0, XMP_SOUND);
    file.data[20]--;
    file.data[file.size - 14]++;
    expect_in_file(forge_span(&file), 0, XMP_DAMAGED);
    forge_clear(&file);
}

static void expect_bytes(const char *head, const char *item, size_t count, const char *tail, size_t tags_count,
                         enum xmp_problem problem) {
    size_t length = strlen(item), start = strlen(head);
    struct forge text = {malloc(start + count * length + strlen(tail) + 1), 0};
    assert_non_null(text.data);
    memcpy(text.data, head, start);
    for (size_t i = 0; i < count; i++)
        memcpy(text.data + start + i * length, item, length);
    memcpy(text.data + start + count * length, tail, strlen(tail));
    text.size = start + count * length + strlen(tail);
    struct face_tags tags = {0};
    assert_int_equal(read_tags((struct span){0}, forge_span(&text), 1, &tags), SLADD_OK);
    assert_int_equal(tags.count, tags_count);
    assert_int_equal(tags.problem, problem);
    assert_int_equal(tags.problem_beside, problem != XMP_SOUND);
    face_tags_clear(&tags);
    forge_clear(&text);
}

static void limits(void **state) {
    static const char plain[] = PLAIN;
    static const char list[] = HEAD "<mwg-rs:Regions rdf:parseType='Resource'><mwg-rs:RegionList><rdf:Bag>";
    static const char end[] = "</rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>" TAIL;
    (void)state;
    expect_bytes(list, KARI, 3, end, 3, XMP_SOUND);
    expect_bytes(list, KARI, XMP_MAX_FACES + 1, end, 0, XMP_TOO_LARGE);
    expect_bytes(PLAIN, " ", XMP_MAX_BYTES - sizeof PLAIN, "", 1, XMP_SOUND);
    expect_bytes(PLAIN, " ", XMP_MAX_BYTES, "", 0, XMP_TOO_LARGE);
    expect_bytes(HEAD, "<a>", 10, TAIL, 0, XMP_DAMAGED);
    expect_bytes("", "<a>", 1000000, PLAIN, 0, XMP_TOO_LARGE); /* deep enough to overflow a recursion */
    expect_bytes("<!DOCTYPE x [<!ENTITY a 'b'>]>", "", 0, PLAIN, 0, XMP_DOCTYPE);
    expect_bytes("", "", 0, "", 0, XMP_DAMAGED);
    const char *description = strstr(plain, "<rdf:Description");
    char *head = strndup(plain, (size_t)(description - plain));
    expect_bytes(head, "<a/>", 150 * 1000, description, 1, XMP_SOUND);
    expect_bytes(head, "<a/>", 200 * 1000, description, 0, XMP_TOO_LARGE);
    expect_bytes(head, "<rdf:Description xmlns:a='urn:a'/>", 20000, description, 1, XMP_SOUND);
    free(head);
    char name[XMP_MAX_NAME + 2];
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    expect_bytes(HEAD "<MP:RegionInfo rdf:parseType='Resource'><MPRI:Regions><rdf:Bag><rdf:li rdf:parseType='Resource'>"
                      "<MPReg:Rectangle>0,0,1,1</MPReg:Rectangle><MPReg:PersonDisplayName>",
                 name, 1, "</MPReg:PersonDisplayName></rdf:li></rdf:Bag></MPRI:Regions></MP:RegionInfo>" TAIL, 1,
                 XMP_SOUND); /* nobody's name, and somebody is there */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_orientation),
        cmocka_unit_test(upright_writers),
        cmocka_unit_test(resized_photos),
        cmocka_unit_test(cropped_photos),
        cmocka_unit_test(sizes_that_say_nothing),
        cmocka_unit_test(what_is_no_face),
        cmocka_unit_test(names_and_edges),
        cmocka_unit_test(in_a_jpeg),
        cmocka_unit_test(in_an_extension),
        cmocka_unit_test(in_a_png),
        cmocka_unit_test(limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
