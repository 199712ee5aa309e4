/* Which path lies below which folder: a manifest speaks of no other. */
#include "base/paths.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void below(void **state) {
    (void)state;
    assert_string_equal(path_below("/a/b/c.jpg", "/a"), "b/c.jpg");
    assert_string_equal(path_below("/a/b/c.jpg", "/a/"), "b/c.jpg");
    assert_null(path_below("/ab/c.jpg", "/a"));
    assert_null(path_below("/a", "/a"));
    assert_null(path_below("/a/", "/a"));
    assert_null(path_below("/a", "/a/b"));
}

static void below_the_root(void **state) {
    (void)state;
    assert_string_equal(path_below("/a.jpg", "/"), "a.jpg");
    assert_string_equal(path_below("/a.jpg", ""), "a.jpg");
    assert_null(path_below("a.jpg", "/"));
    assert_true(path_is_within("/", "/"));
}

static void within(void **state) {
    (void)state;
    assert_true(path_is_within("/a", "/a"));
    assert_true(path_is_within("/a/b", "/a"));
    assert_false(path_is_within("/ab", "/a"));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(below), cmocka_unit_test(below_the_root),
                                       cmocka_unit_test(within)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
