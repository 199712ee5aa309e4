#include "audit/verdict.h"
#include "record/outcome_json.h"

#include <ctype.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The name of the folder that relative addresses are seen from, as code scanning services know it. */
static const char base_id[] = "%SRCROOT%";

/* RFC 3986: the bytes of a path, all but the unreserved ones and the slash as %XX. Owned by the caller. */
static char *percent_encode(const char *scheme, const char *path) {
    char *uri = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&uri, &size);
    if (to == NULL)
        return NULL;
    (void)fputs(scheme, to);
    for (const unsigned char *at = (const unsigned char *)path; *at != '\0'; at++) {
        if ((*at < 0x80 && isalnum(*at)) || strchr("-._~/", *at) != NULL)
            (void)fputc(*at, to);
        else
            (void)fprintf(to, "%%%02X", *at);
    }
    if (fclose(to) == 0)
        return uri;
    free(uri);
    return NULL;
}

/* Relative to the working folder where the photo lies below it, so that another machine's folder gives the same. */
static json_t *artifact_location(const char *path) {
    char here[PATH_MAX];
    char *real = realpath(path, NULL), *uri;
    size_t length = getcwd(here, sizeof here) != NULL ? strlen(here) : 0;
    const char *seen = real != NULL ? real : path;
    if (length > 0 && strncmp(seen, here, length) == 0 && (seen[length] == '/' || length == 1))
        seen += length + (seen[length] == '/');
    bool relative = seen[0] != '/';
    uri = percent_encode(relative ? "" : "file://", seen);
    json_t *location =
        relative ? json_pack("{s:s?, s:s}", "uri", uri, "uriBaseId", base_id) : json_pack("{s:s?}", "uri", uri);
    free(uri);
    free(real);
    return location;
}

static json_t *rule_row(enum check_rule rule) {
    const char *advice = rule_advice(rule), *sentence = rule_sentence(rule);
    return json_pack("{s:s, s:{s:s}, s:{s:s}, s:{s:s}, s:{s:s}, s:{s:[s], s:s}}", "id", rule_id(rule),
                     "shortDescription", "text", sentence, "fullDescription", "text", sentence, "help", "text", advice,
                     "defaultConfiguration", "level", severity_name(rule_severity(rule)), "properties", "tags",
                     "privacy", "problem.severity",
                     rule_severity(rule) == SEVERITY_NOTE ? "recommendation" : severity_name(rule_severity(rule)));
}

/* "digest:2" for the second finding of a photo that has this digest: code scanning takes equal ones for one. */
static json_t *fingerprint_of(const struct judged *photo, const char *uri, size_t index) {
    char hex[SLADD_SHA256_HEX], other[SLADD_SHA256_HEX], text[SLADD_SHA256_HEX + 24];
    size_t number = 1;
    finding_fingerprint(&photo->findings.items[index], uri, photo->width, photo->height, hex);
    for (size_t i = 0; i < index; i++) {
        finding_fingerprint(&photo->findings.items[i], uri, photo->width, photo->height, other);
        number += strcmp(hex, other) == 0;
    }
    (void)snprintf(text, sizeof text, "%.32s:%zu", hex, number);
    return json_pack("{s:s, s:s}", "primaryLocationLineHash", text, "sladd/v1", text);
}

/* SARIF's regions are places in a text or bytes of a file. A place in a picture has no words there, so that it stands
 * in the property bag. */
static json_t *properties_of(const struct judged *photo, const struct finding *finding) {
    json_t *bag = json_object(), *names = json_array();
    const struct sladd_box *box = &finding->box;
    if (finding->has_box)
        (void)json_object_set_new(bag, "pixelRegion",
                                  json_pack("{s:I, s:I, s:I, s:I}", "x", (json_int_t)round(box->x), "y",
                                            (json_int_t)round(box->y), "width", (json_int_t)round(box->width), "height",
                                            (json_int_t)round(box->height)));
    if (photo->width > 0)
        (void)json_object_set_new(bag, "photo",
                                  json_pack("{s:i, s:i}", "width", photo->width, "height", photo->height));
    if (finding->person != NULL)
        (void)json_object_set_new(bag, "person", text_to_json(finding->person));
    if (finding->reason != SLADD_REASON_UNDECIDED)
        (void)json_object_set_new(bag, "reason", json_string(sladd_reason_name(finding->reason)));
    for (size_t i = 0; i < finding->names.count; i++)
        (void)json_array_append_new(names, text_to_json(finding->names.items[i]));
    (void)(json_array_size(names) > 0 ? json_object_set(bag, "metadata", names) : 0);
    json_decref(names);
    return bag;
}

static json_t *result_row(const struct judged *photo, json_t *location, size_t index) {
    const struct finding *finding = &photo->findings.items[index];
    char *message = finding_message(finding, 16);
    json_t *text = text_to_json(message);
    const char *uri = json_string_value(json_object_get(location, "uri"));
    /* Code scanning shows only results that have a line; a picture has one. */
    const int line = finding->line > 0 ? finding->line : 1;
    json_t *row = json_pack(
        "{s:s, s:i, s:s, s:{s:o}, s:[{s:{s:O, s:{s:i}}}], s:o, s:o}", "ruleId", rule_id(finding->rule), "ruleIndex",
        (int)finding->rule, "level", severity_name(rule_severity(finding->rule)), "message", "text", text, "locations",
        "physicalLocation", "artifactLocation", location, "region", "startLine", line, "partialFingerprints",
        fingerprint_of(photo, uri != NULL ? uri : "", index), "properties", properties_of(photo, finding));
    free(message);
    return row;
}

bool format_sarif(const struct verdict *verdict, FILE *to) {
    json_t *rules = json_array(), *results = json_array();
    bool good = rules != NULL && results != NULL;
    for (int rule = 0; rule < RULE_ID_COUNT; rule++)
        (void)json_array_append_new(rules, rule_row((enum check_rule)rule));
    for (size_t i = 0; i < verdict->count && good; i++) {
        const struct judged *photo = &verdict->photos[i];
        json_t *location = photo->findings.count > 0 ? artifact_location(photo->path) : NULL;
        for (size_t f = 0; f < photo->findings.count && good; f++)
            good = json_array_append_new(results, result_row(photo, location, f)) == 0;
        json_decref(location);
    }
    json_t *log =
        json_pack("{s:s, s:s, s:[{s:{s:{s:s, s:s, s:s, s:o}}, s:[{s:b}], s:{s:{s:{s:s}}}, s:s, s:o}]}", "$schema",
                  "https://json.schemastore.org/sarif-2.1.0.json", "version", "2.1.0", "runs", "tool", "driver", "name",
                  "sladd", "version", SLADD_VERSION, "semanticVersion", SLADD_VERSION, "rules", rules, "invocations",
                  "executionSuccessful", verdict->failed == 0 ? 1 : 0, "originalUriBaseIds", base_id, "description",
                  "text", "The folder that sladd was started in.", "columnKind", "utf16CodeUnits", "results", results);
    good = good && log != NULL && json_dumpf(log, to, JSON_INDENT(2) | JSON_REAL_PRECISION(12)) == 0;
    (void)fputc('\n', to);
    json_decref(log);
    return good;
}
