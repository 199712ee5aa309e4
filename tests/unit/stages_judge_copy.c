/* A copy that an earlier run made, judged by what its receipt says was in it, in a photo of 1000 x 500 pixels: whatever
 * today's manifests do not let be seen, and the copy shows, is found. */
#include "stages/stages.h"

#include "manifest_of.h"

static const struct policy PLAIN = {.name = (char *)"plain", .own_decision_age = 15, .child_agrees = ANSWER_YES};
static const struct sladd_settings WEB = {.channel = "web", .date = {2026, 11, 20}};

/* What the copy shows: k, whose face stayed by the word of this voice; a known line and a code that stayed; and where a
 * head went. */
static const struct sladd_box K = {200, 100, 100, 100}, LINE = {600, 50, 100, 20}, CODE = {600, 300, 100, 100},
                              GONE = {400, 100, 50, 50};

#define A64 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static enum sladd_voice voice = SLADD_VOICE_TAG;
static const char *called; /* in the receipt */

struct judged {
    struct manifest *manifests[3];
    struct sladd_outcome copy;
    struct sladd_regions places;
    struct sladd_error withheld;
};

static void add(struct judged *judged, struct sladd_region region, const char *person) {
    assert_int_equal(sladd_regions_name(&judged->copy.regions, &region, person, NULL), SLADD_OK);
    assert_int_equal(sladd_regions_add(&judged->copy.regions, &region, NULL), SLADD_OK);
}

/* `top`: what the folder's manifest says as a whole; of the photo, a sidecar, the folder and one further up. */
static void judge(struct judged *judged, const char *top, const char *sidecar, const char *folder, const char *above) {
    const char *const photos[] = {sidecar, folder, above};
    const struct photo_entry *entries[3];
    *judged = (struct judged){.copy = {.width = 1000, .height = 500}};
    for (int i = 0; i < 3; i++) {
        judged->manifests[i] = manifest_of(i == 1 ? top : "people: {x: {}},", photos[i]);
        entries[i] = manifest_photo(judged->manifests[i], "p.jpg");
    }
    add(judged,
        (struct sladd_region){.kind = SLADD_FACE,
                              .box = K,
                              .detected = true,
                              .score = 0.9,
                              .action = SLADD_KEEP,
                              .reason = SLADD_REASON_CONSENT,
                              .said_by = voice},
        "k");
    if (called != NULL)
        assert_int_equal(sladd_names_add(&judged->copy.called, called, NULL), SLADD_OK);
    add(judged,
        (struct sladd_region){
            .kind = SLADD_TEXT, .box = LINE, .detected = true, .action = SLADD_KEEP, .reason = SLADD_REASON_KNOWN_TEXT},
        NULL);
    add(judged,
        (struct sladd_region){
            .kind = SLADD_CODE, .box = CODE, .detected = true, .action = SLADD_KEEP, .reason = SLADD_REASON_KEEP_CODE},
        NULL);
    add(judged,
        (struct sladd_region){
            .kind = SLADD_MANUAL, .box = CODE, .action = SLADD_KEEP, .reason = SLADD_REASON_KEEP_CODE},
        NULL);
    add(judged,
        (struct sladd_region){.kind = SLADD_FACE, .box = GONE, .detected = true, .reason = SLADD_REASON_NO_SUBJECT},
        NULL);
    const struct manifest_entry entry = {.sidecar = judged->manifests[0],
                                         .folder = judged->manifests[1],
                                         .photo = entries[0],
                                         .folder_photo = entries[1],
                                         .farther = &entries[2],
                                         .farther_count = 1};
    const struct ruling ruling = {&entry, &PLAIN, &WEB, NULL, "b", judged->copy.width, judged->copy.height};
    assert_int_equal(stage_judge_copy(&ruling, &judged->copy, &judged->places, &judged->withheld, NULL), SLADD_OK);
}

/* What the copy shows and may not, as "kind:reason person", one after another. */
static void expect(struct judged *judged, const char *wanted) {
    char text[400] = "";
    for (size_t i = 0; i < judged->places.count; i++) {
        const struct sladd_region *place = &judged->places.items[i];
        const char *person = sladd_region_person(&judged->places, place);
        if (copy_shows(&judged->copy, i) && place->action == SLADD_REDACT)
            (void)snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s:%s%s%s", text[0] != '\0' ? " " : "",
                           sladd_kind_name(place->kind), sladd_reason_name(place->reason), person != NULL ? " " : "",
                           person != NULL ? person : "");
    }
    assert_string_equal(text, wanted);
    sladd_regions_clear(&judged->places);
    sladd_outcome_clear(&judged->copy);
    for (int i = 0; i < 3; i++)
        manifest_free(judged->manifests[i]);
}

#define KNOWS "known_text: [Fest], people: {k: {consent: [{}]}, o: {}, x: {}},"
#define ALLOWS "keep: [{box: [0.6, 0.6, 0.1, 0.2], what: code}]"
#define AT(x) "[{box: [" x ", 0.2, 0.1, 0.2]}]"

static void what_may_be_seen_is_left_alone(void **state) {
    struct judged judged;
    (void)state;
    judge(&judged, KNOWS, ALLOWS, "", "");
    assert_int_equal(judged.withheld.status, SLADD_OK);
    expect(&judged, "");
}

static void whoever_may_be_seen_no_longer_is_found(void **state) {
    struct judged judged;
    (void)state;
    judge(&judged, "known_text: [Fest], people: {k: {consent: [{withdrawn: 2026-05-01}]}},", ALLOWS, "", "");
    expect(&judged, "face:withdrawn k");
    judge(&judged, "known_text: [Fest], people: {k: {consent: [{withdrawn: 2026-05-01}]}},", ALLOWS,
          "faces: [{person: k, box: [0.2, 0.2, 0.1, 0.2]}]", ""); /* once, also where an entry says it again */
    expect(&judged, "face:withdrawn k");
    voice = SLADD_VOICE_ENTRY; /* of whom no entry speaks any more: their own reason, if there is one */
    judge(&judged, "known_text: [Fest], people: {k: {consent: [{withdrawn: 2026-05-01}]}},", ALLOWS, "", "");
    expect(&judged, "face:withdrawn k");
    judge(&judged, "known_text: [Fest], people: {k: {consent: [{}]}},", ALLOWS, "", "");
    expect(&judged, "face:no-subject");
    called = A64 " k"; /* somebody else by now, whose reason is none */
    judge(&judged, "known_text: [Fest], people: {k: {name: Kari, consent: [{withdrawn: 2026-05-01}]}},", ALLOWS, "",
          "");
    expect(&judged, "face:no-subject");
    called = NULL;
    voice = SLADD_VOICE_TAG;
    judge(&judged, "known_text: [Fest],", ALLOWS, "", "");
    expect(&judged, "face:no-subject k");
    judge(&judged, KNOWS, ALLOWS ", publish: no", "", "");
    assert_int_equal(judged.withheld.status, SLADD_PUBLISH_NO);
    expect(&judged, "");
    judge(&judged, KNOWS, ALLOWS, "", "rights: {permission: no}");
    assert_int_equal(judged.withheld.status, SLADD_PERMISSION_NO);
    expect(&judged, "");
}

static void lines_and_codes_count_as_faces_do(void **state) {
    struct judged judged;
    (void)state;
    judge(&judged, "people: {k: {consent: [{}]}},", ALLOWS, "", ""); /* the line is known no more */
    expect(&judged, "text:text");
    judge(&judged, KNOWS, "", "", ""); /* nor is the code allowed */
    expect(&judged, "code:code");
    judge(&judged, KNOWS, "keep: [{box: [0.6, 0.6, 0.1, 0.2], what: text}]", "", "");
    expect(&judged, "code:code");
}

/* In whichever of the manifests that is written. */
static void what_is_to_be_hidden_today_is_found(void **state) {
    struct judged judged;
    (void)state;
    for (int who = 0; who < 3; who++) {
        const char *boxes[] = {"", "", ""}, *faces[] = {"", "", ""}, *strangers[] = {"", "", ""};
        boxes[who] = "redact: " AT("0.85");
        faces[who] = who == 1 ? "faces: [{person: o, box: [0.85, 0.2, 0.1, 0.2]}]"
                              : "faces: [{person: x, box: [0.85, 0.2, 0.1, 0.2]}]";
        strangers[who] = "faces: " AT("0.85");
        char near[300];
        (void)snprintf(near, sizeof near, "%s, %s", ALLOWS, boxes[0]);
        judge(&judged, KNOWS, who == 0 ? near : ALLOWS, boxes[1], boxes[2]);
        expect(&judged, "manual:redact-box");
        (void)snprintf(near, sizeof near, "%s, %s", ALLOWS, faces[0]);
        judge(&judged, KNOWS, who == 0 ? near : ALLOWS, faces[1], faces[2]);
        /* whom one further up means nobody knows here */
        expect(&judged, who == 0 ? "face:no-consent x" : who == 1 ? "face:no-consent o" : "face:ambiguous");
        (void)snprintf(near, sizeof near, "%s, %s", ALLOWS, strangers[0]);
        judge(&judged, KNOWS, who == 0 ? near : ALLOWS, strangers[1], strangers[2]);
        expect(&judged, who < 2 ? "face:no-subject" : "face:ambiguous");
    }
}

static void what_was_destroyed_is_not_shown(void **state) {
    struct judged judged;
    (void)state;
    judge(&judged, KNOWS, ALLOWS ", redact: [{box: [0.4, 0.2, 0.05, 0.1]}], faces: [{box: [0.4, 0.2, 0.05, 0.1]}]", "",
          "");
    expect(&judged, "");
    /* nothing of k's own place was */
    judge(&judged, KNOWS, ALLOWS ", redact: " AT("0.2"), "", "");
    expect(&judged, "manual:redact-box");
}

#define FACE(person, x) ", faces: [{person: " person ", box: [" x ", 0.2, 0.1, 0.2]}]"
#define BOTH "known_text: [Fest], people: {k: {name: Kari, consent: [{}]}, l: {consent: [{}]}, o: {}},"

#define CHANGED "face:photo-changed code:code manual:photo-changed" /* nor does it allow the code */

/* A key alone keeps nobody: what today's entry says of the place counts, whoever was said to be there. */
static void an_entry_keeps_by_its_place(void **state) {
    static const struct {
        const char *photo, *by_entry, *by_tag, *unknown;
    } cases[] = {
        {FACE("k", "0.2"), "", "", ""},
        {FACE("l", "0.2"), "", "", ""}, /* only the key is another */
        {"", "face:no-subject", "", "face:no-subject"},
        {FACE("k", "0.85"), "face:no-subject", "face:no-subject", "face:no-subject"},
        {FACE("o", "0.2"), "face:no-consent o", "face:no-consent o", "face:no-consent o"},
        {FACE("'?'", "0.2"), "face:no-subject", "face:no-subject", "face:no-subject"},
        {FACE("k", "0.2") ", sha256: " A64, CHANGED, CHANGED, CHANGED},
        {", faces: [{person: k, box: [0.2, 0.2, 0.1, 0.2]}, {person: l, box: [0.21, 0.2, 0.1, 0.2]}]", "face:ambiguous",
         "face:ambiguous", "face:ambiguous"},
        {", faces: [{box: [0.85, 0.2, 0.1, 0.2], wrong_tags: [Kari]}]", "face:no-subject face:no-subject",
         "face:no-subject", "face:no-subject face:no-subject"},
        {", faces: [{person: o, box: [0.21, 0.2, 0.1, 0.2], wrong_tags: [kari]}]", "face:no-consent o",
         "face:no-consent o", "face:no-consent o"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int by = SLADD_VOICE_UNKNOWN; by <= SLADD_VOICE_TAG; by++) {
            struct judged judged;
            char photo[300];
            voice = (enum sladd_voice)by;
            (void)snprintf(photo, sizeof photo, "%s%s", ALLOWS, cases[i].photo);
            judge(&judged, BOTH, photo, "", "");
            expect(&judged, by == SLADD_VOICE_ENTRY ? cases[i].by_entry
                            : by == SLADD_VOICE_TAG ? cases[i].by_tag
                                                    : cases[i].unknown);
        }
    voice = SLADD_VOICE_TAG;
}

/* Nor does a key that stands for another name by now, by whomever's word that face stayed. */
static void a_key_of_another_name_keeps_nobody(void **state) {
    static const struct {
        const char *called;
        bool same;
    } cases[] = {{NULL, true}, {"- k", true}, {A64 " k", false}, {A64 " l", true}, {"k", true}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int by = SLADD_VOICE_ENTRY; by <= SLADD_VOICE_TAG; by++) {
            struct judged judged;
            voice = (enum sladd_voice)by;
            called = cases[i].called;
            judge(&judged, BOTH, by == SLADD_VOICE_TAG ? ALLOWS : ALLOWS FACE("k", "0.2"), "", "");
            expect(&judged, cases[i].same ? "" : "face:no-subject");
        }
    voice = SLADD_VOICE_TAG;
    called = NULL;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_may_be_seen_is_left_alone),     cmocka_unit_test(whoever_may_be_seen_no_longer_is_found),
        cmocka_unit_test(lines_and_codes_count_as_faces_do),  cmocka_unit_test(what_is_to_be_hidden_today_is_found),
        cmocka_unit_test(what_was_destroyed_is_not_shown),    cmocka_unit_test(an_entry_keeps_by_its_place),
        cmocka_unit_test(a_key_of_another_name_keeps_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
