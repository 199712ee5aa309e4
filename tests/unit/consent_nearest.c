/* Slips of the pen: a search through many names finds what comparing each of them finds. */
#include "consent/nearest.h"

#include "consent/near_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LONGEST = 9, MANY = 300 };

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* By the definition: the whole table. */
static size_t distance(const char *a, const char *b) {
    size_t table[LONGEST + 1][LONGEST + 1], height = strlen(a), width = strlen(b);
    for (size_t i = 0; i <= height; i++)
        for (size_t j = 0; j <= width; j++) {
            size_t cell = i == 0 ? j : j == 0 ? i : least(table[i - 1][j], table[i][j - 1]) + 1;
            if (i > 0 && j > 0)
                cell = least(cell, table[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                cell = least(cell, table[i - 2][j - 2] + 1);
            table[i][j] = cell;
        }
    return table[height][width];
}

static void one_and_one(void **state) {
    char longest[2 * SLIPS_LONGEST];
    (void)state;
    assert_int_equal(edit_distance("", ""), 0);
    assert_int_equal(edit_distance("a", ""), 1);
    assert_int_equal(edit_distance("", "ab"), 2);
    assert_int_equal(edit_distance("ab", "ba"), 1);
    assert_int_equal(edit_distance("abcd", "badc"), 2);
    assert_true(edit_distance("abc", "xyz") > SLIPS_MOST);
    (void)memset(longest, 'a', sizeof longest);
    longest[SLIPS_LONGEST] = '\0';
    assert_int_equal(edit_distance(longest, longest), 0);
    assert_int_equal(edit_distance(longest, longest + 2), 2);
    longest[SLIPS_LONGEST] = 'a';
    longest[sizeof longest - 1] = '\0';
    assert_true(edit_distance(longest, longest) > SLIPS_MOST);
    assert_true(edit_distance(longest + SLIPS_LONGEST, longest) > SLIPS_MOST);
}

static uint32_t next(uint32_t *seed) {
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void judge(const char (*names)[LONGEST + 1], const struct near_index *index, const char *text, size_t *near) {
    size_t found[MANY], slips;
    struct near_walk walk;
    const void *of;
    for (size_t i = 0; i < MANY; i++)
        found[i] = SLIPS_MOST + 1;
    near_walk_begin(&walk, index, text);
    while (near_walk_next(&walk, &of, &slips)) {
        const size_t place = (size_t)((const char(*)[LONGEST + 1]) of - names);
        assert_true(place < MANY && (found[place] > SLIPS_MOST || found[place] == slips));
        found[place] = slips;
        ++*near;
    }
    for (size_t i = 0; i < MANY; i++) {
        const size_t wanted = least(distance(text, names[i]), SLIPS_MOST + 1);
        assert_int_equal(least(edit_distance(text, names[i]), SLIPS_MOST + 1), wanted);
        if (found[i] != wanted)
            fail_msg("'%s' and '%s': %zu instead of %zu", text, names[i], found[i], wanted);
    }
}

/* Few letters, so that many begin alike and are near, and some names come more than once. */
static void many_names(void **state) {
    char names[MANY][LONGEST + 1];
    size_t near = 0;
    uint32_t seed = 1;
    (void)state;
    for (int round = 0; round < 20; round++) {
        struct near_index index = {0};
        const uint32_t letters = 2 + (uint32_t)round % 4;
        for (size_t i = 0; i < MANY; i++) {
            size_t length = next(&seed) % (LONGEST + 1);
            for (size_t j = 0; j <= LONGEST; j++)
                names[i][j] = j < length ? (char)('a' + next(&seed) % letters) : '\0';
            assert_true(near_index_add(&index, names[i], names[i]));
        }
        near_index_sort(&index);
        for (size_t i = 0; i < MANY; i++)
            judge(names, &index, names[i], &near);
        judge(names, &index, "", &near);
        judge(names, &index, "xyz", &near);
        near_index_clear(&index);
    }
    assert_true(near > MANY);
}

/* Nothing is near a text that is too long, and nothing is in an index of nothing. */
static void ends(void **state) {
    char longest[SLIPS_LONGEST + 2];
    struct near_index index = {0};
    struct near_walk walk;
    const void *of;
    size_t slips;
    (void)state;
    near_index_sort(&index);
    near_walk_begin(&walk, &index, "a");
    assert_false(near_walk_next(&walk, &of, &slips));
    (void)memset(longest, 'a', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    assert_true(near_index_add(&index, longest, NULL));
    near_index_sort(&index);
    near_walk_begin(&walk, &index, longest);
    assert_false(near_walk_next(&walk, &of, &slips));
    near_walk_begin(&walk, &index, longest + 1);
    assert_true(near_walk_next(&walk, &of, &slips));
    assert_int_equal(slips, 1);
    near_index_clear(&index);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_and_one), cmocka_unit_test(many_names),
                                       cmocka_unit_test(ends)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
