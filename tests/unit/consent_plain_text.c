/* Lines that may stay by --text personal, and those that may not. */
#include "base/names.h"
#include "consent/common_names.h"
#include "consent/plain_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void expect_all(bool plain, const char *const *lines, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (text_is_plain(lines[i]) != plain)
            fail_msg("'%s' is %splain", lines[i], plain ? "not " : "");
}

#define EXPECT(plain, ...)                                                                                             \
    do {                                                                                                               \
        static const char *const lines[] = {__VA_ARGS__};                                                              \
        expect_all(plain, lines, sizeof lines / sizeof *lines);                                                        \
    } while (0)

static void what_names_somebody_goes(void **state) {
    (void)state;
    EXPECT(false, "Kari Nordmann", "KARI NORDMANN", "kari", "KARI", "Åse", "Ola Hansen", "Hei, Kari!", "Karis pult",
           "Anne-Lise", "Øystein", "Erik Sjögren", "Hansen", "Xhevahire Qwertysen", "Wojciech Zbigniewski",
           "Gudlaug Brattholm", "G. Brattholm", "Rom til Ola", "Leder: Per Spelmann", "Fatima", "Jónsdóttir", "NGUYEN",
           "Ole/Kari", "Lars.Hansen", "Fjordvik Kommune");
}

static void numbers_and_addresses_go(void **state) {
    (void)state;
    EXPECT(false, "12345", "Tlf 22 33 44 55", "ring 912 34 567", "010107", "010107 50160", "27.05.2026", "AB 12345",
           "Storgata 12", "STORGATA 12 B", "i storgata nr 12", "Fjordveien 3", "Kungsgatan 4", "9800 Vadsø",
           "0301 OSLO", "123 45 Lund", "123 45 ort", "kari@example.no", "@kari", "id X2003", "2345 678", "", "...", "1",
           "4567", "22 33", "\xff\xfe", "kto 1234.56.78903");
}

static void ordinary_lines_stay(void **state) {
    (void)state;
    EXPECT(true, "Sommerfest 2026", "Fjordvik kommune", "Velkommen til rådhuset", "RESEPSJON", "Åpent 8-15.30",
           "Åpent 08.00-15.30", "åpent 08:00 - 15:30", "Dagens rett", "Fårikål 89,-", "KANTINE", "Bord 7", "NØDUTGANG",
           "Utgång", "Sengepost 4 øst", "kl. 14:30-16:00", "1. etasje", "17. mai", "Rom 204", "Buss 21",
           "Maks 8 personer", "Ikke mat fuglene", "Førstehjelp", "god jul", "Öppet 7-19", "Brannslukker", "Møterom 3",
           "Takk for besøket", "Privat område", "lån 14 dager", "Storgata");
}

static void the_names_are_in_order_and_folded(void **state) {
    (void)state;
    static const char *const some[] = {"aase", "kari", "ørnulf", "øyvind", "anders", "zofia", "hansen", "sjogren"};
    for (size_t i = 0; i < sizeof some / sizeof *some; i++)
        assert_true(is_common_name(some[i]));
    assert_false(is_common_name("kommune"));
    assert_false(is_common_name(""));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_names_somebody_goes),
        cmocka_unit_test(numbers_and_addresses_go),
        cmocka_unit_test(ordinary_lines_stay),
        cmocka_unit_test(the_names_are_in_order_and_folded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
