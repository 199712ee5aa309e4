/* Which path lies below which folder: a manifest speaks of no other. */
#include "base/paths.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

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

static void leads_down(void **state) {
    static const char *const down[] = {"a", "a/b.jpg", ".a", "..a/a..", ".../a", "a b/\xff", "a/.b/c."};
    static const char *const others[] = {"",     "/",    "/a",     "a/",    "a//b",  ".",      "..", "./a",
                                         "../a", "a/..", "a/../b", "a/./b", "a/b/.", "a/b/..", "//a"};
    (void)state;
    for (size_t i = 0; i < sizeof down / sizeof *down; i++)
        assert_true(path_leads_down(down[i]));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(path_leads_down(others[i]));
}

/* `path` is the test's from here on. */
static void is(char *path, const char *wanted) {
    assert_string_equal(path, wanted);
    free(path);
}

static void ways(void **state) {
    (void)state;
    is(path_way("a.jpg"), ".");
    is(path_way("/a.jpg"), "/");
    is(path_way("a/b.jpg"), "a/");
    is(path_way("/a/b.jpg"), "/a/");
    is(path_way("a//b.jpg"), "a//");
}

static void real_ones(void **state) {
    (void)state;
    is(path_real("/"), "/");
    is(path_real("/../."), "/");
    is(path_real(""), "");
    is(path_real("/nothing has this name/"), "");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(below),  cmocka_unit_test(below_the_root),
                                       cmocka_unit_test(within), cmocka_unit_test(leads_down),
                                       cmocka_unit_test(ways),   cmocka_unit_test(real_ones)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
