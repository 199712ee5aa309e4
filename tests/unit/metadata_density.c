/* Of all that files say about their density only one whole number from 1 to 10000 is taken, and only where each part of
 * the statement is one. */
#include "../support/forge.h"
#include "metadata/density.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static unsigned of_jfif(unsigned unit, unsigned across, unsigned down) {
    const uint8_t payload[] = {'J',
                               'F',
                               'I',
                               'F',
                               0,
                               1,
                               2,
                               (uint8_t)unit,
                               (uint8_t)(across >> 8),
                               (uint8_t)across,
                               (uint8_t)(down >> 8),
                               (uint8_t)down,
                               0,
                               0};
    struct forge exact = {0}; /* of exactly the size, so that the sanitizers see a read beyond it */
    forge_add(&exact, payload, sizeof payload);
    unsigned dpi = density_of_jfif(forge_span(&exact));
    for (size_t size = 0; size < sizeof payload; size++)
        assert_int_equal(density_of_jfif((struct span){payload, size}), 0);
    forge_clear(&exact);
    return dpi;
}

static void reads_jfif(void **state) {
    (void)state;
    assert_int_equal(of_jfif(1, 300, 300), 300);
    assert_int_equal(of_jfif(1, 1, 1), 1);
    assert_int_equal(of_jfif(1, 10000, 10000), 10000);
    assert_int_equal(of_jfif(2, 118, 118), 300);
    assert_int_equal(of_jfif(1, 300, 302), 300);
    assert_int_equal(of_jfif(1, 10001, 10001), 0);
    assert_int_equal(of_jfif(1, 65535, 65535), 0);
    assert_int_equal(of_jfif(2, 4000, 4000), 0);
    assert_int_equal(of_jfif(1, 0, 0), 0);
    assert_int_equal(of_jfif(1, 300, 0), 0);
    assert_int_equal(of_jfif(1, 0, 300), 0);
    assert_int_equal(of_jfif(1, 204, 98), 0);
    assert_int_equal(of_jfif(1, 300, 304), 0);
    for (unsigned unit = 0; unit < 256; unit++)
        if (unit != 1 && unit != 2)
            assert_int_equal(of_jfif(unit, 300, 300), 0);
}

static unsigned of_phys(uint32_t across, uint32_t down, unsigned unit, size_t size) {
    struct forge data = {0};
    forge_big32(&data, across), forge_big32(&data, down);
    forge_add(&data, (uint8_t[]){(uint8_t)unit, 0}, 2);
    unsigned dpi = density_of_phys((struct span){data.data, size});
    forge_clear(&data);
    return dpi;
}

static void reads_phys(void **state) {
    (void)state;
    assert_int_equal(of_phys(11811, 11811, 1, 9), 300);
    assert_int_equal(of_phys(2835, 2834, 1, 9), 72);
    assert_int_equal(of_phys(393701, 393701, 1, 9), 10000);
    assert_int_equal(of_phys(400000, 400000, 1, 9), 0);
    assert_int_equal(of_phys(UINT32_MAX, UINT32_MAX, 1, 9), 0);
    assert_int_equal(of_phys(0, 0, 1, 9), 0);
    assert_int_equal(of_phys(19, 19, 1, 9), 0); /* less than half a pixel per inch */
    assert_int_equal(of_phys(11811, 5906, 1, 9), 0);
    assert_int_equal(of_phys(11811, 11811, 0, 9), 0);
    assert_int_equal(of_phys(11811, 11811, 2, 9), 0);
    assert_int_equal(of_phys(11811, 11811, 1, 8), 0);
    assert_int_equal(of_phys(11811, 11811, 1, 10), 0);
    assert_int_equal(of_phys(11811, 11811, 1, 0), 0);
}

/* What is written is read as the same again, so that a copy of a copy says what the first one says. */
static void comes_back(void **state) {
    (void)state;
    for (unsigned dpi = 1; dpi <= DENSITY_MOST; dpi++) {
        uint32_t number = density_per_metre(dpi);
        assert_int_equal(of_phys(number, number, 1, 9), dpi);
        assert_int_equal(of_jfif(1, dpi, dpi), dpi);
    }
}

struct resolution {
    uint16_t type, unit_type; /* 0: the tag is not there */
    uint32_t across[2], down[2], count, unit;
};

static unsigned of_tiff(int little, struct resolution said) {
    struct forge tiff = {0};
    forge_add(&tiff, little ? "II" : "MM", 2);
    forge_16(&tiff, little, 42);
    forge_32(&tiff, little, 8);
    forge_16(&tiff, little, said.unit_type != 0 ? 3 : 2);
    const uint32_t end = 10 + (said.unit_type != 0 ? 36 : 24) + 4;
    for (uint16_t i = 0; i < 2; i++) {
        forge_16(&tiff, little, (uint16_t)(0x11A + i));
        forge_16(&tiff, little, said.type);
        forge_32(&tiff, little, said.count);
        forge_32(&tiff, little, end + 8 * i);
    }
    if (said.unit_type != 0) {
        forge_16(&tiff, little, 0x128);
        forge_16(&tiff, little, said.unit_type);
        forge_32(&tiff, little, 1);
        if (said.unit_type == 3)
            forge_16(&tiff, little, (uint16_t)said.unit), forge_16(&tiff, little, 0);
        else
            forge_32(&tiff, little, said.unit);
    }
    forge_32(&tiff, little, 0);
    forge_32(&tiff, little, said.across[0]), forge_32(&tiff, little, said.across[1]);
    forge_32(&tiff, little, said.down[0]), forge_32(&tiff, little, said.down[1]);
    unsigned dpi = density_of_tiff(forge_span(&tiff));
    for (size_t size = 0; size < tiff.size; size++) { /* no read beyond any end, and never another number */
        struct forge cut = {0};
        forge_add(&cut, tiff.data, size);
        unsigned less = density_of_tiff(forge_span(&cut));
        assert_true(less == 0 || less == dpi);
        forge_clear(&cut);
    }
    forge_clear(&tiff);
    return dpi;
}

enum { SHORT = 3, LONG = 4, RATIONAL = 5 };

static void reads_tiff(void **state) {
    static const struct {
        struct resolution said;
        unsigned dpi;
    } cases[] = {
        {{RATIONAL, SHORT, {300, 1}, {300, 1}, 1, 2}, 300},
        {{RATIONAL, SHORT, {3000000, 10000}, {300, 1}, 1, 2}, 300},
        {{RATIONAL, LONG, {300, 1}, {300, 1}, 1, 2}, 300},
        {{RATIONAL, SHORT, {118, 1}, {11811, 100}, 1, 3}, 300},
        {{RATIONAL, 0, {72, 1}, {72, 1}, 1, 0}, 72},          /* no unit: inches */
        {{RATIONAL, SHORT, {1001, 2}, {1001, 2}, 1, 2}, 501}, /* rounded: no fraction tells the scanner */
        {{RATIONAL, SHORT, {300, 1}, {300, 1}, 1, 1}, 0},     /* only their ratio */
        {{RATIONAL, SHORT, {300, 1}, {300, 1}, 1, 0}, 0},     /* no such unit */
        {{RATIONAL, SHORT, {300, 1}, {300, 1}, 1, 4}, 0},
        {{RATIONAL, SHORT, {0, 1}, {0, 1}, 1, 2}, 0},
        {{RATIONAL, SHORT, {300, 0}, {300, 0}, 1, 2}, 0},
        {{RATIONAL, SHORT, {0, 0}, {0, 0}, 1, 2}, 0},
        {{RATIONAL, SHORT, {20000, 1}, {20000, 1}, 1, 2}, 0},
        {{RATIONAL, SHORT, {UINT32_MAX, 1}, {UINT32_MAX, 1}, 1, 2}, 0},
        {{RATIONAL, SHORT, {UINT32_MAX, UINT32_MAX}, {UINT32_MAX, UINT32_MAX}, 1, 2}, 0},
        {{RATIONAL, SHORT, {1, 1000}, {1, 1000}, 1, 2}, 0},
        {{RATIONAL, SHORT, {204, 1}, {98, 1}, 1, 2}, 0},
        {{RATIONAL, SHORT, {300, 1}, {0, 1}, 1, 2}, 0},
        {{RATIONAL, SHORT, {300, 1}, {300, 1}, 2, 2}, 0}, /* two numbers */
        {{RATIONAL, SHORT, {300, 1}, {300, 1}, 0, 2}, 0},
        {{2, SHORT, {300, 1}, {300, 1}, 8, 2}, 0}, /* a text */
        {{7, SHORT, {300, 1}, {300, 1}, 8, 2}, 0},
        {{10, SHORT, {300, 1}, {300, 1}, 1, 2}, 0}, /* signed */
        {{12, SHORT, {300, 1}, {300, 1}, 1, 2}, 0}, /* a double */
        {{RATIONAL, 7, {300, 1}, {300, 1}, 1, 2}, 0},
        {{RATIONAL, RATIONAL, {300, 1}, {300, 1}, 1, 2}, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int little = 0; little < 2; little++)
            if (of_tiff(little, cases[i].said) != cases[i].dpi)
                fail_msg("case %zu", i);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_jfif),
        cmocka_unit_test(reads_phys),
        cmocka_unit_test(comes_back),
        cmocka_unit_test(reads_tiff),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
