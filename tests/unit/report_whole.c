/* What check reports is all that it found, or no report: whatever there is no memory for. */
#include "audit/verdict.h"
#include "report/formats.h"
#include "report/report_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "starved.h"

static struct verdict verdict_of(struct judged *photo, const struct sladd_settings *settings,
                                 const struct policy *policy) {
    struct finding finding = {.rule = RULE_ID_NOTICE,
                              .reason = SLADD_REASON_EXPIRED,
                              .person = strdup("kari"),
                              .detail = strdup("2026-01-01"),
                              .has_box = true,
                              .box = {1, 2, 3, 4}};
    assert_int_equal(sladd_names_add(&finding.names, "exif:GPS", NULL), SLADD_OK);
    assert_int_equal(sladd_names_add(&finding.names, "exif:Artist", NULL), SLADD_OK);
    assert_int_equal(findings_add(&photo->findings, finding, NULL), SLADD_OK);
    struct verdict verdict = {.settings = settings, .policy = policy, .photos = photo, .count = 1, .with_findings = 1};
    verdict.by_severity[rule_severity(finding.rule)] = 1;
    return verdict;
}

struct subject {
    format_writer *write;
    const struct verdict *verdict;
    char *whole;
};

static char *written(const struct subject *subject, bool *good) {
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    assert_non_null(to);
    *good = subject->write(subject->verdict, to);
    starved.at = 0;
    assert_int_equal(fclose(to), 0);
    return text;
}

static void write_starved(void *context) {
    const struct subject *subject = context;
    bool good;
    char *text = written(subject, &good);
    assert_true(!good || strcmp(text, subject->whole) == 0);
    free(text);
}

static void all_or_nothing(void **state) {
    (void)state;
    format_writer *const writers[] = {format_json, format_sarif};
    const struct sladd_settings settings = {.channel = "web", .date = {2026, 6, 1}};
    char name[] = "p", version[] = "1";
    const struct policy policy = {.name = name, .version = version};
    struct judged photo = {.path = "a.jpg", .width = 40, .height = 30};
    const struct verdict verdict = verdict_of(&photo, &settings, &policy);
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++) {
        struct subject subject = {.write = writers[i], .verdict = &verdict};
        bool good;
        subject.whole = written(&subject, &good);
        assert_true(good);
        assert_non_null(strstr(subject.whole, "exif:Artist"));
        assert_true(starve(write_starved, &subject) > 50);
        free(subject.whole);
    }
    findings_clear(&photo.findings);
}

/* Whatever errno was left behind, it is not the disk's fault. */
static void what_is_not_whole_is_no_report(void **state) {
    char folder[] = "/tmp/sladd-report-XXXXXX", path[64];
    struct report_file file;
    struct sladd_error err = {0};
    (void)state;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/report.json", folder);
    assert_int_equal(report_file_open(&file, "report", path, (struct permissions){.mode = 0600}, &err), SLADD_OK);
    assert_true(fputs("{", file.to) >= 0);
    assert_int_equal(report_file_commit(&file, false, &err), SLADD_NO_MEMORY);
    report_file_close(&file);
    assert_int_equal(rmdir(folder), 0); /* nothing is in it */
}

/* A receipt may say that somebody is anywhere: that is a place at the edge. */
static void a_place_far_away_has_a_fingerprint(void **state) {
    struct finding far = {.rule = RULE_ID_NOTICE, .has_box = true, .box = {1e9, -1e9, 0, 0}}, edge = far;
    char print[SLADD_SHA256_HEX], at_edge[SLADD_SHA256_HEX];
    (void)state;
    edge.box = (struct sladd_box){1, 0, 0, 0};
    finding_fingerprint(&far, "a.jpg", 1, 1, print);
    finding_fingerprint(&edge, "a.jpg", 1, 1, at_edge);
    assert_string_equal(print, at_edge);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_or_nothing),
                                       cmocka_unit_test(what_is_not_whole_is_no_report),
                                       cmocka_unit_test(a_place_far_away_has_a_fingerprint)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
