/* Which copies must come down is found in time that a crowd does not make long. */
#include "ledger/takedowns.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

/* A stand with a hundred rows of a hundred heads, of whom nobody stayed. */
static void a_crowd(void **state) {
    enum { ROWS = 100 };
    struct sladd_outcome before = {.result = SLADD_SANITISED, .width = 20 * ROWS, .height = 20 * ROWS};
    struct takedowns list = {0};
    (void)state;
    for (int i = 0; i < ROWS * ROWS; i++) {
        const struct sladd_region head = {.kind = SLADD_FACE,
                                          .box = {i % ROWS * 20.0, i / ROWS * 20.0, 10, 10},
                                          .detected = true,
                                          .reason = SLADD_REASON_NO_SUBJECT};
        assert_int_equal(sladd_regions_add(&before.regions, &head, NULL), SLADD_OK);
    }
    clock_t begin = clock();
    assert_int_equal(takedowns_compare(&list, "a.jpg", &before, &before, NULL), SLADD_OK);
    double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    print_message("%.1f s\n", seconds);
    assert_int_equal(list.count, 0);
    assert_true(seconds < 10); /* sanitizers included; a look at every head from every point of each takes twice that */
    takedowns_clear(&list);
    sladd_outcome_clear(&before);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_crowd)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
