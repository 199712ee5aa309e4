#include "stages/called.h"

#include "base/bytes.h"
#include "base/memstream.h"
#include "base/names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Folded as names of files are, so that "A\B" and "A/B" are one: another way would fit no receipt that there is. */
static bool digest_of(const struct sladd_outcome *copy, const char *name, char hex[SLADD_SHA256_HEX]) {
    char *folded = name_fold(name), *text = NULL;
    const bool good = folded != NULL && asprintf(&text, "%s %s", copy->output_sha256, folded) >= 0;
    if (good)
        sha256_hex((struct span){(const uint8_t *)text, strlen(text)}, hex);
    free(good ? text : NULL);
    free(folded);
    return good;
}

/* The name, then the aliases; NULL: no more. */
static const char *name_at(const struct person *person, size_t index) {
    const size_t named = person->name != NULL;
    if (index < named)
        return person->name;
    return index - named < person->alias_count ? person->aliases[index - named] : NULL;
}

static bool put_person(FILE *to, const struct sladd_outcome *copy, const struct person *person) {
    char hex[SLADD_SHA256_HEX];
    const char *name;
    bool good = true;
    for (size_t i = 0; good && (name = name_at(person, i)) != NULL; i++) {
        good = digest_of(copy, name, hex);
        if (good)
            (void)fprintf(to, "%s%s", i > 0 ? "," : "", hex);
    }
    (void)fprintf(to, "%s %s", name_at(person, 0) == NULL ? "-" : "", person->key);
    return good;
}

static enum sladd_status add_person(const struct sladd_outcome *copy, const struct person *person,
                                    struct sladd_names *called, struct sladd_error *err) {
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    const bool put = to != NULL && put_person(to, copy, person);
    if (!memstream_close(to, &text) || !put) {
        free(text);
        return fail_memory(err);
    }
    const enum sladd_status status = sladd_names_add(called, text, err);
    free(text);
    return status;
}

enum sladd_status called_list(const struct manifest_entry *entry, const struct sladd_outcome *copy,
                              struct sladd_names *called, struct sladd_error *err) {
    const struct sladd_names *people = &copy->regions.people;
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < people->count && status == SLADD_OK; i++) {
        const struct person *person = entry_person(entry, people->items[i]);
        if (person != NULL && sladd_outcome_keeps(copy, people->items[i]))
            status = add_person(copy, person, called, err);
    }
    sladd_names_sort(called);
    return status;
}

/* Is one of the digests in a text that of one of the person's names? What cannot be told is another's. */
static bool has_name_of(const char *text, const struct sladd_outcome *copy, const struct person *person) {
    char hex[SLADD_SHA256_HEX];
    const char *name;
    bool same = text[0] == '-' || name_at(person, 0) == NULL;
    for (size_t i = 0; !same && (name = name_at(person, i)) != NULL; i++) {
        const char *found = digest_of(copy, name, hex) ? strstr(text, hex) : NULL;
        same = found != NULL && found < strchr(text, ' ');
    }
    return same;
}

bool called_the_same(const struct sladd_outcome *copy, const struct person *person) {
    bool same = true;
    for (size_t i = 0; i < copy->called.count && same; i++) {
        const char *text = copy->called.items[i], *blank = strchr(text, ' ');
        if (blank != NULL && strcmp(blank + 1, person->key) == 0)
            same = has_name_of(text, copy, person);
    }
    return same;
}

bool called_as_today(const struct manifest_entry *entry, const struct sladd_outcome *copy) {
    struct sladd_names called = {0};
    bool same = called_list(entry, copy, &called, NULL) == SLADD_OK && called.count == copy->called.count;
    for (size_t i = 0; i < called.count && same; i++)
        same = strcmp(called.items[i], copy->called.items[i]) == 0;
    for (size_t i = 0; i < copy->regions.count && same; i++) {
        const struct sladd_region *row = &copy->regions.items[i];
        same = row->kind != SLADD_FACE || row->action != SLADD_KEEP || row->said_by != SLADD_VOICE_UNKNOWN;
    }
    sladd_names_clear(&called);
    return same;
}
