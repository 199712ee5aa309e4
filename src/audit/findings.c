#include "audit/findings.h"

#include "base/array.h"
#include "base/bytes.h"
#include "base/language.h"
#include "base/memstream.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *id;
    enum severity severity;
    const char *sentence, *advice;
} rules[] = {
#define X(code, id, severity, sentence, advice) {id, SEVERITY_##severity, sentence, advice},
    SLADD_RULES(X)
#undef X
};

const char *rule_id(enum check_rule rule) {
    return rules[rule].id;
}

const char *rule_sentence(enum check_rule rule) {
    return rules[rule].sentence;
}

const char *rule_advice(enum check_rule rule) {
    return rules[rule].advice;
}

enum severity rule_severity(enum check_rule rule) {
    return rules[rule].severity;
}

const char *severity_name(enum severity severity) {
    static const char *const names[] = {
        [SEVERITY_NOTE] = "note", [SEVERITY_WARNING] = "warning", [SEVERITY_ERROR] = "error"};
    return names[severity];
}

static void finding_clear(struct finding *finding) {
    free(finding->person);
    free(finding->detail);
    sladd_names_clear(&finding->names);
}

enum sladd_status findings_add(struct findings *findings, struct finding finding, struct sladd_error *err) {
    if (!array_grow((void **)&findings->items, &findings->capacity, findings->count + 1, sizeof *findings->items)) {
        finding_clear(&finding);
        return fail_memory(err);
    }
    findings->items[findings->count++] = finding;
    return SLADD_OK;
}

void findings_clear(struct findings *findings) {
    for (size_t i = 0; i < findings->count; i++)
        finding_clear(&findings->items[i]);
    free(findings->items);
    *findings = (struct findings){0};
}

char *finding_message(const struct finding *finding, size_t most) {
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    if (to == NULL)
        return NULL;
    (void)fputs(_(rules[finding->rule].sentence), to);
    if (finding->person != NULL)
        (void)fprintf(to, "%s%s.", _(" Person: "), finding->person);
    if (finding->reason != SLADD_REASON_UNDECIDED)
        (void)fprintf(to, " %s", _(sladd_reason_sentence(finding->reason)));
    if (finding->detail != NULL && finding->rule == RULE_ID_CONSENT_ENDS)
        (void)fprintf(to, "%s%s.", _(" Last day: "), finding->detail);
    else if (finding->detail != NULL)
        (void)fprintf(to, " %s", finding->detail);
    for (size_t i = 0; i < finding->names.count && (most == 0 || i < most); i++)
        (void)fprintf(to, "%s%s", i > 0 ? ", " : " ", finding->names.items[i]);
    if (most > 0 && finding->names.count > most)
        (void)fprintf(to, _(" and %zu more"), finding->names.count - most);
    if (memstream_close(to, &text))
        return text;
    free(text);
    return NULL;
}

static bool same_text(const char *a, const char *b) {
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool are_alike(const struct finding *a, const struct finding *b) {
    bool alike = a->rule == b->rule && a->reason == b->reason && same_text(a->person, b->person) &&
                 same_text(a->detail, b->detail) && a->names.count == b->names.count;
    for (size_t i = 0; i < a->names.count && alike; i++)
        alike = strcmp(a->names.items[i], b->names.items[i]) == 0;
    return alike;
}

size_t findings_alike(const struct findings *findings, size_t at) {
    size_t count = 0;
    for (size_t i = 0; i < findings->count; i++) {
        const bool alike = are_alike(&findings->items[i], &findings->items[at]);
        if (alike && i < at)
            return 0;
        count += alike;
    }
    return count;
}

/* Detectors that are improved move their boxes a little: a place is where the centre is, in 32nds of the photo. */
static int part_of(double at, int whole) {
    enum { PARTS = 32 };
    return whole > 0 ? (int)fmax(0, fmin(at / whole * PARTS, PARTS)) : 0;
}

void finding_fingerprint(const struct finding *finding, const char *path, int width, int height,
                         char hex[SLADD_SHA256_HEX]) {
    char place[64] = "", *text = NULL;
    const struct sladd_box *box = &finding->box;
    if (finding->has_box)
        (void)snprintf(place, sizeof place, "%d/%d", part_of(box->x + box->width / 2, width),
                       part_of(box->y + box->height / 2, height));
    int length = asprintf(&text, "sladd 1\n%s\n%s\n%s\n%s", rules[finding->rule].id, path,
                          finding->person != NULL ? finding->person : "", place);
    hex[0] = '\0';
    if (length > 0)
        sha256_hex((struct span){(const uint8_t *)text, (size_t)length}, hex);
    free(length >= 0 ? text : NULL);
}
