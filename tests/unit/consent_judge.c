/* Whose consent covers what, worked out by hand. */
#include "base/date.h"
#include "consent/judge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct row {
    const char *person;  /* as the manifest writes it */
    const char *channel; /* NULL: none given */
    const char *day, *reason;
};

static const struct row rows[] = {
    /* No consent, and consents without dates or channels. */
    {"{}", "web", "2026-11-20", "no-consent"},
    {"{name: Kari, role: staff}", "web", "2026-11-20", "no-consent"},
    {"{consent: []}", "web", "2026-11-20", "no-consent"},
    {"{consent: [{}]}", "web", "2026-11-20", "consent"},
    {"{role: staff, consent: [{form: written}]}", NULL, "2026-11-20", "consent"},
    {"{consent: [{form: verbal, given_by: self}]}", "web", "2026-11-20", "consent"},
    {"{consent: [{}]}", "web", NULL, "no-consent"},

    /* The first day, the last day, and the days beside them. */
    {"{consent: [{date: 2026-05-01}]}", "web", "2026-04-30", "not-yet"},
    {"{consent: [{date: 2026-05-01}]}", "web", "2026-05-01", "consent"},
    {"{consent: [{date: 2026-05-01}]}", "web", "2199-12-31", "consent"},
    {"{consent: [{expires: 2027-05-01}]}", "web", "2027-05-01", "consent"},
    {"{consent: [{expires: 2027-05-01}]}", "web", "2027-05-02", "expired"},
    {"{consent: [{expires: 2026-12-31}]}", "web", "2027-01-01", "expired"},
    {"{consent: [{expires: 2028-02-29}]}", "web", "2028-03-01", "expired"},
    {"{consent: [{date: 2026-05-01, expires: 2026-04-01}]}", "web", "2026-04-15", "expired"},

    /* Withdrawn from the day on; a withdrawal to come does not count yet. */
    {"{consent: [{withdrawn: 2026-09-14}]}", "web", "2026-09-13", "consent"},
    {"{consent: [{withdrawn: 2026-09-14}]}", "web", "2026-09-14", "withdrawn"},
    {"{consent: [{withdrawn: 2026-09-14}]}", "web", "2026-09-15", "withdrawn"},
    {"{consent: [{withdrawn: 2026-09-14, expires: 2026-09-01}]}", "web", "2026-09-20", "withdrawn"},

    /* Channels: none named covers all, an empty list covers none. */
    {"{consent: [{channels: [web]}]}", "web", "2026-11-20", "consent"},
    {"{consent: [{channels: [print, web]}]}", "web", "2026-11-20", "consent"},
    {"{consent: [{channels: [Web]}]}", "wEB", "2026-11-20", "consent"},
    {"{consent: [{channels: [web]}]}", "instagram", "2026-11-20", "channel"},
    {"{consent: [{channels: [web]}]}", "websites", "2026-11-20", "channel"},
    {"{consent: [{channels: [website]}]}", "web", "2026-11-20", "channel"},
    {"{consent: [{channels: [web]}]}", NULL, "2026-11-20", "channel"},
    {"{consent: [{channels: []}]}", "web", "2026-11-20", "channel"},
    {"{consent: [{channels: []}]}", NULL, "2026-11-20", "channel"},
    {"{consent: [{channels: [on]}]}", "on", "2026-11-20", "consent"},

    /* Of several, one that counts is enough; otherwise the one that came closest says why. */
    {"{consent: [{withdrawn: 2026-01-01}, {date: 2026-05-01}]}", "web", "2026-11-20", "consent"},
    {"{consent: [{date: 2026-05-01}, {withdrawn: 2026-01-01}]}", "web", "2026-11-20", "consent"},
    {"{consent: [{channels: [web], expires: 2026-01-01}, {channels: [print]}]}", "web", "2026-11-20", "channel"},
    {"{consent: [{expires: 2026-01-01}, {date: 2027-01-01}]}", "web", "2026-11-20", "not-yet"},
    {"{consent: [{channels: [web], expires: 2026-01-01}, {channels: [print], withdrawn: 2026-01-01}]}", "web",
     "2026-11-20", "expired"},

    /* A withdrawal takes back whatever was agreed to until that day for the channels it covers; what is newer counts.
     */
    {"{consent: [{date: 2025-01-01}, {date: 2025-06-01, withdrawn: 2026-01-01}]}", "web", "2026-11-20", "withdrawn"},
    {"{consent: [{date: 2025-06-01, withdrawn: 2026-01-01}, {date: 2025-01-01}]}", "web", "2026-11-20", "withdrawn"},
    {"{consent: [{date: 2026-01-01}, {withdrawn: 2026-01-01}]}", "web", "2026-11-20", "withdrawn"},
    {"{consent: [{date: 2026-01-02}, {withdrawn: 2026-01-01}]}", "web", "2026-11-20", "consent"},
    {"{consent: [{}, {withdrawn: 2026-01-01}]}", "web", "2026-11-20", "withdrawn"},
    {"{consent: [{date: 2025-01-01}, {withdrawn: 2026-12-01}]}", "web", "2026-11-20", "consent"},
    {"{consent: [{withdrawn: 2026-01-01}, {date: 2026-02-01, withdrawn: 2026-03-01}, {date: 2026-02-15}]}", "web",
     "2026-11-20", "withdrawn"},
    {"{consent: [{withdrawn: 2026-01-01}, {date: 2026-02-01, withdrawn: 2026-03-01}, {date: 2026-03-15}]}", "web",
     "2026-11-20", "consent"},
    {"{consent: [{date: 2025-01-01, channels: [print]}, {channels: [web], withdrawn: 2026-01-01}]}", "print",
     "2026-11-20", "consent"},
    {"{consent: [{date: 2025-01-01, channels: [print, web]}, {channels: [web], withdrawn: 2026-01-01}]}", "web",
     "2026-11-20", "withdrawn"},
    {"{consent: [{date: 2025-01-01, channels: [print]}, {withdrawn: 2026-01-01}]}", "print", "2026-11-20", "withdrawn"},
    {"{consent: [{date: 2025-01-01}, {channels: [web], withdrawn: 2026-01-01}]}", NULL, "2026-11-20", "withdrawn"},

    /* Protected identity beats every consent. */
    {"{protected_identity: yes, consent: [{form: written, given_by: self}]}", "web", "2026-11-20",
     "protected-identity"},
    {"{protected_identity: yes}", "web", "2026-11-20", "protected-identity"},
    {"{protected_identity: no, consent: [{}]}", "web", "2026-11-20", "consent"},

    /* Below 15 the guardian decides and the child has a say. */
    {"{minor: yes, consent: [{given_by: guardian, child_agrees: yes}]}", "web", "2026-11-20", "consent"},
    {"{minor: yes, consent: [{given_by: guardian}]}", "web", "2026-11-20", "child-disagrees"},
    {"{minor: yes, consent: [{given_by: guardian, child_agrees: no}]}", "web", "2026-11-20", "child-disagrees"},
    {"{minor: yes, consent: [{given_by: self, child_agrees: yes}]}", "web", "2026-11-20", "guardian"},
    {"{minor: yes, consent: [{child_agrees: yes}]}", "web", "2026-11-20", "guardian"},
    {"{minor: yes, consent: [{given_by: self}, {given_by: guardian, child_agrees: no}]}", "web", "2026-11-20",
     "child-disagrees"},
    /* A child's no stands until a later yes, for the channels that it is about, whatever birthdays come between. */
    {"{minor: yes, consent: [{given_by: guardian, child_agrees: yes, date: 2026-05-01}, {given_by: guardian, "
     "child_agrees: no, date: 2026-10-01}]}",
     "web", "2026-11-20", "child-disagrees"},
    {"{minor: yes, consent: [{given_by: guardian, child_agrees: yes, date: 2026-05-01}, {given_by: guardian, "
     "child_agrees: no, date: 2026-12-01}]}",
     "web", "2026-11-20", "consent"},
    {"{minor: yes, consent: [{given_by: guardian, child_agrees: no, date: 2026-05-01}, {given_by: guardian, "
     "child_agrees: yes, date: 2026-10-01}]}",
     "web", "2026-11-20", "consent"},
    {"{minor: yes, consent: [{given_by: guardian, child_agrees: yes, date: 2026-05-01}, {child_agrees: no, date: "
     "2026-05-01}]}",
     "web", "2026-11-20", "child-disagrees"},
    {"{minor: yes, consent: [{given_by: guardian, child_agrees: yes, date: 2026-05-01}, {child_agrees: no}]}", "web",
     "2026-11-20", "child-disagrees"},
    {"{minor: yes, consent: [{given_by: guardian, child_agrees: yes}, {child_agrees: no, date: 2026-05-01}]}", "web",
     "2026-11-20", "child-disagrees"},
    {"{minor: yes, consent: [{given_by: guardian, child_agrees: yes}, {child_agrees: no, channels: [print]}]}", "web",
     "2026-11-20", "consent"},
    {"{minor: no, consent: [{date: 2026-05-01}, {child_agrees: no, date: 2026-10-01}]}", "web", "2026-11-20",
     "child-disagrees"},
    {"{minor: no, consent: [{date: 2026-10-02}, {child_agrees: no, date: 2026-10-01}]}", "web", "2026-11-20",
     "consent"},
    {"{minor: no, consent: [{date: 2026-05-01}, {child_agrees: no, date: 2026-12-01}]}", "web", "2026-11-20",
     "consent"},
    {"{born: 2011-11-20, consent: [{form: written, child_agrees: no, date: 2026-03-01}]}", "web", "2026-11-20",
     "child-disagrees"},
    {"{born: 2011-11-20, consent: [{given_by: self, date: 2026-02-01}, {given_by: guardian, child_agrees: no, date: "
     "2026-09-01}]}",
     "web", "2026-11-20", "child-disagrees"},
    {"{born: 2011-11-20, consent: [{given_by: self, date: 2026-11-20}, {given_by: guardian, child_agrees: no, date: "
     "2026-09-01}]}",
     "web", "2026-11-20", "consent"},
    {"{minor: yes, consent: [{given_by: guardian, child_agrees: yes, channels: [print]}]}", "web", "2026-11-20",
     "channel"},
    {"{minor: yes}", "web", "2026-11-20", "no-consent"},

    /* On the 15th birthday it turns around. */
    {"{born: 2011-11-21, consent: [{given_by: guardian, child_agrees: yes}]}", "web", "2026-11-20", "consent"},
    {"{born: 2011-11-20, consent: [{given_by: guardian, child_agrees: yes}]}", "web", "2026-11-20", "age"},
    {"{born: 2011-11-21, consent: [{given_by: self}]}", "web", "2026-11-20", "guardian"},
    {"{born: 2011-11-20, consent: [{given_by: self}]}", "web", "2026-11-20", "consent"},
    {"{born: 1984-05-02, consent: [{given_by: guardian, child_agrees: yes}]}", "web", "2026-11-20", "age"},
    {"{born: 2027-01-01, consent: [{}]}", "web", "2026-11-20", "guardian"},

    /* Leap-day birthdays: 1 March in a common year. */
    {"{born: 2012-02-29, consent: [{given_by: self}]}", "web", "2027-02-28", "guardian"},
    {"{born: 2012-02-29, consent: [{given_by: self}]}", "web", "2027-03-01", "consent"},
    {"{born: 2012-02-29, consent: [{given_by: guardian, child_agrees: yes}]}", "web", "2027-02-28", "consent"},
    {"{born: 2012-02-29, consent: [{given_by: guardian, child_agrees: yes}]}", "web", "2027-03-01", "age"},

    /* An age that nobody wrote down, or that contradicts itself, is a doubt. */
    {"{role: child, consent: [{given_by: self}]}", "web", "2026-11-20", "guardian"},
    {"{role: pupil, consent: [{}]}", "web", "2026-11-20", "guardian"},
    {"{role: pupil, minor: no, consent: [{}]}", "web", "2026-11-20", "consent"},
    {"{role: pupil, born: 2010-01-01, consent: [{}]}", "web", "2026-11-20", "consent"},
    {"{role: child, consent: [{given_by: guardian, child_agrees: yes}]}", "web", "2026-11-20", "consent"},
    {"{minor: no, born: 2015-01-01, consent: [{given_by: self}]}", "web", "2026-11-20", "age"},
    {"{minor: no, born: 2015-01-01, consent: [{given_by: guardian, child_agrees: yes}]}", "web", "2026-11-20", "age"},
    {"{minor: yes, born: 1984-05-02, consent: [{given_by: self}]}", "web", "2026-11-20", "age"},
    {"{minor: yes, born: 2010-05-02, consent: [{given_by: self}]}", "web", "2026-11-20", "consent"},
    {"{consent: [{given_by: guardian, child_agrees: yes}]}", "web", "2026-11-20", "age"},
};

static void every_row_has_its_reason(void **state) {
    /* A policy that is silent; what policies say stands in consent_policy.c. */
    static const struct policy plain = {.own_decision_age = 15, .child_agrees = ANSWER_YES};
    int wrong = 0;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[600];
        struct manifest *manifest;
        struct sladd_error err = {0};
        struct sladd_settings settings = {.channel = rows[i].channel};
        (void)snprintf(text, sizeof text, "{version: 1, people: {p: %s}}", rows[i].person);
        if (manifest_parse((struct span){(const uint8_t *)text, strlen(text)}, "row", &manifest, &err) != SLADD_OK)
            fail_msg("%s: %s", rows[i].person, err.text);
        if (rows[i].day != NULL)
            assert_true(date_parse(rows[i].day, &settings.date));
        const char *reason = sladd_reason_name(judge_person(&manifest->people[0], &plain, &settings));
        if (strcmp(reason, rows[i].reason) != 0) {
            print_error("%s on %s for %s: expected %s, got %s\n", rows[i].person, rows[i].day ? rows[i].day : "no day",
                        rows[i].channel ? rows[i].channel : "no channel", rows[i].reason, reason);
            wrong++;
        }
        manifest_free(manifest);
    }
    assert_int_equal(wrong, 0);
}

static void dates_are_days_that_exist(void **state) {
    static const char *const good[] = {"2026-05-01", "1900-01-01", "2199-12-31", "2024-02-29", "2000-02-29"};
    static const char *const bad[] = {"",           "2026-5-1",    "2026-02-30",  "2026-02-29", "1900-02-29",
                                      "2026-00-10", "2026-13-01",  "2026-04-31",  "2026-01-00", "1899-12-31",
                                      "2200-01-01", "2026-05-01 ", " 2026-05-01", "2026-05-0",  "2026/05/01",
                                      "20260501",   "+026-05-01",  "2026-05-01x", "2026-0 -01", "yesterday"};
    struct sladd_date date;
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!date_parse(good[i], &date))
            fail_msg("refused: '%s'", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (date_parse(bad[i], &date))
            fail_msg("accepted: '%s'", bad[i]);
    assert_true(date_compare((struct sladd_date){2026, 5, 1}, (struct sladd_date){2026, 5, 1}) == 0);
    assert_true(date_compare((struct sladd_date){2025, 12, 31}, (struct sladd_date){2026, 1, 1}) == -1);
    assert_true(date_compare((struct sladd_date){2026, 6, 1}, (struct sladd_date){2026, 5, 31}) == 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_has_its_reason),
        cmocka_unit_test(dates_are_days_that_exist),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
