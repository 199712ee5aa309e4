/* --max-risk: the least risky copies stand, and nothing depends on the order in which they were finished. */
#include "ledger/risk_choice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The names of the copies that fit, in their order. */
static void expect(struct risky *copies, size_t count, double sum, double limit, const char *names) {
    char got[32] = "";
    risk_choose(copies, count, sum, limit);
    for (size_t i = 0; i < count; i++)
        if (copies[i].fits)
            (void)strcat(got, copies[i].name);
    assert_string_equal(got, names);
}

static void the_least_risky_stand_while_the_sum_allows(void **state) {
    (void)state;
    struct risky copies[] = {{0.5, "d", 3, false}, {0.1, "a", 0, true}, {0.3, "c", 2, false}, {0.1, "b", 1, false}};
    expect(copies, 4, 0, 10, "abcd");
    expect(copies, 4, 0, 0.5, "abc");
    expect(copies, 4, 0, 0.2, "ab"); /* as decimal fractions add up, not as binary ones do */
    expect(copies, 4, 0, 0.19, "a");
    expect(copies, 4, 0.15, 0.2, "");
    expect(copies, 4, 0, 0, "");
    assert_int_equal(copies[3].index, 3);
}

static void the_order_of_finishing_changes_nothing(void **state) {
    (void)state;
    for (int first = 0; first < 3; first++) {
        struct risky copies[3];
        for (int i = 0; i < 3; i++)
            copies[(i + first) % 3] = (struct risky){0.2, (const char *[]){"a", "b", "c"}[i], (size_t)i, false};
        expect(copies, 3, 0, 0.4, "ab");
    }
}

static void what_nobody_knows_never_fits(void **state) {
    (void)state;
    struct risky copies[] = {{-1, "a", 0, true}, {2, "b", 1, false}};
    expect(copies, 2, 0, 1e9, "b");
    assert_false(risk_fits_anyhow(-1, 1, 1e9));
}

/* Whatever is said to fit at once is among what the order of all would choose. */
static void what_fits_anyhow_would_have_been_chosen(void **state) {
    (void)state;
    const double risks[] = {0, 0.1, 0.19, 0.2, 0.21, 0.3, 0.9, 1};
    enum { COUNT = sizeof risks / sizeof *risks };
    for (double limit = 0; limit < 4; limit += 0.05) {
        struct risky copies[COUNT];
        for (size_t i = 0; i < COUNT; i++)
            copies[i] = (struct risky){risks[i], "x", i, false};
        risk_choose(copies, COUNT, 0, limit);
        for (size_t i = 0; i < COUNT; i++)
            assert_true(copies[i].fits || !risk_fits_anyhow(copies[i].risk, COUNT, limit));
    }
    assert_true(risk_fits_anyhow(0, 5, 0));
    assert_true(risk_fits_anyhow(0.1, 10, 1));
    assert_false(risk_fits_anyhow(0.11, 10, 1));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_least_risky_stand_while_the_sum_allows),
        cmocka_unit_test(the_order_of_finishing_changes_nothing),
        cmocka_unit_test(what_nobody_knows_never_fits),
        cmocka_unit_test(what_fits_anyhow_would_have_been_chosen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
