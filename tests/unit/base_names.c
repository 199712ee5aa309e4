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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings_of_one_name),
        cmocka_unit_test(other_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
