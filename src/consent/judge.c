#include "consent/judge.h"

#include "base/date.h"
#include "base/names.h"
#include "consent/people.h"

enum { ADULT_AGE = 18 };

static bool given(struct sladd_date date) {
    return date.year != 0;
}

/* Somebody born on 29 February has the birthday on 1 March of a common year: comparing month and day says so. */
static bool younger_than(struct sladd_date born, int years, struct sladd_date day) {
    born.year += years;
    return date_compare(day, born) < 0;
}

bool age_contradicts(struct sladd_date born, enum answer minor, struct sladd_date day) {
    return given(born) && given(day) && minor != ANSWER_NONE &&
           younger_than(born, ADULT_AGE, day) != (minor == ANSWER_YES);
}

/* Does somebody else decide for this person? */
static bool is_child(const struct person *person, const struct policy *policy, struct sladd_date day) {
    if (given(person->born))
        return younger_than(person->born, policy->own_decision_age, day);
    if (person->minor != ANSWER_NONE)
        return person->minor == ANSWER_YES;
    return person->role == ROLE_CHILD || person->role == ROLE_PUPIL; /* nobody wrote the age down: a doubt */
}

/* Only what is written down proves an age: `minor: no` stands for an adult, a birthday for itself. */
static bool is_surely(const struct person *person, int years, struct sladd_date day) {
    if (given(person->born))
        return given(day) && person->minor != ANSWER_YES && !younger_than(person->born, years, day);
    return person->minor == ANSWER_NO && years <= ADULT_AGE;
}

/* Does a rule about roles mean this person? A role that nobody wrote down counts as any that it could be, but an adult
 * is neither child nor pupil by omission. */
static bool means(const struct role_rule *rule, const struct person *person, struct sladd_date day) {
    const unsigned of_children = 1u << ROLE_CHILD | 1u << ROLE_PUPIL;
    unsigned could_be = person->role != ROLE_UNKNOWN        ? 1u << person->role
                        : is_surely(person, ADULT_AGE, day) ? ~of_children
                                                            : ~0u;
    return (rule->roles & could_be) != 0 && (rule->younger_than == 0 || !is_surely(person, rule->younger_than, day));
}

/* Role and age as one manifest has them or the other: of somebody who stands in two, nobody knows which is right. */
static int version_count(const struct person *person) {
    return person->of_folder != NULL ? 4 : 1;
}

static struct person version_of(const struct person *person, int version) {
    const struct person *folders = person->of_folder;
    struct person as = *person;
    if ((version & 1) != 0 && folders->role != ROLE_UNKNOWN)
        as.role = folders->role;
    if ((version & 2) != 0 && person_has_age(folders)) {
        as.born = folders->born;
        as.minor = folders->minor;
    }
    return as;
}

const struct role_rule *judge_withholding(const struct person *person, const struct policy *policy,
                                          struct sladd_date day) {
    for (int version = 0; version < version_count(person); version++) {
        const struct person as = version_of(person, version);
        for (size_t i = 0; i < policy->withhold_count; i++)
            if (means(&policy->withhold[i], &as, day))
                return &policy->withhold[i];
    }
    return NULL;
}

static bool may_withhold(const struct person *person, struct sladd_date day) {
    const unsigned at_ease = 1u << ROLE_STAFF | 1u << ROLE_VISITOR | 1u << ROLE_PUBLIC_FIGURE;
    bool may = person == NULL;
    for (int version = 0; !may && version < version_count(person); version++) {
        const struct person as = version_of(person, version);
        may = (at_ease & 1u << as.role) == 0 ||
              ((given(as.born) || as.minor == ANSWER_YES) && !is_surely(&as, ADULT_AGE, day));
    }
    return may;
}

const char *entry_may_be_withheld_for(const struct manifest_entry *entry, struct sladd_date day) {
    const struct photo_entry *photo = entry->photo;
    for (size_t i = 0; photo != NULL && i < photo->face_count; i++) {
        const char *key = photo->faces[i].person;
        if (key != NULL && may_withhold(entry_person(entry, key), day))
            return key;
    }
    return NULL;
}

bool judge_reminds(const struct person *person, const struct policy *policy) {
    bool reminds = false;
    for (int version = 0; version < version_count(person) && !reminds; version++)
        reminds = (policy->remind >> version_of(person, version).role & 1) != 0;
    return reminds;
}

/* What a policy asks of a consent beyond its dates and channels: who gave it, and how. */
static enum sladd_reason judge_rules(const struct person *person, const struct consent *consent,
                                     const struct policy *policy, const struct sladd_settings *settings) {
    if (age_contradicts(person->born, person->minor, settings->date))
        return SLADD_REASON_AGE; /* the manifest contradicts itself */
    bool child = is_child(person, policy, settings->date);
    if (!child && consent->given_by == GIVER_GUARDIAN)
        return SLADD_REASON_AGE;
    if (child && consent->given_by != GIVER_GUARDIAN)
        return SLADD_REASON_GUARDIAN;
    if (consent->child_agrees == ANSWER_NO || /* at any age: no birthday makes a yes of it */
        (child && consent->child_agrees == ANSWER_NONE && policy->child_agrees == ANSWER_YES))
        return SLADD_REASON_CHILD_DISAGREES;
    if (policy->forms[person->role] == FORM_WRITTEN && consent->form != FORM_WRITTEN)
        return SLADD_REASON_FORM;
    return SLADD_REASON_CONSENT;
}

static bool covers_channel(const struct consent *consent, const char *channel) {
    if (!consent->has_channels)
        return true;
    for (size_t i = 0; channel != NULL && i < consent->channel_count; i++)
        if (same_name(consent->channels[i], channel))
            return true;
    return false;
}

static bool is_withdrawn(const struct consent *consent, struct sladd_date day) {
    return given(consent->withdrawn) && date_compare(consent->withdrawn, day) <= 0;
}

/* What is said no to: the last day on which the person took back a consent for this channel, and the last on which they
 * did not agree, as a child. No day: never. A no without a day was said today, as far as anybody knows. */
struct refusals {
    struct sladd_date withdrawn, disagreed;
};

static void note_later(struct sladd_date *last, struct sladd_date day) {
    if (date_compare(day, *last) > 0)
        *last = day;
}

/* What one manifest has of it. */
static void note_refusals(struct refusals *said, const struct person *record, const struct sladd_settings *settings) {
    const struct sladd_date today = settings->date;
    for (size_t i = 0; i < record->consent_count; i++) {
        const struct consent *consent = &record->consents[i];
        const struct sladd_date day = given(consent->date) ? consent->date : today;
        if (settings->channel != NULL && !covers_channel(consent, settings->channel))
            continue;
        if (is_withdrawn(consent, today))
            note_later(&said->withdrawn, consent->withdrawn);
        if (consent->child_agrees == ANSWER_NO && date_compare(day, today) <= 0)
            note_later(&said->disagreed, day);
    }
}

/* The same person may have said no where another folder's manifest writes it down. */
static struct refusals refusals_of(const struct person *person, const struct sladd_settings *settings) {
    const struct person *record;
    struct refusals said = {0};
    for (size_t i = 0; (record = person_record(person, i)) != NULL; i++)
        note_refusals(&said, record, settings);
    return said;
}

static bool is_protected(const struct person *person) {
    const struct person *record;
    bool is = false;
    for (size_t i = 0; !is && (record = person_record(person, i)) != NULL; i++)
        is = record->protected_identity == ANSWER_YES;
    return is;
}

/* In this order, so that a consent whose reason comes later came closer to counting: see closeness(). */
static enum sladd_reason judge_consent(const struct person *person, const struct consent *consent,
                                       const struct policy *policy, const struct sladd_settings *settings,
                                       const struct refusals *said) {
    struct sladd_date day = settings->date;
    if (is_withdrawn(consent, day) || (given(said->withdrawn) && date_compare(consent->date, said->withdrawn) <= 0))
        return SLADD_REASON_WITHDRAWN; /* also a consent without a date: nobody knows that it is newer */
    if (given(consent->expires) && date_compare(consent->expires, day) < 0)
        return SLADD_REASON_EXPIRED;
    if (given(consent->date) && date_compare(consent->date, day) > 0)
        return SLADD_REASON_NOT_YET;
    if (!covers_channel(consent, settings->channel))
        return SLADD_REASON_CHANNEL;
    enum sladd_reason reason = judge_rules(person, consent, policy, settings);
    bool overruled = given(said->disagreed) && date_compare(consent->date, said->disagreed) <= 0;
    return reason == SLADD_REASON_CONSENT && overruled ? SLADD_REASON_CHILD_DISAGREES : reason;
}

static int closeness(enum sladd_reason reason) {
    static const enum sladd_reason order[] = {
        SLADD_REASON_PROTECTED,       SLADD_REASON_NO_CONSENT, SLADD_REASON_WITHDRAWN, SLADD_REASON_EXPIRED,
        SLADD_REASON_NOT_YET,         SLADD_REASON_CHANNEL,    SLADD_REASON_GUARDIAN,  SLADD_REASON_AGE,
        SLADD_REASON_CHILD_DISAGREES, SLADD_REASON_FORM,       SLADD_REASON_CONSENT,
    };
    int count = (int)(sizeof order / sizeof *order);
    for (int i = 0; i < count; i++)
        if (order[i] == reason)
            return i;
    return -1;
}

/* Consents that do not say that they cover a protected identity are no consents to somebody who has one. */
static bool speaks_to(const struct consent *consent, const struct person *person, const struct policy *policy) {
    if (!is_protected(person))
        return true;
    return policy->protected_identity == IDENTITY_WRITTEN && consent->form == FORM_WRITTEN &&
           consent->covers_protected_identity == ANSWER_YES;
}

static enum sladd_reason judge_version(const struct person *person, const struct policy *policy,
                                       const struct sladd_settings *settings) {
    enum sladd_reason best = is_protected(person) ? SLADD_REASON_PROTECTED : SLADD_REASON_NO_CONSENT;
    for (size_t i = 0; i < policy->never_kept_count; i++)
        if (means(&policy->never_kept[i], person, settings->date))
            return SLADD_REASON_ROLE;
    if (!given(settings->date))
        return best;
    const struct refusals said = refusals_of(person, settings);
    for (size_t i = 0; i < person->consent_count; i++) {
        if (!speaks_to(&person->consents[i], person, policy))
            continue;
        enum sladd_reason reason = judge_consent(person, &person->consents[i], policy, settings, &said);
        if (closeness(reason) > closeness(best))
            best = reason;
    }
    return best;
}

enum sladd_reason judge_person(const struct person *person, const struct policy *policy,
                               const struct sladd_settings *settings) {
    enum sladd_reason reason = SLADD_REASON_CONSENT;
    if (judge_withholding(person, policy, settings->date) != NULL)
        return SLADD_REASON_POLICY;
    for (int version = 0; version < version_count(person) && reason == SLADD_REASON_CONSENT; version++) {
        const struct person as = version_of(person, version);
        reason = judge_version(&as, policy, settings);
    }
    return reason;
}
