/* The allow-list lets through what sladd's writers write and refuses everything else that could be in a file.
 * Release test 2. */
#define JUDGE codec_jpeg
#include "allowlist_judge.h"

enum { BEHIND_JFIF = 20 };

/* A finished JPEG: JFIF, EXIF and a profile in two parts, then the picture. */
static struct forge finished_jpeg(int progressive, struct span exif) {
    struct forge plain = forge_jpeg(40, 24, progressive, 0), extras = {0}, payload = {0};
    forge_add(&payload, "Exif\0\0", 6);
    forge_add(&payload, exif.data, exif.size);
    forge_segment(&extras, 0xE1, payload.data, payload.size);
    for (uint8_t part = 0; part < 2; part++) {
        struct forge icc_part = {0};
        size_t half = icc.size / 2;
        forge_add(&icc_part, "ICC_PROFILE", 12);
        forge_add(&icc_part, (uint8_t[]){(uint8_t)(part + 1), 2}, 2);
        forge_add(&icc_part, icc.data + part * half, part == 0 ? half : icc.size - half);
        forge_segment(&extras, 0xE2, icc_part.data, icc_part.size);
        forge_clear(&icc_part);
    }
    struct forge file = forge_insert(forge_span(&plain), BEHIND_JFIF, forge_span(&extras));
    forge_clear(&plain), forge_clear(&extras), forge_clear(&payload);
    return file;
}

static void lets_finished_jpegs_through(void **state) {
    (void)state;
    struct bytes exif = new_exif();
    for (int progressive = 0; progressive < 2; progressive++) {
        struct forge plain = forge_jpeg(40, 24, progressive, 0);
        assert_allowed(&plain, nothing, nothing);
        assert_refused(&plain, bytes_span(&exif), nothing, "no EXIF");
        assert_refused(&plain, nothing, icc, "no profile");
        struct forge file = finished_jpeg(progressive, bytes_span(&exif));
        assert_allowed(&file, bytes_span(&exif), icc);
        assert_refused(&file, nothing, icc, "EXIF that nobody asked for");
        assert_refused(&file, bytes_span(&exif), nothing, "a profile that nobody asked for");
        assert_refused(&file, bytes_span(&exif), (struct span){icc.data, icc.size - 1}, "a longer profile");
        forge_clear(&plain), forge_clear(&file);
    }
    bytes_clear(&exif);
}

/* Every place where a segment can stand. */
static void refuses_every_foreign_segment(void **state) {
    (void)state;
    struct forge plain = forge_jpeg(40, 24, 1, 0);
    size_t third = forge_find(forge_span(&plain), "\xFF\xDA", 2, 2);
    size_t places[] = {2, BEHIND_JFIF, third, plain.size - 2, plain.size};
    for (size_t p = 0; p < sizeof places / sizeof *places; p++)
        for (int marker = 0xC0; marker <= 0xFE; marker++) {
            if (marker == 0xD8 || marker == 0xD9 || (marker >= 0xD0 && marker <= 0xD7))
                continue;
            struct forge segment = {0};
            char why[64];
            (void)snprintf(why, sizeof why, "marker %02x at place %zu", (unsigned)marker, p);
            forge_segment(&segment, (uint8_t)marker, "CANARY", 6);
            struct forge file = forge_insert(forge_span(&plain), places[p], forge_span(&segment));
            assert_refused(&file, nothing, nothing, why);
            forge_clear(&file), forge_clear(&segment);
        }
    forge_clear(&plain);
}

static void refuse_insert(const struct forge *plain, size_t place, const void *data, size_t size, const char *why) {
    struct forge file = forge_insert(forge_span(plain), place, (struct span){data, size});
    assert_refused(&file, nothing, nothing, why);
    forge_clear(&file);
}

static void refuses_what_hides_in_a_jpeg(void **state) {
    (void)state;
    struct forge plain = forge_jpeg(40, 24, 0, 0), table = {0}, restarts = forge_jpeg(40, 24, 0, 1);
    size_t frame = forge_find(forge_span(&plain), "\xFF\xC0", 2, 0);
    size_t scan = forge_find(forge_span(&plain), "\xFF\xDA", 2, 0);
    refuse_insert(&plain, plain.size, "C", 1, "a byte behind EOI");
    refuse_insert(&plain, plain.size, plain.data, plain.size, "a second file behind EOI");
    refuse_insert(&plain, plain.size - 2, plain.data, plain.size, "a second file before EOI");
    refuse_insert(&plain, BEHIND_JFIF, "\xFF\xD8", 2, "a second SOI");
    refuse_insert(&plain, BEHIND_JFIF, "CANARY", 6, "bytes between segments");
    refuse_insert(&plain, BEHIND_JFIF, "\xFF", 1, "a fill byte");
    refuse_insert(&plain, plain.size - 2, "\xFF", 1, "a fill byte before EOI");
    refuse_insert(&plain, plain.size - 2, "\xFF\xD0", 2, "a restart marker");
    refuse_insert(&plain, BEHIND_JFIF, plain.data + 2, 18, "a second JFIF");
    forge_segment(&table, 0xDB, "\3CANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARYCANA", 65);
    refuse_insert(&plain, frame, table.data, table.size, "an unused quantisation table");
    forge_clear(&table);
    forge_segment(&table, 0xC4, "\3\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0C", 18);
    refuse_insert(&plain, scan, table.data, table.size, "an unused Huffman table");
    assert_refused(&restarts, nothing, nothing, "restart intervals");
    plain.data[13] = 1; /* JFIF density in dots per inch */
    assert_refused(&plain, nothing, nothing, "a density");
    forge_clear(&table), forge_clear(&plain), forge_clear(&restarts);
}

static void refuses_other_exif_icc_and_adobe(void **state) {
    (void)state;
    struct bytes exif = new_exif();
    struct forge file = finished_jpeg(0, bytes_span(&exif));
    size_t profile = forge_find(forge_span(&file), icc_text, 8, 0), tiff = forge_find(forge_span(&file), "II*", 3, 0);
    for (size_t i = 0; i < exif.size; i++) {
        file.data[tiff + i] ^= 1;
        assert_refused(&file, bytes_span(&exif), icc, "another EXIF");
        file.data[tiff + i] ^= 1;
    }
    file.data[profile] ^= 1;
    assert_refused(&file, bytes_span(&exif), icc, "another profile");
    file.data[profile] ^= 1;
    assert_allowed(&file, bytes_span(&exif), icc);
    struct forge plain = forge_jpeg(40, 24, 0, 0), adobe = {0};
    forge_segment(&adobe, 0xEE, "Adobe\0\x64\0\0\0\0\1", 12);
    struct forge with = forge_insert(forge_span(&plain), BEHIND_JFIF, forge_span(&adobe));
    assert_allowed(&with, nothing, nothing);
    with.data[BEHIND_JFIF + 4 + 8] = 7; /* a flag */
    assert_refused(&with, nothing, nothing, "Adobe flags");
    with.data[BEHIND_JFIF + 4 + 8] = 0;
    with.data[BEHIND_JFIF + 4 + 11] = 3;
    assert_refused(&with, nothing, nothing, "a transform that there is not");
    with.data[BEHIND_JFIF + 4 + 11] = 1;
    struct forge twice = forge_insert(forge_span(&with), BEHIND_JFIF, forge_span(&adobe));
    assert_refused(&twice, nothing, nothing, "a second Adobe");
    forge_clear(&with), forge_clear(&adobe), forge_clear(&twice);
    forge_segment(&adobe, 0xEE, "Adobe\0\x64\0\0\0\0\1CANARY", 18);
    refuse_insert(&plain, BEHIND_JFIF, adobe.data, adobe.size, "Adobe with a tail");
    forge_clear(&adobe), forge_clear(&plain), forge_clear(&file);
    bytes_clear(&exif);
}

/* Numbers of the profile's parts that are not those of their places say something. */
static void refuses_other_numbers_of_parts(void **state) {
    static const uint8_t numbers[][4] = {{1, 2, 2, 2}, {2, 2, 1, 2}, {1, 3, 2, 3}, {1, 2, 2, 3}, {1, 2, 1, 2}};
    struct bytes exif = new_exif();
    struct forge file = finished_jpeg(0, bytes_span(&exif));
    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        for (size_t part = 0; part < 2; part++)
            memcpy(file.data + forge_find(forge_span(&file), "ICC_PROFILE", 12, part) + 12, numbers[i] + 2 * part, 2);
        if (i == 0)
            assert_allowed(&file, bytes_span(&exif), icc);
        else
            assert_refused(&file, bytes_span(&exif), icc, "another number of a part");
    }
    forge_clear(&file);
    bytes_clear(&exif);
}

/* Tables that are defined twice, or for a scan that uses none: one of them is a hiding place. */
static void refuses_tables_that_nothing_uses(void **state) {
    struct forge plain = forge_jpeg(40, 24, 0, 0), progressive = forge_jpeg(40, 24, 1, 0);
    static const char *const tables[] = {"\xFF\xDB", "\xFF\xC4"};
    size_t refining = 0;
    (void)state;
    for (int i = 0; i < 2; i++) {
        size_t place = forge_find(forge_span(&plain), tables[i], 2, 0);
        size_t size = 2 + (size_t)plain.data[place + 2] * 256 + plain.data[place + 3];
        refuse_insert(&plain, place, plain.data + place, size, "a table that is defined twice");
    }
    for (size_t at = 0; at + 14 < progressive.size; at++) {
        const uint8_t *scan = progressive.data + at;
        const size_t count = scan[4], band = 5 + 2 * count; /* start, end, and the approximation before and now */
        if (scan[0] == 0xFF && scan[1] == 0xDA && count <= 4 && scan[band] == 0 && scan[band + 2] >> 4 != 0)
            refining = at;
    }
    assert_true(refining > 0);
    struct forge table = {0};
    forge_segment(&table, 0xC4, "\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0C", 18);
    refuse_insert(&progressive, refining, table.data, table.size, "a table for a scan that refines the means");
    forge_clear(&table), forge_clear(&plain), forge_clear(&progressive);
}

/* Even the EXIF that is asked for has its place in front. */
static void refuses_exif_between_scans(void **state) {
    (void)state;
    struct bytes exif = new_exif();
    struct forge plain = forge_jpeg(40, 24, 1, 0), payload = {0}, segment = {0};
    forge_add(&payload, "Exif\0\0", 6);
    forge_add(&payload, exif.data, exif.size);
    forge_segment(&segment, 0xE1, payload.data, payload.size);
    size_t third = forge_find(forge_span(&plain), "\xFF\xDA", 2, 2);
    struct forge front = forge_insert(forge_span(&plain), BEHIND_JFIF, forge_span(&segment));
    struct forge between = forge_insert(forge_span(&plain), third, forge_span(&segment));
    assert_allowed(&front, bytes_span(&exif), nothing);
    assert_refused(&between, bytes_span(&exif), nothing, "EXIF between scans");
    forge_clear(&plain), forge_clear(&payload), forge_clear(&segment), forge_clear(&front), forge_clear(&between);
    bytes_clear(&exif);
}

static void refuses_truncated_files(void **state) {
    (void)state;
    struct bytes exif = new_exif();
    struct forge whole = finished_jpeg(1, bytes_span(&exif));
    for (size_t size = 0; size < whole.size; size++) {
        struct forge part = {whole.data, size};
        assert_refused(&part, bytes_span(&exif), icc, "a truncated JPEG");
    }
    forge_clear(&whole);
    bytes_clear(&exif);
}

/* A density only where it was chosen, only that one, and in one way only. */
static void allows_no_density_but_the_chosen_in_a_jpeg(void **state) {
    (void)state;
    struct forge jpeg = forge_jpeg(40, 24, 0, 0);
    assert_int_equal(judged(&jpeg, 0), SLADD_OK);
    assert_int_equal(judged(&jpeg, 300), SLADD_VERIFY);
    memcpy(jpeg.data + 13, "\1\x01\x2C\x01\x2C", 5);
    assert_int_equal(judged(&jpeg, 300), SLADD_OK);
    assert_int_equal(judged(&jpeg, 0), SLADD_VERIFY);
    assert_int_equal(judged(&jpeg, 299), SLADD_VERIFY);
    assert_int_equal(judged(&jpeg, 300 + 65536), SLADD_VERIFY);
    for (size_t at = 6; at < BEHIND_JFIF; at++) {
        jpeg.data[at] ^= 2;
        assert_int_equal(judged(&jpeg, 300), SLADD_VERIFY);
        jpeg.data[at] ^= 2;
    }
    forge_clear(&jpeg);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lets_finished_jpegs_through),
        cmocka_unit_test(refuses_every_foreign_segment),
        cmocka_unit_test(refuses_what_hides_in_a_jpeg),
        cmocka_unit_test(refuses_other_exif_icc_and_adobe),
        cmocka_unit_test(refuses_other_numbers_of_parts),
        cmocka_unit_test(refuses_tables_that_nothing_uses),
        cmocka_unit_test(refuses_exif_between_scans),
        cmocka_unit_test(refuses_truncated_files),
        cmocka_unit_test(allows_no_density_but_the_chosen_in_a_jpeg),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
