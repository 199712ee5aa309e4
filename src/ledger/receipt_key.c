#include "ledger/receipt_key.h"

#include "base/array.h"
#include "base/bytes.h"
#include "base/memstream.h"
#include "consent/judge.h"
#include "consent/known_text.h"
#include "vision/codes.h"
#include "vision/reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Every value with its name and, for texts, its length, so that no two sets of values read the same. */
static void put_text(FILE *to, const char *name, const char *text) {
    if (text == NULL)
        (void)fprintf(to, "%s -\n", name);
    else
        (void)fprintf(to, "%s %zu %s\n", name, strlen(text), text);
}

static void put_number(FILE *to, const char *name, long long number) {
    (void)fprintf(to, "%s %lld\n", name, number);
}

static void put_box(FILE *to, const char *name, struct sladd_box box) {
    (void)fprintf(to, "%s %a %a %a %a\n", name, box.x, box.y, box.width, box.height);
}

static void put_wrong_tags(FILE *to, const struct wrong_tags *tags) {
    for (size_t i = 0; i < tags->count; i++)
        put_text(to, "wrong", tags->names[i]);
}

/* Everything that the manifest says of the photo itself. */
static void put_photo(FILE *to, const char *name, const struct photo_entry *photo) {
    put_number(to, name, photo != NULL);
    if (photo == NULL)
        return;
    put_text(to, "sha256", photo->sha256);
    put_number(to, "publish", photo->publish);
    put_number(to, "permission", photo->permission);
    put_number(to, "credit", photo->credit);
    put_text(to, "photographer", photo->photographer);
    put_text(to, "alt_text", photo->alt_text);
    for (size_t i = 0; i < photo->face_count; i++) {
        put_text(to, "face", photo->faces[i].person);
        put_box(to, "at", photo->faces[i].box);
        put_wrong_tags(to, &photo->faces[i].wrong_tags);
    }
    for (size_t i = 0; i < photo->keep_count; i++) {
        put_number(to, "what", photo->keep[i].what);
        put_box(to, "keep", photo->keep[i].box);
        put_wrong_tags(to, &photo->keep[i].wrong_tags);
    }
    for (size_t i = 0; i < photo->redact_count; i++)
        put_box(to, "redact", photo->redact[i].box);
}

static int by_text(const void *a, const void *b) {
    const char *const *left = a, *const *right = b;
    return strcmp(*left, *right);
}

/* May a photo that names somebody be published, and of which role are they, which notices depend on? */
static void put_standing(FILE *to, const struct rules *rules, const struct person *person) {
    put_number(to, "role", person != NULL ? (long long)person->role : -1);
    if (person != NULL && person->of_folder != NULL)
        put_number(to, "folder-role", person->of_folder->role);
    put_number(to, "withheld",
               person != NULL && judge_withholding(person, rules->policy, rules->settings->date) != NULL);
}

/* Of everybody whom the entries name, also of those whom they cannot keep. */
static void put_subjects(FILE *to, const struct rules *rules, const struct manifest_entry *entry) {
    const struct person *person;
    struct face_walk walk = {0};
    while ((person = entry_next_subject(entry, &walk)) != NULL) {
        put_text(to, "subject", person->key);
        put_standing(to, rules, person);
    }
}

/* Of each person whom the photo's regions name also what is decided today. In the order of their keys: that of the
 * regions is another when they were read from a receipt. */
static void put_people(FILE *to, const struct rules *rules, const struct manifest_entry *entry,
                       const struct sladd_names *people) {
    const char **keys = array_new(people->count + 1, sizeof *keys);
    put_number(to, "people", keys != NULL ? (long long)people->count : -1);
    for (size_t i = 0; i < people->count && keys != NULL; i++)
        keys[i] = people->items[i];
    if (keys != NULL)
        qsort(keys, people->count, sizeof *keys, by_text);
    for (size_t i = 0; i < people->count && keys != NULL; i++) {
        const struct person *person = entry_person(entry, keys[i]);
        put_text(to, "person", keys[i]);
        put_text(to, "is",
                 person != NULL ? sladd_reason_name(judge_person(person, rules->policy, rules->settings)) : NULL);
        put_standing(to, rules, person);
    }
    free(keys);
}

static void put_names(FILE *to, const struct manifest *manifest) {
    for (size_t i = 0; manifest != NULL && i < manifest->person_count; i++) {
        const struct person *person = &manifest->people[i];
        put_text(to, "key", person->key);
        put_text(to, "name", person->name);
        for (size_t a = 0; a < person->alias_count; a++)
            put_text(to, "alias", person->aliases[a]);
    }
}

/* Whom a face tag may mean, in whatever manifest. */
static void put_tagged(FILE *to, const struct rules *rules, const struct manifest_entry *entry) {
    for (size_t m = 0; m < entry->manifest_count; m++) {
        put_names(to, entry->manifests[m]);
        for (size_t i = 0; i < entry->manifests[m]->person_count; i++)
            put_standing(to, rules, &entry->manifests[m]->people[i]);
    }
}

/* Which lines may stay in every photo. */
static void put_known_text(FILE *to, const struct manifest *manifest) {
    for (size_t i = 0; manifest != NULL && i < manifest->known_text_count; i++)
        put_text(to, "known", manifest->known_text[i]);
}

/* Does what a line of text says decide whether it stays? Not where it is read for the report alone. */
static bool lines_are_judged(const struct sladd_settings *settings, const struct manifest_entry *entry) {
    struct sladd_settings judged = *settings;
    judged.tell_holds = false;
    return lines_are_read(&judged, entry_has_known_text(entry));
}

static void put_reader(FILE *to, const struct reader *reader) {
    put_text(to, "reader", reader != NULL ? reader_name(reader) : NULL);
}

static void put_all(FILE *to, const struct rules *rules, const struct manifest_entry *entry,
                    const struct sladd_outcome *outcome) {
    const struct sladd_settings *settings = rules->settings;
    put_text(to, "sladd", SLADD_VERSION);
    put_number(to, "generation", COPY_GENERATION);
    put_text(to, "policy", rules->policy->sha256);
    for (int role = 0; role < VISION_ROLES; role++) {
        const struct vision_model *model = vision_model(rules->vision, role);
        put_text(to, vision_role_name(role), model != NULL ? model->sha256 : NULL);
    }
    put_number(to, "codes", codes_are_sought());
    put_number(to, "style", settings->style);
    put_number(to, "text", settings->text);
    put_number(to, "reencode", settings->reencode);
    put_text(to, "channel", settings->channel);
    put_number(to, "seed", rules->seeded ? (long long)settings->seed : -1);
    put_photo(to, "entry", entry->photo);
    put_photo(to, "folder-entry", entry->folder_photo);
    for (size_t i = 0; i < entry->farther_count; i++)
        put_photo(to, "farther-entry", entry->farther[i]);
    for (size_t i = 0; i < entry->manifest_count; i++) {
        put_text(to, "photographer", entry->manifests[i]->photographer);
        put_number(to, "permission", entry->manifests[i]->permission);
    }
    put_number(to, "doubt", entry->doubt != NULL);
    put_known_text(to, entry->sidecar);
    put_known_text(to, entry->folder);
    put_people(to, rules, entry, &outcome->regions.people);
    put_subjects(to, rules, entry);
    bool judged = lines_are_judged(settings, entry);
    if (judged)
        put_reader(to, vision_reader(rules->vision));
    if (judged || outcome->face_tags > 0) {
        put_text(to, "names", "sidecar");
        put_names(to, entry->sidecar);
        put_text(to, "names", "folder");
        put_names(to, entry->folder);
    }
    if (outcome->face_tags > 0)
        put_tagged(to, rules, entry);
}

void receipt_key(const struct rules *rules, const struct manifest_entry *entry, const struct sladd_outcome *outcome,
                 char key[SLADD_SHA256_HEX]) {
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    key[0] = '\0';
    if (to == NULL)
        return;
    put_all(to, rules, entry, outcome);
    if (memstream_close(to, &text))
        sha256_hex((struct span){(const uint8_t *)text, size}, key);
    free(text);
}
