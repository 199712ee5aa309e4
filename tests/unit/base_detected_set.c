/* What was detected is found by its digests, whatever the number of photos: no search through the others. */
#include "base/detected_set.h"

#include <stdio.h>

// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
// clang-format on

enum { MANY = 20000, LONGEST_RUN = 200 };

/* Digests that differ only at their ends, and much alike. */
static struct detected photo_of(int number, bool exact) {
    struct detected detected = {.turn = number, .exact = exact};
    (void)snprintf(detected.source_sha256, sizeof detected.source_sha256, "%064x", (unsigned)number);
    (void)snprintf(detected.filled, sizeof detected.filled, "%064x", (unsigned)number % 3);
    return detected;
}

static const struct detected *find(const struct detected_set *set, int number, bool exact) {
    const struct detected wanted = photo_of(number, exact);
    return detected_set_find(set, wanted.source_sha256, wanted.filled, exact);
}

/* Whoever looks for anything looks at one run of taken slots. */
static size_t longest_run(const struct detected_set *set) {
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < 2 * set->slot_count; i++) { /* twice: a run goes on behind the end */
        run = set->slots[i % set->slot_count] != 0 ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

static void test_many(void **state) {
    (void)state;
    struct detected_set set = {0};
    assert_null(find(&set, 1, false));
    assert_null(find(NULL, 1, false));
    for (int i = 0; i < MANY; i++) {
        struct detected detected = photo_of(i, true);
        assert_true(detected_set_add(&set, &detected));
    }
    assert_int_equal(set.count, MANY);
    assert_in_range(longest_run(&set), 1, LONGEST_RUN);
    for (int i = 0; i < MANY; i++) {
        assert_non_null(find(&set, i, true));
        assert_int_equal(find(&set, i, true)->turn, i);
    }
    assert_null(find(&set, MANY, false));
    struct detected other = photo_of(1, true);
    (void)snprintf(other.filled, sizeof other.filled, "%064x", 7U); /* other boxes were filled */
    assert_null(detected_set_find(&set, other.source_sha256, other.filled, false));
    detected_set_clear(&set);
}

static void test_exact_counts_for_more(void **state) {
    (void)state;
    struct detected_set set = {0};
    struct detected about = photo_of(1, false), again = photo_of(1, false), exact = photo_of(1, true),
                    once_more = photo_of(1, true), nothing = {.exact = true};
    assert_true(detected_set_add(&set, &about));
    assert_false(detected_set_add(&set, &again));
    assert_null(find(&set, 1, true));
    assert_non_null(find(&set, 1, false));
    assert_true(detected_set_add(&set, &exact));
    assert_non_null(find(&set, 1, true));
    assert_true(find(&set, 1, true)->exact);
    assert_false(detected_set_add(&set, &once_more));
    assert_int_equal(set.count, 2);
    assert_true(detected_set_add(&set, &nothing)); /* and is found by nobody */
    assert_null(detected_set_find(&set, "", "", false));
    detected_set_clear(&set);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_exact_counts_for_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
