/* Whatever decides how a copy looks, or whether there may be one, is in the key of its receipt: where only that
 * changes, the photo is done again, and the copy that nobody may see any more does not stay as "unchanged". */
#include "ledger/receipt_key.h"

#include "manifest_of.h"

/* What the manifests say: a sidecar, the folder's and one further up. */
struct said {
    const char *sidecar, *folder, *farther;             /* keys of the photo's entry */
    const char *sidecar_top, *folder_top, *farther_top; /* keys of the manifest */
    const char *doubt;
    size_t tags; /* face tags in the photo */
    struct sladd_settings settings;
    bool seeded;
};

static struct vision *vision;

static void key_of(const struct said *said, char key[SLADD_SHA256_HEX]) {
    static const struct policy policy = {.name = (char *)"plain", .own_decision_age = 15, .sha256 = "0"};
    struct manifest *sidecar = manifest_of(said->sidecar_top, said->sidecar),
                    *folder = manifest_of(said->folder_top, said->folder),
                    *above = manifest_of(said->farther_top, said->farther);
    const struct photo_entry *farther[] = {manifest_photo(above, "p.jpg")};
    const struct manifest *manifests[] = {sidecar, folder, above};
    const struct manifest_entry entry = {.sidecar = sidecar,
                                         .folder = folder,
                                         .photo = manifest_photo(sidecar, "p.jpg"),
                                         .folder_photo = manifest_photo(folder, "p.jpg"),
                                         .farther = farther,
                                         .farther_count = 1,
                                         .manifests = manifests,
                                         .manifest_count = 3,
                                         .doubt = said->doubt};
    char *people[] = {(char *)"a"};
    const struct sladd_outcome outcome = {.regions.people = {people, 1, 1}, .face_tags = said->tags};
    const struct rules rules = {&said->settings, said->seeded, &policy, vision};
    receipt_key(&rules, &entry, &outcome, key);
    assert_int_equal(strlen(key), SLADD_SHA256_HEX - 1);
    manifest_free(sidecar);
    manifest_free(folder);
    manifest_free(above);
}

#define FACES "faces: [{person: a, box: [0.1, 0.1, 0.1, 0.1]}]"
#define KEEP "keep: [{box: [0.5, 0.5, 0.1, 0.1], what: text}]"
#define REDACT "redact: [{box: [0.7, 0.7, 0.1, 0.1]}]"
#define ENTRY FACES ", " KEEP ", " REDACT
#define CONSENT "role: staff, consent: [{form: written}]}"
#define PEOPLE "people: {a: {name: Kari, aliases: [K], " CONSENT "},"

static struct said base(void) {
    return (struct said){.sidecar = "",
                         .folder = ENTRY,
                         .farther = "",
                         .sidecar_top = "",
                         .folder_top = PEOPLE,
                         .farther_top = "",
                         .tags = 1,
                         .settings = {.channel = "web", .date = {2026, 11, 20}}};
}

/* Each in place of one text of the base. */
static const struct {
    size_t member;
    const char *text;
} texts[] = {
    {offsetof(struct said, folder), ENTRY ", publish: no"},
    {offsetof(struct said, folder), ENTRY ", publish: yes"},
    {offsetof(struct said, folder), ENTRY ", rights: {permission: no}"},
    {offsetof(struct said, folder), ENTRY ", rights: {photographer: Ola}"},
    {offsetof(struct said, folder), ENTRY ", credit: yes"},
    {offsetof(struct said, folder), ENTRY ", alt_text: A hall"},
    {offsetof(struct said, folder), ENTRY ", sha256: 00000000000000000000000000000000000000000000000000000000000000ab"},
    {offsetof(struct said, folder), ""},
    {offsetof(struct said, folder), FACES ", " KEEP},
    {offsetof(struct said, folder), FACES ", " KEEP ", redact: [{box: [0.7, 0.7, 0.1, 0.2]}]"},
    {offsetof(struct said, folder), FACES ", " REDACT},
    {offsetof(struct said, folder), FACES ", " REDACT ", keep: [{box: [0.5, 0.5, 0.2, 0.1], what: text}]"},
    {offsetof(struct said, folder), FACES ", " REDACT ", keep: [{box: [0.5, 0.5, 0.1, 0.1], what: code}]"},
    {offsetof(struct said, folder), FACES ", " REDACT ", keep: [{box: [0.5, 0.5, 0.1, 0.1], what: no-face}]"},
    {offsetof(struct said, folder),
     FACES ", " REDACT ", keep: [{box: [0.5, 0.5, 0.1, 0.1], what: no-face, wrong_tags: [Ola]}]"},
    {offsetof(struct said, folder), KEEP ", " REDACT},
    {offsetof(struct said, folder), KEEP ", " REDACT ", faces: [{person: a, box: [0.1, 0.1, 0.1, 0.2]}]"},
    {offsetof(struct said, folder), KEEP ", " REDACT ", faces: [{person: '?', box: [0.1, 0.1, 0.1, 0.1]}]"},
    {offsetof(struct said, folder),
     KEEP ", " REDACT ", faces: [{person: a, box: [0.1, 0.1, 0.1, 0.1], wrong_tags: [Ola]}]"},
    {offsetof(struct said, sidecar), "publish: no"},
    {offsetof(struct said, sidecar), "redact: [{box: [0.2, 0.2, 0.1, 0.1]}]"},
    {offsetof(struct said, farther), "publish: no"},
    {offsetof(struct said, farther), "rights: {permission: no}"},
    {offsetof(struct said, farther), "redact: [{box: [0.2, 0.2, 0.1, 0.1]}]"},
    {offsetof(struct said, farther), "faces: [{box: [0.2, 0.2, 0.1, 0.1]}]"},
    {offsetof(struct said, folder_top), PEOPLE "known_text: [Fest],"},
    {offsetof(struct said, folder_top), "people: {a: {name: Kari, aliases: [K], role: staff}},"},
    {offsetof(struct said, folder_top), "people: {a: {name: Kari, aliases: [K], role: visitor, consent: [{}]}},"},
    {offsetof(struct said, folder_top), "people: {a: {name: Karin, aliases: [K], " CONSENT "},"},
    {offsetof(struct said, folder_top), "people: {a: {name: Kari, aliases: [L], " CONSENT "},"},
    {offsetof(struct said, folder_top), "people: {a: {name: Kari, aliases: [K], " CONSENT ", b: {}},"},
    {offsetof(struct said, sidecar_top), "people: {b: {name: Ola}},"},
    {offsetof(struct said, sidecar_top), "known_text: [Ball],"},
    {offsetof(struct said, sidecar_top), "known_text: [Dance],"},
    {offsetof(struct said, sidecar_top), "rights: {permission: no},"},
    {offsetof(struct said, farther_top), "rights: {permission: no},"},
    {offsetof(struct said, farther_top), "rights: {photographer: Ola},"},
};
enum { TEXTS = sizeof texts / sizeof *texts, OTHERS = TEXTS + 7 };

static struct said other(size_t index) {
    struct said said = base();
    if (index < TEXTS)
        memcpy((char *)&said + texts[index].member, &texts[index].text, sizeof texts[index].text);
    switch ((int)index - TEXTS) {
    case 0:
        said.doubt = "two entries";
        break;
    case 1:
        said.seeded = true;
        break;
    case 2:
        said.settings.style = SLADD_SOLID;
        break;
    case 3:
        said.settings.text = SLADD_TEXT_KEEP;
        break;
    case 4:
        said.settings.reencode = 80;
        break;
    case 5:
        said.settings.channel = "print";
        break;
    case 6:
        said.settings.channel = NULL;
        break;
    default:
        break;
    }
    return said;
}

static void all_keys_differ(void **state) {
    char keys[OTHERS + 1][SLADD_SHA256_HEX], again[SLADD_SHA256_HEX];
    const struct said first = base();
    (void)state;
    for (size_t i = 0; i < OTHERS; i++) {
        const struct said said = other(i);
        key_of(&said, keys[i]);
    }
    key_of(&first, keys[OTHERS]);
    key_of(&first, again);
    assert_string_equal(keys[OTHERS], again);
    for (size_t i = 0; i <= OTHERS; i++)
        for (size_t k = i + 1; k <= OTHERS; k++)
            if (strcmp(keys[i], keys[k]) == 0)
                fail_msg("%zu and %zu have one key", i, k);
}

/* Another detector may see whom this one did not. */
static void every_model_is_in_it(void **state) {
    const struct said said = base();
    char first[SLADD_SHA256_HEX], second[SLADD_SHA256_HEX];
    (void)state;
    key_of(&said, first);
    for (int role = 0; role < VISION_ROLES; role++) {
        const struct vision_model *model = vision_model(vision, (enum vision_role)role);
        char *digit = model != NULL ? (char *)(uintptr_t)model->sha256 : NULL;
        if (digit == NULL)
            continue;
        *digit ^= 1;
        key_of(&said, second);
        *digit ^= 1;
        assert_string_not_equal(first, second);
    }
}

/* A day on which the same is decided is no reason to do anything again, nor a name that no tag of the photo can mean.
 */
static void what_changes_nothing_is_not_in_it(void **state) {
    struct said said = base();
    char first[SLADD_SHA256_HEX], second[SLADD_SHA256_HEX];
    (void)state;
    key_of(&said, first);
    said.settings.date.day++;
    key_of(&said, second);
    assert_string_equal(first, second);
    said.tags = 0;
    key_of(&said, first);
    said.sidecar_top = "people: {b: {name: Ola}},";
    key_of(&said, second);
    assert_string_equal(first, second);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_keys_differ),
        cmocka_unit_test(every_model_is_in_it),
        cmocka_unit_test(what_changes_nothing_is_not_in_it),
    };
    if (vision_open(NULL, SLADD_ROOT "/models", &vision, NULL) != SLADD_OK)
        return 1;
    int failures = cmocka_run_group_tests(tests, NULL, NULL);
    vision_close(vision);
    return failures;
}
