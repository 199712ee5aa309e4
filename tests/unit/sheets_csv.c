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
        if (headings_known(&csv) != 1)
            fail_msg("%s is not known", names[i]);
        csv_clear(&csv);
    }
    /* Also written with letters in two parts, as a Mac does: o and its dots. */
    struct csv csv = parsed("Fo\xCC\x88"
                            "dd,fornamn\n1,2\n",
                            ',');
    assert_int_equal(headings_known(&csv), 1);
    csv_clear(&csv);
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
        cmocka_unit_test(test_fields),        cmocka_unit_test(test_ends),
        cmocka_unit_test(test_most_rows),     cmocka_unit_test(test_headings_are_read_as_people_write_them),
        cmocka_unit_test(test_empty_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
