/* A hall full of people on the contact sheet: the number of a face hides nobody in the row behind, and stands with its
 * face. */
#include "report/contact_sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { COLUMNS = 20, ROWS = 10, WIDTH = 768, HEIGHT = 512 };

/* Where the numbers of a photo's faces stand on its sheet: the black rectangles, one a face. */
static void read_labels(struct draft_face *faces, size_t count, struct sladd_box *labels) {
    const struct contact photo = {"a.jpg", faces, count};
    const struct thumbnail thumbnail = {.jpeg = {(uint8_t *)"x", 1}, .width = WIDTH, .height = HEIGHT};
    char *page = NULL;
    size_t size = 0, seen = 0;
    FILE *to = open_memstream(&page, &size);
    assert_true(contact_sheet_write(&photo, &thumbnail, 1, to));
    assert_int_equal(fclose(to), 0);
    for (const char *at = page; (at = strstr(at, "<rect ")) != NULL; at++) {
        struct sladd_box label;
        char fill[8];
        assert_int_equal(sscanf(at, "<rect x=\"%lf\" y=\"%lf\" width=\"%lf\" height=\"%lf\" fill=\"%5s", &label.x,
                                &label.y, &label.width, &label.height, fill),
                         5);
        if (strncmp(fill, "black", 5) != 0)
            continue;
        assert_in_range(seen, 0, count - 1);
        labels[seen++] = label;
    }
    assert_int_equal(seen, count);
    free(page);
}

/* Faces of this height, in pixels of the sheet, with rows and columns twice as far from each other. */
static void numbers_hide_nobody(void **state) {
    (void)state;
    static const double heights[] = {6, 8, 12, 18};
    for (size_t h = 0; h < sizeof heights / sizeof *heights; h++) {
        const double high = heights[h];
        struct draft_face faces[ROWS * COLUMNS] = {0};
        struct sladd_box labels[ROWS * COLUMNS];
        for (size_t i = 0; i < ROWS * COLUMNS; i++)
            faces[i].box =
                (struct sladd_box){(double)(i % COLUMNS) * 2 * high / WIDTH,
                                   (1 + (double)(i / COLUMNS) * 2) * high / HEIGHT, high / WIDTH, high / HEIGHT};
        read_labels(faces, ROWS * COLUMNS, labels);
        for (size_t k = 0; k < ROWS * COLUMNS; k++)
            for (size_t i = 0; i < ROWS * COLUMNS; i++) {
                const struct sladd_box label = {labels[k].x + 0.2, labels[k].y + 0.2, labels[k].width - 0.4,
                                                labels[k].height - 0.4};
                const struct sladd_box face = {faces[i].box.x * WIDTH, faces[i].box.y * HEIGHT, high, high};
                assert_true(sladd_box_area(sladd_box_intersect(label, face)) <= 0);
            }
    }
}

/* People whose heads nearly touch, each a little higher than the one before: above their faces the numbers would cover
 * each other. */
static void numbers_are_all_seen(void **state) {
    (void)state;
    enum { PEOPLE = 14 };
    struct draft_face faces[PEOPLE] = {0};
    struct sladd_box labels[PEOPLE];
    for (size_t i = 0; i < PEOPLE; i++)
        faces[i].box = (struct sladd_box){(40 + 30 * (double)(i / 2)) / WIDTH, (i % 2 == 0 ? 100.0 : 106.0) / HEIGHT,
                                          12.0 / WIDTH, 16.0 / HEIGHT};
    for (size_t i = 1; i < PEOPLE; i += 2)
        faces[i].box.x += 11.0 / WIDTH;
    read_labels(faces, PEOPLE, labels);
    for (size_t k = 0; k < PEOPLE; k++)
        for (size_t i = 0; i < k; i++)
            assert_true(sladd_box_area(sladd_box_intersect(labels[k], labels[i])) < 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(numbers_hide_nobody), cmocka_unit_test(numbers_are_all_seen)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
