/* Faces of photos that lie on their side, in the photo's own frame. */
#include "redaction/redaction.h"
#include "stages/stages.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { WIDTH = 640, HEIGHT = 480 };

/* Where a point of the turned photo is in the photo as it is, by the rows and columns of Exif 2.32's orientations. */
static struct sladd_point as_it_is(double x, double y, int orientation) {
    switch (orientation) {
    case 6:
        return (struct sladd_point){y, HEIGHT - x};
    case 3:
        return (struct sladd_point){WIDTH - x, HEIGHT - y};
    case 8:
        return (struct sladd_point){WIDTH - y, x};
    default:
        return (struct sladd_point){x, y};
    }
}

/* Whatever the turn, the head that goes is the head that was found. */
static void the_head_is_the_same(void **state) {
    static const int ways[] = {1, 6, 3, 8};
    static const struct sladd_box faces[] = {
        {100, 50, 60, 80}, {300, 200, 33, 31}, {0, 0, 200, 250}, {-10, 400, 40, 50}};
    (void)state;
    for (size_t w = 0; w < sizeof ways / sizeof *ways; w++)
        for (size_t i = 0; i < sizeof faces / sizeof *faces; i++) {
            const struct sladd_box head = head_box(faces[i]);
            const struct sladd_box turned = turned_face(faces[i], ways[w], WIDTH, HEIGHT), now = head_box(turned);
            const struct sladd_point a = as_it_is(head.x, head.y, ways[w]),
                                     b = as_it_is(head.x + head.width, head.y + head.height, ways[w]);
            assert_true(fabs(now.x - fmin(a.x, b.x)) < 1e-6 && fabs(now.y - fmin(a.y, b.y)) < 1e-6);
            assert_true(fabs(now.width - fabs(a.x - b.x)) < 1e-6 && fabs(now.height - fabs(a.y - b.y)) < 1e-6);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_head_is_the_same)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
