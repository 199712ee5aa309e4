/* Lines come as they were written, wherever a read ends, and what is no line is told. */
#include "base/line_reader.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

static int file_of(const void *data, size_t size) {
    int fd = memfd_create("lines", MFD_CLOEXEC);
    assert_true(fd >= 0 && span_write((struct span){data, size}, fd));
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    return fd;
}

/* Lines of these lengths, the last one with its line feed or without. */
static void goes_round(const size_t *lengths, size_t count, bool ended) {
    size_t size = 0, at = 0;
    for (size_t i = 0; i < count; i++)
        size += lengths[i] + 1;
    uint8_t *text = malloc(size);
    assert_non_null(text);
    for (size_t i = 0; i < count; i++) {
        memset(text + at, 'a' + (int)(i % 26), lengths[i]);
        at += lengths[i];
        text[at++] = '\n';
    }
    int fd = file_of(text, ended ? size : size - 1);
    struct line_reader reader;
    struct span line;
    assert_int_equal(line_reader_open(&reader, fd, NULL), SLADD_OK);
    at = 0;
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(line_reader_next(&reader, &line, NULL), SLADD_OK);
        assert_non_null(line.data);
        assert_int_equal(line.size, lengths[i]);
        assert_memory_equal(line.data, text + at, line.size);
        at += lengths[i] + 1;
    }
    for (int again = 0; again < 2; again++) {
        assert_int_equal(line_reader_next(&reader, &line, NULL), SLADD_OK);
        assert_null(line.data);
    }
    assert_int_equal(reader.whole, ended);
    line_reader_clear(&reader);
    assert_int_equal(close(fd), 0);
    free(text);
}

static void lines_of_any_length(void **state) {
    enum { CHUNK = 1 << 16 };
    size_t lengths[200];
    (void)state;
    for (size_t around = CHUNK - 3; around < CHUNK + 3; around++) {
        const size_t some[] = {around, 1, 2 * around, 0, 3 * around, 7};
        for (size_t count = 1; count <= sizeof some / sizeof *some; count++) {
            goes_round(some, count, true);
            goes_round(some, count, some[count - 1] == 0);
        }
    }
    for (size_t i = 0; i < 200; i++)
        lengths[i] = i * i * 13 % 5000;
    goes_round(lengths, 200, true);
    goes_round(NULL, 0, true);
}

/* It is passed over, and that is told. */
static void the_longest_line(void **state) {
    (void)state;
    for (size_t more = 0; more < 2; more++)
        for (int ended = 0; ended < 2; ended++) {
            struct line_reader reader;
            struct span line;
            const size_t size = (size_t)LONGEST_LINE + more * (1 << 17);
            uint8_t *text = malloc(size + 1);
            assert_non_null(text);
            memset(text, 'a', size);
            text[size] = '\n';
            int fd = file_of(text, size + (size_t)ended);
            assert_int_equal(line_reader_open(&reader, fd, NULL), SLADD_OK);
            assert_int_equal(line_reader_next(&reader, &line, NULL), SLADD_OK);
            assert_int_equal(line.size, more == 0 ? size : 0);
            assert_int_equal(reader.passed_over, more > 0);
            line_reader_clear(&reader);
            assert_int_equal(close(fd), 0);
            free(text);
        }
}

static void what_is_no_file(void **state) {
    struct line_reader reader;
    struct sladd_error err = {0};
    (void)state;
    int fd = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_int_equal(line_reader_open(&reader, fd, &err), SLADD_IO);
    assert_int_equal(close(fd), 0);
    assert_int_equal(line_reader_open(&reader, -1, &err), SLADD_IO);
    line_reader_clear(&reader);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(lines_of_any_length), cmocka_unit_test(the_longest_line),
                                       cmocka_unit_test(what_is_no_file)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
