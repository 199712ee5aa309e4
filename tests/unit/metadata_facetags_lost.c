/* Face tags that cannot be placed, and more of them than anybody tags: whether somebody is lost by that. */
#include "../support/forge_tags.h"
#include "metadata/facetags.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { WIDTH = 400, HEIGHT = 300 };

static const struct coded_frame as_coded;

static struct face_tags read_text(const char *xmp) {
    struct xmp_packets packets = {0};
    struct face_tags tags = {0};
    assert_int_equal(xmp_packets_add(&packets, (struct span){(const uint8_t *)xmp, strlen(xmp)}, NULL), SLADD_OK);
    assert_int_equal(face_tags_read(&packets, false, WIDTH, HEIGHT, 1, &as_coded, &tags, NULL), SLADD_OK);
    xmp_packets_clear(&packets);
    return tags;
}

/* Somebody is where nobody can tell, but for whom no place was drawn and who was cut away. */
static void whose_place_is_lost(void **state) {
    static const struct {
        const char *xmp;
        bool lost;
    } rows[] = {
        {HEAD REGIONS(SIZE("400", "300"), FACE("Kari", "1.05", "0.4", "0.2", "0.2")) TAIL, true}, /* a part is left */
        {HEAD REGIONS(SIZE("400", "300"), FACE("Kari", "1.5", "0.4", "0.2", "0.2")) TAIL, false},
        {HEAD REGIONS(SIZE("400", "300"), FACE("Kari", "0.4", "-0.2", "0.2", "0.2")) TAIL, false},
        {HEAD REGIONS(SIZE("400", "300"), FACE("Kari", "0.4", "-0.05", "0.2", "0.2")) TAIL, true},
        {HEAD REGIONS(SIZE("400", "300"), FACE("Kari", "0.4", "0.4", "0", "0.2")) TAIL, true},
        {HEAD REGIONS(SIZE("400", "300"), FACE("Kari", "", "0.4", "0.2", "0.2")) TAIL, true},
        {HEAD PEOPLE(PERSON("Kari", "0.1, 0.2, 0.2")) TAIL, true},
        {HEAD PEOPLE(PERSON("Kari", "")) TAIL, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct face_tags tags = read_text(rows[i].xmp);
        assert_int_equal(tags.unplaced_count, 1);
        if (tags.unplaced[0].lost != rows[i].lost)
            fail_msg("row %zu: %slost", i, rows[i].lost ? "not " : "");
        face_tags_clear(&tags);
    }
}

/* The limit is that of the photo, in however many packets they stand. */
static void too_many_in_all(void **state) {
    enum { PACKETS = 4, EACH = FACE_TAGS_MAX / PACKETS };
    static const char head[] = HEAD "<mwg-rs:Regions rdf:parseType='Resource'><mwg-rs:RegionList><rdf:Bag>",
                      kari[] = KARI, end[] = "</rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>" TAIL;
    (void)state;
    for (int more = 0; more < 2; more++) {
        struct xmp_packets packets = {0};
        struct face_tags tags = {0};
        struct forge text = {0};
        forge_add(&text, head, sizeof head - 1);
        for (int i = 0; i < EACH + more; i++)
            forge_add(&text, kari, sizeof kari - 1);
        forge_add(&text, end, sizeof end - 1);
        for (int i = 0; i < PACKETS; i++)
            assert_int_equal(xmp_packets_add(&packets, forge_span(&text), NULL), SLADD_OK);
        assert_int_equal(face_tags_read(&packets, false, WIDTH, HEIGHT, 1, &as_coded, &tags, NULL), SLADD_OK);
        assert_int_equal(tags.problem, more ? XMP_TOO_LARGE : XMP_SOUND);
        assert_int_equal(tags.count, more ? 0 : FACE_TAGS_MAX); /* nobody pairs what is withheld anyway */
        xmp_packets_clear(&packets);
        face_tags_clear(&tags);
        forge_clear(&text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whose_place_is_lost),
        cmocka_unit_test(too_many_in_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
