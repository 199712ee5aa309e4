/* The findings of `check` as a page. It shows no picture: what was checked may be an original. */
#include "base/date.h"
#include "base/language.h"
#include "report/formats.h"
#include "report/html.h"

#include <stdlib.h>

static const char *const classes[] = {
    [SEVERITY_NOTE] = "note", [SEVERITY_WARNING] = "warning", [SEVERITY_ERROR] = "error"};

static const char *said(enum severity severity) {
    static const char *const words[] = {
        [SEVERITY_NOTE] = N_("note"), [SEVERITY_WARNING] = N_("warning"), [SEVERITY_ERROR] = N_("error")};
    return _(words[severity]);
}

/* All findings of one rule, those that are alike in one line with their number, then once what to do. */
static bool put_rule(const struct findings *findings, enum check_rule rule, FILE *to) {
    enum severity severity = rule_severity(rule);
    bool any = false, good = true;
    for (size_t i = 0; i < findings->count && good; i++) {
        const size_t count = findings->items[i].rule == rule ? findings_alike(findings, i) : 0;
        if (count == 0)
            continue;
        char *message = finding_message(&findings->items[i], 0);
        good = message != NULL;
        html_put(to, "%s<div><span class=\"%s\">%s:</span> ", any ? "" : "<li>", classes[severity], said(severity));
        any = true;
        if (count > 1)
            html_put(to, "%zu \303\227 ", count);
        html_text(to, message != NULL ? message : "");
        html_put(to, " <code>%s</code></div>\n", rule_id(rule));
        free(message);
    }
    if (any)
        html_put(to, "<div>");
    if (any)
        html_text(to, _(rule_advice(rule)));
    if (any)
        html_put(to, "</div></li>\n");
    return good;
}

static bool put_photo(const struct judged *photo, FILE *to) {
    bool good = true;
    html_put(to, "<section class=\"photo\">\n");
    html_element(to, "h3", photo->path);
    html_put(to, "<ul>\n");
    for (int rule = 0; rule < RULE_ID_COUNT && good; rule++)
        good = put_rule(&photo->findings, (enum check_rule)rule, to);
    html_put(to, "</ul>\n</section>\n");
    return good;
}

static bool put_summary(const struct verdict *verdict, FILE *to) {
    char date[DATE_TEXT], *text = NULL;
    date_print(verdict->settings->date, date);
    if (asprintf(&text, _("Photos checked: %zu, as of %s, for the channel %s, under the policy %s.\n"),
                 verdict->count - verdict->manifests, date, verdict->settings->channel, verdict->policy->name) < 0)
        return false;
    bool good = html_lines(to, text);
    free(text);
    if (asprintf(&text,
                 _("Copies known by their receipts: %zu. With findings: %zu. Errors: %zu, warnings: %zu, notes: "
                   "%zu. Could not be checked: %zu.\n"),
                 verdict->vouched, verdict->with_findings, verdict->by_severity[SEVERITY_ERROR],
                 verdict->by_severity[SEVERITY_WARNING], verdict->by_severity[SEVERITY_NOTE], verdict->failed) < 0)
        return false;
    good = html_lines(to, text) && good;
    free(text);
    return good;
}

bool format_html(const struct verdict *verdict, FILE *to) {
    html_begin(to, _("May these photos be published?"));
    bool good = put_summary(verdict, to);
    html_element(to, "p", _("This page names files and people: file it, and do not publish it. It shows no pictures."));
    html_element(to, "h2", verdict->with_findings > 0 ? _("Findings") : _("Nothing was found"));
    for (size_t i = 0; i < verdict->count && good; i++)
        if (verdict->photos[i].findings.count > 0)
            good = put_photo(&verdict->photos[i], to);
    html_end(to);
    return good;
}
