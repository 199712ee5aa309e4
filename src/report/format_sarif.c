#include "base/array.h"
#include "base/ascii.h"
#include "base/memstream.h"
#include "base/paths.h"
#include "record/outcome_json.h"
#include "report/formats.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* GitHub refuses a run with more ("SARIF support for code scanning", limits of objects). */
enum { MOST_RESULTS = 25000 };

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
        if (ascii_is_letter(*at) || ascii_is_digit(*at) || strchr("-._~/", *at) != NULL)
            (void)fputc(*at, to);
        else
            (void)fprintf(to, "%%%02X", *at);
    }
    if (memstream_close(to, &uri))
        return uri;
    free(uri);
    return NULL;
}

/* Relative to the working folder where the photo lies below it, so that another machine's folder gives the same. */
static json_t *artifact_location(const char *path) {
    char here[PATH_MAX];
    char *real = realpath(path, NULL), *uri;
    const char *seen = real != NULL ? real : path;
    const char *below = getcwd(here, sizeof here) != NULL ? path_below(seen, here) : NULL;
    seen = below != NULL ? below : seen;
    bool relative = seen[0] != '/';
    uri = percent_encode(relative ? "" : "file://", seen);
    json_t *location =
        relative ? json_pack("{s:s, s:s}", "uri", uri, "uriBaseId", base_id) : json_pack("{s:s}", "uri", uri);
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
struct fingerprint {
    char digest[SLADD_SHA256_HEX];
    size_t finding, number;
};

static int compare_digests(const void *a, const void *b) {
    const struct fingerprint *left = a, *right = b;
    int order = strcmp(left->digest, right->digest);
    return order != 0 ? order : (left->finding > right->finding) - (left->finding < right->finding);
}

static int compare_places(const void *a, const void *b) {
    const struct fingerprint *left = a, *right = b;
    return (left->finding > right->finding) - (left->finding < right->finding);
}

/* One a finding, in their order; owned by the caller. NULL: out of memory. */
static struct fingerprint *fingerprints_of(const struct judged *photo, const char *uri) {
    const size_t count = photo->findings.count;
    struct fingerprint *prints = array_new(count + 1, sizeof *prints);
    for (size_t i = 0; i < count && prints != NULL; i++) {
        finding_fingerprint(&photo->findings.items[i], uri, photo->width, photo->height, prints[i].digest);
        prints[i].finding = i;
    }
    if (prints == NULL)
        return NULL;
    qsort(prints, count, sizeof *prints, compare_digests);
    for (size_t i = 0; i < count; i++)
        prints[i].number = i > 0 && strcmp(prints[i].digest, prints[i - 1].digest) == 0 ? prints[i - 1].number + 1 : 1;
    qsort(prints, count, sizeof *prints, compare_places);
    return prints;
}

static json_t *fingerprint_to_json(const struct fingerprint *print) {
    char text[SLADD_SHA256_HEX + 24];
    (void)snprintf(text, sizeof text, "%.32s:%zu", print->digest, print->number);
    return json_pack("{s:s, s:s}", "primaryLocationLineHash", text, "sladd/v1", text);
}

/* SARIF's regions are places in a text or bytes of a file. A place in a picture has no words there, so that it stands
 * in the property bag. */
static json_t *properties_of(const struct judged *photo, const struct finding *finding) {
    json_t *bag = json_object();
    bool good = true;
    const struct sladd_box *box = &finding->box;
    if (finding->has_box)
        good = json_object_set_new(bag, "pixelRegion",
                                   json_pack("{s:I, s:I, s:I, s:I}", "x", (json_int_t)round(box->x), "y",
                                             (json_int_t)round(box->y), "width", (json_int_t)round(box->width),
                                             "height", (json_int_t)round(box->height))) == 0;
    if (good && photo->width > 0)
        good = json_object_set_new(bag, "photo",
                                   json_pack("{s:i, s:i}", "width", photo->width, "height", photo->height)) == 0;
    if (good && finding->person != NULL)
        good = json_object_set_new(bag, "person", text_to_json(finding->person)) == 0;
    if (good && finding->reason != SLADD_REASON_UNDECIDED)
        good = json_object_set_new(bag, "reason", json_string(sladd_reason_name(finding->reason))) == 0;
    if (good && finding->names.count > 0)
        good = json_object_set_new(bag, "metadata", names_to_json(&finding->names)) == 0;
    return json_all(bag, good);
}

static json_t *result_row(const struct judged *photo, json_t *location, const struct fingerprint *print) {
    const struct finding *finding = &photo->findings.items[print->finding];
    char *message = finding_message(finding, 16);
    json_t *text = text_to_json(message);
    /* Code scanning shows only results that have a line; a picture has one. */
    const int line = finding->line > 0 ? finding->line : 1;
    json_t *row =
        json_pack("{s:s, s:i, s:s, s:{s:o}, s:[{s:{s:O, s:{s:i}}}], s:o, s:o}", "ruleId", rule_id(finding->rule),
                  "ruleIndex", (int)finding->rule, "level", severity_name(rule_severity(finding->rule)), "message",
                  "text", text, "locations", "physicalLocation", "artifactLocation", location, "region", "startLine",
                  line, "partialFingerprints", fingerprint_to_json(print), "properties", properties_of(photo, finding));
    free(message);
    return row;
}

/* `room` is how many results of each severity may still be added. */
static bool add_results(const struct judged *photo, size_t room[SEVERITY_ERROR + 1], json_t *results) {
    if (photo->findings.count == 0)
        return true;
    json_t *location = artifact_location(photo->path);
    const char *uri = json_string_value(json_object_get(location, "uri"));
    struct fingerprint *prints = fingerprints_of(photo, uri != NULL ? uri : "");
    bool good = prints != NULL;
    for (size_t i = 0; i < photo->findings.count && good; i++) {
        size_t *left = &room[rule_severity(photo->findings.items[i].rule)];
        if (*left == 0)
            continue;
        (*left)--;
        good = json_array_append_new(results, result_row(photo, location, &prints[i])) == 0;
    }
    free(prints);
    json_decref(location);
    return good;
}

/* The most severe come first. What there is no room for is counted. */
static size_t share_room(const struct verdict *verdict, size_t room[SEVERITY_ERROR + 1]) {
    size_t left = MOST_RESULTS, left_out = 0;
    for (int severity = SEVERITY_ERROR; severity >= SEVERITY_NOTE; severity--) {
        const size_t count = verdict->by_severity[severity];
        room[severity] = count < left ? count : left;
        left -= room[severity];
        left_out += count - room[severity];
    }
    return left_out;
}

static json_t *invocation_row(const struct verdict *verdict, size_t left_out) {
    char text[160];
    json_t *row = json_pack("{s:b}", "executionSuccessful", verdict->failed == 0 ? 1 : 0);
    (void)snprintf(text, sizeof text,
                   "%zu findings, the least severe ones, are left out: code scanning takes no more than %d. The other "
                   "formats hold them all.",
                   left_out, MOST_RESULTS);
    if (left_out == 0 ||
        json_object_set_new(row, "toolExecutionNotifications",
                            json_pack("[{s:s, s:{s:s}}]", "level", "warning", "message", "text", text)) == 0)
        return row;
    json_decref(row);
    return NULL;
}

bool format_sarif(const struct verdict *verdict, FILE *to) {
    json_t *rules = json_array(), *results = json_array();
    size_t room[SEVERITY_ERROR + 1];
    const size_t left_out = share_room(verdict, room);
    bool good = rules != NULL && results != NULL;
    for (int rule = 0; rule < RULE_ID_COUNT; rule++)
        (void)json_array_append_new(rules, rule_row((enum check_rule)rule));
    for (size_t i = 0; i < verdict->count && good; i++)
        good = add_results(&verdict->photos[i], room, results);
    json_t *log = json_pack(
        "{s:s, s:s, s:[{s:{s:{s:s, s:s, s:s, s:o}}, s:[o], s:{s:{s:{s:s}}}, s:s, s:o}]}", "$schema",
        "https://json.schemastore.org/sarif-2.1.0.json", "version", "2.1.0", "runs", "tool", "driver", "name", "sladd",
        "version", SLADD_VERSION, "semanticVersion", SLADD_VERSION, "rules", json_whole(rules, RULE_ID_COUNT),
        "invocations", invocation_row(verdict, left_out), "originalUriBaseIds", base_id, "description", "text",
        "The folder that sladd was started in.", "columnKind", "utf16CodeUnits", "results", results);
    good = good && log != NULL && json_dumpf(log, to, JSON_INDENT(2) | JSON_REAL_PRECISION(12)) == 0;
    (void)fputc('\n', to);
    json_decref(log);
    return good;
}
