#include "cli/scan_people.h"

#include "base/array.h"
#include "base/names.h"
#include "sheets/keys.h"

#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unistr.h>

/* A thousand people are more than a folder shows, and few enough to be compared with each tag of a hostile one. */
enum { MOST_PEOPLE = 1000 };

struct in_use {
    const struct keys_in_use *elsewhere;
    const struct offered *offered;
};

static bool is_in_use(const void *context, const char *key) {
    const struct in_use *in_use = context;
    const struct keys_in_use *elsewhere = in_use->elsewhere;
    const struct manifest_entry *before = NULL;
    bool used = manifest_person(elsewhere->target, key) != NULL;
    for (size_t i = 0; i < in_use->offered->count && !used; i++)
        used = strcmp(in_use->offered->people[i].key, key) == 0;
    for (size_t i = 0; i < elsewhere->entry_count && !used; i++) {
        const struct manifest_entry *entry = elsewhere->entries[i];
        bool asked = before != NULL && before->sidecar == entry->sidecar && before->folder == entry->folder;
        used = !asked && entry_person(entry, key) != NULL;
        before = entry;
    }
    return used;
}

/* "?" and "---" are nobody's names. */
static bool has_letter(const char *name) {
    const uint8_t *at = (const uint8_t *)name;
    ucs4_t letter = 0;
    bool found = false;
    while (!found && at != NULL && (at = u8_next(&letter, at)) != NULL)
        found = uc_is_alpha(letter);
    return found;
}

/* Takes `folded` over. */
static enum sladd_status add(struct offered *offered, const struct keys_in_use *in_use, const char *name, char *folded,
                             struct sladd_error *err) {
    const struct in_use context = {in_use, offered};
    char *copy = strdup(name);
    char *key = copy != NULL ? key_make_untaken(name, is_in_use, &context, MOST_PEOPLE) : NULL;
    bool good =
        key != NULL &&
        array_grow((void **)&offered->people, &offered->capacity, offered->count + 1, sizeof *offered->people) &&
        array_grow((void **)&offered->folded, &offered->folded_capacity, offered->count + 1, sizeof *offered->folded);
    if (!good) {
        free(folded);
        free(copy);
        free(key);
        return fail_memory(err);
    }
    offered->folded[offered->count] = folded;
    offered->people[offered->count++] = (struct draft_person){key, copy};
    return SLADD_OK;
}

/* `*key` is borrowed from the list; NULL: this name is not offered. */
static enum sladd_status offer(struct offered *offered, const struct keys_in_use *in_use, const char *name,
                               const char **key, struct sladd_error *err) {
    char *folded = name_fold(name);
    *key = NULL;
    if (folded == NULL)
        return fail_memory(err);
    for (size_t i = 0; i < offered->count && *key == NULL; i++)
        if (strcmp(offered->folded[i], folded) == 0 && same_name(offered->people[i].name, name))
            *key = offered->people[i].key;
    if (*key != NULL || offered->count >= MOST_PEOPLE || !has_letter(name) || !draft_can_hold(name)) {
        free(folded);
        return SLADD_OK;
    }
    enum sladd_status status = add(offered, in_use, name, folded, err);
    if (status == SLADD_OK)
        *key = offered->people[offered->count - 1].key;
    return status;
}

enum sladd_status offer_people(struct offered *offered, const struct keys_in_use *in_use, struct draft_face *faces,
                               size_t face_count, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < face_count && status == SLADD_OK; i++)
        if (faces[i].person == NULL && faces[i].tag != NULL)
            status = offer(offered, in_use, faces[i].tag, &faces[i].person, err);
    return status;
}

void offered_clear(struct offered *offered) {
    for (size_t i = 0; i < offered->count; i++) {
        free((char *)offered->people[i].key);
        free((char *)offered->people[i].name);
        free(offered->folded[i]);
    }
    free(offered->people);
    free(offered->folded);
    *offered = (struct offered){0};
}
