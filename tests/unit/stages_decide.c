/* Action and reason of every kind of region. */
#include "stages/stages.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct sladd_settings WEB = {.channel = "web", .date = {2026, 11, 20}};

static struct manifest *parse(const char *text) {
    struct manifest *manifest;
    struct sladd_error err = {0};
    if (manifest_parse((struct span){(const uint8_t *)text, strlen(text)}, "m", &manifest, &err) != SLADD_OK)
        fail_msg("%s", err.text);
    return manifest;
}

/* Asks for no form, so that the tests are about what they are about. */
static const struct policy PLAIN = {
    .name = (char *)"plain", .own_decision_age = 15, .child_agrees = ANSWER_YES, .protected_identity = IDENTITY_NEVER};

static void decide(const struct manifest_entry *entry, const struct policy *policy,
                   const struct sladd_settings *settings, struct sladd_regions *regions, bool *withhold,
                   struct sladd_error *err) {
    struct sladd_names notices = {0};
    const struct ruling ruling = {entry, policy, settings, NULL, NULL, 1000, 500};
    assert_int_equal(stage_decide(&ruling, regions, &notices, withhold, err), SLADD_OK);
    sladd_names_clear(&notices);
}

/* Decide about one region in a photo of 1000 x 500 pixels. */
static void decide_one(struct sladd_region *region, const char *person, const struct manifest *manifest,
                       const struct sladd_settings *settings) {
    char *people[] = {(char *)person};
    struct sladd_regions regions = {
        .items = region, .count = 1, .capacity = 1, .people = {people, person != NULL, person != NULL}};
    struct manifest_entry entry = {.folder = manifest};
    struct sladd_error err = {0};
    bool withhold = true;
    decide(&entry, &PLAIN, settings, &regions, &withhold, &err);
    assert_false(withhold);
}

struct face_row {
    const char *person;
    enum sladd_reason before;
    enum sladd_action action;
    enum sladd_reason reason;
};

static void faces_stay_only_with_consent(void **state) {
    static const struct face_row rows[] = {
        {NULL, SLADD_REASON_UNDECIDED, SLADD_REDACT, SLADD_REASON_NO_SUBJECT},
        {"yes", SLADD_REASON_UNDECIDED, SLADD_KEEP, SLADD_REASON_CONSENT},
        {"no", SLADD_REASON_UNDECIDED, SLADD_REDACT, SLADD_REASON_NO_CONSENT},
        {"late", SLADD_REASON_UNDECIDED, SLADD_REDACT, SLADD_REASON_EXPIRED},
        {"print", SLADD_REASON_UNDECIDED, SLADD_REDACT, SLADD_REASON_CHANNEL},
        {"hidden", SLADD_REASON_UNDECIDED, SLADD_REDACT, SLADD_REASON_PROTECTED},
        {"stranger", SLADD_REASON_UNDECIDED, SLADD_REDACT, SLADD_REASON_NO_SUBJECT},
        /* Doubts that others found outweigh every consent. */
        {"yes", SLADD_REASON_AMBIGUOUS, SLADD_REDACT, SLADD_REASON_AMBIGUOUS},
        {"yes", SLADD_REASON_PHOTO_CHANGED, SLADD_REDACT, SLADD_REASON_PHOTO_CHANGED},
        {"yes", SLADD_REASON_FOUND_AGAIN, SLADD_REDACT, SLADD_REASON_FOUND_AGAIN},
        {NULL, SLADD_REASON_FOUND_AGAIN, SLADD_REDACT, SLADD_REASON_FOUND_AGAIN},
        /* A reason that keeps something is never taken over from before. */
        {"yes", SLADD_REASON_CONSENT, SLADD_KEEP, SLADD_REASON_CONSENT},
        {"no", SLADD_REASON_CONSENT, SLADD_REDACT, SLADD_REASON_NO_CONSENT},
        {NULL, SLADD_REASON_CONSENT, SLADD_REDACT, SLADD_REASON_NO_SUBJECT},
        {NULL, SLADD_REASON_KEEP_BOX, SLADD_REDACT, SLADD_REASON_KEEP_BOX},
        {NULL, SLADD_REASON_KEEP_OPTION, SLADD_REDACT, SLADD_REASON_KEEP_OPTION},
    };
    struct manifest *manifest = parse("{version: 1, people: {yes: {consent: [{}]}, no: {},"
                                      "late: {consent: [{expires: 2026-11-19}]},"
                                      "print: {consent: [{channels: [print]}]},"
                                      "hidden: {protected_identity: yes, consent: [{}]}}}");
    (void)state;
    for (int detected = 0; detected < 2; detected++) {
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            struct sladd_region region = {.kind = SLADD_FACE,
                                          .box = {10, 10, 50, 50},
                                          .detected = detected,
                                          .action = SLADD_KEEP,
                                          .reason = rows[i].before,
                                          .person = rows[i].person != NULL};
            decide_one(&region, rows[i].person, manifest, &WEB);
            assert_string_equal(sladd_reason_name(region.reason), sladd_reason_name(rows[i].reason));
            assert_int_equal(region.action, rows[i].action);
            decide_one(&region, rows[i].person, manifest, &WEB); /* once more changes nothing */
            assert_int_equal(region.action, rows[i].action);
        }
    }
    manifest_free(manifest);
}

/* The sidecar's people come before the folder's. */
static void the_nearest_person_is_judged(void **state) {
    struct manifest *folder = parse("{version: 1, people: {a: {consent: [{}]}}}");
    struct manifest *sidecar = parse("{version: 1, people: {a: {consent: [{withdrawn: 2026-01-01}]}}}");
    struct sladd_region region = {.kind = SLADD_FACE, .box = {10, 10, 50, 50}, .person = 1};
    char *people[] = {(char *)"a"};
    struct sladd_regions regions = {.items = &region, .count = 1, .capacity = 1, .people = {people, 1, 1}};
    struct manifest_entry entry = {.sidecar = sidecar, .folder = folder};
    bool withhold;
    (void)state;
    decide(&entry, &PLAIN, &WEB, &regions, &withhold, NULL);
    assert_int_equal(region.reason, SLADD_REASON_WITHDRAWN);
    assert_int_equal(region.action, SLADD_REDACT);
    manifest_free(folder);
    manifest_free(sidecar);
}

static enum sladd_reason decide_line(struct sladd_box line, const struct sladd_box *boxes, size_t count,
                                     enum sladd_reason box_reason, enum sladd_text_mode mode) {
    struct sladd_region items[4] = {{.kind = SLADD_TEXT, .box = line, .detected = true}};
    struct sladd_regions regions = {.items = items, .count = 1 + count, .capacity = 4};
    struct sladd_settings settings = {.text = mode, .date = {2026, 11, 20}};
    struct manifest_entry entry = {0};
    bool withhold;
    for (size_t i = 0; i < count; i++)
        items[1 + i] = (struct sladd_region){.kind = SLADD_MANUAL, .box = boxes[i], .reason = box_reason};
    decide(&entry, &PLAIN, &settings, &regions, &withhold, NULL);
    bool stays = items[0].reason == SLADD_REASON_KEEP_BOX || items[0].reason == SLADD_REASON_KEEP_OPTION;
    assert_int_equal(items[0].action, stays ? SLADD_KEEP : SLADD_REDACT);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(items[1 + i].action, box_reason == SLADD_REASON_KEEP_BOX ? SLADD_KEEP : SLADD_REDACT);
    return items[0].reason;
}

static void text_stays_only_in_a_box_or_by_option(void **state) {
    const struct sladd_box line = {100, 100, 200, 20}, around = {90, 90, 220, 40}, most = {100, 100, 181, 20},
                           less = {100, 100, 179, 20}, edge = {900, 100, 200, 20}, corner = {900, 90, 100, 40};
    const struct sladd_box halves[] = {{90, 90, 110, 40}, {200, 90, 110, 40}};
    (void)state;
    assert_int_equal(decide_line(line, NULL, 0, 0, SLADD_TEXT_BLUR), SLADD_REASON_TEXT);
    assert_int_equal(decide_line(line, NULL, 0, 0, SLADD_TEXT_KEEP), SLADD_REASON_KEEP_OPTION);
    assert_int_equal(decide_line(line, &around, 1, SLADD_REASON_KEEP_BOX, SLADD_TEXT_BLUR), SLADD_REASON_KEEP_BOX);
    assert_int_equal(decide_line(line, &most, 1, SLADD_REASON_KEEP_BOX, SLADD_TEXT_BLUR), SLADD_REASON_KEEP_BOX);
    assert_int_equal(decide_line(line, &less, 1, SLADD_REASON_KEEP_BOX, SLADD_TEXT_BLUR), SLADD_REASON_TEXT);
    assert_int_equal(decide_line(line, halves, 2, SLADD_REASON_KEEP_BOX, SLADD_TEXT_BLUR), SLADD_REASON_TEXT);
    assert_int_equal(decide_line(line, &around, 1, SLADD_REASON_REDACT_BOX, SLADD_TEXT_BLUR), SLADD_REASON_TEXT);
    assert_int_equal(decide_line(line, &around, 1, SLADD_REASON_PHOTO_CHANGED, SLADD_TEXT_BLUR), SLADD_REASON_TEXT);
    assert_int_equal(decide_line(line, &around, 1, SLADD_REASON_UNDECIDED, SLADD_TEXT_BLUR), SLADD_REASON_TEXT);
    assert_int_equal(decide_line(edge, &corner, 1, SLADD_REASON_KEEP_BOX, SLADD_TEXT_BLUR), SLADD_REASON_KEEP_BOX);
    assert_int_equal(
        decide_line((struct sladd_box){2000, 100, 9, 9}, &around, 1, SLADD_REASON_KEEP_BOX, SLADD_TEXT_BLUR),
        SLADD_REASON_TEXT);
}

/* What becomes of lines of text in one row, 40 pixels high and near one another, each with what reading it said; given
 * in every order, which changes nothing. */
static void decide_row(const enum sladd_reason *read, const bool *expected, size_t count, struct sladd_region face) {
    for (size_t turn = 0; turn < 2 * count; turn++) {
        struct sladd_region items[8] = {0};
        struct sladd_regions regions = {.items = items, .count = count + 1, .capacity = 8};
        const struct sladd_settings settings = {.text = SLADD_TEXT_PERSONAL, .date = {2026, 11, 20}};
        const struct manifest_entry entry = {0};
        bool withhold;
        size_t place[8];
        for (size_t i = 0; i < count; i++) {
            place[i] = turn < count ? (i + turn) % count : count - 1 - (i + turn) % count;
            items[place[i]] = (struct sladd_region){
                .kind = SLADD_TEXT, .box = {20 + 150 * (double)i, 300, 110, 40}, .detected = true, .reason = read[i]};
        }
        items[count] = face;
        decide(&entry, &PLAIN, &settings, &regions, &withhold, NULL);
        for (int again = 0; again < 2; again++) { /* and once more changes nothing */
            for (size_t i = 0; i < count; i++)
                if ((items[place[i]].action == SLADD_KEEP) != expected[i])
                    fail_msg("line %zu, order %zu: %s", i, turn, sladd_reason_name(items[place[i]].reason));
            decide(&entry, &PLAIN, &settings, &regions, &withhold, NULL);
        }
    }
}

static void plain_lines_go_with_what_stands_beside_them(void **state) {
    static const enum sladd_reason plain = SLADD_REASON_PLAIN_TEXT, unread = SLADD_REASON_UNDECIDED;
    static const struct sladd_region nobody = {.kind = SLADD_MANUAL, .box = {0, 0, 5, 5}};
    struct sladd_region face = {.kind = SLADD_FACE, .box = {640, 250, 60, 80}, .detected = true};
    (void)state;
    decide_row((enum sladd_reason[]){plain, plain, plain, plain}, (bool[]){true, true, true, true}, 4, nobody);
    decide_row((enum sladd_reason[]){plain, plain, plain, unread}, (bool[]){false, false, false, false}, 4, nobody);
    decide_row((enum sladd_reason[]){unread, plain, plain, plain}, (bool[]){false, false, false, false}, 4, nobody);
    /* the last line is on somebody's head, and goes with all that belongs to it */
    decide_row((enum sladd_reason[]){plain, plain, plain, plain, plain}, (bool[]){false, false, false, false, false}, 5,
               face);
    /* what only the fill made is no line, and takes nothing along */
    decide_row((enum sladd_reason[]){plain, SLADD_REASON_NO_TEXT, plain}, (bool[]){true, true, true}, 3, nobody);
    /* nothing stands beside the first */
    decide_row((enum sladd_reason[]){plain}, (bool[]){true}, 1, face);
}

/* A line in the place of a code is its pattern, wherever the code stands among the rows. */
static void text_on_a_code_that_stays_stays(void **state) {
    (void)state;
    for (int order = 0; order < 2; order++)
        for (int kept = 0; kept < 2; kept++) {
            struct sladd_region items[3] = {{.kind = SLADD_MANUAL,
                                             .box = {90, 90, 220, 220},
                                             .reason = kept ? SLADD_REASON_KEEP_CODE : SLADD_REASON_PHOTO_CHANGED}};
            struct sladd_regions regions = {.items = items, .count = 3, .capacity = 3};
            const struct manifest_entry entry = {0};
            bool withhold;
            items[1 + order] = (struct sladd_region){.kind = SLADD_CODE, .box = {50, 50, 300, 300}, .detected = true};
            items[2 - order] = (struct sladd_region){.kind = SLADD_TEXT, .box = {150, 150, 80, 20}, .detected = true};
            decide(&entry, &PLAIN, &WEB, &regions, &withhold, NULL);
            for (int i = 1; i < 3; i++)
                assert_int_equal(items[i].action, kept ? SLADD_KEEP : SLADD_REDACT);
        }
}

/* What is decided about `count` rows when the manifest knows a line or none. */
static void decide_rows(struct sladd_region *items, size_t count, const char *top, enum sladd_text_mode mode,
                        const struct policy *policy) {
    char text[200];
    struct sladd_regions regions = {.items = items, .count = count, .capacity = count};
    const struct sladd_settings settings = {.text = mode, .date = {2026, 11, 20}};
    bool withhold;
    (void)snprintf(text, sizeof text, "{version: 1, %s photos: {}}", top);
    struct manifest *manifest = parse(text);
    const struct manifest_entry entry = {.folder = manifest};
    decide(&entry, policy, &settings, &regions, &withhold, NULL);
    manifest_free(manifest);
}

/* What was read is known only while a manifest says so, and only where it was seen; and never on somebody. */
static void known_lines_stay_while_they_are_known(void **state) {
    static const struct {
        const char *top;
        bool detected, worn;
        enum sladd_reason reason;
    } rows[] = {{"known_text: [Fest],", true, false, SLADD_REASON_KNOWN_TEXT},
                {"", true, false, SLADD_REASON_TEXT},
                {"known_text: [Fest],", false, false, SLADD_REASON_TEXT},
                {"known_text: [Fest],", true, true, SLADD_REASON_TEXT}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sladd_region items[] = {
            {.kind = SLADD_TEXT,
             .box = {300, 300, 100, 20},
             .detected = rows[i].detected,
             .reason = SLADD_REASON_KNOWN_TEXT},
            {.kind = SLADD_FACE, .box = {rows[i].worn ? 320 : 800, 200, 60, 80}, .detected = true}};
        decide_rows(items, 2, rows[i].top, SLADD_TEXT_BLUR, &PLAIN);
        assert_string_equal(sladd_reason_name(items[0].reason), sladd_reason_name(rows[i].reason));
        assert_int_equal(items[0].action, rows[i].reason == SLADD_REASON_KNOWN_TEXT ? SLADD_KEEP : SLADD_REDACT);
    }
}

/* No option outweighs a policy that has all text redacted, whatever was read and whatever a code says. */
static void a_policy_may_leave_no_text(void **state) {
    struct policy always = PLAIN;
    (void)state;
    for (int policy = 0; policy < 2; policy++)
        for (int kind = 0; kind < 3; kind++) {
            struct sladd_region item = {.kind = kind == 0 ? SLADD_CODE : SLADD_TEXT,
                                        .box = {300, 300, 100, 40},
                                        .detected = true,
                                        .reason = kind == 2 ? SLADD_REASON_PLAIN_TEXT : SLADD_REASON_UNDECIDED};
            always.text = policy == 0 ? TEXT_BY_DEFAULT : TEXT_ALWAYS;
            decide_rows(&item, 1, "", kind == 2 ? SLADD_TEXT_PERSONAL : SLADD_TEXT_KEEP, &always);
            assert_int_equal(item.action, policy == 0 ? SLADD_KEEP : SLADD_REDACT);
        }
}

/* Whoever reads the half of a code that stays may still read it all. */
static void a_code_stays_in_a_box_that_holds_it(void **state) {
    (void)state;
    for (int part = 0; part < 2; part++) {
        struct sladd_region items[] = {
            {.kind = SLADD_CODE, .box = {300, 100, 100, 100}, .detected = true},
            {.kind = SLADD_MANUAL, .box = {310, 110, part ? 50 : 80, 80}, .reason = SLADD_REASON_KEEP_CODE}};
        decide_rows(items, 2, "", SLADD_TEXT_BLUR, &PLAIN);
        assert_int_equal(items[0].action, part ? SLADD_REDACT : SLADD_KEEP);
    }
}

/* Glasses and wrinkles are nobody's data on a face that stays; on one that goes, or that nobody saw, they are text. */
static void text_on_a_face_stays_with_whom_it_is_seen_on(void **state) {
    (void)state;
    for (int consents = 0; consents < 2; consents++)
        for (int detected = 0; detected < 2; detected++) {
            struct sladd_region items[] = {
                {.kind = SLADD_FACE, .box = {300, 100, 200, 200}, .detected = detected, .person = 1},
                {.kind = SLADD_TEXT, .box = {340, 150, 100, 30}, .detected = true}};
            char *people[] = {(char *)"k"};
            struct sladd_regions regions = {.items = items, .count = 2, .capacity = 2, .people = {people, 1, 1}};
            struct manifest *manifest =
                parse(consents ? "{version: 1, people: {k: {consent: [{}]}}}" : "{version: 1, people: {k: {}}}");
            const struct manifest_entry entry = {.folder = manifest};
            const bool stays = consents && detected;
            bool withhold;
            decide(&entry, &PLAIN, &WEB, &regions, &withhold, NULL);
            assert_string_equal(sladd_reason_name(items[1].reason), stays ? "on-kept-face" : "text");
            assert_int_equal(items[1].action, stays ? SLADD_KEEP : SLADD_REDACT);
            manifest_free(manifest);
        }
}

/* Two lines that are partly at one height may be one name. */
static void what_stands_a_little_lower_is_beside_it(void **state) {
    static const struct {
        double lower;
        enum sladd_action action;
    } rows[] = {{0, SLADD_REDACT}, {25, SLADD_REDACT}, {35, SLADD_KEEP}, {60, SLADD_KEEP}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sladd_region items[] = {
            {.kind = SLADD_TEXT, .box = {300, 300, 100, 40}, .detected = true, .reason = SLADD_REASON_PLAIN_TEXT},
            {.kind = SLADD_TEXT, .box = {410, 300 + rows[i].lower, 100, 40}, .detected = true}};
        decide_rows(items, 2, "", SLADD_TEXT_PERSONAL, &PLAIN);
        assert_int_equal(items[0].action, rows[i].action);
        assert_int_equal(items[1].action, SLADD_REDACT);
    }
}

/* A keep box is for text; it does not keep the face inside it. */
static void keep_boxes_keep_no_faces(void **state) {
    struct sladd_region items[] = {{.kind = SLADD_FACE, .box = {100, 100, 50, 50}, .detected = true},
                                   {.kind = SLADD_MANUAL, .box = {0, 0, 1000, 500}, .reason = SLADD_REASON_KEEP_BOX}};
    struct sladd_regions regions = {.items = items, .count = 2, .capacity = 2};
    struct manifest_entry entry = {0};
    bool withhold;
    (void)state;
    decide(&entry, &PLAIN, &WEB, &regions, &withhold, NULL);
    assert_int_equal(items[0].action, SLADD_REDACT);
    assert_int_equal(items[0].reason, SLADD_REASON_NO_SUBJECT);
}

static bool withholds(const char *photo, struct sladd_error *err) {
    char text[200];
    struct sladd_regions regions = {0};
    bool withhold;
    (void)snprintf(text, sizeof text, "{version: 1, photos: {p.jpg: %s}}", photo);
    struct manifest *manifest = parse(text);
    struct manifest_entry entry = {.folder = manifest, .photo = manifest_photo(manifest, "p.jpg")};
    decide(&entry, &PLAIN, &WEB, &regions, &withhold, err);
    manifest_free(manifest);
    return withhold;
}

static void photos_are_withheld_when_the_manifest_says_so(void **state) {
    struct sladd_error err = {0};
    (void)state;
    assert_false(withholds("{}", &err));
    assert_false(withholds("{publish: yes, rights: {permission: yes}}", &err));
    assert_string_equal(err.text, "");
    assert_true(withholds("{publish: no}", &err));
    assert_non_null(strstr(err.text, "publish: no"));
    assert_true(withholds("{publish: yes, rights: {permission: no}}", &err));
    assert_non_null(strstr(err.text, "permission: no"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faces_stay_only_with_consent),
        cmocka_unit_test(the_nearest_person_is_judged),
        cmocka_unit_test(text_stays_only_in_a_box_or_by_option),
        cmocka_unit_test(plain_lines_go_with_what_stands_beside_them),
        cmocka_unit_test(text_on_a_code_that_stays_stays),
        cmocka_unit_test(known_lines_stay_while_they_are_known),
        cmocka_unit_test(a_policy_may_leave_no_text),
        cmocka_unit_test(a_code_stays_in_a_box_that_holds_it),
        cmocka_unit_test(text_on_a_face_stays_with_whom_it_is_seen_on),
        cmocka_unit_test(what_stands_a_little_lower_is_beside_it),
        cmocka_unit_test(keep_boxes_keep_no_faces),
        cmocka_unit_test(photos_are_withheld_when_the_manifest_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
