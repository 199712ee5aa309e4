/* Reading lines: what is not read whole is not read. */
#include "vision/reading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* Letters made of upright and level strokes, 40 pixels high. */
enum { HIGH = 40, WIDE = 24, STROKE = 7, GAP = 8, TOP = 20, PHOTO_HEIGHT = HIGH + 2 * TOP };

static void fill(struct sladd_image *image, int left, int top, int width, int height) {
    for (int y = top; y < top + height; y++)
        memset(image->data + (size_t)y * image->stride + 3 * (size_t)left, 20, 3 * (size_t)width);
}

static void draw_letter(struct sladd_image *image, char letter, int left) {
    const int middle = TOP + (HIGH - STROKE) / 2, bottom = TOP + HIGH - STROKE, right = left + WIDE - STROKE;
    if (strchr("EFHL", letter) != NULL)
        fill(image, left, TOP, STROKE, HIGH);
    if (strchr("IT", letter) != NULL)
        fill(image, left + (WIDE - STROKE) / 2, TOP, STROKE, HIGH);
    if (letter == 'H')
        fill(image, right, TOP, STROKE, HIGH);
    if (strchr("EFT", letter) != NULL)
        fill(image, left, TOP, WIDE, STROKE);
    if (strchr("EFH", letter) != NULL)
        fill(image, left, middle, WIDE, STROKE);
    if (strchr("EL", letter) != NULL)
        fill(image, left, bottom, WIDE, STROKE);
}

/* "HELLE TELLE" over and over, from one place on a white strip to another. */
static void draw(struct sladd_image *image, int width, int from, int to) {
    static const char words[] = "HELLE TELLE ";
    assert_int_equal(sladd_image_init(image, width, PHOTO_HEIGHT, NULL), SLADD_OK);
    memset(image->data, 235, image->stride * PHOTO_HEIGHT);
    for (int at = 0; from + WIDE <= to; at++, from += WIDE + GAP)
        draw_letter(image, words[at % (int)(sizeof words - 1)], from);
}

static struct reading read_line(struct reader *reader, const struct sladd_image *image, double from, double to) {
    struct sladd_region line = {.kind = SLADD_TEXT, .box = {from, TOP - 4, to - from, HIGH + 8}};
    struct reading reading;
    assert_int_equal(reader_read(reader, image, SLADD_UPRIGHT, &line, &reading, NULL), SLADD_OK);
    return reading;
}

static void long_lines_stay_unread(void **state) {
    struct sladd_image image;
    draw(&image, 12000, 3200, 8800);
    struct reading whole = read_line(*state, &image, 4000 - 8, 4000 + 2000);
    assert_non_null(whole.text);
    assert_true(whole.confidence > 0.5);
    assert_non_null(strstr(whole.text, "HELLE TELLE"));
    reading_clear(&whole);
    /* Such a line may say anything at its ends: of its middle alone nothing follows. */
    for (double more = 1000; more < 4000; more += 700) {
        struct reading part = read_line(*state, &image, 4000 - more, 8000 + more);
        assert_true(part.text == NULL && part.confidence == 0);
        reading_clear(&part);
    }
    sladd_image_clear(&image);
}

static int open_reader(void **state) {
    struct reader *reader;
    if (reader_open(&reader, NULL) != SLADD_OK)
        return -1;
    *state = reader;
    return 0;
}

static int close_reader(void **state) {
    reader_close(*state);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(long_lines_stay_unread)};
    struct reader *reader = NULL;
    if (reader_open(&reader, NULL) == SLADD_OK && reader == NULL)
        return 0; /* built without Tesseract, or it has no languages */
    reader_close(reader);
    return cmocka_run_group_tests(tests, open_reader, close_reader);
}
