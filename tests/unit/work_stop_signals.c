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

/* nohup has SIGHUP ignored, and a shell SIGINT in what it runs in the background. Whoever holds the others further out
 * is still told. */
static void what_is_ignored_is_not_waited_for(void **state) {
    static const int numbers[] = {SIGHUP, SIGINT, SIGTERM};
    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct stop_signals outer, inner;
        const int other = numbers[(i + 1) % 3];
        assert_true(signal(numbers[i], SIG_IGN) != SIG_ERR);
        assert_true(stop_signals_hold(&outer));
        assert_true(stop_signals_hold(&inner));
        assert_int_equal(raise(numbers[i]), 0);
        assert_false(stop_signals_came(&inner));
        assert_int_equal(raise(other), 0);
        assert_true(stop_signals_came(&inner));
        stop_signals_release(&inner);
        assert_true(stop_signals_came(&outer));
        stop_signals_release(&outer);
        assert_true(signal(numbers[i], SIG_DFL) != SIG_ERR);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_waits_to_be_asked_for),
        cmocka_unit_test(whoever_holds_it_further_out_is_told_too),
        cmocka_unit_test(what_is_ignored_is_not_waited_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
