#include "audit/verdict.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* The runner's own escapes (actions/toolkit, command.ts): in a value %, carriage return and line feed, in a property
 * also colon and comma. text_clean has taken away all control characters before. */
static void write_escaped(const char *text, bool property, FILE *to) {
    char *clean = text_clean(text != NULL ? text : "");
    for (const char *at = clean; at != NULL && *at != '\0'; at++) {
        if (*at == '%' || (property && (*at == ':' || *at == ',')))
            (void)fprintf(to, "%%%02X", (unsigned)*at);
        else
            (void)fputc(*at, to);
    }
    free(clean);
}

static const char *command_of(enum severity severity) {
    return severity == SEVERITY_NOTE ? "notice" : severity_name(severity);
}

/* GitHub shows ten errors and ten warnings of a step and forgets the rest: places that differ in nothing else share one
 * annotation, so that one photo full of text hides no other photo. */
static bool write_annotation(const struct judged *photo, const struct finding *finding, size_t count, FILE *to) {
    char *message = finding_message(finding, 0);
    if (message == NULL)
        return false;
    (void)fprintf(to, "::%s file=", command_of(rule_severity(finding->rule)));
    write_escaped(strncmp(photo->path, "./", 2) == 0 ? photo->path + 2 : photo->path, true, to);
    (void)fprintf(to, ",title=sladd %s::", rule_id(finding->rule));
    write_escaped(message, false, to);
    if (finding->has_box)
        (void)fprintf(to, " At %.0f, %.0f (%.0f x %.0f pixels)", finding->box.x, finding->box.y, finding->box.width,
                      finding->box.height);
    if (count > 1)
        (void)fprintf(to, ", and %zu more like this", count - 1);
    (void)fputs(finding->has_box ? ". " : " ", to);
    write_escaped(rule_advice(finding->rule), false, to);
    (void)fputc('\n', to);
    free(message);
    return true;
}

bool format_github(const struct verdict *verdict, FILE *to) {
    bool good = true;
    for (size_t i = 0; i < verdict->count; i++)
        for (size_t f = 0; f < verdict->photos[i].findings.count && good; f++) {
            const size_t count = findings_alike(&verdict->photos[i].findings, f);
            if (count > 0)
                good = write_annotation(&verdict->photos[i], &verdict->photos[i].findings.items[f], count, to);
        }
    if (!verdict->quiet)
        (void)fprintf(to, "Photos checked: %zu. Errors: %zu, warnings: %zu. Could not be checked: %zu.\n",
                      verdict->count - verdict->manifests, verdict->by_severity[SEVERITY_ERROR],
                      verdict->by_severity[SEVERITY_WARNING], verdict->failed);
    return good;
}

void format_github_error(const char *text, FILE *to) {
    (void)fputs("::error title=sladd::", to);
    write_escaped(text, false, to);
    (void)fputc('\n', to);
}
