/* Additions as values, and their places in the manifest. */
#include "base/array.h"
#include "base/date.h"
#include "consent/schema.h"
#include "sheets/roll.h"

#include <stdlib.h>
#include <string.h>

enum { CONSENT_MEMBERS = 8, PERSON_MEMBERS = 8 };

/* A consent as a value, with what it needs to live. */
struct consent_value {
    char date[DATE_TEXT], expires[DATE_TEXT], withdrawn[DATE_TEXT];
    struct yaml_value members[CONSENT_MEMBERS], *channels, value;
};

struct person_value {
    char born[DATE_TEXT];
    struct consent_value *consents; /* those that are new */
    struct yaml_value *items, members[PERSON_MEMBERS], value;
    size_t consent_count;
};

static void add_text(struct yaml_value *to, enum value_kind kind, const char *key, const char *text) {
    struct yaml_value *members = (struct yaml_value *)to->items;
    members[to->count++] = (struct yaml_value){.kind = kind, .key = key, .text = text};
}

static void add_date(struct yaml_value *to, const char *key, struct sladd_date date, char text[DATE_TEXT]) {
    date_print(date, text);
    if (date.year > 0)
        add_text(to, VALUE_WORD, key, text);
}

static bool make_consent(const struct agreed *agreed, struct consent_value *value) {
    const struct consent *consent = agreed->consent;
    struct yaml_value *whole = &value->value;
    struct sladd_date withdrawn = agreed->withdrawn.year > 0 ? agreed->withdrawn : consent->withdrawn;
    *value = (struct consent_value){.channels = array_new_zero(consent->channel_count + 1, sizeof *value->channels)};
    *whole = (struct yaml_value){.kind = VALUE_MAPPING, .items = value->members, .one_line = true};
    if (value->channels == NULL)
        return false;
    if (consent->form != FORM_UNKNOWN)
        add_text(whole, VALUE_TEXT, "form", word_text(form_words, (int)consent->form));
    if (consent->given_by != GIVER_UNKNOWN)
        add_text(whole, VALUE_TEXT, "given_by", word_text(giver_words, (int)consent->given_by));
    if (consent->child_agrees != ANSWER_NONE)
        add_text(whole, VALUE_WORD, "child_agrees", word_text(answer_words, (int)consent->child_agrees));
    add_date(whole, "date", consent->date, value->date);
    add_date(whole, "expires", consent->expires, value->expires);
    add_date(whole, "withdrawn", withdrawn, value->withdrawn);
    for (size_t i = 0; i < consent->channel_count; i++)
        value->channels[i] = (struct yaml_value){.kind = VALUE_TEXT, .text = consent->channels[i]};
    if (consent->has_channels)
        value->members[whole->count++] = (struct yaml_value){.kind = VALUE_LIST,
                                                             .key = "channels",
                                                             .items = value->channels,
                                                             .count = consent->channel_count,
                                                             .one_line = true};
    return true;
}

static void person_clear(struct person_value *value) {
    for (size_t i = 0; value->consents != NULL && i < value->consent_count; i++)
        free(value->consents[i].channels);
    free(value->consents);
    free(value->items);
}

/* Of everybody only what is added: of somebody new, everything. */
static bool make_person(const struct member *member, struct person_value *value) {
    *value = (struct person_value){.consents = array_new_zero(member->consent_count + 1, sizeof *value->consents),
                                   .items = array_new_zero(member->consent_count + 1, sizeof *value->items)};
    value->value = (struct yaml_value){.kind = VALUE_MAPPING, .key = member->key, .items = value->members};
    if (value->consents == NULL || value->items == NULL)
        return false;
    if (member_is_new(member))
        add_text(&value->value, VALUE_TEXT, "name", member->name);
    if (member->role_line > 0)
        add_text(&value->value, VALUE_TEXT, "role", word_text(role_words, (int)member->role));
    if (member->born_line > 0)
        add_date(&value->value, "born", member->born, value->born);
    if (member->minor_line > 0)
        add_text(&value->value, VALUE_WORD, "minor", word_text(answer_words, (int)member->minor));
    if (member->protected_line > 0)
        add_text(&value->value, VALUE_WORD, "protected_identity",
                 word_text(answer_words, (int)member->protected_identity));
    for (size_t i = 0; i < member->consent_count; i++) {
        if (member->consents[i].row == NULL)
            continue;
        if (!make_consent(&member->consents[i], &value->consents[value->consent_count]))
            return false;
        value->items[value->consent_count] = value->consents[value->consent_count].value;
        value->consent_count++;
    }
    if (value->consent_count > 0)
        value->members[value->value.count++] = (struct yaml_value){
            .kind = VALUE_LIST, .key = "consent", .items = value->items, .count = value->consent_count};
    return true;
}

/* To somebody whom the manifest knows: facts and consents behind theirs, a withdrawal into its consent. */
static enum sladd_status change(struct edit *edit, const struct member *member, const struct person_value *value,
                                struct sladd_error *err) {
    const struct place *person = place_member(place_member(edit_root(edit), "people"), member->key);
    const struct place *consents = place_member(person, "consent");
    enum sladd_status status =
        person != NULL ? SLADD_OK : sladd_fail(err, SLADD_MANIFEST, "%s: no such person in the manifest", member->key);
    for (size_t i = 0; i < member->consent_count && status == SLADD_OK; i++) {
        const struct agreed *agreed = &member->consents[i];
        char text[DATE_TEXT];
        struct yaml_value day = {.kind = VALUE_WORD, .key = "withdrawn", .text = text};
        if (agreed->row != NULL || agreed->withdrawn.year == 0)
            continue;
        date_print(agreed->withdrawn, text);
        status = edit_add(edit, place_item(consents, i), &day, err);
    }
    for (size_t i = 0; i < value->value.count && status == SLADD_OK; i++) {
        const struct yaml_value *fact = &value->members[i];
        if (fact->kind != VALUE_LIST || consents == NULL)
            status = edit_add(edit, person, fact, err);
        for (size_t c = 0; fact->kind == VALUE_LIST && consents != NULL && c < fact->count && status == SLADD_OK; c++)
            status = edit_add(edit, consents, &fact->items[c], err);
    }
    return status;
}

static enum sladd_status apply(const struct roll *roll, struct edit *edit, const struct person_value *values,
                               struct yaml_value *new, struct sladd_error *err) {
    const struct place *people = place_member(edit_root(edit), "people");
    struct yaml_value all = {.kind = VALUE_MAPPING, .key = "people", .items = new};
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < roll->count && status == SLADD_OK; i++) {
        if (member_is_new(&roll->members[i]))
            new[all.count++] = values[i].value;
        else if (member_changes(&roll->members[i]))
            status = change(edit, &roll->members[i], &values[i], err);
    }
    if (people == NULL && all.count > 0 && status == SLADD_OK)
        return edit_add(edit, edit_root(edit), &all, err);
    for (size_t i = 0; i < all.count && status == SLADD_OK; i++)
        status = edit_add(edit, people, &new[i], err);
    return status;
}

enum sladd_status roll_apply(const struct roll *roll, struct edit *edit, struct sladd_error *err) {
    struct person_value *values = array_new_zero(roll->count + 1, sizeof *values);
    struct yaml_value *new = array_new_zero(roll->count + 1, sizeof *new);
    bool good = values != NULL && new != NULL;
    for (size_t i = 0; i < roll->count && good; i++) {
        good = make_person(&roll->members[i], &values[i]);
    }
    enum sladd_status status = good ? apply(roll, edit, values, new, err) : fail_memory(err);
    for (size_t i = 0; values != NULL && i < roll->count; i++)
        person_clear(&values[i]);
    free(values);
    free(new);
    return status;
}
