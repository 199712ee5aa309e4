/* The page tells nobody to write YAML: what others are told to write into a manifest, it has a button for. */
#include "serve/page_sentences.h"
#include "stages/notices.h"

#include <stdio.h>
#include <stdlib.h>

// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
// clang-format on

/* A key, as messages quote it. */
static void assert_no_yaml(const char *sentence) {
    static const char *const keys[] = {"'rights", "'publish", "'permission", "'redact", "'faces", "'keep"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        assert_null(strstr(sentence, keys[i]));
}

static void test_withheld(void **state) {
    (void)state;
    static const enum sladd_status statuses[] = {SLADD_PUBLISH_NO, SLADD_PERMISSION_NO, SLADD_PERMISSION_MISSING};
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        struct sladd_outcome outcome = {.result = SLADD_WITHHELD, .error.status = statuses[i]};
        (void)snprintf(outcome.error.text, sizeof outcome.error.text, "withheld: write 'rights: yes', 'publish: yes'");
        assert_non_null(page_trouble(&outcome));
        assert_no_yaml(page_trouble(&outcome));
    }
    struct sladd_outcome failed = {.result = SLADD_FAILED, .error.status = SLADD_IO};
    (void)snprintf(failed.error.text, sizeof failed.error.text, "the disk is full");
    assert_string_equal(page_trouble(&failed), "the disk is full");
    const struct sladd_outcome good = {.result = SLADD_SANITISED};
    assert_null(page_trouble(&good));
}

static void test_notices(void **state) {
    (void)state;
    const char *const notices[] = {notice_permission_missing, notice_single_trait, notice_tags_elsewhere};
    for (size_t i = 0; i < sizeof notices / sizeof *notices; i++) {
        char *said = page_notice(notices[i]);
        assert_non_null(said);
        assert_string_not_equal(said, notices[i]);
        assert_no_yaml(said);
        free(said);
    }
    char *other = page_notice("something else [a, b]");
    assert_string_equal(other, "something else [a, b]");
    free(other);
}

static void test_take_down(void **state) {
    (void)state;
    for (int reason = 0; reason < SLADD_REASON_COUNT; reason++)
        assert_string_equal(page_take_down(sladd_reason_name((enum sladd_reason)reason)),
                            sladd_reason_sentence((enum sladd_reason)reason));
    assert_string_not_equal(page_take_down("withheld"), "");
    assert_string_equal(page_take_down("nonsense"), "nonsense");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_withheld),
        cmocka_unit_test(test_notices),
        cmocka_unit_test(test_take_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
