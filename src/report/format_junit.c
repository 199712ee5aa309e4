#include "base/utf8.h"
#include "report/formats.h"

#include <stdlib.h>
#include <string.h>

/* Markup is escaped; what XML 1.0 cannot hold is U+FFFD already (text_clean). */
static void write_escaped(const char *text, FILE *to) {
    static const struct {
        char c;
        const char *entity;
    } entities[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}};
    char *clean = text_clean(text != NULL ? text : "");
    for (const char *at = clean; at != NULL && *at != '\0'; at++) {
        const char *entity = NULL;
        for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
            if (entities[i].c == *at)
                entity = entities[i].entity;
        if (entity != NULL)
            (void)fputs(entity, to);
        else
            (void)fputc(*at, to);
    }
    free(clean);
}

static bool fails(const struct verdict *verdict, enum check_rule rule) {
    return rule_severity(rule) >= verdict->fail_on;
}

/* The element that a broken rule puts into its test case. */
static const char *element_of(const struct verdict *verdict, enum check_rule rule) {
    return rule == RULE_ID_PHOTO_FAILED ? "error" : fails(verdict, rule) ? "failure" : "system-out";
}

struct suite {
    size_t tests, failures, errors;
};

static bool breaks(const struct judged *photo, enum check_rule rule) {
    for (size_t i = 0; i < photo->findings.count; i++)
        if (photo->findings.items[i].rule == rule)
            return true;
    return false;
}

/* One test case for every rule that is broken; a photo without one has a single case that passes. */
static struct suite count_cases(const struct verdict *verdict, const struct judged *photo) {
    struct suite suite = {0};
    for (int r = 0; r < RULE_ID_COUNT; r++) {
        enum check_rule rule = (enum check_rule)r;
        if (!breaks(photo, rule))
            continue;
        suite.tests++;
        suite.errors += rule == RULE_ID_PHOTO_FAILED;
        suite.failures += rule != RULE_ID_PHOTO_FAILED && fails(verdict, rule);
    }
    suite.tests += suite.tests == 0;
    return suite;
}

static bool write_messages(const struct judged *photo, enum check_rule rule, FILE *to) {
    for (size_t i = 0; i < photo->findings.count; i++) {
        const struct finding *finding = &photo->findings.items[i];
        if (finding->rule != rule)
            continue;
        char *message = finding_message(finding, 0);
        if (message == NULL)
            return false;
        write_escaped(message, to);
        if (finding->has_box)
            (void)fprintf(to, " At %.0f, %.0f (%.0f x %.0f pixels).", finding->box.x, finding->box.y,
                          finding->box.width, finding->box.height);
        (void)fputc('\n', to);
        free(message);
    }
    write_escaped(rule_advice(rule), to);
    return true;
}

static void open_case(const struct judged *photo, const char *name, FILE *to) {
    (void)fprintf(to, "    <testcase name=\"%s\" classname=\"", name);
    write_escaped(photo->path, to);
    (void)fputs("\" time=\"0\">", to);
}

static bool write_case(const struct verdict *verdict, const struct judged *photo, enum check_rule rule, FILE *to) {
    const char *element = element_of(verdict, rule);
    open_case(photo, rule_id(rule), to);
    (void)fprintf(to, "\n      <%s", element);
    if (strcmp(element, "system-out") != 0) {
        (void)fprintf(to, " type=\"%s\" message=\"", severity_name(rule_severity(rule)));
        write_escaped(rule_sentence(rule), to);
        (void)fputc('"', to);
    }
    (void)fputc('>', to);
    bool good = write_messages(photo, rule, to);
    (void)fprintf(to, "</%s>\n    </testcase>\n", element);
    return good;
}

static bool write_photo(const struct verdict *verdict, const struct judged *photo, FILE *to) {
    struct suite suite = count_cases(verdict, photo);
    bool good = true;
    (void)fputs("  <testsuite name=\"", to);
    write_escaped(photo->path, to);
    (void)fprintf(to, "\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"0\" time=\"0\">\n", suite.tests,
                  suite.failures, suite.errors);
    for (int rule = 0; rule < RULE_ID_COUNT && good; rule++)
        if (breaks(photo, (enum check_rule)rule))
            good = write_case(verdict, photo, (enum check_rule)rule, to);
    if (photo->findings.count == 0) {
        open_case(photo, "publishable", to);
        (void)fputs("</testcase>\n", to);
    }
    (void)fputs("  </testsuite>\n", to);
    return good;
}

bool format_junit(const struct verdict *verdict, FILE *to) {
    struct suite all = {0};
    bool good = true;
    for (size_t i = 0; i < verdict->count; i++) {
        struct suite suite = count_cases(verdict, &verdict->photos[i]);
        all.tests += suite.tests;
        all.failures += suite.failures;
        all.errors += suite.errors;
    }
    (void)fprintf(to,
                  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                  "<testsuites name=\"sladd check\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" time=\"0\">\n",
                  all.tests, all.failures, all.errors);
    for (size_t i = 0; i < verdict->count && good; i++)
        good = write_photo(verdict, &verdict->photos[i], to);
    (void)fputs("</testsuites>\n", to);
    return good;
}
