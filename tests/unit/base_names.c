/* Names are the same when a reader would say so without a second look, and only then. */
#include "base/names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static bool alike(const char *a, const char *b) {
    char *folded = text_fold(a);
    const bool is = alike_name(folded, b);
    free(folded);
    return is;
}

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
    static const char *const same[] = {
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
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        assert_true(alike(same[i], "Kari Nordmann"));
        assert_int_equal(same_name(same[i], "Kari Nordmann"), i < 2);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(alike(others[i], "Kari Nordmann"));
    assert_false(alike("", ""));
    assert_true(alike("\xFF", "Kari Nordmann")); /* nobody can read it */
    assert_true(alike("Kari Nordmann", "\xFF"));
    assert_true(same_name("KARI [1] z", "\xE2\x84\xAA"
                                        "ari [1] Z")); /* plain letters have others for capitals: K, and s */
    assert_true(same_name("is", "i\xC5\xBF"));
    assert_true(alike("\t@[`{ is\x7f", "@[`{I\xC5\xBF\x7f"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings_of_one_name),
        cmocka_unit_test(other_names),
        cmocka_unit_test(names_that_hide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
