/* What a run leaves to chance, in words. */
#include "report/run_report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void expect(const struct sladd_outcome *outcomes, size_t count, const char *text) {
    static const char *const names[] = {"a.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg"};
    struct reported photos[5];
    char *got = NULL;
    size_t size = 0;
    for (size_t i = 0; i < count; i++)
        photos[i] = (struct reported){names[i], names[i], &outcomes[i]};
    const struct run run = {.photos = photos, .count = count};
    FILE *to = open_memstream(&got, &size);
    assert_non_null(to);
    run_print_risk(&run, to);
    assert_int_equal(fclose(to), 0);
    assert_string_equal(got, text);
    free(got);
}

static void the_sum_is_told_and_the_riskiest_are_named(void **state) {
    (void)state;
    const struct sladd_outcome five[] = {{.result = SLADD_SANITISED, .risk = 0.3},
                                         {.result = SLADD_UNCHANGED, .risk = 2},
                                         {.result = SLADD_SANITISED, .risk = 0.5},
                                         {.result = SLADD_SANITISED, .risk = 0.3},
                                         {.result = SLADD_SANITISED, .risk = 0.25}};
    expect(five, 5,
           "About 3 faces are probably left to be seen.\n"
           "Look at these first: b.jpg (2.0), c.jpg (0.5), a.jpg (0.3)\n");
    expect(five + 2, 3,
           "About 1 face is probably left to be seen.\n"
           "Look at these first: a.jpg (0.5), b.jpg (0.3), c.jpg (0.2)\n");
    expect(five, 1, "Probably no face is left to be seen (0.30 on average).\nLook at these first: a.jpg (0.3)\n");
}

static void what_is_not_published_does_not_count(void **state) {
    (void)state;
    const struct sladd_outcome photos[] = {{.result = SLADD_WITHHELD, .risk = 9},
                                           {.result = SLADD_FAILED, .risk = -1},
                                           {.result = SLADD_SANITISED, .risk = 0.01}};
    expect(photos, 3, "Probably no face is left to be seen (0.01 on average).\n");
    expect(photos, 2, "");
}

static void what_nobody_knows_is_not_told(void **state) {
    (void)state;
    const struct sladd_outcome photos[] = {{.result = SLADD_SANITISED, .risk = 0.5},
                                           {.result = SLADD_SANITISED, .risk = -1},
                                           {.result = SLADD_SANITISED, .risk = 0.5}};
    expect(photos, 3, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sum_is_told_and_the_riskiest_are_named),
        cmocka_unit_test(what_is_not_published_does_not_count),
        cmocka_unit_test(what_nobody_knows_is_not_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
