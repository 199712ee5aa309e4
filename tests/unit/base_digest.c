/* A file's digest is that of its bytes, whatever its size; what is no file, or too large, has none. */
#include "base/bytes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static void files_of_every_size(void **state) {
    static const size_t sizes[] = {0, 1, 63, 64, 65535, 65536, 65537, 131072, 1000003};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        FILE *file = tmpfile();
        uint8_t *data = malloc(sizes[i] + 1);
        char wanted[65], got[65];
        assert_non_null(file);
        assert_non_null(data);
        for (size_t at = 0; at < sizes[i]; at++)
            data[at] = (uint8_t)(at * 31 + at / 251);
        assert_int_equal(fwrite(data, 1, sizes[i], file), sizes[i]);
        assert_int_equal(fflush(file), 0);
        sha256_hex((struct span){data, sizes[i]}, wanted);
        assert_true(sha256_of_fd(fileno(file), sizes[i], got)); /* wherever the file's own position is */
        assert_string_equal(got, wanted);
        if (sizes[i] > 0) {
            assert_false(sha256_of_fd(fileno(file), sizes[i] - 1, got));
            assert_string_equal(got, "");
        }
        free(data);
        (void)fclose(file);
    }
}

static void what_is_no_file(void **state) {
    char hex[65] = "x";
    int ends[2];
    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_false(sha256_of_fd(ends[0], 100, hex));
    assert_string_equal(hex, "");
    assert_false(sha256_of_fd(-1, 100, hex));
    (void)close(ends[0]);
    (void)close(ends[1]);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(files_of_every_size), cmocka_unit_test(what_is_no_file)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
