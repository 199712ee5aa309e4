#include "base/date.h"
#include "record/outcome_json.h"
#include "report/formats.h"

#include <math.h>
#include <stdlib.h>

static json_t *text_or_null(const char *text) {
    return text != NULL && text[0] != '\0' ? text_to_json(text) : json_null();
}

static json_int_t pixels(double length) {
    return (json_int_t)round(length);
}

static json_t *finding_row(const struct finding *finding) {
    const struct sladd_box *box = &finding->box;
    char *message = finding_message(finding, 0); /* NULL is for want of memory, and makes no row */
    json_t *row = json_pack(
        "{s:s, s:s, s:o, s:s, s:o, s:o, s:o, s:o, s:o}", "rule", rule_id(finding->rule), "severity",
        severity_name(rule_severity(finding->rule)), "message", text_to_json(message), "advice",
        rule_advice(finding->rule), "box",
        finding->has_box
            ? json_pack("[I, I, I, I]", pixels(box->x), pixels(box->y), pixels(box->width), pixels(box->height))
            : json_null(),
        "person", text_or_null(finding->person), "reason",
        finding->reason != SLADD_REASON_UNDECIDED ? json_string(sladd_reason_name(finding->reason)) : json_null(),
        "line", finding->line > 0 ? json_integer(finding->line) : json_null(), "names", names_to_json(&finding->names));
    free(message);
    return row;
}

static json_t *photo_row(const struct judged *photo) {
    json_t *findings = json_array();
    for (size_t i = 0; i < photo->findings.count; i++)
        (void)json_array_append_new(findings, finding_row(&photo->findings.items[i]));
    findings = json_whole(findings, photo->findings.count);
    return json_pack("{s:o, s:o, s:i, s:i, s:b, s:b, s:o}", "source", text_to_json(photo->path), "sha256",
                     text_or_null(photo->sha256), "width", photo->width, "height", photo->height, "receipt",
                     photo->vouched ? 1 : 0, "checked", photo->failed ? 0 : 1, "findings", findings);
}

bool format_json(const struct verdict *verdict, FILE *to) {
    char date[DATE_TEXT];
    date_print(verdict->settings->date, date);
    json_t *photos = json_array();
    for (size_t i = 0; i < verdict->count; i++)
        (void)json_array_append_new(photos, photo_row(&verdict->photos[i]));
    photos = json_whole(photos, verdict->count);
    const struct policy *policy = verdict->policy;
    json_t *summary =
        json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "photos",
                  (json_int_t)(verdict->count - verdict->manifests), "with_findings",
                  (json_int_t)verdict->with_findings, "errors", (json_int_t)verdict->by_severity[SEVERITY_ERROR],
                  "warnings", (json_int_t)verdict->by_severity[SEVERITY_WARNING], "notes",
                  (json_int_t)verdict->by_severity[SEVERITY_NOTE], "failed", (json_int_t)verdict->failed, "by_receipt",
                  (json_int_t)verdict->vouched, "passed_over", (json_int_t)verdict->passed_over, "gone",
                  (json_int_t)verdict->gone, "system_folders", (json_int_t)verdict->system_folders);
    json_t *whole = json_pack("{s:s, s:s, s:s, s:o, s:{s:o, s:o, s:s}, s:o, s:o}", "sladd", SLADD_VERSION, "command",
                              "check", "date", date, "channel", text_to_json(verdict->settings->channel), "policy",
                              "name", text_to_json(policy->name), "version", text_to_json(policy->version), "sha256",
                              policy->sha256, "photos", photos, "summary", summary);
    bool good = whole != NULL && json_dumpf(whole, to, JSON_INDENT(2) | JSON_REAL_PRECISION(12)) == 0;
    (void)fputc('\n', to);
    json_decref(whole);
    return good;
}
