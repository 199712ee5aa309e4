/* Comma-separated values: every field comes out as it was meant, with its place; what is doubtful is refused. */
#include "sheets/csv.h"
#include "sheets/headings.h"

// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
// clang-format on

#include <stdio.h>
#include <stdlib.h>

static struct csv parsed(const char *text, char separator) {
    struct csv csv;
    struct sladd_error err = {0};
    if (csv_parse(&csv, (struct span){(const uint8_t *)text, strlen(text)}, separator, SIZE_MAX, "s.csv", &err) !=
        SLADD_OK)
        fail_msg("%s", err.text);
    return csv;
}

static void test_fields(void **state) {
    (void)state;
    struct csv csv = parsed("a,b,\"c \"\"d\"\" , e\"\r\n\r\n\"two\r\nlines\",,\xC3\xA5"
                            "f,\n,,\nlast",
                            ',');
    assert_int_equal(csv.row_count, 3);
    assert_string_equal(csv_field(&csv, 0, 2).text, "c \"d\" , e");
    assert_int_equal(csv_field(&csv, 0, 2).column, 5);
    assert_string_equal(csv_field(&csv, 1, 0).text, "two\r\nlines");
    assert_int_equal(csv_field(&csv, 1, 0).line, 3);
    assert_int_equal(csv_field(&csv, 1, 2).line, 4);
    assert_int_equal(csv_field(&csv, 1, 2).column, 9);
    assert_string_equal(csv_field(&csv, 1, 2).text, "\xC3\xA5"
                                                    "f");
    assert_string_equal(csv_field(&csv, 1, 3).text, "");
    assert_string_equal(csv_field(&csv, 2, 0).text, "last");
    assert_int_equal(csv.rows[2].line, 6);
    assert_string_equal(csv_field(&csv, 2, 100).text, "");
    csv_clear(&csv);
    csv_clear(&csv);
}

static void test_ends(void **state) {
    (void)state;
    static const char *const texts[] = {"a,", "a,\n", "a,\r", "a,\r\n", "\"a\",\"\"", "a,\n\n\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct csv csv = parsed(texts[i], ',');
        assert_int_equal(csv.row_count, 1);
        assert_int_equal(csv.rows[0].count, 2);
        assert_string_equal(csv_field(&csv, 0, 0).text, "a");
        assert_string_equal(csv_field(&csv, 0, 1).text, "");
        csv_clear(&csv);
    }
    struct csv csv = parsed("", ',');
    assert_int_equal(csv.row_count, 0);
    csv_clear(&csv);
}

static void test_most_rows(void **state) {
    (void)state;
    struct csv csv;
    static const char text[] = "a;b\n\"never closed";
    assert_int_equal(csv_parse(&csv, (struct span){(const uint8_t *)text, sizeof text - 1}, ';', 1, "s", NULL),
                     SLADD_OK);
    assert_int_equal(csv.row_count, 1);
    csv_clear(&csv);
    assert_int_equal(csv_parse(&csv, (struct span){(const uint8_t *)text, sizeof text - 1}, ';', 2, "s", NULL),
                     SLADD_MANIFEST);
}

static size_t known_in(const struct csv *csv) {
    size_t known;
    assert_int_equal(headings_known(csv, &known, NULL), SLADD_OK);
    return known;
}

static void test_headings_are_read_as_people_write_them(void **state) {
    (void)state;
    static const char *const names[] = {"Navn",
                                        " NAVN : ",
                                        "1. Navn",
                                        "Navn (fornavn og etternavn)",
                                        "Child's name*",
                                        "Child\xE2\x80\x99s name?",
                                        "\xC2\xA0Namn\xC2\xA0",
                                        "12) Full\nname"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char text[100];
        (void)snprintf(text, sizeof text, "\"%s\"\nOla\n", names[i]);
        struct csv csv = parsed(text, ',');
        if (known_in(&csv) != 1)
            fail_msg("%s is not known", names[i]);
        csv_clear(&csv);
    }
    /* Also written with letters in two parts, as a Mac does: o and its dots. */
    struct csv csv = parsed("Fo\xCC\x88"
                            "dd,fornamn\n1,2\n",
                            ',');
    assert_int_equal(known_in(&csv), 1);
    csv_clear(&csv);
}

static enum sladd_status read_headings(const char *heading, const char *other) {
    char text[300];
    struct headings headings;
    (void)snprintf(text, sizeof text, "\"%s\";%s\n2;3", heading, other);
    struct csv csv = parsed(text, ';');
    enum sladd_status status = headings_read(&headings, &csv, "s", &(struct sladd_error){0});
    csv_clear(&csv);
    return status;
}

static const struct {
    enum column column;
    const char *words;
} known[] = {
#define HEADING(column, words) {COLUMN_##column, words},
#include "sheets/headings.def"
#undef HEADING
};

/* What a known heading says besides is read or refused, never thrown away: it may be a restriction. */
static void test_no_heading_says_more(void **state) {
    (void)state;
    static const struct {
        const char *before, *after;
    } forms[] = {{"", " (xyzzy)"},      {"", " [xyzzy]"},
                 {"(xyzzy) ", ""},      {"", " - xyzzy"},
                 {"", ": xyzzy"},       {"", " \xE2\x80\x93 xyzzy"},
                 {"", " (ja) (xyzzy)"}, {"", " (ja/nei) - xyzzy"},
                 {"", " (xyzzy"},       {"", " (ja (xyzzy))"},
                 {"", " (ja)"},         {"", " (2026-05-01)"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        for (size_t f = 0; f < sizeof forms / sizeof *forms; f++) {
            char heading[200];
            (void)snprintf(heading, sizeof heading, "%s%s%s", forms[f].before, known[i].words, forms[f].after);
            if (read_headings(heading, known[i].column == COLUMN_NAME ? "rolle" : "navn") == SLADD_OK)
                fail_msg("%s is taken for %s", heading, known[i].words);
        }
}

/* Nor is a column left out whose heading has the words of one that holds people back in it. */
static void test_no_restriction_is_left_out(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        char heading[200];
        (void)snprintf(heading, sizeof heading, i % 2 == 0 ? "%s xyzzy" : "Xyzzy %s?", known[i].words);
        const enum column column = known[i].column;
        const bool restricts = column == COLUMN_BORN || column == COLUMN_MINOR || column == COLUMN_PROTECTED ||
                               column == COLUMN_AGREES || column == COLUMN_CHILD_AGREES || column == COLUMN_EXPIRES ||
                               column == COLUMN_WITHDRAWN || column == COLUMN_CHANNELS;
        if (restricts && read_headings(heading, "navn") == SLADD_OK)
            fail_msg("%s is left out", heading);
    }
}

static void test_hints_are_no_restrictions(void **state) {
    (void)state;
    static const char *const headings[] = {
        "Samtykke (ja/nei)",
        "Samtykke [ja / nei] *",
        "3. Samtykker du? (Ja eller nei)",
        "Samtycker (nej/ja)",
        "F\xC3\xB8"
        "dt (\xC3\xA5\xC3\xA5\xC3\xA5\xC3\xA5-mm-dd)",
        "Dato (DD.MM.\xC3\x85\xC3\x85\xC3\x85\xC3\x85)",
        "Date: yyyy-mm-dd",
        "Dato (dd/mm/yyyy)",
        "Utl\xC3\xB8per (valgfritt)",
        "Kanaler - valgfritt",
        "Kanaler (channels)",
        "Kanaler (flere valg mulig)",
        "Rolle (ansatt, bruker, bes\xC3\xB8kende)",
        "Rolle (m\xC3\xA5 fylles ut)",
        "Form \xE2\x80\x93 skriftlig/muntlig",
        "Form (skriftlig eller muntlig)",
        "Gitt av (selv, foresatt)",
        "Beskyttet identitet (kode 6/7)",
        "Beskyttet adresse (kode 6, kode 7) (ja/nei)",
        "Date of birth (optional):",
    };
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        if (read_headings(headings[i], "navn") != SLADD_OK)
            fail_msg("%s is refused", headings[i]);
}

/* A column that nobody filled in says nothing; one with channels that nobody filled in says: none. */
static void test_empty_columns(void **state) {
    (void)state;
    struct headings headings;
    struct sladd_error err = {0};
    struct csv csv = parsed("Name,Navn,Channels,My consent\nanonymous,Ola,,\n,Kari,,\n", ',');
    assert_int_equal(headings_read(&headings, &csv, "s", &err), SLADD_OK);
    assert_int_equal(headings.at[COLUMN_NAME], 1);
    assert_int_equal(headings.at[COLUMN_CHANNELS], 2);
    assert_int_equal(headings.at[COLUMN_AGREES], -1);
    csv_clear(&csv);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_ends),
        cmocka_unit_test(test_most_rows),
        cmocka_unit_test(test_headings_are_read_as_people_write_them),
        cmocka_unit_test(test_empty_columns),
        cmocka_unit_test(test_no_heading_says_more),
        cmocka_unit_test(test_no_restriction_is_left_out),
        cmocka_unit_test(test_hints_are_no_restrictions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
