/* Names are the same when a reader would say so without a second look, and only then. */
#include "base/names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void spellings_of_one_name(void **state) {
    (void)state;
    assert_true(same_name("Kari Nordmann", "Kari Nordmann"));
    assert_true(same_name("kari NORDMANN", "Kari Nordmann"));
    assert_true(same_name("\xC3\x85se \xC3\x98yen", "\xC3\xA5se \xC3\xB8yen")); /* Åse Øyen in small letters */
    assert_true(same_name("A\xCC\x8Ase", "\xC3\x85se"));                        /* A and a ring; Å */
    assert_true(same_name("a\xCC\x8ASE", "\xC3\x85se"));                        /* both at once */
    assert_true(same_name("Stra\xC3\x9F"
                          "er",
                          "STRASSER"));                                               /* full folding */
    assert_true(same_name("\xCE\xA3\xCE\xAF\xCF\x83\xCF\x85\xCF\x86\xCE\xBF\xCF\x82", /* final sigma */
                          "\xCE\xA3\xCE\x8A\xCE\xA3\xCE\xA5\xCE\xA6\xCE\x9F\xCE\xA3"));
}

static void other_names(void **state) {
    (void)state;
    assert_false(same_name("Kari Nordmann", "Kari Nordman"));
    assert_false(same_name("Kari Nordmann", "Kari  Nordmann"));
    assert_false(same_name("Kari Nordmann", "Kari Nordmann "));
    assert_false(same_name("Ase", "\xC3\x85se"));
    assert_false(same_name("\xC3\x98yen", "Oyen"));
    assert_false(same_name("Kari2", "Kari\xC2\xB2")); /* superscript two */
    assert_false(same_name("", ""));
    assert_false(same_name("Kari", ""));
    assert_false(same_name("\xFFKari", "\xFFKari")); /* no UTF-8 */
    assert_false(same_name("\xC3", "\xC3"));
}

/* What nobody sees does not make another name of it where it hides somebody. */
static void names_that_hide(void **state) {
    static const char *const alike[] = {
        "Kari Nordmann",
        "KARI NORDMANN",
        "Kari  Nordmann",
        " Kari Nordmann",
        "Kari Nordmann ",
        "Kari\tNordmann",
        "Kari\xC2\xA0Nordmann",
        "Kari\xE2\x80\x89Nordmann",            /* thin space */
        "Kari \xE2\x80\x8BNordmann",           /* zero width */
        "Kari Nord\xC2\xADmann",               /* soft hyphen */
        "\xEF\xBB\xBFKari Nordmann",           /* byte order mark */
        "\xEF\xBC\xAB\xEF\xBD\x81ri Nordmann", /* full width */
        "K\xC3\xA1ri Nordmann",                /* an accent */
    };
    static const char *const others[] = {"", " ", "Kari Nordman", "Kari Nordmann 2", "Kari"};
    (void)state;
    for (size_t i = 0; i < sizeof alike / sizeof *alike; i++) {
        assert_true(alike_name(alike[i], "Kari Nordmann"));
        assert_int_equal(same_name(alike[i], "Kari Nordmann"), i < 2);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(alike_name(others[i], "Kari Nordmann"));
    assert_false(alike_name("", ""));
    assert_true(alike_name("\xFF", "Kari Nordmann")); /* nobody can read it */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings_of_one_name),
        cmocka_unit_test(other_names),
        cmocka_unit_test(names_that_hide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
