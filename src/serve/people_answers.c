/* People as JSON. */
#include "base/date.h"
#include "base/language.h"
#include "consent/judge.h"
#include "consent/schema.h"
#include "record/outcome_json.h"
#include "serve/answers.h"

#include <string.h>

enum { SOON_DAYS = 30 };

static json_t *day_of(struct sladd_date date) {
    char text[DATE_TEXT];
    date_print(date, text);
    return date.year > 0 ? json_string(text) : json_null();
}

static json_t *word_of(const struct word *words, int value) {
    const char *text = word_text(words, value);
    return text != NULL ? json_string(text) : json_null();
}

json_t *answer_to_json(enum answer answer) {
    return word_of(answer_words, (int)answer);
}

static json_t *consent_row(const struct consent *consent) {
    json_t *channels = consent->has_channels ? json_array() : NULL;
    for (size_t i = 0; i < consent->channel_count; i++)
        (void)json_array_append_new(channels, text_to_json(consent->channels[i]));
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "form", word_of(form_words, (int)consent->form), "given_by",
                     word_of(giver_words, (int)consent->given_by), "child_agrees",
                     answer_to_json(consent->child_agrees), "date", day_of(consent->date), "expires",
                     day_of(consent->expires), "withdrawn", day_of(consent->withdrawn), "channels",
                     consent->has_channels ? json_whole(channels, consent->channel_count) : json_null());
}

/* Consents end in more ways than by their day of expiry, so the judge is asked. */
static bool ends_soon(const struct session *session, const struct person *person) {
    struct sladd_settings settings = *session->options.settings;
    if (judge_person(person, session->options.policy, &settings) != SLADD_REASON_CONSENT)
        return false;
    settings.date = date_after(settings.date, SOON_DAYS);
    return judge_person(person, session->options.policy, &settings) != SLADD_REASON_CONSENT;
}

static json_t *person_row(const struct session *session, const struct person *person, size_t book) {
    enum sladd_reason reason = judge_person(person, session->options.policy, session->options.settings);
    json_t *consents = json_array();
    for (size_t i = 0; i < person->consent_count; i++)
        (void)json_array_append_new(consents, consent_row(&person->consents[i]));
    return json_pack("{s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:s, s:s, s:b, s:o}", "file", (json_int_t)book, "key",
                     text_to_json(person->key), "name", text_to_json(person->name != NULL ? person->name : person->key),
                     "role", word_of(role_words, (int)person->role), "born", day_of(person->born), "minor",
                     answer_to_json(person->minor), "protected_identity", answer_to_json(person->protected_identity),
                     "verdict", sladd_reason_name(reason), "sentence", _(sladd_reason_sentence(reason)), "soon",
                     ends_soon(session, person) ? 1 : 0, "consents", json_whole(consents, person->consent_count));
}

json_t *answer_people(const struct session *session) {
    json_t *people = json_array();
    bool good = true;
    for (size_t i = 0; i < session->plan.manifests.file_count; i++) {
        const struct manifest *manifest = session->plan.manifests.files[i].manifest;
        size_t book = books_find(&session->books, session->plan.manifests.files[i].path);
        for (size_t p = 0; p < manifest->person_count && book != RESOLVER_NONE && good; p++)
            good = json_array_append_new(people, person_row(session, &manifest->people[p], book)) == 0;
    }
    return json_all(people, good);
}
