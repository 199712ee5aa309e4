#include "consent/people.h"

#include "base/array.h"
#include "base/date.h"
#include "base/names.h"
#include "consent/tree.h"

#include <stdlib.h>
#include <string.h>

/* Different ones under one word: each person of that name keeps a list of them. */
enum { MOST_REFUSALS = 1000 };

/* Somebody who said no, under one of the names or the key. */
struct denial {
    char *word; /* folded; owned */
    const struct person *person;
    const struct manifest *manifest;
    bool is_key;
};

struct denials {
    struct denial *items;
    size_t count, capacity;
};

static bool says_no(const struct person *person) {
    bool no = person->protected_identity == ANSWER_YES;
    for (size_t i = 0; i < person->consent_count && !no; i++)
        no = person->consents[i].withdrawn.year != 0 || person->consents[i].child_agrees == ANSWER_NO;
    return no;
}

static bool says_the_same(const struct consent *a, const struct consent *b) {
    bool same = date_compare(a->withdrawn, b->withdrawn) == 0 && date_compare(a->date, b->date) == 0 &&
                a->child_agrees == b->child_agrees && a->has_channels == b->has_channels &&
                a->channel_count == b->channel_count;
    for (size_t i = 0; same && i < a->channel_count; i++)
        same = strcmp(a->channels[i], b->channels[i]) == 0;
    return same;
}

/* A thousand sidecars with one and the same person are one refusal. */
static bool refuse_the_same(const struct person *a, const struct person *b) {
    bool same = a->protected_identity == b->protected_identity && a->consent_count == b->consent_count &&
                (a->name == NULL) == (b->name == NULL);
    for (size_t i = 0; same && i < a->consent_count; i++)
        same = says_the_same(&a->consents[i], &b->consents[i]);
    return same;
}

static bool add_word(struct denials *list, const char *word, bool is_key, const struct manifest *manifest,
                     const struct person *person) {
    char *folded = text_fold(word);
    if (folded == NULL || !array_grow((void **)&list->items, &list->capacity, list->count + 1, sizeof *list->items)) {
        free(folded);
        return false;
    }
    list->items[list->count++] = (struct denial){folded, person, manifest, is_key};
    return true;
}

static bool add_person(struct denials *list, const struct manifest *manifest, const struct person *person) {
    bool good = add_word(list, person->key, true, manifest, person) &&
                (person->name == NULL || add_word(list, person->name, false, manifest, person));
    for (size_t i = 0; i < person->alias_count && good; i++)
        good = add_word(list, person->aliases[i], false, manifest, person);
    return good;
}

static int compare(const void *a, const void *b) {
    const struct denial *left = a, *right = b;
    return left->is_key != right->is_key ? left->is_key - right->is_key : strcmp(left->word, right->word);
}

static enum sladd_status fail_many(const struct denial *denial, struct sladd_error *err) {
    return complain(err, denial->manifest->path, denial->person->line, denial->person->column,
                    "'%s' stands for more than %d people or records that say no, each in another way; give everybody a "
                    "name of their own, or their records the same dates where they are one person",
                    shown(denial->word).text, MOST_REFUSALS);
}

/* Sorted, and of each word what is said but once. */
static enum sladd_status tidy(struct denials *list, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    size_t kept = 0, first = 0;
    if (list->count > 0)
        qsort(list->items, list->count, sizeof *list->items, compare);
    for (size_t i = 0; i < list->count; i++) {
        first = kept > 0 && compare(&list->items[first], &list->items[i]) == 0 ? first : kept;
        bool said = false;
        for (size_t k = first; k < kept && !said; k++)
            said = refuse_the_same(list->items[k].person, list->items[i].person);
        const bool many = !said && kept - first == MOST_REFUSALS;
        if (many && status == SLADD_OK)
            status = fail_many(&list->items[i], err);
        if (said || many)
            free(list->items[i].word);
        else
            list->items[kept++] = list->items[i];
    }
    list->count = kept;
    return status;
}

/* The refusals of others under a word that are this person's, too. */
static bool link_word(struct person *person, const char *word, bool is_key, const struct denials *list) {
    char *folded = text_fold(word);
    const struct denial key = {.word = folded, .is_key = is_key};
    bool good = folded != NULL;
    size_t first = good ? array_first(&key, list->items, list->count, sizeof *list->items, compare) : 0;
    for (size_t i = first; good && i < list->count && compare(&list->items[i], &key) == 0; i++) {
        const struct denial *denial = &list->items[i];
        const bool named = person->name != NULL && denial->person->name != NULL;
        if (denial->person == person || (is_key && named))
            continue; /* two names: they are the same only if the names are */
        good = array_grow((void **)&person->elsewhere, &person->elsewhere_capacity, person->elsewhere_count + 1,
                          sizeof *person->elsewhere);
        if (good)
            person->elsewhere[person->elsewhere_count++] = denial->person;
    }
    free(folded);
    return good;
}

static bool link_person(struct person *person, const struct denials *list) {
    person->elsewhere_count = 0;
    bool good = link_word(person, person->key, true, list) &&
                (person->name == NULL || link_word(person, person->name, false, list));
    for (size_t i = 0; i < person->alias_count && good; i++)
        good = link_word(person, person->aliases[i], false, list);
    return good;
}

enum sladd_status people_link(struct manifest *const *manifests, size_t count, struct sladd_error *err) {
    struct denials list = {0};
    bool good = true;
    for (size_t m = 0; m < count && good; m++)
        for (size_t i = 0; i < manifests[m]->person_count && good; i++)
            good = !says_no(&manifests[m]->people[i]) || add_person(&list, manifests[m], &manifests[m]->people[i]);
    const enum sladd_status status = good ? tidy(&list, err) : fail_memory(err);
    good = status == SLADD_OK;
    for (size_t m = 0; m < count && good; m++)
        for (size_t i = 0; i < manifests[m]->person_count && good; i++)
            good = link_person(&manifests[m]->people[i], &list);
    for (size_t i = 0; i < list.count; i++)
        free(list.items[i].word);
    free(list.items);
    return good || status != SLADD_OK ? status : fail_memory(err);
}

const struct person *person_record(const struct person *person, size_t index) {
    const struct person *own[] = {person->of_sidecar != NULL ? person->of_sidecar : person, person->of_folder};
    for (size_t i = 0; i < 2 && own[i] != NULL; i++) {
        if (index <= own[i]->elsewhere_count)
            return index == 0 ? own[i] : own[i]->elsewhere[index - 1];
        index -= own[i]->elsewhere_count + 1;
    }
    return NULL;
}

static bool join(const struct person *beside, const struct person *folders, struct person *both) {
    char **aliases = array_new(beside->alias_count + folders->alias_count + 1, sizeof *aliases);
    if (aliases == NULL)
        return false;
    *both = *beside;
    both->aliases = aliases;
    for (size_t i = 0; i < beside->alias_count; i++)
        aliases[i] = beside->aliases[i];
    for (size_t i = 0; i < folders->alias_count; i++)
        aliases[both->alias_count++] = folders->aliases[i];
    if (both->name == NULL)
        both->name = folders->name;
    else if (folders->name != NULL)
        aliases[both->alias_count++] = folders->name;
    if (both->role == ROLE_UNKNOWN)
        both->role = folders->role;
    if (!person_has_age(both)) {
        both->born = folders->born;
        both->minor = folders->minor;
    }
    both->elsewhere = NULL; /* each record keeps its own, which people_link may set anew */
    both->elsewhere_count = both->elsewhere_capacity = 0;
    both->of_sidecar = beside;
    both->of_folder = folders;
    return true;
}

enum sladd_status people_join(const struct manifest *sidecar, const struct manifest *folder, struct person **joined,
                              size_t *count, struct sladd_error *err) {
    size_t capacity = 0;
    bool good = true;
    *joined = NULL;
    *count = 0;
    for (size_t i = 0; sidecar != NULL && i < sidecar->person_count && good; i++) {
        const struct person *beside = sidecar->by_key[i], *folders = manifest_person(folder, beside->key);
        good = folders == NULL || (array_grow((void **)joined, &capacity, *count + 1, sizeof **joined) &&
                                   join(beside, folders, &(*joined)[*count]));
        *count += good && folders != NULL;
    }
    return good ? SLADD_OK : fail_memory(err);
}

void people_free_joined(struct person *joined, size_t count) {
    for (size_t i = 0; i < count; i++)
        free(joined[i].aliases);
    free(joined);
}
