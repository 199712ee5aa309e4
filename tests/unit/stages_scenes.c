/* Thousands of generated scenes through matching and deciding. The properties are written down here without the code
 * under test: who really stands where is known, and what a clear pairing is follows from the rule's own words. */
#include "stages/stages.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { WIDTH = 2000, HEIGHT = 1200, PEOPLE = 12, SCENES = 20000, MOST = 40 };

struct truth {
    struct sladd_box box;
    int person;
};

/* What a scene holds; `who` of a detection is the face it really shows, -1 where it shows none. */
struct scene {
    struct truth faces[PEOPLE];
    int face_count;
    struct sladd_region detections[MOST];
    int who[MOST];
    size_t detection_count;
    struct face_entry entries[MOST];
    struct sladd_box drawn[MOST]; /* the entries in pixels */
    size_t entry_count;
};

struct cast {
    struct person people[PEOPLE];
    struct consent consents[PEOPLE];
    char keys[PEOPLE][4];
    bool consents_given[PEOPLE];
};

static uint64_t seed;

static double uniform(double low, double high) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return low + (high - low) * (double)(seed >> 11) / 9007199254740992.0;
}

static int below(int count) {
    return (int)uniform(0, count) % count;
}

static bool chance(double probability) {
    return uniform(0, 1) < probability;
}

/* Half of the people consent; the others lack consent in different ways. */
static void make_cast(struct cast *cast) {
    memset(cast, 0, sizeof *cast);
    for (int i = 0; i < PEOPLE; i++) {
        (void)snprintf(cast->keys[i], sizeof cast->keys[i], "p%02u", (unsigned)i % 100);
        cast->people[i] = (struct person){.key = cast->keys[i]};
        cast->consents_given[i] = i % 2 == 0;
        if (i == 1)
            continue; /* none at all */
        cast->people[i].consents = &cast->consents[i];
        cast->people[i].consent_count = 1;
        if (i % 4 == 3)
            cast->consents[i].withdrawn = (struct sladd_date){2026, 1, 1};
        else if (i % 2 == 1)
            cast->consents[i].expires = (struct sladd_date){2026, 1, 1};
    }
}

static struct sladd_box shake(struct sladd_box box, double shift, double least, double most) {
    double width = box.width * uniform(least, most), height = box.height * uniform(least, most);
    double x = box.x + (box.width - width) / 2 + box.width * uniform(-shift, shift);
    double y = box.y + (box.height - height) / 2 + box.height * uniform(-shift, shift);
    return (struct sladd_box){x, y, width, height};
}

static double distance(struct sladd_box a, struct sladd_box b) {
    return hypot(a.x + a.width / 2 - b.x - b.width / 2, a.y + a.height / 2 - b.y - b.height / 2);
}

/* Faces whose centres are at least `spacing` widths of the larger one apart. */
static void make_faces(struct scene *scene, double spacing) {
    int wanted = 1 + below(PEOPLE);
    double near = uniform(0, 1);
    memset(scene, 0, sizeof *scene);
    for (int tries = 0; tries < 400 && scene->face_count < wanted; tries++) {
        double size = uniform(20, 160);
        struct sladd_box box = {uniform(0.4, 1 - 0.4 * near) * WIDTH / 2, uniform(0.3, 0.6) * HEIGHT, size,
                                size * uniform(1, 1.3)};
        bool free = true;
        for (int i = 0; i < scene->face_count && free; i++)
            free = distance(box, scene->faces[i].box) >= spacing * fmax(box.height, scene->faces[i].box.height);
        if (free) {
            scene->faces[scene->face_count] = (struct truth){box, scene->face_count};
            scene->face_count++;
        }
    }
}

static void detect(struct scene *scene, struct sladd_box box, int who) {
    if (scene->detection_count == MOST)
        return;
    scene->who[scene->detection_count] = who;
    scene->detections[scene->detection_count++] =
        (struct sladd_region){.kind = SLADD_FACE, .box = box, .detected = true, .score = uniform(0.3, 1)};
}

static void enter(struct scene *scene, const struct cast *cast, struct sladd_box box, int person) {
    if (scene->entry_count == MOST)
        return;
    struct face_entry *entry = &scene->entries[scene->entry_count];
    entry->person = person < 0 ? NULL : (char *)cast->keys[person];
    entry->box = (struct sladd_box){box.x / WIDTH, box.y / HEIGHT, box.width / WIDTH, box.height / HEIGHT};
    scene->drawn[scene->entry_count++] = box;
}

static struct sladd_regions run(const struct scene *scene, const struct cast *cast) {
    static const struct sladd_settings settings = {.channel = "web", .date = {2026, 11, 20}};
    struct sladd_regions regions = {0};
    struct photo_entry photo = {.faces = (struct face_entry *)scene->entries, .face_count = scene->entry_count};
    const struct person *by_key[PEOPLE]; /* their keys ascend */
    for (int i = 0; i < PEOPLE; i++)
        by_key[i] = &cast->people[i];
    struct manifest manifest = {.people = (struct person *)cast->people,
                                .person_count = PEOPLE,
                                .photos = &photo,
                                .photo_count = 1,
                                .by_key = by_key};
    struct manifest_entry entry = {.folder = &manifest, .photo = &photo};
    static const struct policy policy = {.name = (char *)"plain", .own_decision_age = 15, .child_agrees = ANSWER_YES};
    const struct ruling ruling = {&entry, &policy, &settings, NULL, NULL, WIDTH, HEIGHT};
    struct sladd_names notices = {0};
    bool withhold;
    for (size_t i = 0; i < scene->detection_count; i++)
        assert_int_equal(sladd_regions_add(&regions, &scene->detections[i], NULL), SLADD_OK);
    assert_int_equal(stage_match(&ruling, &regions, NULL, NULL), SLADD_OK);
    assert_int_equal(stage_decide(&ruling, &regions, &notices, &withhold, NULL), SLADD_OK);
    sladd_names_clear(&notices);
    return regions;
}

static double iou(struct sladd_box a, struct sladd_box b) {
    double left = a.x > b.x ? a.x : b.x, top = a.y > b.y ? a.y : b.y;
    double right = a.x + a.width < b.x + b.width ? a.x + a.width : b.x + b.width;
    double bottom = a.y + a.height < b.y + b.height ? a.y + a.height : b.y + b.height;
    double common = right > left && bottom > top ? (right - left) * (bottom - top) : 0;
    return common / (a.width * a.height + b.width * b.height - common);
}

static double closeness(struct sladd_box face, struct sladd_box drawn) {
    struct sladd_box head = {face.x - 0.45 * face.width, face.y - 0.6 * face.height, 1.9 * face.width,
                             1.9 * face.height};
    double with_face = iou(face, drawn), with_head = iou(head, drawn);
    return with_face > with_head ? with_face : with_head;
}

/* The rule's own words, for a kept detection: is there an entry that it is clearly paired with? */
static bool clearly_paired(const struct scene *scene, const struct cast *cast, size_t detection, const char *person) {
    for (size_t e = 0; e < scene->entry_count; e++) {
        double best = closeness(scene->detections[detection].box, scene->drawn[e]);
        bool clear = best >= 0.3 - 1e-9 && scene->entries[e].person != NULL;
        clear = clear && strcmp(scene->entries[e].person, person) == 0;
        for (size_t other = 0; other < scene->entry_count && clear; other++) {
            const char *name = scene->entries[other].person;
            if (other != e)
                clear = closeness(scene->detections[detection].box, scene->drawn[other]) <= 0.6 * best + 1e-9 &&
                        (name == NULL || strcmp(name, person) != 0);
        }
        for (size_t other = 0; other < scene->detection_count && clear; other++)
            if (other != detection)
                clear = closeness(scene->detections[other].box, scene->drawn[e]) <= 0.6 * best + 1e-9;
        if (clear)
            return cast->consents_given[atoi(person + 1)];
    }
    return false;
}

/* Anything goes: missed, doubled and invented detections; wrong, doubled, misplaced and unnamed entries. */
static void make_chaos(struct scene *scene, const struct cast *cast) {
    make_faces(scene, uniform(0.1, 1.5));
    for (int i = 0; i < scene->face_count; i++) {
        for (int copies = chance(0.2) ? 0 : 1 + below(2) * below(2); copies > 0; copies--)
            detect(scene, shake(scene->faces[i].box, 0.3, 0.6, 1.4), i);
        if (chance(0.8))
            enter(scene, cast, shake(scene->faces[i].box, chance(0.2) ? 1 : 0.2, 0.5, 2), below(PEOPLE + 2) - 2);
        if (chance(0.1))
            enter(scene, cast, shake(scene->faces[i].box, 0.3, 0.5, 2), below(PEOPLE));
    }
    for (int i = below(4); i > 0; i--)
        detect(scene, (struct sladd_box){uniform(0, WIDTH), uniform(0, HEIGHT), uniform(15, 90), uniform(15, 90)}, -1);
}

static void no_face_is_kept_without_a_clear_pairing(void **state) {
    static struct scene scene;
    struct cast cast;
    int kept = 0, redacted = 0;
    (void)state;
    make_cast(&cast);
    for (seed = 1; kept + redacted < 8 * SCENES;) {
        make_chaos(&scene, &cast);
        struct sladd_regions regions = run(&scene, &cast);
        bool taken[PEOPLE] = {false};
        for (size_t i = 0; i < scene.detection_count; i++) {
            const struct sladd_region *region = &regions.items[i];
            redacted += region->action == SLADD_REDACT;
            if (region->action != SLADD_KEEP)
                continue;
            kept++;
            assert_int_equal(region->reason, SLADD_REASON_CONSENT);
            const char *person = sladd_region_person(&regions, region);
            assert_non_null(person);
            assert_true(clearly_paired(&scene, &cast, i, person));
            assert_false(taken[atoi(person + 1)]); /* one person, one face */
            taken[atoi(person + 1)] = true;
        }
        sladd_regions_clear(&regions);
    }
    assert_true(kept > SCENES / 4); /* else the property says nothing */
}

/* Every entry tells the truth, but the detector misses, doubles and invents: nobody is ever kept in another's name. */
static void nobody_is_kept_in_anothers_name(void **state) {
    static struct scene scene;
    struct cast cast;
    int kept = 0;
    (void)state;
    make_cast(&cast);
    seed = 2;
    for (int n = 0; n < SCENES; n++) {
        make_faces(&scene, 0.75);
        for (int i = 0; i < scene.face_count; i++) {
            for (int copies = chance(0.4) ? 0 : 1 + below(2) * below(2); copies > 0; copies--)
                detect(&scene, shake(scene.faces[i].box, 0.1, 0.8, 1.2), i);
            if (chance(0.7))
                enter(&scene, &cast, shake(scene.faces[i].box, 0.1, 0.8, 1.9), i);
        }
        struct sladd_regions regions = run(&scene, &cast);
        for (size_t i = 0; i < scene.detection_count; i++) {
            if (regions.items[i].action != SLADD_KEEP)
                continue;
            kept++;
            assert_string_equal(sladd_region_person(&regions, &regions.items[i]), cast.keys[scene.who[i]]);
            assert_true(cast.consents_given[scene.who[i]]);
        }
        sladd_regions_clear(&regions);
    }
    assert_true(kept > SCENES);
}

/* And the other way round: where nothing is in doubt, everybody who consents stays. */
static void clear_scenes_keep_everybody_who_consents(void **state) {
    static struct scene scene;
    struct cast cast;
    (void)state;
    make_cast(&cast);
    seed = 3;
    for (int n = 0; n < SCENES / 4; n++) {
        make_faces(&scene, 1.3);
        for (int i = 0; i < scene.face_count; i++)
            detect(&scene, shake(scene.faces[i].box, 0.05, 0.95, 1.05), i);
        for (int i = scene.face_count - 1; i >= 0; i--)
            enter(&scene, &cast, shake(scene.faces[i].box, 0.1, 0.9, 1.6), i);
        struct sladd_regions regions = run(&scene, &cast);
        for (size_t i = 0; i < scene.detection_count; i++)
            assert_int_equal(regions.items[i].action == SLADD_KEEP, cast.consents_given[scene.who[i]]);
        sladd_regions_clear(&regions);
    }
}

/* Whoever is named without consent is redacted at the entry's place, detected or not. */
static void named_without_consent_is_always_redacted(void **state) {
    static struct scene scene;
    struct cast cast;
    (void)state;
    make_cast(&cast);
    seed = 4;
    for (int n = 0; n < SCENES / 4; n++) {
        make_chaos(&scene, &cast);
        struct sladd_regions regions = run(&scene, &cast);
        for (size_t e = 0; e < scene.entry_count; e++) {
            const char *person = scene.entries[e].person;
            bool covered = person != NULL && cast.consents_given[atoi(person + 1)];
            for (size_t i = 0; i < regions.count && !covered; i++)
                covered = regions.items[i].action == SLADD_REDACT &&
                          closeness(regions.items[i].box, scene.drawn[e]) >= 0.3 - 1e-9;
            assert_true(covered);
        }
        sladd_regions_clear(&regions);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_face_is_kept_without_a_clear_pairing),
        cmocka_unit_test(nobody_is_kept_in_anothers_name),
        cmocka_unit_test(clear_scenes_keep_everybody_who_consents),
        cmocka_unit_test(named_without_consent_is_always_redacted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
