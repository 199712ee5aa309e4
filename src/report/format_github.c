#include "base/ascii.h"
#include "base/utf8.h"
#include "report/formats.h"

#include <limits.h>
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

/* The place as properties, which the title follows; a line of 0 is none. */
static void write_place(const char *path, int line, FILE *to) {
    (void)fputs(" file=", to);
    write_escaped(strncmp(path, "./", 2) == 0 ? path + 2 : path, true, to);
    if (line > 0)
        (void)fprintf(to, ",line=%d", line);
    (void)fputc(',', to);
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
    (void)fprintf(to, "::%s", command_of(rule_severity(finding->rule)));
    write_place(photo->path, finding->line, to);
    (void)fprintf(to, "title=sladd %s::", rule_id(finding->rule));
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

/* The name and the line in "FILE:LINE:COLUMN: ", as an error in a manifest begins; a long name is cut at its front
 * there, and then it names no file. */
static bool read_place(const char *text, char name[SHOWN_PATH], int *line) {
    for (const char *colon = text; (colon = strchr(colon, ':')) != NULL; colon++) {
        char *end = NULL;
        const long number = ascii_is_digit(colon[1]) ? strtol(colon + 1, &end, 10) : 0;
        if (number <= 0 || number > INT_MAX || *end != ':' || !ascii_is_digit(end[1]))
            continue;
        *line = (int)number;
        end += 1 + strspn(end + 1, "0123456789");
        if (strncmp(end, ": ", 2) == 0) {
            (void)snprintf(name, SHOWN_PATH, "%.*s", (int)(colon - text), text);
            return strncmp(name, "...", 3) != 0;
        }
    }
    return false;
}

void format_github_error(const struct sladd_error *err, FILE *to) {
    const char *text = err->text;
    char name[SHOWN_PATH];
    int line;
    (void)fputs("::error", to);
    if (err->status == SLADD_MANIFEST && read_place(text, name, &line))
        write_place(name, line, to);
    else
        (void)fputc(' ', to);
    (void)fputs("title=sladd::", to);
    write_escaped(text, false, to);
    (void)fputc('\n', to);
}
