/* Receipts are found by their folder, and not by looking through all folders. */
#include "ledger/published.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include <cmocka.h>

/* 40,000 folders with a photo each, two below one: in time that is not their product. */
static void many_folders(void **state) {
    enum { MANY = 40000 };
    struct published published = {0};
    char relative[64];
    (void)state;
    clock_t begin = clock();
    for (int again = 0; again < 2; again++)
        for (int i = 0; i < MANY; i++) {
            const struct input input = {.root = (char *)"no-such-folder", .relative = relative};
            struct vouched vouched;
            bool any;
            (void)snprintf(relative, sizeof relative, "%05d/%d/a.jpg", i / 2, i);
            assert_int_equal(published_any(&published, &input, &any, NULL), SLADD_OK);
            assert_false(any);
            assert_int_equal(published_find(&published, &input, "", &vouched, NULL), SLADD_OK);
            assert_int_equal(vouched.count, 0);
        }
    double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    print_message("%.1f s\n", seconds);
    assert_true(seconds < 10); /* sanitizers included; the product takes a minute */
    published_clear(&published);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(many_folders)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
