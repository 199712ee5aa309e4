/* Sorted arrays: where something would stand, whatever is equal to it and however many there are. */
#include "base/array.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static int against(const void *key, const void *item) {
    const int *wanted = key, *number = item;
    return (*wanted > *number) - (*wanted < *number);
}

/* By definition: as many as come before it. */
static size_t walked(const int *items, size_t count, int key) {
    size_t first = 0;
    while (first < count && items[first] < key)
        first++;
    return first;
}

static void finds_the_first_that_does_not_come_before(void **state) {
    (void)state;
    static const int items[] = {1, 3, 3, 3, 5, 8, 8, 13, 13};
    for (size_t count = 0; count <= sizeof items / sizeof *items; count++)
        for (int key = 0; key <= 14; key++) {
            size_t first = walked(items, count, key), next = walked(items, count, key + 1), place;
            assert_int_equal(array_first(&key, items, count, sizeof *items, against), first);
            assert_int_equal(array_equal(&key, items, count, sizeof *items, against, &place), next - first);
            assert_int_equal(place, first);
        }
}

static void asks_nothing_of_no_items(void **state) {
    (void)state;
    size_t none;
    assert_int_equal(array_first(NULL, NULL, 0, sizeof(int), against), 0);
    assert_int_equal(array_equal(NULL, NULL, 0, sizeof(int), against, &none), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_first_that_does_not_come_before),
        cmocka_unit_test(asks_nothing_of_no_items),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
