#include "base/date.h"
#include "base/language.h"
#include "base/utf8.h"
#include "files/system_folders.h"
#include "report/formats.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_OF_A_RULE = 8, MOST_NAMES = 8 };

/* ISO 6429 sequences, or nothing where nobody sees colours. */
struct paint {
    const char *bold, *plain, *severity[SEVERITY_ERROR + 1];
};

static struct paint choose_paint(FILE *to) {
    const char *no_color = getenv("NO_COLOR"), *terminal = getenv("TERM");
    bool unwanted = (no_color != NULL && no_color[0] != '\0') || terminal == NULL || strcmp(terminal, "dumb") == 0;
    if (unwanted || isatty(fileno(to)) != 1)
        return (struct paint){"", "", {"", "", ""}};
    return (struct paint){
        "\033[1m",
        "\033[0m",
        {[SEVERITY_NOTE] = "\033[36m", [SEVERITY_WARNING] = "\033[33m", [SEVERITY_ERROR] = "\033[31m"}};
}

static const char *said(enum severity severity) {
    static const char *const words[] = {
        [SEVERITY_NOTE] = N_("note"), [SEVERITY_WARNING] = N_("warning"), [SEVERITY_ERROR] = N_("error")};
    return _(words[severity]);
}

static bool write_finding(const struct finding *finding, const struct paint *paint, FILE *to) {
    enum severity severity = rule_severity(finding->rule);
    char *message = finding_message(finding, MOST_NAMES), *clean = message != NULL ? text_clean(message) : NULL;
    if (clean != NULL) {
        (void)fprintf(to, "  %s%s%s: %s", paint->severity[severity], said(severity), paint->plain, clean);
        if (finding->has_box)
            (void)fprintf(to, " (%.0f, %.0f, %.0f x %.0f)", finding->box.x, finding->box.y, finding->box.width,
                          finding->box.height);
        (void)fprintf(to, " [%s]\n", rule_id(finding->rule));
    }
    bool good = clean != NULL;
    free(clean);
    free(message);
    return good;
}

/* All findings of one rule, and then once what to do. */
static bool write_rule(const struct findings *findings, enum check_rule rule, const struct paint *paint, FILE *to) {
    size_t seen = 0;
    bool good = true;
    for (size_t i = 0; i < findings->count && good; i++)
        if (findings->items[i].rule == rule && seen++ < MOST_OF_A_RULE)
            good = write_finding(&findings->items[i], paint, to);
    if (seen > MOST_OF_A_RULE)
        (void)fprintf(to, _("    and %zu more like this\n"), seen - MOST_OF_A_RULE);
    if (seen > 0)
        (void)fprintf(to, "    %s\n", _(rule_advice(rule)));
    return good;
}

static bool write_photo(const struct judged *photo, const struct paint *paint, FILE *to) {
    char *path = text_clean(photo->path);
    bool good = path != NULL;
    if (good)
        (void)fprintf(to, "%s%s%s\n", paint->bold, path, paint->plain);
    for (int rule = 0; rule < RULE_ID_COUNT && good; rule++)
        good = write_rule(&photo->findings, (enum check_rule)rule, paint, to);
    (void)fputc('\n', to);
    free(path);
    return good;
}

static void write_summary(const struct verdict *verdict, FILE *to) {
    char date[DATE_TEXT];
    date_print(verdict->settings->date, date);
    (void)fprintf(to, _("Photos checked: %zu, as of %s, for the channel %s, under the policy %s.\n"),
                  verdict->count - verdict->manifests, date, verdict->settings->channel, verdict->policy->name);
    (void)fprintf(to,
                  _("Copies known by their receipts: %zu. With findings: %zu. Errors: %zu, warnings: %zu, notes: "
                    "%zu. Could not be checked: %zu.\n"),
                  verdict->vouched, verdict->with_findings, verdict->by_severity[SEVERITY_ERROR],
                  verdict->by_severity[SEVERITY_WARNING], verdict->by_severity[SEVERITY_NOTE], verdict->failed);
    if (verdict->passed_over + verdict->gone > 0)
        (void)fprintf(to, _("Skipped: %zu files that are not photos, %zu listed paths that no longer exist.\n"),
                      verdict->passed_over, verdict->gone);
    system_folders_print(verdict->system_folders, to);
}

bool format_text(const struct verdict *verdict, FILE *to) {
    struct paint paint = choose_paint(to);
    bool good = true;
    for (size_t i = 0; i < verdict->count && good; i++)
        if (verdict->photos[i].findings.count > 0)
            good = write_photo(&verdict->photos[i], &paint, to);
    if (good && !verdict->quiet)
        write_summary(verdict, to);
    return good;
}
