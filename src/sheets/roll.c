#include "sheets/roll.h"

#include "base/array.h"
#include "base/date.h"
#include "base/names.h"
#include "consent/judge.h"
#include "consent/tree.h"
#include "sheets/keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void roll_clear(struct roll *roll) {
    for (size_t i = 0; i < roll->count; i++) {
        free(roll->members[i].consents);
        free(roll->members[i].new_key);
    }
    for (size_t i = 0; i < roll->name_count; i++) {
        free(roll->names[i].folded);
        free(roll->names[i].bones);
        free(roll->names[i].sorted);
    }
    free(roll->names);
    free(roll->members);
    *roll = (struct roll){0};
}

bool member_is_new(const struct member *member) {
    return member->known == NULL;
}

bool member_changes(const struct member *member) {
    bool changes = member_is_new(member) || member->role_line > 0 || member->born_line > 0 || member->minor_line > 0 ||
                   member->protected_line > 0;
    for (size_t i = 0; i < member->consent_count; i++)
        changes = changes || member->consents[i].row != NULL || member->consents[i].withdrawn.year > 0;
    return changes;
}

static bool add_consent(struct member *member, const struct agreed *agreed) {
    if (!array_grow((void **)&member->consents, &member->consent_capacity, member->consent_count + 1,
                    sizeof *member->consents))
        return false;
    member->consents[member->consent_count++] = *agreed;
    return true;
}

static struct member *add_member(struct roll *roll) {
    if (!array_grow((void **)&roll->members, &roll->capacity, roll->count + 1, sizeof *roll->members))
        return NULL;
    roll->members[roll->count] = (struct member){0};
    return &roll->members[roll->count++];
}

/* A name that counts, or a key that is merely near. */
static bool add_name(struct roll *roll, const char *name, bool counts) {
    if (!array_grow((void **)&roll->names, &roll->name_capacity, roll->name_count + 1, sizeof *roll->names))
        return false;
    struct called called = {name, counts ? name_fold(name) : NULL, name_bones(name), name_sorted_bones(name),
                            roll->count - 1};
    roll->names[roll->name_count++] = called;
    return called.bones != NULL && called.sorted != NULL && (!counts || called.folded != NULL);
}

static bool add_known(struct roll *roll, const struct person *person) {
    struct member *member = add_member(roll);
    if (member == NULL)
        return false;
    member->known = person;
    member->name = person->name != NULL ? person->name : person->key;
    member->key = person->key;
    member->line = person->line;
    member->role = person->role;
    member->born = person->born;
    member->minor = person->minor;
    member->protected_identity = person->protected_identity;
    bool good = add_name(roll, member->name, person->name != NULL);
    for (size_t i = 0; i < person->alias_count && good; i++)
        good = add_name(roll, person->aliases[i], true);
    for (size_t i = 0; i < person->consent_count && good; i++)
        good = add_consent(member, &(struct agreed){.consent = &person->consents[i]});
    return good;
}

/* A row that cannot be brought together with what there is. The text says with what: the line is that of the row. */
#define CONFLICT(roll, entry, ...) complain(err, (roll)->sheet->path, (entry)->line, 1, __VA_ARGS__)

/* Where something else is said: "consent.yaml:12", or the line of the sheet. */
struct elsewhere {
    char text[240];
};

/* Line 0: where the person stands. */
static struct elsewhere place_of(const struct roll *roll, const struct member *member, int line) {
    struct elsewhere where;
    bool in_sheet = line > 0 || member->known == NULL;
    (void)snprintf(where.text, sizeof where.text, "%s:%d",
                   shown_path(in_sheet ? roll->sheet->path : roll->manifest->path), line > 0 ? line : member->line);
    return where;
}

static int row_of(const struct agreed *agreed) {
    return agreed->row != NULL ? agreed->row->line : 0;
}

static enum sladd_status refuse_fact(const struct roll *roll, const struct entry *entry, const struct member *member,
                                     const char *fact, int line, struct sladd_error *err) {
    return CONFLICT(roll, entry,
                    "'%s' has another '%s' here than at %s; correct one of them, or give two people different names",
                    shown(entry->name).text, fact, place_of(roll, member, line).text);
}

static enum sladd_status refuse_age(const struct roll *roll, const struct entry *entry, const struct member *member,
                                    struct sladd_error *err) {
    char born[DATE_TEXT];
    date_print(member->born, born);
    return CONFLICT(roll, entry,
                    "'%s' was born on %s, which contradicts 'minor'; correct one of them, or leave it empty",
                    shown(entry->name).text, born);
}

/* False: the other was said before. */
static bool add_answer(enum answer said, int line, enum answer *known, int *known_line) {
    if (said != ANSWER_NONE && *known == ANSWER_NONE) {
        *known = said;
        *known_line = line;
    }
    return said == ANSWER_NONE || said == *known;
}

static enum sladd_status merge_facts(struct roll *roll, struct member *member, const struct entry *entry,
                                     struct sladd_error *err) {
    if (entry->role != ROLE_UNKNOWN && member->role != ROLE_UNKNOWN && entry->role != member->role)
        return refuse_fact(roll, entry, member, "role", member->role_line, err);
    if (entry->born.year > 0 && member->born.year > 0 && date_compare(entry->born, member->born) != 0)
        return refuse_fact(roll, entry, member, "born", member->born_line, err);
    if (!add_answer(entry->minor, entry->line, &member->minor, &member->minor_line))
        return refuse_fact(roll, entry, member, "minor", member->minor_line, err);
    if (!add_answer(entry->protected_identity, entry->line, &member->protected_identity, &member->protected_line))
        return refuse_fact(roll, entry, member, "protected_identity", member->protected_line, err);
    if (entry->role != ROLE_UNKNOWN && member->role == ROLE_UNKNOWN) {
        member->role = entry->role;
        member->role_line = entry->line;
    }
    if (entry->born.year > 0 && member->born.year == 0) {
        member->born = entry->born;
        member->born_line = entry->line;
    }
    const bool said_here = member->born_line == entry->line || member->minor_line == entry->line;
    if (said_here && age_contradicts(member->born, member->minor, roll->sheet->today))
        return refuse_age(roll, entry, member, err);
    return SLADD_OK;
}

/* Does `a` cover every channel that `b` names? */
static enum sladd_status covers_all(const struct consent *a, const struct consent *b, bool *all,
                                    struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    *all = true;
    for (size_t i = 0; i < b->channel_count && *all && status == SLADD_OK; i++) {
        char *wanted = name_fold(b->channels[i]);
        *all = false;
        for (size_t j = 0; wanted != NULL && j < a->channel_count && !*all && status == SLADD_OK; j++) {
            char *there = name_fold(a->channels[j]);
            status = there != NULL ? SLADD_OK : fail_memory(err);
            *all = there != NULL && strcmp(wanted, there) == 0;
            free(there);
        }
        if (wanted == NULL)
            status = fail_memory(err);
        free(wanted);
    }
    return status;
}

static enum sladd_status same_channels(const struct consent *a, const struct consent *b, bool *same,
                                       struct sladd_error *err) {
    *same = a->has_channels == b->has_channels;
    enum sladd_status status = *same ? covers_all(a, b, same, err) : SLADD_OK;
    return *same && status == SLADD_OK ? covers_all(b, a, same, err) : status;
}

/* Is everything that the row says of its consent what this one says? `difference` names the first that is not; NULL:
 * it is. */
static enum sladd_status compare_consents(const struct entry *entry, const struct agreed *agreed,
                                          const char **difference, struct sladd_error *err) {
    const struct consent *said = &entry->consent, *there = agreed->consent;
    *difference = said->date.year > 0 && date_compare(said->date, there->date) != 0 ? "date" : NULL;
    if (*difference == NULL && said->form != FORM_UNKNOWN && said->form != there->form)
        *difference = "form";
    if (*difference == NULL && said->given_by != GIVER_UNKNOWN && said->given_by != there->given_by)
        *difference = "given_by";
    if (*difference == NULL && said->child_agrees != ANSWER_NONE && said->child_agrees != there->child_agrees)
        *difference = "child_agrees";
    if (*difference == NULL && said->expires.year > 0 && date_compare(said->expires, there->expires) != 0)
        *difference = "expires";
    bool says_channels = said->has_channels || entry->every_channel;
    bool same = true;
    enum sladd_status status = *difference == NULL && says_channels ? same_channels(said, there, &same, err) : SLADD_OK;
    if (!same)
        *difference = "channels";
    return status;
}

static enum sladd_status withdraw(struct roll *roll, struct member *member, struct agreed *agreed,
                                  const struct entry *entry, struct sladd_error *err) {
    struct sladd_date there = agreed->withdrawn.year > 0 ? agreed->withdrawn : agreed->consent->withdrawn;
    if (entry->consent.withdrawn.year == 0 || date_compare(there, entry->consent.withdrawn) == 0)
        return SLADD_OK;
    if (there.year > 0)
        return refuse_fact(roll, entry, member, "withdrawn",
                           agreed->withdrawn_line > 0 ? agreed->withdrawn_line : row_of(agreed), err);
    agreed->withdrawn = entry->consent.withdrawn;
    agreed->withdrawn_line = entry->line;
    return SLADD_OK;
}

/* A consent that is not there yet. */
static enum sladd_status add_row(const struct roll *roll, struct member *member, const struct entry *entry,
                                 struct sladd_error *err) {
    const struct consent *said = &entry->consent;
    bool says_more =
        said->date.year > 0 || said->form != FORM_UNKNOWN || said->given_by != GIVER_UNKNOWN || said->expires.year > 0;
    if (said->withdrawn.year > 0 && !says_more)
        return CONFLICT(roll, entry,
                        "'%s' withdraws a consent that is written nowhere; write that consent with its date, or delete "
                        "the row",
                        shown(entry->name).text);
    /* One that covers no channel would take nothing back, and one that covers all would give too much until that day.
     */
    if (said->withdrawn.year > 0 && entry->no_channel)
        return CONFLICT(roll, entry, "for which channels was the consent that '%s' withdraws? Write them, or all",
                        shown(entry->name).text);
    return add_consent(member, &(struct agreed){.row = entry, .consent = said}) ? SLADD_OK : fail_memory(err);
}

static enum sladd_status merge_consent(struct roll *roll, struct member *member, const struct entry *entry,
                                       struct sladd_error *err) {
    size_t matches = 0, withdrawn = 0;
    struct agreed *match = NULL;
    const struct agreed *same_date = NULL;
    const char *difference = NULL, *why = NULL;
    for (size_t i = 0; i < member->consent_count; i++) {
        struct agreed *agreed = &member->consents[i];
        const enum sladd_status status = compare_consents(entry, agreed, &why, err);
        if (status != SLADD_OK)
            return status;
        if (why == NULL) {
            matches++;
            withdrawn += date_compare(agreed->consent->withdrawn, entry->consent.withdrawn) == 0;
            match = agreed;
        } else if (strcmp(why, "date") != 0 || agreed->consent->date.year == 0) {
            same_date = agreed;
            difference = why;
        }
    }
    if (matches == 1)
        return withdraw(roll, member, match, entry, err);
    if (matches > 1)
        return entry->consent.withdrawn.year == 0 || withdrawn > 0
                   ? SLADD_OK
                   : CONFLICT(roll, entry,
                              "'%s' has more than one consent that this row can mean; write the date of the one that "
                              "is withdrawn",
                              shown(entry->name).text);
    if (same_date != NULL)
        return refuse_fact(roll, entry, member, difference, row_of(same_date), err);
    if (entry->consent.date.year == 0 && member->consent_count > 0)
        return CONFLICT(roll, entry, "'%s' has a consent with a date at %s, and none is written here; write the date",
                        shown(entry->name).text, place_of(roll, member, row_of(&member->consents[0])).text);
    return add_row(roll, member, entry, err);
}

/* The first consent that was not taken back and covers a channel. */
static const struct agreed *find_in_force(const struct member *member) {
    for (size_t i = 0; i < member->consent_count; i++) {
        const struct agreed *agreed = &member->consents[i];
        const struct consent *consent = agreed->consent;
        if (agreed->withdrawn.year == 0 && consent->withdrawn.year == 0 &&
            (!consent->has_channels || consent->channel_count > 0))
            return agreed;
    }
    return NULL;
}

static enum sladd_status merge(struct roll *roll, struct member *member, const struct entry *entry,
                               struct sladd_error *err) {
    member->named = true;
    enum sladd_status status = merge_facts(roll, member, entry, err);
    if (status == SLADD_OK && entry->declines && member->consent_count > 0)
        return CONFLICT(roll, entry,
                        "'%s' says no here, and has a consent at %s; write the day in a column 'withdrawn', or delete "
                        "one of the two",
                        shown(entry->name).text, place_of(roll, member, row_of(&member->consents[0])).text);
    const bool none = !entry->has_consent && entry->no_channel;
    const struct agreed *agreed = none ? find_in_force(member) : NULL;
    if (status == SLADD_OK && agreed != NULL)
        return CONFLICT(roll, entry,
                        "'%s' has no channel here, and a consent at %s; write its channels, or the day in a column "
                        "'withdrawn', or delete the row",
                        shown(entry->name).text, place_of(roll, member, row_of(agreed)).text);
    if (status == SLADD_OK && entry->has_consent && member->none_line > 0)
        return CONFLICT(roll, entry, "'%s' has a consent here, and none at %s; delete one of the two",
                        shown(entry->name).text, place_of(roll, member, member->none_line).text);
    if (entry->declines || none)
        member->none_line = entry->line;
    if (status == SLADD_OK && entry->has_consent)
        status = merge_consent(roll, member, entry, err);
    return status;
}

static enum sladd_status add_new(struct roll *roll, const struct entry *entry, struct sladd_error *err) {
    char *key = key_make(roll, entry->name);
    struct member *member = key != NULL ? add_member(roll) : NULL;
    if (member == NULL) {
        free(key);
        return fail_memory(err);
    }
    member->name = entry->name;
    member->key = member->new_key = key;
    member->line = entry->line;
    if (!add_name(roll, entry->name, true))
        return fail_memory(err);
    return merge(roll, member, entry, err);
}

/* The name on the roll that is this one; `after`: the next. */
static const struct called *find_same(const struct roll *roll, const char *folded, const struct called *after) {
    for (size_t i = after != NULL ? (size_t)(after - roll->names) + 1 : 0; i < roll->name_count; i++)
        if (roll->names[i].folded != NULL && strcmp(roll->names[i].folded, folded) == 0)
            return &roll->names[i];
    return NULL;
}

static const struct called *find_near(const struct roll *roll, const char *bones, const char *sorted) {
    for (size_t i = 0; i < roll->name_count && strlen(bones) > 1; i++)
        if (strcmp(roll->names[i].bones, bones) == 0 || strcmp(roll->names[i].sorted, sorted) == 0)
            return &roll->names[i];
    return NULL;
}

/* The member that a row is about, or NULL for somebody new. In doubt neither. */
static enum sladd_status find_member(struct roll *roll, const struct entry *entry, struct member **found,
                                     struct sladd_error *err) {
    char *folded = name_fold(entry->name), *bones = name_bones(entry->name);
    char *sorted = name_sorted_bones(entry->name);
    enum sladd_status status = folded != NULL && bones != NULL && sorted != NULL ? SLADD_OK : fail_memory(err);
    const struct called *same = status == SLADD_OK ? find_same(roll, folded, NULL) : NULL;
    const struct called *other = same != NULL ? find_same(roll, folded, same) : NULL;
    const struct called *near = status == SLADD_OK && same == NULL ? find_near(roll, bones, sorted) : NULL;
    *found = same != NULL ? &roll->members[same->member] : NULL;
    while (other != NULL && other->member == same->member)
        other = find_same(roll, folded, other);
    if (other != NULL)
        status = CONFLICT(roll, entry, "two people are called '%s' (at %s and on line %d); give them different names",
                          shown(entry->name).text, place_of(roll, *found, 0).text, roll->members[other->member].line);
    if (near != NULL)
        status = CONFLICT(
            roll, entry, "'%s' is nearly '%s' at %s; write both the same way, or give the person there this 'name'",
            shown(entry->name).text, shown(near->name).text, place_of(roll, &roll->members[near->member], 0).text);
    free(folded);
    free(bones);
    free(sorted);
    return status;
}

enum sladd_status roll_call(struct roll *roll, const struct manifest *manifest, struct sheet *sheet,
                            struct sladd_error *err) {
    *roll = (struct roll){.manifest = manifest, .sheet = sheet};
    for (size_t i = 0; i < manifest->person_count; i++)
        if (!add_known(roll, &manifest->people[i]))
            return fail_memory(err);
    for (size_t i = 0; i < sheet->count; i++) {
        const struct entry *entry = &sheet->entries[i];
        struct member *member = NULL;
        struct sladd_error why = {0};
        if (entry->name == NULL)
            continue; /* a problem already */
        enum sladd_status status = find_member(roll, entry, &member, &why);
        if (status == SLADD_OK)
            status = member != NULL ? merge(roll, member, entry, &why) : add_new(roll, entry, &why);
        if (status == SLADD_MANIFEST)
            status = sheet_add_problem(sheet, &why) ? SLADD_OK : fail_memory(&why);
        if (status != SLADD_OK) {
            *err = why;
            return status;
        }
    }
    return SLADD_OK;
}
