/* One person in several manifests: a no that one of them has counts in all, and each no for itself. */
#include "consent/judge.h"
#include "consent/people.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct row {
    const char *here;     /* what the manifest of the photo knows of `k` */
    const char *there[2]; /* somebody in another manifest each */
    const char *reason;   /* of what is decided about `k` on 2026-11-20, for the web */
};

#define KARI "{name: Kari, consent: [{date: 2026-01-01}]}"
#define CHILD "{name: Kari, minor: yes, consent: [{given_by: guardian, child_agrees: yes, date: 2026-01-01}]}"

static const struct row rows[] = {
    /* Who is the same: by a name or an alias on either side, by the key where one of the two has no name. */
    {KARI, {"x: {name: KARI, consent: [{withdrawn: 2026-03-01}]}", "y: {}"}, "withdrawn"},
    {KARI, {"x: {name: Per, aliases: [Ola, kari], consent: [{withdrawn: 2026-03-01}]}", "y: {}"}, "withdrawn"},
    {"{name: Kari N, aliases: [K, Kari], consent: [{date: 2026-01-01}]}",
     {"x: {name: Kari, consent: [{withdrawn: 2026-03-01}]}", "y: {}"},
     "withdrawn"},
    {KARI, {"k: {consent: [{withdrawn: 2026-03-01}]}", "y: {}"}, "withdrawn"},
    {"{consent: [{date: 2026-01-01}]}", {"k: {name: Kari, consent: [{withdrawn: 2026-03-01}]}", "y: {}"}, "withdrawn"},
    {KARI,
     {"k: {name: Ola, consent: [{withdrawn: 2026-03-01}]}", "kari: {consent: [{withdrawn: 2026-03-01}]}"},
     "consent"},
    {KARI, {"x: {name: Kari, consent: [{expires: 2026-03-01}]}", "y: {}"}, "consent"},

    /* Two that say no under one name: neither stands for the other, whatever it is in which they differ. */
    {KARI,
     {"x: {name: Kari, consent: [{withdrawn: 2025-03-01}]}", "x: {name: Kari, consent: [{withdrawn: 2026-03-01}]}"},
     "withdrawn"},
    {KARI,
     {"x: {name: Kari, consent: [{withdrawn: 2026-03-01, channels: [print]}]}",
      "x: {name: Kari, consent: [{withdrawn: 2026-03-01, channels: [web]}]}"},
     "withdrawn"},
    {KARI,
     {"x: {name: Kari, consent: [{withdrawn: 2026-03-01, channels: []}]}",
      "x: {name: Kari, consent: [{withdrawn: 2026-03-01}]}"},
     "withdrawn"},
    {KARI,
     {"x: {name: Kari, consent: [{withdrawn: 2025-03-01}]}",
      "x: {name: Kari, consent: [{withdrawn: 2025-03-01}, {withdrawn: 2026-03-01}]}"},
     "withdrawn"},
    {KARI,
     {"x: {name: Kari, consent: [{withdrawn: 2025-03-01}]}",
      "x: {name: Kari, protected_identity: yes, consent: [{withdrawn: 2025-03-01}]}"},
     "protected-identity"},
    {KARI,
     {"k: {name: Ola, consent: [{withdrawn: 2026-03-01}]}", "k: {consent: [{withdrawn: 2026-03-01}]}"},
     "withdrawn"},

    /* A child's no, from the day on which it was said, and beyond the birthday. */
    {CHILD, {"x: {name: Kari, consent: [{child_agrees: no, date: 2026-03-01}]}", "y: {}"}, "child-disagrees"},
    {CHILD, {"x: {name: Kari, consent: [{child_agrees: no, date: 2025-03-01}]}", "y: {}"}, "consent"},
    {KARI, {"x: {name: Kari, consent: [{child_agrees: no, date: 2026-03-01}]}", "y: {}"}, "child-disagrees"},
    {CHILD,
     {"x: {name: Kari, consent: [{child_agrees: no, date: 2025-03-01}]}",
      "x: {name: Kari, consent: [{child_agrees: no, date: 2026-03-01}]}"},
     "child-disagrees"},
    {CHILD,
     {"x: {name: Kari, consent: [{child_agrees: yes, date: 2026-03-01, withdrawn: 2026-12-31}]}",
      "x: {name: Kari, consent: [{child_agrees: no, date: 2026-03-01, withdrawn: 2026-12-31}]}"},
     "child-disagrees"},
};

static struct manifest *parse(const char *people) {
    char text[600];
    struct manifest *manifest;
    struct sladd_error err = {0};
    (void)snprintf(text, sizeof text, "{version: 1, people: {%s}}", people);
    if (manifest_parse((struct span){(const uint8_t *)text, strlen(text)}, "m", &manifest, &err) != SLADD_OK)
        fail_msg("%s: %s", text, err.text);
    return manifest;
}

static void a_no_counts_in_all_manifests(void **state) {
    static const struct policy plain = {.own_decision_age = 15, .child_agrees = ANSWER_YES};
    static const struct sladd_settings web = {.channel = "web", .date = {2026, 11, 20}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int order = 0; order < 2; order++) {
            char here[300];
            (void)snprintf(here, sizeof here, "k: %s", rows[i].here);
            struct manifest *manifests[] = {parse(rows[i].there[order]), parse(here), parse(rows[i].there[1 - order])};
            assert_int_equal(people_link(manifests, 3, NULL), SLADD_OK);
            const char *reason = sladd_reason_name(judge_person(&manifests[1]->people[0], &plain, &web));
            if (strcmp(reason, rows[i].reason) != 0)
                fail_msg("%s beside %s and %s: %s instead of %s", rows[i].here, rows[i].there[0], rows[i].there[1],
                         reason, rows[i].reason);
            for (int m = 0; m < 3; m++)
                manifest_free(manifests[m]);
        }
}

/* Each keeps a list of all that say no under its name: eight thousand of one name must not need gigabytes. */
static void many_of_one_name(void **state) {
    (void)state;
    for (int count = 1000; count <= 8000; count += 7000) {
        char *text;
        size_t size;
        struct manifest *manifest;
        struct sladd_error err = {0};
        FILE *stream = open_memstream(&text, &size);
        assert_non_null(stream);
        (void)fputs("{version: 1, people: {", stream);
        for (int i = 0; i < count; i++)
            (void)fprintf(stream, "k%d: {name: Kari, consent: [{date: 1990-01-01, withdrawn: %d-%02d-%02d}]},\n", i,
                          1991 + i / 336, i / 28 % 12 + 1, i % 28 + 1);
        (void)fputs("}}", stream);
        assert_int_equal(fclose(stream), 0);
        if (manifest_parse((struct span){(const uint8_t *)text, size}, "m", &manifest, &err) != SLADD_OK)
            fail_msg("%s", err.text);
        assert_int_equal(people_link(&manifest, 1, &err), count == 1000 ? SLADD_OK : SLADD_MANIFEST);
        if (count == 1000)
            assert_int_equal(manifest->people[0].elsewhere_count, 999);
        else
            assert_non_null(strstr(err.text, "'kari' stands for more than 1000"));
        manifest_free(manifest);
        free(text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_no_counts_in_all_manifests),
        cmocka_unit_test(many_of_one_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
