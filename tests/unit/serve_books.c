/* The manifests that a session edits, without a session. */
#include "consent/resolver.h"
#include "serve/books.h"

#include <stdio.h>
#include <time.h>

// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
// clang-format on

/* A sidecar for each of many photos is a book, which every edit looks for, for every photo. */
static void test_many_books(void **state) {
    enum { MANY = 30000 };
    struct books books = {0};
    char path[64];
    clock_t begin = clock();
    (void)state;
    for (size_t round = 0; round < 2; round++)
        for (size_t i = 0; i < MANY; i++) {
            (void)snprintf(path, sizeof path, "/photos of the year/IMG_%06zu.jpg.consent.yaml", i * 7919 % MANY);
            assert_int_equal(books_find(&books, path), round == 0 ? RESOLVER_NONE : i);
            assert_int_equal(books_number(&books, path), i);
            assert_string_equal(books.items[i].path, path);
        }
    assert_int_equal(books.count, MANY);
    print_message("%.1f s\n", (double)(clock() - begin) / CLOCKS_PER_SEC);
    assert_true(clock() - begin < 5 * CLOCKS_PER_SEC);
    books_clear(&books);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_many_books)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
