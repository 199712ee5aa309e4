#include "consent/judge.h"

#include <strings.h>

enum {
    OWN_DECISION_AGE = 15, /* Mental Helse, section 5: from this birthday on the child decides */
    ADULT_AGE = 18,
};

int date_compare(struct sladd_date a, struct sladd_date b) {
    int order = (a.year > b.year) - (a.year < b.year);
    if (order == 0)
        order = (a.month > b.month) - (a.month < b.month);
    return order != 0 ? order : (a.day > b.day) - (a.day < b.day);
}

static int days_in_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

bool date_parse(const char *text, struct sladd_date *date) {
    static const char form[] = "dddd-dd-dd";
    int numbers[3] = {0}, part = 0;
    for (int i = 0; form[i] != '\0'; i++) {
        if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
            return false; /* also at the end of a shorter text */
        if (form[i] == 'd')
            numbers[part] = numbers[part] * 10 + (text[i] - '0');
        else
            part++;
    }
    if (text[sizeof form - 1] != '\0' || numbers[0] < 1900 || numbers[0] > 2199 || numbers[1] < 1 || numbers[1] > 12 ||
        numbers[2] < 1 || numbers[2] > days_in_month(numbers[0], numbers[1]))
        return false;
    *date = (struct sladd_date){numbers[0], numbers[1], numbers[2]};
    return true;
}

static bool given(struct sladd_date date) {
    return date.year != 0;
}

/* Somebody born on 29 February has the birthday on 1 March of a common year: comparing month and day says so. */
static bool younger_than(const struct person *person, int years, struct sladd_date day) {
    struct sladd_date birthday = person->born;
    birthday.year += years;
    return date_compare(day, birthday) < 0;
}

static bool is_child(const struct person *person, struct sladd_date day) {
    if (given(person->born))
        return younger_than(person, OWN_DECISION_AGE, day);
    if (person->minor != ANSWER_NONE)
        return person->minor == ANSWER_YES;
    return person->role == ROLE_CHILD || person->role == ROLE_PUPIL; /* nobody wrote the age down: a doubt */
}

/* What a guideline asks of a consent beyond its dates and channels. Policies (forms, roles, ages as files) have their
 * place here; until then the one rule that every guideline shares. */
static enum sladd_reason judge_rules(const struct person *person, const struct consent *consent,
                                     const struct sladd_settings *settings) {
    if (person->minor == ANSWER_YES && given(person->born) && !younger_than(person, ADULT_AGE, settings->date))
        return SLADD_REASON_AGE; /* the manifest contradicts itself */
    if (!is_child(person, settings->date))
        return consent->given_by == GIVER_GUARDIAN ? SLADD_REASON_AGE : SLADD_REASON_CONSENT;
    if (consent->given_by != GIVER_GUARDIAN)
        return SLADD_REASON_GUARDIAN;
    return consent->child_agrees == ANSWER_YES ? SLADD_REASON_CONSENT : SLADD_REASON_CHILD_DISAGREES;
}

static bool covers_channel(const struct consent *consent, const char *channel) {
    if (!consent->has_channels)
        return true;
    for (size_t i = 0; channel != NULL && i < consent->channel_count; i++)
        if (strcasecmp(consent->channels[i], channel) == 0)
            return true;
    return false;
}

/* In this order, so that a consent whose reason comes later came closer to counting: see closeness(). */
static enum sladd_reason judge_consent(const struct person *person, const struct consent *consent,
                                       const struct sladd_settings *settings) {
    struct sladd_date day = settings->date;
    if (given(consent->withdrawn) && date_compare(consent->withdrawn, day) <= 0)
        return SLADD_REASON_WITHDRAWN;
    if (given(consent->expires) && date_compare(consent->expires, day) < 0)
        return SLADD_REASON_EXPIRED;
    if (given(consent->date) && date_compare(consent->date, day) > 0)
        return SLADD_REASON_NOT_YET;
    if (!covers_channel(consent, settings->channel))
        return SLADD_REASON_CHANNEL;
    return judge_rules(person, consent, settings);
}

static int closeness(enum sladd_reason reason) {
    static const enum sladd_reason order[] = {
        SLADD_REASON_NO_CONSENT, SLADD_REASON_WITHDRAWN,       SLADD_REASON_EXPIRED,
        SLADD_REASON_NOT_YET,    SLADD_REASON_CHANNEL,         SLADD_REASON_GUARDIAN,
        SLADD_REASON_AGE,        SLADD_REASON_CHILD_DISAGREES, SLADD_REASON_CONSENT,
    };
    int count = (int)(sizeof order / sizeof *order);
    for (int i = 0; i < count; i++)
        if (order[i] == reason)
            return i;
    return -1;
}

enum sladd_reason judge_person(const struct person *person, const struct sladd_settings *settings) {
    if (person->protected_identity == ANSWER_YES)
        return SLADD_REASON_PROTECTED;
    enum sladd_reason best = SLADD_REASON_NO_CONSENT;
    for (size_t i = 0; given(settings->date) && i < person->consent_count; i++) {
        enum sladd_reason reason = judge_consent(person, &person->consents[i], settings);
        if (closeness(reason) > closeness(best))
            best = reason;
    }
    return best;
}
