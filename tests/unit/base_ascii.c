/* Endings and keywords compare the same in every locale that is installed here; tests/cli/turkish.sh makes the worst
 * one of all where it is not. */
#include "base/ascii.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char *const locales[] = {"C", "C.UTF-8", "tr_TR.UTF-8", "tr_TR.iso88599", "az_AZ.UTF-8", "lt_LT.UTF-8"};

static void letters(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof locales / sizeof *locales; i++) {
        if (setlocale(LC_ALL, locales[i]) == NULL)
            continue;
        assert_true(ascii_same("SCAN.TIF", "scan.tif"));
        assert_true(ascii_ends_with("SCAN.TIF", ".tif"));
        assert_true(ascii_starts_with("IMG_0001.JPG", "img_"));
        assert_int_equal(ascii_compare("TIFF", "tiff"), 0);
        assert_true(ascii_compare("GIF", "tif") < 0 && ascii_compare("tif", "GIF") > 0);
        assert_true(ascii_compare("tif", "TIFF") < 0);
    }
    (void)setlocale(LC_ALL, "C");
}

static void whole_numbers(void **state) {
    static const char *const none[] = {"", " 3", "+3", "-3", "x", "18446744073709551616"};
    unsigned long long number;
    (void)state;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_null(ascii_number(none[i], &number));
    assert_string_equal(ascii_number("18446744073709551615/2", &number), "/2");
    assert_true(number == 18446744073709551615U);
    assert_string_equal(ascii_number("007", &number), "");
    assert_int_equal(number, 7);
}

static void no_other_letters(void **state) {
    (void)state;
    assert_false(ascii_same("\xC4\xB1", "I")); /* dotless i */
    assert_false(ascii_same("t\xC4\xB0"
                            "f",
                            "tif"));
    assert_false(ascii_same("\xC3\x85", "\xC3\xA5"));
    for (int a = 1; a < 256; a++)
        for (int b = 1; b < 256; b++) {
            bool pair = a == b || ((a ^ b) == 0x20 && (a | 0x20) >= 'a' && (a | 0x20) <= 'z');
            assert_int_equal(ascii_same((char[]){(char)a, 0}, (char[]){(char)b, 0}), pair);
        }
}

static void lengths(void **state) {
    (void)state;
    assert_true(ascii_ends_with("a", ""));
    assert_false(ascii_ends_with("tif", "a.tif"));
    assert_false(ascii_starts_with("a", "ab"));
    assert_false(ascii_same("a", "ab"));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(letters), cmocka_unit_test(no_other_letters),
                                       cmocka_unit_test(lengths), cmocka_unit_test(whole_numbers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
