/* What a sheet adds, in the words of a person. */
#include "base/date.h"
#include "base/language.h"
#include "base/utf8.h"
#include "sheets/roll.h"

static const char *role_in_words(enum role role) {
    static const char *const words[] = {[ROLE_UNKNOWN] = "",
                                        [ROLE_STAFF] = N_("staff"),
                                        [ROLE_CLIENT] = N_("client"),
                                        [ROLE_PATIENT] = N_("patient"),
                                        [ROLE_RELATIVE] = N_("relative"),
                                        [ROLE_PUPIL] = N_("pupil"),
                                        [ROLE_CHILD] = N_("child"),
                                        [ROLE_VISITOR] = N_("visitor"),
                                        [ROLE_PUBLIC_FIGURE] = N_("public figure")};
    return role == ROLE_UNKNOWN ? "" : _(words[role]);
}

/* A day as the manifest writes it. */
struct day {
    char text[DATE_TEXT];
};

static struct day day_text(struct sladd_date date) {
    struct day day;
    date_print(date, day.text);
    return day;
}

static void print_channels(const struct agreed *agreed, FILE *to) {
    const struct consent *consent = agreed->consent;
    if (consent->channel_count == 0 && consent->has_channels) {
        (void)fprintf(to, ", %s", _("for no channel"));
        return;
    }
    if (consent->channel_count == 0) {
        (void)fprintf(to, ", %s", _("for every channel"));
        return;
    }
    (void)fprintf(to, ", %s", _("for "));
    for (size_t i = 0; i < consent->channel_count; i++) {
        (void)fputs(i > 0 ? ", " : "", to);
        text_print(consent->channels[i], to);
    }
}

static void print_consent(const struct agreed *agreed, FILE *to) {
    const struct consent *consent = agreed->consent;
    struct sladd_date withdrawn = agreed->withdrawn.year > 0 ? agreed->withdrawn : consent->withdrawn;
    (void)fputs("  ", to);
    if (consent->date.year > 0)
        (void)fprintf(to, agreed->row->stamped ? _("consent of %s (when the form was sent)") : _("consent of %s"),
                      day_text(consent->date).text);
    else
        (void)fputs(_("consent without a date"), to);
    if (consent->form != FORM_UNKNOWN)
        (void)fprintf(to, ", %s", consent->form == FORM_WRITTEN ? _("written") : _("verbal"));
    if (consent->given_by != GIVER_UNKNOWN)
        (void)fprintf(to, ", %s",
                      consent->given_by == GIVER_SELF ? _("given by the person") : _("given by a guardian"));
    if (consent->child_agrees != ANSWER_NONE)
        (void)fprintf(to, ", %s",
                      consent->child_agrees == ANSWER_YES ? _("the child agrees") : _("the child does not agree"));
    if (consent->expires.year > 0)
        (void)fprintf(to, _(", until %s"), day_text(consent->expires).text);
    print_channels(agreed, to);
    if (withdrawn.year > 0)
        (void)fprintf(to, _(", withdrawn on %s"), day_text(withdrawn).text);
    (void)fputc('\n', to);
}

static void print_withdrawal(const struct agreed *agreed, FILE *to) {
    if (agreed->consent->date.year > 0)
        (void)fprintf(to, _("  the consent of %s was withdrawn on %s\n"), day_text(agreed->consent->date).text,
                      day_text(agreed->withdrawn).text);
    else
        (void)fprintf(to, _("  the consent was withdrawn on %s\n"), day_text(agreed->withdrawn).text);
}

void member_print(const struct member *member, FILE *to) {
    text_print(member->name, to);
    (void)fputs(" (", to);
    text_print(member->key, to);
    (void)fprintf(to, "): %s\n", member_is_new(member) ? _("new") : _("changed"));
    if (member->role_line > 0)
        (void)fprintf(to, _("  role: %s\n"), role_in_words(member->role));
    if (member->born_line > 0)
        (void)fprintf(to, _("  born %s\n"), day_text(member->born).text);
    if (member->minor_line > 0)
        (void)fprintf(to, "  %s\n", member->minor == ANSWER_YES ? _("a minor") : _("not a minor"));
    if (member->protected_line > 0)
        (void)fprintf(to, "  %s\n",
                      member->protected_identity == ANSWER_YES ? _("the identity is protected")
                                                               : _("the identity is not protected"));
    bool any = false;
    for (size_t i = 0; i < member->consent_count; i++) {
        const struct agreed *agreed = &member->consents[i];
        any = true;
        if (agreed->row != NULL)
            print_consent(agreed, to);
        else if (agreed->withdrawn.year > 0)
            print_withdrawal(agreed, to);
    }
    if (!any)
        (void)fprintf(to, "  %s\n", _("no consent: blurred"));
}
