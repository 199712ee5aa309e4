/* Copies that were moved are recognised, or the run does not go on. */
#include "ledger/moved_copies.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "starved.h"

static void write_file(int folder_fd, const char *name, const char *text) {
    const int fd = openat(folder_fd, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    assert_int_equal(close(fd), 0);
}

/* A line about a copy with these bytes; `moved_from` NULL: it is where it was written to. */
static char *line_of(const char *output, const char *moved_from, const char *bytes) {
    struct receipt receipt = {.output = strdup(output),
                              .moved_from = moved_from != NULL ? strdup(moved_from) : NULL,
                              .origin = strdup("/photos/a.jpg"),
                              .makers = strdup("{}"),
                              .size = (int64_t)strlen(bytes),
                              .outcome = {.result = SLADD_SANITISED, .verified = true}};
    sha256_hex((struct span){(const uint8_t *)bytes, strlen(bytes)}, receipt.outcome.output_sha256);
    char *line = receipt_to_line(&receipt);
    assert_non_null(line);
    receipt_clear(&receipt);
    return line;
}

static void append_line(int folder_fd, char *line) {
    const int fd = openat(folder_fd, RECEIPTS_FILE, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_true(dprintf(fd, "%s\n", line) > 0);
    assert_int_equal(close(fd), 0);
    free(line);
}

struct place {
    char path[64];
    int fd;
};

static void make(struct place *place) {
    (void)snprintf(place->path, sizeof place->path, "/tmp/sladd-moved-XXXXXX");
    assert_non_null(mkdtemp(place->path));
    place->fd = open(place->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_true(place->fd >= 0);
}

static void take_away(struct place *place) {
    static const char *const files[] = {RECEIPTS_FILE, "a.jpg", "new/s.jpg"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        (void)unlinkat(place->fd, files[i], 0);
    (void)unlinkat(place->fd, "new", AT_REMOVEDIR);
    assert_int_equal(close(place->fd), 0);
    assert_int_equal(rmdir(place->path), 0);
}

static void adopt_starved(void *context) {
    const struct place *place = context;
    const long at = starved.at;
    starved.at = 0;
    const struct output_folder folder = {place->path, place->fd};
    const struct inputs inputs = {0};
    struct receipts receipts;
    struct sladd_names unseen = {0};
    struct sladd_error err = {0};
    assert_int_equal(receipts_open(&receipts, place->fd, place->path, 0, 0, &err), SLADD_OK);
    starved.at = at;
    const enum sladd_status status = moved_copies_adopt(&receipts, &folder, &inputs, &unseen, &err);
    starved.at = 0;
    const struct receipt *moved = receipts_find(&receipts, "new/s.jpg");
    if (status == SLADD_OK && unseen.count == 0) {
        assert_non_null(moved);
        assert_string_equal(moved->moved_from, "a.jpg");
    } else {
        assert_true(starved.happened);
    }
    sladd_names_clear(&unseen);
    receipts_clear(&receipts);
}

static void without_memory_none_is_passed_over(void **state) {
    struct place place;
    (void)state;
    make(&place);
    append_line(place.fd, line_of("a.jpg", NULL, "copy"));
    assert_int_equal(mkdirat(place.fd, "new", 0700), 0);
    write_file(place.fd, "new/s.jpg", "copy");
    assert_true(starve(adopt_starved, &place) > 10);
    take_away(&place);
}

/* Two shares at work: one wrote a copy, and the other one, which knew only of an equal one, took it for that. */
static void what_a_run_wrote_was_not_moved(void **state) {
    (void)state;
    for (int order = 0; order < 2; order++) {
        struct place place;
        struct receipts receipts;
        struct sladd_error err = {0};
        make(&place);
        write_file(place.fd, "a.jpg", "copy");
        append_line(place.fd, line_of("a.jpg", order == 0 ? "b.jpg" : NULL, "copy"));
        append_line(place.fd, line_of("a.jpg", order == 0 ? NULL : "b.jpg", "copy"));
        assert_int_equal(receipts_open(&receipts, place.fd, place.path, 0, 0, &err), SLADD_OK);
        const struct receipt *receipt = receipts_find(&receipts, "a.jpg");
        assert_non_null(receipt);
        assert_null(receipt->moved_from);
        receipts_clear(&receipts);
        take_away(&place);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(without_memory_none_is_passed_over),
                                       cmocka_unit_test(what_a_run_wrote_was_not_moved)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
