/* What reaches a terminal or a report: UTF-8 without what a terminal obeys, however hostile the bytes, in any room. */
#include "base/fail.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define BAD "\xef\xbf\xbd"

static void becomes(const char *bytes, const char *wanted) {
    char *text = text_clean(bytes);
    assert_non_null(text);
    assert_string_equal(text, wanted);
    free(text);
}

static void text_stays(void **state) {
    (void)state;
    becomes("", "");
    becomes("photos/IMG 0001.jpg", "photos/IMG 0001.jpg");
    becomes("\xC3\xA6\xC3\xB8\xC3\xA5 \xE2\x82\xAC \xF0\x9F\x93\xB7",
            "\xC3\xA6\xC3\xB8\xC3\xA5 \xE2\x82\xAC \xF0\x9F\x93\xB7");
    becomes("\xC2\xA0", "\xC2\xA0"); /* the first after C1 */
}

static void every_control_goes(void **state) {
    (void)state;
    for (int c = 1; c < 0x20; c++)
        becomes((char[]){'a', (char)c, 'b', 0}, "a" BAD "b");
    becomes("\x7F", BAD);
    for (int c = 0x80; c < 0xA0; c++) { /* C1 as UTF-8, and as a lone byte of Latin-1 */
        becomes((char[]){'a', (char)0xC2, (char)c, 'b', 0}, "a" BAD "b");
        becomes((char[]){'a', (char)c, 'b', 0}, "a" BAD "b");
    }
    /* Line and paragraph separator, marks, embeddings, overrides and isolates of direction. */
    static const char *const turns[] = {"\xD8\x9C",     "\xE2\x80\x8E", "\xE2\x80\x8F", "\xE2\x80\xA8", "\xE2\x80\xA9",
                                        "\xE2\x80\xAA", "\xE2\x80\xAB", "\xE2\x80\xAC", "\xE2\x80\xAD", "\xE2\x80\xAE",
                                        "\xE2\x81\xA6", "\xE2\x81\xA7", "\xE2\x81\xA8", "\xE2\x81\xA9"};
    for (size_t i = 0; i < sizeof turns / sizeof *turns; i++)
        becomes(turns[i], BAD);
    becomes("a\xEF\xBB\xBF", "a" BAD); /* a byte order mark inside a text: nothing shows it, and no YAML holds it */
    becomes("a\xEF\xBF\xBE", "a" BAD); /* no characters: neither YAML nor XML holds them */
    becomes("\xEF\xBF\xBF"
            "b",
            BAD "b");
    becomes(BAD, BAD);
}

static void what_is_no_utf8_goes(void **state) {
    (void)state;
    becomes("gr\xF8t.jpg", "gr" BAD "t.jpg"); /* Latin-1 */
    becomes("\xC3", BAD);                     /* cut short */
    becomes("\xE2\x82", BAD BAD);
    becomes("\xC0\xAF", BAD BAD);                         /* '/' too long */
    becomes("\xC1\x9B\xE0\x82\x9B", BAD BAD BAD BAD BAD); /* C1 too long */
    becomes("\xED\xA0\x80", BAD BAD BAD);                 /* half a surrogate pair */
    becomes("\xF4\x90\x80\x80", BAD BAD BAD BAD);         /* beyond U+10FFFF */
    becomes("\xC2"
            "A",
            BAD "A"); /* what follows is not swallowed */
}

/* In every room: terminated, no character in halves, the beginning of the whole. */
static void small_rooms(void **state) {
    static const char hostile[] = "a\xC2\x9B"
                                  "31m\xE2\x82\xAC\xFF\xF0\x9F\x93\xB7.jpg";
    char *whole = text_clean(hostile);
    (void)state;
    assert_non_null(whole);
    for (size_t room = 1; room < strlen(whole) + 3; room++) {
        char *text = malloc(room); /* exactly as much, so that ASan sees a byte too many */
        assert_non_null(text);
        text_clean_to(text, room, hostile);
        assert_true(strlen(text) < room);
        assert_memory_equal(text, whole, strlen(text));
        becomes(text, text);
        free(text);
    }
    free(whole);
}

/* A name in an error comes to the terminal by way of it. */
static void errors_are_text(void **state) {
    struct sladd_error err;
    char longest[2000];
    (void)state;
    assert_int_equal(sladd_fail(&err, SLADD_IO, "%s: not there",
                                "a\xC2\x9B"
                                "31m\x1B[2J\xF8"),
                     SLADD_IO);
    assert_string_equal(err.text, "a" BAD "31m" BAD "[2J" BAD ": not there");
    memset(longest, 0xF8, sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    (void)sladd_fail(&err, SLADD_IO, "%s", longest);
    assert_int_equal(strlen(err.text), (sizeof err.text - 1) / 3 * 3);
    becomes(err.text, err.text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_stays),  cmocka_unit_test(every_control_goes), cmocka_unit_test(what_is_no_utf8_goes),
        cmocka_unit_test(small_rooms), cmocka_unit_test(errors_are_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
