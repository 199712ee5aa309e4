/* Edits of people, their consents, and what holds for a whole manifest. */
#include "base/date.h"
#include "consent/schema.h"
#include "serve/edits.h"
#include "sheets/cells.h"

#include <stdlib.h>
#include <string.h>

enum { CONSENT_MEMBERS = 8 };

static bool is_word(const char *text, const struct word *words) {
    while (words->text != NULL && strcmp(words->text, text) != 0)
        words++;
    return words->text != NULL;
}

/* A mapping that is being put together. */
struct members {
    struct yaml_value items[CONSENT_MEMBERS];
    size_t count;
    bool good;
};

static void put(struct members *members, enum value_kind kind, const char *key, const char *text, bool good) {
    if (text == NULL)
        return;
    members->good = members->good && good;
    members->items[members->count++] = (struct yaml_value){.kind = kind, .key = key, .text = text};
}

static void put_day(struct members *members, const json_t *edit, const char *key) {
    struct sladd_date date;
    const char *text = edit_text(edit, key);
    put(members, VALUE_WORD, key, text, text == NULL || date_parse(text, &date));
}

static void put_answer(struct members *members, const json_t *edit, const char *key) {
    const char *text = edit_text(edit, key);
    put(members, VALUE_WORD, key, text, text == NULL || is_word(text, answer_words));
}

/* What was given and is no day, no word, or too long, must not be left out in silence. */
static bool all_fit(const json_t *edit) {
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)edit, key, value) {
        const char *text = json_string_value(value);
        if (text != NULL && text[0] != '\0' && edit_text(edit, key) == NULL)
            return false;
    }
    return true;
}

static enum sladd_status refuse(const struct change_of *change) {
    return sladd_fail(change->err, SLADD_USAGE,
                      "something here is not as it must be: a day is written 2026-05-01, a name has at most 400 bytes");
}

enum sladd_status edit_person(const struct change_of *change) {
    const json_t *edit = change->edit;
    const char *key = edit_text(edit, "person"), *role = edit_text(edit, "role");
    struct members members = {.good = key != NULL && manifest_person(change->manifest, key) == NULL && all_fit(edit)};
    put(&members, VALUE_TEXT, "name", edit_text(edit, "name"), edit_text(edit, "name") != NULL);
    put(&members, VALUE_TEXT, "role", role, role == NULL || is_word(role, role_words));
    put_day(&members, edit, "born");
    put_answer(&members, edit, "protected_identity");
    if (!members.good || members.count == 0)
        return refuse(change);
    const struct yaml_value person = {
        .kind = VALUE_MAPPING, .key = key, .items = members.items, .count = members.count};
    const struct yaml_value all = {.kind = VALUE_MAPPING, .key = "people", .items = &person, .count = 1};
    return change_add(change, edit_root(change->to), &all);
}

static enum sladd_status refuse_channels(const struct change_of *change) {
    return sladd_fail(change->err, SLADD_USAGE,
                      "a channel is a name such as web, without blanks at its ends and of at most 400 bytes; write at "
                      "most 32 of them");
}

/* What a consent covers. A list that is absent from a manifest covers every channel, an empty one none. */
struct extent {
    struct yaml_value items[EDIT_MAX_CHANNELS], list;
    struct consent said; /* owned: the channels of a text */
    bool every;
};

static void extent_clear(struct extent *extent) {
    for (size_t i = 0; i < extent->said.channel_count; i++)
        free(extent->said.channels[i]);
    free(extent->said.channels);
    *extent = (struct extent){0};
}

/* Names as they are to be written. A blank at an end would make another channel of one. */
static bool take_names(const json_t *given, struct extent *extent) {
    size_t count = json_array_size(given);
    if (count > EDIT_MAX_CHANNELS)
        return false;
    for (size_t i = 0; i < count; i++) {
        const char *text = edit_text_of(json_array_get(given, i));
        extent->items[i] = (struct yaml_value){.kind = VALUE_TEXT, .text = text};
        if (text == NULL || text[0] == ' ' || text[strlen(text) - 1] == ' ')
            return false;
    }
    extent->list.count = count;
    return true;
}

/* As a person writes them, in the words of a spreadsheet's cell. An empty field must not mean all of them. */
static enum sladd_status take_words(const struct change_of *change, struct extent *extent) {
    const char *text = edit_text(change->edit, "channels");
    const struct cell cell = {.text = text, .heading = "channels", .path = ""};
    bool empty;
    enum sladd_status status = cell_is_empty(&cell, &empty, change->err);
    if (status != SLADD_OK)
        return status;
    if (empty)
        return sladd_fail(change->err, SLADD_USAGE,
                          "for which channels? Write them with commas between them, such as: web, instagram; or: all");
    status = cell_channels(&cell, &extent->said, &extent->every, NULL);
    if (status == SLADD_NO_MEMORY)
        return fail_memory(change->err);
    if (status != SLADD_OK)
        return sladd_fail(change->err, SLADD_USAGE,
                          "these are no channels: write names such as web, instagram with commas between them; or "
                          "all, or none, and nothing else");
    if (extent->said.channel_count > EDIT_MAX_CHANNELS)
        return refuse_channels(change);
    for (size_t i = 0; i < extent->said.channel_count; i++)
        extent->items[i] = (struct yaml_value){.kind = VALUE_TEXT, .text = extent->said.channels[i]};
    extent->list.count = extent->said.channel_count;
    return SLADD_OK;
}

static enum sladd_status read_extent(const struct change_of *change, struct extent *extent) {
    const json_t *given = json_object_get(change->edit, "channels");
    extent->list = (struct yaml_value){.kind = VALUE_LIST, .key = "channels", .items = extent->items, .one_line = true};
    if (!json_is_array(given))
        return take_words(change, extent);
    return take_names(given, extent) ? SLADD_OK : refuse_channels(change);
}

static enum sladd_status write_consent(const struct change_of *change, const struct extent *extent) {
    const json_t *edit = change->edit;
    const char *key = edit_text(edit, "person"), *form = edit_text(edit, "form"), *giver = edit_text(edit, "given_by");
    const struct place *person = place_member(place_member(edit_root(change->to), "people"), key != NULL ? key : "");
    struct members members = {.good = person != NULL && all_fit(edit)};
    put(&members, VALUE_TEXT, "form", form, form != NULL && is_word(form, form_words));
    put(&members, VALUE_TEXT, "given_by", giver, giver != NULL && is_word(giver, giver_words));
    put_answer(&members, edit, "child_agrees");
    put_day(&members, edit, "date");
    put_day(&members, edit, "expires");
    if (!extent->every)
        members.items[members.count++] = extent->list;
    if (!members.good || edit_text(edit, "date") == NULL || form == NULL)
        return refuse(change);
    const struct yaml_value consent = {
        .kind = VALUE_MAPPING, .items = members.items, .count = members.count, .one_line = true};
    const struct yaml_value all = {.kind = VALUE_LIST, .key = "consent", .items = &consent, .count = 1};
    return change_add(change, person, &all);
}

enum sladd_status edit_consent(const struct change_of *change) {
    struct extent extent = {.every = false};
    enum sladd_status status = read_extent(change, &extent);
    if (status == SLADD_OK)
        status = write_consent(change, &extent);
    extent_clear(&extent);
    return status;
}

/* The day counts from which the consent is taken back; an earlier day stays. */
enum sladd_status edit_withdraw(const struct change_of *change) {
    const json_t *number = json_object_get(change->edit, "consent");
    const char *key = edit_text(change->edit, "person"), *day = edit_text(change->edit, "date");
    const struct person *person = key != NULL ? manifest_person(change->manifest, key) : NULL;
    struct sladd_date date;
    json_int_t which = json_is_integer(number) ? json_integer_value(number) : -1;
    if (person == NULL || which < 0 || (size_t)which >= person->consent_count || day == NULL || !date_parse(day, &date))
        return refuse(change);
    const struct place *consents =
        place_member(place_member(place_member(edit_root(change->to), "people"), key), "consent");
    const struct place *consent = place_item(consents, (size_t)which);
    const struct yaml_value value = {.kind = VALUE_WORD, .key = "withdrawn", .text = day};
    const struct sladd_date before = person->consents[which].withdrawn;
    if (consent == NULL)
        return refuse(change);
    if (before.year > 0 && date_compare(before, date) <= 0)
        return SLADD_OK;
    return edit_set(change->to, consent, &value, change->err);
}

/* Of all photos that say nothing themselves. */
enum sladd_status edit_permit(const struct change_of *change) {
    const char *answer = edit_text(change->edit, "answer");
    const struct place *root = edit_root(change->to), *rights = place_member(root, "rights");
    const struct yaml_value value = {.kind = VALUE_WORD, .key = "permission", .text = answer};
    const struct yaml_value all = {
        .kind = VALUE_MAPPING, .key = "rights", .items = &value, .count = 1, .one_line = true};
    if (answer == NULL || !is_word(answer, answer_words))
        return refuse(change);
    return rights != NULL ? edit_set(change->to, rights, &value, change->err)
                          : edit_add(change->to, root, &all, change->err);
}
