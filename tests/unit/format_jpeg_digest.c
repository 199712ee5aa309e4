/* What is verified of a JPEG's cells is the picture, not its coefficients alone. */
#include "format/format.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char PHOTO[] = SLADD_ROOT "/samples/photos/portrett.jpg";

/* Of all cells; the caller's. */
static uint64_t *digests_of(const struct bytes *file, size_t *count) {
    struct picture *picture = NULL;
    assert_int_equal(codec_jpeg.open(bytes_span(file), &picture, NULL), SLADD_OK);
    *count = (size_t)picture->grid.cols * (size_t)picture->grid.rows;
    uint64_t *digests = calloc(*count, sizeof *digests);
    assert_non_null(digests);
    codec_jpeg.digest(picture, digests);
    codec_jpeg.close(picture);
    return digests;
}

static void other_steps_are_another_picture(void **state) {
    static const uint8_t table[] = {0xFF, 0xDB};
    struct bytes file = {0};
    size_t count, again;
    (void)state;
    assert_int_equal(bytes_read_path(&file, PHOTO, SIZE_MAX / 2, NULL), SLADD_OK);
    uint64_t *before = digests_of(&file, &count);
    uint8_t *at = NULL, *next = file.data;
    while ((next = memmem(next, file.size - (size_t)(next - file.data), table, sizeof table)) != NULL)
        at = next++; /* the last: others may be a thumbnail's */
    assert_non_null(at);
    at[5 + 63] ^= 1; /* the last step of the table; marker, length and number stand before them */
    uint64_t *after = digests_of(&file, &again);
    assert_int_equal(count, again);
    for (size_t i = 0; i < count; i++)
        assert_int_not_equal(before[i], after[i]);
    free(before);
    free(after);
    bytes_clear(&file);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(other_steps_are_another_picture)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
