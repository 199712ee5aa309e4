/* A signal is told to everybody who holds it, and ends nothing in the middle. */
#include "work/stop_signals.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void it_waits_to_be_asked_for(void **state) {
    struct stop_signals stop;
    (void)state;
    assert_true(stop_signals_hold(&stop));
    assert_false(stop_signals_came(&stop));
    assert_int_equal(raise(SIGTERM), 0);
    assert_true(stop_signals_came(&stop));
    stop_signals_release(&stop); /* and does not arrive afterwards */
}

/* The review page holds them around every piece of its workers' work, who hold them, too: one that comes just as they
 * are done is for the page. */
static void whoever_holds_it_further_out_is_told_too(void **state) {
    struct stop_signals outer, inner;
    (void)state;
    assert_true(stop_signals_hold(&outer));
    assert_true(stop_signals_hold(&inner));
    assert_int_equal(raise(SIGTERM), 0);
    stop_signals_release(&inner);
    assert_true(stop_signals_came(&outer));
    stop_signals_release(&outer);
    assert_true(stop_signals_hold(&outer));
    assert_false(stop_signals_came(&outer));
    stop_signals_release(&outer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_waits_to_be_asked_for),
        cmocka_unit_test(whoever_holds_it_further_out_is_told_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
