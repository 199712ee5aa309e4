/* Face tags as candidates of the pairing, in a photo of 1000 x 500 pixels: a name counts where it is clear, and every
 * contradiction falls the safe way. */
#include "stages/stages.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct match {
    struct manifest *manifest;
    struct sladd_regions regions;
    struct face_tag tags[8];
    size_t count;
    bool astray; /* the tags do not line up with the faces */
};

static const char *const PEOPLE = "version: 1\n"
                                  "people:\n"
                                  "  a: {name: Kari Nordmann, aliases: [Kari, \"\\u00C5se\"]}\n"
                                  "  b: {name: Ola Nordmann}\n"
                                  "  c: {name: Twin}\n"
                                  "  d: {name: Other, aliases: [twin]}\n"
                                  "photos: {p.jpg: ";

static void face(struct match *match, double x) {
    struct sladd_region region = {.kind = SLADD_FACE, .box = {x, 100, 100, 100}, .detected = true, .score = 0.9};
    assert_int_equal(sladd_regions_add(&match->regions, &region, NULL), SLADD_OK);
}

/* On a face at `x`, a little larger than the detector draws it. */
static void tag(struct match *match, const char *name, double x) {
    match->tags[match->count++] =
        (struct face_tag){(char *)(uintptr_t)name, {(x - 10) / 1000, 90.0 / 500, 120.0 / 1000, 120.0 / 500}, true};
}

static void run(struct match *match, const char *photo) {
    char text[2000];
    struct sladd_error err = {0};
    (void)snprintf(text, sizeof text, "%s%s}", PEOPLE, photo != NULL ? photo : "{}");
    if (manifest_parse((struct span){(const uint8_t *)text, strlen(text)}, "m", &match->manifest, &err) != SLADD_OK)
        fail_msg("%s", err.text);
    struct manifest_entry entry = {.folder = match->manifest,
                                   .photo = photo != NULL ? manifest_photo(match->manifest, "p.jpg") : NULL};
    struct unplaced_tag lost = {0};
    struct face_tags tags = {.items = match->tags,
                             .count = match->count,
                             .capacity = match->count,
                             .unplaced = &lost,
                             .unplaced_count = match->astray};
    const struct ruling ruling = {.entry = &entry, .tags = &tags, .source_sha256 = "", .width = 1000, .height = 500};
    assert_int_equal(stage_match(&ruling, &match->regions, NULL, &err), SLADD_OK);
}

static void expect(const struct match *match, size_t row, const char *person, enum sladd_reason reason) {
    assert_true(row < match->regions.count);
    const struct sladd_region *region = &match->regions.items[row];
    const char *found = sladd_region_person(&match->regions, region);
    assert_string_equal(found != NULL ? found : "nobody", person != NULL ? person : "nobody");
    assert_string_equal(sladd_reason_name(region->reason), sladd_reason_name(reason));
}

static void finish(struct match *match, size_t rows) {
    assert_int_equal(match->regions.count, rows);
    sladd_regions_clear(&match->regions);
    manifest_free(match->manifest);
    *match = (struct match){0};
}

static void a_known_name_is_that_person(void **state) {
    static const char *const spellings[] = {"Kari Nordmann", "KARI NORDMANN", "kari", "A\xCC\x8ASE"};
    struct match match = {0};
    (void)state;
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
        for (int mentioned = 0; mentioned < 2; mentioned++) {
            face(&match, 200);
            face(&match, 600);
            tag(&match, spellings[i], 200);
            run(&match, mentioned ? "{publish: yes}" : NULL);
            expect(&match, 0, "a", SLADD_REASON_UNDECIDED);
            assert_int_equal(match.regions.items[0].said_by, SLADD_VOICE_TAG);
            expect(&match, 1, NULL, SLADD_REASON_UNDECIDED);
            finish(&match, 2);
        }
}

static void an_unknown_name_is_nobody(void **state) {
    struct match match = {0};
    (void)state;
    face(&match, 200);
    tag(&match, "Kari Nordman", 200);
    run(&match, NULL);
    expect(&match, 0, NULL, SLADD_REASON_UNDECIDED);
    finish(&match, 1);
}

static void contradictions_are_ambiguous(void **state) {
    static const char entry_a[] = "{faces: [{person: a, box: [0.2, 0.2, 0.1, 0.2]}]}";
    static const char entry_nobody[] = "{faces: [{person: \"?\", box: [0.2, 0.2, 0.1, 0.2]}]}";
    static const struct {
        const char *photo, *first, *second;
    } cases[] = {
        {NULL, "Kari", "Ola Nordmann"},    /* two names on one face */
        {NULL, "Kari", "Somebody else"},   /* one of them unknown */
        {entry_a, "Ola Nordmann", NULL},   /* the manifest says another name */
        {entry_a, "Somebody else", NULL},  /* the tag's name is unknown */
        {entry_nobody, "Kari", NULL},      /* a draft that nobody has filled in */
        {entry_a, "Kari", "Ola Nordmann"}, /* one of two agrees */
        {NULL, "Twin", NULL},              /* two people have this name */
        {entry_a, "Twin", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct match match = {0};
        face(&match, 200);
        tag(&match, cases[i].first, 200);
        if (cases[i].second != NULL)
            tag(&match, cases[i].second, 205);
        run(&match, cases[i].photo);
        expect(&match, 0, NULL, SLADD_REASON_AMBIGUOUS);
        for (size_t r = 1; r < match.regions.count; r++)
            assert_int_equal(match.regions.items[r].reason, SLADD_REASON_AMBIGUOUS);
        for (size_t r = 1; r < match.regions.count; r++)
            assert_true(match.regions.items[r].person == 0 ||
                        *sladd_region_person(&match.regions, &match.regions.items[r]) < 'c');
        finish(&match, match.regions.count);
    }
}

static void one_name_on_two_faces_is_ambiguous(void **state) {
    struct match match = {0};
    (void)state;
    for (int second = 0; second < 2; second++) { /* the second one by a tag, or by the manifest */
        face(&match, 200);
        face(&match, 600);
        tag(&match, "Kari", 200);
        if (second == 0)
            tag(&match, "Kari Nordmann", 600);
        run(&match, second == 0 ? NULL : "{faces: [{person: a, box: [0.6, 0.2, 0.1, 0.2]}]}");
        for (size_t r = 0; r < 4; r++)
            assert_int_equal(match.regions.items[r].reason, SLADD_REASON_AMBIGUOUS);
        assert_int_equal(match.regions.items[0].person, 0);
        assert_int_equal(match.regions.items[1].person, 0);
        finish(&match, 4);
    }
}

/* Tags that have moved keep nobody, and any other name that lies on an entry's face goes on hiding it. */
static void another_name_hides_wherever_it_lies(void **state) {
    static const struct {
        const char *tag;
        bool hides;
    } cases[] = {{"Ola Nordmann", true}, {"Somebody else", true}, {"Twin", true}, {"Kari", false}, {NULL, false}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct match match = {.astray = true};
        face(&match, 200);
        tag(&match, cases[i].tag, 200);
        run(&match, "{faces: [{person: a, box: [0.2, 0.2, 0.1, 0.2]}]}");
        expect(&match, 0, "a", SLADD_REASON_UNDECIDED);
        if (cases[i].hides)
            expect(&match, 1, i == 0 ? "b" : NULL, SLADD_REASON_AMBIGUOUS);
        finish(&match, cases[i].hides ? 2 : 1);
    }
}

/* Programs write the same tag in two ways, and people repeat it in the manifest. */
static void said_twice_is_said_once(void **state) {
    struct match match = {0};
    (void)state;
    face(&match, 200);
    tag(&match, "Kari", 200);
    tag(&match, "Kari Nordmann", 203);
    tag(&match, NULL, 200);
    run(&match, "{faces: [{person: a, box: [0.2, 0.2, 0.1, 0.2]}]}");
    expect(&match, 0, "a", SLADD_REASON_UNDECIDED);
    finish(&match, 1);

    for (int drawn = 0; drawn < 2; drawn++) { /* around the whole head, as some programs do */
        static const struct sladd_box head = {0.16, 0.08, 0.18, 0.44};
        face(&match, 200);
        face(&match, 600);
        match.tags[match.count++] = (struct face_tag){(char *)(uintptr_t)(drawn ? "Kari" : "Ola Nordmann"), head, true};
        run(&match, drawn ? "{faces: [{person: a, box: [0.2, 0.2, 0.1, 0.2]}]}"
                          : "{faces: [{person: b, box: [0.195, 0.19, 0.11, 0.22]}]}");
        expect(&match, 0, drawn ? "a" : "b", SLADD_REASON_UNDECIDED);
        finish(&match, match.regions.count);
    }

    tag(&match, "Somebody", 200); /* and where nothing was detected */
    tag(&match, "SOMEBODY", 203);
    tag(&match, NULL, 197);
    run(&match, NULL);
    expect(&match, 0, NULL, SLADD_REASON_AMBIGUOUS);
    finish(&match, 1);
}

/* Whoever is tagged is there, also when the detector saw nothing; decide redacts all but those with consent. */
static void tags_without_a_detection_have_their_row(void **state) {
    struct match match = {0};
    (void)state;
    tag(&match, "Ola Nordmann", 200);
    tag(&match, "Somebody", 500);
    tag(&match, NULL, 800);
    run(&match, NULL);
    expect(&match, 0, "b", SLADD_REASON_AMBIGUOUS);
    expect(&match, 1, NULL, SLADD_REASON_AMBIGUOUS);
    expect(&match, 2, NULL, SLADD_REASON_AMBIGUOUS);
    assert_false(match.regions.items[0].detected);
    finish(&match, 3);
}

/* Tags that do not line up with the faces only hide: on a face that the manifest names, too, whether anybody knows
 * their name or not. */
static void a_tag_out_of_line_hides_whom_it_names(void **state) {
    static const char *const names[] = {"Ola Nordmann", "Somebody"};
    (void)state;
    for (size_t known = 0; known < 2; known++) {
        struct match match = {0};
        face(&match, 200);
        tag(&match, names[1 - known], 200);
        tag(&match, "Nobody here", 500);
        tag(&match, "Nor here", 800);
        run(&match, "{faces: [{person: a, box: [0.2, 0.2, 0.1, 0.2]}]}");
        expect(&match, 0, "a", SLADD_REASON_UNDECIDED);
        for (size_t r = 1; r < match.regions.count; r++)
            assert_int_equal(match.regions.items[r].reason, SLADD_REASON_AMBIGUOUS);
        if (known == 1)
            expect(&match, 1, "b", SLADD_REASON_AMBIGUOUS);
        finish(&match, 4);
    }
}

static void a_changed_photo_trusts_no_tag(void **state) {
    struct match match = {0};
    (void)state;
    face(&match, 200);
    tag(&match, "Kari", 200);
    run(&match, "{sha256: 00000000000000000000000000000000000000000000000000000000000000ac}");
    expect(&match, 0, NULL, SLADD_REASON_PHOTO_CHANGED);
    expect(&match, 1, "a", SLADD_REASON_PHOTO_CHANGED);
    finish(&match, 2);
}

/* What it says is wrong may be right here, and somebody is there in any case. */
static void a_changed_photo_calls_no_tag_wrong(void **state) {
    struct match match = {0};
    (void)state;
    tag(&match, "Kari", 200);
    run(&match, "{sha256: 00000000000000000000000000000000000000000000000000000000000000ac, "
                "keep: [{what: no-face, wrong_tags: [Kari], box: [0.2, 0.2, 0.1, 0.2]}]}");
    expect(&match, 0, "a", SLADD_REASON_PHOTO_CHANGED);
    finish(&match, 1);
}

/* Somebody looked at the face and says that the tag is wrong: of exactly this name, at exactly this place. */
static void a_wrong_tag_counts_for_nothing(void **state) {
    static const struct {
        const char *photo, *tag, *person; /* NULL: nobody's, in doubt */
    } cases[] = {
        {"{faces: [{person: b, wrong_tags: [a], box: [0.2, 0.2, 0.1, 0.2]}]}", "Kari", "b"},
        {"{faces: [{person: b, wrong_tags: [KARI nordmann], box: [0.2, 0.2, 0.1, 0.2]}]}", "Kari Nordmann", "b"},
        {"{faces: [{person: b, wrong_tags: [Somebody else, a], box: [0.2, 0.2, 0.1, 0.2]}]}", "Somebody Else", "b"},
        {"{faces: [{person: b, wrong_tags: [twin], box: [0.2, 0.2, 0.1, 0.2]}]}", "Twin", "b"},
        {"{faces: [{person: b, wrong_tags: [], box: [0.2, 0.2, 0.1, 0.2]}]}", "Kari", NULL},
        {"{faces: [{person: b, wrong_tags: [c], box: [0.2, 0.2, 0.1, 0.2]}]}", "Kari", NULL},
        {"{faces: [{person: b, wrong_tags: [Kari], box: [0.2, 0.2, 0.1, 0.2]}]}", "Somebody else", NULL},
        {"{faces: [{person: b, box: [0.2, 0.2, 0.1, 0.2]}, {person: c, wrong_tags: [a], box: [0.6, 0.2, 0.1, 0.2]}]}",
         "Kari", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct match match = {0};
        face(&match, 200);
        face(&match, 600);
        tag(&match, cases[i].tag, 200);
        run(&match, cases[i].photo);
        expect(&match, 0, cases[i].person, cases[i].person != NULL ? SLADD_REASON_UNDECIDED : SLADD_REASON_AMBIGUOUS);
        finish(&match, cases[i].person != NULL ? 2 : match.regions.count);
    }
}

/* Nobody is there, although a tag says so: it has to be named. */
static void a_wrong_tag_is_on_no_face(void **state) {
    static const struct {
        const char *photo;
        enum sladd_reason reason;
    } cases[] = {
        {"{keep: [{box: [0.2, 0.2, 0.1, 0.2], what: no-face, wrong_tags: [a]}]}", SLADD_REASON_NO_FACE},
        {"{keep: [{box: [0.2, 0.2, 0.1, 0.2], what: no-face, wrong_tags: [b]}]}", SLADD_REASON_UNDECIDED},
        {"{keep: [{box: [0.2, 0.2, 0.1, 0.2], what: no-face}]}", SLADD_REASON_UNDECIDED},
        {"{keep: [{box: [0.2, 0.2, 0.1, 0.2], what: text, wrong_tags: [a]}]}", SLADD_REASON_UNDECIDED},
        {"{sha256: \"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\", keep: [{box: [0.2, 0.2, 0.1, "
         "0.2], what: no-face, wrong_tags: [a]}]}",
         SLADD_REASON_PHOTO_CHANGED},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct match match = {0};
        face(&match, 200);
        tag(&match, "Kari", 200);
        run(&match, cases[i].photo);
        expect(&match, 0, cases[i].reason == SLADD_REASON_UNDECIDED ? "a" : NULL, cases[i].reason);
        finish(&match, match.regions.count);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_known_name_is_that_person),
        cmocka_unit_test(an_unknown_name_is_nobody),
        cmocka_unit_test(contradictions_are_ambiguous),
        cmocka_unit_test(a_wrong_tag_counts_for_nothing),
        cmocka_unit_test(a_wrong_tag_is_on_no_face),
        cmocka_unit_test(one_name_on_two_faces_is_ambiguous),
        cmocka_unit_test(said_twice_is_said_once),
        cmocka_unit_test(tags_without_a_detection_have_their_row),
        cmocka_unit_test(a_tag_out_of_line_hides_whom_it_names),
        cmocka_unit_test(a_changed_photo_trusts_no_tag),
        cmocka_unit_test(a_changed_photo_calls_no_tag_wrong),
        cmocka_unit_test(another_name_hides_wherever_it_lies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
