/* What a line of text holds: every kind in the ways people write it, and nothing where a digit or a letter is another.
 */
#include "consent/holds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char kari[] = "Kari Nordmann", erik[] = "Erik Sjögren", maria[] = "Maria Berg-Hansen", mia[] = "Mia Berg";
static char *aliases[] = {mia};
static const struct person people[] = {
    {.name = kari}, {.name = erik}, {.name = maria, .aliases = aliases, .alias_count = 1}, {.name = NULL}};

static enum sladd_holds held(const char *text) {
    return holds_of(text, people, sizeof people / sizeof *people);
}

static void expect_all(enum sladd_holds kind, const char *const *lines, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (held(lines[i]) != kind)
            fail_msg("'%s' holds %d instead of %d", lines[i], held(lines[i]), kind);
}

#define EXPECT(kind, ...)                                                                                              \
    do {                                                                                                               \
        static const char *const lines[] = {__VA_ARGS__};                                                              \
        expect_all(kind, lines, sizeof lines / sizeof *lines);                                                         \
    } while (0)

static void names_are_told(void **state) {
    (void)state;
    EXPECT(SLADD_HOLDS_NAME, "Kari Nordmann", "KARI NORDMANN", "Nordmann, Kari", "Hei, jeg er kari nordmann!",
           "K. Nordmann", "Kari", "NORDMANN", "09.30 Sjogren, Erik", "Erik Sjögren", "Erik Sjo\xcc\x88gren",
           "Maria Berg-Hansen", "Mia Berg", "Berg",
           "a b c d e f g h i j k l m n o p q r s t u v w x y z og mange flere ord enn noen teller, og Erik Sjogren");
    EXPECT(SLADD_HOLDS_NOTHING, "Kari Normann", "Karin Nordmann", "Nordmannskarmen 12", "Ola Nordmann",
           "Velkommen, Kari!", "nordmann og svensker", "Bergen", "");
    assert_int_equal(holds_of("Kari Nordmann", NULL, 0), SLADD_HOLDS_NOTHING);
}

/* Letters of their own and letters with marks, whole or in parts, whatever they take in bytes. */
static void initials_are_letters_not_bytes(void **state) {
    (void)state;
    static char orjan[] = "Ørjan Åsen", aesa[] = "Æsa Dahl", ase[] = "Åse Ødegård", dina[] = "Đina Novak",
                zoe[] = "Ζωή Παππά";
    static const struct person named[] = {
        {.name = orjan}, {.name = aesa}, {.name = ase}, {.name = dina}, {.name = zoe}};
    static const char *const theirs[] = {
        "Ø. Åsen",  "Ø ÅSEN",  "ø. Asen", "Æ. Dahl", "æ dahl", "Å. Ødegård", "A\xcc\x8a. Ødegård",
        "Đ. Novak", "Ζ. Παππά"};
    static const char *const others[] = {"Æ. Åsen", "Ø. Dahl", "Ø. Ødegård", "Øå. Åsen", "Ø. Åsengen", "Æ", "Ø."};
    for (size_t i = 0; i < sizeof theirs / sizeof *theirs; i++)
        if (holds_of(theirs[i], named, sizeof named / sizeof *named) != SLADD_HOLDS_NAME)
            fail_msg("'%s' holds no name", theirs[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (holds_of(others[i], named, sizeof named / sizeof *named) == SLADD_HOLDS_NAME)
            fail_msg("'%s' holds a name", others[i]);
}

/* As Skatteetaten and Skatteverket give them for tests: nobody has these. */
static void identity_numbers_are_told(void **state) {
    (void)state;
    EXPECT(SLADD_HOLDS_IDENTITY_NUMBER, "01010750160", "010107 50160", "F.nr: 010107 50160", "41010700130",
           "811218-9876", "8112189876", "19811218-9876", "198112189876", "811218+9876", "Pnr 811278-9873",
           "670919-9530");
}

/* One digit more, less or other, and it is no identity number. (Whatever else it may then be.) */
static void every_digit_of_an_identity_number_counts(void **state) {
    (void)state;
    static const char *const numbers[] = {"01010750160", "8112189876"};
    for (size_t n = 0; n < sizeof numbers / sizeof *numbers; n++)
        for (size_t at = 0; at < strlen(numbers[n]); at++)
            for (int more = 1; more < 10; more++) {
                char wrong[16];
                (void)snprintf(wrong, sizeof wrong, "%s", numbers[n]);
                wrong[at] = (char)('0' + (wrong[at] - '0' + more) % 10);
                if (held(wrong) == SLADD_HOLDS_IDENTITY_NUMBER)
                    fail_msg("%s", wrong);
            }
    assert_int_not_equal(held("101010750160"), SLADD_HOLDS_IDENTITY_NUMBER);
    assert_int_not_equal(held("A01010750160"), SLADD_HOLDS_IDENTITY_NUMBER);
    assert_int_not_equal(held("0101075016"), SLADD_HOLDS_IDENTITY_NUMBER);
    assert_int_not_equal(held("32010750160"), SLADD_HOLDS_IDENTITY_NUMBER);
}

static void accounts_are_told(void **state) {
    (void)state;
    EXPECT(SLADD_HOLDS_ACCOUNT, "8601.11.17947", "8601 11 17947", "Konto 86011117947", "NO93 8601 1117 947",
           "NO9386011117947", "IBAN: SE45 5000 0000 0583 9825 7466", "DE89370400440532013000",
           "GB29 NWBK 6016 1331 9268 19.");
    EXPECT(SLADD_HOLDS_NOTHING, "8601.11.17948", "NO94 8601 1117 947", "GB29 NWBK 6016 1331 9268 18");
}

static void addresses_and_telephones_are_told(void **state) {
    (void)state;
    EXPECT(SLADD_HOLDS_EMAIL, "kari@example.no", "E-post: ola.hansen+jobb@post.example.com", "o_l-a%x@a-b.se");
    EXPECT(SLADD_HOLDS_NOTHING, "@sommerfest", "kl 9 @ kantina", "a@b", "pris 3@4.50");
    EXPECT(SLADD_HOLDS_TELEPHONE, "22 33 44 55", "22334455", "Tlf: 912 34 567", "+47 912 34 567", "+4791234567",
           "0047 91234567", "08-123 456 78", "070-123 45 68", "0701234568", "+46 70 123 45 68", "Ring 91 23 45 67!");
}

static void plates_are_told(void **state) {
    (void)state;
    EXPECT(SLADD_HOLDS_PLATE, "AB 12345", "EL12345", "HA 1234", "ABC 123", "MLB 84A", "abc - DN 54321");
    EXPECT(SLADD_HOLDS_NOTHING, "AB 123456", "A 12345", "ABI 123", "ROM 204", "AB 1234 liter", "IO 12345", "ABCD 123");
}

static void ordinary_lines_hold_nothing(void **state) {
    (void)state;
    EXPECT(SLADD_HOLDS_NOTHING, "Sommerfest 2026", "Fjordvik kommune", "Velkommen til Fjordvik rådhus", "RESEPSJON",
           "Åpent 8-15.30", "Åpent 08.00-15.30", "Dagens rett", "Fårikål 89,-", "Blåbærsuppe 45,-", "KANTINE", "Bord 7",
           "Økonomi", "PÅBUDT", "med hjelm", "Obs! Høy lyd", "Kjør sakte", "Verksted Øst", "Auditorium Ångström",
           "NØDUTGANG", "UTGANG", "Utgång", "Sengepost 4 Øst", "Rådgiver", "Leder", "Tillitsvalgt", "Sprint 22 - mål",
           "24.12.2026", "2026-11-27", "27/11 2026", "kl. 14:30-16:00", "9800 Vadsø", "0301 Oslo", "Storgata 12 B",
           "1. etasje", "2026", "1814-2014", "17. mai", "Org.nr. 987 654 321", "100 %", "12 345 678 kr", "3,14159",
           "Rom 204", "A4", "WC", "E6 Trondheim 45 km", "RV 7", "Buss 21", "12:45 Spor 3", "Maks 8 personer",
           "1:50 000", "ISO 9001", "EN 397", "Klasse 8B", "Lån 14 dager", "STOPP", "Skyv", "Dra", "HEIS",
           "Brannslukker", "110 112 113", "Førstehjelp", "Til salgs", "50 % rabatt", "3 for 2", "2 x 4",
           "Takk for besøket", "God jul", "Gratulerer med dagen", "Ikke mat fuglene", "Privat område", "P 30 min",
           "08-17 (08-14)", "Temp. 21,5", "220-240 V", "Wi-Fi", "www.fjordvik.example", "#sommerfest", "God tur!",
           "Møterom 3", "Sal 2", "Gate 12", "T-bane", "Linje 3 mot Kolsås", "Nr. 18", "Modell X200", "S/N 12",
           "Versjon 1.2.3", "10 000 skritt", "5 km", "200 m", "Årsmøte 12.03.27", "Budsjett 2026: 1 250 000", "60 år",
           "Skole - Skule", "Bibliotek", "Musikk kl 19", "Fri entré", "FRIVILLIG", "Vakt", "Crew", "Staff", "Press",
           "Gäst", "Besökare", "Kaffe 25:-", "Öppet 7-19", "Läs mer", "Sista dagen", "Rea 30%");
}

static void odd_bytes_do_no_harm(void **state) {
    (void)state;
    char digits[4096];
    memset(digits, '7', sizeof digits);
    digits[sizeof digits - 1] = '\0';
    (void)held(digits);
    for (size_t i = 1; i < sizeof digits - 1; i += 2)
        digits[i] = ' ';
    (void)held(digits);
    (void)held("\xff\xfe 12 \x80@\xc3");
    (void)held("@@@@....");
    (void)held("NO93");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_told),
        cmocka_unit_test(initials_are_letters_not_bytes),
        cmocka_unit_test(identity_numbers_are_told),
        cmocka_unit_test(every_digit_of_an_identity_number_counts),
        cmocka_unit_test(accounts_are_told),
        cmocka_unit_test(addresses_and_telephones_are_told),
        cmocka_unit_test(plates_are_told),
        cmocka_unit_test(ordinary_lines_hold_nothing),
        cmocka_unit_test(odd_bytes_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
