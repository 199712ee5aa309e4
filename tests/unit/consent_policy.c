/* Policies: the files that ship, the parser against plain files, and what each rule does to one person. */
#include "consent/judge.h"
#include "stages/stages.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define SHIPPED SLADD_ROOT "/src/consent/policies"
#define VALID SLADD_ROOT "/tests/policies/valid"
#define INVALID SLADD_ROOT "/tests/policies/invalid"

static const struct sladd_settings WEB = {.channel = "web", .date = {2026, 11, 20}};

static struct bytes read_file(const char *folder, const char *name) {
    char path[4096];
    struct bytes bytes = {0};
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        fail_msg("cannot open %s", path);
    assert_int_equal(bytes_read_fd(&bytes, fd, 1 << 20, NULL), SLADD_OK);
    (void)close(fd);
    return bytes;
}

static struct policy *parse_file(const char *folder, const char *name, struct sladd_error *err) {
    struct policy *policy;
    struct bytes text = read_file(folder, name);
    enum sladd_status status = policy_parse(bytes_span(&text), name, &policy, err);
    assert_true((policy != NULL) == (status == SLADD_OK));
    bytes_clear(&text);
    return policy;
}

static struct policy *parse_good(const char *folder, const char *name) {
    struct sladd_error err = {0};
    struct policy *policy = parse_file(folder, name, &err);
    if (policy == NULL)
        fail_msg("refused: %s", err.text);
    return policy;
}

static int is_policy(const struct dirent *entry) {
    const char *dot = strrchr(entry->d_name, '.');
    return dot != NULL && (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".json") == 0);
}

/* Call `judge` for every policy of a folder; at least `least` of them. */
static void each_file(const char *folder, int least, void (*judge)(const char *folder, const char *name)) {
    struct dirent **names;
    int count = scandir(folder, &names, is_policy, alphasort);
    assert_true(count >= least);
    for (int i = 0; i < count; i++) {
        judge(folder, names[i]->d_name);
        free(names[i]);
    }
    free(names);
}

static void is_called_as_its_file(const char *folder, const char *name) {
    struct policy *policy = parse_good(folder, name);
    struct bytes text = read_file(folder, name);
    char sha256[65];
    assert_int_equal(strncmp(name, policy->name, strlen(policy->name)), 0);
    assert_string_equal(name + strlen(policy->name), ".yaml");
    assert_string_not_equal(policy->version, "");
    assert_true(policy->date.year >= 2026);
    assert_non_null(policy->title);
    /* Every shipped policy says these, so that nobody has to know what silence means. */
    assert_non_null(policy->sources[RULE_DEFAULT]);
    assert_non_null(policy->sources[RULE_OWN_AGE]);
    assert_non_null(policy->sources[RULE_CHILD_AGREES]);
    assert_non_null(policy->sources[RULE_RIGHTS]);
    assert_int_equal(policy->own_decision_age, 15);
    assert_int_equal(policy->child_agrees, ANSWER_YES);
    sha256_hex(bytes_span(&text), sha256);
    assert_string_equal(policy->sha256, sha256);
    bytes_clear(&text);
    policy_free(policy);
}

static void shipped_policies_are_complete(void **state) {
    (void)state;
    each_file(SHIPPED, 6, is_called_as_its_file);
}

static void is_accepted(const char *folder, const char *name) {
    policy_free(parse_good(folder, name));
}

static void valid_files_are_accepted(void **state) {
    (void)state;
    each_file(VALID, 3, is_accepted);
}

static int wrong;

static void is_refused(const char *folder, const char *name) {
    char beside[300];
    (void)snprintf(beside, sizeof beside, "%.*s.error", (int)(strrchr(name, '.') - name), name);
    struct bytes message = read_file(folder, beside);
    struct sladd_error err = {0};
    struct policy *policy = parse_file(folder, name, &err);
    size_t length = message.size - 1; /* the line feed */
    bool same = policy == NULL && strlen(err.text) == length && memcmp(err.text, message.data, length) == 0;
    if (!same)
        print_error("%s: expected %.*s, got %s\n", name, (int)length, (const char *)message.data, err.text);
    wrong += !same;
    bytes_clear(&message);
    policy_free(policy);
}

static void invalid_files_are_refused_with_their_message(void **state) {
    (void)state;
    wrong = 0;
    each_file(INVALID, 40, is_refused);
    assert_int_equal(wrong, 0);
}

static void every_key_reaches_its_rule(void **state) {
    struct policy *policy = parse_good(VALID, "full.yaml");
    (void)state;
    assert_string_equal(policy->name, "Vår kommune");
    assert_string_equal(policy->version, "2026-1");
    assert_string_equal(policy->title, "Our own rules: a test");
    assert_int_equal(policy->own_decision_age, 16);
    assert_int_equal(policy->child_agrees, ANSWER_NO);
    for (int role = 0; role < ROLE_COUNT; role++) {
        bool spoken = role == ROLE_STAFF || role == ROLE_VISITOR || role == ROLE_PUBLIC_FIGURE;
        assert_int_equal(policy->forms[role], spoken ? FORM_VERBAL : FORM_WRITTEN);
    }
    assert_int_equal(policy->protected_identity, IDENTITY_WRITTEN);
    assert_int_equal(policy->never_kept_count, 2);
    assert_int_equal(policy->never_kept[0].roles, 1u << ROLE_PATIENT | 1u << ROLE_RELATIVE);
    assert_int_equal(policy->never_kept[0].younger_than, 0);
    assert_int_equal(policy->never_kept[1].roles, 1u << ROLE_CLIENT);
    assert_int_equal(policy->never_kept[1].younger_than, 25);
    assert_string_equal(policy->never_kept[1].source, "us, 8");
    assert_int_equal(policy->withhold_count, 1);
    assert_int_equal(policy->withhold[0].roles, 1u << ROLE_PUPIL | 1u << ROLE_CHILD);
    assert_int_equal(policy->withhold[0].younger_than, 13);
    assert_int_equal(policy->rights_missing, RIGHTS_WITHHOLD);
    assert_int_equal(policy->remind, 1u << ROLE_CLIENT);
    assert_int_equal(policy->text, TEXT_ALWAYS);
    static const char *const sources[RULE_COUNT] = {"us, 1", "us, 2",  "us, 3",  "us, 4",  "us, 5",
                                                    "us, 6", "us, 10", "us, 11", "us, 12", "us, 13"};
    for (int rule = 0; rule < RULE_COUNT; rule++)
        assert_string_equal(policy->sources[rule], sources[rule]);
    policy_free(policy);
}

static void silence_falls_to_the_safe_side(void **state) {
    struct policy *policy = parse_good(VALID, "minimal.yaml");
    (void)state;
    assert_int_equal(policy->own_decision_age, 15);
    assert_int_equal(policy->child_agrees, ANSWER_YES);
    assert_int_equal(policy->protected_identity, IDENTITY_NEVER);
    assert_int_equal(policy->rights_missing, RIGHTS_REPORT);
    policy_free(policy);
}

static struct manifest *parse_manifest(const char *text) {
    struct manifest *manifest;
    struct sladd_error err = {0};
    if (manifest_parse((struct span){(const uint8_t *)text, strlen(text)}, "m", &manifest, &err) != SLADD_OK)
        fail_msg("%s", err.text);
    return manifest;
}

static const char *verdict(const struct policy *policy, const char *person) {
    char text[600];
    (void)snprintf(text, sizeof text, "{version: 1, people: {p: %s}}", person);
    struct manifest *manifest = parse_manifest(text);
    const char *reason = sladd_reason_name(judge_person(&manifest->people[0], policy, &WEB));
    manifest_free(manifest);
    return reason;
}

/* What no shipped policy asks for, so that the table of cases cannot show it. */
static void own_rules_are_carried_out(void **state) {
    struct policy *policy = parse_good(VALID, "full.yaml");
    (void)state;
    assert_string_equal(verdict(policy, "{role: staff, born: 2010-11-21, consent: [{}]}"), "guardian");
    assert_string_equal(verdict(policy, "{role: staff, born: 2010-11-20, consent: [{}]}"), "consent");
    assert_string_equal(verdict(policy, "{role: staff, born: 2014-01-01, consent: [{given_by: guardian}]}"), "consent");
    assert_string_equal(
        verdict(policy, "{role: staff, born: 2014-01-01, consent: [{given_by: guardian, child_agrees: no}]}"),
        "child-disagrees");
    assert_string_equal(verdict(policy, "{role: visitor, consent: [{form: verbal}]}"), "consent");
    assert_string_equal(verdict(policy, "{role: client, born: 2001-11-21, consent: [{form: written}]}"), "role");
    assert_string_equal(verdict(policy, "{role: client, born: 2001-11-20, consent: [{form: written}]}"), "consent");
    assert_string_equal(verdict(policy, "{role: client, minor: no, consent: [{form: written}]}"), "role");
    assert_string_equal(verdict(policy, "{role: pupil, born: 2013-11-21, consent: [{form: written}]}"),
                        "policy-withholds");
    assert_string_equal(verdict(policy, "{role: pupil, born: 2010-11-20, consent: [{form: written}]}"), "consent");
    policy_free(policy);
}

/* What nobody wrote down, or what contradicts itself, counts against keeping. */
static void doubts_count_against_keeping(void **state) {
    struct policy *nordic = parse_good(SHIPPED, "nordic-public.yaml"), *meraker = parse_good(SHIPPED, "meraker.yaml"),
                  *youth = parse_good(SHIPPED, "health-youth.yaml"), *helse = parse_good(SHIPPED, "mental-helse.yaml");
    (void)state;
    assert_string_equal(verdict(nordic, "{role: visitor, consent: [{given_by: self}]}"), "form");
    assert_string_equal(verdict(nordic, "{role: staff, protected_identity: yes, consent: [{form: verbal, "
                                        "covers_protected_identity: yes}]}"),
                        "protected-identity");
    assert_string_equal(verdict(helse, "{role: staff, protected_identity: yes, consent: [{form: written, "
                                       "covers_protected_identity: yes}]}"),
                        "protected-identity");
    assert_string_equal(verdict(meraker, "{consent: [{form: written}]}"), "role");
    assert_string_equal(verdict(meraker, "{role: patient, born: 1950-01-01, consent: [{form: written}]}"), "role");
    assert_string_equal(verdict(youth, "{born: 1984-05-02, consent: [{form: written}]}"), "consent");
    assert_string_equal(verdict(youth, "{consent: [{form: written}]}"), "policy-withholds");
    assert_string_equal(verdict(youth, "{role: patient, consent: [{form: written}]}"), "policy-withholds");
    assert_string_equal(verdict(youth, "{role: patient, born: 1984-05-02, minor: yes}"), "policy-withholds");
    assert_string_equal(verdict(youth, "{role: patient, born: 2015-05-02, minor: no}"), "policy-withholds");
    policy_free(nordic);
    policy_free(meraker);
    policy_free(youth);
    policy_free(helse);
}

struct decided {
    bool withheld;
    struct sladd_error err;
    struct sladd_names notices;
};

/* A photo with one undetected face entry of person p. */
static struct decided decide(const struct policy *policy, const char *person, const char *photo, enum sladd_kind kind) {
    char text[600];
    struct decided decided = {0};
    struct sladd_region region = {.kind = kind, .box = {10, 10, 50, 50}, .person = 1};
    char *people[] = {(char *)"p"};
    struct sladd_regions regions = {.items = &region, .count = 1, .capacity = 1, .people = {people, 1, 1}};
    struct sladd_settings settings = WEB;
    settings.text = SLADD_TEXT_KEEP;
    (void)snprintf(text, sizeof text, "{version: 1, people: {p: %s}, photos: {p.jpg: %s}}", person, photo);
    struct manifest *manifest = parse_manifest(text);
    struct manifest_entry entry = {.folder = manifest, .photo = manifest_photo(manifest, "p.jpg")};
    const struct ruling ruling = {&entry, policy, &settings, NULL, NULL, 100, 100};
    assert_int_equal(stage_decide(&ruling, &regions, &decided.notices, &decided.withheld, &decided.err), SLADD_OK);
    if (kind == SLADD_TEXT)
        decided.withheld = region.action == SLADD_REDACT;
    manifest_free(manifest);
    return decided;
}

static void assert_decided(const struct policy *policy, const char *person, const char *photo, const char *why,
                           size_t notices) {
    struct decided decided = decide(policy, person, photo, SLADD_FACE);
    assert_int_equal(decided.withheld, why != NULL);
    if (why != NULL && strstr(decided.err.text, why) == NULL)
        fail_msg("'%s' is not in: %s", why, decided.err.text);
    assert_int_equal(decided.notices.count, notices);
    sladd_names_clear(&decided.notices);
}

static void photos_are_withheld_and_notices_given(void **state) {
    struct policy *nordic = parse_good(SHIPPED, "nordic-public.yaml"),
                  *youth = parse_good(SHIPPED, "health-youth.yaml"), *strict = parse_good(SHIPPED, "strict.yaml");
    const char *permitted = "{rights: {permission: yes}}", *silent = "{}";
    (void)state;
    assert_decided(nordic, "{role: staff}", permitted, NULL, 0);
    assert_decided(nordic, "{role: staff}", silent, NULL, 1);
    assert_decided(nordic, "{role: patient}", permitted, NULL, 1);
    assert_decided(nordic, "{role: relative}", silent, NULL, 2);
    assert_decided(nordic, "{role: visitor}", "{rights: {permission: no}}", "permission: no", 0);
    assert_decided(youth, "{role: patient}", permitted, "Helsedirektoratet", 1);
    assert_decided(youth, "{role: staff}", silent, NULL, 1);
    assert_decided(strict, "{role: staff}", silent, "permission", 1);
    assert_decided(strict, "{role: staff}", permitted, NULL, 0);
    policy_free(nordic);
    policy_free(youth);
    policy_free(strict);
}

/* As when drafts are made. */
static void without_a_policy_nobody_is_kept(void **state) {
    struct manifest *manifest = parse_manifest("{version: 1, people: {p: {role: staff, consent: [{form: written}]}}}");
    struct sladd_region region = {.kind = SLADD_FACE, .box = {10, 10, 50, 50}, .detected = true, .person = 1};
    char *people[] = {(char *)"p"};
    struct sladd_regions regions = {.items = &region, .count = 1, .capacity = 1, .people = {people, 1, 1}};
    struct manifest_entry entry = {.folder = manifest};
    struct sladd_names notices = {0};
    const struct ruling ruling = {&entry, NULL, &WEB, NULL, NULL, 100, 100};
    bool withhold = true;
    (void)state;
    assert_int_equal(stage_decide(&ruling, &regions, &notices, &withhold, NULL), SLADD_OK);
    assert_int_equal(region.action, SLADD_REDACT);
    assert_false(withhold);
    assert_int_equal(notices.count, 0);
    manifest_free(manifest);
}

static void text_kept_by_option_obeys_the_policy(void **state) {
    struct policy *nordic = parse_good(SHIPPED, "nordic-public.yaml"), *strict = parse_good(SHIPPED, "strict.yaml");
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct decided decided = decide(i == 0 ? nordic : strict, "{role: staff}", "{}", SLADD_TEXT);
        assert_int_equal(decided.withheld, i == 1);
        sladd_names_clear(&decided.notices);
    }
    policy_free(nordic);
    policy_free(strict);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_policies_are_complete),
        cmocka_unit_test(valid_files_are_accepted),
        cmocka_unit_test(invalid_files_are_refused_with_their_message),
        cmocka_unit_test(every_key_reaches_its_rule),
        cmocka_unit_test(silence_falls_to_the_safe_side),
        cmocka_unit_test(own_rules_are_carried_out),
        cmocka_unit_test(doubts_count_against_keeping),
        cmocka_unit_test(photos_are_withheld_and_notices_given),
        cmocka_unit_test(without_a_policy_nobody_is_kept),
        cmocka_unit_test(text_kept_by_option_obeys_the_policy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
