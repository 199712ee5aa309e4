/* Whatever a receipt is that was announced, the next run can read it. */
#include "base/limits.h"
#include "ledger/receipts.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "starved.h"

/* Faces far out in a large picture, each with all that can be said of one. */
static struct receipt receipt_of(size_t faces, int key_bytes) {
    struct receipt receipt = {.output = strdup("a.jpg"), .origin = strdup("/photos/a.jpg"), .makers = strdup("{}")};
    struct sladd_regions *regions = &receipt.outcome.regions;
    char key[512];
    receipt.outcome.result = SLADD_SANITISED;
    for (size_t i = 0; i < faces; i++) {
        struct sladd_region face = {.kind = SLADD_FACE,
                                    .box = {12345.67, 12345.67, 12345.67, 12345.67},
                                    .has_quad = true,
                                    .detected = true,
                                    .score = 0.123,
                                    .visible = 0.12,
                                    .reason = SLADD_REASON_PROTECTED,
                                    .said_by = SLADD_VOICE_SEARCH};
        for (int corner = 0; corner < 4; corner++)
            face.quad[corner] = (struct sladd_point){12345.67, 12345.67};
        (void)snprintf(key, sizeof key, "%0*zu", key_bytes, i % 100);
        assert_int_equal(sladd_regions_name(regions, &face, key, NULL), SLADD_OK);
        assert_int_equal(sladd_regions_add(regions, &face, NULL), SLADD_OK);
    }
    return receipt;
}

/* Announce such a receipt in an empty folder, starved in that alone, and read what there is. */
static enum sladd_status announced(size_t faces, int key_bytes, size_t *read) {
    const long at = starved.at;
    starved.at = 0;
    char folder[] = "/tmp/sladd-receipts-XXXXXX";
    struct receipts receipts;
    struct receipt receipt = receipt_of(faces, key_bytes), before;
    struct sladd_error err = {0};
    assert_non_null(mkdtemp(folder));
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_int_equal(receipts_open(&receipts, fd, folder, 0, 0, &err), SLADD_OK);
    starved.at = at;
    const enum sladd_status status = receipts_announce(&receipts, &receipt, &before, &err);
    starved.at = 0;
    receipts_clear(&receipts);
    assert_int_equal(receipts_open(&receipts, fd, folder, 0, 0, &err), SLADD_OK);
    const struct receipt *found = receipts_find(&receipts, "a.jpg");
    *read = found != NULL ? found->outcome.regions.count : 0;
    receipts_clear(&receipts);
    (void)unlinkat(fd, RECEIPTS_FILE, 0);
    assert_int_equal(close(fd), 0);
    assert_int_equal(rmdir(folder), 0);
    return status;
}

static void as_many_regions_as_the_limit(void **state) {
    const size_t limit = limit_of(LIMIT_REGIONS);
    size_t read;
    (void)state;
    assert_int_equal(announced(limit, 64, &read), SLADD_OK);
    assert_int_equal(read, limit);
}

static void what_could_not_be_read_again(void **state) {
    size_t read;
    (void)state;
    assert_int_equal(announced(limit_row(LIMIT_REGIONS)->most, 8, &read), SLADD_TOO_LARGE);
    assert_int_equal(read, 0);
    assert_int_equal(announced(limit_of(LIMIT_REGIONS), 400, &read), SLADD_TOO_LARGE);
    assert_int_equal(read, 0);
}

static void announce_starved(void *context) {
    size_t read;
    (void)context;
    const enum sladd_status status = announced(2, 8, &read);
    assert_int_equal(status, starved.happened ? SLADD_NO_MEMORY : SLADD_OK);
    assert_int_equal(read, starved.happened ? 0 : 2);
}

static void without_memory_it_is_said_to_be_that(void **state) {
    (void)state;
    assert_true(starve(announce_starved, NULL) > 20);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(as_many_regions_as_the_limit),
                                       cmocka_unit_test(what_could_not_be_read_again),
                                       cmocka_unit_test(without_memory_it_is_said_to_be_that)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
